//! C05: the machine slept and the connection died without a word. On waking a fresh one is tried at once, what came
//! meanwhile is there, and the outbox goes on.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use zbus::names::WellKnownName;

use crate::support::process::signal;
use crate::support::proxy::Fate;
use crate::support::{Desktop, Headless, Proxy, Raw, Server, block, until};

/// A system bus of the test's own, on which it stands in for the log-in manager that tells of sleep.
struct SystemBus {
    daemon: Child,
    address: String,
}

impl SystemBus {
    fn new() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { daemon, address: address.trim().to_owned() }
    }

    fn wakes(&self) {
        let address = self.address.clone();
        block(async move {
            let bus = zbus::connection::Builder::address(address.as_str()).build().await.unwrap();
            bus.request_name(WellKnownName::try_from("org.freedesktop.login1").unwrap()).await.unwrap();
            let nobody: Option<zbus::names::BusName<'_>> = None;
            bus.emit_signal(nobody, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", &false).await.unwrap();
        });
    }
}

impl Drop for SystemBus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

#[test]
fn after_sleep_a_fresh_connection_brings_what_came_meanwhile() {
    let server = Server::shared();
    let (desktop, bus, proxy) = (Desktop::new(), SystemBus::new(), Proxy::before(server.port));
    let (account, bob) = (server.account("Amina"), Raw::log_in(&server.url, &server.account("Bob")));
    let env = [("DBUS_SYSTEM_BUS_ADDRESS", bus.address.as_str())];
    let mut amina = Headless::with(&desktop, &desktop.profile("sleeper"), &[], &env);
    amina.sign_in(&proxy.url, &account);
    let room = bob.direct_room(&account.id);
    assert_eq!(amina.accept(), room);

    // From now on whatever asks for news is never answered.
    let syncs = || proxy.count("POST", "sync") + proxy.count("GET", "sync");
    proxy.rule(|seen| if seen.path.contains("sync") { Fate::Silence } else { Fate::Pass });
    let before = syncs();
    // Where a request is under way this answers it; the next one is the dead one.
    bob.text(&room, "The last before sleep.");
    until("the request that nobody answers", 40, || (syncs() > before).then_some(()));
    proxy.pass();

    signal(amina.pid(), "STOP");
    for number in 1..=3 {
        bob.text(&room, &format!("While you slept {number}"));
    }
    // What it asked just before may still be on its way.
    let asleep = until("the last of its questions", 10, || {
        let seen = syncs();
        std::thread::sleep(Duration::from_secs(1));
        (syncs() == seen).then_some(seen)
    });
    std::thread::sleep(Duration::from_secs(6));
    assert_eq!(syncs(), asleep, "who sleeps asks nothing");
    signal(amina.pid(), "CONT");
    bus.wakes();
    let woke = Instant::now();
    until("a fresh connection", 20, || (syncs() > asleep).then_some(()));
    amina.message("While you slept 3");
    assert!(woke.elapsed() < Duration::from_secs(30), "{:?}", woke.elapsed());
    amina.ask(json!({ "do": "send", "room": room, "text": "Good morning." }));
    amina.wait_for(json!({ "outbox": 0, "timeout": 30 }));
    let said: Vec<String> = amina.messages(&room).iter().filter_map(|m| m["body"]["text"].as_str().map(str::to_owned)).collect();
    let wanted = ["The last before sleep.", "While you slept 1", "While you slept 2", "While you slept 3", "Good morning."];
    assert_eq!(said, wanted);
    amina.quit();
}
