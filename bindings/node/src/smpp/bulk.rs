//! Many messages: given in as one text in which all of theirs are joined, and taken out as a list of ids, because both are done
//! hundreds of thousands of times a second.

use std::borrow::Cow;
use std::result::Result as Std;
use std::sync::Arc;

use ecall::smpp::{BulkSubmitted, SmppBulk, SubmitOptions};
use ecall::text::{latin1, not_unicode};
use ecall::{Outcome, Result, Turn};
use ecall_runtime::OneProcess;
use napi::bindgen_prelude::{Latin1String, Uint32ArraySlice, Utf16String};
use napi_derive::napi;

use super::results;
use crate::arguments::{defect, named};
use crate::port::Port;
use crate::{answer, many};

/// How many lengths a message has: of recipient, text, sender, and the JSON of what else it has.
const LENGTHS: usize = 4;
/// In place of a length: it is not there. Without a recipient it is a message that could not be read.
const ABSENT: u32 = u32::MAX;

/// Many messages that are being sent.
#[napi]
pub struct SubmitBulk {
    bulk: OneProcess<SmppBulk>,
    port: Arc<Port>,
}

impl SubmitBulk {
    pub(super) fn new(bulk: OneProcess<SmppBulk>, port: Arc<Port>) -> Self {
        Self { bulk, port }
    }

    fn give<U: Unit>(&self, joined: &[U], lengths: &[u32]) {
        if let Ok(bulk) = self.bulk.get() {
            let mut texts = Texts { joined };
            bulk.give_prepared(lengths.chunks_exact(LENGTHS).map(|lengths| {
                let Message { to, text, from, options } = texts.message(lengths)?;
                bulk.prepare(&to, &text, from.as_deref(), options.as_ref())
            }));
        }
    }
}

#[napi]
impl SubmitBulk {
    /// How many messages may be given in now.
    #[napi(getter)]
    pub fn room(&self) -> u32 {
        self.bulk.get().map_or(0, |bulk| u32::try_from(bulk.room()).unwrap_or(u32::MAX))
    }

    /// Gives messages in: their texts in one, and how long each is in JavaScript.
    #[napi]
    pub fn give_utf16(&self, joined: Utf16String, lengths: Uint32ArraySlice<'_>) {
        self.give(&joined, &lengths);
    }

    /// The same where no text has a character after U+00FF.
    #[napi]
    pub fn give_latin1(&self, joined: Latin1String, lengths: Uint32ArraySlice<'_>) {
        self.give(&joined, &lengths);
    }

    /// No more messages will be given in.
    #[napi]
    pub fn end(&self) {
        if let Ok(bulk) = self.bulk.get() {
            bulk.end();
        }
    }

    /// Waits for results or, where messages are to be `giving`, for room. `{"done", "over"}` comes through the port under `id`.
    #[napi]
    pub fn turn(&self, id: u32, giving: bool) {
        let port = Arc::clone(&self.port);
        let begun = self.bulk.turn(giving, move |turn| port.answer(id, move || Ok(turned(turn))));
        if let Err(error) = begun {
            self.port.answer(id, || Err(error));
        }
    }

    /// Ends it: what was not written is not sent.
    #[napi]
    pub fn cancel(&self) {
        if let Ok(bulk) = self.bulk.get() {
            bulk.cancel();
        }
    }

    /// How far it has come, as a JSON object.
    #[napi]
    pub fn counts(&self) -> String {
        many::counted(self.bulk.get().map(|bulk| bulk.counts()).unwrap_or_default())
    }
}

/// A unit in which JavaScript stores a string.
trait Unit: Copy {
    /// The text of these units, or how many characters one has that is none.
    fn text(units: &[Self]) -> Std<Cow<'_, str>, usize>;
}

impl Unit for u8 {
    fn text(units: &[Self]) -> Std<Cow<'_, str>, usize> {
        match std::str::from_utf8(units) {
            Ok(text) if text.is_ascii() => Ok(text.into()),
            _ => Ok(latin1::decode(units).into()),
        }
    }
}

impl Unit for u16 {
    fn text(units: &[Self]) -> Std<Cow<'_, str>, usize> {
        String::from_utf16(units)
            .map(Cow::from)
            .map_err(|_| char::decode_utf16(units.iter().copied()).count())
    }
}

/// Texts that are joined to one, from the next on.
struct Texts<'a, U> {
    joined: &'a [U],
}

