//! A small web for tests: a server on loopback whose every answer the test writes, and a resolver without a network.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::net::{Lookup, Net};

/// What a route answers.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Sends the body over and over, without a stated length.
    pub endless: bool,
    /// Waits before the answer.
    pub delay: Duration,
}

impl Answer {
    pub fn new(kind: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".to_owned(), kind.to_owned())];
        Self { status: 200, headers, body: body.into(), endless: false, delay: Duration::ZERO }
    }

    pub fn status(status: u16) -> Self {
        Self { status, ..Self::new("text/plain", "no") }
    }

    pub fn redirect(to: &str) -> Self {
        Self::status(302).header("Location", to)
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn endless(mut self) -> Self {
        self.endless = true;
        self
    }

    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

/// A request as it came in: its target and its lines.
#[derive(Clone, Debug)]
pub struct Asked {
    pub target: String,
    pub head: String,
}

type Routes = Arc<dyn Fn(&Asked) -> Answer + Send + Sync>;

/// The server; it ends with the test's runtime.
pub struct Web {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Web {
    /// Serves what `routes` answers for each request.
    pub async fn serve(routes: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (routes, log): (Routes, _) = (Arc::new(routes), asked.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, routes.clone(), log.clone()));
            }
        });
        Self { address, asked }
    }

    /// Serves fixed answers by target; anything else is 404.
    pub async fn of(pages: Vec<(&str, Answer)>) -> Self {
        let pages: HashMap<String, Answer> = pages.into_iter().map(|(target, answer)| (target.to_owned(), answer)).collect();
        Self::serve(move |asked| pages.get(&asked.target).cloned().unwrap_or_else(|| Answer::status(404))).await
    }

    pub fn url(&self, target: &str) -> url::Url {
        url::Url::parse(&format!("http://{}{target}", self.address)).unwrap()
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// A client that may reach this server and nothing else on loopback.
    pub fn net(&self) -> Net {
        Net::for_tests(Arc::new(Names::default()), &[&self.address.to_string()], None, Duration::from_secs(10))
    }
}

async fn answer(mut stream: TcpStream, routes: Routes, log: Arc<Mutex<Vec<Asked>>>) -> Option<()> {
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.ok()?);
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let asked = Asked { target: head.split(' ').nth(1)?.to_owned(), head };
        log.lock().unwrap().push(asked.clone());
        let answer = routes(&asked);
        tokio::time::sleep(answer.delay).await;
        let mut text = format!("HTTP/1.1 {} X\r\n", answer.status);
        for (name, value) in &answer.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if answer.endless {
            text.push_str("Connection: close\r\n\r\n");
            stream.write_all(text.as_bytes()).await.ok()?;
            loop {
                stream.write_all(&answer.body).await.ok()?;
            }
        }
        text.push_str(&format!("Content-Length: {}\r\n\r\n", answer.body.len()));
        stream.write_all(text.as_bytes()).await.ok()?;
        stream.write_all(&answer.body).await.ok()?;
    }
}

/// Names that resolve as the test says: each lookup of a name takes the next of its answers, the last one stays.
#[derive(Default)]
pub struct Names(Mutex<HashMap<String, Vec<Vec<IpAddr>>>>);

impl Names {
    pub fn of(names: &[(&str, &[&[&str]])]) -> Arc<Self> {
        let parse = |turn: &&[&str]| turn.iter().map(|ip| ip.parse().unwrap()).collect();
        let names = names.iter().map(|(name, turns)| ((*name).to_owned(), turns.iter().map(parse).collect())).collect();
        Arc::new(Self(Mutex::new(names)))
    }
}

impl Lookup for Names {
    fn lookup(&self, name: &str) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>> {
        let found = self
            .0
            .lock()
            .unwrap()
            .get_mut(name)
            .and_then(|turns| if turns.len() > 1 { Some(turns.remove(0)) } else { turns.first().cloned() });
        Box::pin(async move { found.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such name")) })
    }
}
