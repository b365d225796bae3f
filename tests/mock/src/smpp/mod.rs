//! The SMPP interface: a message centre as S34 and the specification have it, and everything that can go wrong with it.

mod agenda;
mod arrived;
mod bind;
mod center;
mod dates;
mod deliver;
mod deliveries;
mod frame;
mod hex;
mod inbound;
mod link;
mod messages;
mod pump;
mod receipt;
mod requests;
mod responses;
mod session;
mod settings;
mod step;
mod submit;
mod thing;

pub(crate) use center::Center;
pub(crate) use inbound::Inbound;
pub(crate) use link::Order;
pub(crate) use messages::Command;
pub(crate) use session::serve;
pub(crate) use settings::{Given, check};
pub(crate) use step::{End, Step};
pub(crate) use thing::Thing;
