//! The guard in the real window: what a stranger sends is kept at the door, covered, and its link's way shown before
//! anything opens; whom and what one trusts is remembered.

use serde_json::{Value, json};

use crate::support::web::MOVED;
use crate::support::{Element, Raw, Scene, Server, Site, Window, pictures, stays, until};

/// Mallory, whom Amina has never written with, and a web of his: a short link on one host, an advertiser's on another,
/// the shop on a third.
struct Stranger {
    raw: Raw,
    room: String,
    start: Site,
    between: Site,
    shop: Site,
}

impl Stranger {
    fn new(amina: &str) -> Self {
        let server = Server::shared();
        let raw = Raw::log_in(&server.url, &server.account("Mallory"));
        let shop = Site::new(|target| match target {
            t if t.starts_with("/lamp?") => Some(("text/html", "<title>Lamp</title><p>A lamp.".into())),
            "/track/click/7" => Some(("text/html", "<title>A tool</title><p>A tool.".into())),
            _ => None,
        });
        let end = name(&shop, "/lamp?id=7&utm_source=pin&awc=1_2");
        let between = Site::new(move |target| match target {
            "/ad" => Some(("text/html", "<meta http-equiv='refresh' content='0; url=/count'>".into())),
            "/count" => Some(("text/html", format!("<script>window.location.href = '{end}';</script>").into())),
            _ => None,
        });
        let ad = between.url("/ad");
        let start = Site::new(move |target| target.starts_with("/go").then(|| (MOVED, ad.clone().into())));
        let room = raw.direct_room(amina);
        Self { raw, room, start, between, shop }
    }

    /// Loopback addresses that the window may reach.
    fn open(&self) -> String {
        let port = |site: &Site| site.address.rsplit_once(':').unwrap().1.to_owned();
        format!("localhost:{},{},localhost:{}", port(&self.start), self.between.address, port(&self.shop))
    }

    fn pin(&self, title: &str, link: &str, width: u32, height: u32) {
        let bytes = pictures::jpeg(9, width, height);
        let size = bytes.len();
        let url = self.raw.upload("image/jpeg", bytes);
        let content = crate::support::scene::pin_content(title, "", link, &url, width, height, size);
        self.raw.send(&self.room, "m.room.message", &content);
    }

    fn asked(&self) -> Vec<String> {
        [&self.start, &self.between, &self.shop].iter().flat_map(|site| site.asked()).collect()
    }
}

/// An address on a site by the name of this machine, so that it is another host than its number.
fn name(site: &Site, target: &str) -> String {
    site.url(target).replace("127.0.0.1", "localhost")
}

fn window(scene: &Scene, stranger: &Stranger) -> Window {
    let window = Window::with(&scene.desktop, &scene.profile, &[], &[("TACKROOM_ALLOW_LOOPBACK", &stranger.open())]);
    window.get("main", "Feed");
    window
}

fn accept(window: &Window) -> Element {
    window.press("button", "/^Messages/");
    window.press("link", "Requests");
    let requests = window.get("region", "Requests");
    window.get_in(&requests, "article", "Mallory");
    window.press_in(&requests, "button", "Accept");
    window.get("region", "Conversation with Mallory")
}

