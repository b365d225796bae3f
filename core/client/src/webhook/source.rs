//! Who a request comes from, and who may send one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ipnet::{IpNet, Ipv4Net};

use crate::error::FieldError;
use crate::options::Problems;

/// Where eCall's requests come from. Source: REST documentation, webhooks.
const ECALL: [Ipv4Addr; 3] =
    [Ipv4Addr::new(193, 93, 208, 200), Ipv4Addr::new(193, 93, 208, 149), Ipv4Addr::new(193, 93, 208, 153)];

/// Whether an address is one of those that eCall's webhooks come from (193.93.208.200, .149, .153; REST documentation,
/// webhooks). False for anything that is no address.
///
/// Give it the address of the connection, or what a proxy of your own says; never a header that a stranger may have
/// written. [`Receiver`](super::Receiver) minds that by itself.
pub fn is_from_ecall(ip: &str) -> bool {
    ip.trim().parse().is_ok_and(|ip: IpAddr| is_ecall(ip.to_canonical()))
}

fn is_ecall(ip: IpAddr) -> bool {
    ECALL.into_iter().any(|address| ip == address)
}

/// Whose requests are taken.
#[derive(Clone, Debug)]
pub(super) enum Allowed {
    Anybody,
    Ecall,
    Networks(Networks),
}

impl Allowed {
    /// Whether `source` may send; `None` is one that is not known.
    pub fn has(&self, source: Option<IpAddr>) -> bool {
        match (self, source) {
            (Self::Anybody, _) => true,
            (_, None) => false,
            (Self::Ecall, Some(ip)) => is_ecall(ip),
            (Self::Networks(networks), Some(ip)) => networks.contain(ip),
        }
    }
}

/// A list of addresses and networks. What is IPv4 written as IPv6 is held as IPv4.
#[derive(Clone, Debug)]
pub(super) struct Networks(Vec<IpNet>);

impl Networks {
    /// Reads the list of an option; what is wrong goes to `problems`.
    pub fn read(option: &str, list: &[String], problems: &mut Problems) -> Self {
        let mut networks = Vec::new();
        for (index, text) in list.iter().enumerate() {
            match network(text.trim()) {
                Some(network) => networks.push(network),
                None => problems.push(FieldError::new(
                    format!("{option}[{index}]"),
                    "format",
                    "must be an address (192.0.2.7) or a network (192.0.2.0/24)",
                )),
            }
        }
        Self(networks)
    }

    fn contain(&self, ip: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&ip))
    }
}

fn network(text: &str) -> Option<IpNet> {
    if let Ok(ip) = text.parse::<IpAddr>() {
        return Some(ip.to_canonical().into());
    }
    let network: IpNet = text.parse().ok()?;
    match (network.addr().to_canonical(), network.prefix_len().checked_sub(MAPPED_PREFIX)) {
        (IpAddr::V4(ip), Some(prefix)) if network.addr().is_ipv6() => {
            Ipv4Net::new(ip, prefix).ok().map(IpNet::V4)
        }
        _ => Some(network),
    }
}

/// How many bits of an IPv4 address written as IPv6 say that it is one.
const MAPPED_PREFIX: u8 = 96;

/// Where a request comes from: its `peer`, or what the proxies that are trusted say. Each of them adds, at the right end of
/// `X-Forwarded-For`, the address that it was called from; so the entries are believed from the right, as far as those who
/// added them are trusted. `None` where that ends at something that is no address.
pub(super) fn source(peer: &str, forwarded_for: &[&str], trusted: &Networks) -> Option<IpAddr> {
    let mut source = address(peer)?;
    for entry in forwarded_for.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !trusted.contain(source) {
            break;
        }
        source = address(entry)?;
    }
    Some(source)
}

/// An address with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = || text.parse().ok();
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok().map(Ipv6Addr::into);
    bare().or_else(with_port).or_else(in_brackets).map(|ip: IpAddr| ip.to_canonical())
}
