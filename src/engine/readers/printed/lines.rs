//! Lines of text out of the words of a page.

use super::geometry::Rect;
use super::order;
use super::prose::ProseLine;
use super::words::{self, Word};

/// Words gathered into lines, from the top.
pub(super) fn lines(mut words: Vec<Word>) -> Vec<ProseLine> {
    words.sort_by(|one, other| {
        one.bounds.top.total_cmp(&other.bounds.top).then(one.bounds.left.total_cmp(&other.bounds.left))
    });
    let mut lines: Vec<(Rect, Vec<Word>)> = Vec::new();
    for word in words {
        let (_, middle) = word.bounds.middle();
        match lines.last_mut().filter(|(bounds, _)| (bounds.top..=bounds.bottom).contains(&middle)) {
            Some((bounds, line)) => {
                bounds.bottom = bounds.bottom.max(word.bounds.bottom);
                line.push(word);
            }
            None => lines.push((word.bounds, vec![word])),
        }
    }
    lines.into_iter().map(|(bounds, words)| prose_line(bounds, words)).collect()
}

fn prose_line(bounds: Rect, mut words: Vec<Word>) -> ProseLine {
    words.sort_by(|one, other| one.bounds.left.total_cmp(&other.bounds.left));
    let text = words::line_text(words.iter());
    let left = words.first().map_or(0.0, |word| word.bounds.left);
    let right = words.last().map_or(0.0, |word| word.bounds.right);
    let after = words::line_break(words.first()).to_owned();
    let is_turned = order::is_all_turned(&text);
    // A word in which two fonts meet is higher than its type.
    let size = words.iter().map(|word| word.bounds.bottom - word.bounds.top).fold(f64::INFINITY, f64::min);
    ProseLine { text, after, top: bounds.top, bottom: bounds.bottom, left, right, size, is_turned }
}
