//! Binds, read by a few lines of their own: rusmpp cannot hold credentials longer than S34 allows.

use rusmpp::CommandId;
use rusmpp::Pdu;
use rusmpp::pdus::{BindReceiverResp, BindTransceiverResp, BindTransmitterResp};
use rusmpp::types::COctetString;
use rusmpp::values::InterfaceVersion;
use serde_json::{Value, json};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Transmitter,
    Receiver,
    Transceiver,
}

impl Role {
    pub(super) fn of(id: CommandId) -> Option<Self> {
        match id {
            CommandId::BindTransmitter => Some(Self::Transmitter),
            CommandId::BindReceiver => Some(Self::Receiver),
            CommandId::BindTransceiver => Some(Self::Transceiver),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Transmitter => "transmitter",
            Self::Receiver => "receiver",
            Self::Transceiver => "transceiver",
        }
    }

    pub(super) fn sends(self) -> bool {
        self != Self::Receiver
    }

    /// The response, with the version only where the client knows it (S34 4.1.6).
    pub(super) fn response(self, version: Option<u8>) -> Pdu {
        let id = COctetString::from_static_slice(b"ecall-mock\0").unwrap_or_default();
        let version = version.map(InterfaceVersion::from);
        match self {
            Self::Transmitter => BindTransmitterResp::new(id, version).into(),
            Self::Receiver => BindReceiverResp::new(id, version).into(),
            Self::Transceiver => BindTransceiverResp::new(id, version).into(),
        }
    }
}

/// The body of a bind (S34 4.1.1); what is missing at its end is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bind {
    pub(super) system_id: String,
    pub(super) password: String,
    pub(super) system_type: String,
    pub(super) interface_version: u8,
    addr_ton: u8,
    addr_npi: u8,
    address_range: String,
}

impl Bind {
    /// None when the system id or the password has no end.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let mut rest = body;
        let system_id = text(&mut rest)?;
        let password = text(&mut rest)?;
        let system_type = text(&mut rest).unwrap_or_default();
        let mut octet = || rest.split_off_first().copied().unwrap_or_default();
        let (interface_version, addr_ton, addr_npi) = (octet(), octet(), octet());
        let address_range = text(&mut rest).unwrap_or_default();
        Some(Self { system_id, password, system_type, interface_version, addr_ton, addr_npi, address_range })
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "system_id": self.system_id,
            "password": self.password,
            "system_type": self.system_type,
            "interface_version": self.interface_version,
            "addr_ton": self.addr_ton,
            "addr_npi": self.addr_npi,
            "address_range": self.address_range,
        })
    }
}

/// Takes the octets before the next NUL.
fn text(rest: &mut &[u8]) -> Option<String> {
    let end = memchr::memchr(0, rest)?;
    let text = String::from_utf8_lossy(&rest[..end]).into_owned();
    *rest = &rest[end + 1..];
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_may_be_long_and_the_end_may_be_missing() {
        let bind = Bind::read(b"a-user-with-a-long-name\0and a long password\0").unwrap();
        assert_eq!(bind.password, "and a long password");
        assert_eq!(bind.interface_version, 0);
        assert_eq!(Bind::read(b"johnsmith\0s3cr3t"), None);
        let bind = Bind::read(b"johnsmith\0s3cr3t\0\0\x34\x01\x02x\0").unwrap();
        assert_eq!((bind.interface_version, bind.addr_ton, bind.addr_npi), (0x34, 1, 2));
        assert_eq!(bind.address_range, "x");
    }
}
