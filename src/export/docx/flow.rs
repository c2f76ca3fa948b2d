//! The text of the document from cover to end.

use std::io;

use super::contents::{self, bookmark, target};
use super::section::{Page, separator};
use super::style::{BIAO_SONG, Run, paragraph, plain_run, run};
use super::xml::{REFERENCES, WORD};
use super::{part, picture, table};
use crate::direction;
use crate::document::{Block, ContentsEntry, Document, DocumentPart, Heading, PrintedTable, half_widths};
use crate::xml::Xml;

/// How far down the page the cover begins, in twentieths of a point.
const COVER_TOP: &str = "3600";
/// Size of the cover in half points, that of its style, and how long a line may be at that size, in half-width characters,
/// with what Word leaves free between figures and Chinese.
const COVER_SIZE: usize = 60;
const COVER_ROOM: usize = 27;
/// What a seal over the signature needs above it.
const ROOM_FOR_SEAL: &str = "1120";
/// Size of the signature, in twentieths of a point: a character is as wide.
const SIGNATURE_SIZE: u32 = 320;
const KEEP: (&str, &str) = ("w:keepNext", "1");
const BREAK: (&str, &str) = ("w:pageBreakBefore", "1");

pub(super) fn document(document: &Document, pages: Option<&[u32]>) -> io::Result<Vec<u8>> {
    part("w:document", &[WORD, REFERENCES], |xml| {
        xml.element("w:body", &[], |xml| {
            cover(xml, document)?;
            if !document.contents().is_empty() {
                contents::write(xml, document, pages)?;
                Page::Front.end(xml, false)?;
            }
            let entries = document.contents();
            let mut flow = Flow { page: None, is_first: true, entries: &entries, pictures: 0 };
            for (place, part) in document.parts.iter().enumerate() {
                flow.part(xml, place, part)?;
            }
            flow.page.unwrap_or(Page::Text).section(xml, flow.is_first)
        })
    })
}

/// A title, some lines, and tables across the page, one after the other.
pub(super) fn tables(title: &str, lines: &[String], tables: &[PrintedTable]) -> io::Result<Vec<u8>> {
    part("w:document", &[WORD, REFERENCES], |xml| {
        xml.element("w:body", &[], |xml| {
            paragraph(xml, "PerformanceTitle", &[], |xml| plain_run(xml, title))?;
            for line in lines {
                paragraph(xml, "TableText", &[], |xml| plain_run(xml, line))?;
            }
            let mut flow = Flow { page: Some(Page::Landscape), is_first: true, entries: &[], pictures: 0 };
            for table in tables {
                flow.table(xml, table, false, None)?;
            }
            Page::Landscape.section(xml, true)
        })
    })
}

fn cover(xml: &mut Xml, document: &Document) -> io::Result<()> {
    for (place, line) in document.cover.iter().enumerate() {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", "Cover")?;
                if place == 0 {
                    xml.empty("w:spacing", &[("w:before", COVER_TOP), ("w:after", "440")])?;
                }
                Ok(())
            })?;
            match smaller_cover(line) {
                Some(size) => run(xml, Run { font: BIAO_SONG, size: Some(size), is_bold: false }, line),
                None => plain_run(xml, line),
            }
        })?;
    }
    Page::Front.end(xml, false)
}

/// The size, in half points, at which a line of the cover that is a little too long stands on one line.
fn smaller_cover(line: &str) -> Option<u32> {
    let width = half_widths(line);
    let is_a_little = (COVER_ROOM + 1..=COVER_ROOM * 4 / 3).contains(&width);
    is_a_little.then(|| u32::try_from(COVER_SIZE * COVER_ROOM / width).ok()).flatten()
}

/// Where the writing is.
struct Flow<'a> {
    /// The pages that are being written.
    page: Option<Page>,
    /// Whether no numbered section has ended yet.
    is_first: bool,
    /// The entries of the contents, to which headings are marked.
    entries: &'a [ContentsEntry<'a>],
    /// How many pictures were written.
    pictures: usize,
}

