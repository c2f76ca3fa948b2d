//! Every script, every mark and what is no character at all, wherever a text may stand: it is exported in each format, or
//! a sentence says why not.

use disclosure_engine::catalog::Catalog;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_export::ExportFormat;

/// Words of each kind.
const SCRIPTS: [(&str, &str); 24] = [
    ("Uyghur", "ئۇيغۇر تىلى، 12% «بىر» (ئىككى)؟"),
    ("Uyghur in Chinese", "双语教材《ئانا تىل》采购 2025 年"),
    ("Kazakh", "قازاق تىلٸ ٴۇش"),
    ("Arabic with marks", "مُحَمَّدٌ لا إله ٢٠٢٥"),
    ("more Arabic letters", "ݐݑݒ ࢠࢡ ࣈࣉ"),
    ("presentation forms", "ﯗﯙﻻﷲ ﭐﭑ ﹰﺀﻼ"),
    ("Hebrew", "שָׁלוֹם עולם ﬞײַ ﭏ"),
    ("Syriac", "ܫܠܡܐ ܐܒܓ"),
    ("Thaana", "ދިވެހި ބަސް"),
    ("N'Ko", "ߒߞߏ ߊߋ"),
    ("far from right to left", "𐤀𐤁 𞤀𞤁 𞸀𞸁 𐭀"),
    ("Mongolian", "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠌"),
    ("Tibetan", "བོད་སྐད་ ཨོཾ་"),
    ("Cyrillic with marks", "Кы́ргыз тили ӘәҒғ"),
    ("Devanagari and Thai", "हिन्दी क्षि ภาษาไทย กำ้"),
    ("Korean and kana", "한국어 ᄒᆞᆫ ひらがな カ゚"),
    ("emoji", "😀👨‍👩‍👧‍👦🇨🇳👍🏽❤️☎︎"),
    ("rare hanzi", "㙍𬭎𠮷𰻞⿰亻真〾邊󠄀"),
    ("turning marks", "a\u{202e}b\u{2067}ئا\u{2069}\u{200f}\u{61c}c\u{202c}"),
    ("joiners", "غە\u{200d}ب\u{200c}ج \u{200d}ئ\u{200d} a\u{200d}b"),
    ("marks alone", "\u{301}\u{64b}\u{5b0}\u{20dd}\u{fe0f}"),
    ("private", "\u{e000}\u{f8ff}\u{f0000}\u{10fffd}"),
    ("not assigned", "\u{378}\u{8e0}\u{1c8f}\u{2fe0}\u{e0fff}"),
    ("no characters", "\u{fdd0}\u{fdef}\u{fffe}\u{ffff}\u{1fffe}\u{10ffff}"),
];

/// A disclosure with `text` in each place.
fn disclosure(text: &str) -> String {
    let quoted: String = text.chars().flat_map(char::escape_default).collect();
    format!(
        r#"Budget(format: 1, form: "xinjiang-2025", kind: Unit, body: "{quoted}", year: 2026,
        tables: [(number: 5, rows: [Code(code: "2080199", name: "{quoted}", amounts: {{2: "10000"}})], stated: []),
            (number: 7, rows: [Project(id: 1, code: "2080199", code_name: "其他", name: "{quoted}",
                amounts: {{3: "10000"}})], stated: [])],
        slots: [(id: "remarks.remarks", value: Text("{quoted}")), (id: "general_basic.reason", value: Text("{quoted}"))],
        performance: [(project: "{quoted}", total: "10000", fiscal: "10000", other: "0", goal: "{quoted}", indicators: [
            (one: "{quoted}", two: "数量指标", three: "{quoted}", value: "{quoted}", weight: "10")])])"#
    )
}

/// Exports a disclosure with `text` in each format.
#[track_caller]
fn export(name: &str, text: &str) {
    let (forms, catalog) = (FormLibrary::builtin().unwrap(), Catalog::builtin().unwrap());
    let disclosure = match file::read(&disclosure(text), &forms) {
        Ok(disclosure) => disclosure,
        // A text that no file may hold is refused in a sentence.
        Err(error) => return assert!(!error.to_string().is_empty(), "{name}"),
    };
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, &disclosure);
    let evaluated = Evaluated { form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
    for format in ExportFormat::ALL {
        let written = format.write(evaluated, false);
        assert!(written.is_ok(), "{name} {format:?}: {}", written.err().unwrap());
    }
}

#[test]
fn words_of_every_script_together_are_exported() {
    let all: Vec<&str> = SCRIPTS.iter().map(|(_, text)| *text).collect();
    export("all", &all.join(" 一 "));
    export("beginning", &SCRIPTS.map(|(_, text)| text.chars().take(2).collect::<String>()).concat());
}

/// Each script alone, `rounds` random mixtures, and each pair of neighbouring letters from right to left. What was tried.
pub fn run(rounds: usize) -> String {
    let mut random = fastrand::Rng::with_seed(15);
    SCRIPTS.iter().for_each(|(name, text)| export(name, text));
    let usual = "预算，（2025）".chars();
    let characters: Vec<char> = SCRIPTS.iter().flat_map(|(_, text)| text.chars()).chain(usual).collect();
    for round in 0..rounds {
        let text: String = (0..random.usize(2..40)).filter_map(|_| random.choice(&characters)).collect();
        export(&format!("mixture {round}"), &text);
    }
    let mut pairs = 0;
    for block in [0x590..0x900_u32, 0xFB1D..0xFE00, 0xFE70..0xFEFD, 0x10800..0x11000, 0x1E800..0x1F000] {
        let letters: Vec<char> = block.filter_map(char::from_u32).collect();
        for piece in letters.chunks(64) {
            let text: String = piece.windows(2).flat_map(|pair| [pair[0], pair[1], ' ']).collect();
            export(&format!("U+{:04X}", u32::from(piece[0])), &text);
            pairs += piece.len() - 1;
        }
    }
    format!(
        "scripts: {} kinds of text, {rounds} mixtures and {pairs} pairs of letters from right to left, each exported as PDF, \
         DOCX and XLSX",
        SCRIPTS.len()
    )
}
