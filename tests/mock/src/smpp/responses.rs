//! Responses that are written later than they could be.

use bytes::{Bytes, BytesMut};
use tokio::time::Instant;

use super::agenda::Agenda;
use super::step::End;

/// What is written at once when its time has come.
#[derive(Debug)]
pub(super) struct Late {
    pub(super) octets: Bytes,
    /// How the link goes on then.
    pub(super) then: Option<End>,
}

/// The late responses of one link.
#[derive(Debug, Default)]
pub(super) struct Responses {
    timed: Agenda<Late>,
    /// Each with the number of responses that come before it.
    behind: Vec<(usize, Late)>,
}

impl Responses {
    pub(super) fn delay(&mut self, due: Instant, late: Late) {
        self.timed.add(due, late);
    }

    pub(super) fn hold(&mut self, count: usize, late: Late) {
        self.behind.push((count, late));
    }

    pub(super) fn next(&self) -> Option<Instant> {
        self.timed.next()
    }

    /// Writes what is due.
    pub(super) fn release(&mut self, now: Instant, output: &mut BytesMut) -> Option<End> {
        let mut end = None;
        while let Some(late) = self.timed.take(now) {
            output.extend_from_slice(&late.octets);
            end = self.written(output).or(late.then).or(end);
        }
        end
    }

    /// Counts a response that was written, and writes those that waited for it.
    pub(super) fn written(&mut self, output: &mut BytesMut) -> Option<End> {
        let mut end = None;
        let mut written = usize::from(!self.behind.is_empty());
        while written > 0 {
            written -= 1;
            self.behind.iter_mut().for_each(|(count, _)| *count -= 1);
            while let Some(place) = self.behind.iter().position(|(count, _)| *count == 0) {
                let (_, late) = self.behind.remove(place);
                output.extend_from_slice(&late.octets);
                end = late.then.or(end);
                written += usize::from(!self.behind.is_empty());
            }
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn late(octets: &'static [u8]) -> Late {
        Late { octets: Bytes::from_static(octets), then: None }
    }

    #[test]
    fn what_is_held_back_follows_the_number_it_waits_for() {
        let mut responses = Responses::default();
        let mut output = BytesMut::new();
        responses.hold(2, late(b"a"));
        responses.hold(1, late(b"b"));
        responses.written(&mut output);
        assert_eq!(&output[..], b"ba");
        responses.written(&mut output);
        assert_eq!(&output[..], b"ba");
    }
}
