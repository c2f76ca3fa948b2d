//! Sentences on money that are left out where the sentences beside them are told (F59).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::Checker;
use super::loose::{CUTS, FILLERS};
use super::told::{Told, number};
use crate::audit::finding::Finding;
use crate::audit::places::part_label;
use crate::audit::rules::{SENTENCE_LEFT_OUT, grade_in};
use crate::audit::text::pattern;
use crate::disclosure::{Part, TextKey, TextPlace};
use crate::form::template::MeasureKind;
use crate::narrative::{Figure, Paragraph, Piece};
use crate::spelling;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d[\d,]*(?:\.\d+)?"));
/// A part that tells fewer sentences of the form is worded otherwise.
const FEWEST_TOLD: usize = 2;
/// Shorter names mean too much.
const SHORTEST: usize = 4;

/// A sentence on an amount, with the name that stands before it.
struct Expected<'a> {
    paragraph: &'a Paragraph,
    name: String,
    figure: &'a Figure,
}

/// What a part says, in its own words.
struct Said {
    told: BTreeSet<TextKey>,
    plain: String,
}

impl Checker<'_> {
    pub(super) fn left_out_sentences(self, told: &Told, findings: &mut Vec<Finding>) {
        let disclosure = self.evaluated.disclosure;
        if disclosure.texts.is_empty() && disclosure.rewritten.values().all(|text| !spelling::is_blank(text.text())) {
            return;
        }
        let narrated = &told.narrated;
        let mut wanted: BTreeMap<Part, Vec<Expected<'_>>> = BTreeMap::new();
        for paragraph in narrated {
            if let Some(expected) = self.expected(paragraph) {
                wanted.entry(paragraph.part).or_default().push(expected);
            }
        }
        for (part, expected) in wanted {
            let Some(said) = self.said(part, told, narrated) else { continue };
            let is_told = |expected: &&Expected<'_>| said.told.contains(&expected.paragraph.key);
            let count = expected.iter().filter(is_told).count();
            if count < FEWEST_TOLD || count * 2 < expected.len() {
                continue;
            }
            let missing = expected.iter().filter(|expected| !is_told(expected) && !said.speaks_of(expected));
            findings.extend(missing.map(|missing| self.left_out_sentence(part, missing)));
        }
    }

    /// What `part` says where it was written as a whole, or a sentence of it was rewritten to nothing.
    fn said(self, part: Part, told: &Told, narrated: &[Paragraph]) -> Option<Said> {
        let plain = |text: &str| spelling::plain(text).chain(['\n']).collect::<String>();
        if let Some(paragraphs) = self.evaluated.disclosure.texts.get(&part) {
            let read = told.read().filter(|(free, ..)| free.part == part);
            let told = read.map(|(_, paragraph, _)| paragraph.key.clone()).collect();
            return Some(Said { told, plain: paragraphs.iter().map(|paragraph| plain(paragraph)).collect() });
        }
        let missing = &self.template.words.missing;
        let is_blank = |told: &&Paragraph| told.rewritten.is_some() && spelling::is_blank(&told.text(missing));
        let of_part = || narrated.iter().filter(|told| told.part == part);
        of_part().find(is_blank)?;
        let own: Vec<&Paragraph> = of_part().filter(|told| !is_blank(told)).collect();
        let told = own.iter().map(|own| own.key.clone()).collect();
        Some(Said { told, plain: own.iter().map(|own| plain(&own.text(missing))).collect() })
    }

    /// The sentence `paragraph`, where it is told once and names an amount that is not nothing.
    fn expected<'a>(self, paragraph: &'a Paragraph) -> Option<Expected<'a>> {
        if paragraph.key.row.is_some() {
            return None;
        }
        let body: String = spelling::plain(&self.evaluated.disclosure.body).collect();
        let is_amount = |piece: &Piece| matches!(piece, Piece::Figure(Figure { kind: MeasureKind::Amount, .. }));
        let at = paragraph.pieces.iter().position(is_amount)?;
        let Piece::Figure(figure) = &paragraph.pieces[at] else { return None };
        let before: String =
            paragraph.pieces[..at].iter().flat_map(|piece| spelling::plain(piece.text().unwrap_or_default())).collect();
        let name = before.rsplit(CUTS).next().unwrap_or_default();
        let name = name.rsplit(body.as_str()).next().unwrap_or_default();
        let name = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('年').to_owned();
        let is_known = name.chars().count() >= SHORTEST && !figure.of.now.is_zero() && figure.text.is_some();
        is_known.then_some(Expected { paragraph, name, figure })
    }

    fn left_out_sentence(self, part: Part, missing: &Expected<'_>) -> Finding {
        let unit = &self.evaluated.form.text_unit;
        let (label, now) = (part_label(part), unit.text(unit.shown(missing.figure.of.now)));
        let message = format!("{label}没有说明“{}”，表里有 {now} {}。", missing.name, unit.name);
        let place = match self.evaluated.disclosure.texts.contains_key(&part) {
            true => TextPlace::Paragraph(part, 0),
            false => TextPlace::Rewritten(missing.paragraph.key.clone()),
        };
        let finding = Finding::new(SENTENCE_LEFT_OUT, grade_in(self.evaluated.form, SENTENCE_LEFT_OUT), message);
        let finding = finding.in_text(self.evaluated, place, 0..0);
        self.with_amounts(finding, missing.figure, Decimal::ZERO)
    }
}

impl Said {
    /// Whether the amount stands somewhere, or its name before another.
    fn speaks_of(&self, expected: &Expected<'_>) -> bool {
        let amount = expected.figure.text.as_deref().and_then(number);
        let has_amount = NUMBER.find_iter(&self.plain).any(|found| number(found.as_str()) == amount);
        has_amount
            || self.plain.match_indices(expected.name.as_str()).any(|(at, name)| {
                let after = &self.plain[at + name.len()..];
                let digits = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
                after[digits..].starts_with(|c: char| c.is_ascii_digit()) && FILLERS.is_match(&after[..digits])
            })
    }
}
