//! The finished document as a web page that stands alone: one file without scripts or anything from elsewhere, for
//! readers of all kinds, screens of all sizes, and paper.
//!
//! [`fragment`] is the same to be pasted into a page of a site: without cover and head, and with every look in the
//! elements themselves, since the editors of sites leave nothing else.

mod booklet;
mod index;
mod markup;
mod table;

pub(crate) use booklet::booklet_page;
pub use index::{IndexEntry, index_page};

use std::collections::BTreeMap;

use super::CREATOR;
use super::document::{Block, ContentsEntry, Document, DocumentPart, PrintedTable};
use markup::{Element, Markup};

const STYLE: &str = include_str!("../../../assets/document/page.css");
/// The head of the contents, for readers that do not see it where a form has none.
const CONTENTS: &str = "目录";
/// No heading is of a lower level.
const LOWEST_HEADING: usize = 6;

/// `document` as a web page. The same document always yields the same.
pub fn page(document: &Document) -> Vec<u8> {
    let mut markup = Markup::new(false);
    markup.raw("<!DOCTYPE html>\n");
    markup.element(Element::new("html", "").with("lang", "zh-CN"), |markup| {
        markup.element(Element::new("head", ""), |markup| head(markup, document));
        markup.element(Element::new("body", ""), |markup| {
            markup.element(Element::new("header", ""), |markup| {
                draft_mark(markup, document);
                markup.text_element(Element::new("h1", ""), &document.cover.join("\n"));
            });
            let writer = Writer::new(document, "");
            writer.contents(markup);
            markup.element(Element::new("main", ""), |markup| writer.parts(markup));
        });
    });
    markup.into_bytes()
}

/// `document` as a piece of a web page. The same document always yields the same.
pub fn fragment(document: &Document) -> Vec<u8> {
    let mut markup = Markup::new(true);
    markup.element(Element::new("div", "").with("lang", "zh-CN"), |markup| {
        draft_mark(markup, document);
        // Ids of the page around may be anything.
        let writer = Writer::new(document, "budget-");
        writer.contents(markup);
        writer.parts(markup);
    });
    markup.into_bytes()
}

fn head(markup: &mut Markup, document: &Document) {
    markup.void(Element::new("meta", "").with("charset", "utf-8"));
    let about = [
        ("viewport", "width=device-width, initial-scale=1"),
        ("author", &document.body),
        ("description", &document.title()),
        ("keywords", &document.form),
        ("generator", CREATOR),
    ];
    for (name, content) in about {
        markup.void(Element::new("meta", "").with("name", name).with("content", content));
    }
    markup.text_element(Element::new("title", ""), &document.title());
    markup.element(Element::new("style", ""), |markup| markup.raw(STYLE));
}

fn draft_mark(markup: &mut Markup, document: &Document) {
    if document.is_draft {
        markup.text_element(Element::new("p", "draft").with("role", "note"), &document.draft_mark);
    }
}

/// Writes the parts of a document, and the contents that lead to them.
struct Writer<'a> {
    document: &'a Document,
    /// What the ids of its places begin with.
    prefix: &'a str,
    /// The ids of what stands in the contents.
    ids: BTreeMap<(usize, Option<usize>), String>,
}

impl<'a> Writer<'a> {
    fn new(document: &'a Document, prefix: &'a str) -> Self {
        let mut ids = BTreeMap::new();
        let mut counts = BTreeMap::<usize, usize>::new();
        for entry in document.contents() {
            let part = entry.part + 1;
            let id = match entry.block.map(|block| &document.parts[entry.part].blocks[block]) {
                None => format!("{prefix}part-{part}"),
                Some(Block::Table(PrintedTable { number: Some(number), .. })) => format!("{prefix}table-{number}"),
                Some(_) => {
                    let count = counts.entry(part).or_default();
                    *count += 1;
                    format!("{prefix}part-{part}-{count}")
                }
            };
            ids.insert((entry.part, entry.block), id);
        }
        Self { document, prefix, ids }
    }

