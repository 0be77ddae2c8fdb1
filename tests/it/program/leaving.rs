//! What the program leaves behind: nothing after a sign-out, and no text, token or key in its logs.

use std::io::Write;
use std::process::Stdio;

use serde_json::json;

use crate::support::{Desktop, Headless, Server, TACKROOM};

fn keyring_entries(desktop: &Desktop) -> usize {
    let found = desktop.command("secret-tool").args(["search", "--all", "service", "app.tackroom"]).output().unwrap();
    // The attributes are printed on standard error, the items on standard output.
    let text = [found.stdout, found.stderr].concat();
    String::from_utf8_lossy(&text).matches("attribute.username").count()
}

#[test]
fn signing_out_removes_everything_of_the_account() {
    let (desktop, server) = (Desktop::new(), Server::shared());
    let account = server.account("Carol");
    let mut carol = Headless::signed_in(&desktop, &server.url, &account);
    let before = std::fs::read_to_string(carol.profile.join("id")).unwrap();
    assert_eq!(keyring_entries(&desktop), 2);
    carol.ask(json!({ "do": "sign-out" }));
    carol.wait_for(json!({ "session": "signed_out" }));
    assert_eq!(keyring_entries(&desktop), 1, "only the key of the new, empty store");
    assert_ne!(std::fs::read_to_string(carol.profile.join("id")).unwrap(), before);
    assert!(!carol.profile.join("matrix").exists());
    // The same account starts anew, as another device.
    carol.sign_in(&server.url, &account);
    carol.quit();
}

#[test]
fn the_log_holds_no_text_token_or_key() {
    let (desktop, server) = (Desktop::new(), Server::shared());
    let (account, other) = (server.account("Dora"), server.account("Emil"));
    let mut command = desktop.command(TACKROOM);
    command.arg("headless").arg("--profile").arg(desktop.profile("dora")).env("RUST_LOG", "trace");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = [
        json!({ "do": "sign-in", "server": server.url, "user": account.local, "password": account.password }),
        json!({ "do": "wait-for", "connection": "online", "timeout": 90 }),
        json!({ "do": "send", "to": other.id, "text": "Zanzibar at noon", "pin": { "title": "Timbuktu by night" } }),
        json!({ "do": "wait-for", "outbox": 0, "timeout": 90 }),
    ];
    let mut input = child.stdin.take().unwrap();
    for line in lines {
        writeln!(input, "{line}").unwrap();
    }
    drop(input);
    let done = child.wait_with_output().unwrap();
    let (out, log) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && out.matches("\"ok\"").count() == 4, "{out}");
    assert!(log.lines().count() > 50, "a log at all");
    for secret in ["Zanzibar", "Timbuktu", account.password.as_str(), "syt_", "syr_"] {
        let found = log.lines().find(|line| line.contains(secret));
        assert!(found.is_none(), "{secret} in the log: {found:?}");
    }
}
