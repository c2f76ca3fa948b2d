//! A paragraph of the template that a person wrote anew.

use std::ops::Range;

/// Words in place of a paragraph of the template. Figures in it may be bound: they go on following the tables, whatever is
/// written around them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rewording {
    /// As it was printed when it was written: what is bound may say something else by now.
    text: String,
    bound: Vec<Bound>,
}

/// A piece of a rewording that follows from the disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// What the template of the paragraph writes in braces for it: `T3[total](2)`, `?reason`.
    pub source: String,
}

/// A piece of a rewording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RewordedPiece<'a> {
    Words(&'a str),
    /// What follows from the disclosure: its source, and what it said when it was written.
    Bound(&'a str, &'a str),
}

impl Rewording {
    /// `text` in which pieces are `bound`, those that do not lie one behind the other inside it left out.
    pub fn new(text: String, bound: Vec<Bound>) -> Self {
        let mut end = 0;
        let mut bound = bound;
        bound.retain(|piece| {
            let is_inside = piece.range.start >= end && !text.get(piece.range.clone()).unwrap_or_default().is_empty();
            end = if is_inside { piece.range.end } else { end };
            is_inside
        });
        Self { text, bound }
    }

    /// The text as it was when it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn bound(&self) -> &[Bound] {
        &self.bound
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> Vec<RewordedPiece<'_>> {
        let mut pieces = Vec::new();
        let mut end = 0;
        for Bound { range, source } in &self.bound {
            pieces.push(RewordedPiece::Words(&self.text[end..range.start]));
            pieces.push(RewordedPiece::Bound(source, &self.text[range.clone()]));
            end = range.end;
        }
        pieces.push(RewordedPiece::Words(&self.text[end..]));
        pieces.retain(|piece| *piece != RewordedPiece::Words(""));
        pieces
    }

    /// What it becomes when a person makes `text` of it: what they did not touch stays bound.
    pub fn edited(&self, text: &str) -> Self {
        let (start, old_end, new_end) = changed(&self.text, text);
        let moved = |range: &Range<usize>| {
            let is_before = range.end <= start;
            // Right behind what was typed it is as it was; what was typed inside or over it is a person's.
            let is_behind = range.start >= old_end;
            match (is_before, is_behind) {
                (true, _) => Some(range.clone()),
                (_, true) => Some(range.start - old_end + new_end..range.end - old_end + new_end),
                _ => None,
            }
        };
        let bound = self.bound.iter().filter_map(|piece| Some(Bound { range: moved(&piece.range)?, ..piece.clone() }));
        Self::new(text.to_owned(), bound.filter(|piece| stands_alone(text, &piece.range)).collect())
    }

    /// The same without the blanks at its ends.
    pub fn trimmed(&self) -> Self {
        let cut = self.text.len() - self.text.trim_start().len();
        let bound = self.bound.iter().filter_map(|piece| {
            let range = piece.range.start.checked_sub(cut)?..piece.range.end.checked_sub(cut)?;
            Some(Bound { range, ..piece.clone() })
        });
        Self::new(self.text.trim().to_owned(), bound.collect())
    }
}

impl From<String> for Rewording {
    fn from(text: String) -> Self {
        Self { text, bound: Vec::new() }
    }
}

impl From<&str> for Rewording {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// Whether no digit was typed against what stands at `range`: together they are another figure.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let is_figure = text[range.clone()].contains(|c: char| c.is_ascii_digit());
    let goes_on = |c: char| c.is_ascii_digit() || matches!(c, '.' | '．') || ('０'..='９').contains(&c);
    !is_figure || !before.is_some_and(goes_on) && !after.is_some_and(goes_on)
}

/// Where `new` differs from `old`: the start in both, the end in the old one, the end in the new one, in bytes.
fn changed(old: &str, new: &str) -> (usize, usize, usize) {
    let same = |(one, other): &(char, char)| one == other;
    let start: usize = old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let rest = (old[start..].chars().rev(), new[start..].chars().rev());
    let behind: usize = rest.0.zip(rest.1).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    (start, old.len() - behind, new.len() - behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "支出12.00万元，占3.00%。";

    fn rewording() -> Rewording {
        let at = |piece: &str, source: &str| {
            let start = TEXT.find(piece).unwrap();
            Bound { range: start..start + piece.len(), source: source.to_owned() }
        };
        Rewording::new(TEXT.to_owned(), vec![at("12.00", "T3[total](1)"), at("3.00", "share")])
    }

    #[test]
    fn what_is_typed_around_a_figure_leaves_it_bound_and_what_is_typed_over_it_does_not() {
        for (text, bound) in [
            (TEXT, &["12.00", "3.00"][..]),
            ("本年支出12.00万元，占3.00%。", &["12.00", "3.00"]),
            ("支出12.00万元，约占全部的3.00%。", &["12.00", "3.00"]),
            ("支出13.00万元，占3.00%。", &["3.00"]),
            ("支出12.00万元，占3.10%。", &["12.00"]),
            ("支出112.00万元，占3.00%。", &["3.00"]),
            ("支出912.00万元，占3.00%。", &["3.00"]),
            ("支出12.005万元，占3.00%。", &["3.00"]),
            ("支出1.2.00万元，占3.00%。", &["3.00"]),
            ("支出12.00万元。", &["12.00"]),
            ("什么都没有。", &[]),
            ("", &[]),
        ] {
            let edited = rewording().edited(text);
            assert_eq!(edited.text(), text);
            let found: Vec<&str> = edited.bound().iter().map(|piece| &text[piece.range.clone()]).collect();
            assert_eq!(found, bound, "{text}");
        }
    }

    #[test]
    fn the_pieces_are_the_text() {
        let rewording = rewording();
        let pieces = rewording.pieces();
        let said = |piece: &RewordedPiece<'_>| match piece {
            RewordedPiece::Words(words) | RewordedPiece::Bound(_, words) => (*words).to_owned(),
        };
        assert_eq!(pieces.iter().map(said).collect::<String>(), TEXT);
        assert_eq!(pieces[1], RewordedPiece::Bound("T3[total](1)", "12.00"));
        let spaced = Rewording::from("  一 ").trimmed();
        assert_eq!((spaced.text(), spaced.bound()), ("一", &[][..]));
    }

    #[test]
    fn what_cannot_be_bound_is_not() {
        let bound = |range: Range<usize>| Bound { range, source: "year".to_owned() };
        let rewording =
            Rewording::new("一二三".to_owned(), vec![bound(0..3), bound(2..6), bound(3..3), bound(3..6), bound(6..99)]);
        let ranges: Vec<_> = rewording.bound().iter().map(|piece| piece.range.clone()).collect();
        assert_eq!(ranges, [0..3, 3..6]);
    }
}
