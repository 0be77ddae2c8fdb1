//! Signing in through the browser: single sign-on, and the server's own OAuth pages.

use serde_json::json;

use crate::support::identity::{Cas, Oauth};
use crate::support::web::browse;
use crate::support::{Desktop, Headless, Raw, Server, Window, until};

/// The person's turn in the browser that the program opened as its `number`-th.
#[track_caller]
fn person_goes_on(desktop: &Desktop, number: usize) {
    let address = until("the browser to be opened", 60, || desktop.opened().get(number).cloned());
    let page = browse(&address);
    assert!(page.contains("go back to Tackroom"), "the last page: {page}");
}

/// What a first sign-in offers, for another day.
#[track_caller]
fn not_now(window: &Window) {
    let dialog = window.get("dialog", "Recovery key");
    window.click(&window.get_in(&dialog, "button", "Not now"));
    window.gone("dialog", "Recovery key");
}

fn server_typed(window: &Window, url: &str) {
    window.fill("textbox", "Homeserver", url);
    window.keys("", crate::support::window::keys::TAB);
}

/// By single sign-on in the real window: signed in, also after a restart and after the server ended the session.
#[test]
fn single_sign_on_signs_in_and_stays() {
    let desktop = Desktop::new();
    let cas = Cas::of("oskar");
    let server = cas.server();
    let window = Window::open(&desktop, &desktop.profile("window"));
    server_typed(&window, &server.url);
    window.press("button", "Sign in with browser");
    assert!(!window.has("textbox", "Password"), "this server has no passwords");
    assert!(!window.has("button", "Create account"), "and no page for new accounts");
    person_goes_on(&desktop, 0);
    window.get("main", "Feed");
    not_now(&window);

    let window = Window::open(&desktop, &window.close());
    window.get("main", "Feed");
    window.press("button", "Settings");
    let settings = window.get("main", "Settings");
    until("who is signed in", 20, || window.text(&settings).contains("@oskar:localhost").then_some(()));
}

/// By OAuth 2.0: registered, signed in, tokens renewed, and used after a restart. (Revocation wants https, RFC 7009.)
#[test]
fn oauth_signs_in_renews_its_tokens_and_comes_back() {
    let desktop = Desktop::new();
    let server = Server::with(&json!({ "refreshable_access_token_lifetime": "4s" }));
    let (amina, other) = (server.account("Amina"), server.account("Other"));
    let oauth = Oauth::before(&server, &amina, &other);
    let mut headless = Headless::start(&desktop, &desktop.profile("amina"));
    let info = headless.call("probe_server", json!({ "server": oauth.url }));
    assert_eq!((&info["browser"], &info["create_account"]), (&json!(true), &json!(true)), "{info}");
    let asked = headless.post(json!({ "do": "call", "call": "sign_in_browser", "args": { "server": oauth.url, "create": false } }));
    person_goes_on(&desktop, 0);
    let account = headless.answer(asked, "the sign-in", 60).unwrap()["answer"].clone();
    assert_eq!(account["user"], amina.id, "{account}");
    headless.wait_for(json!({ "connection": "online", "timeout": 60 }));
    {
        let ledger = oauth.ledger.lock().unwrap();
        assert_eq!(ledger.registered[0]["application_type"], "native");
        assert_eq!(ledger.prompts, [""]);
    }
    until("the tokens to be renewed", 60, || (oauth.ledger.lock().unwrap().refreshed > 0).then_some(()));

    let profile = headless.quit();
    let mut headless = Headless::start(&desktop, &profile);
    headless.wait_for(json!({ "connection": "online", "timeout": 60 }));
    let friend = Raw::log_in(&server.url, &other);
    let room = friend.direct_room(&amina.id);
    headless.accept();
    friend.text(&room, "after the restart");
    headless.message("after the restart");
}

/// "Create account" is there where the server says so, and opens its page for that.
#[test]
fn an_account_is_made_on_the_servers_page() {
    let desktop = Desktop::new();
    let server = Server::shared();
    let (amina, nina) = (server.account("Amina"), server.account("Nina"));
    let oauth = Oauth::before(server, &amina, &nina);
    let window = Window::open(&desktop, &desktop.profile("window"));
    server_typed(&window, &oauth.url);
    window.press("button", "Create account");
    person_goes_on(&desktop, 0);
    window.get("main", "Feed");
    not_now(&window);
    assert_eq!(oauth.ledger.lock().unwrap().prompts, ["create"]);
    window.press("button", "Settings");
    let settings = window.get("main", "Settings");
    until("the new account", 20, || window.text(&settings).contains(&nina.id).then_some(()));
}

/// A session that the server ended goes on through the browser, on the same device.
#[test]
fn an_ended_session_goes_on_through_the_browser() {
    let desktop = Desktop::new();
    let cas = Cas::of("vera");
    let server = cas.server();
    let proxy = crate::support::Proxy::before(server.port);
    let window = Window::open(&desktop, &desktop.profile("window"));
    server_typed(&window, &proxy.url);
    window.press("button", "Sign in with browser");
    person_goes_on(&desktop, 0);
    window.get("main", "Feed");
    not_now(&window);
    proxy.rule(|seen| {
        let spared = ["/login", "/versions", "/cas"].iter().any(|part| seen.path.contains(part));
        let body = json!({ "errcode": "M_UNKNOWN_TOKEN", "error": "Access token has expired", "soft_logout": true }).to_string();
        let headers = vec![("content-type".into(), "application/json".into())];
        if spared { crate::support::proxy::Fate::Pass } else { crate::support::proxy::Fate::Answer(401, headers, body) }
    });
    // The poll that is under way is answered first, after half a minute at most.
    until("the end of the session to be said", 90, || window.has("button", "Sign in again").then_some(()));
    window.press("button", "Sign in again");
    proxy.pass();
    let dialog = window.get("dialog", "Sign in again");
    let go = window.get_in(&dialog, "button", "Sign in with browser");
    window.click(&go);
    person_goes_on(&desktop, 1);
    window.gone("dialog", "Sign in again");
    window.gone("button", "Sign in again");
}
