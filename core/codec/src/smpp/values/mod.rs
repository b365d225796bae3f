//! What the numbers of fields mean. Every type is open: a value without a name is kept.

mod address;
mod coding;
mod delivery;
mod esm_class;
mod network;
mod state;
mod terminal;

pub use address::{AddrSubunit, Npi, SubaddressKind, Ton};
pub use coding::{Charset, DataCoding};
pub use delivery::{PriorityFlag, RegisteredDelivery, ReplaceFlag};
pub use esm_class::{EsmClass, MessageMode, MessageType};
pub use network::{
    BearerType, DeliveryFailureReason, InterfaceVersion, MoreMessages, MsAvailability, NetworkErrorKind,
    NetworkType, PayloadType, PendingFlag,
};
pub use state::MessageState;
pub use terminal::{
    CallbackPresentation, DisplayTime, ItsReplyType, Language, MsValidity, MsWaiting, PrivacyIndicator,
    UssdOperation,
};
