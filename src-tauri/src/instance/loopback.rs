//! Where the owner of a profile listens on systems without Unix sockets: a port of the loopback interface, whose number and a
//! secret stand in the file `socket` of the profile's folder. Whoever can read that file may hand over, nobody else.

use std::fs;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use crate::profile::{Profile, write_private};

pub use std::net::TcpStream as Stream;

/// How long a start may take to say the secret.
const PATIENCE: Duration = Duration::from_secs(2);
/// Of the secret, bytes.
const SECRET: usize = 32;

pub struct Listener {
    socket: TcpListener,
    secret: [u8; SECRET],
}

impl Listener {
    pub fn try_clone(&self) -> io::Result<Self> {
        Ok(Self { socket: self.socket.try_clone()?, secret: self.secret })
    }
}

/// The caller holds the profile's lock: what `socket` says is stale, and replaced.
pub fn listen(profile: &Profile) -> io::Result<Listener> {
    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let secret: [u8; SECRET] = rand::random();
    let mut told = socket.local_addr()?.port().to_be_bytes().to_vec();
    told.extend(secret);
    write_private(&profile.socket(), &told).map_err(io::Error::other)?;
    Ok(Listener { socket, secret })
}

/// The next start that knows the secret; `None`: one that does not.
pub fn next(listener: &Listener) -> Option<Stream> {
    let (mut stream, _) = listener.socket.accept().ok()?;
    let mut said = [0; SECRET];
    let heard = stream.set_read_timeout(Some(PATIENCE)).and_then(|()| stream.read_exact(&mut said));
    (heard.is_ok() && said == listener.secret).then_some(stream)
}

pub fn connect(profile: &Profile) -> io::Result<Stream> {
    let told = fs::read(profile.socket())?;
    let Some((port, secret)) = told.split_first_chunk::<2>() else { return Err(io::ErrorKind::InvalidData.into()) };
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, u16::from_be_bytes(*port)))?;
    stream.write_all(secret)?;
    Ok(stream)
}
