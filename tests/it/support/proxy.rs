//! A proxy before the homeserver that can be told to make requests fail. Each request is a connection of its own to the
//! server behind it, so that dropping one answer touches nothing else.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happens to a request.
#[derive(Clone, Debug)]
pub enum Fate {
    Pass,
    /// The server gets it; its answer is lost and the connection cut.
    DropAnswer,
    /// The server gets it; its answer comes so much later.
    Delay(Duration),
    /// The server never sees it; the connection is cut.
    Cut,
    /// The server never sees it and the client hears nothing, not even an end: a connection that died without a word.
    Silence,
    /// The server's answer, with its JSON changed.
    Change(fn(&mut serde_json::Value)),
    /// Answered in the server's place: status, header lines, body.
    Answer(u16, Vec<(String, String)>, String),
}

/// A request's first line, as the rule sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub path: String,
}

type Rule = Box<dyn FnMut(&Seen) -> Fate + Send>;

struct Shared {
    rule: Mutex<Rule>,
    seen: Mutex<Vec<Seen>>,
    ended: AtomicBool,
}

pub struct Proxy {
    pub url: String,
    pub port: u16,
    shared: Arc<Shared>,
}

/// A port that is free now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Proxy {
    /// Passes everything on to `http://127.0.0.1:port` until told otherwise.
    pub fn before(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared { rule: Mutex::new(Box::new(|_| Fate::Pass)), seen: Mutex::default(), ended: AtomicBool::new(false) });
        let inner = shared.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if inner.ended.load(Ordering::SeqCst) {
                    return;
                }
                let shared = inner.clone();
                std::thread::spawn(move || {
                    let _ = serve(client, port, &shared);
                });
            }
        });
        Self { url: format!("http://127.0.0.1:{own}"), port: own, shared }
    }

    /// From now on each request's fate is decided by this.
    pub fn rule(&self, rule: impl FnMut(&Seen) -> Fate + Send + 'static) {
        *self.shared.rule.lock().unwrap() = Box::new(rule);
    }

    pub fn pass(&self) {
        self.rule(|_| Fate::Pass);
    }

    /// Requests whose path contains a text, with this method.
    pub fn count(&self, method: &str, part: &str) -> usize {
        self.shared.seen.lock().unwrap().iter().filter(|seen| seen.method == method && seen.path.contains(part)).count()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn serve(mut client: TcpStream, port: u16, shared: &Shared) -> std::io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(120)))?;
    let Some((head, body)) = request(&mut client)? else { return Ok(()) };
    let mut words = head.lines().next().unwrap_or_default().split(' ');
    let seen = Seen { method: words.next().unwrap_or_default().into(), path: words.next().unwrap_or_default().into() };
    shared.seen.lock().unwrap().push(seen.clone());
    let fate = (shared.rule.lock().unwrap())(&seen);
    if let Fate::Answer(status, headers, text) = fate {
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let answer = format!("HTTP/1.1 {status} X\r\n{lines}content-length: {}\r\nconnection: close\r\n\r\n{text}", text.len());
        return client.write_all(answer.as_bytes());
    }
    match fate {
        Fate::Cut => return Ok(()),
        Fate::Silence => {
            while !shared.ended.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(100));
            }
            return Ok(());
        }
        _ => {}
    }
    let mut server = TcpStream::connect(("127.0.0.1", port))?;
    server.set_read_timeout(Some(Duration::from_secs(120)))?;
    // An answer that is to be changed comes as one piece: HTTP/1.0 knows no chunks.
    let head = if matches!(fate, Fate::Change(_)) { head.replacen("HTTP/1.1", "HTTP/1.0", 1) } else { head };
    let lines = head.lines().filter(|line| !line.to_lowercase().starts_with("connection:") && !line.is_empty());
    let head = lines.map(|line| format!("{line}\r\n")).collect::<String>() + "connection: close\r\n\r\n";
    server.write_all(head.as_bytes())?;
    server.write_all(&body)?;
    match fate {
        Fate::DropAnswer => {
            let mut lost = Vec::new();
            server.read_to_end(&mut lost)?;
            Ok(())
        }
        Fate::Delay(time) => {
            let mut answer = Vec::new();
            server.read_to_end(&mut answer)?;
            std::thread::sleep(time);
            client.write_all(&answer)
        }
        Fate::Change(change) => {
            let mut answer = Vec::new();
            server.read_to_end(&mut answer)?;
            let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(answer.len().saturating_sub(4)) + 4;
            let (head, body) = (String::from_utf8_lossy(&answer[..end]), &answer[end..]);
            let body = match serde_json::from_slice(body) {
                Ok(mut value) => {
                    change(&mut value);
                    value.to_string().into_bytes()
                }
                Err(_) => body.to_vec(),
            };
            let kept = head.lines().filter(|line| !line.is_empty() && !line.to_lowercase().starts_with("content-length:"));
            let head: String = kept.map(|line| format!("{}\r\n", line.replacen("HTTP/1.0", "HTTP/1.1", 1))).collect();
            client.write_all(format!("{head}content-length: {}\r\n\r\n", body.len()).as_bytes())?;
            client.write_all(&body)
        }
        _ => std::io::copy(&mut server, &mut client).map(|_| ()),
    }
}

/// Reads one request: its head (without the empty line) and its body.
pub(super) fn request(client: &mut TcpStream) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut data = Vec::new();
    let mut piece = [0; 16 * 1024];
    let end = loop {
        if let Some(at) = data.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        let count = client.read(&mut piece)?;
        if count == 0 {
            return Ok(None);
        }
        data.extend_from_slice(&piece[..count]);
    };
    let head = String::from_utf8_lossy(&data[..end]).into_owned();
    let mut body = data.split_off(end + 4);
    let header = |name: &str| {
        head.lines().find_map(|line| {
            line.split_once(':').filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
        })
    };
    if header("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        while !body.ends_with(b"0\r\n\r\n") {
            let count = client.read(&mut piece)?;
            if count == 0 {
                break;
            }
            body.extend_from_slice(&piece[..count]);
        }
    }
    let length: usize = header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
    while body.len() < length {
        let count = client.read(&mut piece)?;
        if count == 0 {
            break;
        }
        body.extend_from_slice(&piece[..count]);
    }
    Ok(Some((head, body)))
}
