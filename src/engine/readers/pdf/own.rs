//! What a font that is in the document says of its glyphs, where the document itself does not say what its codes are: by the
//! characters that it was made for, or by the names of its glyphs.

use std::collections::HashMap;

use hayro_syntax::object::{Dict, Name, Object, Stream};
use ttf_parser::cmap::{Format, Subtable};
use ttf_parser::{Face, GlyphId, PlatformId, Tag, cff};

use super::super::ReadError;
use super::cmap::Tables;
use super::encoding::{Encoding, of_name};

/// What the glyphs of a composite font say, by the number that its codes have.
#[derive(Debug)]
pub(super) struct OwnTexts(HashMap<u32, char>);

/// Where ASCII digits stand among the codes of a font of one byte.
const DIGITS: std::ops::RangeInclusive<u8> = b'0'..=b'9';
/// A digit as wide as this, in thousandths of its size, is none.
const WIDEST_DIGIT: f64 = 900.0;
/// Tables of characters of a font that are looked at, and those of all characters; glyphs whose names are.
const MOST_SUBTABLES: usize = 16;
const MOST_UNICODE: usize = 2;
const MOST_NAMES: u16 = 5000;
/// Glyphs with numbers of a collection, each of which is looked for through the ranges of the font.
const MOST_KEYED: usize = 30_000;
/// Bit of the flags by which a font says that its codes are its own.
const SYMBOLIC: i32 = 4;

impl OwnTexts {
    /// Those of `font`, the one below a composite one; `None` where it is not in the document or says nothing.
    pub fn of_composite(font: &Dict, tables: &mut Tables) -> Result<Option<Self>, ReadError> {
        let descriptor = font.get::<Dict>("FontDescriptor").unwrap_or_default();
        let Some(program) = program(&descriptor, tables)? else { return Ok(None) };
        let Some(program) = Program::new(&program) else { return Ok(None) };
        let glyphs = program.glyphs();
        let by_number = match font.get::<Object>("CIDToGIDMap") {
            Some(Object::Stream(stream)) => {
                let map = tables.unpacked(&stream)?;
                let pairs = map.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                (0..).zip(pairs).filter_map(|(cid, glyph)| Some((cid, glyphs.get(&glyph).copied()?))).collect()
            }
            _ => program.by_number(glyphs),
        };
        Ok(Some(Self(by_number)).filter(|texts: &Self| !texts.0.is_empty()))
    }

    pub fn text(&self, cid: u32) -> Option<char> {
        self.0.get(&cid).copied()
    }
}

/// What the codes of a font of one byte are.
pub(super) struct OwnEncoding {
    pub encoding: Encoding,
    /// Whether nothing but custom says so: once a code is shown that no letter has, they are the font's own.
    pub is_doubtful: bool,
}

/// What the codes of a font of one byte are, that neither says its encoding nor what its codes are, and is in the document:
/// nothing where its codes are its own and it does not say them.
pub(super) fn own_encoding(
    font: &Dict,
    descriptor: &Dict,
    tables: &mut Tables,
    usual: Encoding,
) -> Result<OwnEncoding, ReadError> {
    let certain = |encoding| OwnEncoding { encoding, is_doubtful: false };
    let is_symbolic = descriptor.get::<i32>("Flags").is_some_and(|flags| flags & SYMBOLIC != 0);
    if !is_symbolic || font.contains_key("Encoding") || font.contains_key("ToUnicode") {
        return Ok(certain(usual));
    }
    let Some(bytes) = program(descriptor, tables)? else { return Ok(certain(usual)) };
    let told = Program::new(&bytes).map(|program| program.encoding());
    if let Some(told) = told.filter(|told| told.iter().any(Option::is_some)) {
        return Ok(certain(told));
    }
    Ok(if has_own_codes(font) { certain([None; 256]) } else { OwnEncoding { encoding: usual, is_doubtful: true } })
}

/// Whether no letter has `code`, nor what stands between letters: a font whose codes are dealt out as its characters come has it
/// among the first.
pub(super) fn is_dealt_out(code: u8) -> bool {
    code < b' ' && !matches!(code, 0 | b'\t' | b'\n' | b'\r')
}

/// Whether the codes of a font were dealt out as its characters came: what stands at the digits is not all of one width, as
/// digits are.
fn has_own_codes(font: &Dict) -> bool {
    let first = font.get::<i32>("FirstChar").unwrap_or(0);
    let widths: Vec<f64> = font
        .get::<hayro_syntax::object::Array>("Widths")
        .map(|widths| widths.iter::<f64>().take(256).collect())
        .unwrap_or_default();
    let width = |code: u8| usize::try_from(i32::from(code) - first).ok().and_then(|at| widths.get(at)).copied();
    let digits: Vec<f64> = DIGITS.filter_map(width).filter(|width| *width != 0.0).collect();
    let are_alike = digits.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 1.0);
    !are_alike || digits.iter().any(|width| *width >= WIDEST_DIGIT)
}

/// The program of a font that is in the document.
fn program(descriptor: &Dict, tables: &mut Tables) -> Result<Option<Vec<u8>>, ReadError> {
    let stream = ["FontFile2", "FontFile3"].into_iter().find_map(|key| descriptor.get::<Stream>(key));
    let Some(stream) = stream.filter(|_| tables.may_read_font()) else { return Ok(None) };
    // What packs glyphs only, as the programs of Type 1 are, has no such tables.
    let is_read = |kind: Name| [b"CIDFontType0C".as_slice(), b"Type1C", b"OpenType"].contains(&&*kind);
    if stream.dict().get::<Name>("Subtype").is_some_and(|kind| !is_read(kind)) {
        return Ok(None);
    }
    tables.unpacked(&stream).map(Some)
}

