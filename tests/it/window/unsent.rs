//! What the server refuses, in the real window: why, Retry, and Delete.

use serde_json::json;

use crate::support::proxy::Fate;
use crate::support::window::keys;
use crate::support::{Proxy, Scene, Server, Window, stays, until};

/// The server refuses each message of a room.
fn refuse(proxy: &Proxy) {
    proxy.rule(|seen| {
        if seen.method != "PUT" || !seen.path.contains("/send/") {
            return Fate::Pass;
        }
        let body = json!({ "errcode": "M_FORBIDDEN", "error": "Nothing may be said here today" }).to_string();
        Fate::Answer(403, vec![("content-type".into(), "application/json".into())], body)
    });
}

/// One's own messages, as they stand in the open conversation.
fn own(window: &Window) -> Vec<String> {
    window.texts("article", "Message from Amina")
}

/// “Not sent” says why; Retry sends it once, Delete takes it away and nobody ever gets it.
#[test]
fn a_refused_message_says_why_and_has_retry_and_delete() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let mut scene = Scene::on(server, &proxy.url);
    let window = scene.window();
    window.press("button", "Ruth");
    let write = |text: &str| {
        window.fill("textbox", "Message", text);
        window.keys("", keys::ENTER);
    };
    let not_sent = |text: &str| {
        until(&format!("“Not sent” at “{text}”"), 30, || {
            let all = own(&window);
            all.iter().any(|one| one.contains(text) && one.contains("Not sent") && one.contains("today")).then_some(())
        });
    };

    refuse(&proxy);
    write("Once more.");
    not_sent("Once more.");
    // Refused again, it is as it was before.
    let asked = proxy.count("PUT", "/send/");
    window.press("button", "Retry");
    until("another try", 20, || (proxy.count("PUT", "/send/") > asked).then_some(()));
    not_sent("Once more.");
    proxy.pass();
    window.press("button", "Retry");
    until("“Sent” or “Read”", 30, || {
        let all = own(&window);
        all.iter().any(|one| one.contains("Once more.") && (one.contains("Sent") || one.contains("Read"))).then_some(())
    });
    assert!(!window.has("button", "Retry") && !window.has("button", "Delete"), "nothing is left to be done");
    scene.ruth.message("Once more.");

    refuse(&proxy);
    write("Better not.");
    not_sent("Better not.");
    window.press("button", "Delete");
    until("it to go", 20, || (!own(&window).concat().contains("Better not.")).then_some(()));
    proxy.pass();
    write("And on.");
    scene.ruth.message("And on.");
    let room = scene.room.clone();
    let texts = |scene: &mut Scene| -> Vec<String> {
        scene.ruth.messages(&room).iter().filter_map(|m| m["body"]["text"].as_str().map(str::to_owned)).collect()
    };
    let all = texts(&mut scene);
    assert_eq!(all[all.len() - 2..], ["Once more.", "And on."], "{all:?}");
    stays("each once", 2, || texts(&mut scene) == all);
}
