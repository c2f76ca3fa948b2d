//! Checks of texts, wherever they stand: what must not be published, and what copying and pasting leaves behind
//! (F14-5, F35 to F40, F50 to F53 and F57).

mod announced;
mod bodies;
mod brackets;
mod doubled;
pub(super) mod executed;
pub(in crate::audit) mod figures;
mod masks;
mod negative;
mod persons;
mod privacy;
mod residue;
mod secrecy;
mod sought;
mod stops;
mod terms;
mod unprintable;
mod years;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use regex::Regex;

use super::finding::Finding;
use super::places::text_label;
use super::repair::Repair;
use super::rules::grade_in;
use crate::disclosure::{Classification, Code, TableNumber, TextPlace};
use crate::evaluate::Evaluated;
use crate::narrative::{Paragraph, missing, narrate};
use crate::spelling;
pub(super) use unprintable::{IsPrintable, means_something};

/// Everything that is wrong with texts, of which the characters that are not `is_printable` have no font.
pub(super) fn findings(evaluated: Evaluated<'_>, is_printable: IsPrintable<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut numbers = brackets::Numbers::new();
    // What the official list calls a code holds nothing that must not be published.
    let official = Classification::ALL.map(|of| (of, evaluated.codes().names_of(of)));
    let is_official = |table: TableNumber, code: Code, name: &str| {
        let lists = || evaluated.form.table(table).into_iter().flat_map(|table| table.list_indices());
        let classification = lists().find_map(|list| evaluated.form.list(list).classification());
        let names = official.iter().find(|(of, _)| Some(*of) == classification);
        names.is_some_and(|(_, names)| names.is_name_of(code, name))
    };
    let printed = printed_rewordings(evaluated);
    let mut texts = evaluated.disclosure.texts_but(is_official);
    for (place, text) in &mut texts {
        if let Some(printed) = printed.get(place) {
            *text = printed;
        }
    }
    let texts: Vec<Text<'_>> = texts.into_iter().map(|(place, text)| Text::new(place, text)).collect();
    let amounts = figures::TableAmounts::new(evaluated);
    for text in &texts {
        figures::check(evaluated, &amounts, text, &mut findings);
        announced::check(evaluated, text, &mut findings);
        secrecy::check(evaluated, text, &mut findings);
        negative::check(evaluated, text, &mut findings);
        privacy::check(evaluated, text, &mut findings);
        persons::check(evaluated, text, &mut findings);
        residue::check(evaluated, text, &mut findings);
        doubled::check(evaluated, text, &mut findings);
        executed::check(evaluated, text, &mut findings);
        brackets::check(evaluated, text, &mut numbers, &mut findings);
        brackets::check_pairs(evaluated, text, &mut findings);
        stops::check(evaluated, text, &mut findings);
        bodies::check(evaluated, text, &mut findings);
        years::check(evaluated, text, &mut findings);
        unprintable::check(evaluated, text, is_printable, &mut findings);
    }
    brackets::check_numbers(evaluated, &numbers, &mut findings);
    masks::check(evaluated, &texts, &mut findings);
    terms::check(evaluated, &texts, &mut findings);
    brackets::check_projects(evaluated, &texts, &mut findings);
    findings
}

/// Rewritten paragraphs with what is bound in them as it is printed now.
fn printed_rewordings(evaluated: Evaluated<'_>) -> BTreeMap<TextPlace, String> {
    let rewritten = &evaluated.disclosure.rewritten;
    if rewritten.values().all(|rewording| rewording.bound().is_empty()) {
        return BTreeMap::new();
    }
    let is_bound = |told: &Paragraph| rewritten.get(&told.key).is_some_and(|rewording| !rewording.bound().is_empty());
    let told = narrate(evaluated).into_iter().filter(is_bound);
    told.map(|told| (TextPlace::Rewritten(told.key.clone()), told.text(missing(evaluated)))).collect()
}

