//! Without the server everything received is there, and what is written goes out once, in order, when it is back.

use serde_json::json;

use crate::support::{Scene, Server, until};

#[test]
fn everything_is_there_and_what_is_written_goes_out_once_in_order() {
    let server = Server::own();
    let mut scene = Scene::on(&server, &server.url);
    // The window has shown the pictures once.
    let window = scene.window();
    window.press("button", "Ruth");
    until("the pin's picture", 20, || window.pictures_drawn(&window.get("article", "Pin from Ruth: Green sofa")).then_some(()));
    let profile = window.close();

    server.kill();
    let window = crate::support::Window::open(&scene.desktop, &profile);
    window.get("main", "Feed");
    until("a line that says offline", 30, || {
        let all = window.all("status", "");
        all.iter().any(|status| window.text(status).contains("Offline. Showing what is saved on this device.")).then_some(())
    });
    until("the board's pins", 20, || window.has("article", "Board pin 12").then_some(()));
    if !window.has("region", "Conversation with Ruth") {
        window.press("button", "Ruth");
    }
    let card = window.get("region", "Conversation with Ruth");
    until("the pin's picture, from the store", 20, || {
        window.pictures_drawn(&window.get_in(&card, "article", "Pin from Ruth: Green sofa")).then_some(())
    });
    until("an end of all waiting", 60, || {
        let said = [window.texts("status", ""), window.texts("log", "Messages")].concat().concat();
        (!said.contains("Connecting…") && !said.contains("Loading")).then_some(())
    });
    for text in ["Written without a server.", "And another."] {
        window.fill("textbox", "Message", text);
        window.keys("", crate::support::window::keys::ENTER);
    }
    until("both as sending", 20, || {
        let own = window.all_in(Some(&card), "article", "Message from Amina");
        (own.iter().filter(|message| window.text(message).contains("Sending")).count() >= 1 && own.len() == 3).then_some(())
    });
    window.fill("searchbox", "Search", "centimetres");
    window.keys("", crate::support::window::keys::ENTER);
    let results = window.get("list", "Search results");
    until("a search hit without a server", 20, || window.text(&results).contains("Twelve centimetres").then_some(()));

    server.start();
    scene.ruth.message("And another.");
    let room = scene.room.clone();
    let own: Vec<String> = scene.ruth.messages(&room).iter().filter_map(|m| m["body"]["text"].as_str().map(str::to_owned)).collect();
    let tail = &own[own.len() - 2..];
    assert_eq!(tail, ["Written without a server.", "And another."], "{own:?}");
    assert_eq!(own.iter().filter(|text| text.as_str() == "Written without a server.").count(), 1);
    until("an empty status line", 30, || {
        window.all("status", "").iter().all(|status| !window.text(status).contains("Offline")).then_some(())
    });
    let raw = scene.amina_raw(&server);
    assert_eq!(raw.events_of(&room, "m.room.encrypted").len(), 5, "the room holds each once");
    assert_eq!(json!(tail.len()), 2);
}
