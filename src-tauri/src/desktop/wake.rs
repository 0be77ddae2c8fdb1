//! The machine woke, or the network came back, as the system bus tells: sync connects anew, and what waits is sent.
//!
//! Without a system bus this is silent: Matrix also notices by itself, only later.

use std::sync::Arc;

use futures_util::StreamExt;
use zbus::{MatchRule, Message, MessageStream};

use crate::app::App;

const SLEEP: (&str, &str, &str) = ("org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep");
const NETWORK: (&str, &str, &str) = ("org.freedesktop.NetworkManager", "org.freedesktop.NetworkManager", "StateChanged");
/// NetworkManager's NM_STATE_CONNECTED_LOCAL and above.
const CONNECTED: u32 = 50;

/// Listens for as long as the app lives.
pub fn start(app: Arc<App>) {
    tokio::spawn(async move {
        if let Err(error) = follow(&app).await {
            tracing::debug!(%error, "nothing tells of sleep and network");
        }
    });
}

async fn follow(app: &App) -> zbus::Result<()> {
    let bus = zbus::Connection::system().await?;
    let proxy = zbus::fdo::DBusProxy::new(&bus).await?;
    for (sender, interface, member) in [SLEEP, NETWORK] {
        let rule = MatchRule::builder().msg_type(zbus::message::Type::Signal);
        proxy.add_match_rule(rule.sender(sender).interface(interface).member(member).build()?).await?;
    }
    let mut messages = MessageStream::from(&bus);
    while let Some(message) = messages.next().await {
        if is_waking(&message?)
            && let Some(matrix) = app.matrix_now()
        {
            tracing::info!("the machine woke or the network came back");
            matrix.wake().await;
        }
    }
    Ok(())
}

fn is_waking(message: &Message) -> bool {
    let header = message.header();
    let is = |(_, interface, member): (&str, &str, &str)| {
        header.interface().is_some_and(|name| name == interface) && header.member().is_some_and(|name| name == member)
    };
    if is(SLEEP) {
        return message.body().deserialize::<bool>().is_ok_and(|going_to_sleep| !going_to_sleep);
    }
    is(NETWORK) && message.body().deserialize::<u32>().is_ok_and(|state| state >= CONNECTED)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_the_end_of_sleep_and_a_network_wake() {
        fn signal<'a>((_, interface, member): (&str, &'a str, &'a str)) -> zbus::message::Builder<'a> {
            Message::signal("/x", interface, member)
        }
        assert!(is_waking(&signal(SLEEP).build(&false).unwrap()));
        assert!(!is_waking(&signal(SLEEP).build(&true).unwrap()));
        assert!(is_waking(&signal(NETWORK).build(&70u32).unwrap()));
        assert!(!is_waking(&signal(NETWORK).build(&20u32).unwrap()));
        assert!(!is_waking(&signal(("", "org.example.Other", "PrepareForSleep")).build(&false).unwrap()));
    }
}
