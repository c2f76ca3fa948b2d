//! The merged head of a table.

use super::error::{FormError, SourceText};

/// A cell of a table's head, with the rows and columns that it spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadCell {
    pub text: String,
    /// First row.
    pub row: usize,
    /// First column, counted over all columns of the table.
    pub column: usize,
    /// Rows that it spans.
    pub rows: usize,
    /// Columns that it spans.
    pub columns: usize,
}

impl HeadCell {
    pub fn covers(&self, column: usize) -> bool {
        (self.column..self.column + self.columns).contains(&column)
    }
}

const LEFT: &str = "<";
const ABOVE: &str = "^";

/// Whether `text` only continues another cell.
pub(super) fn is_continued(text: &str) -> bool {
    text == LEFT || text == ABOVE
}

/// Reads a head written as rows of texts, where `<` continues the cell at the left and `^` the one above.
pub(super) fn read<'a>(
    source: SourceText<'a>,
    table: &'a str,
    rows: &[Vec<&'a str>],
    width: usize,
) -> Result<Vec<HeadCell>, FormError> {
    let at = |row: usize, column: usize| rows[row][column];
    let mut cells: Vec<HeadCell> = Vec::new();
    let mut covered = vec![vec![false; width]; rows.len()];
    for row in rows {
        if row.len() != width {
            let message = format!("表头这一行有 {} 格，而表有 {width} 列", row.len());
            return Err(source.error(row.first().copied().unwrap_or(table), message));
        }
    }
    for row in 0..rows.len() {
        for column in 0..width {
            if covered[row][column] {
                continue;
            }
            let text = at(row, column);
            if text == LEFT || text == ABOVE {
                return Err(source.error(text, format!("表头的“{text}”没有可以合并的格")));
            }
            let columns = 1 + (column + 1..width).take_while(|&c| at(row, c) == LEFT).count();
            let below = |r: usize| (column..column + columns).all(|c| at(r, c) == ABOVE);
            let height = 1 + (row + 1..rows.len()).take_while(|&r| below(r)).count();
            for line in &mut covered[row..row + height] {
                line[column..column + columns].fill(true);
            }
            cells.push(HeadCell { text: text.to_owned(), row, column, rows: height, columns });
        }
    }
    Ok(cells)
}

/// A title for each of `columns`: the lowest head over it, with as many of those above as tell it from the others.
pub(super) fn titles(cells: &[HeadCell], columns: &[usize]) -> Vec<String> {
    let heads: Vec<Vec<&str>> = columns
        .iter()
        .map(|&column| cells.iter().filter(|cell| cell.covers(column)).map(|cell| cell.text.as_str()).collect())
        .collect();
    let lowest = |place: usize, count: usize| {
        let texts: &Vec<&str> = &heads[place];
        texts[texts.len().saturating_sub(count)..].join(" ")
    };
    (0..heads.len())
        .map(|place| {
            let is_unique =
                |count: usize| (0..heads.len()).filter(|&p| lowest(p, count) == lowest(place, count)).count() == 1;
            let count = (1..heads[place].len()).find(|&count| is_unique(count)).unwrap_or(heads[place].len());
            lowest(place, count)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &[&[&str]] =
        &[&["科目", "支出", "<", "<", "<"], &["^", "小计", "基本支出", "<", "项目"], &["^", "^", "人员", "公用", "^"]];

    fn head(rows: &[&[&'static str]]) -> Result<Vec<HeadCell>, FormError> {
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.to_vec()).collect();
        read(SourceText::alone("test", ""), "", &rows, 5)
    }

    #[test]
    fn marks_merge_cells_with_the_left_and_the_upper_one() {
        let cells = head(ROWS).unwrap();
        let find = |text: &str| cells.iter().find(|cell| cell.text == text).unwrap();
        assert_eq!((find("科目").rows, find("科目").columns), (3, 1));
        assert_eq!((find("支出").rows, find("支出").columns), (1, 4));
        assert_eq!((find("小计").rows, find("小计").columns), (2, 1));
        assert_eq!((find("基本支出").rows, find("基本支出").columns), (1, 2));
        assert_eq!(cells.len(), 7);
    }

    #[test]
    fn a_head_row_of_another_width_is_refused() {
        assert!(head(&[&["科目", "支出"]]).unwrap_err().message.contains("2 格"));
        assert!(head(&[&["<", "支出", "<", "<", "<"]]).unwrap_err().message.contains("没有可以合并"));
    }

    #[test]
    fn titles_reach_up_as_far_as_needed() {
        let rows: &[&[&str]] = &[&["甲", "<", "乙", "<", "丙"], &["小计", "人员", "小计", "人员", "^"]];
        assert_eq!(titles(&head(rows).unwrap(), &[0, 1, 2, 3, 4]), ["甲 小计", "甲 人员", "乙 小计", "乙 人员", "丙"]);
    }
}
