//! Several pins in one go, choosing among them together, and what was seen before, in the real window.

use crate::support::{Scene, Window, until};

/// Picks these pins of the feed, in this order, and sends them to Ruth.
fn send(window: &Window, titles: &[&str]) {
    for title in titles {
        window.press_in(&window.get("article", title), "button", "Select");
    }
    window.press("button", "Send selected pins");
    let dialog = window.get("dialog", &format!("Send {} pins", titles.len()));
    window.press_in(&dialog, "checkbox", "Ruth");
    window.press_in(&dialog, "button", "Send");
    window.gone("dialog", "/^Send/");
}

#[test]
fn pins_picked_in_the_feed_go_in_one_go_and_are_chosen_among_together() {
    let mut scene = Scene::new();
    let window = scene.window();
    send(&window, &["Board pin 12", "Board pin 10", "Board pin 11"]);
    let card = window.get("region", "Conversation with Ruth");
    window.get_in(&card, "article", "/^3 pins from Amina/");
    let titles = ["Board pin 12", "Board pin 10", "Board pin 11"];
    scene.ruth.message(titles[2]);
    let room = scene.room.clone();
    let there: Vec<String> =
        scene.ruth.messages(&room).iter().filter_map(|m| Some(m["body"]["pin"]["title"].as_str()?.to_owned())).collect();
    assert!(there.ends_with(&titles.map(str::to_owned)), "in the order in which they were picked: {there:?}");

    window.press("button", "All pins");
    window.get("main", "All pins with Ruth");
    window.press("button", "Choose together");
    for title in [titles[0], titles[2]] {
        window.press("checkbox", &format!("Choose {title}"));
    }
    window.fill("textbox", "Question", "Which goes up?");
    window.press("button", "Ask");
    until("the question in the conversation", 30, || {
        let choices = window.texts("region", "Choose together");
        (choices.len() == 1 && choices[0].contains("Which goes up?")).then_some(())
    });
    let question = scene.ruth.message("Which goes up?");
    assert_eq!(question["choice"]["pins"].as_array().map(Vec::len), Some(2), "{question}");

    // Ruth votes for one, Amina for the same: the window counts both.
    let chosen = scene.ruth.messages(&room).into_iter().rfind(|m| m["body"]["pin"]["title"] == titles[2]).unwrap();
    scene.ruth.call("react", serde_json::json!({ "message": chosen["id"], "key": question["choice"]["key"], "on": true }));
    window.get("button", "Vote for Board pin 11, 1 vote");
    window.press("button", "Vote for Board pin 11, 1 vote");
    window.get("button", "Vote for Board pin 11, 2 votes");
    window.get("button", "Vote for Board pin 12, 0 votes");
    window.press("button", "Side by side");
    let large = window.get("dialog", "Choose together");
    until("both pictures", 20, || window.pictures_drawn(&large).then_some(()));
    assert!(window.text(&large).contains("Ruth"), "who voted is said: {}", window.text(&large));
}

#[test]
fn what_was_sent_before_is_said_when_it_is_sent_again() {
    let scene = Scene::new();
    let window = scene.window();
    let again = || {
        window.press_in(&window.get("article", "Board pin 12"), "button", "Send pin");
        window.get("dialog", "Send pin")
    };
    let dialog = again();
    assert!(!window.has("button", "/^Seen before/"), "nobody has sent it yet");
    window.press_in(&dialog, "checkbox", "Ruth");
    window.press_in(&dialog, "button", "Send");
    window.gone("dialog", "Send pin");
    window.press("button", "Hide conversation");

    again();
    window.press("button", "/^Seen before: You sent this pin to Ruth/");
    let card = window.get("region", "Conversation with Ruth");
    window.get_in(&card, "article", "Pin from Amina: Board pin 12");
}