/// A message as far as it can be borrowed.
struct Message<'a> {
    to: Cow<'a, str>,
    text: Cow<'a, str>,
    from: Option<Cow<'a, str>>,
    options: Option<SubmitOptions>,
}

impl<'a, U: Unit> Texts<'a, U> {
    fn next(&mut self, field: &str, length: u32) -> Result<Option<Cow<'a, str>>> {
        if length == ABSENT {
            return Ok(None);
        }
        let (text, rest) = self
            .joined
            .split_at_checked(length as usize)
            .ok_or_else(|| defect("texts that are too short"))?;
        self.joined = rest;
        U::text(text).map(Some).map_err(|length| not_unicode(Outcome::NotAccepted, field, length))
    }

    fn message(&mut self, lengths: &[u32]) -> Result<Message<'a>> {
        let &[to, text, from, more] = lengths else { return Err(defect("a message without its lengths")) };
        // All are taken before any is refused: the next message begins behind them.
        let (to, text) = (self.next("to", to), self.next("text", text));
        let (from, more) = (self.next("from", from), self.next("options", more));
        let to = to?.ok_or_else(|| defect("a message that cannot be read"))?;
        let (text, from) = (text?.unwrap_or_default(), from?);
        let options = more?.map(|more| SubmitOptions::from_json(named(&more)?)).transpose()?;
        Ok(Message { to, text, from, options })
    }
}

/// What there is to do: of each result its index and what became of it, one after the other, the latter as a text alone where there
/// is nothing to say but the id.
fn turned(turn: Turn<BulkSubmitted>) -> String {
    let mut json = Vec::with_capacity(32 * turn.done.len() + 32);
    json.extend_from_slice(b"{\"done\":[");
    for (place, BulkSubmitted { index, result, .. }) in turn.done.into_iter().enumerate() {
        if place > 0 {
            json.push(b',');
        }
        // Writing to memory cannot fail.
        let _ = serde_json::to_writer(&mut json, &index);
        json.push(b',');
        match result.as_ref().ok().and_then(results::only_id) {
            Some(id) => {
                let _ = serde_json::to_writer(&mut json, id);
            }
            None => json.extend(answer::end(result, |submitted| results::submitted(&submitted)).bytes()),
        }
    }
    json.extend(format!("],\"over\":{}}}", turn.over).bytes());
    String::from_utf8(json).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use ecall::Kind;

    use super::{ABSENT, Std, Texts, Unit};

    fn of<U: Unit>(joined: &[U], lengths: &[[u32; 4]]) -> Vec<Std<[String; 4], Kind>> {
        let mut texts = Texts { joined };
        let read = lengths.iter().map(|lengths| {
            let message = texts.message(lengths).map_err(|error| error.kind())?;
            let tag = message.options.and_then(|options| options.tag.clone()).unwrap_or_default();
            Ok([message.to, message.text, message.from.unwrap_or("-".into()), tag.into()]
                .map(Cow::into_owned))
        });
        read.collect()
    }

    fn told(to: &str, text: &str, from: &str, tag: &str) -> Std<[String; 4], Kind> {
        Ok([to, text, from, tag].map(str::to_owned))
    }

    #[test]
    fn messages_are_cut_out_of_one_text() {
        let joined: Vec<u16> = "+41grün+42🦀A{\"tag\":\"x\"}+43".encode_utf16().collect();
        let lengths = [[3, 4, ABSENT, ABSENT], [3, 2, 1, 11], [3, ABSENT, 0, ABSENT]];
        let expected = [told("+41", "grün", "-", ""), told("+42", "🦀", "A", "x"), told("+43", "", "", "")];
        assert_eq!(of(&joined, &lengths), expected);
        assert_eq!(of(b"+41gr\xfcn", &[[3, 4, ABSENT, ABSENT]]), [told("+41", "grün", "-", "")]);
    }

    #[test]
    fn one_that_cannot_be_read_leaves_the_others() {
        let mut joined: Vec<u16> = "+41?{\"tags\":1}+42b".encode_utf16().collect();
        joined[3] = 0xd83d;
        let lengths = [[3, 1, ABSENT, 10], [ABSENT, ABSENT, ABSENT, ABSENT], [3, 1, ABSENT, ABSENT]];
        let found = of(&joined, &lengths);
        assert_eq!(found, [Err(Kind::InvalidArgument), Err(Kind::Internal), told("+42", "b", "-", "")]);
        assert_eq!(of(b"ab", &[[3, 0, ABSENT, ABSENT]]), [Err(Kind::Internal)]);
    }
}
