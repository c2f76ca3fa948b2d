//! Words of a script that is written from right to left, Uyghur above all, among Chinese.
//!
//! A line of a disclosure runs from left to right whatever it begins with; one that has no letter of the other direction
//! is a line of that script and runs from right to left. The order inside is that of the Unicode Bidirectional Algorithm
//! (UAX #9), with one difference: a number that follows on such words in a Chinese line belongs to the Chinese, and would
//! be put before them by the algorithm.

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_bidi_mirroring::get_mirrored;

/// Holds what follows on words from right to left in the order of the line.
const LEFT_TO_RIGHT_MARK: char = '\u{200E}';

/// Whether `c` is a letter of a script that is written from right to left.
pub fn is_right_to_left(c: char) -> bool {
    c >= '\u{590}' && matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// Whether `text` has a letter of such a script.
pub fn has_right_to_left(text: &str) -> bool {
    // What is as common as hanzi and figures is told by its first byte.
    !text.is_ascii() && text.chars().any(is_right_to_left)
}

/// Whether `text` has letters of such a script and no others: it is not Chinese.
pub fn is_all_right_to_left(text: &str) -> bool {
    has_right_to_left(text) && text.chars().all(|c| bidi_class(c) != BidiClass::L)
}

/// The pieces of `text`, in bytes, that are written from right to left, each as long as can be: words with what stands
/// between them. A line without other letters is one piece.
pub fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    if !has_right_to_left(text) {
        return pieces;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches('\n');
        if is_all_right_to_left(content) {
            pieces.push(start..start + content.len());
        } else {
            pieces.extend(in_line(content).into_iter().map(|piece| start + piece.start..start + piece.end));
        }
        start += line.len();
    }
    pieces
}

/// The same in a line that has letters of both directions.
fn in_line(line: &str) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    // Whether no letter from left to right was met since the last piece.
    let mut goes_on = false;
    for (at, c) in line.char_indices() {
        let end = at + c.len_utf8();
        match bidi_class(c) {
            BidiClass::R | BidiClass::AL => match pieces.last_mut().filter(|_| goes_on) {
                Some(piece) => piece.end = end,
                None => {
                    pieces.push(at..end);
                    goes_on = true;
                }
            },
            BidiClass::L => goes_on = false,
            // Marks belong to the letter before them.
            BidiClass::NSM | BidiClass::BN => {
                if let Some(piece) = pieces.last_mut().filter(|piece| goes_on && piece.end == at) {
                    piece.end = end;
                }
            }
            _ => {}
        }
    }
    pieces
}

/// `text` with marks that hold numbers behind such words in a line of the other direction, for whatever follows the
/// algorithm.
pub fn with_marks(text: &str) -> Cow<'_, str> {
    let mut marked = String::new();
    let mut copied = 0;
    for piece in pieces(text) {
        let line = text[piece.end..].split('\n').next().unwrap_or_default();
        let decides = |c: &char| !matches!(class_group(*c), Group::Neutral);
        let is_followed_by_number = line.chars().find(decides).is_some_and(|c| matches!(class_group(c), Group::Number));
        if is_followed_by_number {
            marked.push_str(&text[copied..piece.end]);
            marked.push(LEFT_TO_RIGHT_MARK);
            copied = piece.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    marked.push_str(&text[copied..]);
    Cow::Owned(marked)
}

enum Group {
    Letter,
    Number,
    Neutral,
}

fn class_group(c: char) -> Group {
    match bidi_class(c) {
        BidiClass::L | BidiClass::R | BidiClass::AL => Group::Letter,
        BidiClass::EN | BidiClass::AN => Group::Number,
        _ => Group::Neutral,
    }
}

/// `text` for what draws words as they are read but puts them one after the other from left to right: its words in the
/// order in which they stand on the line, each from its first letter to its last.
pub fn in_visual_order(text: &str) -> Cow<'_, str> {
    if !has_right_to_left(text) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<String> = text.split('\n').map(line_in_visual_order).collect();
    Cow::Owned(lines.join("\n"))
}

