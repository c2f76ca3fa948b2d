//! The fonts of the document, each with the glyphs that its texts use.

use std::collections::{BTreeMap, HashMap};
use std::io;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use subsetter::{GlyphRemapper, Tag, subset_with_variations};
use typst::text::{FontFlags, FontInstance};

use super::{Ids, part, sfnt};
use crate::xml::Xml;

/// From this weight on a font is bold.
const BOLD: u16 = 600;

/// The fonts that are used so far.
#[derive(Default)]
pub(super) struct Fonts {
    fonts: Vec<UsedFont>,
    places: HashMap<FontInstance, usize>,
}

struct UsedFont {
    id: u32,
    font: FontInstance,
    /// Whether a part of it can be embedded: one of pictures cannot, and readers take one of their own for it.
    is_embedded: bool,
    /// The glyphs that are used, with their numbers in what is embedded.
    glyphs: GlyphRemapper,
    /// By which character a glyph is found: by the one that it stood for first.
    characters: BTreeMap<char, u16>,
}

/// A glyph in what is embedded of a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    pub number: u16,
    /// Whether its character leads to it.
    pub is_found: bool,
}

impl Fonts {
    /// The place of `font` among them.
    pub fn place(&mut self, font: &FontInstance, ids: &mut Ids) -> usize {
        *self.places.entry(font.clone()).or_insert_with(|| {
            self.fonts.push(UsedFont::new(font.clone(), ids.next()));
            self.fonts.len() - 1
        })
    }

    /// The id of the font at `place`.
    pub fn id(&self, place: usize) -> u32 {
        self.fonts[place].id
    }

    /// The glyph that is `number` in the font at `place` and stands for `character`; for none alone where it stands for
    /// several, or with others for one.
    pub fn glyph(&mut self, place: usize, number: u16, character: Option<char>) -> Glyph {
        let used = &mut self.fonts[place];
        if !used.is_embedded {
            return Glyph { number, is_found: true };
        }
        let number = used.glyphs.remap(number);
        let found = character.map(|character| *used.characters.entry(character).or_insert(number));
        Glyph { number, is_found: found == Some(number) }
    }

    /// The list of the fonts.
    pub fn resources(&self) -> io::Result<Vec<u8>> {
        part("ofd:Res", &[("BaseLoc", "Res")], |xml| {
            xml.element("ofd:Fonts", &[], |xml| self.fonts.iter().try_for_each(|font| font.write(xml)))
        })
    }

    /// The files of the fonts, by their names.
    ///
    /// # Errors
    /// When one of which the program thought otherwise cannot be embedded.
    pub fn files(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        let embedded = self.fonts.par_iter().filter(|font| font.is_embedded);
        embedded.map(|font| Ok((font.file(), font.embedded().map_err(io::Error::other)?))).collect()
    }
}

impl UsedFont {
    fn new(font: FontInstance, id: u32) -> Self {
        let mut used = Self { id, font, is_embedded: true, glyphs: GlyphRemapper::new(), characters: BTreeMap::new() };
        used.is_embedded = used.embedded().is_ok();
        used
    }

    fn write(&self, xml: &mut Xml) -> io::Result<()> {
        let (id, info) = (self.id.to_string(), self.font.info());
        let mut attributes = vec![("ID", id.as_str()), ("FontName", &info.family), ("FamilyName", &info.family)];
        attributes.extend((info.variant.weight.to_number() >= BOLD).then_some(("Bold", "true")));
        attributes.extend(info.flags.contains(FontFlags::SERIF).then_some(("Serif", "true")));
        attributes.extend(info.flags.contains(FontFlags::MONOSPACE).then_some(("FixedWidth", "true")));
        if self.is_embedded {
            xml.element("ofd:Font", &attributes, |xml| xml.text("ofd:FontFile", &[], &self.file()))
        } else {
            xml.empty("ofd:Font", &attributes)
        }
    }

    /// What its file is called.
    fn file(&self) -> String {
        let is_true_type = self.font.ttf().tables().glyf.is_some();
        format!("font_{}.{}", self.id, if is_true_type { "ttf" } else { "otf" })
    }

    /// The font with nothing but what is used of it.
    fn embedded(&self) -> Result<Vec<u8>, subsetter::Error> {
        let variations = self.font.variations().0.iter();
        let variations: Vec<_> = variations.map(|(tag, value)| (Tag::new(&tag.to_bytes()), value.0)).collect();
        let subset = subset_with_variations(self.font.data(), self.font.index(), &variations, &self.glyphs)?;
        Ok(sfnt::with_characters(&subset, self.font.ttf(), &self.characters))
    }
}