impl Flow<'_> {
    fn part(
        &mut self,
        xml: &mut Xml,
        number: usize,
        DocumentPart { title, blocks, .. }: &DocumentPart,
    ) -> io::Result<()> {
        let entries = self.entries;
        let target = |block: Option<usize>| target(entries, (number, block));
        let mut needs_break = self.turn_to(xml, blocks.first().map_or(Page::Text, page_of))?;
        if !title.is_empty() {
            heading(xml, "Heading1", needs_break, title, target(None))?;
            needs_break = false;
        }
        // A table stands under the title of the part if it comes first.
        let mut is_at_top = true;
        for (place, block) in blocks.iter().enumerate() {
            let turned = is_at_top || !self.turn_to(xml, page_of(block))?;
            let is_new_page = needs_break || (!turned && is_numbered(block));
            match block {
                Block::Heading(Heading { level: 2, text, .. }) => {
                    heading(xml, "Heading2", needs_break, text, target(Some(place)))?;
                }
                Block::Heading(Heading { text, .. }) => directed(xml, "Heading3", breaks(needs_break), text)?,
                Block::Paragraph { text, .. } => {
                    let keeps_next = matches!(blocks.get(place + 1), Some(Block::Signature { .. }));
                    let properties = if keeps_next { &[KEEP] } else { breaks(needs_break) };
                    directed(xml, "BodyText", properties, text)?;
                }
                Block::Signature { lines, .. } => signature(xml, lines)?,
                Block::Picture(drawing) => {
                    picture::write(xml, drawing, self.pictures, breaks(needs_break))?;
                    self.pictures += 1;
                }
                Block::Table(table) => self.table(xml, table, is_new_page, target(Some(place)))?,
            }
            (needs_break, is_at_top) = (false, false);
        }
        Ok(())
    }

    /// Goes on with pages of the kind `wanted`; whether they are the same as before, so that a new page needs a break.
    fn turn_to(&mut self, xml: &mut Xml, wanted: Page) -> io::Result<bool> {
        match self.page.replace(wanted) {
            Some(page) if page == wanted => return Ok(true),
            Some(page) => {
                page.end(xml, self.is_first)?;
                self.is_first = false;
            }
            None => {}
        }
        Ok(false)
    }

    fn table(
        &mut self,
        xml: &mut Xml,
        table: &PrintedTable,
        mut needs_break: bool,
        target: Option<usize>,
    ) -> io::Result<()> {
        if !table.label.is_empty() {
            paragraph(xml, "TableLabel", breaks(needs_break), |xml| plain_run(xml, &table.label))?;
            needs_break = false;
        }
        match table.contents_text {
            Some(_) => heading(xml, "TableTitle", needs_break, &table.title, target)?,
            None => paragraph(xml, "PerformanceTitle", breaks(needs_break), |xml| plain_run(xml, &table.title))?,
        }
        if !table.subtitle.is_empty() {
            paragraph(xml, "TableSubtitle", &[], |xml| plain_run(xml, &table.subtitle))?;
        }
        table::write(xml, table, self.page.unwrap_or(Page::Text).width())?;
        match &table.note {
            Some(note) => paragraph(xml, "TableNote", &[], |xml| plain_run(xml, note)),
            None => separator(xml),
        }
    }
}

/// A heading, to which the entry of the contents at `target` leads.
fn heading(xml: &mut Xml, style: &str, needs_break: bool, text: &str, target: Option<usize>) -> io::Result<()> {
    paragraph(xml, style, breaks(needs_break), |xml| {
        let Some(target) = target else { return plain_run(xml, text) };
        let (name, id) = (bookmark(target), (target + 1).to_string());
        xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)])?;
        plain_run(xml, text)?;
        xml.empty("w:bookmarkEnd", &[("w:id", &id)])
    })
}

/// A paragraph, which begins at the right where all of it is written from there.
fn directed(xml: &mut Xml, style: &str, properties: &[(&str, &str)], text: &str) -> io::Result<()> {
    let mut properties = properties.to_vec();
    if direction::is_all_right_to_left(text) {
        properties.push(("w:bidi", "1"));
    }
    paragraph(xml, style, &properties, |xml| plain_run(xml, text))
}

/// The lines of a signature at the right, each in the middle of the others, on the page of the paragraph before.
fn signature(xml: &mut Xml, lines: &[String]) -> io::Result<()> {
    let width = |line: &String| u32::try_from(half_widths(line)).unwrap_or(u32::MAX).saturating_mul(SIGNATURE_SIZE / 2);
    let widest = lines.iter().map(width).max().unwrap_or(0);
    let last = lines.last().map_or(0, width);
    // The date stands four characters from the edge, or the wider of the two at least two.
    let right = (4 * SIGNATURE_SIZE).saturating_sub((widest - last) / 2).max(2 * SIGNATURE_SIZE);
    // Fonts are a little wider here and there.
    let left = Page::Text.width().saturating_sub(right).saturating_sub(widest + SIGNATURE_SIZE);
    let right = (right - SIGNATURE_SIZE / 2).to_string();
    for (place, line) in lines.iter().enumerate() {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", "Signature")?;
                if place + 1 < lines.len() {
                    xml.empty("w:keepNext", &[])?;
                }
                xml.empty("w:keepLines", &[])?;
                if place == 0 {
                    xml.empty("w:spacing", &[("w:before", ROOM_FOR_SEAL)])?;
                }
                xml.empty("w:ind", &[("w:left", &left.to_string()), ("w:right", &right)])
            })?;
            plain_run(xml, line)
        })?;
    }
    Ok(())
}

fn breaks(needs_break: bool) -> &'static [(&'static str, &'static str)] {
    if needs_break { &[BREAK] } else { &[] }
}

fn is_numbered(block: &Block) -> bool {
    matches!(block, Block::Table(table) if table.number.is_some())
}

fn page_of(block: &Block) -> Page {
    match block {
        Block::Table(table) if table.is_landscape => Page::Landscape,
        Block::Table(table) if table.number.is_some() => Page::Portrait,
        _ => Page::Text,
    }
}
