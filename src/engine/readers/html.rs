//! Web pages: what Excel saves as one, and the tables that finance systems write as HTML and name `.xls`.
//!
//! Only tags are told apart, in one pass: no tree is built, so that no nesting takes time or memory. Nothing that a page
//! names is fetched, and its scripts are skipped.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

use super::html_indent::Indents;
use super::html_table::HtmlTable;
use super::{Bounds, Place, Progress, ReadError, Source, Wanted};

/// Larger pages are none of a disclosure.
const LARGEST: usize = 16 << 20;
/// Attributes of one tag: the tokenizer compares each with all before it.
const MOST_ATTRIBUTES: usize = 100;
/// Tables inside tables.
const DEEPEST_TABLE: usize = 16;
/// After how many bytes the reader looks whether it is to stop.
const STEP: usize = 64 << 10;

/// Whether `text` is a web page.
pub(super) fn is_page(text: &str) -> bool {
    let head: String = text.chars().take(STEP).collect::<String>().to_ascii_lowercase();
    let is_tagged = |tag: &&str| head.contains(*tag);
    text.trim_start().starts_with('<') && ["<html", "<table", "<body", "<div", "<meta", "<tr"].iter().any(is_tagged)
}

/// Reads `text` as a web page.
pub(super) fn read(wanted: Wanted, text: &str, progress: &Progress) -> Result<Source, ReadError> {
    if text.len() > LARGEST {
        return Err(ReadError::TooMuch("网页超过 16 MiB"));
    }
    let (code, styles) = apart(text);
    if !has_modest_tags(&code) {
        return Err(ReadError::TooMuch("网页的一个标记有上百个属性"));
    }
    let reading =
        Reading { is_shown_only: wanted.is_shown_only(), indents: Indents::of(&styles), ..Reading::default() };
    let tokenizer = Tokenizer::new(Sink(RefCell::new(reading)), Default::default());
    let input = BufferQueue::default();
    let mut rest = code.as_str();
    while !rest.is_empty() {
        progress.check()?;
        let end = rest.char_indices().map(|(at, _)| at).find(|at| *at >= STEP).unwrap_or(rest.len());
        input.push_back(StrTendril::from(&rest[..end]));
        let _ = tokenizer.feed(&input);
        if let Some(error) = tokenizer.sink.0.borrow_mut().error.take() {
            return Err(error);
        }
        rest = &rest[end..];
    }
    tokenizer.end();
    tokenizer.sink.0.take().finish()
}

/// The page without comments, scripts and styles, and its styles.
fn apart(text: &str) -> (String, String) {
    const STYLE: &str = "<style";
    let lower = text.to_ascii_lowercase();
    let mut styles = String::new();
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = lower[at..].find('<') {
        let start = at + found;
        kept.push_str(&text[at..start]);
        let code = [("<!--", "-->"), ("<script", "</script>"), (STYLE, "</style>")];
        match code.iter().find(|(begin, _)| lower[start..].starts_with(begin)) {
            Some((begin, end)) => {
                let after = start + begin.len();
                let ends = lower[after..].find(end).map(|found| after + found);
                if *begin == STYLE {
                    // Behind the attributes of the tag.
                    let style = text[after..ends.unwrap_or(text.len())].split_once('>');
                    styles.extend(style.map(|(_, style)| format!("{style}\n")));
                }
                at = ends.map_or(text.len(), |found| found + end.len());
            }
            None => {
                kept.push('<');
                at = start + 1;
            }
        }
    }
    kept.push_str(&text[at..]);
    (kept, styles)
}

/// Whether no tag has more than [`MOST_ATTRIBUTES`].
fn has_modest_tags(text: &str) -> bool {
    let mut quote = None;
    let mut attributes = None;
    let mut before = b' ';
    for byte in text.bytes() {
        match (attributes, quote, byte) {
            (None, _, _) if before == b'<' && byte.is_ascii_alphabetic() => attributes = Some(0),
            (Some(_), None, b'>') => attributes = None,
            (Some(_), None, b'"' | b'\'') if before == b'=' || before.is_ascii_whitespace() => quote = Some(byte),
            (Some(count), Some(open), byte) if byte == open => {
                quote = None;
                attributes = Some(count + 1);
            }
            (Some(count), None, byte) if (byte.is_ascii_whitespace() || byte == b'/') && before != b' ' => {
                attributes = Some(count + 1);
            }
            _ => {}
        }
        if attributes.is_some_and(|count: usize| count > 2 * MOST_ATTRIBUTES) {
            return false;
        }
        before = byte;
    }
    true
}

