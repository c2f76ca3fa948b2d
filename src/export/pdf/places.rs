//! Where the cells and texts of a disclosure stand on the pages.
//!
//! The template leaves marks of numbers: the place of a part, of a block in it, of a row in that, and 0 where something
//! begins or 1 where it ends.

use std::collections::BTreeMap;

use typst::foundations::Value;
use typst::introspection::MetadataElem;
use typst_layout::PagedDocument;

use super::data::{BlockData, PartData};
use super::paper::{CAPTION_HEIGHT, TEXT_WIDTH};
use super::table::TableData;
use crate::document::{Block, Document};
use disclosure_engine::disclosure::{TableNumber, TextPlace};
use disclosure_engine::evaluate::CellIndex;

/// What of a disclosure stands at a place of the pages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// A cell of a table.
    Cell(CellIndex),
    Text(TextPlace),
    /// The title of a table.
    Table(TableNumber),
}

/// A rectangle on a page, in points from its top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Page, counted from 0.
    pub page: usize,
    /// Its left side.
    pub x: f32,
    /// Its upper side.
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Area {
    fn contains(&self, page: usize, x: f32, y: f32) -> bool {
        let is_in = |place: f32, start: f32, length: f32| (start..start + length).contains(&place);
        self.page == page && is_in(x, self.x, self.width) && is_in(y, self.y, self.height)
    }
}

/// Everything that has a place, in printed order, and where the parts and blocks begin.
#[derive(Debug, Default)]
pub(super) struct Places {
    spots: Vec<(Spot, Area)>,
    starts: BTreeMap<(usize, Option<usize>), usize>,
}

/// A mark on a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) page: usize,
    pub(super) x: f32,
    pub(super) y: f32,
}

/// The place of a row, or of the note or paragraph that is marked like one: where it begins and ends.
type Span = (Mark, Mark);
type Rows = BTreeMap<(usize, usize, usize), Vec<Span>>;

/// The pages with what is marked on them.
struct Marked<'a> {
    pages: &'a PagedDocument,
    rows: &'a Rows,
}

impl Places {
    pub(super) fn new(pages: &PagedDocument, parts: &[PartData], document: &Document) -> Self {
        let (mut places, mut rows, mut begun) = (Self::default(), Rows::new(), BTreeMap::new());
        // The contents, whose pages have no number, repeat the headings with their marks.
        let is_body = |mark: &Mark| pages.pages()[mark.page].numbering.is_some();
        for (numbers, mark) in marks(pages).filter(|(_, mark)| is_body(mark)) {
            match numbers[..] {
                [part] => places.starts.entry((part, None)).or_insert(mark.page),
                [part, block] => {
                    places.caption(document, part, block, mark);
                    places.starts.entry((part, Some(block))).or_insert(mark.page)
                }
                [part, block, row, 0] => {
                    begun.insert((part, block, row), mark);
                    places.starts.entry((part, Some(block))).or_insert(mark.page)
                }
                [part, block, row, 1] => {
                    let key = (part, block, row);
                    rows.entry(key).or_default().extend(begun.remove(&key).map(|start| (start, mark)));
                    continue;
                }
                _ => continue,
            };
        }
        let at = Marked { pages, rows: &rows };
        for (part, data) in parts.iter().enumerate() {
            for (block, data) in data.blocks.iter().enumerate() {
                let described = document.parts.get(part).and_then(|part| part.blocks.get(block));
                let Some(described) = described else { continue };
                match data {
                    BlockData::Table(table) => places.table(&at, (part, block), table, described),
                    _ => places.paragraph(&at, (part, block, 0), text_of(described)),
                }
            }
        }
        places
    }

    /// Where `spot` stands; in several areas where it goes over several pages.
    pub(super) fn areas(&self, spot: &Spot) -> Vec<Area> {
        self.spots.iter().filter(|(other, _)| other == spot).map(|(_, area)| *area).collect()
    }

    /// What stands at (`x`, `y`) of `page`.
    pub(super) fn at(&self, page: usize, x: f32, y: f32) -> Option<&Spot> {
        self.spots.iter().find(|(_, area)| area.contains(page, x, y)).map(|(spot, _)| spot)
    }

    /// The page on which a part or a block of it begins.
    pub(super) fn page(&self, part: usize, block: Option<usize>) -> Option<usize> {
        self.starts.get(&(part, block)).copied()
    }

