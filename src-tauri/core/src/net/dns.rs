//! Names to addresses, with the check in between.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{Allowed, is_public};

type Found = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Where names are looked up; tests bring their own.
pub trait Lookup: Send + Sync {
    fn lookup(&self, name: &str) -> Found;
}

/// The system's resolver.
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, name: &str) -> Found {
        let name = name.to_owned();
        Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect()) })
    }
}

/// A name led to an address that is not public.
#[derive(Debug, thiserror::Error)]
#[error("{0} is inside a private network")]
pub struct Inside(pub IpAddr);

/// All addresses of a name; one that is not public spoils the whole answer.
pub async fn resolve(lookup: &dyn Lookup, allowed: &Allowed, name: &str) -> io::Result<Result<Vec<IpAddr>, Inside>> {
    let found = lookup.lookup(name).await?;
    if found.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "no address"));
    }
    if !allowed.has_host(name)
        && let Some(bad) = found.iter().find(|ip| !is_public(**ip))
    {
        return Ok(Err(Inside(*bad)));
    }
    Ok(Ok(found))
}

/// The resolver of the direct client: hyper connects to what it answers and to nothing else.
pub struct Checked {
    pub lookup: Arc<dyn Lookup>,
    pub allowed: Arc<Allowed>,
}

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let (lookup, allowed) = (self.lookup.clone(), self.allowed.clone());
        Box::pin(async move {
            let found = resolve(lookup.as_ref(), &allowed, name.as_str()).await??;
            // Port 0: the address's own is filled in.
            Ok(Box::new(found.into_iter().map(|ip| SocketAddr::new(ip, 0))) as Addrs)
        })
    }
}
