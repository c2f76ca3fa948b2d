//! Where lines break: an opening bracket or quote goes with what it opens.
//!
//! Works around epaint 0.37, which keeps closing brackets from the beginning of a line and lets an opening one stand at the
//! end of the line before.

use std::borrow::Cow;

use egui::{Color32, FontId, Galley, Painter};

/// `text` with a break before each opening bracket that would end a line no wider than `room`; unchanged where none does.
pub fn wrapped<'t>(painter: &Painter, text: &'t str, font: &FontId, room: f32) -> Cow<'t, str> {
    if !text.contains(opens) || !room.is_finite() {
        return Cow::Borrowed(text);
    }
    broken(text, |text| ends(&painter.layout(text.to_owned(), font.clone(), Color32::BLACK, room)))
}

/// At which character each line of `galley` ends.
pub fn ends(galley: &Galley) -> Vec<usize> {
    let mut at = 0;
    let mut ends = Vec::new();
    for row in &galley.rows {
        at += row.glyphs.len();
        ends.push(at);
        at += usize::from(row.ends_with_newline);
    }
    ends
}

/// The same, where `ends` tells at which character each line of a text ends.
fn broken(text: &str, ends: impl Fn(&str) -> Vec<usize>) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    // Each round mends one line; the lines after it move.
    for _ in 0..text.chars().filter(|&c| opens(c)).count() {
        let chars: Vec<char> = text.chars().collect();
        let Some(first) = first_to_break(&chars, &ends(&text)) else { break };
        let (head, tail) = chars.split_at(first);
        text = Cow::Owned(head.iter().chain(&['\n']).chain(tail).collect());
    }
    text
}

/// The first opening bracket that ends a line, or the first of several, where lines end at `ends`.
pub fn first_to_break(chars: &[char], ends: &[usize]) -> Option<usize> {
    let inner = &ends[..ends.len().saturating_sub(1)];
    // A line of nothing else cannot be helped.
    let is_wrong = |&&end: &&usize| {
        let before = chars[..end].iter().rposition(|&c| !opens(c));
        end > 0 && opens(chars[end - 1]) && before.is_some_and(|before| chars[before] != '\n')
    };
    let &end = inner.iter().find(is_wrong)?;
    Some(chars[..end].iter().rposition(|&c| !opens(c)).map_or(0, |before| before + 1))
}

/// Whether `c` opens something.
pub fn opens(c: char) -> bool {
    matches!(c, '（' | '“' | '‘' | '《' | '〈' | '「' | '『' | '【' | '〔' | '［' | '｛' | '(' | '[' | '{')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ends of lines of `most` characters, and where the text breaks itself.
    fn ends(text: &str, most: usize) -> Vec<usize> {
        let chars: Vec<char> = text.chars().collect();
        let (mut ends, mut filled) = (Vec::new(), 0);
        for (at, &c) in chars.iter().enumerate() {
            if c == '\n' || filled == most {
                ends.push(at);
                filled = 0;
            }
            filled += usize::from(c != '\n');
        }
        ends.push(chars.len());
        ends
    }

    #[test]
    fn no_line_ends_with_what_opens() {
        for text in ["财政拨款（补助）小计", "因公出国（境）费", "“三公”经费（合计）", "（一）（二）", "（（（", "没有"]
        {
            for most in 1..=8 {
                let broken = broken(text, |text| ends(text, most));
                assert_eq!(broken.replace('\n', ""), text);
                let chars: Vec<char> = broken.chars().collect();
                let lines = ends(&broken, most);
                for &end in &lines[..lines.len() - 1] {
                    let line = chars[..end].rsplit(|&c| c == '\n').next().unwrap();
                    let helps = line.iter().any(|&c| !opens(c));
                    assert!(end == 0 || !opens(chars[end - 1]) || !helps || most == 1, "{broken:?} in lines of {most}");
                }
            }
        }
    }

    #[test]
    fn the_bracket_goes_to_the_next_line() {
        assert_eq!(broken("财政拨款（补助）小计", |text| ends(text, 5)), "财政拨款\n（补助）小计");
        assert_eq!(broken("财政拨款（补助）小计", |text| ends(text, 6)), "财政拨款（补助）小计");
    }
}
