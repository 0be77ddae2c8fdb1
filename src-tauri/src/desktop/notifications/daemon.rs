//! The notification daemon of the desktop (org.freedesktop.Notifications), over one connection to the session bus.

use std::collections::HashMap;

use anyhow::{Context, Result};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use tackroom_core::notify::Words;
use tackroom_core::words::say;
use zbus::{MatchRule, Message, MessageStream, Variant};

use super::show::{Picture, Show, Signal};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// The key of the action that takes a text, by KDE's convention that others follow.
const REPLY: &str = "inline-reply";

/// A daemon, as it was when it was asked.
pub struct Daemon {
    bus: zbus::Connection,
    /// Name and version, in its own words.
    pub name: String,
    capabilities: Vec<String>,
    /// Which daemon on which bus: another one has given the same numbers to others.
    pub identity: String,
}

impl Daemon {
    /// Asks the daemon for what it can do. Fails where there is none.
    pub async fn ask() -> Result<Self> {
        let bus = zbus::Connection::session().await?;
        let ask = async |method: &str| bus.call_method(Some(NAME), PATH, Some(NAME), method, &()).await;
        let capabilities = ask("GetCapabilities").await?.body().deserialize::<Vec<String>>()?;
        let (name, _vendor, version, _spec) =
            ask("GetServerInformation").await?.body().deserialize::<(String, String, String, String)>()?;
        let identity = identity(&bus).await?;
        Ok(Self { bus, name: format!("{name} {version}"), capabilities, identity })
    }

    /// Whether it announces a capability.
    pub fn can(&self, capability: &str) -> bool {
        self.capabilities.iter().any(|can| can == capability)
    }

    /// Whether it is still the one that was asked.
    pub async fn is_the_same(&self) -> bool {
        identity(&self.bus).await.is_ok_and(|now| now == self.identity)
    }

    /// What comes of its notifications, from now on. Daemons tell only the connection that showed them.
    pub async fn signals(&self) -> Result<BoxStream<'static, Signal>> {
        let rule = MatchRule::builder().msg_type(zbus::message::Type::Signal).interface(NAME).path(PATH).build()?;
        let messages = MessageStream::for_match_rule(rule, &self.bus, None).await?;
        Ok(messages.filter_map(async |message| signal(&message.ok()?)).boxed())
    }

    /// Shows one; its number.
    pub async fn show(&self, show: Show) -> Result<u32> {
        let [open, reply] = ["app-open", "app-reply"].map(|id| say(show.language, id, &[]));
        let mut actions: Vec<&str> = Vec::new();
        let mut hints: HashMap<&str, Variant<'_>> = HashMap::new();
        hints.insert("category", "im.received".into());
        hints.insert("desktop-entry", crate::desktop::ID.into());
        if self.can("actions") {
            if show.open {
                actions.extend(["default", open.as_str()]);
            }
            if show.reply && self.can(REPLY) {
                actions.extend([REPLY, reply.as_str()]);
                hints.insert("x-kde-reply-placeholder-text", reply.as_str().into());
            }
        }
        if show.replaces.is_some() {
            hints.insert("suppress-sound", true.into());
        }
        if let Some(Picture { width, height, rgba }) = show.picture {
            hints.insert("image-data", Variant::new((width, height, width * 4, true, 8i32, 4i32, rgba)));
        }
        let Words { summary, body } = show.words;
        let body = if self.can("body-markup") { escape(&body) } else { body };
        let body = (crate::desktop::NAME, show.replaces.unwrap_or(0), crate::desktop::ID, summary, body, actions, hints, -1i32);
        let answer = self.bus.call_method(Some(NAME), PATH, Some(NAME), "Notify", &body).await;
        answer.context("the notification daemon did not take a notification")?.body().deserialize().map_err(Into::into)
    }

    /// Closes one; one that is gone already is as good.
    pub async fn close(&self, number: u32) {
        if let Err(error) = self.bus.call_method(Some(NAME), PATH, Some(NAME), "CloseNotification", &(number)).await {
            tracing::debug!(%error, "a notification was not closed");
        }
    }
}

async fn identity(bus: &zbus::Connection) -> Result<String> {
    let proxy = zbus::fdo::DBusProxy::new(bus).await?;
    let owner = proxy.get_name_owner(NAME.try_into()?).await?;
    Ok(format!("{} {owner}", proxy.get_id().await?))
}

fn signal(message: &Message) -> Option<Signal> {
    let header = message.header();
    let body = message.body();
    match header.member()?.as_str() {
        "ActivationToken" => {
            let (number, token) = body.deserialize().ok()?;
            Some(Signal::Activation { number, token })
        }
        "ActionInvoked" => {
            let (number, key) = body.deserialize::<(u32, String)>().ok()?;
            (key == "default").then_some(Signal::Opened { number })
        }
        "NotificationReplied" => {
            let (number, text) = body.deserialize().ok()?;
            Some(Signal::Replied { number, text })
        }
        "NotificationClosed" => {
            let (number, _reason) = body.deserialize::<(u32, u32)>().ok()?;
            Some(Signal::Closed { number })
        }
        _ => None,
    }
}

/// Only the body is markup, and only where the daemon says so (case C14).
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_very_same_characters_are_readable() {
        assert_eq!(escape("I <3 this </brb> &lt; 50 %"), "I &lt;3 this &lt;/brb&gt; &amp;lt; 50 %");
    }

    #[test]
    fn signals_are_understood_and_other_actions_are_none() {
        let made = |member: &str| Message::signal(PATH, NAME, member.to_owned());
        let heard = |member: &str, text: &str| signal(&made(member).build(&(7u32, text)).unwrap());
        assert_eq!(heard("ActionInvoked", "default"), Some(Signal::Opened { number: 7 }));
        assert_eq!(heard("ActionInvoked", REPLY), None);
        assert_eq!(heard("NotificationReplied", "Yes."), Some(Signal::Replied { number: 7, text: "Yes.".into() }));
        assert_eq!(heard("ActivationToken", "t"), Some(Signal::Activation { number: 7, token: "t".into() }));
        assert_eq!(signal(&made("NotificationClosed").build(&(7u32, 2u32)).unwrap()), Some(Signal::Closed { number: 7 }));
    }
}
