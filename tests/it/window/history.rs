//! Scrolling back in the real window: from the store, then from the server, to where the conversation begins.

use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::support::proxy::Fate;
use crate::support::{Proxy, Scene, Server, Window, until};

const LINES: usize = 120;
/// So many lines were written on each day.
const A_DAY: usize = 30;
const DAY: u64 = 24 * 3600 * 1000;

fn line(number: usize) -> String {
    format!("line {number:03}")
}

/// Gives the lines the times of several days: a homeserver takes none from its clients.
fn dated(value: &mut Value) {
    static NOW: OnceLock<u64> = OnceLock::new();
    let now = *NOW.get_or_init(|| u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap());
    match value {
        Value::Array(all) => all.iter_mut().for_each(dated),
        Value::Object(fields) => {
            let number = fields.get("content").and_then(|c| c["body"].as_str()?.strip_prefix("line ")?.parse::<usize>().ok());
            if let (Some(number), true) = (number, fields.contains_key("origin_server_ts")) {
                let days = ((LINES - number) / A_DAY) as u64;
                fields.insert("origin_server_ts".into(), json!(now - days * DAY - (LINES - number) as u64));
            }
            fields.values_mut().for_each(dated);
        }
        _ => {}
    }
}

/// Days and lines of the open conversation, from the top.
fn rows(window: &Window) -> Vec<String> {
    let said = window.texts("log", "Messages").concat();
    let all = said.lines().map(str::trim).filter(|row| row.starts_with("line ") || is_day(row));
    all.map(str::to_owned).collect()
}

fn is_day(row: &str) -> bool {
    ["Today", "Yesterday"].contains(&row) || (row.ends_with("day") && !row.contains(' '))
}

fn scroll_to_the_beginning(window: &Window) {
    let log = window.get("log", "Messages");
    until("the beginning of the conversation", 60, || {
        window.script("arguments[0].scrollTop = 0", json!([log]));
        window.texts("log", "Messages").concat().contains("This is where the conversation begins").then_some(())
    });
}

/// From the newest page up to the first message, each once and in order, each day named once; the second time without the
/// server.
#[test]
fn it_goes_back_to_the_first_message_from_the_store_and_from_the_server() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let scene = Scene::on(server, &proxy.url);
    let (bob, room) = scene.with_bob();
    for number in 1..=LINES {
        bob.text(&room, &line(number));
    }
    proxy.rule(|seen| if seen.path.contains("/sync") || seen.path.contains("/messages") { Fate::Change(dated) } else { Fate::Pass });
    let window = scene.window();
    window.press("button", "/^Bob/");
    until("the newest", 30, || (rows(&window).last() == Some(&line(LINES))).then_some(()));
    assert!(!rows(&window).contains(&line(1)), "what is far up is not asked for before one goes there");
    scroll_to_the_beginning(&window);
    let asked = proxy.count("GET", "/messages");
    assert!(asked > 0, "what the store had not came from the server");

    let all = rows(&window);
    let lines: Vec<String> = all.iter().filter(|row| row.starts_with("line ")).cloned().collect();
    assert_eq!(lines, (1..=LINES).map(line).collect::<Vec<_>>());
    let days: Vec<usize> = (0..all.len()).filter(|at| is_day(&all[*at])).collect();
    let before: Vec<&String> = days.iter().map(|at| &all[at + 1]).collect();
    let expected: Vec<String> = (0..=(LINES - 1) / A_DAY).map(|day| line(day * A_DAY + 1)).collect();
    assert_eq!(before, expected.iter().collect::<Vec<_>>(), "a day before its first line: {all:?}");
    assert!(days.windows(2).all(|two| all[two[0]] != all[two[1]]), "{all:?}");

    let profile = window.close();
    proxy.rule(|_| Fate::Cut);
    let window = Window::open(&scene.desktop, &profile);
    window.press("button", "/^Bob/");
    until("the newest, from the store", 30, || (rows(&window).last() == Some(&line(LINES))).then_some(()));
    scroll_to_the_beginning(&window);
    assert_eq!(rows(&window), all, "the same without the server");
}

