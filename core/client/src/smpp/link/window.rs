//! The requests that wait for their responses.

use std::collections::VecDeque;

use ecall_codec::smpp::SEQUENCE_NUMBERS;
use tokio::time::Instant;

use crate::smpp::job::Job;

/// No place.
const NOWHERE: u32 = u32::MAX;

/// A place for a request. Which it is says the sequence number, so that a response finds it at once; a number whose place is
/// taken is passed over.
struct Place {
    sequence: u32,
    last: Last,
    job: Option<Box<Job>>,
    /// Octets that have gone out once this request has.
    end: u64,
    since: Instant,
    /// Which request it is since the connection was opened.
    serial: u64,
    /// The neighbours in the order in which they were written.
    before: u32,
    after: u32,
}

/// What became of the request that had the place last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Nothing,
    Answered,
    TimedOut,
}

/// What a response is to us.
pub(super) enum Found {
    /// The response of this request.
    Waiting(Box<Job>),
    /// That of one that was not waited for any longer.
    Late,
    /// One more to a request that was answered.
    Duplicate,
    /// Nothing that is known.
    Unsolicited,
}

pub(super) struct Window {
    places: Vec<Place>,
    mask: u32,
    oldest: u32,
    newest: u32,
    waiting: usize,
    sequence: u32,
    serial: u64,
    /// Before it the time of no request is up.
    soonest: Option<Instant>,
}

impl Window {
    /// Room for `limit` requests.
    pub fn new(limit: usize, now: Instant) -> Self {
        // Twice as many places, so that a free one is near.
        let places = (2 * limit).next_power_of_two().max(16);
        let place = || Place {
            sequence: 0,
            last: Last::Nothing,
            job: None,
            end: 0,
            since: now,
            serial: 0,
            before: NOWHERE,
            after: NOWHERE,
        };
        Self {
            places: (0..places).map(|_| place()).collect(),
            // A power of two that ten thousand requests do not bring near 32 bits.
            mask: (places - 1) as u32,
            oldest: NOWHERE,
            newest: NOWHERE,
            waiting: 0,
            sequence: 0,
            serial: 0,
            soonest: None,
        }
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.waiting
    }

    pub fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    fn place(&mut self, at: u32) -> &mut Place {
        &mut self.places[at as usize]
    }

    /// The next sequence number; after the last there is comes the first again. Source: S34, 5.1.4.
    pub fn next_sequence(&mut self) -> u32 {
        self.sequence = if self.sequence >= *SEQUENCE_NUMBERS.end() {
            *SEQUENCE_NUMBERS.start()
        } else {
            self.sequence + 1
        };
        self.sequence
    }

    /// The next sequence number whose place is free.
    pub fn next_free(&mut self) -> u32 {
        loop {
            let sequence = self.next_sequence();
            if self.places[(sequence & self.mask) as usize].job.is_none() {
                return sequence;
            }
        }
    }

    /// Keeps a request whose sequence number is one that [`next_free`](Self::next_free) gave last.
    pub fn put(&mut self, sequence: u32, job: Box<Job>, end: u64, now: Instant) {
        let at = sequence & self.mask;
        let (before, serial) = (self.newest, self.serial);
        if let Some(deadline) = job.deadline()
            && self.soonest.is_none_or(|soonest| deadline < soonest)
        {
            self.soonest = Some(deadline);
        }
        *self.place(at) = Place {
            sequence,
            last: Last::Nothing,
            job: Some(job),
            end,
            since: now,
            serial,
            before,
            after: NOWHERE,
        };
        match before {
            NOWHERE => self.oldest = at,
            before => self.place(before).after = at,
        }
        self.newest = at;
        self.serial += 1;
        self.waiting += 1;
    }

    fn remove(&mut self, at: u32, last: Last) -> Option<Box<Job>> {
        let place = self.place(at);
        let job = place.job.take()?;
        place.last = last;
        let (before, after) = (place.before, place.after);
        match before {
            NOWHERE => self.oldest = after,
            before => self.place(before).after = after,
        }
        match after {
            NOWHERE => self.newest = before,
            after => self.place(after).before = before,
        }
        self.waiting -= 1;
        Some(job)
    }

    /// The request that a response is to.
    pub fn answered(&mut self, sequence: u32) -> Found {
        let at = sequence & self.mask;
        let place = &self.places[at as usize];
        if place.sequence != sequence || sequence == 0 {
            return Found::Unsolicited;
        }
        match place.last {
            Last::Answered => Found::Duplicate,
            Last::TimedOut => Found::Late,
            Last::Nothing => self.remove(at, Last::Answered).map_or(Found::Unsolicited, Found::Waiting),
        }
    }

    /// When the oldest was written, None where none waits.
    pub fn oldest(&self) -> Option<Instant> {
        self.places.get(self.oldest as usize).map(|place| place.since)
    }

