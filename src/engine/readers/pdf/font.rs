//! Fonts, as far as the text and the place of what is printed needs them: what a code says and how far it goes on.

use std::collections::HashMap;
use std::sync::Arc;

use hayro_syntax::object::{Array, Dict, Name, Object};

use super::super::ReadError;
use super::super::printed::UNREAD;
use super::cmap::{Codes, Tables, ToUnicode};
use super::encoding::{Encoding, encoding};
use super::own::{OwnEncoding, OwnTexts, is_dealt_out, own_encoding};

/// How far a font reaches below its line where it does not say, in thousandths of its size.
const DESCENT: f64 = -250.0;
const ASCENT: f64 = 750.0;

pub(super) struct Font {
    kind: Kind,
    to_unicode: Option<ToUnicode>,
    /// Texts of codes that were asked for.
    texts: HashMap<u32, Arc<str>>,
    /// Where its letters end below and above, in sizes.
    pub descent: f64,
    pub ascent: f64,
}

enum Kind {
    /// One byte a character. The widths begin with a code; `scale` makes sizes of them.
    Simple { encoding: Box<Encoding>, is_doubtful: bool, first: i64, widths: Vec<f64>, missing: f64, scale: f64 },
    Composite {
        codes: Codes,
        widths: Widths,
        /// What the font itself says, where nothing else does.
        own: Option<OwnTexts>,
    },
}

/// A character of a string.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    pub text: Arc<str>,
    /// How far it goes on: to the right, or downwards (negative) where lines run so. In sizes.
    pub advance: f64,
    /// How wide it is, in sizes.
    pub width: f64,
    /// Where its origin stands from that of its line, in sizes: not zero only where lines run downwards.
    pub origin: (f64, f64),
    /// Whether it is the one byte of a space, which may be set wider.
    pub is_space: bool,
}

impl Font {
    /// Reads a font.
    pub fn new(font: &Dict, tables: &mut Tables) -> Result<Self, ReadError> {
        let below = font.get::<Array>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict>().next());
        let descriptor = below.as_ref().unwrap_or(font).get::<Dict>("FontDescriptor").unwrap_or_default();
        let subtype = font.get::<Name>("Subtype");
        let kind = if subtype.as_deref() == Some(b"Type0") {
            let codes = Codes::new(font, tables)?;
            let below = below.unwrap_or_default();
            let is_asked = codes.are_numbers() && !font.contains_key("ToUnicode");
            let own = if is_asked { OwnTexts::of_composite(&below, tables)? } else { None };
            Kind::Composite { codes, widths: Widths::new(&below), own }
        } else {
            let encoding = own_encoding(font, &descriptor, tables, encoding(font))?;
            simple(font, &descriptor, subtype.as_deref() == Some(b"Type3"), encoding)
        };
        let descent =
            descriptor.get::<f64>("Descent").filter(|descent| *descent != 0.0 || descriptor.contains_key("Ascent"));
        let ascent = descriptor.get::<f64>("Ascent").filter(|ascent| *ascent != 0.0);
        Ok(Self {
            kind,
            to_unicode: ToUnicode::new(font, tables)?,
            texts: HashMap::new(),
            descent: -descent.unwrap_or(DESCENT).abs().min(1000.0) / 1000.0,
            ascent: ascent.unwrap_or(ASCENT).clamp(0.0, 2000.0) / 1000.0,
        })
    }

    /// Whether lines run downwards.
    pub fn is_vertical(&self) -> bool {
        matches!(&self.kind, Kind::Composite { codes, .. } if codes.is_vertical())
    }

    /// Learns from a `code` that is shown whether the codes are the font's own.
    fn learn(&mut self, code: u8) {
        let Kind::Simple { encoding, is_doubtful, first, widths, .. } = &mut self.kind else { return };
        let width = || usize::try_from(i64::from(code) - *first).ok().and_then(|at| widths.get(at));
        if *is_doubtful && is_dealt_out(code) && width().is_some_and(|width| *width > 0.0) {
            *is_doubtful = false;
            **encoding = [None; 256];
            self.texts.clear();
        }
    }

    /// The first character of `bytes`, which are not empty, and how many bytes it is.
    pub fn next(&mut self, bytes: &[u8]) -> (Shown, usize) {
        self.learn(bytes[0]);
        match &self.kind {
            Kind::Simple { encoding, first, widths, missing, scale, .. } => {
                let code = bytes[0];
                let told = || self.to_unicode.as_ref().and_then(|table| table.text(u32::from(code)));
                let listed = || encoding[usize::from(code)].map(|c| c.to_string().into());
                let text =
                    self.texts.entry(code.into()).or_insert_with(|| told().or_else(listed).unwrap_or_else(unknown));
                let width = usize::try_from(i64::from(code) - first).ok().and_then(|index| widths.get(index));
                let width = width.unwrap_or(missing) * scale;
                let origin = (0.0, 0.0);
                (Shown { text: text.clone(), advance: width, width, origin, is_space: code == b' ' }, 1)
            }
            Kind::Composite { codes, widths, own } => {
                let code = codes.next(bytes);
                let told = || self.to_unicode.as_ref().and_then(|table| table.text(code.value));
                let listed = || codes.text(code, &bytes[..code.bytes]);
                // Codes of one byte and of two may have the same value.
                let key = code.value ^ (code.bytes as u32) << 29;
                let said = || own.as_ref()?.text(code.cid).map(|c| c.to_string().into());
                let text = self
                    .texts
                    .entry(key)
                    .or_insert_with(|| told().or_else(listed).or_else(said).unwrap_or_else(unknown));
                let width = widths.width(code.cid);
                let (advance, origin) =
                    if codes.is_vertical() { widths.vertical(code.cid, width) } else { (width, (0.0, 0.0)) };
                let is_space = code.bytes == 1 && code.value == 32;
                (Shown { text: text.clone(), advance, width, origin, is_space }, code.bytes)
            }
        }
    }
}

