//! From the bytes of a string to the characters of a font that has more than 256: its CMap, and what a character is.

use std::collections::HashMap;
use std::sync::Arc;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};

use super::super::ReadError;
use super::stream::Allowance;

/// Tables that the fonts of a document share, and how much more may be unpacked for them.
#[derive(Debug)]
pub(super) struct Tables {
    predefined: HashMap<Vec<u8>, Option<Arc<CMap>>>,
    allowance: Allowance,
    /// How many more fonts may be looked into for what their glyphs say.
    fonts: usize,
}

impl Tables {
    /// None yet.
    pub fn new() -> Self {
        Self { predefined: HashMap::new(), allowance: Allowance(MOST_TABLES), fonts: MOST_FONTS }
    }

    fn predefined(&mut self, name: CMapName) -> Option<Arc<CMap>> {
        let read = || match name {
            CMapName::IdentityH => Some(CMap::identity_h()),
            CMapName::IdentityV => Some(CMap::identity_v()),
            name => CMap::parse(load_embedded(name)?, load_embedded),
        };
        self.predefined.entry(name.to_bytes().to_vec()).or_insert_with(|| read().map(Arc::new)).clone()
    }

    /// What `stream` holds.
    pub fn unpacked(&mut self, stream: &Stream) -> Result<Vec<u8>, ReadError> {
        self.allowance.contents(stream)
    }

    /// Whether one more font may be looked into.
    pub fn may_read_font(&mut self) -> bool {
        let left = self.fonts.checked_sub(1);
        self.fonts = left.unwrap_or(0);
        left.is_some()
    }

    fn embedded(&mut self, stream: &Stream) -> Result<Option<CMap>, ReadError> {
        Ok(CMap::parse(&self.allowance.contents(stream)?, load_embedded))
    }
}

/// Bytes of all tables that a document brings for its fonts.
const MOST_TABLES: usize = 64 << 20;
/// Fonts of a document that do not say what their codes are, and are looked into.
const MOST_FONTS: usize = 100;

/// The CMap of a composite font: how its strings are cut into codes, and the character of the collection that each is.
pub(super) struct Codes {
    cmap: Arc<CMap>,
    /// Whether the codes themselves are UTF-16.
    is_unicode: bool,
    /// From the collection's numbers to Unicode.
    collection: Option<Arc<CMap>>,
    /// Whether the CMap is known.
    is_known: bool,
}

/// A code of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    pub value: u32,
    pub bytes: usize,
    /// The character's number in its collection, by which widths are told.
    pub cid: u32,
}

impl Codes {
    /// The CMap of `font`. One that is not known is taken to have codes of two bytes, as nearly all have, of which nothing is
    /// known.
    pub fn new(font: &Dict, tables: &mut Tables) -> Result<Self, ReadError> {
        let (cmap, name) = match font.get::<Object>("Encoding") {
            Some(Object::Name(name)) => (tables.predefined(CMapName::from_bytes(&name)), name.to_vec()),
            Some(Object::Stream(stream)) => (tables.embedded(&stream)?.map(Arc::new), Vec::new()),
            _ => (None, Vec::new()),
        };
        let Some(cmap) = cmap else {
            let cmap = Arc::new(CMap::identity_h());
            return Ok(Self { cmap, is_unicode: false, collection: None, is_known: false });
        };
        let is_unicode =
            name.windows(4).any(|piece| piece == b"UCS2") || name.windows(5).any(|piece| piece == b"UTF16");
        let told = cmap.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
        let family = told.filter(|family| *family != CidFamily::AdobeIdentity).or_else(|| family(font));
        let collection = family.and_then(|family| family.ucs2_cmap()).and_then(|name| tables.predefined(name));
        Ok(Self { cmap, is_unicode, collection, is_known: true })
    }

    /// Whether only the font itself can say what its characters are.
    pub fn are_numbers(&self) -> bool {
        self.is_known && !self.is_unicode && self.collection.is_none()
    }

    /// Whether lines run downwards.
    pub fn is_vertical(&self) -> bool {
        self.cmap.metadata().writing_mode == Some(WritingMode::Vertical)
    }

    /// The first code of `bytes`, which are not empty.
    pub fn next(&self, bytes: &[u8]) -> Code {
        let mut value = 0;
        for (byte, count) in bytes.iter().zip(1..=4_u8) {
            value = value << 8 | u32::from(*byte);
            if let Some(cid) = self.cmap.lookup_cid_code(value, count) {
                return Code { value, bytes: usize::from(count), cid };
            }
        }
        // What the collection does not have is still cut rightly: two bytes from the upper half, and pairs of UTF-16.
        let is_pair = self.is_unicode && (0xD8..0xDC).contains(&bytes[0]);
        let count = if is_pair {
            4
        } else if self.is_unicode || bytes[0] >= 0x80 {
            2
        } else {
            1
        };
        let cut = &bytes[..bytes.len().min(count)];
        Code { value: cut.iter().fold(0, |value, byte| value << 8 | u32::from(*byte)), bytes: cut.len(), cid: 0 }
    }

    /// What `code`, which `bytes` are, says.
    pub fn text(&self, code: Code, bytes: &[u8]) -> Option<Arc<str>> {
        if self.is_unicode {
            let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            return char::decode_utf16(units).collect::<Result<String, _>>().ok().map(Into::into);
        }
        text(self.collection.as_ref()?, code.cid)
    }
}

/// The collection that the font below a composite one is made for.
fn family(font: &Dict) -> Option<CidFamily> {
    let below = font.get::<Array>("DescendantFonts")?.iter::<Dict>().next()?;
    let info = below.get::<Dict>("CIDSystemInfo")?;
    let (registry, ordering) = (info.get::<PdfString>("Registry")?, info.get::<PdfString>("Ordering")?);
    Some(CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes()))
}

/// What a font itself says its codes are.
pub(super) enum ToUnicode {
    /// The codes are Unicode.
    Same,
    Table(Box<CMap>),
}

impl ToUnicode {
    /// That of `font`, where it has one that can be read.
    pub fn new(font: &Dict, tables: &mut Tables) -> Result<Option<Self>, ReadError> {
        if let Some(name) = font.get::<Name>("ToUnicode") {
            return Ok(name.starts_with(b"Identity").then_some(Self::Same));
        }
        let Some(stream) = font.get::<Stream>("ToUnicode") else { return Ok(None) };
        Ok(tables.embedded(&stream)?.map(|table| Self::Table(Box::new(table))))
    }

    pub fn text(&self, code: u32) -> Option<Arc<str>> {
        match self {
            Self::Same => char::from_u32(code).map(|c| c.to_string().into()),
            Self::Table(cmap) => text(cmap, code),
        }
    }
}

fn text(cmap: &CMap, code: u32) -> Option<Arc<str>> {
    // A table that maps to nothing, or to a code that marks nothing, does not know.
    let text = match cmap.lookup_bf_string(code)? {
        BfString::Char(c) => c.to_string(),
        BfString::String(text) => text,
    };
    Some(text.trim_matches('\0').into()).filter(|text: &Arc<str>| !text.is_empty())
}
