//! Where messages may go: addresses of private networks and of this machine are refused unless a setting allows them, so
//! that nobody reaches through us what only we can reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use platform::Error;
use reqwest::Url;

/// The address, once it is known to be one that may be told.
///
/// # Errors
/// `invalid` naming what is wrong: no `http` or `https`, a password in it, no host.
pub(super) fn check(text: &str) -> Result<Url, Error> {
    let wrong = |code| Error::invalid("url", code);
    let url: Url = text.trim().parse().map_err(|_| wrong("malformed"))?;
    let sound = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some()
        && url.username().is_empty()
        && url.password().is_none()
        && text.len() <= 2_000;
    if sound { Ok(url) } else { Err(wrong("malformed")) }
}

/// As [`check`], and not written as an address of a private network or of this machine unless those may be told. Names
/// are looked up when something is sent, since they may lead elsewhere then.
///
/// # Errors
/// As [`check`]; `private_address`.
pub(super) fn admit(text: &str, private: bool) -> Result<Url, Error> {
    let url = check(text)?;
    let host = bare_host(&url);
    let inside = match host.parse::<IpAddr>() {
        Ok(address) => !public(address),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    };
    if inside && !private { Err(Error::invalid("url", "private_address")) } else { Ok(url) }
}

/// Whether an address is reached over the open internet.
#[must_use]
pub(super) fn public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => public_v4(v4),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => public_v4(v4),
            None => public_v6(v6),
        },
    }
}

fn public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    !(v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_broadcast()
        || v4.is_documentation()
        || v4.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (b == 18 || b == 19))
        || (a == 192 && b == 0 && c == 0))
}

fn public_v6(v6: Ipv6Addr) -> bool {
    let [first, second, ..] = v6.segments();
    !(v6.is_loopback()
        || v6.is_unspecified()
        || v6.is_multicast()
        || first & 0xfe00 == 0xfc00
        || first & 0xffc0 == 0xfe80
        || (first == 0x2001 && second == 0xdb8)
        // Addresses of the old internet inside the new one lead wherever those lead.
        || (first == 0x64 && second == 0xff9b)
        || first == 0x2002
        || v6.segments().iter().take(6).all(|part| *part == 0))
}

/// The host of an address without the brackets of the new internet's.
fn bare_host(url: &Url) -> String {
    url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_owned()
}

/// The addresses behind a host, when all of them may be told.
///
/// # Errors
/// In words, for the log of deliveries: the host is not known, or leads to a private network.
pub(super) async fn resolve(url: &Url, private: bool) -> Result<Vec<SocketAddr>, String> {
    let host = bare_host(url);
    let port = url.port_or_known_default().unwrap_or(443);
    let found: Vec<SocketAddr> = match host.parse::<IpAddr>() {
        Ok(address) => vec![SocketAddr::new(address, port)],
        Err(_) => tokio::net::lookup_host((host.as_str(), port)).await.map_err(|error| error.to_string())?.collect(),
    };
    if found.is_empty() {
        return Err(format!("{host} has no address"));
    }
    match found.iter().find(|address| !private && !public(address.ip())) {
        Some(address) => Err(format!("{host} leads to {}, which is not on the open internet", address.ip())),
        None => Ok(found),
    }
}
