//! From the sign-in screen to a pin that the other has and an answer that is here; and what is said where it fails.

use serde_json::json;

use crate::support::proxy::Fate;
use crate::support::scene::{board, board_title};
use crate::support::{Desktop, Headless, Proxy, Server, Site, Window, until};

fn fill(window: &Window, server: &str, user: &str, password: &str) {
    for (name, text) in [("Homeserver", server), ("Username", user), ("Password", password)] {
        window.refill("textbox", name, text);
    }
    window.press("button", "Sign in");
}

/// What a first sign-in offers, for another day.
fn not_now(window: &Window) {
    let dialog = window.get("dialog", "Recovery key");
    let button = window.get_in(&dialog, "button", "Not now");
    window.click(&button);
    window.gone("dialog", "Recovery key");
}

/// The main job: sign in, send a pin, the other has it, its answer comes, the desktop is told once, also after a restart.
#[test]
fn a_pin_goes_out_and_its_answer_comes_back() {
    let server = Server::shared();
    let desktop = Desktop::new();
    let (amina, ruth_account) = (server.account("Amina"), server.account("Ruth"));
    board(server, &ruth_account, &amina, 4);
    let mut ruth = Headless::signed_in(&desktop, &server.url, &ruth_account);

    let profile = desktop.profile("window");
    let window = Window::open(&desktop, &profile);
    fill(&window, &server.url, &amina.local, &amina.password);
    window.get("main", "Feed");
    not_now(&window);
    let title = board_title(4);
    // The sender's name comes after the pin, on a server that sends members lazily: then it is shown without a restart.
    until("the sender's display name on the pin", 20, || {
        window.all("article", &title).first().is_some_and(|pin| window.text(pin).contains("From Ruth")).then_some(())
    });
    let pin = window.get("article", &title);
    window.press_in(&pin, "button", "Send pin");
    let dialog = window.get("dialog", "Send pin");
    let search = window.get_in(&dialog, "searchbox", "Find people");
    window.type_into(&search, &ruth_account.id);
    window.press_in(&dialog, "checkbox", "Ruth");
    let note = window.get_in(&dialog, "textbox", "Note");
    window.type_into(&note, "For the hall?");
    window.press_in(&dialog, "button", "Send");
    window.gone("dialog", "Send pin");
    let card = window.get("region", "/^Conversation with /");
    window.get_in(&card, "article", &format!("Pin from Amina: {title}"));

    let room = ruth.accept();
    let message = ruth.message(&title);
    assert_eq!(message["body"]["kind"], "pin", "{message}");
    assert_eq!(message["body"]["pin"]["note"], "For the hall?");
    assert_eq!(message["body"]["pin"]["link"]["url"], "https://shop.example/4");
    assert!(message["body"]["pin"]["picture"]["width"].as_u64() > Some(0));
    until("“Sent” or “Read” on the pin", 30, || {
        let text = window.text(&window.get("region", "/^Conversation with /"));
        (text.contains("Sent") || text.contains("Read")).then_some(())
    });

    window.press("button", "Hide conversation");
    let before = desktop.notified();
    ruth.ask(json!({ "do": "send", "room": room, "text": "By the door, yes." }));
    window.get("button", "Ruth, 1 unread");
    until("a notification", 20, || (desktop.notified() > before).then_some(()));
    window.press("button", "Ruth, 1 unread");
    window.get("article", "Message from Ruth");
    window.get("button", "Ruth");
    assert_eq!(desktop.notified() - before, 1, "one message is notified once: {:?}", desktop.notification_history());

    let profile = window.close();
    let window = Window::open(&desktop, &profile);
    window.get("main", "Feed");
    window.get("button", "Ruth");
    ruth.ask(json!({ "do": "send", "room": room, "text": "Still there?" }));
    until("the next notification", 30, || (desktop.notified() >= before + 2).then_some(()));
    assert_eq!(desktop.notified() - before, 2, "nothing is notified again after a restart");
}

/// Each failure of signing in has its own sentence.
#[test]
fn what_fails_is_said() {
    let server = Server::shared();
    let desktop = Desktop::new();
    let amina = server.account("Amina");
    let window = Window::open(&desktop, &desktop.profile("window"));
    fill(&window, &server.url, &amina.local, "wrong");
    let wrong = window.get("alert", "");
    until("words about the password", 10, || window.text(&wrong).to_lowercase().contains("password").then_some(()));
    fill(&window, "http://127.0.0.1:9", &amina.local, &amina.password);
    let said = || window.all("alert", "").first().map(|alert| window.text(alert).to_lowercase()).unwrap_or_default();
    until("other words for a server that does not answer", 30, || {
        Some(said()).filter(|text| !text.is_empty() && !text.contains("password"))
    });

    // A web server that knows nothing of Matrix, and a server that wants one to wait.
    let other = Site::new(|_| Some(("text/html", b"<h1>A shop</h1>".to_vec())));
    fill(&window, &other.url(""), &amina.local, &amina.password);
    until("words for what is no Matrix server", 30, || said().contains("matrix").then_some(()));
    let proxy = Proxy::before(server.port);
    proxy.rule(|seen| {
        if seen.method == "POST" && seen.path.contains("/login") {
            let body = json!({ "errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests", "retry_after_ms": 90_000 }).to_string();
            Fate::Answer(429, vec![("content-type".into(), "application/json".into())], body)
        } else {
            Fate::Pass
        }
    });
    fill(&window, &proxy.url, &amina.local, &amina.password);
    until("how long to wait", 30, || said().contains("90 s").then_some(()));
    proxy.pass();
    window.press("button", "Sign in");
    window.get("main", "Feed");
}

/// What is no homeserver itself may name one (`.well-known`); signing in by it goes there.
#[test]
fn a_site_names_its_homeserver() {
    let server = Server::shared();
    let desktop = Desktop::new();
    let amina = server.account("Amina");
    let told = json!({ "m.homeserver": { "base_url": server.url } }).to_string();
    let site = Site::new(move |target| (target == "/.well-known/matrix/client").then(|| ("application/json", told.clone().into_bytes())));
    let window = Window::open(&desktop, &desktop.profile("window"));
    fill(&window, &site.url(""), &amina.local, &amina.password);
    window.get("main", "Feed");
    not_now(&window);
    window.press("button", "Settings");
    let settings = window.get("main", "Settings");
    until("the homeserver's own address", 10, || window.text(&settings).contains(&server.url).then_some(()));
}
