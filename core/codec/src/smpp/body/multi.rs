//! Sending a message to many. Source: S34, 4.5.

use alloc::vec::Vec;

use crate::smpp::field::{Field, body};
use crate::smpp::octets::{ShortMessage, Str, TimeStr};
use crate::smpp::problem::{At, Problems};
use crate::smpp::read::{Reader, Reason};
use crate::smpp::status::Status;
use crate::smpp::values::{DataCoding, EsmClass, Npi, PriorityFlag, RegisteredDelivery, ReplaceFlag, Ton};
use crate::smpp::write::Writer;

body! {
    /// The body of submit_multi. Source: S34, 4.5.1.
    SubmitMulti {
        /// Which service it is, empty for the centre's default.
        service_type: Str<'a, 6>,
        /// Type of number of the sender.
        source_addr_ton: Ton,
        /// Numbering plan of the sender.
        source_addr_npi: Npi,
        /// The sender.
        source_addr: Str<'a, 21>,
        /// Whom it goes to, 1 to 254 of them.
        dest_address: Vec<Destination<'a>>,
        /// Mode, type and features.
        esm_class: EsmClass,
        /// The network's protocol identifier.
        protocol_id: u8,
        /// The priority.
        priority_flag: PriorityFlag,
        /// When it is to be delivered, empty for at once.
        schedule_delivery_time: TimeStr<'a>,
        /// How long it is tried, empty for the centre's default.
        validity_period: TimeStr<'a>,
        /// Which receipts are asked for.
        registered_delivery: RegisteredDelivery,
        /// Whether it replaces another.
        replace_if_present_flag: ReplaceFlag,
        /// How the user data is coded.
        data_coding: DataCoding,
        /// A message that the centre has predefined; 0 for none.
        sm_default_msg_id: u8,
        /// The user data, empty where the optional parameter message_payload has it.
        short_message: ShortMessage<'a>,
    }
}

/// One destination of a submit_multi. Source: S34, 4.5.1.1 and 5.2.25.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Destination<'a> {
    /// An address.
    Address {
        /// Type of number.
        dest_addr_ton: Ton,
        /// Numbering plan.
        dest_addr_npi: Npi,
        /// The address.
        destination_addr: Str<'a, 21>,
    },
    /// A distribution list that the centre has, by its name.
    List(Str<'a, 21>),
}

/// The flag of an address. Source: S34, 5.2.25.
const ADDRESS: u8 = 1;
/// The flag of a distribution list. Source: S34, 5.2.25.
const LIST: u8 = 2;

impl<'a> Field<'a> for Destination<'a> {
    type Owned = Destination<'static>;

    fn read(from: &mut Reader<'a>, name: &'static str) -> Result<Self, Reason> {
        match u8::read(from, name)? {
            ADDRESS => Ok(Self::Address {
                dest_addr_ton: Field::read(from, "dest_addr_ton")?,
                dest_addr_npi: Field::read(from, "dest_addr_npi")?,
                destination_addr: Field::read(from, "destination_addr")?,
            }),
            LIST => Ok(Self::List(Field::read(from, "dl_name")?)),
            flag => Err(Reason::DestFlag { flag }),
        }
    }

    fn check(&self, at: At, found: &mut Problems) {
        match self {
            Self::Address { destination_addr: address, .. } | Self::List(address) => address.check(at, found),
        }
    }

    fn length(&self) -> usize {
        match self {
            Self::Address { destination_addr, .. } => 3 + destination_addr.length(),
            Self::List(name) => 1 + name.length(),
        }
    }

    fn write(&self, to: &mut Writer<'_>) {
        match self {
            Self::Address { dest_addr_ton, dest_addr_npi, destination_addr } => {
                to.put(&[ADDRESS, dest_addr_ton.0, dest_addr_npi.0]);
                destination_addr.write(to);
            }
            Self::List(name) => {
                to.put(&[LIST]);
                name.write(to);
            }
        }
    }

    fn into_owned(self) -> Destination<'static> {
        match self {
            Self::Address { dest_addr_ton, dest_addr_npi, destination_addr } => Destination::Address {
                dest_addr_ton,
                dest_addr_npi,
                destination_addr: destination_addr.into_owned(),
            },
            Self::List(name) => Destination::List(name.into_owned()),
        }
    }
}

body! {
    /// The body of submit_multi_resp. Source: S34, 4.5.2.
    SubmitMultiResult {
        /// The centre's id of the message.
        message_id: Str<'a, 65>,
        /// The destinations that were refused.
        unsuccess_sme: Vec<Failed<'a>>,
    }
}

body! {
    /// A destination that a submit_multi did not reach. Source: S34, 4.5.2.1.
    Failed {
        /// Type of number.
        dest_addr_ton: Ton,
        /// Numbering plan.
        dest_addr_npi: Npi,
        /// The address.
        destination_addr: Str<'a, 21>,
        /// Why it was refused.
        error_status_code: Status,
    }
}
