//! The fonts of the document: those of the program, and those of the machine that official documents prescribe.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, Mutex, OnceLock};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use super::error::PdfError;
use crate::fonts;

/// What a font must have to be used for the document's text.
const PROBE: &str = "单位预算公开（万元）0123456789";

/// Fonts of the machine that are preferred, by their names in the order of preference.
const BODY: [&str; 14] = [
    "仿宋_GB2312",
    "FangSong_GB2312",
    "仿宋",
    "FangSong",
    "方正仿宋_GBK",
    "方正仿宋_GB2312",
    "方正仿宋简体",
    "FZFangSong-Z02",
    "FZFangSong-Z02S",
    "华文仿宋",
    "STFangsong",
    "朱雀仿宋",
    "Zhuque Fangsong",
    "Zhuque Fangsong (technical preview)",
];
const TITLE: [&str; 4] = ["方正小标宋_GBK", "方正小标宋简体", "FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S"];
const SUBHEADING: [&str; 11] = [
    "楷体_GB2312",
    "KaiTi_GB2312",
    "楷体",
    "KaiTi",
    "方正楷体_GBK",
    "方正楷体_GB2312",
    "方正楷体简体",
    "FZKai-Z03",
    "FZKai-Z03S",
    "华文楷体",
    "STKaiti",
];

const SERIF: &str = "Noto Serif SC";
const SANS: &str = "Noto Sans SC";
const KAI: &str = "Disclosure Kai";
/// Uyghur and other languages in Arabic script.
const NASKH: &str = "Noto Naskh Arabic";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FontSource {
    /// 仿宋, 小标宋 and 楷体 of the machine where it has them, else those of the program.
    #[default]
    Installed,
    /// Those of the program only, so that the same document is the same file on every machine.
    BuiltIn,
}

/// The fonts by their roles in the document, each with the families in which a character is looked up.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Roles {
    /// Paragraphs: 仿宋.
    body: Vec<String>,
    /// Cover, titles of parts and tables: 小标宋.
    title: Vec<String>,
    /// Headings: 黑体.
    heading: Vec<String>,
    /// Headings of the second step: 楷体.
    subheading: Vec<String>,
    /// Tables and page numbers: 宋体.
    table: Vec<String>,
}

/// Fonts with an index of what is in them.
#[derive(Debug, Clone)]
pub(super) struct Typefaces {
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
    pub(super) roles: Roles,
}

impl Typefaces {
    /// The fonts for `text`, and the characters in it that none of them has.
    pub(super) fn of(source: FontSource, text: &BTreeSet<char>) -> Result<(Self, String), PdfError> {
        let mut typefaces = Self::base(source)?.clone();
        let mut missing = String::new();
        for &character in text.iter().filter(|&&character| !typefaces.has(character)).collect::<Vec<_>>() {
            let font = (source == FontSource::Installed).then(|| installed_with(character)).flatten();
            match font {
                _ if typefaces.has(character) => {}
                Some(font) => typefaces.add(font),
                None => missing.push(character),
            }
        }
        Ok((typefaces, missing))
    }

    fn base(source: FontSource) -> Result<&'static Self, PdfError> {
        static BUILT_IN: OnceLock<Typefaces> = OnceLock::new();
        static INSTALLED: OnceLock<Typefaces> = OnceLock::new();
        let cell = match source {
            FontSource::BuiltIn => &BUILT_IN,
            FontSource::Installed => &INSTALLED,
        };
        if let Some(typefaces) = cell.get() {
            return Ok(typefaces);
        }
        let typefaces = Self::load(source)?;
        Ok(cell.get_or_init(|| typefaces))
    }

    fn load(source: FontSource) -> Result<Self, PdfError> {
        let preferred = |names: &[&str]| match source {
            FontSource::BuiltIn => None,
            FontSource::Installed => names.iter().find_map(|name| installed(name)),
        };
        let (body, title, subheading) = (preferred(&BODY), preferred(&TITLE), preferred(&SUBHEADING));
        let families = |first: &Option<Font>, others: &[&str]| {
            let first = first.iter().map(|font| font.info().family.clone());
            first.chain(others.iter().map(|&name| name.to_owned())).collect()
        };
        let roles = Roles {
            body: families(&body, &[SERIF, NASKH]),
            title: families(&title, &[SERIF, NASKH]),
            heading: families(&None, &[SANS, SERIF, NASKH]),
            subheading: families(&subheading, &[KAI, SERIF, NASKH]),
            table: families(&None, &[SERIF, NASKH]),
        };
        let fonts: Vec<Font> =
            built_in()?.iter().cloned().chain([body, title, subheading].into_iter().flatten()).collect();
        Ok(Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts, roles })
    }

    fn add(&mut self, font: Font) {
        self.fonts.push(font);
        self.book = LazyHash::new(FontBook::from_fonts(&self.fonts));
    }

    fn has(&self, character: char) -> bool {
        self.fonts.iter().any(|font| has(font, character))
    }
}

