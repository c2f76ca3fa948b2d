//! Amounts that a free text tells in words of its own: what stands right before each names the fact (fault 19).
//!
//! Sentences of the template are read as such ([`super::told`]); this is for what is left of a text. Only names that mean
//! one amount in the whole disclosure are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::Checker;
use super::told::{FreeText, Told, number};
use crate::audit::finding::{Finding, Grade};
use crate::audit::rules::AMOUNT_TEXT;
use crate::audit::text::{Text, pattern};
use crate::disclosure::Part;
use crate::form::template::MeasureKind;
use crate::narrative::{Figure, Paragraph, Piece, narrate};
use crate::spelling;

/// An amount in the unit of sentences.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d[\d,]*(?:\.\d+)?)\s*万元"));
/// Words that may stand between a name and its amount.
static FILLERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:安排|共计|合计|总计|总额|总数|金额|规模|预算|资金|数额|达到|数|为|是|约|共|达|的)*$")
});
/// What is told of another year.
static OTHER_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern("上年|去年|往年|增加|减少|结转|其中"));
/// Where a name begins at the earliest.
const CUTS: [char; 11] = ['。', ';', ':', ',', '、', '(', ')', '!', '"', '?', '.'];
/// Shorter names mean too much.
const SHORTEST: usize = 4;

/// What a name means: the amount as printed, with the figure.
type Facts<'a> = BTreeMap<String, BTreeMap<String, &'a Figure>>;

impl Checker<'_> {
    pub(super) fn loose(self, told: &Told, findings: &mut Vec<Finding>) {
        if told.free.is_empty() {
            return;
        }
        let paragraphs = narrate(self.evaluated);
        let mut everywhere = self.named_facts(paragraphs.iter());
        // That a table says nothing contradicts what its own section tells, and nothing else.
        everywhere.retain(|_, amounts| amounts.values().all(|figure| !figure.of.now.is_zero()));
        let mut of_parts: BTreeMap<Part, Facts<'_>> = BTreeMap::new();
        for free in &told.free {
            // What a name means in its own section counts before what it means elsewhere.
            let of_part = of_parts
                .entry(free.part)
                .or_insert_with(|| self.named_facts(paragraphs.iter().filter(|paragraph| paragraph.part == free.part)));
            findings.extend(self.loose_amounts(free, of_part, &everywhere));
        }
    }

    /// The amounts of the template's sentences by the name right before them, as far as it means one amount.
    fn named_facts<'a>(self, paragraphs: impl Iterator<Item = &'a Paragraph>) -> Facts<'a> {
        let body: String = spelling::plain(&self.evaluated.disclosure.body).collect();
        let mut facts: Facts<'a> = BTreeMap::new();
        for paragraph in paragraphs {
            let mut before = String::new();
            for piece in &paragraph.pieces {
                if let Piece::Figure(figure @ Figure { kind: MeasureKind::Amount, text: Some(text), .. }) = piece {
                    let name = before.rsplit(CUTS).next().unwrap_or_default();
                    let name = name.rsplit(body.as_str()).next().unwrap_or_default();
                    let name = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('年');
                    if name.chars().count() >= SHORTEST && !name.chars().any(|c| c.is_ascii_digit()) {
                        facts.entry(name.to_owned()).or_default().insert(text.clone(), figure);
                    }
                }
                before.extend(spelling::plain(piece.text().unwrap_or_default()));
            }
        }
        let names: Vec<String> = facts.keys().cloned().collect();
        let amounts = |facts: &Facts<'_>, name: &String| -> BTreeSet<String> { facts[name].keys().cloned().collect() };
        let is_clear = |name: &String| {
            let own = amounts(&facts, name);
            // 一般公共预算 begins 一般公共预算拨款: who writes the one may mean the other.
            let is_part =
                |other: &&String| *other != name && (other.starts_with(name.as_str()) || other.ends_with(name));
            own.len() == 1 && names.iter().filter(is_part).all(|other| amounts(&facts, other) == own)
        };
        let clear: BTreeSet<String> = names.iter().filter(|name| is_clear(name)).cloned().collect();
        facts.retain(|name, _| clear.contains(name));
        facts
    }

    fn loose_amounts(self, free: &FreeText, of_part: &Facts<'_>, everywhere: &Facts<'_>) -> Vec<Finding> {
        let text = Text::new(free.place.clone(), &free.text);
        let mut findings = Vec::new();
        for found in AMOUNT.captures_iter(&text.plain).filter_map(|found| found.get(1)) {
            let range = text.characters(found.range());
            let is_read = free.read.iter().any(|(_, reading)| reading.range.contains(&range.start));
            let clause: String = spelling::plain(&text.plain[..found.start()]).collect();
            let clause = clause.rsplit(CUTS).next().unwrap_or_default();
            if is_read || OTHER_YEAR.is_match(clause) {
                continue;
            }
            let Some(amounts) = named(of_part, clause).or_else(|| named(everywhere, clause)) else { continue };
            let Some((expected, figure)) = amounts.first_key_value() else { continue };
            let Some(stated) = number(found.as_str()).filter(|stated| number(expected) != Some(*stated)) else {
                continue;
            };
            let message = format!("表里是 {expected}。");
            let finding = text.finding(self.evaluated, AMOUNT_TEXT, range, &message, Some(("改成一致", expected)));
            // The words before it say what is meant less surely than a sentence of the form.
            findings.push(Finding { grade: Grade::Warning, ..self.with_amounts(finding, figure, stated) });
        }
        findings
    }
}

/// What the name at the end of `clause` means; of several the one that ends last, and of these the longest.
fn named<'f, 'a>(facts: &'f Facts<'a>, clause: &str) -> Option<&'f BTreeMap<String, &'a Figure>> {
    let found = facts.iter().filter_map(|(name, amounts)| {
        let end = clause.rfind(name.as_str())? + name.len();
        FILLERS.is_match(&clause[end..]).then_some((end, name.len(), amounts))
    });
    found.max_by_key(|(end, length, _)| (*end, *length)).map(|(.., amounts)| amounts)
}