/// The program of a font: with the tables of TrueType and OpenType, or the bare one of PostScript.
enum Program<'a> {
    Tables(Box<Face<'a>>),
    Bare(Box<cff::Table<'a>>),
}

impl<'a> Program<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        match Face::parse(bytes, 0) {
            Ok(face) => Some(Self::Tables(Box::new(face))),
            Err(_) => cff::Table::parse(bytes).map(|table| Self::Bare(Box::new(table))),
        }
    }

    fn name(&self, glyph: u16) -> Option<char> {
        match self {
            Self::Tables(face) => face.glyph_name(GlyphId(glyph)).and_then(of_name),
            Self::Bare(table) => table.glyph_name(GlyphId(glyph)).and_then(of_name),
        }
    }

    /// What `glyphs` say by the numbers that codes have for them: their own, but in a font of PostScript whose glyphs have numbers
    /// of a collection. Nothing where they may have such and it cannot be read.
    fn by_number(&self, glyphs: HashMap<u16, char>) -> HashMap<u32, char> {
        let table = match self {
            Self::Tables(face) => face.tables().cff,
            Self::Bare(table) => Some(**table),
        };
        let has_unread = match self {
            Self::Tables(face) => table.is_none() && face.raw_face().table(Tag::from_bytes(b"CFF ")).is_some(),
            Self::Bare(_) => false,
        };
        let is_keyed = |table: &cff::Table<'_>| table.glyph_cid(GlyphId(0)).is_some();
        match table.filter(is_keyed) {
            _ if has_unread => HashMap::new(),
            Some(_) if glyphs.len() > MOST_KEYED => HashMap::new(),
            Some(table) => {
                let keyed = |(glyph, c)| Some((table.glyph_cid(GlyphId(glyph))?.into(), c));
                glyphs.into_iter().filter_map(keyed).collect()
            }
            None => glyphs.into_iter().map(|(glyph, c)| (u32::from(glyph), c)).collect(),
        }
    }

    /// What each glyph says.
    fn glyphs(&self) -> HashMap<u16, char> {
        let mut glyphs = HashMap::new();
        for table in self.character_tables() {
            let told = characters().filter_map(|c| Some((table.glyph_index(c.into())?.0, c)));
            for (glyph, c) in told.filter(|(glyph, _)| *glyph != 0) {
                let before = glyphs.entry(glyph).or_insert(c);
                // A radical looks like the character of every day.
                if is_less_usual(*before) && !is_less_usual(c) {
                    *before = c;
                }
            }
        }
        if glyphs.is_empty() {
            let count = match self {
                Self::Tables(face) => face.number_of_glyphs(),
                Self::Bare(table) => table.number_of_glyphs(),
            };
            glyphs.extend((1..count.min(MOST_NAMES)).filter_map(|glyph| Some((glyph, self.name(glyph)?))));
        }
        glyphs
    }

    /// The tables that say which glyphs characters have, of kinds in which one is found fast.
    fn character_tables(&self) -> impl Iterator<Item = Subtable<'a>> + use<'a> {
        let cmap = match self {
            Self::Tables(face) => face.tables().cmap,
            Self::Bare(_) => None,
        };
        let is_fast = |table: &Subtable<'_>| {
            matches!(table.format, Format::SegmentMappingToDeltaValues(_) | Format::SegmentedCoverage(_))
        };
        let tables = cmap.into_iter().flat_map(|cmap| cmap.subtables).take(MOST_SUBTABLES);
        tables.filter(move |table| table.is_unicode() && is_fast(table)).take(MOST_UNICODE)
    }

    /// What each code of one byte says: by the glyph that it shows.
    fn encoding(&self) -> Encoding {
        let glyphs = self.glyphs();
        let said = |glyph: GlyphId| glyphs.get(&glyph.0).copied().or_else(|| self.name(glyph.0));
        let glyph = |code: u8| match self {
            Self::Bare(table) => table.glyph_index(code),
            Self::Tables(face) => {
                let subtables = || face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables).take(MOST_SUBTABLES);
                let of_symbols =
                    |table: &Subtable<'_>| table.platform_id == PlatformId::Windows && table.encoding_id == 0;
                // Codes of symbols stand in a range of their own.
                let symbols = subtables().filter(of_symbols).find_map(|table| {
                    table.glyph_index(0xF000 + u32::from(code)).or_else(|| table.glyph_index(code.into()))
                });
                let others = || {
                    let mut own = subtables().filter(|table| table.platform_id == PlatformId::Macintosh);
                    own.find_map(|table| table.glyph_index(code.into()))
                };
                symbols.or_else(others)
            }
        };
        std::array::from_fn(|code| glyph(code as u8).filter(|glyph| glyph.0 != 0).and_then(said))
    }
}

/// The characters that a document may print: those of every day, and the rarer ones of Chinese.
fn characters() -> impl Iterator<Item = char> {
    ('\u{20}'..='\u{FFEF}').chain('\u{20000}'..='\u{323AF}')
}

/// Whether another character that looks the same is more usual: radicals, and those that are there for older sets only.
fn is_less_usual(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{AD}' | '\u{2E80}'..='\u{2FDF}' | '\u{E000}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')
}
