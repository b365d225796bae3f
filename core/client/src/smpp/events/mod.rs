//! What comes in: receipts with the messages they are about, inbound messages, states of the link.

mod inbound;
mod inbox;
mod kinds;
mod receipts;
mod stream;

pub(super) use inbound::{Assembly, Inbound, Taken, classify};
pub(super) use inbox::{Due, Inbox};
pub use kinds::{
    LinkEvent, LinkState, RawPdu, SmppEvent, SmppIncomplete, SmppMessage, SmppReceipt, StrayResponse,
};
pub(super) use receipts::{Known, Receipts};
pub use stream::SmppEvents;
