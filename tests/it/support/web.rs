//! Small web servers on loopback: `Web` for the doubles of other people's servers, each request answered by a function;
//! `Site` for pages, feeds and pictures, which the program reaches only where `TACKROOM_ALLOW_LOOPBACK` names its address.

use std::collections::HashMap;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use url::Url;

/// A request.
pub struct Asked {
    pub method: String,
    /// As it was asked for: a path, or a whole address where the server stands in for a proxy.
    pub target: String,
    pub path: String,
    /// Of the address.
    pub query: HashMap<String, String>,
    pub body: Vec<u8>,
}

impl Asked {
    /// A value of the address; empty where there is none.
    pub fn get(&self, name: &str) -> String {
        self.query.get(name).cloned().unwrap_or_default()
    }

    /// The body as a form.
    pub fn form(&self) -> HashMap<String, String> {
        url::form_urlencoded::parse(&self.body).into_owned().collect()
    }
}

/// What goes back: status, content type or address of a redirect, body.
pub struct Answer(pub u16, pub String, pub Vec<u8>);

impl Answer {
    pub fn json(value: &serde_json::Value) -> Self {
        Self(200, "application/json".into(), value.to_string().into())
    }

    pub fn redirect(to: &str) -> Self {
        Self(302, to.into(), Vec::new())
    }

    pub fn refused(why: &str) -> Self {
        Self(400, "application/json".into(), serde_json::json!({ "error": why }).to_string().into())
    }
}

/// Ends with its value.
pub struct Web {
    pub url: String,
    port: u16,
    ended: Arc<AtomicBool>,
}

impl Web {
    pub fn serve(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (ended, answer) = (Arc::new(AtomicBool::new(false)), Arc::new(answer));
        let end = ended.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if end.load(Ordering::SeqCst) {
                    return;
                }
                let answer = answer.clone();
                std::thread::spawn(move || {
                    let _ = one(client, &*answer);
                });
            }
        });
        Self { url: format!("http://127.0.0.1:{port}"), port, ended }
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn one(mut client: TcpStream, answer: &dyn Fn(&Asked) -> Answer) -> std::io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(60)))?;
    let Some((head, body)) = super::proxy::request(&mut client)? else { return Ok(()) };
    let mut words = head.lines().next().unwrap_or_default().split(' ');
    let method = words.next().unwrap_or_default().to_owned();
    let target = words.next().unwrap_or_default().to_owned();
    let address = Url::parse("http://here").unwrap().join(&target).unwrap();
    let asked = Asked { method, target, path: address.path().into(), query: address.query_pairs().into_owned().collect(), body };
    let Answer(status, what, text) = answer(&asked);
    let header = if status == 302 { "location" } else { "content-type" };
    let head = format!("HTTP/1.1 {status} X\r\n{header}: {what}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", text.len());
    client.write_all(head.as_bytes())?;
    client.write_all(&text)
}

/// A type and a body; the type [`MOVED`] answers 302 with the body as the place to go to.
type Page = (&'static str, Vec<u8>);

/// For a page that sends on by HTTP.
pub const MOVED: &str = "302";

/// Answers each target with a page, or with 404.
pub struct Site {
    /// `127.0.0.1:port`
    pub address: String,
    asked: Arc<Mutex<Vec<String>>>,
    _web: Web,
}

impl Site {
    pub fn new(answer: impl Fn(&str) -> Option<Page> + Send + Sync + 'static) -> Self {
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = asked.clone();
        let web = Web::serve(move |asked| {
            log.lock().unwrap().push(asked.target.clone());
            match answer(&asked.target) {
                Some((MOVED, to)) => Answer::redirect(&String::from_utf8_lossy(&to)),
                Some((kind, body)) => Answer(200, kind.into(), body),
                None => Answer(404, "text/plain".into(), Vec::new()),
            }
        });
        Self { address: format!("127.0.0.1:{}", web.port), asked, _web: web }
    }

    pub fn url(&self, target: &str) -> String {
        format!("http://{}{target}", self.address)
    }

    /// The targets asked for so far.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// What a person does in the browser: follows redirects, and presses Continue where a page asks. The last page.
#[track_caller]
pub fn browse(address: &str) -> String {
    let mut address = address.to_owned();
    for _ in 0..3 {
        let request = super::http().get(&address);
        let page = super::block(async move { request.send().await.unwrap().text().await.unwrap() });
        match page.split("<a href=\"").nth(1).and_then(|rest| rest.split_once("\" class=\"primary-button\"")) {
            Some((next, _)) => address = next.replace("&amp;", "&"),
            None => return page,
        }
    }
    panic!("the browser went round in circles at {address}");
}
