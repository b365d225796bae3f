//! Texts: what they cost, and the limits over which the service would cut them.

use ecall_codec::text::{self, Estimate, EstimateOptions, LimitProblem};

use super::check::{Place, Problems};
use crate::error::FieldError;
use crate::model::{Channel, Content, ContentOptions, Message, TextContent};

impl Message {
    /// What the text of the message costs under the message's own options, and where the service would cut it. None for
    /// other content, and for channels of whose limits nothing is known.
    pub fn estimate(&self) -> Option<Estimate> {
        let Content::Text(TextContent { text, .. }) = &self.content else { return None };
        let channel = text_channel(&self.channel)?;
        let mut options = EstimateOptions { channel, ..EstimateOptions::default() };
        if let Some(ContentOptions::SmsContentOptions(sms)) = self.content.options() {
            options.force_gsm = sms.force_gsm.unwrap_or(false);
            // A limit that is none at all is a problem of its own.
            options.page_limit = sms.page_limit.and_then(|limit| usize::try_from(limit).ok());
        }
        Some(text::estimate(text, &options))
    }
}

fn text_channel(channel: &Channel) -> Option<text::Channel> {
    match channel {
        channel if channel.is("Sms") => Some(text::Channel::Sms),
        channel if channel.is("Whatsapp") => Some(text::Channel::WhatsApp),
        channel if channel.is("Rcs") => Some(text::Channel::Rcs),
        _ => None,
    }
}

/// `estimate` is what is judged of the text's length; None where it may be cut.
pub(super) fn text(
    content: &TextContent,
    estimate: Option<&Estimate>,
    place: &Place<'_>,
    problems: &mut Problems,
) {
    let place = place.field("text");
    problems.not_empty(&place, &content.text);
    for problem in estimate.into_iter().flat_map(|estimate| &estimate.problems) {
        problems.push(limit_error(*problem, place.to_string()));
    }
}

/// A limit that a text passes, as the problem of a field.
pub(crate) fn limit_error(problem: LimitProblem, field: String) -> FieldError {
    let error = FieldError::new(field, problem.code(), problem.to_string());
    match problem {
        LimitProblem::Pages { found, limit } | LimitProblem::Characters { found, limit } => {
            error.measured(found, limit)
        }
        LimitProblem::NotGsm { found } => error.measured(found, 0),
        _ => error,
    }
}
