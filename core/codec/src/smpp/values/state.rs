//! What has become of a message.

use crate::smpp::open::open_type;
use crate::smpp::tlv;

open_type! {
    /// What has become of a message. Source: S34, 5.2.28.
    MessageState(u8) {
        /// On its way.
        ENROUTE = 1, "enroute";
        /// Delivered.
        DELIVERED = 2, "delivered";
        /// Its validity is over.
        EXPIRED = 3, "expired";
        /// Deleted.
        DELETED = 4, "deleted";
        /// Undeliverable.
        UNDELIVERABLE = 5, "undeliverable";
        /// Accepted: read on behalf of the subscriber.
        ACCEPTED = 6, "accepted";
        /// In an invalid state.
        UNKNOWN = 7, "unknown";
        /// Rejected.
        REJECTED = 8, "rejected";
    }
}

/// The words of delivery receipts. Source: S34, Appendix B, table B-2; ENROUTE is common.
const WORDS: [(MessageState, &str); 8] = [
    (MessageState::ENROUTE, "ENROUTE"),
    (MessageState::DELIVERED, "DELIVRD"),
    (MessageState::EXPIRED, "EXPIRED"),
    (MessageState::DELETED, "DELETED"),
    (MessageState::UNDELIVERABLE, "UNDELIV"),
    (MessageState::ACCEPTED, "ACCEPTD"),
    (MessageState::UNKNOWN, "UNKNOWN"),
    (MessageState::REJECTED, "REJECTD"),
];

impl MessageState {
    /// Whether it is the last word on a message. What the centre calls accepted or unknown may still change, and so may
    /// a state that the standard does not name. Provisional: the standard does not list the final states.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::DELIVERED | Self::EXPIRED | Self::DELETED | Self::UNDELIVERABLE | Self::REJECTED)
    }

    /// The word of a delivery receipt, None where the standard does not name the state.
    pub fn word(self) -> Option<&'static str> {
        WORDS.into_iter().find(|(state, _)| *state == self).map(|(_, word)| word)
    }

    /// Reads the word of a delivery receipt in any case, also written out (`DELIVERED`). None where it is unknown.
    pub fn from_word(word: &[u8]) -> Option<Self> {
        let short = WORDS.into_iter().find(|(_, one)| one.as_bytes().eq_ignore_ascii_case(word));
        let long = || Self::NAMED.iter().find(|(_, name)| name.as_bytes().eq_ignore_ascii_case(word));
        short.map(|(state, _)| state).or_else(|| long().map(|(state, _)| *state))
    }

    /// Reads the value of an optional parameter of any length: a number between zeros. None where there is none.
    pub fn from_octets(octets: &[u8]) -> Option<Self> {
        let end = octets.iter().rposition(|octet| *octet != 0).map_or(octets.len(), |last| last + 1);
        tlv::number(&octets[..end]).and_then(|number| number.try_into().ok()).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::{MessageState, WORDS};

    #[test]
    fn words_are_read_in_any_case() {
        for (state, word) in WORDS {
            assert_eq!(state.word(), Some(word));
            assert_eq!(MessageState::from_word(word.as_bytes()), Some(state));
            assert_eq!(MessageState::from_word(word.to_ascii_lowercase().as_bytes()), Some(state));
        }
        assert_eq!(MessageState::from_word(b"Delivered"), Some(MessageState::DELIVERED));
        assert_eq!(MessageState::from_word(b"DELIV"), None);
        assert_eq!(MessageState(9).word(), None);
    }

    #[test]
    fn five_states_are_final() {
        let mut last = WORDS.map(|(state, word)| (state.is_final(), word)).to_vec();
        last.retain(|(is_final, _)| *is_final);
        assert_eq!(
            last.iter().map(|(_, word)| *word).collect::<alloc::vec::Vec<_>>(),
            ["DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "REJECTD"]
        );
        assert!(!MessageState(0).is_final() && !MessageState(200).is_final());
    }

    #[test]
    fn a_state_of_any_length_is_read() {
        for octets in [&[2][..], &[0, 2], &[2, 0], &[0, 0, 0, 2], &[2, 0, 0, 0]] {
            assert_eq!(MessageState::from_octets(octets), Some(MessageState::DELIVERED), "{octets:?}");
        }
        assert_eq!(MessageState::from_octets(&[]), None);
        assert_eq!(MessageState::from_octets(&[1, 2]), None);
        assert_eq!(MessageState::from_octets(&[0, 0]), Some(MessageState(0)));
    }
}
