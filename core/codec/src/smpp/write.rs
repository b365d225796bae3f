//! Writing into octets whose number is known before.

use alloc::vec::Vec;

/// The place that is left to write into.
pub(super) struct Writer<'a> {
    rest: &'a mut [u8],
}

impl Writer<'_> {
    /// Writes some octets, for which there is room: whoever asked for it counted them.
    #[inline]
    pub(super) fn put(&mut self, octets: &[u8]) {
        let (place, rest) = core::mem::take(&mut self.rest).split_at_mut(octets.len());
        place.copy_from_slice(octets);
        self.rest = rest;
    }
}

/// Adds exactly so many octets, which `write` puts. One look at the room for all of them makes a PDU a third faster than one for
/// each field.
#[inline]
pub(super) fn append(to: &mut Vec<u8>, length: usize, write: impl FnOnce(&mut Writer<'_>)) {
    let before = to.len();
    to.resize(before + length, 0);
    let mut writer = Writer { rest: &mut to[before..] };
    write(&mut writer);
    debug_assert!(writer.rest.is_empty(), "fewer octets than were counted");
}
