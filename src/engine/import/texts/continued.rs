//! Paragraphs of a workbook that go on in the rows below: a row shows no more than so many lines.

use crate::readers::{Place, Source};

/// Lines that a row of text has at most, as the program writes it, and characters of half width in each.
const MOST_LINES: usize = 20;
const HALF_WIDTHS: usize = 62;
/// Another program may have put fewer on a line.
const SPARE: usize = 2;

/// Whether the text on line `after` goes on with the paragraph that begins on line `first` and stands on `before` last: it
/// is the only one that is not set in, and had no room there.
pub(super) fn goes_on(source: &Source, first: usize, before: usize, after: usize) -> bool {
    let (Place::Sheet(sheet, row), Place::Sheet(next_sheet, next_row)) =
        (&source.lines[before].place, &source.lines[after].place)
    else {
        return false;
    };
    let is_below = sheet == next_sheet && row + 1 == *next_row;
    let (first, last, next) = (raw(source, first), raw(source, before), raw(source, after));
    let is_set_in = |text: &str| text.starts_with(char::is_whitespace);
    let sentence = next.split_inclusive(['。', '；', '\n']).next().unwrap_or_default();
    let is_full = lines(last) + lines(sentence) + SPARE > MOST_LINES;
    is_below && is_set_in(first) && !is_set_in(next) && is_full
}

/// The only text of a line, with the blanks with which it begins.
fn raw(source: &Source, line: usize) -> &str {
    let cells = source.lines[line].cells.iter().map(|cell| cell.text.as_str());
    cells.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default()
}

/// In about how many lines `text` stands.
fn lines(text: &str) -> usize {
    let half_widths: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    half_widths.div_ceil(HALF_WIDTHS).max(1)
}
