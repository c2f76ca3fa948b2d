//! A document as OFD (GB/T 33190), in the ways in which programs write it: text that stands where it was set, and tables
//! that are lines between it.

use super::layout::{LINE, Pen, SIZE, TABLES, advance, pages};
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

/// `text` as OFD.
pub fn ofd(text: &str, way: Way) -> Vec<u8> {
    finish(pages(text, &way))
}

impl Pen for Way {
    fn cell(&self, (left, top): (f64, f64), (width, height): (f64, f64)) -> String {
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
        match self {
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
        }
    }

    fn text(&self, line: &str, (x, foot): (f64, f64), spare: f64) -> String {
        let characters: Vec<char> = line.chars().collect();
        let each = spare / (characters.len().max(2) - 1) as f64;
        let count = match self {
            Way::Split => 3,
            Way::Single => 1,
            _ => characters.len().max(1),
        };
        let (mut left, mut objects) = (x, String::new());
        for piece in characters.chunks(count) {
            let steps: Vec<f64> = piece.iter().map(|c| advance(*c) + each).collect();
            objects += &self.object(piece, &steps, (left, foot));
            left += steps.iter().sum::<f64>();
        }
        objects
    }
}

impl Way {
    fn object(self, piece: &[char], steps: &[f64], (x, foot): (f64, f64)) -> String {
        let scale = if self == Way::Scaled { 25.4 / 72.0 } else { 1.0 };
        let (top, width) = (foot - SIZE, steps.iter().sum::<f64>());
        let between = &steps[..steps.len() - 1];
        let steps: Vec<String> = between.iter().map(|step| format!("{:.4}", step / scale)).collect();
        let runs = steps.chunk_by(|one, other| one == other);
        let steps = match self {
            Way::Repeated => runs.map(|run| format!("g {} {}", run.len(), run[0])).collect::<Vec<_>>().join(" "),
            _ => steps.join(" "),
        };
        let steps = if steps.is_empty() { steps } else { format!(" DeltaX=\"{steps}\"") };
        let (transform, glyphs) = match self {
            Way::Scaled => (format!(" CTM=\"{scale} 0 0 {scale} 0 0\""), glyphs(piece.len())),
            _ => Default::default(),
        };
        let (size, down, text) = (SIZE / scale, SIZE / scale, escaped(&piece.iter().collect::<String>()));
        format!(
            "<ofd:TextObject Boundary=\"{x:.4} {top:.4} {width:.4} {LINE}\"{transform} Font=\"3\" Size=\"{size:.4}\">{glyphs}\
             <ofd:TextCode X=\"0\" Y=\"{down:.4}\"{steps}>{text}</ofd:TextCode></ofd:TextObject>"
        )
    }
}

fn finish(pages: Vec<((f64, f64), String)>) -> Vec<u8> {
    let mut entries = vec![("OFD.xml".to_owned(), wrap::OFD.to_vec())];
    let mut listed = String::new();
    for (((width, height), objects), number) in pages.into_iter().zip(0..) {
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

const NAMESPACE: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";

/// What says which glyphs of a font its characters are.
fn glyphs(count: usize) -> String {
    let numbers: Vec<String> = (100..100 + count).map(|number| number.to_string()).collect();
    format!(
        "<ofd:CGTransform CodePosition=\"0\" CodeCount=\"{count}\" GlyphCount=\"{count}\"><ofd:Glyphs>{}</ofd:Glyphs></ofd:CGTransform>",
        numbers.join(" ")
    )
}

#[test]
fn both_documents_come_back_however_their_text_and_lines_are_written() {
    for sample in [URUMQI, SHAYIBAK] {
        let of_tables = pages(sample.text, &Way::Plain).iter().filter(|(size, _)| *size == TABLES).count();
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