struct Sink(RefCell<Reading>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reading = self.0.borrow_mut();
        if reading.error.is_some() {
            return TokenSinkResult::Continue;
        }
        match token {
            Token::CharacterTokens(text) => reading.text(&text),
            Token::TagToken(tag) => {
                if let Err(error) = reading.tag(&tag) {
                    reading.error = Some(error);
                }
                if &*tag.name == "title" && tag.kind == TagKind::StartTag {
                    return TokenSinkResult::RawData(RawKind::Rcdata);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[derive(Default)]
struct Reading {
    /// What is hidden is left out.
    is_shown_only: bool,
    indents: Indents,
    source: Source,
    bounds: Bounds,
    error: Option<ReadError>,
    /// The tables that are open, the innermost last.
    tables: Vec<HtmlTable>,
    table_count: usize,
    paragraph: String,
    paragraph_count: usize,
    /// The element of which nothing is shown, and how often it is open within itself.
    skipped: Option<(String, usize)>,
    hidden_rows: usize,
    has_frames: bool,
}

impl Reading {
    fn text(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        let into = self.tables.last_mut().and_then(HtmlTable::open_text).unwrap_or(&mut self.paragraph);
        // A line of the file is no line of the page.
        into.extend(text.chars().map(|c| if c == '\n' || c == '\r' { ' ' } else { c }));
    }

    fn tag(&mut self, tag: &Tag) -> Result<(), ReadError> {
        let name: &str = &tag.name;
        let is_start = tag.kind == TagKind::StartTag;
        let is_shown_only = self.is_shown_only;
        let is_hidden = || is_shown_only && is_hidden(tag);
        if let Some((skipped, depth)) = &mut self.skipped {
            match (name == skipped, is_start) {
                (true, true) => *depth += 1,
                (true, false) => *depth -= 1,
                (false, _) => {}
            }
            if *depth == 0 {
                self.skipped = None;
            }
            return Ok(());
        }
        match (name, is_start) {
            ("title" | "noframes" | "template" | "comment", true) => self.skipped = Some((name.to_owned(), 1)),
            ("div" | "span" | "p" | "font" | "table", true) if is_hidden() => {
                self.skipped = Some((name.to_owned(), 1));
            }
            ("frame" | "frameset" | "iframe", true) => self.has_frames = true,
            ("table", true) => self.begin_table()?,
            ("table", false) => self.end_table()?,
            ("tr", _) => {
                self.end_row()?;
                if let Some(table) = self.tables.last_mut().filter(|_| is_start) {
                    self.hidden_rows += usize::from(is_hidden());
                    table.begin_row(is_hidden());
                }
            }
            ("td" | "th", _) => {
                self.end_cell()?;
                if let Some(table) = self.tables.last_mut().filter(|_| is_start) {
                    let span = |name| attribute(tag, name).and_then(|span| span.trim().parse().ok()).unwrap_or(1);
                    let indent = self.indents.of_cell(attribute(tag, "class"), attribute(tag, "style"));
                    table.begin_cell((span("rowspan"), span("colspan")), indent, is_hidden());
                }
            }
            ("br" | "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr" | "center" | "caption", _) => {
                match self.tables.last_mut().and_then(HtmlTable::open_text) {
                    // A break at the beginning or end of a cell is its padding.
                    Some(cell) => cell.push('\n'),
                    None => self.end_paragraph()?,
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_table(&mut self) -> Result<(), ReadError> {
        if self.tables.len() >= DEEPEST_TABLE {
            return Err(ReadError::TooMuch("表格嵌套太深"));
        }
        self.end_paragraph()?;
        // A table that holds tables is there for the layout of the page.
        if let Some(mut outer) = self.tables.pop() {
            outer.emit(&mut self.source, &mut self.bounds)?;
            let texts = outer.become_layout();
            self.tables.push(outer);
            texts.into_iter().try_for_each(|text| self.push_lines(&text))?;
        }
        self.table_count += 1;
        self.tables.push(HtmlTable::new(self.table_count));
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), ReadError> {
        self.end_row()?;
        let Some(mut table) = self.tables.pop() else { return Ok(()) };
        table.emit(&mut self.source, &mut self.bounds)
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        self.end_cell()?;
        match self.tables.last_mut() {
            Some(table) => table.end_row(&mut self.bounds),
            None => Ok(()),
        }
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        match self.tables.last_mut().and_then(HtmlTable::end_cell) {
            Some(text) => self.push_lines(&text),
            None => Ok(()),
        }
    }

    fn end_paragraph(&mut self) -> Result<(), ReadError> {
        let text = std::mem::take(&mut self.paragraph);
        self.push_paragraph(&text)
    }

    fn push_lines(&mut self, text: &str) -> Result<(), ReadError> {
        text.lines().try_for_each(|line| self.push_paragraph(line))
    }

    fn push_paragraph(&mut self, text: &str) -> Result<(), ReadError> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.paragraph_count += 1;
            self.bounds.row(1)?;
            self.source.push_paragraph(text, Place::Paragraph(self.paragraph_count));
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Source, ReadError> {
        while !self.tables.is_empty() {
            self.end_table()?;
        }
        self.end_paragraph()?;
        if self.source.lines.is_empty() {
            let found = "只有框架的网页（表在它旁边的文件夹里）";
            let empty =
                if self.has_frames { ReadError::Unsupported { found, instead: ".xlsx" } } else { ReadError::Empty };
            return Err(empty);
        }
        if self.hidden_rows > 0 {
            self.source.remarks.push(format!("网页里有 {} 行是隐藏的，没有读", self.hidden_rows));
        }
        Ok(self.source)
    }
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

/// Whether the tag says that nothing of its element is shown.
fn is_hidden(tag: &Tag) -> bool {
    let style = attribute(tag, "style").unwrap_or_default().to_ascii_lowercase();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.contains("display:none") || style.contains("mso-hide:all") || attribute(tag, "hidden").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(page: &str) -> Vec<String> {
        let source = read(Wanted::Document, page, &Progress::default()).unwrap();
        let line =
            |line: &super::super::Line| line.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|");
        source.lines.iter().map(line).collect()
    }

    #[test]
    fn cells_fall_into_their_columns_whatever_is_merged_or_not_closed() {
        let page = "<TABLE><TR><TH rowspan=2>科目<TH colspan='2'>支出<tr><td>基本<td>项目\
                    <tr><td>301<td><b>1,308</b>.69<td>&nbsp;</table>";
        assert_eq!(lines(page), ["科目|支出|", "|基本|项目", "301|1,308.69|"]);
    }

    #[test]
    fn a_cell_is_set_in_by_its_class() {
        let page = "<STYLE type='text/css'><!-- .in1{padding-left:1.5em} --></STYLE><p>.name{padding-left:9em}</p><table>\
                    <tr><th>单位<td>5<tr><th class='name in1'>项目<td>5</table>";
        let source = read(Wanted::Document, page, &Progress::default()).unwrap();
        let rows = source.lines.iter().filter(|line| line.cells.len() > 1);
        let indents: Vec<Vec<u16>> =
            rows.map(|line| line.cells.iter().map(super::super::Cell::indent).collect()).collect();
        assert_eq!(indents, [[0, 0], [15, 0]]);
    }

    #[test]
    fn tables_in_tables_and_texts_between_them_stand_in_their_order() {
        let page = "<html><title>无</title><body>一<p>二</p><table><tr><td>三<table><tr><td>1<td>2</table>四</table>五\
                    <script>var a = '<td>6';</script><!-- <td>7 --></body></html>";
        assert_eq!(lines(page), ["一", "二", "三", "1|2", "四", "五"]);
    }

    #[test]
    fn what_is_hidden_is_left_out() {
        let page = "<table><tr style='DISPLAY: none'><td>1<td>2<tr><td style='display:none'>3<td>4</table>\
                    <div style='display:none'>5<div>6</div></div>7";
        assert_eq!(lines(page), ["|", "|4", "7"]);
    }

    #[test]
    fn spans_and_attributes_are_bounded() {
        let wide = lines("<table><tr><td colspan=4000000000 rowspan=99999999>1<td>2</table>");
        assert_eq!(wide, [format!("1{}", "|".repeat(super::super::MOST_COLUMNS - 1))]);
        let page = format!("<table><tr><td {}>1", "a b=\"\"c ".repeat(1000));
        assert!(read(Wanted::Document, &page, &Progress::default()).is_err());
        let deep = "<table><tr><td>".repeat(2_000);
        assert!(read(Wanted::Document, &deep, &Progress::default()).is_err());
    }
}
