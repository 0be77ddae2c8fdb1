//! The item's menu (com.canonical.dbusmenu): one flat list.

use std::collections::HashMap;
use std::sync::Arc;

use tackroom_core::words::is_right_to_left;
use zbus::object_server::SignalEmitter;
use zbus::{OwnedVariant, Variant};

use super::Tray;
use crate::desktop::press::{Press, label};

/// Numbers of the entries; a line stands before the last one.
const ENTRIES: [(i32, Press); 4] = [(1, Press::Open), (2, Press::NewPin), (3, Press::Messages), (5, Press::Quit)];
const LINE: i32 = 4;

type Properties = HashMap<String, Variant<'static>>;
/// An entry: its number, its properties, its children.
type Layout = (i32, Properties, Vec<Variant<'static>>);

pub struct Menu(pub Arc<Tray>);

fn press_of(id: i32) -> Option<Press> {
    ENTRIES.into_iter().find_map(|(entry, press)| (entry == id).then_some(press))
}

impl Menu {
    fn properties(&self, id: i32) -> Properties {
        let text = |name: &str, value: String| (name.to_owned(), Variant::from(value));
        match press_of(id) {
            Some(press) => HashMap::from([text("label", label(press, self.0.unread(), self.0.language()))]),
            None if id == LINE => HashMap::from([text("type", "separator".into())]),
            None => HashMap::from([text("children-display", "submenu".into())]),
        }
    }

    fn layout(&self, id: i32, depth: i32) -> Layout {
        let mut children = Vec::new();
        if id == 0 && depth != 0 {
            for child in 1..=5 {
                children.push(Variant::new((child, self.properties(child), Vec::<Variant<'static>>::new())));
            }
        }
        (id, self.properties(id), children)
    }
}

#[zbus::interface(name = "com.canonical.dbusmenu")]
impl Menu {
    fn get_layout(&self, parent: i32, depth: i32, _names: Vec<String>) -> (u32, Layout) {
        (self.0.revision(), self.layout(parent, depth))
    }

    fn get_group_properties(&self, ids: Vec<i32>, _names: Vec<String>) -> Vec<(i32, Properties)> {
        let ids = if ids.is_empty() { (0..=5).collect() } else { ids };
        ids.into_iter().map(|id| (id, self.properties(id))).collect()
    }

    fn get_property(&self, id: i32, name: String) -> zbus::fdo::Result<Variant<'static>> {
        self.properties(id).remove(&name).ok_or_else(|| zbus::fdo::Error::InvalidArgs(format!("{id} has no {name}")))
    }

    fn event(&self, id: i32, kind: String, _data: OwnedVariant, _time: u32) {
        if let (Some(press), "clicked") = (press_of(id), kind.as_str()) {
            self.0.press(press);
        }
    }

    fn event_group(&self, events: Vec<(i32, String, OwnedVariant, u32)>) -> Vec<i32> {
        for (id, kind, data, time) in events {
            self.event(id, kind, data, time);
        }
        Vec::new()
    }

    fn about_to_show(&self, _id: i32) -> bool {
        false
    }

    fn about_to_show_group(&self, _ids: Vec<i32>) -> (Vec<i32>, Vec<i32>) {
        (Vec::new(), Vec::new())
    }

    #[zbus(property)]
    fn version(&self) -> u32 {
        3
    }

    #[zbus(property)]
    fn text_direction(&self) -> &str {
        if is_right_to_left(self.0.language()) { "rtl" } else { "ltr" }
    }

    #[zbus(property)]
    fn status(&self) -> &str {
        "normal"
    }

    #[zbus(property)]
    fn icon_theme_path(&self) -> Vec<String> {
        Vec::new()
    }

    #[zbus(signal)]
    pub async fn layout_updated(emitter: &SignalEmitter<'_>, revision: u32, parent: i32) -> zbus::Result<()>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use tackroom_core::model::Language;

    #[test]
    fn the_menu_speaks_the_language_that_was_chosen() {
        let german = |press, unread| label(press, unread, Language::German);
        assert_eq!(german(Press::Open, 0), "Tackroom öffnen");
        assert_eq!(german(Press::NewPin, 0), "Neuer Pin");
        assert_eq!(german(Press::Messages, 0), "Nachrichten");
        assert_eq!(german(Press::Messages, 3), "Nachrichten (3 ungelesen)");
        assert_eq!(german(Press::Quit, 0), "Beenden");
        assert_eq!(label(Press::Messages, 3, Language::English), "Messages (3 unread)");
    }
}
