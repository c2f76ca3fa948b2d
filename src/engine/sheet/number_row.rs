//! The row of column numbers under a head, as forms print it: ※ over columns of text, 1, 2, 3… over amounts.

use crate::spelling;

/// The mark that a form prints over columns of text in its row of numbers.
const MARK: &str = "※";
/// What others print there, or at the beginning of such a row.
const OTHER_MARKS: [&str; 5] = ["*", "栏次", "列次", "栏目", "序号"];

/// A row of column numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct NumberRow {
    /// The columns that are marked as text.
    pub marks: Vec<usize>,
    /// The columns that are numbered, with their numbers.
    pub numbers: Vec<(usize, u8)>,
}

impl NumberRow {
    /// The numbers that a row of `texts` holds; `None` where it is no such row. It may be without marks where it counts
    /// from 1 without a gap.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut row = Self::default();
        let mut is_marked = false;
        for (column, text) in texts.into_iter().enumerate() {
            let plain: String = spelling::plain(text).collect();
            is_marked |= plain == MARK;
            if plain == MARK || OTHER_MARKS.contains(&plain.as_str()) {
                row.marks.push(column);
            } else if !plain.is_empty() {
                row.numbers.push((column, number(&plain)?));
            }
        }
        let counts = row.numbers.iter().map(|(_, number)| usize::from(*number)).eq(1..=row.numbers.len());
        (is_marked || row.numbers.len() >= 2 && (!row.marks.is_empty() || counts)).then_some(row)
    }
}

impl NumberRow {
    /// Whether a line with these texts, by column, has the marks of this row and no others: it is the same row again, though
    /// what stands in other columns may be spoilt.
    pub fn is_marked_in<'a>(&self, texts: impl Iterator<Item = (usize, &'a str)>) -> bool {
        let is_mark = |text: &str| spelling::plain(text).eq(MARK.chars());
        let marks: Vec<usize> = texts.filter(|(_, text)| is_mark(text)).map(|(column, _)| column).collect();
        !marks.is_empty() && marks == self.marks
    }
}

/// `3`, `(3)`, and `1=2+9` where a form says how the column adds up.
fn number(plain: &str) -> Option<u8> {
    let number = plain.split('=').next().unwrap_or(plain);
    let number = number.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(number);
    number.parse().ok().filter(|number| (1..=99).contains(number) && !plain.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> Option<NumberRow> {
        NumberRow::of(texts.iter().copied())
    }

    fn row(marks: &[usize], numbers: &[(usize, u8)]) -> Option<NumberRow> {
        Some(NumberRow { marks: marks.to_vec(), numbers: numbers.to_vec() })
    }

    #[test]
    fn marks_tell_the_same_row_where_heads_run_into_it() {
        let row = of(&["※", "※", "1", "2"]).unwrap();
        let is_marked = |texts: &[&str]| row.is_marked_in(texts.iter().copied().enumerate());
        assert!(is_marked(&["※", "※", "1", "出\n2"]));
        assert!(!is_marked(&["※", "208", "1", "2"]) && !is_marked(&["208", "01", "1", "2"]));
    }

    #[test]
    fn marks_and_numbers_are_told_from_rows_of_figures() {
        assert_eq!(of(&["※", "※", "1", "2"]), row(&[0, 1], &[(2, 1), (3, 2)]));
        assert_eq!(of(&["栏次", "", "1=2+3", "（2）", "３"]), row(&[0], &[(2, 1), (3, 2), (4, 3)]));
        assert_eq!(of(&["", "1", "2", "3"]), row(&[], &[(1, 1), (2, 2), (3, 3)]));
        for row in
            [&["208", "01", "09", "名称", "1"][..], &["208", "01", ""], &["", "2", "4"], &["", "1"], &["※", "1.5"]]
        {
            assert_eq!(of(row), None, "{row:?}");
        }
    }
}
