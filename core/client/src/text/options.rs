use ecall_codec::text::{Channel, EstimateOptions, PAGE_LIMIT, Reference, SplitOptions};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::error::{Kind, Outcome, Result};
use crate::options::{Problems, read};

/// What the bits of a reference may be.
pub(super) const REFERENCE_BITS: &str = "must be 8 or 16";

/// Under which conditions a text is estimated or split. Everything is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TextOptions {
    /// What the text is sent over: `sms` (unless set), `whatsapp` or `rcs`.
    pub channel: Option<String>,
    /// Pages at most, 1 to 10; 10 unless set. SMS only.
    pub page_limit: Option<i32>,
    /// Whether characters outside the GSM alphabet are forbidden. SMS only.
    pub force_gsm: Option<bool>,
    /// Bits of the number that the pages of one text share: 8 (153 septets or 67 UCS-2 units on a page; unless set) or 16
    /// (152 or 66).
    pub reference_bits: Option<i32>,
    /// For splitting: whether words are kept whole where that costs no page.
    pub whole_words: Option<bool>,
}

impl TextOptions {
    /// Nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// `invalid_argument`, naming an option that does not exist or has the wrong type.
    pub fn from_json(value: serde_json::Value) -> Result<Self> {
        read(value, Kind::InvalidArgument, Outcome::NotApplicable)
    }

    /// As the codec takes them for an estimate.
    ///
    /// # Errors
    /// `invalid_argument`, naming every option that is wrong.
    pub fn for_estimate(&self) -> Result<EstimateOptions> {
        let mut problems = Problems::default();
        let channel = self.channel(&mut problems);
        let page_limit = self.page_limit.map(|limit| {
            let pages = usize::try_from(limit).unwrap_or(0);
            if !PAGE_LIMIT.contains(&pages) {
                let (least, most) = (PAGE_LIMIT.start(), PAGE_LIMIT.end());
                problems.add("page_limit", "range", &format!("must be from {least} to {most}"));
            }
            pages
        });
        let reference = self.reference(&mut problems);
        problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)?;
        Ok(EstimateOptions { channel, page_limit, force_gsm: self.force_gsm.unwrap_or(false), reference })
    }

    /// As the codec takes them for a split.
    ///
    /// # Errors
    /// `invalid_argument`, naming every option that is wrong.
    pub fn for_split(&self) -> Result<SplitOptions> {
        let mut problems = Problems::default();
        let reference = self.reference(&mut problems);
        problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)?;
        Ok(SplitOptions { reference, whole_words: self.whole_words.unwrap_or(false) })
    }

    fn channel(&self, problems: &mut Problems) -> Channel {
        match self.channel.as_deref().map(str::to_ascii_lowercase).as_deref() {
            None | Some("sms") => Channel::Sms,
            Some("whatsapp") => Channel::WhatsApp,
            Some("rcs") => Channel::Rcs,
            Some(_) => {
                problems.add("channel", "one_of", "must be sms, whatsapp or rcs");
                Channel::Sms
            }
        }
    }

    fn reference(&self, problems: &mut Problems) -> Reference {
        let Some(bits) = self.reference_bits else { return Reference::default() };
        u32::try_from(bits).ok().and_then(Reference::of).unwrap_or_else(|| {
            problems.add("reference_bits", "one_of", REFERENCE_BITS);
            Reference::default()
        })
    }
}
