//! The operations of the SMPP interface.

use ecall::blocking::SmppClient;
use ecall::smpp::SubmitOptions;
use ecall::{CancelToken, Result};
use ecall_runtime::cancellable;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::{Reply, Request, SENDS, given, items, unknown};
use crate::arguments::{optional_text, text};
use crate::held::Link;
use crate::options;
use crate::stream::Items;

/// A call over the SMPP interface.
pub enum Smpp {
    /// `bind`
    Bind { cancel: CancelToken },
    /// `submit`
    Submit { to: String, text: String, from: Option<String>, options: Box<SubmitOptions> },
    /// `unbind`
    Unbind { cancel: CancelToken },
    /// The next event
    Next { items: Items, cancel: CancelToken },
    /// Says that the last event is taken
    Acknowledge { items: Items, cancel: CancelToken },
    /// Ends the reading, without taking the last event
    Leave { items: Items, cancel: CancelToken },
}

impl Request for Smpp {
    type Session = Link;

    fn read(operation: &str, arguments: &Bound<'_, PyTuple>, values: &Bound<'_, PyAny>) -> PyResult<Self> {
        let argument = |index| arguments.get_item(index);
        let cancel = CancelToken::new();
        Ok(match operation {
            "bind" => Self::Bind { cancel },
            "submit" => {
                let options = given(SENDS, options::SUBMIT, values, SubmitOptions::from_json)?;
                Self::Submit {
                    to: text(SENDS, "to", &argument(0)?)?,
                    text: text(SENDS, "text", &argument(1)?)?,
                    from: optional_text(SENDS, "from_", &argument(2)?)?,
                    options: Box::new(options),
                }
            }
            "unbind" => Self::Unbind { cancel },
            "next" => Self::Next { items: items(&argument(0)?)?, cancel },
            "acknowledge" => Self::Acknowledge { items: items(&argument(0)?)?, cancel },
            "leave" => Self::Leave { items: items(&argument(0)?)?, cancel },
            _ => return Err(unknown()),
        })
    }

    fn cancelled_by(&mut self, token: CancelToken) {
        match self {
            Self::Submit { options, .. } => options.cancel = Some(token),
            Self::Bind { cancel }
            | Self::Unbind { cancel }
            | Self::Next { cancel, .. }
            | Self::Acknowledge { cancel, .. }
            | Self::Leave { cancel, .. } => *cancel = token,
        }
    }

    fn closes(&self) -> bool {
        matches!(self, Self::Unbind { .. })
    }

    fn block(self, client: &SmppClient) -> Result<Reply> {
        match self {
            Self::Bind { .. } => client.bind().map(Reply::Bound),
            Self::Submit { to, text, from, options } => {
                client.submit_with(&to, &text, from.as_deref(), &options).map(Reply::Submitted)
            }
            Self::Unbind { .. } => client.unbind().map(|()| Reply::Done),
            Self::Next { items, .. } => items.block_next(),
            Self::Acknowledge { items, .. } => items.block_acknowledge(),
            Self::Leave { items, .. } => items.block_leave(),
        }
    }

    async fn run(self, client: SmppClient) -> Result<Reply> {
        match self {
            Self::Bind { cancel } => {
                cancellable(Some(&cancel), client.bind_in_task()).await.map(Reply::Bound)
            }
            Self::Submit { to, text, from, options } => {
                let submitted =
                    client.asynchronous().submit_with(&to, &text, from.as_deref(), &options).await;
                submitted.map(Reply::Submitted)
            }
            Self::Unbind { cancel } => {
                cancellable(Some(&cancel), client.unbind_in_task()).await.map(|()| Reply::Done)
            }
            Self::Next { items, cancel } => items.next(&cancel).await,
            Self::Acknowledge { items, cancel } => items.acknowledge(&cancel).await,
            Self::Leave { items, cancel } => items.leave(&cancel).await,
        }
    }
}
