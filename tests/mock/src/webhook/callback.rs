//! Callbacks of the HTTPS form interface: a GET whose query is in Windows-1252.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;
use tokio::time::{Instant, sleep_until};

use super::{Call, CallError, is_reachable, record};
use crate::https;
use crate::job::{Job, Standing, state_text};
use crate::local_time;
use crate::state::State;

/// The characters of Windows-1252 from 0x80 to 0x9F; the places of those that it leaves undefined hold the controls.
const UPPER_CONTROLS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
/// What stands for a character that has no place.
const REPLACEMENT: u8 = b'?';

/// How a callback's parameters become bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum Encoding {
    #[default]
    #[serde(rename = "windows-1252")]
    Windows1252,
    #[serde(rename = "utf-8")]
    Utf8,
}

impl Encoding {
    fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Windows1252 => text.chars().map(windows_1252).collect(),
        }
    }

    /// A query of these pairs, with everything but letters and digits escaped.
    pub(crate) fn query<'a>(self, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        let pairs =
            pairs.into_iter().map(|(name, value)| format!("{}={}", self.escape(name), self.escape(value)));
        pairs.collect::<Vec<_>>().join("&")
    }

    fn escape(self, text: &str) -> String {
        let escape_byte = |byte: u8| match byte {
            b' ' => "+".to_owned(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        };
        self.bytes(text).into_iter().map(escape_byte).collect()
    }
}

fn windows_1252(character: char) -> u8 {
    match u32::from(character) {
        code @ (0..=0x7F | 0xA0..=0xFF) => code as u8,
        _ => UPPER_CONTROLS
            .chars()
            .position(|candidate| candidate == character)
            .map_or(REPLACEMENT, |place| 0x80 + place as u8),
    }
}

/// What a state means for the job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finality {
    NotFinal,
    Success,
    Failure,
}

fn finality(send_state: u32) -> Finality {
    match send_state {
        8 | 33 | 34 | 41 => Finality::Success,
        2 | 10 | 42 => Finality::Failure,
        _ => Finality::NotFinal,
    }
}

/// Who wants to know of the states of a job.
#[derive(Debug)]
pub(crate) struct Subscription {
    urls: Vec<String>,
    level: u8,
    /// The caller's own; none when the caller gave none.
    job_id: Option<String>,
}

impl Subscription {
    /// None when no address is a URL: nobody else is told.
    pub(crate) fn new(addresses: &[&str], level: u8, job_id: Option<&str>) -> Option<Arc<Self>> {
        let urls: Vec<String> =
            addresses.iter().filter(|address| https::is_url(address)).map(|url| (*url).to_owned()).collect();
        (!urls.is_empty()).then(|| Arc::new(Self { urls, level, job_id: job_id.map(str::to_owned) }))
    }

    /// Whether the level asks for a state: 2 also for that of a delayed send, 3 for failures alone.
    fn wants(&self, send_state: u32) -> bool {
        match finality(send_state) {
            Finality::Failure => true,
            Finality::Success => self.level != 3,
            Finality::NotFinal => self.level == 2 && send_state == 3,
        }
    }

    fn query(&self, job: &Job, standing: &Standing) -> String {
        let (code, text) = match (finality(standing.send_state), standing.error_state) {
            (Finality::Success, _) => (0, "OK"),
            (_, 0) => (standing.send_state, state_text(standing.send_state)),
            (_, error_state) => (error_state, state_text(standing.send_state)),
        };
        let (code, number) = (code.to_string(), https::canonical(&job.order.address));
        let timestamp = local_time::write_dotted(standing.since);
        let pairs = [
            ("Function", "Notification"),
            ("ResultCode", &code),
            ("ResultText", text),
            ("Number", &number),
            ("TimeStamp", &timestamp),
        ];
        let job_id = self.job_id.as_deref().map(|id| ("JobID", id));
        Encoding::Windows1252.query(pairs.into_iter().chain(job_id))
    }
}

/// Tells the states of an accepted job as it enters them, until a command stops its course.
pub(crate) fn follow_job(state: &Arc<State>, username: &str, number: u64) {
    let (state, username) = (Arc::clone(state), username.to_owned());
    let accepted = Instant::now();
    tokio::spawn(async move {
        for index in 0.. {
            let begins = state.with_existing(&username, |account| account.jobs.get(number)?.begins(index));
            let Some(after) = begins.flatten() else { return };
            sleep_until(accepted + after).await;
            let entered = state.with_existing(&username, |account| {
                let job = account.jobs.get(number)?;
                Some((job.clone(), job.entered(index)?))
            });
            let Some((job, standing)) = entered.flatten() else { return };
            tell_job(&state, &username, &job, &standing);
        }
    });
}

/// Calls every URL that wants to know of `standing`, without waiting for the answers.
pub(crate) fn tell_job(state: &Arc<State>, username: &str, job: &Job, standing: &Standing) {
    let Some(subscription) = &job.order.subscription else { return };
    if !subscription.wants(standing.send_state) {
        return;
    }
    let query = subscription.query(job, standing);
    let copies = state.with_existing(username, |account| account.copies()).unwrap_or(0);
    for url in &subscription.urls {
        let (state, username, url, query) =
            (Arc::clone(state), username.to_owned(), url.clone(), query.clone());
        tokio::spawn(async move {
            for _ in 0..copies {
                let call = Call::get(&url, &query);
                let result =
                    if is_reachable(&url) { call.make(&state).await } else { Err(CallError::Skipped) };
                record(&state, &username, "GET", &url, "notification", ("query", json!(query)), &result);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callback_is_escaped_as_the_documentation_shows() {
        let pairs = [
            ("Function", "Answer"),
            ("AddressTo", "0041766012999"),
            ("AddressFrom", "0041791234567"),
            ("Message", "My reply"),
            ("TimeStamp", "11.12.2015 10:37:00"),
        ];
        assert_eq!(
            Encoding::Windows1252.query(pairs),
            "Function=Answer&AddressTo=0041766012999&AddressFrom=0041791234567&Message=My+reply\
             &TimeStamp=11%2E12%2E2015+10%3A37%3A00"
        );
    }

    #[test]
    fn characters_have_their_places_in_windows_1252() {
        // The code page's table, as bytes.
        let query = |encoding: Encoding, text| encoding.query([("m", text)]);
        assert_eq!(query(Encoding::Windows1252, "äÿ€Š™Ÿ—\u{81}"), "m=%E4%FF%80%8A%99%9F%97%81");
        assert_eq!(query(Encoding::Windows1252, "ж\n+&"), "m=%3F%0A%2B%26");
        assert_eq!(query(Encoding::Utf8, "ä€"), "m=%C3%A4%E2%82%AC");
    }

    #[test]
    fn levels_ask_for_states() {
        let wanted = |level| {
            let urls = ["https://example.com"];
            let subscription = Subscription::new(&urls, level, None).unwrap();
            [0, 1, 3, 8, 2, 42].map(|state| subscription.wants(state))
        };
        assert_eq!(wanted(0), [false, false, false, true, true, true]);
        assert_eq!(wanted(1), wanted(0));
        assert_eq!(wanted(2), [false, false, true, true, true, true]);
        assert_eq!(wanted(3), [false, false, false, false, true, true]);
        assert!(Subscription::new(&["+41790000001", "a@example.com"], 0, None).is_none());
    }
}