fn has(font: &Font, character: char) -> bool {
    font.info().coverage.contains(u32::from(character))
}

/// The fonts of the program, read once.
fn built_in() -> Result<&'static [Font], PdfError> {
    static FONTS: OnceLock<Vec<Font>> = OnceLock::new();
    if let Some(fonts) = FONTS.get() {
        return Ok(fonts);
    }
    let named = [
        ("宋体", fonts::SERIF_REGULAR),
        ("标宋", fonts::SERIF_BOLD),
        ("楷体", fonts::KAI),
        ("黑体", fonts::SANS_REGULAR),
        ("维吾尔文", fonts::NASKH_REGULAR),
        ("维吾尔文粗体", fonts::NASKH_BOLD),
    ];
    let read = |(name, file): (&'static str, &'static [u8])| Font::new(Bytes::new(file), 0).ok_or(PdfError::Font(name));
    let fonts = named.into_par_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(FONTS.get_or_init(|| fonts))
}

/// The fonts of the machine, looked through once.
fn machine() -> &'static fontdb::Database {
    static MACHINE: LazyLock<fontdb::Database> = LazyLock::new(|| {
        let mut database = fontdb::Database::new();
        database.load_system_fonts();
        database
    });
    &MACHINE
}

/// The font of the machine with this family name, when a document may embed it and it has Chinese.
fn installed(family: &str) -> Option<Font> {
    let named =
        machine().faces().filter(|face| face.families.iter().any(|(name, _)| name.eq_ignore_ascii_case(family)));
    named.filter_map(|face| load(face.id)).find(|font| PROBE.chars().all(|character| has(font, character)))
}

/// Whether a font of the machine has `character` and may be embedded.
pub(crate) fn is_installed(character: char) -> bool {
    installed_with(character).is_some()
}

/// The characters that the fonts of the program have together.
#[cfg(test)]
pub(crate) fn built_in_codes() -> Vec<u32> {
    let fonts = built_in().unwrap_or_default();
    let codes = fonts.iter().flat_map(|font| font.info().coverage.iter().collect::<Vec<_>>());
    codes.collect::<BTreeSet<u32>>().into_iter().collect()
}

/// A font of the machine that has `character`.
fn installed_with(character: char) -> Option<Font> {
    static FOUND: Mutex<BTreeMap<char, Option<Font>>> = Mutex::new(BTreeMap::new());
    let has = |face: &ttf_parser::Face<'_>| face.glyph_index(character).is_some_and(|glyph| glyph.0 != 0);
    let look = || machine().faces().filter(|face| parsed(face.id, has)).find_map(|face| load(face.id));
    let mut found = FOUND.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    found.entry(character).or_insert_with(look).clone()
}

/// The font, unless its licence forbids to embed it or a part of it.
fn load(id: fontdb::ID) -> Option<Font> {
    let may_embed = |face: &ttf_parser::Face<'_>| {
        face.permissions() != Some(ttf_parser::Permissions::Restricted) && face.is_subsetting_allowed()
    };
    if !parsed(id, may_embed) {
        return None;
    }
    let (bytes, index) = machine().with_face_data(id, |bytes, index| (bytes.to_vec(), index))?;
    Font::new(Bytes::new(bytes), index)
}

/// Whether the font can be read and `holds` of it.
fn parsed(id: fontdb::ID, holds: impl Fn(&ttf_parser::Face<'_>) -> bool) -> bool {
    let look = |bytes: &[u8], index| ttf_parser::Face::parse(bytes, index).is_ok_and(|face| holds(&face));
    machine().with_face_data(id, look).unwrap_or(false)
}
