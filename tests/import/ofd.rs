//! A document as OFD (GB/T 33190), in the ways in which programs write it: text that stands where it was set, and tables
//! that are lines between it.

use super::render::{Block, blocks, escaped};
use super::sources::{SHAYIBAK, URUMQI, assert_figures, assert_whole, imported};
use super::wrap;

/// How texts and ruling lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A line of text is an object, with the distance of each character; each ruling line is one.
    Plain,
    /// The same with distances that are counted; cells are boxes.
    Repeated,
    /// Objects of three characters; cells are boxes.
    Split,
    /// Objects of one character; cells are boxes.
    Single,
    /// Texts in points that a transform brings to millimetres, with the glyphs of their characters beside; ruling lines
    /// are painted as narrow boxes.
    Scaled,
}

const WAYS: [Way; 5] = [Way::Plain, Way::Repeated, Way::Split, Way::Single, Way::Scaled];

/// The size of the type and the distance of lines, in millimetres.
const SIZE: f64 = 4.0;
const LINE: f64 = 6.0;
/// Where a page's text begins, from the left and the top.
const MARGIN: f64 = 25.0;
/// Width and height of pages of text and of pages of tables: long ones go over two.
const TEXT: (f64, f64) = (210.0, 297.0);
const TABLES: (f64, f64) = (594.0, 300.0);
/// The room between a ruling line and the text beside it.
const PADDING: f64 = 1.0;

/// `text` as OFD.
pub fn ofd(text: &str, way: Way) -> Vec<u8> {
    written(text, way).finish()
}

fn written(text: &str, way: Way) -> Writer {
    let mut writer = Writer { way, pages: Vec::new(), size: TEXT, top: f64::INFINITY };
    for block in blocks(text) {
        match block {
            Block::Paragraph(text) => writer.paragraph(text),
            Block::Table(rows) => writer.table(&rows),
        }
    }
    writer
}

struct Writer {
    way: Way,
    /// The size of each page and what stands on it.
    pages: Vec<((f64, f64), String)>,
    /// Of which size the present page is, and how far it is full.
    size: (f64, f64),
    top: f64,
}

impl Writer {
    /// Makes room for something of this height on a page of this size.
    fn room(&mut self, size: (f64, f64), height: f64) {
        if self.size != size || self.top + height > size.1 - MARGIN {
            self.pages.push((size, String::new()));
            (self.size, self.top) = (size, MARGIN);
        }
    }

    fn put(&mut self, object: &str) {
        self.pages.last_mut().unwrap().1.push_str(object);
    }

    fn paragraph(&mut self, text: &str) {
        let width = TEXT.0 - 2.0 * MARGIN;
        // The first line is set in by two characters.
        let mut indent = 2.0 * SIZE;
        let mut rest = text;
        while !rest.is_empty() {
            let (line, after) = line(rest, width - indent);
            rest = after;
            self.room(TEXT, LINE);
            // Full lines reach the margin.
            let spare = if rest.is_empty() { 0.0 } else { width - indent - length(line) };
            self.text(line, (MARGIN + indent, self.top + SIZE), spare);
            self.top += LINE;
            indent = 0.0;
        }
    }