fn line_in_visual_order(line: &str) -> String {
    let base = if is_all_right_to_left(line) { Level::rtl() } else { Level::ltr() };
    let marked = with_marks(line);
    let info = BidiInfo::new(&marked, Some(base));
    let mut shown = String::with_capacity(line.len());
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let piece = &marked[run.clone()];
            match levels.get(run.start).is_some_and(Level::is_rtl) {
                true => words(piece).into_iter().rev().for_each(|word| push_mirrored(&mut shown, word)),
                false => shown.push_str(piece),
            }
        }
    }
    shown.retain(|c| c != LEFT_TO_RIGHT_MARK);
    shown
}

/// The words of `text`, and each character between them.
fn words(text: &str) -> Vec<&str> {
    let is_of_word = |c: char| matches!(bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::NSM | BidiClass::BN);
    let mut words = Vec::new();
    let mut start = 0;
    let mut was_of_word = false;
    for (at, c) in text.char_indices() {
        if at > start && !(was_of_word && is_of_word(c)) {
            words.push(&text[start..at]);
            start = at;
        }
        was_of_word = is_of_word(c);
    }
    words.push(&text[start..]);
    words
}

/// A bracket that stands alone is turned: it opens to the other side.
fn push_mirrored(shown: &mut String, word: &str) {
    let mut characters = word.chars();
    match (characters.next().and_then(get_mirrored), characters.next()) {
        (Some(mirrored), None) => shown.push(mirrored),
        _ => shown.push_str(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        pieces(text).into_iter().map(|piece| &text[piece]).collect()
    }

    #[test]
    fn words_with_what_is_between_them_are_one_piece() {
        assert_eq!(texts("双语教材《ئانا تىلى》采购"), ["ئانا تىلى"]);
        assert_eq!(texts("ئۇيغۇر، تىلى2025年 שלום 等"), ["ئۇيغۇر، تىلى", "שלום"]);
        assert_eq!(texts("ئانا 12 تىلى甲ئانا"), ["ئانا 12 تىلى", "ئانا"]);
        assert_eq!(texts("一行\nئانا تىلى (2)!\n二行"), ["ئانا تىلى (2)!"], "a line of its own");
        assert_eq!(texts("甲בָּ乙"), ["בָּ"], "a letter with its marks");
        assert!(texts("某单位2025年（预算）").is_empty());
    }

    #[test]
    fn words_are_shown_from_right_to_left_in_a_line_from_left_to_right() {
        assert_eq!(in_visual_order("双语教材《ئانا تىل》采购"), "双语教材《تىل ئانا》采购");
        assert_eq!(in_visual_order("ئانا تىل采购"), "تىل ئانا采购", "whatever the line begins with");
        assert_eq!(in_visual_order("ئانا (تىل) ياردەم采"), "ياردەم (تىل) ئانا采", "brackets open to the other side");
        assert_eq!(in_visual_order("ئانا 12 تىل采"), "تىل 12 ئانا采");
        assert_eq!(in_visual_order("甲\nئانا تىل!"), "甲\n!تىل ئانا");
        assert!(matches!(in_visual_order("某单位（2025）"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_number_behind_such_words_stays_behind_them() {
        assert_eq!(in_visual_order("ئىش ھەققى。2025 年增加"), "ھەققى ئىش。2025 年增加");
        assert_eq!(in_visual_order("增加ئىش 50%"), "增加ئىش 50%");
        assert_eq!(with_marks("ئىش 2025 年"), "ئىش\u{200e} 2025 年");
        assert_eq!(with_marks("ئىش年 2025"), "ئىش年 2025");
        assert_eq!(with_marks("ئىش 2025"), "ئىش 2025", "a line of its own runs from right to left");
    }

    #[test]
    fn nothing_is_lost_or_added_in_visual_order() {
        let texts = ["ئانا (تىل) 12%؟甲«بىر»", "אבג ДЕЖ 12,50 غەب‌ج 的", "\u{202e}甲\u{2067}ئا", "ݐ𞤀𐤀 x ࡀ"];
        for text in texts {
            let sorted = |text: &str| {
                let mut all: Vec<char> =
                    text.chars().map(|c| get_mirrored(c).map_or(c, |mirrored| c.min(mirrored))).collect();
                all.sort_unstable();
                all
            };
            assert_eq!(sorted(&in_visual_order(text)), sorted(text), "{text}");
        }
    }
}
