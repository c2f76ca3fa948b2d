//! Sentences on money, or on there being none, that are left out where the sentences beside them are told (F59).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::Checker;
use super::loose::{CUTS, FILLERS};
use super::told::{Told, number};
use crate::audit::finding::{Finding, Grade};
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

/// What ends the name of a source and may as well be left out.
const ENDS: [&str; 5] = ["预算", "拨款", "资金", "收入", "支出"];

/// Says of all that is not named that there is none: 其他来源均未安排.
static OF_ALL_OTHERS: LazyLock<Regex> = LazyLock::new(|| pattern("其他|其它|其余|全部|均|仅|只有|以外"));

/// A sentence on an amount, with the name that stands before it.
struct Expected<'a> {
    paragraph: &'a Paragraph,
    name: String,
    /// The amount; `None` where the sentence is that there is none.
    figure: Option<&'a Figure>,
}

/// What a part says, in its own words.
struct Said {
    told: BTreeSet<TextKey>,
    plain: String,
}

/// Where `paragraph` tells its first amount.
fn amount_at(paragraph: &Paragraph) -> Option<usize> {
    let is_amount = |piece: &Piece| matches!(piece, Piece::Figure(Figure { kind: MeasureKind::Amount, .. }));
    paragraph.pieces.iter().position(is_amount)
}

fn plain(pieces: &[Piece]) -> String {
    pieces.iter().flat_map(|piece| spelling::plain(piece.text().unwrap_or_default())).collect()
}

impl Checker<'_> {
    pub(super) fn left_out_sentences(self, told: &Told, findings: &mut Vec<Finding>) {
        let disclosure = self.evaluated.disclosure;
        if disclosure.texts.is_empty() && disclosure.rewritten.values().all(|text| !spelling::is_blank(text.text())) {
            return;
        }
        let narrated = &told.narrated;
        let with_amount: BTreeMap<&TextKey, &Paragraph> = told
            .variants
            .iter()
            .filter(|told| told.key.row.is_none() && amount_at(told).is_some())
            .map(|told| (&told.key, told))
            .collect();
        let mut wanted: BTreeMap<Part, [Vec<Expected<'_>>; 2]> = BTreeMap::new();
        for paragraph in narrated {
            let [planned, unplanned] = wanted.entry(paragraph.part).or_default();
            planned.extend(self.expected(paragraph));
            unplanned.extend(with_amount.get(&paragraph.key).and_then(|other| self.unplanned(paragraph, other)));
        }
        for (part, [planned, unplanned]) in wanted {
            let Some(said) = self.said(part, told, narrated) else { continue };
            let is_told = |expected: &&Expected<'_>| said.told.contains(&expected.paragraph.key);
            let count = planned.iter().filter(is_told).count();
            if count < FEWEST_TOLD || count * 2 < planned.len() {
                continue;
            }
            let is_missing = |expected: &&Expected<'_>| !is_told(expected) && !said.speaks_of(expected);
            findings.extend(planned.iter().filter(is_missing).map(|missing| self.left_out_sentence(part, missing)));
            // Who names none of the sources that have nothing does not say so of one.
            let missing: Vec<&Expected<'_>> = unplanned.iter().filter(is_missing).collect();
            if missing.len() * 2 < unplanned.len() && !OF_ALL_OTHERS.is_match(&said.plain) {
                findings.extend(missing.into_iter().map(|missing| self.left_out_sentence(part, missing)));
            }
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
        let at = amount_at(paragraph)?;
        let Piece::Figure(figure) = &paragraph.pieces[at] else { return None };
        let before = plain(&paragraph.pieces[..at]);
        let name = before.rsplit(CUTS).next().unwrap_or_default();
        let name = name.rsplit(body.as_str()).next().unwrap_or_default();
        let name = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('年').to_owned();
        let is_known = name.chars().count() >= SHORTEST && !figure.of.now.is_zero() && figure.text.is_some();
        is_known.then_some(Expected { paragraph, name, figure: Some(figure) })
    }

    /// The sentence `paragraph`, where it says of what `other` would tell an amount that there is none. Its name is what both
    /// begin with.
    fn unplanned<'a>(self, paragraph: &'a Paragraph, other: &Paragraph) -> Option<Expected<'a>> {
        if !paragraph.pieces.iter().all(|piece| matches!(piece, Piece::Fixed(_) | Piece::Word { .. })) {
            return None;
        }
        let (own, other) = (plain(&paragraph.pieces), plain(&other.pieces[..amount_at(other)?]));
        let name: String =
            own.chars().zip(other.chars()).take_while(|(own, other)| own == other).map(|(own, _)| own).collect();
        let is_known = name.chars().count() >= SHORTEST && name == other;
        (is_known && name.len() < own.len()).then_some(Expected { paragraph, name, figure: None })
    }

    fn left_out_sentence(self, part: Part, missing: &Expected<'_>) -> Finding {
        let unit = &self.evaluated.form.text_unit;
        let (label, name) = (part_label(part), &missing.name);
        let message = match missing.figure {
            Some(figure) => {
                let now = unit.text(unit.shown(figure.of.now));
                format!("{label}没有说明“{name}”，表里有 {now} {}。", unit.name)
            }
            None => format!("{label}没有说明“{name}”；表里没有数的，别的都说了未安排，它也要说。"),
        };
        let place = match self.evaluated.disclosure.texts.contains_key(&part) {
            true => TextPlace::Paragraph(part, 0),
            false => TextPlace::Rewritten(missing.paragraph.key.clone()),
        };
        let grade = match missing.figure {
            Some(_) => grade_in(self.evaluated.form, SENTENCE_LEFT_OUT),
            None => Grade::Warning,
        };
        let finding = Finding::new(SENTENCE_LEFT_OUT, grade, message).in_text(self.evaluated, place, 0..0);
        match missing.figure {
            Some(figure) => self.with_amounts(finding, figure, Decimal::ZERO),
            None => finding,
        }
    }
}

impl Said {
    /// Whether the amount stands somewhere, or its name before another.
    fn speaks_of(&self, expected: &Expected<'_>) -> bool {
        let Some(figure) = expected.figure else {
            // Of what has no amount the name alone speaks, in whole or without what only ends it.
            let cut = |name: &str| ENDS.iter().find_map(|end| name.strip_suffix(end)).map(str::len);
            let mut name = expected.name.as_str();
            while let Some(length) = cut(name).filter(|length| *length > 0) {
                name = &name[..length];
            }
            return self.plain.contains(name);
        };
        let amount = figure.text.as_deref().and_then(number);
        let has_amount = NUMBER.find_iter(&self.plain).any(|found| number(found.as_str()) == amount);
        has_amount
            || self.plain.match_indices(expected.name.as_str()).any(|(at, name)| {
                let after = &self.plain[at + name.len()..];
                let digits = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
                after[digits..].starts_with(|c: char| c.is_ascii_digit()) && FILLERS.is_match(&after[..digits])
            })
    }
}