/// A text beside the same in half-width characters, one for one.
pub(super) struct Text<'a> {
    pub place: TextPlace,
    pub written: &'a str,
    pub plain: Cow<'a, str>,
    /// How many digits stand in it: most of what is looked for has some, and most texts have none.
    digits: usize,
    /// Whether a Latin capital letter stands in it.
    has_capital: bool,
    /// The characters of `plain`, as far as the last eight bits of their numbers tell them apart.
    characters: [u64; 4],
    /// Where the characters begin, in bytes of `plain` and of `written`; found at the first finding.
    starts: OnceCell<Vec<(usize, usize)>>,
}

/// A finding quotes no more of a text than this, in characters.
const LONGEST_PIECE: usize = 60;

impl<'a> Text<'a> {
    pub fn new(place: TextPlace, written: &'a str) -> Self {
        let (mut is_plain, mut digits, mut has_capital) = (true, 0, false);
        let mut characters = [0; 4];
        for c in written.chars() {
            let plain = spelling::half_width(c);
            is_plain &= plain == c;
            digits += usize::from(plain.is_ascii_digit());
            has_capital |= plain.is_ascii_uppercase();
            let (word, bit) = place_of(plain);
            characters[word] |= bit;
        }
        // Most texts are names, which have nothing in full width.
        let plain = match is_plain {
            true => Cow::Borrowed(written),
            false => written.chars().map(spelling::half_width).collect(),
        };
        Self { place, written, plain, digits, has_capital, characters, starts: OnceCell::new() }
    }

    /// Whether `words` stand in `plain`. Of most texts it is told at once that a character of them does not.
    pub fn has(&self, words: &str) -> bool {
        let may_have = |c| {
            let (word, bit) = place_of(c);
            self.characters[word] & bit != 0
        };
        words.chars().all(may_have) && self.plain.contains(words)
    }

    fn starts(&self) -> &[(usize, usize)] {
        let places = || self.plain.char_indices().zip(self.written.char_indices());
        self.starts.get_or_init(|| places().map(|((plain, _), (written, _))| (plain, written)).collect())
    }

    /// The place in characters of a piece of `plain` that is given in bytes.
    pub fn characters(&self, bytes: Range<usize>) -> Range<usize> {
        let place = |byte: usize| self.starts().partition_point(|(plain, _)| *plain < byte);
        place(bytes.start)..place(bytes.end)
    }

    fn piece(&self, range: &Range<usize>) -> &'a str {
        let byte = |place: usize| self.starts().get(place).map_or(self.written.len(), |(_, written)| *written);
        &self.written[byte(range.start)..byte(range.end)]
    }

    /// A finding about the piece at `range`: `message` follows on the place and the piece; `name` and `piece` are what
    /// would mend it.
    pub fn finding(
        &self,
        evaluated: Evaluated<'_>,
        rule: &str,
        range: Range<usize>,
        message: &str,
        repair: Option<(&'static str, &str)>,
    ) -> Finding {
        let quoted = match range.len() > LONGEST_PIECE {
            true => format!("{}…（共 {} 个字）", self.piece(&(range.start..range.start + LONGEST_PIECE)), range.len()),
            false => self.piece(&range).to_owned(),
        };
        let message = format!("{}“{quoted}”：{message}", text_label(evaluated, &self.place));
        let repair = repair.map(|(name, piece)| Repair::Piece {
            place: self.place.clone(),
            name,
            range: range.clone(),
            piece: piece.to_owned(),
        });
        Finding::new(rule, grade_in(evaluated.form, rule), message)
            .in_text(evaluated, self.place.clone(), range)
            .with_repair(repair)
    }
}

/// Where [`Text`] notes a character.
fn place_of(c: char) -> (usize, u64) {
    let number = u32::from(c) as usize % 256;
    (number / 64, 1 << (number % 64))
}

/// A regular expression that is written in this program. Its `\d` are the digits 0 to 9, and its `\D` everything else: what is
/// matched has no others of full width, and those of all scripts cost a third of what a check at the command line takes.
#[expect(clippy::expect_used, reason = "a constant, compiled by the tests of its module")]
pub(super) fn pattern(text: &str) -> Regex {
    let of_ascii = text.replace(r"\d", "[0-9]").replace(r"\D", "[^0-9]");
    Regex::new(&of_ascii).expect("a sound regular expression")
}

#[cfg(test)]
mod tests;
