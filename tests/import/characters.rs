//! Characters that nobody can tell from others: narrow blanks, those without a width, radicals and compatibility forms.

use super::render::{in_every_format, rendered};
use super::sources::{SHAYIBAK, URUMQI, assert_whole, imported, texts};
use super::variants::{by_cell, is_figure};

#[test]
fn narrow_blanks_between_thousands_are_commas_in_every_format() {
    for blank in ['\u{A0}', '\u{2007}', '\u{2009}', '\u{202F}'] {
        let text = by_cell(SHAYIBAK.text, |cell| match is_figure(cell) {
            true => cell.replace(',', &blank.to_string()),
            false => cell.to_owned(),
        });
        for imported in in_every_format(&text) {
            println!("{blank:?}");
            assert_whole(&imported, &SHAYIBAK);
        }
    }
}

#[test]
fn characters_without_a_width_are_nothing_wherever_they_stand() {
    for nothing in ['\u{200B}', '\u{200C}', '\u{200D}', '\u{2060}', '\u{FEFF}', '\u{AD}'] {
        let text = by_cell(SHAYIBAK.text, |cell| cell.chars().flat_map(|c| [c, nothing]).collect());
        println!("{nothing:?}");
        for (_, bytes) in rendered(&text) {
            assert_whole(&imported(&bytes), &SHAYIBAK);
        }
        let everywhere: String =
            URUMQI.text.chars().flat_map(|c| if c == '\n' { vec![c] } else { vec![nothing, c] }).collect();
        let found = imported(everywhere.as_bytes());
        assert_whole(&found, &URUMQI);
        assert_eq!(texts(&found.disclosure), texts(&imported(URUMQI.text.as_bytes()).disclosure));
    }
}

#[test]
fn blanks_of_every_width_around_a_figure_are_nothing() {
    for blank in ['\u{3000}', '\u{2003}', '\u{2007}', '\u{2009}', '\u{A0}', '\u{202F}'] {
        let text = by_cell(SHAYIBAK.text, |cell| match is_figure(cell) {
            true => format!("{blank}{cell}{blank}"),
            false => cell.to_owned(),
        });
        for imported in in_every_format(&text) {
            assert_whole(&imported, &SHAYIBAK);
        }
    }
}

#[test]
fn radicals_and_compatibility_forms_are_the_characters_that_they_look_like() {
    const ALIKE: [(char, char); 16] = [
        ('目', '⽬'),
        ('行', '⾏'),
        ('支', '⽀'),
        ('金', '\u{F90A}'),
        ('用', '⽤'),
        ('一', '⼀'),
        ('工', '⼯'),
        ('长', '⻓'),
        ('车', '⻋'),
        ('民', '⺠'),
        ('人', '⼈'),
        ('大', '⼤'),
        ('力', '\u{F98A}'),
        ('老', '⽼'),
        ('不', '\u{F967}'),
        ('年', '\u{F98E}'),
    ];
    for sample in [URUMQI, SHAYIBAK] {
        let alike = |c: char| ALIKE.iter().find(|(own, _)| *own == c).map_or(c, |(_, other)| *other);
        let text: String = sample.text.chars().map(alike).collect();
        assert_ne!(text, sample.text);
        let plain = texts(&imported(sample.text.as_bytes()).disclosure);
        for imported in in_every_format(&text) {
            assert_whole(&imported, &sample);
        }
        assert_eq!(texts(&imported(text.as_bytes()).disclosure), plain);
    }
}
