//! The web page of both published disclosures, read as a browser reads it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::samples::{document, sample};
use disclosure_export::document::{Block, PrintedCell, PrintedTable};
use disclosure_export::html::{fragment, page};
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

const SAMPLES: [&str; 2] = ["urumqi-2025", "shayibak-2025"];
/// Elements that have no end.
const VOID: [&str; 2] = ["meta", "br"];

/// What a reader of a page met, in order: each element with its attributes and the text in it.
#[derive(Default)]
struct Read {
    elements: RefCell<Vec<Found>>,
    open: RefCell<Vec<usize>>,
    errors: RefCell<Vec<String>>,
}

#[derive(Debug, Clone, Default)]
struct Found {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Found {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    fn span(&self, name: &str) -> usize {
        self.get(name).map_or(1, |value| value.parse().unwrap())
    }
}

impl Read {
    fn start(&self, tag: &Tag) {
        let attributes = tag.attrs.iter().map(|it| (it.name.local.to_string(), it.value.to_string())).collect();
        let name = tag.name.to_string();
        let mut elements = self.elements.borrow_mut();
        if !VOID.contains(&&*name) {
            self.open.borrow_mut().push(elements.len());
        }
        elements.push(Found { name, attributes, text: String::new() });
    }

    fn end(&self, name: &str) {
        let last = self.open.borrow_mut().pop().map(|place| self.elements.borrow()[place].name.clone());
        if last.as_deref() != Some(name) {
            self.errors.borrow_mut().push(format!("{name} ends {last:?}"));
        }
    }
}

impl TokenSink for Read {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => self.start(&tag),
            Token::TagToken(tag) => self.end(&tag.name),
            Token::CharacterTokens(text) => {
                let mut elements = self.elements.borrow_mut();
                self.open.borrow().iter().for_each(|&place| elements[place].text.push_str(&text));
            }
            Token::ParseError(error) => self.errors.borrow_mut().push(error.into_owned()),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The elements of a page, which has no errors.
fn read(bytes: Vec<u8>) -> Vec<Found> {
    let reader = Tokenizer::new(Read::default(), Default::default());
    let input = BufferQueue::default();
    input.push_back(String::from_utf8(bytes).unwrap().as_str().into());
    let _ = reader.feed(&input);
    reader.end();
    assert_eq!(*reader.sink.errors.borrow(), Vec::<String>::new());
    assert!(reader.sink.open.borrow().is_empty());
    reader.sink.elements.take()
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The tables as they are seen: the text in each place of their rasters, merged cells in all of theirs.
fn rasters(elements: &[Found]) -> Vec<Vec<Vec<String>>> {
    let mut tables: Vec<Vec<Vec<Option<String>>>> = Vec::new();
    let mut row = 0;
    for element in elements {
        match element.name.as_str() {
            "table" => (tables.push(Vec::new()), row = 0).0,
            "tr" => {
                let table = tables.last_mut().unwrap();
                table.resize(table.len().max(row + 1), Vec::new());
                row += 1;
            }
            "td" | "th" => {
                let table = tables.last_mut().unwrap();
                let first = row - 1;
                let column = table[first].iter().position(Option::is_none).unwrap_or(table[first].len());
                table.resize(table.len().max(first + element.span("rowspan")), Vec::new());
                for line in &mut table[first..first + element.span("rowspan")] {
                    line.resize(line.len().max(column + element.span("colspan")), None);
                    line[column..column + element.span("colspan")].fill(Some(bare(&element.text)));
                }
            }
            _ => {}
        }
    }
    let full = |row: Vec<Option<String>>| row.into_iter().map(|cell| cell.expect("no hole")).collect();
    tables.into_iter().map(|table| table.into_iter().map(full).collect()).collect()
}

/// The same of a table of the document.
fn raster(table: &PrintedTable) -> Vec<Vec<String>> {
    let mut raster = vec![vec![String::new(); table.columns.len()]; table.head_rows + table.rows.len()];
    let mut put = |row: usize, column: usize, rows: usize, columns: usize, text: &str| {
        raster[row..row + rows].iter_mut().for_each(|line| line[column..column + columns].fill(bare(text)));
    };
    table.head.iter().for_each(|cell| put(cell.row, cell.column, cell.rows, cell.columns, &cell.text));
    for (row, printed) in (table.head_rows..).zip(&table.rows) {
        let mut cell = |cell: &PrintedCell| put(row, cell.column, cell.rows, cell.columns, &cell.text);
        printed.cells.iter().for_each(&mut cell);
    }
    raster
}

#[test]
fn every_table_is_seen_as_it_is_printed() {
    for name in SAMPLES {
        let document = document(&sample(name), false);
        let printed: Vec<_> = document.tables().map(raster).collect();
        assert!(printed.len() > 11);
        for bytes in [page(&document), fragment(&document)] {
            assert_eq!(rasters(&read(bytes)), printed, "{name}");
        }
    }
}

#[test]
fn every_sentence_stands_in_its_order() {
    for name in SAMPLES {
        let document = document(&sample(name), false);
        let elements = read(page(&document));
        let mut texts = elements.iter().map(|element| bare(&element.text));
        for block in document.parts.iter().flat_map(|part| &part.blocks) {
            let text = match block {
                Block::Heading(heading) => heading.text.clone(),
                Block::Paragraph { text, .. } => text.clone(),
                Block::Signature { lines, .. } => lines.concat(),
                Block::Table(table) => table.name(),
                Block::Picture(_) => String::new(),
            };
            assert!(texts.any(|found| found == bare(&text)), "{name}: {text}");
        }
    }
}

#[test]
fn the_page_stands_alone_and_its_links_lead_somewhere() {
    for name in SAMPLES {
        let document = document(&sample(name), false);
        for (bytes, is_page) in [(page(&document), true), (fragment(&document), false)] {
            let elements = read(bytes);
            let forbidden = ["script", "link", "img", "iframe", "object", "form", "input", "base"];
            assert!(elements.iter().all(|element| !forbidden.contains(&element.name.as_str())));
            let styles = elements.iter().filter(|element| element.name == "style");
            assert!(styles.clone().all(|style| !style.text.contains("url(") && !style.text.contains("@import")));
            assert_eq!(styles.count(), usize::from(is_page), "a fragment says its looks itself");
            let ids: Vec<&str> = elements.iter().filter_map(|element| element.get("id")).collect();
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
            let links: Vec<&str> = elements.iter().filter_map(|element| element.get("href")).collect();
            assert_eq!(links.len(), document.contents().len());
            assert!(links.iter().all(|link| link.strip_prefix('#').is_some_and(|id| ids.contains(&id))), "{links:?}");
            let named = elements.iter().filter_map(|element| element.get("aria-labelledby"));
            named.for_each(|id| assert!(ids.contains(&id), "{id}"));
        }
    }
}

#[test]
fn headings_skip_no_level_and_heads_say_of_what() {
    for name in SAMPLES {
        let elements = read(page(&document(&sample(name), false)));
        let level = |element: &Found| element.name.strip_prefix('h')?.parse::<u8>().ok();
        let levels: Vec<u8> = elements.iter().filter_map(level).collect();
        assert_eq!(levels.first(), Some(&1));
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name} {levels:?}");
        let heads: Vec<_> = elements.iter().filter(|element| element.name == "th").collect();
        assert!(heads.iter().all(|head| matches!(head.get("scope"), Some("col" | "row")) && !head.text.is_empty()));
        let captions = elements.iter().filter(|element| element.name == "caption").map(|it| &it.text);
        let captions: Vec<_> = captions.collect();
        assert_eq!(captions.iter().collect::<BTreeSet<_>>().len(), captions.len(), "{captions:?}");
    }
}

#[test]
fn the_page_says_which_form_it_follows() {
    let page = String::from_utf8(page(&document(&sample("urumqi-2025"), false))).unwrap();
    let expected = "<meta name=\"keywords\" content=\"表式：新疆维吾尔自治区 2025 年（xinjiang-2025）\">";
    assert!(page.contains(expected), "{}", &page[..1000.min(page.len())]);
}

#[test]
fn a_draft_says_so_and_nothing_else_does() {
    for (is_draft, count) in [(true, 1), (false, 0)] {
        let document = document(&sample("urumqi-2025"), is_draft);
        for bytes in [page(&document), fragment(&document)] {
            let marks = read(bytes).into_iter().filter(|element| element.name == "p" && element.text == "草稿").count();
            assert_eq!(marks, count);
        }
    }
}