    fn caption(&mut self, document: &Document, part: usize, block: usize, mark: Mark) {
        let table = document.parts.get(part).and_then(|part| part.blocks.get(block));
        if let Some(Block::Table(table)) = table
            && let Some(number) = table.number
        {
            let width = super::paper::room(table).0;
            let area = Area { page: mark.page, x: mark.x, y: mark.y, width, height: CAPTION_HEIGHT };
            self.spots.push((Spot::Table(number), area));
        }
    }

    fn table(&mut self, at: &Marked<'_>, (part, block): (usize, usize), table: &TableData, described: &Block) {
        let spans = |row: usize| at.rows.get(&(part, block, row)).into_iter().flatten();
        for (place, row) in table.rows.iter().enumerate() {
            let teller = row.cells.iter().find(|cell| cell.rows == 1).map_or(0, |cell| cell.column);
            let left: f32 = table.widths[..teller].iter().sum();
            for &(start, end) in spans(place) {
                let x = start.x - table.inset_x - left;
                for cell in &row.cells {
                    let Some(spot) = &cell.spot else { continue };
                    let last = spans(place + cell.rows - 1).map(|(_, end)| end).find(|end| end.page == start.page);
                    let end = if cell.rows > 1 { *last.unwrap_or(&end) } else { end };
                    let x = x + table.widths[..cell.column].iter().sum::<f32>();
                    let width = table.widths[cell.column..][..cell.columns].iter().sum();
                    self.span(at.pages, spot, (start, end), (x, width), (table.inset_y, table.inset_y));
                }
            }
        }
        if let Block::Table(described) = described
            && let Some(number) = described.number
        {
            let (spot, width) = (Spot::Text(TextPlace::Note(number)), super::paper::room(described).0);
            for &(start, end) in spans(table.rows.len()) {
                self.span(at.pages, &spot, (start, end), (start.x, width), (LINE_ABOVE, LINE_BELOW));
            }
        }
    }

    fn paragraph(&mut self, at: &Marked<'_>, key: (usize, usize, usize), text: Option<TextPlace>) {
        let Some(spot) = text.map(Spot::Text) else { return };
        for &(start, end) in at.rows.get(&key).into_iter().flatten() {
            let paper = at.pages.pages()[start.page].frame.width().to_pt() as f32;
            let column = ((paper - TEXT_WIDTH) / 2.0, TEXT_WIDTH);
            self.span(at.pages, &spot, (start, end), column, (LINE_ABOVE, LINE_BELOW));
        }
    }

    /// Notes that `spot` stands between the marks, on each page that they are on or between; `column` is its left side
    /// and width, `around` what belongs to it above the first mark and below the last.
    fn span(
        &mut self,
        pages: &PagedDocument,
        spot: &Spot,
        (start, end): Span,
        (x, width): (f32, f32),
        (above, below): (f32, f32),
    ) {
        for page in start.page..=end.page {
            let paper = pages.pages()[page].frame.height().to_pt() as f32;
            let y = if page == start.page { start.y - above } else { TOP_MARGIN };
            let bottom = if page == end.page { end.y + below } else { paper - BOTTOM_MARGIN };
            let height = (bottom - y).max(below);
            self.spots.push((spot.clone(), Area { page, x, y, width, height }));
        }
    }
}

/// From the base of a line to its top and to the next line.
const LINE_ABOVE: f32 = 16.0;
const LINE_BELOW: f32 = 6.0;
/// About where the text of a page begins and ends.
pub(super) const TOP_MARGIN: f32 = 104.0;
const BOTTOM_MARGIN: f32 = 98.0;

fn text_of(block: &Block) -> Option<TextPlace> {
    match block {
        Block::Heading(heading) => heading.place.clone(),
        Block::Paragraph { place, .. } | Block::Signature { place, .. } => place.clone(),
        Block::Table(_) | Block::Picture(_) => None,
    }
}

/// The marks that the template left, in printed order.
pub(super) fn marks(pages: &PagedDocument) -> impl Iterator<Item = (Vec<usize>, Mark)> {
    let elements = pages.introspector().elements();
    elements.all().enumerate().filter_map(|(place, element)| {
        let Value::Array(numbers) = &element.to_packed::<MetadataElem>()?.value else { return None };
        let number = |value: &Value| match value {
            Value::Int(number) => usize::try_from(*number).ok(),
            _ => None,
        };
        let numbers = numbers.iter().map(number).collect::<Option<Vec<_>>>()?;
        let position = elements.get_pos_by_idx(place);
        let (x, y) = (position.point.x.to_pt() as f32, position.point.y.to_pt() as f32);
        Some((numbers, Mark { page: position.page.get() - 1, x, y }))
    })
}
