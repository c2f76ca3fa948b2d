//! What a byte says in a font of one byte a character: its encoding, and the names of the glyphs that differ from it.

use hayro_syntax::object::{Array, Dict, Name, Object};

/// What each byte says; `None` where nothing is known.
pub(super) type Encoding = [Option<char>; 256];

/// The encoding of a simple font.
pub(super) fn encoding(font: &Dict) -> Encoding {
    let (base, differences) = match font.get::<Object>("Encoding") {
        Some(Object::Name(name)) => (base(&name), None),
        Some(Object::Dict(dict)) => {
            (dict.get::<Name>("BaseEncoding").map_or(windows(), |name| base(&name)), Some(dict))
        }
        _ => (windows(), None),
    };
    let mut encoding = base;
    let differences = differences.and_then(|dict| dict.get::<Array>("Differences"));
    let mut code = 0_usize;
    for item in differences.iter().flat_map(|items| items.iter::<Object>()) {
        match item {
            Object::Number(number) => code = usize::try_from(number.as_i64()).unwrap_or(usize::MAX),
            Object::Name(name) => {
                if let Some(slot) = encoding.get_mut(code) {
                    *slot = of_name(name.as_str());
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    encoding
}

fn base(name: &[u8]) -> Encoding {
    if name == b"MacRomanEncoding" { of_table(encoding_rs::MACINTOSH) } else { windows() }
}

/// WinAnsiEncoding. The standard encoding is the same for what amounts and codes are written with.
fn windows() -> Encoding {
    of_table(encoding_rs::WINDOWS_1252)
}

fn of_table(table: &'static encoding_rs::Encoding) -> Encoding {
    std::array::from_fn(|byte| {
        let byte = byte as u8;
        let bytes = [byte];
        let text = table.decode_without_bom_handling(&bytes).0;
        text.chars().next().filter(|_| byte >= b' ')
    })
}

/// The character that a glyph's name tells.
pub(super) fn of_name(name: &str) -> Option<char> {
    // `a.alt` is an `a`.
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    let mut characters = name.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return Some(only);
    }
    let listed = NAMES.iter().find(|(listed, _)| *listed == name).map(|(_, c)| *c);
    let hex =
        |digits: &str| u32::from_str_radix(digits.get(..4.max(digits.len().min(6)))?, 16).ok().and_then(char::from_u32);
    listed
        .or_else(|| name.strip_prefix("uni").and_then(|digits| hex(digits.get(..4)?)))
        .or_else(|| hex(name.strip_prefix('u')?))
}

/// Of Adobe's list of glyph names those of more than one letter that a Chinese document prints in a font of its kind.
const NAMES: [(&str, char); 96] = [
    ("space", ' '),
    ("nbspace", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("sfthyphen", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("grave", '`'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("exclamdown", '¡'),
    ("cent", '¢'),
    ("sterling", '£'),
    ("currency", '¤'),
    ("yen", '¥'),
    ("brokenbar", '¦'),
    ("section", '§'),
    ("dieresis", '¨'),
    ("copyright", '©'),
    ("guillemotleft", '«'),
    ("guillemotright", '»'),
    ("logicalnot", '¬'),
    ("registered", '®'),
    ("macron", '¯'),
    ("degree", '°'),
    ("plusminus", '±'),
    ("twosuperior", '²'),
    ("threesuperior", '³'),
    ("onesuperior", '¹'),
    ("acute", '´'),
    ("mu", 'µ'),
    ("paragraph", '¶'),
    ("periodcentered", '·'),
    ("onequarter", '¼'),
    ("onehalf", '½'),
    ("threequarters", '¾'),
    ("multiply", '×'),
    ("divide", '÷'),
    ("endash", '–'),
    ("emdash", '—'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotesinglbase", '‚'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("quotedblbase", '„'),
    ("dagger", '†'),
    ("daggerdbl", '‡'),
    ("bullet", '•'),
    ("ellipsis", '…'),
    ("perthousand", '‰'),
    ("Euro", '€'),
    ("trademark", '™'),
    ("minus", '−'),
    ("fraction", '⁄'),
    ("lessequal", '≤'),
    ("greaterequal", '≥'),
    ("notequal", '≠'),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
    ("ff", 'ﬀ'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_characters() {
        for (name, c) in
            [("A", 'A'), ("zero", '0'), ("uni4E00", '一'), ("u4E00", '一'), ("one.tnum", '1'), ("u20BB7", '𠮷')]
        {
            assert_eq!(of_name(name), Some(c), "{name}");
        }
        for name in ["", ".notdef", "g21", "union"] {
            assert_eq!(of_name(name), None, "{name}");
        }
    }
}