    fn contents(&self, markup: &mut Markup) {
        let entries = self.document.contents();
        if entries.is_empty() {
            return;
        }
        let title = Some(self.document.contents_title.as_str()).filter(|title| !title.is_empty()).unwrap_or(CONTENTS);
        let id = format!("{}contents", self.prefix);
        markup.element(Element::new("nav", "").with("aria-labelledby", id.as_str()), |markup| {
            markup.text_element(Element::new("h2", "").with("id", id.as_str()), title);
            markup.element(Element::new("ol", "contents"), |markup| {
                let mut rest = entries.as_slice();
                while let [first, after @ ..] = rest {
                    let below = after.iter().take_while(|entry| entry.level > 1).count();
                    markup.element(Element::new("li", ""), |markup| {
                        self.link(markup, first);
                        self.sublist(markup, &after[..below]);
                    });
                    rest = &after[below..];
                }
            });
        });
    }

    fn sublist(&self, markup: &mut Markup, entries: &[ContentsEntry<'_>]) {
        if !entries.is_empty() {
            markup.element(Element::new("ol", "contents"), |markup| {
                for entry in entries {
                    markup.element(Element::new("li", ""), |markup| self.link(markup, entry));
                }
            });
        }
    }

    fn link(&self, markup: &mut Markup, entry: &ContentsEntry<'_>) {
        let target = self.ids.get(&(entry.part, entry.block)).map_or("", String::as_str);
        markup.text_element(Element::new("a", "").with("href", format!("#{target}")), entry.text);
    }

    fn parts(&self, markup: &mut Markup) {
        let mut tables = 0;
        for (place, part) in self.document.parts.iter().enumerate() {
            match self.ids.get(&(place, None)) {
                Some(id) => {
                    let section = Element::new("section", "").with("aria-labelledby", id.as_str());
                    markup.element(section, |markup| {
                        markup.text_element(Element::new("h2", "").with("id", id.as_str()), &part.title);
                        markup.raw("\n");
                        self.blocks(markup, place, part, &mut tables);
                    });
                }
                None => self.blocks(markup, place, part, &mut tables),
            }
        }
    }

    /// Writes the blocks of a part; `tables` counts those without a number.
    fn blocks(&self, markup: &mut Markup, place: usize, part: &DocumentPart, tables: &mut usize) {
        // No heading skips a level.
        let mut level = 2;
        for (block, what) in part.blocks.iter().enumerate() {
            let id = self.ids.get(&(place, Some(block)));
            match what {
                Block::Heading(heading) => {
                    level = (usize::from(heading.level) + 1).min(level + 1);
                    let name = format!("h{level}");
                    let element = Element::new(&name, "");
                    let element = id.iter().fold(element, |element, id| element.with("id", id.as_str()));
                    markup.text_element(element, &heading.text);
                    markup.raw("\n");
                }
                Block::Paragraph { text, .. } => markup.text_element(Element::new("p", "paragraph"), text),
                Block::Signature { lines, .. } => {
                    markup.text_element(Element::new("p", "signature"), &lines.join("\n"));
                }
                Block::Picture(drawing) => {
                    let image = Element::new("img", "").with("alt", drawing.alternative.as_str());
                    markup.void(image.with("src", in_url(&drawing.svg())));
                }
                Block::Table(table) => match id {
                    Some(id) => table::write(markup, table, id, 3),
                    None => {
                        *tables += 1;
                        let id = format!("{}performance-{tables}", self.prefix);
                        table::write(markup, table, &id, (level + 1).min(LOWEST_HEADING));
                    }
                },
            }
        }
    }
}

/// An SVG picture as an address that holds it.
fn in_url(svg: &str) -> String {
    let mut url = "data:image/svg+xml,".to_owned();
    for byte in svg.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b' ' | b'/' | b':' | b'=' => {
                url.push(char::from(byte));
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}
