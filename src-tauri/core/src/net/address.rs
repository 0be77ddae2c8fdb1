//! Which addresses the open-web client may connect to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::api::{Code, Problem};

/// Whether an address is one of the public internet. Everything else, and every IPv6 form that carries an IPv4 address
/// which is not public, is refused.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        // carrier-grade NAT, protocol assignments, benchmarks, the old 6to4 relay
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a == 198 && (b == 18 || b == 19))
        || (a, b, c) == (192, 88, 99))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let low = || v4(g, h);
    match (a, b) {
        // mapped, compatible, unspecified, loopback: none is needed to reach the web
        (0, 0) if c == 0 && d == 0 => false,
        // NAT64: as public as what it carries
        (0x64, 0xff9b) if (c, d, e, f) == (0, 0, 0, 0) => is_public_v4(low()),
        // 6to4 carries its address behind the prefix
        (0x2002, _) => is_public_v4(v4(b, c)),
        // Teredo, ORCHID, benchmarks and other protocol assignments; documentation
        (0x2001, 0..=0x1ff | 0xdb8) => false,
        (0x3fff, 0..=0xfff) => false,
        // only global unicast is the public internet
        _ => (0x2000..0x4000).contains(&a),
    }
}

fn v4(high: u16, low: u16) -> Ipv4Addr {
    Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(low))
}

/// Loopback addresses that tests have opened; empty in every release.
#[derive(Default)]
pub struct Allowed(Vec<(String, u16)>);

impl Allowed {
    #[cfg(feature = "testing")]
    pub fn from_environment() -> Self {
        Self::parse(&std::env::var("TACKROOM_ALLOW_LOOPBACK").unwrap_or_default())
    }

    #[cfg(not(feature = "testing"))]
    pub fn from_environment() -> Self {
        Self::default()
    }

    /// `host:port,host:port`.
    #[cfg(any(test, feature = "testing"))]
    pub fn parse(list: &str) -> Self {
        let entry = |item: &str| {
            let (host, port) = item.trim().rsplit_once(':')?;
            Some((host.to_owned(), port.parse().ok()?))
        };
        Self(list.split(',').filter_map(entry).collect())
    }

    pub fn has(&self, url: &Url) -> bool {
        let port = url.port_or_known_default();
        self.0.iter().any(|(host, open)| Some(*open) == port && url.host_str() == Some(host))
    }

    pub fn has_host(&self, name: &str) -> bool {
        self.0.iter().any(|(host, _)| host == name)
    }
}

/// Checks what can be checked of an address before its name is resolved.
pub fn check(url: &Url, allowed: &Allowed) -> Result<(), Problem> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Problem::new(Code::Blocked, "Only web addresses (http and https) are fetched."));
    }
    if allowed.has(url) {
        return Ok(());
    }
    let ip = match url.host() {
        Some(Host::Domain(name)) if !name.is_empty() => None,
        Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
        _ => return Err(Problem::new(Code::Blocked, "This address has no host.")),
    };
    if let Some(ip) = ip.filter(|ip| !is_public(*ip)) {
        return Err(inside(&ip.to_string()));
    }
    // `allowed` names a host with its port: on any other port its name still leads to loopback, so it is refused here.
    if url.host_str().is_some_and(|name| allowed.has_host(name) && ip.is_none()) {
        return Err(inside(url.host_str().unwrap_or_default()));
    }
    match url.port() {
        Some(port) if !web_port(port) => Err(Problem::new(Code::Blocked, format!("Port {port} belongs to another service than the web."))),
        _ => Ok(()),
    }
}

/// The refusal of an address that is not public.
pub fn inside(what: &str) -> Problem {
    Problem::said(Code::Blocked, "inside", &[("host", &what)])
}

/// Below 1024 only the web's own ports; above, all but those of services that understand enough of HTTP to be harmed.
fn web_port(port: u16) -> bool {
    const OTHERS: [u16; 32] = [
        1080, 1433, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 3128, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5900, 5984, 6000, 6379,
        6566, 6697, 8086, 9042, 9200, 9300, 10080, 11211, 15672, 27017,
    ];
    match port {
        80 | 81 | 443 | 591 => true,
        0..1024 | 6660..=6669 => false,
        port => !OTHERS.contains(&port),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn addresses() {
        let check = |text: &str, public: bool| assert_eq!(is_public(text.parse().unwrap()), public, "{text}");
        for inside in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.7",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            check(inside, false);
        }
        for outside in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.167.1.1",
            "198.17.0.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "64:ff9b::808:808",
            "2002:808:808::1",
        ] {
            check(outside, true);
        }
    }

    #[test]
    fn urls() {
        let allowed = Allowed::parse("127.0.0.1:7001, shop.test:7002");
        let judge = |text: &str, fine: bool| assert_eq!(check(&Url::parse(text).unwrap(), &allowed).is_ok(), fine, "{text}");
        for fine in [
            "https://example.org/",
            "http://example.org:8080/",
            "http://example.org:81/",
            "https://example.org:8443/",
            "http://8.8.8.8/",
            "http://127.0.0.1:7001/x",
            "http://shop.test:7002/",
            "http://2130706433:7001/",
        ] {
            judge(fine, true);
        }
        for bad in [
            "ftp://example.org/",
            "file:///etc/passwd",
            "http://127.0.0.1/",
            "http://127.0.0.1:7002/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://[::1]/",
            "http://[::ffff:7f00:1]/",
            "http://[::ffff:7f00:1]:7001/",
            "http://169.254.169.254/latest",
            "http://0/",
            "http://shop.test/",
            "http://example.org:22/",
            "http://example.org:25/",
            "http://example.org:6379/",
            "http://example.org:6667/",
            "http://example.org:0/",
        ] {
            judge(bad, false);
        }
    }

    proptest::proptest! {
        #[test]
        fn mapped_never_public(bits: u32) {
            let mapped = Ipv4Addr::from_bits(bits).to_ipv6_mapped();
            assert!(!is_public(IpAddr::V6(mapped)));
        }
    }
}
