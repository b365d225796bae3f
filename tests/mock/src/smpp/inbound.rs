//! Inbound messages, as the control interface describes them.

use bytes::Bytes;
use rusmpp::tlvs::MessageDeliveryRequestTlvValue as Tlv;
use serde::Deserialize;

use super::deliver::{Address, Draft};
use super::hex;
use crate::pages;

/// Octets of one `deliver_sm` that is not a part.
const ALONE: usize = 140;
/// Octets of one part beside a header of six, in octets and as GSM septets.
const PART: usize = 134;
const GSM_ALONE: usize = 160;
const GSM_PART: usize = 152;
/// `esm_class` with a user data header (S34 5.2.12).
const HEADER: u8 = 0x40;

/// A message to the account.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Inbound {
    from: String,
    to: String,
    /// In the alphabet of the data coding 0 (GSM), 1 or 3 (Latin-1) or 8 (UCS-2).
    text: Option<String>,
    /// The user data as it is, in any data coding.
    hex: Option<String>,
    data_coding: u8,
    /// Bits beside those of the header.
    esm_class: u8,
    source_addr_ton: Option<u8>,
    source_addr_npi: Option<u8>,
    split: Option<Split>,
    /// How many octets of user data a part takes.
    part_octets: Option<usize>,
    reference: u16,
    /// The numbers of the parts that are delivered, in this order; all unless given.
    order: Option<Vec<usize>>,
    /// TLVs as octets, after the others.
    tlvs_hex: String,
    /// The whole body of the `deliver_sm`, whatever it is, in place of everything else.
    body_hex: Option<String>,
}

/// How a message is cut into parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Split {
    None,
    /// A header with an 8-bit reference.
    Udh8,
    /// A header with a 16-bit reference.
    Udh16,
    Sar,
    /// One `deliver_sm` with everything in `message_payload`.
    Payload,
}

impl Inbound {
    /// The bodies of the `deliver_sm` that it comes to; says what is wrong with it.
    pub(crate) fn bodies(&self) -> Result<Vec<Bytes>, String> {
        if let Some(body) = &self.body_hex {
            return Ok(vec![hex::read(body).map_err(|problem| format!("body_hex: {problem}"))?.into()]);
        }
        let octets = self.octets()?;
        let (alone, part) = if self.data_coding == 0 { (GSM_ALONE, GSM_PART) } else { (ALONE, PART) };
        let fits = octets.len() <= self.part_octets.unwrap_or(alone);
        let split = self.split.unwrap_or(if fits { Split::None } else { Split::Udh8 });
        if matches!(split, Split::None | Split::Payload) {
            let mut draft = self.draft(octets)?;
            draft.in_payload = split == Split::Payload;
            return Ok(vec![draft.body()?]);
        }
        let part = self.part_octets.unwrap_or(part).max(1);
        let parts: Vec<&[u8]> = octets.chunks(part).collect();
        let total = u8::try_from(parts.len()).map_err(|_| "more than 255 parts".to_owned())?;
        let order = self.order.clone().unwrap_or_else(|| (1..=parts.len()).collect());
        let body = |number: usize| {
            let text = number.checked_sub(1).and_then(|place| parts.get(place));
            let text = text.ok_or_else(|| format!("order: there is no part {number}"))?;
            // Not more than the total.
            self.part(split, text, total, number as u8)?.body()
        };
        order.into_iter().map(body).collect()
    }

    fn part(&self, split: Split, text: &[u8], total: u8, number: u8) -> Result<Draft, String> {
        let [high, low] = self.reference.to_be_bytes();
        let header: &[u8] = match split {
            Split::Udh8 => &[5, 0, 3, low, total, number],
            Split::Udh16 => &[6, 8, 4, high, low, total, number],
            _ => &[],
        };
        let mut draft = self.draft([header, text].concat())?;
        if header.is_empty() {
            draft.tlvs.push(Tlv::SarMsgRefNum(self.reference));
            draft.tlvs.push(Tlv::SarTotalSegments(total));
            draft.tlvs.push(Tlv::SarSegmentSeqnum(number));
        } else {
            draft.esm_class |= HEADER;
        }
        Ok(draft)
    }

    fn draft(&self, octets: Vec<u8>) -> Result<Draft, String> {
        let mut source = Address::guess(&self.from);
        source.ton = self.source_addr_ton.unwrap_or(source.ton);
        source.npi = self.source_addr_npi.unwrap_or(source.npi);
        Ok(Draft {
            source,
            destination: Address::guess(&self.to),
            esm_class: self.esm_class,
            data_coding: self.data_coding,
            octets,
            in_payload: false,
            tlvs: Vec::new(),
            more: hex::read(&self.tlvs_hex).map_err(|problem| format!("tlvs_hex: {problem}"))?,
        })
    }

    fn octets(&self) -> Result<Vec<u8>, String> {
        let text = match (&self.text, &self.hex) {
            (Some(text), None) => text,
            (None, Some(octets)) => return hex::read(octets).map_err(|problem| format!("hex: {problem}")),
            _ => return Err("a message takes one of text, hex and body_hex".to_owned()),
        };
        let octets = match self.data_coding {
            0 => pages::septets(text),
            1 | 3 => text.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect(),
            8 => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            _ => return Err("text: give its octets as hex in this data_coding".to_owned()),
        };
        octets.ok_or_else(|| "text: it has a character that the data_coding lacks".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(inbound: serde_json::Value) -> Vec<String> {
        let inbound: Inbound = serde_json::from_value(inbound).unwrap();
        inbound.bodies().unwrap().iter().map(|body| hex::write(body)).collect()
    }

    #[test]
    fn parts_have_a_header_and_come_in_the_order_that_is_wanted() {
        let bodies = bodies(serde_json::json!({
            "from": "41790000001", "to": "4444", "text": "abc€", "part_octets": 3, "reference": 0x1207, "order": [2, 1],
        }));
        let start = "000101343137393030303030303100010134343434004000000000000000 00".replace(' ', "");
        assert_eq!(
            bodies,
            [format!("{start}08050003070202{}", "1b65"), format!("{start}09050003070201616263")]
        );
    }

    #[test]
    fn a_wide_reference_and_sar_are_written_as_they_should() {
        let all = |split: &str| {
            bodies(serde_json::json!({
                "from": "x", "to": "1", "text": "ж", "data_coding": 8, "split": split, "reference": 258,
            }))
        };
        assert!(
            all("udh16")[0].ends_with("0800090608040102010104 36".replace(' ', "").as_str()),
            "{:?}",
            all("udh16")
        );
        assert!(all("sar")[0].ends_with("0800020436020c00020102020e000101020f000101"), "{:?}", all("sar"));
        assert!(
            all("payload")[0].ends_with("08000004240002 0436".replace(' ', "").as_str()),
            "{:?}",
            all("payload")
        );
    }
}