/// Whether a line stands within the log's box, and how far below its top.
fn place(window: &Window, line: &str) -> Option<i64> {
    let log = window.get("log", "Messages");
    let code = "const [log, words] = arguments; const box = log.getBoundingClientRect();
        const row = [...log.querySelectorAll('.row')].find((row) => row.innerText.includes(words));
        const top = row && row.getBoundingClientRect().top - box.top; return row && top > -10 && top < box.height ? Math.round(top) : null";
    window.script(code, json!([log, line])).as_i64()
}

fn act(window: &Window, name: &str) {
    window.press("button", "Conversation actions");
    window.press("button", name);
    window.get("dialog", name);
}

fn go_to(window: &Window, days_ago: u64) {
    act(window, "Go to a date");
    let code = "const field = document.querySelector('input[type=date]'); const at = new Date(Date.now() - arguments[0] * 86400000);
        const two = (n) => String(n).padStart(2, '0');
        field.value = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
        field.dispatchEvent(new Event('input', { bubbles: true })); return field.value";
    assert_eq!(window.script(code, json!([days_ago])).as_str().map(str::len), Some(10));
    window.press("button", "Show");
}

/// Older messages load while one reads on; then, without the server, one goes to a day, back to where one was, and to the newest.
#[test]
fn the_past_is_loaded_on_request_and_a_date_is_gone_to_without_the_server() {
    let server = Server::shared();
    let proxy = Proxy::before(server.port);
    let scene = Scene::on(server, &proxy.url);
    let (bob, room) = scene.with_bob();
    let mut last = String::new();
    for number in 1..=LINES {
        last = bob.text(&room, &line(number));
    }
    proxy.rule(|seen| if seen.path.contains("/sync") || seen.path.contains("/messages") { Fate::Change(dated) } else { Fate::Pass });
    let window = scene.window();
    window.get("button", "/^Bob, [0-9]+ unread$/");
    // Read elsewhere: it opens at the newest, and not at the first unread one, where more is asked for by itself.
    scene.amina_raw(server).receipt(&room, &last);
    window.press("button", "Bob");
    until("the newest", 30, || (rows(&window).last() == Some(&line(LINES))).then_some(()));

    // That day is not here yet: it is said, and one may go as far as there is.
    go_to(&window, 3);
    window.get("button", "/^Load back to /");
    window.press("button", "Close");
    window.gone("dialog", "Go to a date");

    act(&window, "Older messages");
    window.press("button", "Load older messages");
    let dialog = window.get("dialog", "Older messages");
    until("all of it", 60, || window.text(&dialog).contains("All messages of this conversation are on this device.").then_some(()));
    window.press("button", "Close");
    assert!(place(&window, &line(LINES)).is_some(), "the newest is still before one's eyes");

    proxy.rule(|_| Fate::Cut);
    go_to(&window, 3);
    window.gone("dialog", "Go to a date");
    until("the first line of that day", 20, || place(&window, &line(1)));
    assert!(place(&window, &line(LINES)).is_none());
    window.press("button", "Jump to newest");
    until("the newest again", 20, || place(&window, &line(LINES)));
    assert!(!window.has("button", "Back to where you were"), "at the newest there is nothing to go back to");

    // From somewhere in the middle, and back there.
    go_to(&window, 1);
    until("the first line of yesterday", 20, || place(&window, &line(LINES - 2 * A_DAY + 1)));
    let log = window.get("log", "Messages");
    window.script("arguments[0].scrollTop += 300", json!([log]));
    let here = until("a line in the middle", 10, || (1..=LINES).map(line).find_map(|line| Some((line.clone(), place(&window, &line)?))));
    go_to(&window, 3);
    until("the first day again", 20, || place(&window, &line(1)));
    window.press("button", "Back to where you were");
    let back = until("the line in the middle", 20, || place(&window, &here.0));
    assert!((back - here.1).abs() < 60, "{here:?} {back}");
    window.gone("button", "Back to where you were");
}