fn hosts(window: &Window, dialog: &Element) -> Vec<String> {
    let way = window.get_in(dialog, "list", "The way of the link");
    let code = "return [...arguments[0].querySelectorAll('code')].map(code => code.textContent)";
    let all: Vec<Value> = window.script(code, json!([way])).as_array().cloned().unwrap_or_default();
    all.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

/// A request shows nothing of the content; accepted, the spam pin lies under a cover, and nothing is fetched for it.
/// Check link shows the whole way and where it ends; Open cleaned link opens that page without what was hung on it.
#[test]
fn a_strangers_spam_pin_is_kept_at_the_door_covered_and_its_way_is_shown() {
    let scene = Scene::new();
    let mallory = Stranger::new(&scene.amina_account.id);
    let link = name(&mallory.start, "/go?cjevent=77&utm_medium=pin");
    mallory.pin("Dream kitchen", &link, 40, 40);
    let window = window(&scene, &mallory);

    window.press("button", "/^Messages/");
    window.press("link", "Requests");
    let requests = window.get("region", "Requests");
    until("the invitation", 30, || window.text(&window.get("region", "Requests")).contains(&mallory.raw.user).then_some(()));
    stays("nothing of what was sent", 2, || {
        let page = window.script("return document.body.innerText", json!([]));
        !["Dream kitchen", "/go", "cjevent"].iter().any(|part| page.as_str().unwrap_or_default().contains(part))
    });
    assert!(!window.has("img", ""), "no picture of a stranger's: {:?}", window.all("img", ""));
    window.press_in(&requests, "button", "Accept");

    let card = window.get("region", "Conversation with Mallory");
    let pin = window.get_in(&card, "article", "Pin from Mallory: Dream kitchen");
    window.get_in(&pin, "button", "Check link");
    window.get_in(&pin, "button", "Show picture");
    assert_eq!(window.script("return arguments[0].querySelectorAll('img').length", json!([pin])), 0, "no picture is shown");
    for inert in ["Open link", "Send pin", "Dream kitchen"] {
        assert!(window.all_in(Some(&pin), "button", inert).is_empty(), "{inert} of a covered pin");
    }
    stays("nothing is fetched unasked", 2, || mallory.asked().is_empty());

    window.press_in(&pin, "button", "Check link");
    let dialog = window.get("alertdialog", "Check this link");
    let end = name(&mallory.shop, "/lamp?id=7&utm_source=pin&awc=1_2");
    let whole = [link.clone(), mallory.between.url("/ad"), mallory.between.url("/count"), end];
    until("the whole way", 30, || (hosts(&window, &dialog) == whole).then_some(()));
    let text = window.text(&dialog);
    for words in ["Sent on by the server", "Sent on by the page", "Sent on by a script of the page", "It ends here"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(scene.desktop.opened().is_empty(), "nothing opens by being checked");
    window.press_in(&dialog, "button", "Open cleaned link");
    let opened = until("the browser", 10, || Some(scene.desktop.opened()).filter(|all| !all.is_empty()));
    assert_eq!(opened, [name(&mallory.shop, "/lamp?id=7")]);
    window.gone("alertdialog", "Check this link");

    window.press_in(&window.get_in(&card, "article", "Pin from Mallory: Dream kitchen"), "button", "Show picture");
    until("the picture that was asked for", 20, || {
        window
            .all_in(Some(&card), "article", "Pin from Mallory: Dream kitchen")
            .first()
            .filter(|pin| window.pictures_drawn(pin))
            .map(|_| ())
    });
}

/// A link in a text goes the way of a pin's: of a stranger it is only looked at; answered, it is pressed, and asks too.
#[test]
fn a_link_in_a_text_asks_before_it_opens_and_is_out_of_reach_of_a_stranger() {
    let scene = Scene::new();
    let mallory = Stranger::new(&scene.amina_account.id);
    let link = name(&mallory.start, "/go?cjevent=77");
    let text = format!("A bargain: {link}");
    mallory.raw.send(&mallory.room, "m.room.message", &json!({ "msgtype": "m.text", "body": text }));
    let window = window(&scene, &mallory);
    let card = accept(&window);
    let message = window.get_in(&card, "article", "Message from Mallory");
    assert!(window.all_in(Some(&message), "link", "").is_empty(), "no link of a stranger's can be pressed");
    stays("nothing is fetched unasked", 2, || mallory.asked().is_empty());
    window.press_in(&message, "button", "Check link");
    let dialog = window.get("alertdialog", "Check this link");
    until("its way", 30, || hosts(&window, &dialog).iter().any(|hop| hop.contains("/lamp?id=7")).then_some(()));
    window.press_in(&dialog, "button", "Go back");
    window.gone("alertdialog", "Check this link");

    window.fill("textbox", "Message", "No, thank you");
    window.press_in(&card, "button", "Send message");
    let pressed = until("the link to be one", 30, || {
        let message = window.all_in(Some(&card), "article", "Message from Mallory").into_iter().next()?;
        window.all_in(Some(&message), "link", &link).into_iter().next()
    });
    window.click(&pressed);
    let dialog = window.get("alertdialog", "Check this link");
    assert!(scene.desktop.opened().is_empty(), "nothing opens unasked");
    until("its end", 30, || window.text(&dialog).contains("It ends here").then_some(()));
    window.press_in(&dialog, "button", "Open cleaned link");
    let opened = until("the browser", 10, || Some(scene.desktop.opened()).filter(|all| !all.is_empty()));
    assert_eq!(opened, [name(&mallory.shop, "/lamp?id=7")]);
}

/// Trusted in the dialog, a person and a site stay trusted over a restart, stand in Settings, and can be taken back.
#[test]
fn whom_and_what_one_trusts_is_remembered_and_can_be_taken_back() {
    let scene = Scene::new();
    let mallory = Stranger::new(&scene.amina_account.id);
    mallory.pin("A tool", &name(&mallory.shop, "/track/click/7"), 640, 480);
    let first = window(&scene, &mallory);
    let card = accept(&first);
    let pin = first.get_in(&card, "article", "Pin from Mallory: A tool");
    first.press_in(&pin, "button", "Check link");
    let dialog = first.get("alertdialog", "Check this link");
    // What the server answers moves what is pressed next.
    let says = |words: &str| first.text(&dialog).contains(words);
    until("a warning, and where it ends", 20, || (says("Look closely before you open it") && says("It ends here")).then_some(()));
    first.press_in(&dialog, "checkbox", "/^Trust localhost/");
    first.press_in(&dialog, "checkbox", "Trust Mallory from now on");
    first.press_in(&dialog, "button", "Open anyway");
    until("the browser", 10, || (scene.desktop.opened() == [name(&mallory.shop, "/track/click/7")]).then_some(()));
    let uncovered = |window: &Window| {
        until("the pin without its cover", 20, || {
            let card = window.all("region", "Conversation with Mallory").into_iter().next()?;
            let pin = window.all_in(Some(&card), "article", "Pin from Mallory: A tool").into_iter().next()?;
            (window.all_in(Some(&pin), "button", "Check link").is_empty() && window.pictures_drawn(&pin)).then_some(pin)
        })
    };
    uncovered(&first);
    first.close();

    let window = window(&scene, &mallory);
    window.press("button", "/^Mallory/");
    let pin = uncovered(&window);
    window.press_in(&pin, "button", "Open link");
    let dialog = window.get("alertdialog", "Check this link");
    until("its way", 20, || window.text(&dialog).contains("It ends here").then_some(()));
    assert!(!window.text(&dialog).contains("Look closely"), "{}", window.text(&dialog));
    window.press_in(&dialog, "button", "Go back");

    window.press("button", "Settings");
    window.get("main", "Settings");
    window.press("button", "Remove localhost");
    window.press("button", "Remove Mallory");
    window.gone("button", "Remove localhost");
    window.gone("button", "Remove Mallory");
    window.press("button", "Back");
    until("the cover again", 20, || {
        let card = window.all("region", "Conversation with Mallory").into_iter().next()?;
        window.all_in(Some(&card), "button", "Check link").into_iter().next()
    });
}

/// A hundred who ask within a minute: a list of a hundred lines in a window that still answers, and one notification,
/// without a name in it.
#[test]
fn a_hundred_requests_are_a_list_of_a_hundred_lines_and_one_notification() {
    let scene = Scene::new();
    let server = Server::shared();
    let raw = Raw::log_in(&server.url, &server.account("Win A Prize"));
    let window = scene.window();
    scene.desktop.run("dunstctl", &["close-all"]);
    let before = scene.desktop.notified();
    window.press("button", "/^Messages/");
    window.press("link", "Requests");
    window.get("region", "Requests");
    for number in 0..100 {
        raw.create_room(&json!({ "preset": "private_chat", "name": format!("Offer {number}"), "invite": [scene.amina_account.id] }));
    }
    let lines = || {
        let requests = window.all("region", "Requests");
        requests.first().map_or(0, |requests| window.all_in(Some(requests), "article", "").len())
    };
    until("a hundred lines", 90, || (lines() == 100).then_some(()));
    until("the notification", 20, || (scene.desktop.notified() > before).then_some(()));
    stays("a hundred lines and one notification", 4, || lines() == 100 && scene.desktop.notified() == before + 1);
    let told = {
        scene.desktop.run("dunstctl", &["close-all"]);
        until("it in the history", 10, || scene.desktop.notification_history().into_iter().next())
    };
    let text = format!("{} {}", told["summary"]["data"], told["body"]["data"]);
    assert!(text.contains("new request") && !text.contains("Prize") && !text.contains("Offer"), "{text}");
    // It is still a list that is answered line by line.
    let requests = window.get("region", "Requests");
    window.press_in(&requests, "button", "Decline");
    until("one line less", 30, || (lines() == 99).then_some(()));
}
