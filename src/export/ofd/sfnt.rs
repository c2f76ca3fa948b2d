//! Completing a part of a font, so that not only readers which are told the glyphs find them in it.
//!
//! What makes parts of fonts makes them for PDF, and leaves out the table that leads from characters to glyphs and the
//! one that systems want of a font that they load (`OS/2`). The layout of the file is that of OpenType 1.9.

use std::collections::BTreeMap;

use ttf_parser::{Face, Tag};

/// Tables by their tags.
type Tables = BTreeMap<[u8; 4], Vec<u8>>;

/// The tables of Windows for the characters that two bytes hold, and for all.
const TWO_BYTES: (u16, u16) = (3, 1);
const ALL: (u16, u16) = (3, 10);

/// `font` with a table that leads from `characters` to their glyphs, and what `whole` says of itself for systems.
///
/// It comes back as it is where it is no font.
pub(super) fn with_characters(font: &[u8], whole: &Face<'_>, characters: &BTreeMap<char, u16>) -> Vec<u8> {
    let Some(mut tables) = tables(font) else { return font.to_vec() };
    tables.insert(*b"cmap", character_map(characters));
    if let Some(table) = whole.raw_face().table(Tag::from_bytes(b"OS/2")) {
        tables.insert(*b"OS/2", table.to_vec());
    }
    joined(&font[..4], tables)
}

/// The tables of `font`.
fn tables(font: &[u8]) -> Option<Tables> {
    let count = u16::from_be_bytes(font.get(4..6)?.try_into().ok()?);
    let record = |place: usize| {
        let record = font.get(12 + 16 * place..)?.get(..16)?;
        let number = |at: usize| Some(u32::from_be_bytes(record[at..at + 4].try_into().ok()?) as usize);
        let table = font.get(number(8)?..)?.get(..number(12)?)?;
        Some((record[..4].try_into().ok()?, table.to_vec()))
    };
    (0..usize::from(count)).map(record).collect()
}

/// The font of `tables`, whose first bytes say of which kind it is.
fn joined(kind: &[u8], mut tables: Tables) -> Vec<u8> {
    // Set once the whole is there.
    if let Some(adjustment) = tables.get_mut(b"head").and_then(|head| head.get_mut(8..12)) {
        adjustment.fill(0);
    }
    let count = tables.len();
    let power = count.max(1).ilog2();
    let range = 16 << power;
    let mut font = kind.to_vec();
    for number in [count, range, power as usize, 16 * count - range] {
        font.extend((number as u16).to_be_bytes());
    }
    let mut at = 12 + 16 * count;
    let mut head = None;
    for (tag, table) in &tables {
        if tag == b"head" {
            head = Some(at);
        }
        font.extend(tag);
        for number in [checksum(table), at as u32, table.len() as u32] {
            font.extend(number.to_be_bytes());
        }
        at += table.len().next_multiple_of(4);
    }
    for table in tables.values() {
        font.extend(table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&font));
    if let Some(place) = head.and_then(|head| font.get_mut(head + 8..head + 12)) {
        place.copy_from_slice(&adjustment.to_be_bytes());
    }
    font
}

fn checksum(bytes: &[u8]) -> u32 {
    let word = |bytes: &[u8]| {
        let mut word = [0; 4];
        word[..bytes.len()].copy_from_slice(bytes);
        u32::from_be_bytes(word)
    };
    bytes.chunks(4).map(word).fold(0, u32::wrapping_add)
}

/// The table that leads from `characters` to their glyphs.
fn character_map(characters: &BTreeMap<char, u16>) -> Vec<u8> {
    let of_two_bytes = in_two_bytes(characters);
    let mut tables: Vec<_> = of_two_bytes.into_iter().map(|table| (TWO_BYTES, table)).collect();
    tables.push((ALL, in_four_bytes(characters)));
    let mut at = 4 + 8 * tables.len();
    let mut map = [0, tables.len() as u16].map(u16::to_be_bytes).concat();
    for ((platform, encoding), table) in &tables {
        map.extend([*platform, *encoding].map(u16::to_be_bytes).concat());
        map.extend((at as u32).to_be_bytes());
        at += table.len();
    }
    map.extend(tables.into_iter().flat_map(|(_, table)| table));
    map
}

