//! A document as PDF, as converters write it: without tables of what the codes of its fonts are, in the character sets that every
//! reader knows, its tables over pages without their heads, its pages turned.

use super::layout::{Pen, TABLES, advance, pages};
use super::sources::{SHAYIBAK, URUMQI, assert_figures, assert_whole, imported};

/// How wide tables stand on their pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turned {
    /// Upright.
    No,
    /// Sideways, on a page that says that it is shown turned: a quarter, half, or three.
    Shown(u16),
    /// Sideways or upside down, on a page that does not say so: a reader turns his head.
    Silently(u16),
}

/// A millimetre in points.
const POINTS: f64 = 72.0 / 25.4;

/// What writes in one of the predefined CMaps, on a page of this height.
struct CMap {
    name: &'static str,
    height: f64,
}

impl CMap {
    fn codes(&self, text: &str) -> Vec<u8> {
        match self.name {
            name if name.starts_with("UniGB") => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            name if name.starts_with("GBK2K") => encoding_rs::GB18030.encode(text).0.into_owned(),
            _ => encoding_rs::GBK.encode(text).0.into_owned(),
        }
    }
}

impl Pen for CMap {
    fn text(&self, line: &str, (x, foot): (f64, f64), spare: f64) -> String {
        let count = line.chars().count().max(2) - 1;
        let codes: String = self.codes(line).iter().map(|byte| format!("{byte:02x}")).collect();
        let (x, y, each) = (x * POINTS, (self.height - foot) * POINTS, spare / count as f64 * POINTS);
        format!("BT /F {:.4} Tf {each:.4} Tc {x:.4} {y:.4} Td <{codes}> Tj ET\n", advance('一') * POINTS)
    }

    fn cell(&self, (left, top): (f64, f64), (width, height): (f64, f64)) -> String {
        let bottom = self.height - top - height;
        let [x, y, w, h] = [left, bottom, width, height].map(|number| number * POINTS);
        format!("{x:.4} {y:.4} {w:.4} {h:.4} re S\n")
    }
}

/// `text` as PDF, its text pages upright.
fn pdf(text: &str, name: &'static str, turned: Turned) -> Vec<u8> {
    let of_height = |height: f64| pages(text, &CMap { name, height });
    let (tables, others) = (of_height(TABLES.1), of_height(297.0));
    let pages = tables.into_iter().zip(others).map(|(table, other)| if table.0 == TABLES { table } else { other });
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        String::new(),
        format!("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{name}/DescendantFonts[4 0 R]>>"),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 550 814 908 550 7716 7716 550]>>".to_owned(),
    ];
    let mut kids = String::new();
    for (size, instructions) in pages {
        let (width, height) = (size.0 * POINTS, size.1 * POINTS);
        let turn = match turned {
            Turned::Shown(by) | Turned::Silently(by) if size == TABLES => by,
            _ => 0,
        };
        // A page that is shown turned to the right must stand turned to the left.
        let (matrix, (w, h)) = match turn {
            90 => (format!("0 1 -1 0 {height:.4} 0"), (height, width)),
            180 => (format!("-1 0 0 -1 {width:.4} {height:.4}"), (width, height)),
            270 => (format!("0 -1 1 0 0 {width:.4}"), (height, width)),
            _ => ("1 0 0 1 0 0".to_owned(), (width, height)),
        };
        let shown = if matches!(turned, Turned::Shown(_)) { turn } else { 0 };
        let contents = format!("q {matrix} cm\n{instructions}Q");
        objects.push(format!("<</Length {}>>stream\n{contents}\nendstream", contents.len()));
        let number = objects.len();
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {w:.4} {h:.4}]/Rotate {shown}/Contents {number} 0 R/Resources<</Font<</F 3 0 R>>>>>>"
        ));
        kids += &format!("{} 0 R ", objects.len());
    }
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count {}>>", kids.matches('R').count());
    written(&objects)
}

/// The file of these objects, the first of which is the catalogue.
fn written(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = String::new();
    for (object, number) in objects.iter().zip(1..) {
        places += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let (start, size) = (bytes.len(), objects.len() + 1);
    bytes.extend(format!("xref\n0 {size}\n0000000000 65535 f \n{places}").bytes());
    bytes.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").bytes());
    bytes
}

#[test]
fn both_documents_come_back_in_predefined_character_sets_with_tables_over_pages_without_heads() {
    let of_tables = pages(URUMQI.text, &CMap { name: "GBK-EUC-H", height: 0.0 });
    assert!(of_tables.iter().filter(|(size, _)| *size == TABLES).count() > 11, "tables go over pages");
    for name in ["GBK-EUC-H", "GBKp-EUC-H", "GBK2K-H", "UniGB-UTF16-H", "UniGB-UCS2-H"] {
        for sample in [URUMQI, SHAYIBAK] {
            println!("{} {name}", sample.name);
            let imported = imported(&pdf(sample.text, name, Turned::No));
            assert_figures(&imported, &sample);
            assert_whole(&imported, &sample);
        }
    }
}

#[test]
fn wide_tables_come_back_whichever_way_their_pages_are_turned() {
    for turn in [90, 180, 270] {
        for turned in [Turned::Shown(turn), Turned::Silently(turn)] {
            println!("{turned:?}");
            let imported = imported(&pdf(SHAYIBAK.text, "UniGB-UTF16-H", turned));
            assert_figures(&imported, &SHAYIBAK);
            assert_whole(&imported, &SHAYIBAK);
        }
    }
}