fn unknown() -> Arc<str> {
    UNREAD.into()
}

fn simple(font: &Dict, descriptor: &Dict, is_drawn: bool, own: OwnEncoding) -> Kind {
    let widths: Vec<f64> =
        font.get::<Array>("Widths").map(|widths| widths.iter::<f64>().take(256).collect()).unwrap_or_default();
    // Glyphs that are drawn by instructions measure in a space of their own.
    let matrix = font.get::<[f64; 6]>("FontMatrix").filter(|_| is_drawn);
    let scale = matrix.map_or(0.001, |matrix| matrix[0].abs());
    let missing =
        if widths.is_empty() { standard_width(font) } else { descriptor.get::<f64>("MissingWidth").unwrap_or(0.0) };
    let first = font.get::<i32>("FirstChar").unwrap_or(0).into();
    let OwnEncoding { encoding, is_doubtful } = own;
    Kind::Simple { encoding: Box::new(encoding), is_doubtful, first, widths, missing, scale }
}

/// The width of a digit in the standard fonts, which need not tell widths.
fn standard_width(font: &Dict) -> f64 {
    let name = font.get::<Name>("BaseFont");
    let has = |part: &str| name.as_ref().is_some_and(|name| name.as_str().contains(part));
    if has("Courier") {
        600.0
    } else if has("Times") {
        500.0
    } else {
        556.0
    }
}

/// The widths of a composite font, by the character's number in its collection.
#[derive(Default)]
struct Widths {
    usual: f64,
    each: HashMap<u32, f64>,
    ranges: Vec<(u32, u32, f64)>,
    /// For lines that run downwards: where the origin stands above the foot, and how far a character goes on.
    usual_down: (f64, f64),
    each_down: HashMap<u32, (f64, f64, f64)>,
    ranges_down: Vec<(u32, u32, (f64, f64, f64))>,
}

impl Widths {
    fn new(font: &Dict) -> Self {
        let down = font.get::<[f64; 2]>("DW2").unwrap_or([880.0, -1000.0]);
        let mut widths =
            Self { usual: font.get::<f64>("DW").unwrap_or(1000.0), usual_down: (down[0], down[1]), ..Self::default() };
        read(font.get::<Array>("W"), 1, |first, last, values| {
            let [width] = values else { return };
            if first == last {
                widths.each.insert(first, *width);
            } else {
                widths.ranges.push((first, last, *width));
            }
        });
        read(font.get::<Array>("W2"), 3, |first, last, values| {
            let [advance, x, y] = values else { return };
            if first == last {
                widths.each_down.insert(first, (*advance, *x, *y));
            } else {
                widths.ranges_down.push((first, last, (*advance, *x, *y)));
            }
        });
        widths
    }

    fn width(&self, cid: u32) -> f64 {
        let range = || self.ranges.iter().find(|(first, last, _)| (*first..=*last).contains(&cid)).map(|range| range.2);
        self.each.get(&cid).copied().or_else(range).unwrap_or(self.usual) / 1000.0
    }

    /// How far a character goes on downwards, and where its origin stands.
    fn vertical(&self, cid: u32, width: f64) -> (f64, (f64, f64)) {
        let range =
            || self.ranges_down.iter().find(|(first, last, _)| (*first..=*last).contains(&cid)).map(|range| range.2);
        let told = self.each_down.get(&cid).copied().or_else(range);
        let (advance, x, y) = told.unwrap_or((self.usual_down.1, width * 500.0, self.usual_down.0));
        (advance / 1000.0, (-x / 1000.0, -y / 1000.0))
    }
}

/// Most ranges of equal widths in a font: they are searched one by one.
const MOST_RANGES: usize = 2000;

/// Reads an array of widths, `count` numbers a character: `first [numbers…]` for each, `first last numbers` for a range.
fn read(array: Option<Array>, count: usize, mut take: impl FnMut(u32, u32, &[f64])) {
    let (mut numbers, mut ranges) = (Vec::new(), 0);
    for item in array.iter().flat_map(|array| array.iter::<Object>()) {
        match item {
            Object::Number(number) => numbers.push(number.as_f64()),
            Object::Array(values) => {
                let values: Vec<f64> = values.iter::<f64>().take(1 << 16).collect();
                let first = numbers.last().map_or(0, |first| *first as u32);
                (first..).zip(values.chunks_exact(count)).for_each(|(cid, values)| take(cid, cid, values));
                numbers.clear();
            }
            _ => return,
        }
        if numbers.len() == count + 2 {
            ranges += 1;
            if ranges <= MOST_RANGES {
                take(numbers[0] as u32, numbers[1] as u32, &numbers[2..]);
            }
            numbers.clear();
        }
    }
}
