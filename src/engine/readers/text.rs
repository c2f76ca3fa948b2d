//! Text: which format is written in it, and text with tab-separated tables.

use super::wrapped::Wrapping;
use super::{Bounds, Place, Progress, ReadError, Source, Wanted, csv, html, xml_workbook};
use crate::encoding::decoded;
use crate::spelling::{as_read, one_line};

/// A quoted cell does not reach over more lines.
const MOST_QUOTED_LINES: usize = 40;

/// Reads `bytes` as text, whatever is written in it.
pub(super) fn read(wanted: Wanted, bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    let text = decoded(bytes).ok_or(ReadError::Unknown)?;
    // Marks of lists and tables are looked for in what is read of the text.
    let text = as_read(&text);
    if xml_workbook::is_workbook(&text) {
        xml_workbook::read(wanted, &text, progress)
    } else if html::is_page(&text) {
        html::read(wanted, &text, progress)
    } else if text.trim_start().starts_with('<') {
        Err(ReadError::Unsupported { found: "XML 形式的文件", instead: ".xlsx 或 .docx" })
    } else if text.trim_start().starts_with("MIME-Version:") {
        Err(ReadError::Unsupported { found: "单个文件网页（.mht）", instead: ".xlsx 或 .docx" })
    } else if text.starts_with("ID;P") {
        Err(ReadError::Unsupported {
            found: "SYLK 表格（内容是旧的文本交换格式，文件名写成了 .xls 也一样）",
            instead: ".xlsx",
        })
    } else if wanted == Wanted::List {
        csv::read(&text, csv::delimiter(&text), progress)
    } else if csv::is_table(&text) {
        csv::read(&text, b',', progress)
    } else {
        read_tabs(&text, progress)
    }
}

/// Lines with tabs are rows; those that follow each other are a grid.
fn read_tabs(text: &str, progress: &Progress) -> Result<Source, ReadError> {
    let mut source = Source::default();
    let mut bounds = Bounds::default();
    let mut rows: Vec<(Vec<String>, Place)> = Vec::new();
    let mut prose = Prose { wrapping: Wrapping::of(text.lines()), open: None };
    let mut lines = text.lines().zip(1..).peekable();
    while let Some((line, number)) = lines.next() {
        progress.check()?;
        if !line.contains('\t') {
            flush(&mut source, &mut rows);
            bounds.row(1)?;
            prose.line(line, number, &mut source);
            continue;
        }
        prose.end(&mut source);
        let mut row = line.to_owned();
        // A cell that holds a line break is quoted.
        let mut more = 0;
        while row.split('\t').any(is_open) && more < MOST_QUOTED_LINES {
            let Some((next, _)) = lines.next_if(|(next, _)| !next.is_empty()) else { break };
            row.push('\n');
            row.push_str(next);
            more += 1;
        }
        let cells: Vec<String> = row.split('\t').map(unquoted).collect();
        bounds.row(cells.len())?;
        rows.push((cells, Place::Line(number)));
    }
    prose.end(&mut source);
    flush(&mut source, &mut rows);
    Ok(source)
}

/// Lines outside tables, joined where they were broken.
struct Prose<'t> {
    wrapping: Option<Wrapping>,
    open: Option<Open<'t>>,
}

/// A paragraph that may go on.
struct Open<'t> {
    text: String,
    /// The number of its first line.
    number: usize,
    last: &'t str,
    /// Empty lines after it.
    blank: usize,
}

impl<'t> Prose<'t> {
    fn line(&mut self, line: &'t str, number: usize, source: &mut Source) {
        let Some(wrapping) = self.wrapping else {
            return source.push_paragraph(without_marks(line), Place::Line(number));
        };
        match &mut self.open {
            Some(open) if line.trim().is_empty() => open.blank += 1,
            Some(open) if wrapping.goes_on(open.last, open.blank, line) => {
                open.text.push('\n');
                open.text.push_str(line);
                (open.last, open.blank) = (line, 0);
            }
            _ => {
                self.end(source);
                self.open = Some(Open { text: line.to_owned(), number, last: line, blank: 0 });
            }
        }
    }

    fn end(&mut self, source: &mut Source) {
        if let Some(open) = self.open.take() {
            source.push_paragraph(without_marks(&one_line(&open.text)), Place::Line(open.number));
        }
    }
}

fn flush(source: &mut Source, rows: &mut Vec<(Vec<String>, Place)>) {
    if !rows.is_empty() {
        source.push_grid(std::mem::take(rows), &[], &[]);
    }
}

/// Whether a cell begins with a quotation mark that nothing closes.
fn is_open(cell: &str) -> bool {
    cell.starts_with('"') && !cell.matches('"').count().is_multiple_of(2)
}

fn unquoted(cell: &str) -> String {
    let inside = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|_| cell.len() >= 2);
    inside.map_or_else(|| cell.trim().to_owned(), |inside| inside.replace("\"\"", "\""))
}

/// A paragraph without the marks of lists, heads and bold type that converters to text leave.
fn without_marks(line: &str) -> String {
    let line = line.trim();
    let line = line.trim_start_matches('#').trim_start();
    let line = line.strip_prefix("- ").unwrap_or(line);
    without_bold(line)
}

/// `line` without the two asterisks before and after what was bold. Other asterisks are a mask that stands for
/// characters that are not published (`***伤残群众`), and are kept.
fn without_bold(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('*') {
        let (before, marked) = rest.split_at(at);
        plain += before;
        let after_mark = marked.trim_start_matches('*');
        let mask = &marked[..marked.len() - after_mark.len()];
        // What begins within a word is a mask.
        let bold = if plain.ends_with(char::is_alphanumeric) { None } else { bold(marked) };
        let (kept, after) = bold.unwrap_or((mask, after_mark));
        plain += kept;
        rest = after;
    }
    plain + rest
}

/// What is bold at the beginning of `marked`, and what follows it.
fn bold(marked: &str) -> Option<(&str, &str)> {
    let (bold, after) = marked.strip_prefix("**")?.split_once("**")?;
    let is_bold = !bold.is_empty() && bold.trim() == bold && !bold.contains('*') && !after.starts_with('*');
    is_bold.then_some((bold, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_bold_type_go_and_masks_stay() {
        for (line, plain) in [
            ("**一、单位概况**", "一、单位概况"),
            ("**一、**概况", "一、概况"),
            ("见**表5**。", "见**表5**。"),
            ("（**基本支出**）", "（基本支出）"),
            ("***伤残群众", "***伤残群众"),
            ("张**，李**", "张**，李**"),
            ("项目“**工程”", "项目“**工程”"),
            ("****", "****"),
            ("a*b", "a*b"),
        ] {
            assert_eq!(without_marks(line), plain, "{line}");
        }
    }
}
