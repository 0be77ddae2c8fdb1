//! Where pins come from in the real window: a web page, a feed, a picture of the device; and where they go: a board, the
//! system's browser, a search.

use serde_json::json;

use crate::support::window::keys;
use crate::support::{Scene, Server, Site, Window, pictures, stays, until};

const PAGE: &str = "<html><head><title>Not this</title><meta property='og:title' content='Oak stool &amp; bench'>\
    <meta property='og:description' content='Three legs, oiled.'><meta property='og:image' content='/oak.jpg'>\
    <meta property='og:site_name' content='Oak &amp; Sons'></head><body>Page</body></html>";
const FEED: &str = "<rss version='2.0'><channel><title>Lamps weekly</title><link>/</link>\
    <item><title>Desk lamp</title><link>/lamp</link><enclosure url='/lamp.png' type='image/png' length='1'/></item>\
    <item><title>Floor lamp</title><link>/floor</link><enclosure url='/floor.png' type='image/png' length='1'/></item></channel></rss>";

fn web() -> Site {
    Site::new(|target| match target {
        "/stool" => Some(("text/html", PAGE.into())),
        "/oak.jpg" => Some(("image/jpeg", pictures::jpeg(3, 640, 480))),
        "/feed.xml" => Some(("application/rss+xml", FEED.into())),
        "/lamp.png" => Some(("image/png", pictures::png(4, 400, 500))),
        "/floor.png" => Some(("image/png", pictures::png(5, 400, 300))),
        _ => None,
    })
}

/// Amina's window, which may reach a web of the test's own.
fn window_with(scene: &Scene, site: &Site) -> Window {
    let window = Window::with(&scene.desktop, &scene.profile, &[], &[("TACKROOM_ALLOW_LOOPBACK", &site.address)]);
    window.get("main", "Feed");
    window
}

/// New pin from a link: what OpenGraph says is filled in; sent, the other has picture, title, note and link.
#[test]
fn a_new_pin_from_a_link_is_found_sent_and_saved() {
    let mut scene = Scene::new();
    let site = web();
    let window = window_with(&scene, &site);
    window.press("button", "New pin");
    let dialog = window.get("dialog", "New pin");
    window.type_into(&window.get_in(&dialog, "textbox", "Link"), &site.url("/stool"));
    until("the page's title", 20, || (window.value(&window.get_in(&dialog, "textbox", "Title")) == "Oak stool & bench").then_some(()));
    assert_eq!(window.value(&window.get_in(&dialog, "textbox", "Note")), "Three legs, oiled.");
    until("the page's picture", 20, || window.pictures_drawn(&dialog).then_some(()));

    window.press_in(&dialog, "button", "Save to board");
    window.gone("dialog", "New pin");
    window.get("article", "Oak stool & bench");
    let amina = scene.amina_raw(Server::shared());
    let saved = until("the pin on the board", 30, || {
        amina
            .events_of(&scene.board, "m.room.message")
            .into_iter()
            .find(|e| e["content"]["app.tackroom.pin"]["title"] == "Oak stool & bench")
    });
    assert_eq!(saved["sender"], scene.amina_account.id.as_str());
    assert_eq!(saved["content"]["msgtype"], "m.image");

    window.press("button", "New pin");
    let dialog = window.get("dialog", "New pin");
    window.type_into(&window.get_in(&dialog, "textbox", "Link"), &site.url("/stool"));
    until("the page's title", 20, || (window.value(&window.get_in(&dialog, "textbox", "Title")) == "Oak stool & bench").then_some(()));
    window.press_in(&dialog, "button", "Send pin");
    let send = window.get("dialog", "Send pin");
    window.press_in(&send, "checkbox", "Ruth");
    window.press_in(&send, "button", "Send");
    window.gone("dialog", "Send pin");
    let message = scene.ruth.message("Oak stool & bench");
    let pin = &message["body"]["pin"];
    assert_eq!((pin["note"].as_str(), pin["link"]["url"].as_str()), (Some("Three legs, oiled."), Some(site.url("/stool").as_str())));
    assert_eq!((pin["picture"]["width"].as_u64(), pin["picture"]["height"].as_u64()), (Some(640), Some(480)));
}

/// Add feed: its pins and pictures are in the feed, its name among the sources; nothing is fetched by the web view.
#[test]
fn a_feed_added_by_its_address_shows_its_pins() {
    let scene = Scene::new();
    let site = web();
    let window = window_with(&scene, &site);
    window.press("button", "Add feed");
    let dialog = window.get("dialog", "Add feed");
    window.type_into(&window.get_in(&dialog, "textbox", "Feed address"), &site.url("/feed.xml"));
    window.press_in(&dialog, "button", "Add");
    window.gone("dialog", "Add feed");
    window.get("link", "Lamps weekly");
    for title in ["Desk lamp", "Floor lamp"] {
        until(&format!("{title} with its picture"), 20, || window.pictures_drawn(&window.get("article", title)).then_some(()));
    }
    let code = "return performance.getEntriesByType('resource').map(e => e.name).filter(n => /^https?:/.test(n))";
    assert_eq!(window.script(code, json!([])), json!([]), "pictures come through pin:// alone");
    window.press("link", "Everything");
    window.get("article", "Board pin 12");

    // What is no feed is said so, and the dialog stays.
    window.press("button", "Add feed");
    let dialog = window.get("dialog", "Add feed");
    window.type_into(&window.get_in(&dialog, "textbox", "Feed address"), &site.url("/stool"));
    window.press_in(&dialog, "button", "Add");
    window.get_in(&dialog, "alert", "");
    window.keys("", keys::ESCAPE);
    window.gone("dialog", "Add feed");
}

/// Open link shows the whole true address and asks; only then the system's browser gets exactly that.
#[test]
fn a_link_opens_after_its_whole_address_was_shown() {
    let scene = Scene::new();
    let window = scene.window();
    let pin = window.get("article", "Board pin 12");
    window.press_in(&pin, "button", "Open link");
    let ask = window.get("alertdialog", "Check this link");
    assert!(window.text(&ask).contains("https://shop.example/12"), "{}", window.text(&ask));
    window.press_in(&ask, "button", "Go back");
    window.gone("alertdialog", "Check this link");
    stays("nothing opens unasked", 1, || scene.desktop.opened().is_empty());
    window.press_in(&pin, "button", "Open link");
    window.press_in(&window.get("alertdialog", "Check this link"), "button", "Open anyway");
    let opened = until("the browser", 10, || Some(scene.desktop.opened()).filter(|all| !all.is_empty()));
    assert_eq!(opened, ["https://shop.example/12"]);
    window.gone("alertdialog", "Check this link");
    window.get("main", "Feed");
}

/// Search finds pins of the feed and messages; a hit opens what it is.
#[test]
fn search_finds_pins_and_messages_and_opens_them() {
    let scene = Scene::new();
    let window = scene.window();
    window.get("article", "Board pin 12");
    window.refill("searchbox", "Search", "board pin 7");
    let results = window.get("list", "Search results");
    until("the pin among the results", 20, || window.text(&results).contains("Board pin 7").then_some(()));
    window.press_in(&results, "button", "/Board pin 7/");
    window.get("main", "Board pin 7");
    window.press("button", "Back");

    window.refill("searchbox", "Search", "centimetres");
    let results = window.get("list", "Search results");
    until("the message among the results", 20, || window.text(&results).contains("Twelve centimetres").then_some(()));
    window.press_in(&results, "button", "/centimetres/");
    let card = window.get("region", "Conversation with Ruth");
    until("the message in its conversation", 20, || window.text(&card).contains("Twelve centimetres too deep.").then_some(()));
}
