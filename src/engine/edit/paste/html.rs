//! A table in HTML from the clipboard, as browsers and word processors put it there.

use scraper::{ElementRef, Html, Selector};

use super::Block;
use super::block::clean;

/// Longer texts are not looked at.
const LONGEST: usize = 8 << 20;
/// No table of a disclosure has nearly as many columns; a cell that claims to span more does not.
pub(super) const WIDEST: usize = 200;
/// Nor as many rows.
pub(super) const TALLEST: usize = 20_000;

impl Block {
    /// The first table of more than one column in `html`. A merged cell's text stands where it begins; what it covers is
    /// blank.
    pub fn from_html(html: &str) -> Option<Self> {
        if html.len() > LONGEST { None } else { super::isolated::read(html) }
    }
}

/// The first table of more than one column in a page.
pub(super) fn block_of_page(html: &str) -> Option<Block> {
    let document = Html::parse_fragment(html);
    let tables = Selector::parse("table").ok()?;
    document.select(&tables).map(block_of).find(|block| block.width() > 1)
}

fn block_of(table: ElementRef<'_>) -> Block {
    let mut rows: Vec<Vec<Option<String>>> = Vec::new();
    let own_rows = table.descendants().filter_map(ElementRef::wrap).filter(|element| {
        let nearest = element.ancestors().filter_map(ElementRef::wrap).find(|e| e.value().name() == "table");
        element.value().name() == "tr" && nearest.is_some_and(|nearest| nearest.id() == table.id())
    });
    for (place, row) in own_rows.enumerate().take(TALLEST) {
        let mut column = 0;
        for cell in row.children().filter_map(ElementRef::wrap).filter(|e| matches!(e.value().name(), "td" | "th")) {
            while is_taken(&rows, place, column) {
                column += 1;
            }
            let span = |name| cell.value().attr(name).and_then(|n| n.trim().parse::<usize>().ok()).unwrap_or(1);
            let columns = span("colspan").clamp(1, WIDEST);
            let below = span("rowspan").clamp(1, WIDEST);
            if column + columns > WIDEST {
                break;
            }
            for line in place..place + below {
                for covered in column..column + columns {
                    put(&mut rows, line, covered, String::new());
                }
            }
            let text: Vec<&str> = cell.text().collect();
            put(&mut rows, place, column, clean(&text.join(" ")));
            column += columns;
        }
    }
    let rows = rows.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect());
    Block::from_rows(rows.collect())
}

fn is_taken(rows: &[Vec<Option<String>>], row: usize, column: usize) -> bool {
    rows.get(row).and_then(|row| row.get(column)).is_some_and(Option::is_some)
}

fn put(rows: &mut Vec<Vec<Option<String>>>, row: usize, column: usize, text: String) {
    if rows.len() <= row {
        rows.resize(row + 1, Vec::new());
    }
    let cells = &mut rows[row];
    if cells.len() <= column {
        cells.resize(column + 1, None);
    }
    cells[column] = Some(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_keep_the_others_in_their_columns() {
        let html = "<html><body><!--StartFragment--><table><tr><th rowspan=2>科目</th><th colspan='2'>支出</th></tr>\
                    <tr><td>基本</td><td>项目</td></tr><tr><td>301</td><td><b>1,308</b>.69</td><td>&nbsp;</td></tr></table>";
        let block = Block::from_html(html).unwrap();
        assert_eq!(block.rows[0], ["科目", "支出", ""]);
        assert_eq!(block.rows[1], ["", "基本", "项目"]);
        assert_eq!((block.rows[2][0].as_str(), block.rows[2][2].as_str()), ("301", ""));
    }

    #[test]
    fn what_is_no_table_is_none() {
        assert_eq!(Block::from_html("<p>1</p><p>2</p>"), None);
        assert_eq!(Block::from_html("<table><tr><td>1</td></tr></table>"), None);
        assert_eq!(Block::from_html(""), None);
    }

    #[test]
    fn absurd_spans_and_depths_are_bounded() {
        let wide = Block::from_html("<table><tr><td colspan=4000000000 rowspan=99999999>1<td>2</table>");
        assert!(wide.is_none_or(|block| block.width() <= WIDEST && block.height() <= TALLEST));
        let deep = "<table><tr><td>".repeat(2_000);
        assert!(Block::from_html(&deep).is_none_or(|block| block.width() <= WIDEST));
    }
}
