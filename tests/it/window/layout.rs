//! Heads and card cover the feed only in part, the feed scrolls behind them, and a narrow window has a screen instead.

use serde_json::json;

use crate::support::window::Rect;
use crate::support::{Scene, Window, until};

/// Covered part of the feed: the union of the rectangles, counted on a grid of 2 px.
fn covered(feed: Rect, over: &[Rect]) -> f64 {
    let inside = |r: &Rect, x: f64, y: f64| x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height;
    let (mut all, mut hidden) = (0.0, 0.0);
    let mut y = feed.y + 1.0;
    while y < feed.y + feed.height {
        let mut x = feed.x + 1.0;
        while x < feed.x + feed.width {
            all += 1.0;
            hidden += f64::from(u8::from(over.iter().any(|r| inside(r, x, y))));
            x += 2.0;
        }
        y += 2.0;
    }
    hidden / all
}

/// The part of the feed that is in view.
fn feed_in_view(window: &Window) -> Rect {
    let feed = window.rect(&window.get("main", "Feed"));
    let size = window.script("return [innerWidth, innerHeight]", json!([]));
    let (width, height) = (size[0].as_f64().unwrap(), size[1].as_f64().unwrap());
    let (x, y) = (feed.x.max(0.0), feed.y.max(0.0));
    Rect { x, y, width: (feed.x + feed.width).min(width) - x, height: (feed.y + feed.height).min(height) - y }
}

#[test]
fn heads_and_card_cover_at_most_forty_percent() {
    let scene = Scene::new();
    let window = scene.window();
    window.press("button", "Ruth");
    window.get("region", "Conversation with Ruth");
    for (width, height) in [(1280, 800), (820, 1180), (640, 480)] {
        window.resize(width, height);
        let share = until(&format!("a card that has settled at {width}x{height}"), 10, || {
            let card = window.rect(&window.get("region", "Conversation with Ruth"));
            let heads = window.all_in(Some(&window.get("navigation", "Conversations")), "button", "");
            let mut over: Vec<Rect> = heads.iter().map(|head| window.rect(head)).collect();
            over.push(card);
            let share = covered(feed_in_view(&window), &over);
            (card.width > 200.0 && share <= 0.40).then_some(share)
        });
        assert!(share > 0.05, "{width}x{height}: card and heads are there ({share})");
    }
}

#[test]
fn the_wheel_scrolls_the_feed_while_a_card_is_open() {
    let scene = Scene::new();
    let window = scene.window();
    window.resize(1280, 800);
    window.press("button", "Ruth");
    let card = window.rect(&window.get("region", "Conversation with Ruth"));
    until("pins", 20, || (window.all("article", "/^Board pin/").len() > 4).then_some(()));
    let place = || {
        let code =
            "const pins = [...document.querySelectorAll('main article')]; return pins.length ? pins[0].getBoundingClientRect().y : 0";
        window.script(code, json!([])).as_f64().unwrap()
    };
    let before = place();
    window.wheel((card.x + card.width) as i64 + 200, 500, 400);
    until("the feed to scroll", 10, || ((place() - before).abs() > 50.0).then_some(()));
    window.get("region", "Conversation with Ruth");
}

#[test]
fn a_narrow_window_has_messages_instead_of_heads() {
    let scene = Scene::new();
    let window = scene.window();
    window.get("button", "Ruth");
    window.resize(390, 844);
    window.gone("navigation", "Conversations");
    assert!(!window.has("button", "Ruth"), "no heads at 390x844");
    window.press("button", "/^Messages/");
    let main = window.get("main", "Messages");
    let row = until("Ruth's row", 20, || {
        ["link", "button"].iter().find_map(|role| window.all_in(Some(&main), role, "/Ruth/").into_iter().next())
    });
    window.click(&row);
    let conversation = window.get("region", "Conversation with Ruth");
    window.get_in(&conversation, "article", "Pin from Ruth: Green sofa");
    window.press("button", "Back");
    window.get("main", "Messages");
}
