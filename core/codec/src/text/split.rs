//! A text's pages.

use alloc::vec;
use alloc::vec::Vec;

use unicode_segmentation::UnicodeSegmentation;

use super::measure::{cost, page_units_in_parts};
use super::{Alphabet, Measure, Reference, measure};

/// How a text is split. The default is a reference of 8 bits, and words broken where the page is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SplitOptions {
    /// How long the number is that the pages share.
    pub reference: Reference,
    /// Whether words are kept whole where that costs no page. A word is what stands between white space.
    pub whole_words: bool,
}

/// A text in pages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Split<'a> {
    /// What it is counted in: [`Alphabet::Gsm`] or [`Alphabet::Ucs2`].
    pub alphabet: Alphabet,
    /// The pages, one at least. Together they are the text.
    pub pages: Vec<Page<'a>>,
}

/// A page of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Page<'a> {
    /// Its part of the text.
    pub text: &'a str,
    /// What it costs, in units of the alphabet.
    pub units: usize,
}

/// Splits an SMS's text into the pages that [`measure`] counts: never more, whatever is kept whole.
///
/// No page ends inside an escape sequence or a surrogate pair. Grapheme clusters (an emoji with its modifiers, a letter
/// with its combining marks, a line break of two characters) are kept whole wherever that costs no page, and so are words
/// with `whole_words`, clusters before words.
///
/// Time and memory grow with the length of the text. Source: as for [`measure`]; Unicode Standard Annex 29 for clusters.
pub fn split<'a>(text: &'a str, options: &SplitOptions) -> Split<'a> {
    let Measure { alphabet, pages, units, .. } = measure(text, options.reference);
    if pages == 1 {
        return Split { alphabet, pages: vec![Page { text, units }] };
    }
    let page_units = page_units_in_parts(alphabet, options.reference);
    let borders = borders(text, alphabet);
    let least = if options.whole_words { Kind::Word } else { Kind::Cluster };
    let ends = choose_ends(&borders, page_units, least);
    let page = |(from, to): (&Border, &Border)| Page {
        text: &text[from.byte..to.byte],
        units: to.units - from.units,
    };
    let starts = core::iter::once(0).chain(ends.iter().copied());
    let pages = starts.zip(&ends).map(|(start, &end)| page((&borders[start], &borders[end]))).collect();
    Split { alphabet, pages }
}

/// A place where a page may end.
#[derive(Clone, Copy, Debug)]
struct Border {
    /// Octets of UTF-8 before it.
    byte: usize,
    /// Units before it.
    units: usize,
    kind: Kind,
}

/// What ends there, the better place the larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A character, inside a cluster that is kept whole if possible.
    Character,
    /// A cluster, inside a word.
    Cluster,
    /// A word or white space.
    Word,
}

/// All places where a page may end, the text's start and end with them.
fn borders(text: &str, alphabet: Alphabet) -> Vec<Border> {
    let mut borders = vec![Border { byte: 0, units: 0, kind: Kind::Word }];
    let (mut byte, mut units) = (0, 0);
    let mut space_before = true;
    for cluster in text.graphemes(true) {
        let space = is_space(cluster);
        if let Some(start) = borders.last_mut()
            && (space || space_before)
        {
            start.kind = Kind::Word;
        }
        space_before = space;

        for character in cluster.chars() {
            byte += character.len_utf8();
            units += cost(character, alphabet);
            borders.push(Border { byte, units, kind: Kind::Character });
        }
        if let Some(end) = borders.last_mut() {
            end.kind = Kind::Cluster;
        }
    }
    if let Some(end) = borders.last_mut() {
        end.kind = Kind::Word;
    }
    borders
}

/// Whether a cluster parts words: white space, but not the spaces that are made to hold words together.
fn is_space(cluster: &str) -> bool {
    let parts = |character: char| {
        character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}')
    };
    cluster.chars().all(parts)
}

/// Where the pages end, as indices of borders: as late as possible, and at borders of the wanted kind as far as the rest
/// then still fits into the pages that are left.
fn choose_ends(borders: &[Border], page_units: usize, wanted: Kind) -> Vec<usize> {
    let last = borders.len() - 1;
    let for_characters = latest_starts(borders, page_units, Kind::Character);
    let for_clusters = latest_starts(borders, page_units, Kind::Cluster);
    let mut ends = Vec::with_capacity(for_characters.len());
    let mut start = 0;
    for pages_left in (0..for_characters.len()).rev() {
        let full = start
            + borders[start..].partition_point(|border| border.units <= borders[start].units + page_units)
            - 1;
        let end = match pages_left {
            0 => last,
            _ => {
                // Earlier the rest does not fit, or not with its clusters whole where that is still possible.
                let whole = for_clusters[pages_left - 1];
                let earliest = if whole <= full { whole } else { for_characters[pages_left - 1] };
                end_between(&borders[..=full], earliest, wanted)
            }
        };
        ends.push(end);
        start = end;
    }
    ends
}

/// The last border from `from` on that is of the wanted kind, else of the next lesser one.
fn end_between(borders: &[Border], from: usize, wanted: Kind) -> usize {
    let last_of = |kind: Kind| (from..borders.len()).rev().find(|&index| borders[index].kind >= kind);
    last_of(wanted).or_else(|| last_of(Kind::Cluster)).unwrap_or(borders.len() - 1)
}

/// How much fits into the last page, the last two, and so on up to the whole text: the index of the earliest border at which
/// they may start, where all pages start at borders of this kind (but for clusters larger than a page).
fn latest_starts(borders: &[Border], page_units: usize, kind: Kind) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut end = borders.len() - 1;
    while end > 0 {
        let room = borders[..end].partition_point(|border| borders[end].units - border.units > page_units);
        // A cluster larger than a page has none; it is broken where the page is full.
        end = (room..end).find(|&index| borders[index].kind >= kind).unwrap_or(room);
        starts.push(end);
    }
    starts
}

#[cfg(test)]
mod tests;