/// Format 4: a segment for each character. None where there are more than it has room for.
fn in_two_bytes(characters: &BTreeMap<char, u16>) -> Option<Vec<u8>> {
    let two_bytes = |(c, glyph): (&char, &u16)| Some((u16::try_from(u32::from(*c)).ok()?, *glyph));
    let mut pairs: Vec<(u16, u16)> = characters.iter().filter_map(two_bytes).filter(|(c, _)| *c < u16::MAX).collect();
    // The last segment must be this one, which leads to no glyph.
    pairs.push((u16::MAX, 0));
    let count = u16::try_from(pairs.len()).ok()?;
    let length = u16::try_from(16 + 8 * pairs.len()).ok()?;
    let power = count.ilog2() as u16;
    let range = 2 << power;
    let ends = pairs.iter().map(|(c, _)| *c);
    let shifts = pairs.iter().map(|(c, glyph)| glyph.wrapping_sub(*c));
    let numbers = [4, length, 0, 2 * count, range, power, 2 * count - range]
        .into_iter()
        .chain(ends.clone())
        .chain([0])
        .chain(ends)
        .chain(shifts)
        .chain(std::iter::repeat_n(0, pairs.len()));
    Some(numbers.flat_map(u16::to_be_bytes).collect())
}

/// Format 12: a group for each character.
fn in_four_bytes(characters: &BTreeMap<char, u16>) -> Vec<u8> {
    let mut table = [12_u16, 0].map(u16::to_be_bytes).concat();
    let groups = characters.iter().flat_map(|(c, glyph)| [u32::from(*c), u32::from(*c), u32::from(*glyph)]);
    let count = characters.len() as u32;
    let numbers = [16 + 12 * count, 0, count].into_iter().chain(groups);
    table.extend(numbers.flat_map(u32::to_be_bytes));
    table
}

#[cfg(test)]
mod tests {
    use subsetter::{GlyphRemapper, subset};

    use super::*;
    use crate::fonts;

    #[test]
    fn each_character_leads_to_its_glyph_in_the_part() {
        for font in [fonts::SANS_REGULAR, fonts::KAI] {
            let whole = Face::parse(font, 0).unwrap();
            let mut glyphs = GlyphRemapper::new();
            let glyph = |c: char| whole.glyph_index(c).unwrap();
            let characters: BTreeMap<char, u16> = "预算1—、𠮷"
                .chars()
                .filter(|c| whole.glyph_index(*c).is_some())
                .map(|c| (c, glyphs.remap(glyph(c).0)))
                .collect();
            assert!(characters.len() >= 5);
            let part = subset(font, 0, &glyphs).unwrap();
            let completed = with_characters(&part, &whole, &characters);
            assert_eq!(checksum(&completed), 0xB1B0_AFBA);
            let face = Face::parse(&completed, 0).unwrap();
            assert_eq!(face.number_of_glyphs() as usize, characters.len() + 1);
            let encodings = face.tables().cmap.unwrap().subtables;
            assert_eq!(encodings.len(), 2);
            for (c, number) in &characters {
                assert_eq!(face.glyph_index(*c).map(|glyph| glyph.0), Some(*number), "{c}");
                for encoding in encodings.into_iter().filter(|_| *c < '\u{10000}') {
                    assert_eq!(encoding.glyph_index(u32::from(*c)).map(|glyph| glyph.0), Some(*number), "{c}");
                }
                assert_eq!(face.glyph_hor_advance(face.glyph_index(*c).unwrap()), whole.glyph_hor_advance(glyph(*c)));
            }
            assert_eq!(face.glyph_index('无'), None);
            assert_eq!(face.weight(), whole.weight(), "what systems want to know");
        }
    }

    #[test]
    fn more_characters_than_the_short_table_holds_are_in_the_long_one() {
        let characters: BTreeMap<char, u16> = ('一'..'\u{9f00}').zip(1..).collect();
        assert_eq!(in_two_bytes(&characters), None);
        assert_eq!(in_four_bytes(&characters).len(), 16 + 12 * characters.len());
    }

    #[test]
    fn what_is_no_font_stays_as_it_is() {
        let whole = Face::parse(fonts::KAI, 0).unwrap();
        for bytes in [&b""[..], b"true", &[0, 1, 0, 0, 0, 9, 0, 0]] {
            assert_eq!(with_characters(bytes, &whole, &BTreeMap::new()), bytes);
        }
    }
}
