//! Cells for the clipboard: as text that spreadsheets take, and as a table in HTML.
//!
//! A spreadsheet takes a text that begins with `=` or the like for a formula, and a tab or a line break in a text for the
//! end of a cell. In HTML each cell says whether it is a text or a number, and spreadsheets take that where it is offered.
//! In plain text a cell that would be taken otherwise is quoted, and an apostrophe stands before what would be computed:
//! whoever pastes it gets a text. Pasting it here takes both off again.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopiedCell {
    /// A number, as it is typed: `-1.00`.
    Number(String),
    /// A text, which must arrive as one.
    Text(String),
}

/// Cells that are copied, by rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CopiedCells {
    pub rows: Vec<Vec<CopiedCell>>,
}

/// What marks a text as one.
const GUARD: char = '\'';

impl CopiedCells {
    /// Text with a tab between cells and a line end after each row.
    pub fn text(&self) -> String {
        // Alone, a text is pasted into other texts as often as into a cell, and is quoted only where it must be.
        if let [row] = &self.rows[..]
            && let [cell] = &row[..]
            && !cell.text().is_empty()
        {
            let text = guarded(cell);
            return if text.starts_with('"') || text.contains(['\t', '\n', '\r']) { quoted(&text) } else { text };
        }
        let is_apart = |text: &String| text.contains(['\t', '\n', '\r', '"']);
        let field = |cell: &CopiedCell| {
            Some(guarded(cell)).filter(|text| !is_apart(text)).unwrap_or_else(|| quoted(&guarded(cell)))
        };
        let line = |row: &Vec<CopiedCell>| row.iter().map(field).collect::<Vec<_>>().join("\t");
        // The last line is ended too, or a blank cell in it would be lost where it is pasted.
        match &self.rows[..] {
            [row] if row.iter().any(|cell| !cell.text().is_empty()) => line(row),
            rows => rows.iter().flat_map(|row| [line(row), "\r\n".to_owned()]).collect(),
        }
    }

    /// A table in HTML, as Excel and LibreOffice write it: `mso-number-format` and `sdnum` say what a cell is.
    pub fn html(&self) -> String {
        let cell = |cell: &CopiedCell| match cell {
            CopiedCell::Number(number) => {
                let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                let point = if decimals > 0 { "." } else { "" };
                let format = format!("0{point}{}", "0".repeat(decimals));
                let escaped = format.replace('.', "\\.");
                format!(
                    "<td align=\"right\" sdval=\"{number}\" sdnum=\"1033;0;{format}\" \
                     style='mso-number-format:\"{escaped}\"'>{number}</td>"
                )
            }
            CopiedCell::Text(text) => format!(
                "<td sdnum=\"1033;0;@\" style='mso-number-format:\"\\@\";white-space:pre-wrap'>{}</td>",
                html_text(text)
            ),
        };
        let row = |row: &Vec<CopiedCell>| format!("<tr>{}</tr>", row.iter().map(cell).collect::<String>());
        format!("<table>{}</table>", self.rows.iter().map(row).collect::<String>())
    }
}

impl CopiedCell {
    fn text(&self) -> &str {
        match self {
            Self::Number(text) | Self::Text(text) => text,
        }
    }
}

fn guarded(cell: &CopiedCell) -> String {
    match cell {
        CopiedCell::Text(text) => guarded_text(text),
        cell => cell.text().to_owned(),
    }
}

/// The text with an apostrophe before it where a spreadsheet would compute something else.
pub fn guarded_text(text: &str) -> String {
    if is_computed(text.trim_start_matches(GUARD)) { format!("{GUARD}{text}") } else { text.to_owned() }
}

/// What was copied here as `text`, where an apostrophe was put before it.
pub(super) fn unguarded(text: &str) -> &str {
    let bare = text.strip_prefix(GUARD).filter(|bare| is_computed(bare.trim_start_matches(GUARD)));
    bare.unwrap_or(text)
}

