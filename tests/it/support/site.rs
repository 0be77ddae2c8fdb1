//! A web on loopback: pages, feeds and pictures that a test makes. The program reaches it only where
//! `TACKROOM_ALLOW_LOOPBACK` names its address.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A type and a body; the type [`MOVED`] answers 302 with the body as the place to go to.
type Page = (&'static str, Vec<u8>);

/// For a page that sends on by HTTP.
pub const MOVED: &str = "302";

/// A server that answers each target (`/page`, or a whole address where it stands in for a proxy) with a type and a
/// body, or with 404, until the test's process ends.
pub struct Site {
    /// `127.0.0.1:port`
    pub address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    pub fn new(answer: impl Fn(&str) -> Option<Page> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &answer, &log);
            }
        });
        Self { address, asked }
    }

    pub fn url(&self, target: &str) -> String {
        format!("http://{}{target}", self.address)
    }

    /// The targets asked for so far.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, answer: &dyn Fn(&str) -> Option<Page>, log: &Mutex<Vec<String>>) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let target = head.split(' ').nth(1)?.to_owned();
    log.lock().unwrap().push(target.clone());
    let Some((kind, body)) = answer(&target) else {
        return stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").ok();
    };
    if kind == MOVED {
        let to = String::from_utf8_lossy(&body);
        let answer = format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return stream.write_all(answer.as_bytes()).ok();
    }
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(&body).ok()
}
