//! eCall's SMPP interface: a client that binds, sends, receives, and stays bound.
//!
//! ```no_run
//! # async fn example() -> ecall::Result<()> {
//! use ecall::Options;
//! use ecall::smpp::{SmppClient, SmppEvent, SmppOptions};
//!
//! let client = SmppClient::new(Options::new().username("u").password("p"), SmppOptions::new())?;
//! client.bind().await?;
//! let sent = client.submit("+41791234567", "Pump 3 stopped", Some("Alarm")).await?;
//! let mut events = client.events()?;
//! while let Some(event) = events.next().await {
//!     if let SmppEvent::Receipt(receipt) = event
//!         && receipt.message_id.as_deref() == sent.message_id()
//!     {
//!         println!("{:?}", receipt.state);
//!         break;
//!     }
//! }
//! client.unbind().await
//! # }
//! ```
//!
//! "S34" is the Short Message Peer to Peer Protocol Specification v3.4, Issue 1.2, of 12 October 1999.

mod bulk;
mod client;
mod events;
mod job;
mod link;
mod options;
mod problem;
mod settings;
mod shared;
mod submit;
mod ticket;

pub use bulk::{BulkSubmitted, PreparedSubmit, SmppBulk};
pub use client::{SmppBound, SmppClient};
pub use ecall_codec::smpp as pdu;
pub use events::{
    LinkEvent, LinkState, RawPdu, SmppEvent, SmppEvents, SmppIncomplete, SmppMessage, SmppReceipt,
    StrayResponse,
};
pub use options::{
    BindMode, DefaultAlphabet, DestinationPrefix, FlashForm, LongMessage, Receipts, SmppOptions,
};
pub use submit::{Alphabet, PartOutcome, PartState, SubmitOptions, SubmitRequest, Submitted};
