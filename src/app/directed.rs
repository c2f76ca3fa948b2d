//! Text in which words are written from right to left, Uyghur above all.
//!
//! Works around egui 0.37 (emilk/egui#1016), which draws such a word as it is read, but puts words one after the other
//! from left to right and breaks lines so.

use std::borrow::Cow;

use egui::{Color32, FontId, Painter};

use disclosure_export::direction::{has_right_to_left, in_visual_order};

/// `text` as egui must be given it to be read in the right order in lines no wider than `room`; unchanged where all of
/// it is written from left to right.
pub fn directed<'t>(painter: &Painter, text: &'t str, font: &FontId, room: f32) -> Cow<'t, str> {
    if !has_right_to_left(text) {
        return Cow::Borrowed(text);
    }
    let width = |text: &str| painter.layout_no_wrap(text.to_owned(), font.clone(), Color32::BLACK).size().x;
    // A line is broken before its words are put in order: what is read first stands in the first.
    let lines: Vec<String> = text.split('\n').flat_map(|line| broken(line, room, width)).collect();
    Cow::Owned(lines.iter().map(|line| in_visual_order(line)).collect::<Vec<_>>().join("\n"))
}

/// `line` in pieces no wider than `room`.
fn broken(line: &str, room: f32, width: impl Fn(&str) -> f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut filled = 0.0;
    for word in words(line) {
        let needed = width(word.trim_end());
        if let Some(last) = lines.last_mut()
            && filled > 0.0
            && filled + needed > room
        {
            last.truncate(last.trim_end().len());
            lines.push(String::new());
            filled = 0.0;
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(word);
        }
        filled += width(word);
    }
    lines
}

/// The pieces that stay on one line: a hanzi, or a word, with the blanks behind it.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut previous = None;
    for (at, c) in line.char_indices() {
        let breaks = |before: char| !c.is_whitespace() && (before.is_whitespace() || is_wide(before) || is_wide(c));
        if previous.is_some_and(breaks) {
            words.push(&line[start..at]);
            start = at;
        }
        previous = Some(c);
    }
    words.push(&line[start..]);
    words
}

/// Whether a line may break beside `c`: between hanzi it may anywhere.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_hanzi_and_at_blanks_before_words_are_put_in_order() {
        assert_eq!(words("双语《ئانا تىلى》x y"), ["双", "语", "《", "ئانا ", "تىلى", "》", "x ", "y"]);
        let width = |text: &str| text.chars().count() as f32;
        assert_eq!(broken("ئانا تىلى توم 采", 10.0, width), ["ئانا تىلى", "توم 采"]);
        assert_eq!(broken("采购项目", 2.0, width), ["采购", "项目"]);
        assert_eq!(broken("", 2.0, width), [""]);
    }
}
