//! SMPP 3.4 in octets: PDUs, optional parameters, frames, delivery receipts and times.
//!
//! Written strictly: a [`Pdu`] that leaves the standard is not written, and [`EncodeError`] names every problem. Read leniently:
//! [`Pdu::decode`] understands what it can, [`Deviations`] says what it forgave, and [`Unreadable`] gives the rest back as it came.
//! What is read borrows the octets; `into_owned` makes it last.
//!
//! "S34" is the Short Message Peer to Peer Protocol Specification v3.4, Issue 1.2, of 12 October 1999.

mod body;
mod command;
mod field;
mod frame;
#[cfg(feature = "serde")]
mod json;
mod octets;
mod open;
mod pdu;
mod problem;
mod read;
mod receipt;
mod status;
mod time;
mod tlv;
mod values;
mod write;

pub use body::{
    AlertNotification, Bind, BindResponse, Body, CancelSm, DataSm, Destination, Failed, Message, MessageId,
    Outbind, QueryResult, QuerySm, ReplaceSm, SubmitMulti, SubmitMultiResult,
};
pub use command::CommandId;
pub use field::MAX_ITEMS;
pub use frame::{DEFAULT_FRAME_LIMIT, FrameError, Frames, first_frame};
pub use octets::{MAX_SHORT_MESSAGE, Octets, Password, ShortMessage, Str, TimeStr};
pub use pdu::{Decoded, EncodeOptions, Pdu, SEQUENCE_NUMBERS};
pub use problem::{At, EncodeError, Problem, Rule};
pub use read::{Deviations, HEADER_LENGTH, Header, Reason, Unreadable};
pub use receipt::{IdKey, Receipt, is_same_id};
pub use status::Status;
pub use time::{Absolute, Relative, Time, TimeProblem};
pub use tlv::{CallbackNumber, CallbackTag, ItsSession, NetworkError, Subaddress, Tag, Tlv, Tlvs, TlvsIter};
pub use values::{
    AddrSubunit, BearerType, CallbackPresentation, Charset, DataCoding, DeliveryFailureReason, DisplayTime,
    EsmClass, InterfaceVersion, ItsReplyType, Language, MessageMode, MessageState, MessageType, MoreMessages,
    MsAvailability, MsValidity, MsWaiting, NetworkErrorKind, NetworkType, Npi, PayloadType, PendingFlag,
    PriorityFlag, PrivacyIndicator, RegisteredDelivery, ReplaceFlag, SubaddressKind, Ton, UssdOperation,
};
