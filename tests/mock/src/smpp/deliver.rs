//! The bodies of `deliver_sm`, written by rusmpp.

use bytes::{Bytes, BytesMut};
use rusmpp::encode::owned::Encode as _;
use rusmpp::pdus::DeliverSm;
use rusmpp::tlvs::MessageDeliveryRequestTlvValue;
use rusmpp::types::{AnyOctetString, COctetString, OctetString};
use rusmpp::values::{DataCoding, EsmClass, MessagePayload, Npi, RegisteredDelivery, Ton};

/// An address with its type and plan.
#[derive(Clone, Debug)]
pub(super) struct Address {
    pub(super) ton: u8,
    pub(super) npi: u8,
    pub(super) digits: String,
}

impl Address {
    /// Digits are an international number; anything else is a name.
    pub(super) fn guess(text: &str) -> Self {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let (ton, npi) = if is_number { (1, 1) } else { (5, 0) };
        Self { ton, npi, digits: text.to_owned() }
    }

    fn octets(&self) -> Result<COctetString<1, 21>, String> {
        COctetString::from_string(self.digits.clone()).map_err(|error| format!("an address: {error}"))
    }
}

/// What a `deliver_sm` is to hold.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) source: Address,
    pub(super) destination: Address,
    pub(super) esm_class: u8,
    pub(super) data_coding: u8,
    pub(super) octets: Vec<u8>,
    /// Carries the octets in `message_payload`.
    pub(super) in_payload: bool,
    pub(super) tlvs: Vec<MessageDeliveryRequestTlvValue>,
    /// Octets after everything else, whatever they are.
    pub(super) more: Vec<u8>,
}

impl Draft {
    /// The body; says what does not fit.
    pub(super) fn body(self) -> Result<Bytes, String> {
        let mut deliver = DeliverSm::default();
        deliver.source_addr_ton = Ton::from(self.source.ton);
        deliver.source_addr_npi = Npi::from(self.source.npi);
        deliver.source_addr = self.source.octets()?;
        deliver.dest_addr_ton = Ton::from(self.destination.ton);
        deliver.dest_addr_npi = Npi::from(self.destination.npi);
        deliver.destination_addr = self.destination.octets()?;
        // rusmpp's default is a delivery acknowledgement.
        deliver.esm_class = EsmClass::from(self.esm_class);
        deliver.registered_delivery = RegisteredDelivery::from(0);
        deliver.data_coding = DataCoding::from(self.data_coding);
        deliver.set_tlvs(self.tlvs);
        if self.in_payload {
            let payload = AnyOctetString::from_vec(self.octets);
            deliver.push_tlv(MessageDeliveryRequestTlvValue::MessagePayload(MessagePayload::new(payload)));
        } else {
            let text = OctetString::from_vec(self.octets);
            deliver.set_short_message(text.map_err(|error| format!("the text: {error}"))?);
        }
        let mut body = BytesMut::new();
        deliver.encode(&mut body);
        body.extend_from_slice(&self.more);
        Ok(body.freeze())
    }
}
