//! What is wrong with a message, found before anything is sent. A file per idea; the limits stand beside their rules.
//!
//! What this version does not know (another channel, another `type`) is not judged.

mod check;
mod content;
mod interactive;
mod message;
mod notification;
mod template;
mod text;

use check::{Place, Problems};
use ecall_codec::text::Estimate;
pub(crate) use message::sender_error;
pub(crate) use text::limit_error;

use super::message::Message;
use super::notification::Notification;
use crate::error::FieldError;

impl Message {
    /// Everything that is wrong with the message, all at once; empty where it may be sent.
    ///
    /// A problem names the field as it is called on the wire (`content.action.buttons[0].title`), the broken rule and the
    /// length of the value, never the value. The rules:
    ///
    /// | rule | broken where |
    /// |---|---|
    /// | `required` | a field that is needed is missing |
    /// | `exclusive` | two fields are given that exclude each other: `to` and `toList`, `mediaId` and `url` |
    /// | `one_of` | neither of two such fields is given |
    /// | `min_length`, `max_length` | a text is too short or too long, in Unicode code points |
    /// | `min_items`, `max_items` | a list is too short or too long |
    /// | `max_total_items` | a list of lists holds too many items in all: rows over all sections |
    /// | `max_total_length` | the texts of a list are too long in all: addresses of a notification |
    /// | `sender` | the text cannot be the sender of an SMS |
    /// | `range` | a number is out of its range |
    /// | `format` | a text is no date and time |
    /// | `not_supported` | the channel does not support the content |
    /// | `page_limit` | an SMS takes more pages than it may: the service would cut it; `length` and `limit` count pages |
    /// | `force_gsm` | characters outside the GSM alphabet where they are forbidden; `length` counts them |
    pub fn problems(&self) -> Vec<FieldError> {
        self.problems_with(self.estimate().as_ref())
    }

    /// The same with what its text costs; None where the service may cut the text.
    pub(crate) fn problems_with(&self, estimate: Option<&Estimate>) -> Vec<FieldError> {
        let mut problems = Problems::default();
        message::addresses(self, &mut problems);
        content::content(self, estimate, &Place::field_of_root("content"), &mut problems);
        if let Some(notification) = &self.notification {
            notification::notification(notification, &Place::field_of_root("notification"), &mut problems);
        }
        problems.into_vec()
    }
}

impl Notification {
    /// Everything that is wrong with the notification of a list; the fields are named as below the list.
    pub(crate) fn problems(&self) -> Vec<FieldError> {
        let mut problems = Problems::default();
        notification::notification(self, &Place::field_of_root("notification"), &mut problems);
        problems.into_vec()
    }
}