    fn table(&mut self, rows: &[Vec<&str>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap();
        let width = (TABLES.0 - 2.0 * MARGIN) / columns as f64;
        for row in rows {
            let cells: Vec<Vec<&str>> = row.iter().map(|cell| lines(cell, width - 2.0 * PADDING)).collect();
            let height = cells.iter().map(Vec::len).max().unwrap() as f64 * LINE + 2.0 * PADDING;
            self.room(TABLES, height);
            let top = self.top;
            for column in 0..columns {
                let left = MARGIN + width * column as f64;
                self.cell((left, top), (width, height));
                for (line, number) in cells.get(column).into_iter().flatten().zip(0..) {
                    let foot = top + PADDING + SIZE + LINE * f64::from(number);
                    self.text(line, (left + PADDING, foot), 0.0);
                }
            }
            self.top += height;
        }
    }

    /// The lines around a cell.
    fn cell(&mut self, (left, top): (f64, f64), (width, height): (f64, f64)) {
        let path = |(x, y): (f64, f64), (w, h): (f64, f64), paint: &str, data: String| {
            let bounds = format!("{x:.4} {y:.4} {w:.4} {h:.4}");
            format!(
                "<ofd:PathObject Boundary=\"{bounds}\" {paint}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
            )
        };
        let boxed = |w: f64, h: f64| format!("M 0 0 L {w:.4} 0 L {w:.4} {h:.4} L 0 {h:.4} C");
        let sides = [
            ((left, top), (width, 0.0)),
            ((left, top + height), (width, 0.0)),
            ((left, top), (0.0, height)),
            ((left + width, top), (0.0, height)),
        ];
        let drawn: String = match self.way {
            Way::Plain => {
                let side = |(at, (w, h))| path(at, (w, h), "LineWidth=\"0.25\"", format!("M 0 0 L {w:.4} {h:.4}"));
                sides.map(side).concat()
            }
            Way::Scaled => {
                let side = |(at, (w, h)): (_, (f64, f64))| {
                    let (w, h) = (w.max(0.2), h.max(0.2));
                    path(at, (w, h), "Stroke=\"false\" Fill=\"true\"", boxed(w, h))
                };
                sides.map(side).concat()
            }
            _ => path((left, top), (width, height), "", boxed(width, height)),
        };
        self.put(&drawn);
    }

    /// A line of text that begins at `foot`, its characters apart by `spare` more in all.
    fn text(&mut self, line: &str, (x, foot): (f64, f64), spare: f64) {
        let characters: Vec<char> = line.chars().collect();
        let each = spare / (characters.len().max(2) - 1) as f64;
        let count = match self.way {
            Way::Split => 3,
            Way::Single => 1,
            _ => characters.len().max(1),
        };
        let mut left = x;
        for piece in characters.chunks(count) {
            let steps: Vec<f64> = piece.iter().map(|c| advance(*c) + each).collect();
            let object = self.object(piece, &steps, (left, foot));
            self.put(&object);
            left += steps.iter().sum::<f64>();
        }
    }

    fn object(&self, piece: &[char], steps: &[f64], (x, foot): (f64, f64)) -> String {
        let scale = if self.way == Way::Scaled { 25.4 / 72.0 } else { 1.0 };
        let (top, width) = (foot - SIZE, steps.iter().sum::<f64>());
        let between = &steps[..steps.len() - 1];
        let steps: Vec<String> = between.iter().map(|step| format!("{:.4}", step / scale)).collect();
        let runs = steps.chunk_by(|one, other| one == other);
        let steps = match self.way {
            Way::Repeated => runs.map(|run| format!("g {} {}", run.len(), run[0])).collect::<Vec<_>>().join(" "),
            _ => steps.join(" "),
        };
        let steps = if steps.is_empty() { steps } else { format!(" DeltaX=\"{steps}\"") };
        let (transform, glyphs) = match self.way {
            Way::Scaled => (format!(" CTM=\"{scale} 0 0 {scale} 0 0\""), glyphs(piece.len())),
            _ => Default::default(),
        };
        let (size, down, text) = (SIZE / scale, SIZE / scale, escaped(&piece.iter().collect::<String>()));
        format!(
            "<ofd:TextObject Boundary=\"{x:.4} {top:.4} {width:.4} {LINE}\"{transform} Font=\"3\" Size=\"{size:.4}\">{glyphs}\
             <ofd:TextCode X=\"0\" Y=\"{down:.4}\"{steps}>{text}</ofd:TextCode></ofd:TextObject>"
        )
    }

    fn finish(self) -> Vec<u8> {
        let mut entries = vec![("OFD.xml".to_owned(), wrap::OFD.to_vec())];
        let mut listed = String::new();
        for (((width, height), objects), number) in self.pages.into_iter().zip(0..) {
            listed.push_str(&format!("<ofd:Page ID=\"{number}\" BaseLoc=\"Pages/Page_{number}/Content.xml\"/>"));
            let page = format!(
                "<ofd:Page {NAMESPACE}><ofd:Area><ofd:PhysicalBox>0 0 {width} {height}</ofd:PhysicalBox></ofd:Area>\
                 <ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
            );
            entries.push((format!("Doc_0/Pages/Page_{number}/Content.xml"), page.into_bytes()));
        }
        let document = format!("<ofd:Document {NAMESPACE}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>");
        entries.push(("Doc_0/Document.xml".to_owned(), document.into_bytes()));
        let entries: Vec<_> = entries.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        wrap::archive(&entries)
    }
}

const NAMESPACE: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";

/// What says which glyphs of a font its characters are.
fn glyphs(count: usize) -> String {
    let numbers: Vec<String> = (100..100 + count).map(|number| number.to_string()).collect();
    format!(
        "<ofd:CGTransform CodePosition=\"0\" CodeCount=\"{count}\" GlyphCount=\"{count}\"><ofd:Glyphs>{}</ofd:Glyphs></ofd:CGTransform>",
        numbers.join(" ")
    )
}

/// How far a character goes on.
fn advance(c: char) -> f64 {
    if c < '\u{2010}' { SIZE * 0.55 } else { SIZE }
}

fn length(text: &str) -> f64 {
    text.chars().map(advance).sum()
}

/// The first line of `text` that is no longer than `width`, and what is left: numbers and words are not broken.
fn line(text: &str, width: f64) -> (&str, &str) {
    let is_narrow = |c: char| c < '\u{2010}';
    let (mut end, mut last, mut reached) = (text.len(), 0, 0.0);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if at > 0 && !(is_narrow(before) && is_narrow(c)) {
            last = at;
        }
        reached += advance(c);
        if reached > width {
            end = if last > 0 { last } else { at.max(c.len_utf8()) };
            break;
        }
        before = c;
    }
    text.split_at(end)
}

fn lines(text: &str, width: f64) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = line(rest, width);
        lines.push(line);
        rest = after;
    }
    lines
}

#[test]
fn both_documents_come_back_however_their_text_and_lines_are_written() {
    for sample in [URUMQI, SHAYIBAK] {
        let of_tables = written(sample.text, Way::Plain).pages.iter().filter(|(size, _)| *size == TABLES).count();
        let tables = blocks(sample.text).iter().filter(|block| matches!(block, Block::Table(_))).count();
        assert!(of_tables > tables, "tables go over pages");
        for way in WAYS {
            println!("{} {way:?}", sample.name);
            let imported = imported(&ofd(sample.text, way));
            assert_figures(&imported, &sample);
            assert_whole(&imported, &sample);
        }
    }
}