    /// The number that the next request will have, counted from the opening of the connection.
    pub fn next_serial(&self) -> u64 {
        self.serial
    }

    /// Whether no request before this number waits.
    pub fn is_past(&self, serial: u64) -> bool {
        self.places.get(self.oldest as usize).is_none_or(|place| place.serial >= serial)
    }

    /// Takes out the oldest where it was written at `before` or earlier.
    pub fn time_out(&mut self, before: Instant) -> Option<Box<Job>> {
        let at = self.oldest;
        let place = self.places.get(at as usize)?;
        if place.since > before { None } else { self.remove(at, Last::TimedOut) }
    }

    /// When the time of a request is up, or earlier; None where none has one.
    pub fn soonest(&self) -> Option<Instant> {
        self.soonest
    }

    /// Says when that is, after all of them were looked at.
    pub fn set_soonest(&mut self, soonest: Option<Instant>) {
        self.soonest = soonest;
    }

    /// Looks at all of them, the oldest first.
    pub fn each(&mut self, mut look: impl FnMut(&mut Job)) {
        let mut at = self.oldest;
        while let Some(place) = self.places.get_mut(at as usize) {
            if let Some(job) = &mut place.job {
                look(job);
            }
            at = place.after;
        }
    }

    /// Takes out those of which `unwanted` says so.
    pub fn take_if(&mut self, unwanted: impl Fn(&Job) -> bool) -> VecDeque<Box<Job>> {
        let mut taken = VecDeque::new();
        let mut at = self.oldest;
        while let Some(place) = self.places.get(at as usize) {
            let after = place.after;
            if place.job.as_deref().is_some_and(&unwanted) {
                taken.extend(self.remove(at, Last::TimedOut));
            }
            at = after;
        }
        taken
    }

    /// Takes out the oldest, and whether all of it had gone out when so many octets had.
    pub fn cut(&mut self, written: u64) -> Option<(Box<Job>, bool)> {
        let at = self.oldest;
        let gone = self.places.get(at as usize)?.end <= written;
        self.remove(at, Last::TimedOut).map(|job| (job, gone))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn put(window: &mut Window, now: Instant) -> u32 {
        let sequence = window.next_free();
        window.put(sequence, Job::for_test(), u64::from(sequence), now);
        sequence
    }

    #[test]
    fn sequence_numbers_begin_anew_after_the_last() {
        let now = Instant::now();
        let mut window = Window::new(4, now);
        window.sequence = 0x7fff_fffd;
        let numbers: Vec<_> = (0..4).map(|_| put(&mut window, now)).collect();
        assert_eq!(numbers, [0x7fff_fffe, 0x7fff_ffff, 1, 2]);
        for number in numbers {
            assert!(matches!(window.answered(number), Found::Waiting(_)));
        }
        assert!(window.is_empty());
    }

    #[test]
    fn a_place_that_is_taken_is_passed_over_and_its_request_is_still_found() {
        let now = Instant::now();
        let mut window = Window::new(4, now);
        let stuck = put(&mut window, now);
        for _ in 0..1000 {
            let number = put(&mut window, now);
            assert!(number & window.mask != stuck & window.mask);
            assert!(matches!(window.answered(number), Found::Waiting(_)));
            assert!(matches!(window.answered(number), Found::Duplicate));
        }
        assert!(matches!(window.answered(stuck), Found::Waiting(_)));
        assert!(matches!(window.answered(0x1234_5678), Found::Unsolicited));
        assert!(matches!(window.answered(0), Found::Unsolicited));
    }

    #[test]
    fn time_runs_out_in_the_order_of_writing() {
        let begin = Instant::now();
        let mut window = Window::new(4, begin);
        let numbers: Vec<_> = (0..3).map(|n| put(&mut window, begin + Duration::from_secs(n))).collect();
        assert!(matches!(window.answered(numbers[1]), Found::Waiting(_)));
        assert!(window.time_out(begin).is_some());
        assert!(window.time_out(begin + Duration::from_secs(1)).is_none());
        assert_eq!(window.oldest(), Some(begin + Duration::from_secs(2)));
        assert!(matches!(window.answered(numbers[0]), Found::Late));
        assert!(window.is_past(2) && !window.is_past(3));
    }

    #[test]
    fn at_a_cut_it_is_known_what_had_gone_out() {
        let now = Instant::now();
        let mut window = Window::new(4, now);
        let numbers: Vec<_> = (0..4).map(|_| put(&mut window, now)).collect();
        assert!(matches!(window.answered(numbers[0]), Found::Waiting(_)));
        let gone: Vec<_> = std::iter::from_fn(|| window.cut(3)).map(|(_, gone)| gone).collect();
        assert_eq!(gone, [true, true, false]);
    }
}