/// Whether a spreadsheet computes what begins so. A sign alone is a text everywhere. Excel in Chinese takes signs in full
/// width for those in half width.
fn is_computed(text: &str) -> bool {
    let mut characters = text.chars();
    let begins = characters
        .next()
        .is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'));
    begins && characters.next().is_some()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn html_text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            // One cell stays one cell.
            '\n' => html.push_str("<br style=\"mso-data-placement:same-cell\">"),
            '\r' => {}
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::super::paste::Block;
    use super::*;

    fn text(text: &str) -> CopiedCell {
        CopiedCell::Text(text.to_owned())
    }

    #[test]
    fn what_would_be_computed_is_guarded_and_amounts_are_not() {
        let copied = |cell: CopiedCell| CopiedCells { rows: vec![vec![cell, text("x")]] }.text();
        for (cell, expected) in [
            ("=HYPERLINK(\"a\")", "\"'=HYPERLINK(\"\"a\"\")\"\tx"),
            ("+1", "'+1\tx"),
            ("-2+3", "'-2+3\tx"),
            ("@SUM(A1)", "'@SUM(A1)\tx"),
            ("＝1", "'＝1\tx"),
            ("\t=1", "\"'\t=1\"\tx"),
            ("'=1", "''=1\tx"),
            ("-", "-\tx"),
            ("'甲'", "'甲'\tx"),
            ("甲\t乙\n丙", "\"甲\t乙\n丙\"\tx"),
            ("5\" 管", "\"5\"\" 管\"\tx"),
        ] {
            assert_eq!(copied(text(cell)), expected, "{cell}");
        }
        assert_eq!(copied(CopiedCell::Number("-1.00".into())), "-1.00\tx");
    }

    #[test]
    fn a_cell_alone_is_quoted_only_where_it_must_be() {
        let alone = |cell: &str| CopiedCells { rows: vec![vec![text(cell)]] }.text();
        assert_eq!(
            [alone("5\" 管"), alone("\"三公\"经费"), alone("甲\n乙"), alone("")],
            ["5\" 管", "\"\"\"三公\"\"经费\"", "\"甲\n乙\"", "\r\n"]
        );
    }

    #[test]
    fn what_is_copied_is_pasted_the_same() {
        let mut rng = fastrand::Rng::with_seed(15);
        let pieces = [
            "=",
            "+",
            "-",
            "@",
            "'",
            "\"",
            "\t",
            "\n",
            "甲",
            "乙 丙",
            "1",
            ".",
            ",",
            "＝",
            " ",
            "<b>",
            "&amp;",
            "\u{1f600}",
        ];
        for _ in 0..20_000 {
            let (height, width) = (rng.usize(1..4), rng.usize(1..4));
            let mut cell = || {
                if rng.u8(..4) == 0 {
                    return CopiedCell::Number(["-1.00", "0.5", "1308.69", ""][rng.usize(..4)].to_owned());
                }
                let joined: String = (0..rng.usize(0..6)).map(|_| pieces[rng.usize(..pieces.len())]).collect();
                // Blanks around a text are nobody's text.
                text(joined.trim())
            };
            let rows: Vec<Vec<CopiedCell>> = (0..height).map(|_| (0..width).map(|_| cell()).collect()).collect();
            let copied = CopiedCells { rows };
            let expected: Vec<Vec<&str>> =
                copied.rows.iter().map(|row| row.iter().map(CopiedCell::text).collect()).collect();
            assert_eq!(Block::with_lines(&copied.text()).rows, expected, "{:?}", copied.text());
            let one_line = |text: &&str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let cleaned: Vec<Vec<String>> = expected.iter().map(|row| row.iter().map(one_line).collect()).collect();
            assert_eq!(Block::from_text(&copied.text()).rows, cleaned, "{:?}", copied.text());
            if let Some(block) = Block::from_html(&copied.html()) {
                assert_eq!(block.rows, cleaned, "{}", copied.html());
            }
        }
    }
}
