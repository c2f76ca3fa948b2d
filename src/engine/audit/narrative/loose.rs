//! Amounts that a free text tells in words of its own: what stands right before each names the fact (F19), and what
//! follows it says its share and its change (F20 to F24).
//!
//! Sentences of the template are read as such ([`super::told`]); this is for what is left of a text. Only names that mean
//! one amount in the whole disclosure are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::Checker;
use super::facts::message;
use super::told::{FreeText, Told, number};
use crate::audit::finding::{Finding, Grade};
use crate::audit::rules::{AMOUNT_TEXT, DIRECTION_TEXT};
use crate::audit::said_of::{Said, SaidOf};
use crate::audit::text::{Text, pattern};
use crate::disclosure::Part;
use crate::form::template::MeasureKind;
use crate::narrative::{Figure, Paragraph, Piece};
use crate::spelling;

/// An amount in the unit of sentences.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d[\d,]*(?:\.\d+)?)\s*万\s*元"));
/// Words that may stand between a name and its amount.
pub(super) static FILLERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:安排|共计|合计|总计|总额|总数|金额|规模|预算|资金|数额|达到|数|为|是|约|共|达|的)*$")
});
/// What is told of another year.
static OTHER_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern("上年|去年|往年|增加|减少|结转|其中"));
/// Where a name begins at the earliest.
pub(super) const CUTS: [char; 11] = ['。', ';', ':', ',', '、', '(', ')', '!', '"', '?', '.'];
/// Shorter names mean too much.
const SHORTEST: usize = 4;

/// What is said of an amount after it, up to the next: `占收入总额的44.01%`, `增加286.55万元`, `下降3.38%`.
static SHARE: LazyLock<Regex> = LazyLock::new(|| pattern(r"占([^,。;:\d]*)(\d[\d,]*(?:\.\d+)?)\s*%"));
static CHANGE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(增加|增长|提高|上升|减少|下降|降低)了?约?\s*(\d[\d,]*(?:\.\d+)?)\s*(万元|%)"));
pub(super) const UPWARDS: [&str; 4] = ["增加", "增长", "提高", "上升"];
/// Of what a share is in the sentences of the form; a share of anything else is none of theirs.
static OF_THE_WHOLE: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:本年|全年|收入|支出|总|预算|额|数|合计|比例|比重|的|为|约|达)*$"));
/// The year before, as a budget and not as what came of it.
static LAST_BUDGET: LazyLock<Regex> = LazyLock::new(|| pattern("上年|去年|上一年"));
static OTHER_BASE: LazyLock<Regex> = LazyLock::new(|| pattern("决算|执行|完成|实际"));

/// An amount of the template's sentences with what they say of it.
#[derive(Clone)]
struct Fact<'a> {
    amount: &'a Figure,
    /// Its share and its change.
    more: Vec<&'a Figure>,
}

/// What a name means: the amount as printed, with the fact.
type Facts<'a> = BTreeMap<String, BTreeMap<String, Fact<'a>>>;

impl Checker<'_> {
    pub(super) fn loose(self, told: &Told, findings: &mut Vec<Finding>) {
        if told.free.is_empty() {
            return;
        }
        let paragraphs = &told.narrated;
        let mut everywhere = self.named_facts(paragraphs.iter());
        // That a table says nothing contradicts what its own section tells, and nothing else.
        everywhere.retain(|_, amounts| amounts.values().all(|fact| !fact.amount.of.now.is_zero()));
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
            for (place, piece) in paragraph.pieces.iter().enumerate() {
                if let Piece::Figure(figure @ Figure { kind: MeasureKind::Amount, text: Some(text), .. }) = piece {
                    let name = before.rsplit(CUTS).next().unwrap_or_default();
                    let name = name.rsplit(body.as_str()).next().unwrap_or_default();
                    let name = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('年');
                    if name.chars().count() >= SHORTEST && !name.chars().any(|c| c.is_ascii_digit()) {
                        let fact = Fact { amount: figure, more: said_of(figure, &paragraph.pieces[place + 1..]) };
                        let known = facts.entry(name.to_owned()).or_default().entry(text.clone());
                        let known = known.or_insert_with(|| fact.clone());
                        if fact.more.len() > known.more.len() {
                            *known = fact;
                        }
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
        let is_read = |at: usize| free.read.iter().any(|(_, reading)| reading.range.contains(&at));
        let clause_of = |before: &str| -> String {
            let plain: String = spelling::plain(before).collect();
            plain.rsplit(CUTS).next().unwrap_or_default().to_owned()
        };
        let fact_of = |clause: &str| named(of_part, clause).or_else(|| named(everywhere, clause))?.first_key_value();
        let is_moved = |before: &str| {
            let mut figures = fact_of(&clause_of(before)).into_iter().flat_map(|(_, fact)| &fact.more);
            figures.any(|figure| figure.of.last.is_some_and(|last| last != figure.of.now))
        };
        let mut findings = self.unmoved(&text, is_read, is_moved);
        for found in AMOUNT.captures_iter(&text.plain).filter_map(|found| found.get(1)) {
            let range = text.characters(found.range());
            let clause = clause_of(&text.plain[..found.start()]);
            if is_read(range.start) || OTHER_YEAR.is_match(&clause) {
                continue;
            }
            let Some((expected, fact)) = fact_of(&clause) else { continue };
            findings.extend(self.loose_changes(&text, found.end(), fact));
            let figure = fact.amount;
            let is_other =
                |stated: &Decimal| number(expected) != Some(*stated) && !self.is_explained(figure, *stated, None);
            let Some(stated) = number(found.as_str()).filter(is_other) else { continue };
            let message = format!("表里是 {expected}。");
            let finding = text.finding(self.evaluated, AMOUNT_TEXT, range, &message, Some(("改成一致", expected)));
            // The words before it say what is meant less surely than a sentence of the form.
            findings.push(Finding { grade: Grade::Warning, ..self.with_amounts(finding, figure, stated) });
        }
        findings
    }

    /// What is said of a fact after its amount, which ends at this byte of the text.
    fn loose_changes(self, text: &Text<'_>, after: usize, fact: &Fact<'_>) -> Vec<Finding> {
        let rest = &text.plain[after..];
        let end = rest.find(['。', ';', '\n']).unwrap_or(rest.len());
        let is_new = |amount: &usize| !OTHER_YEAR.is_match(rest[..*amount].rsplit(CUTS).next().unwrap_or_default());
        let amounts = AMOUNT.find_iter(&rest[..end]).map(|amount| amount.start());
        let rest = &rest[..amounts.filter(is_new).min().unwrap_or(end)];
        let figure = |kind: MeasureKind| fact.more.iter().find(|figure| figure.kind == kind).copied();
        let mut wrong: Vec<(std::ops::Range<usize>, &'static str, String, String, SaidOf)> = Vec::new();
        let said_of = |figure: &Figure, said: Said| SaidOf { figure: figure.clone(), said, change: None };
        let mut compare = |kind: MeasureKind, said: regex::Match<'_>| {
            let Some(figure) = figure(kind) else { return };
            let (Some(expected), Some(exact)) = (&figure.text, figure.exact) else { return };
            let last = figure.of.last_printed;
            let is_other =
                |stated: &Decimal| number(expected) != Some(*stated) && !self.is_explained(figure, *stated, last);
            if let Some(stated) = number(said.as_str()).filter(is_other) {
                let (rule, message) = message(figure, expected, exact, stated);
                wrong.push((said.range(), rule, message, expected.clone(), said_of(figure, Said::Figure(stated))));
            }
        };
        for found in SHARE.captures_iter(rest) {
            if let (Some(of), Some(said)) = (found.get(1), found.get(2))
                && OF_THE_WHOLE.is_match(of.as_str())
            {
                compare(MeasureKind::Share, said);
            }
        }
        let changes: Vec<_> = CHANGE.captures_iter(rest).collect();
        let is_of_last_budget = |start: usize| {
            let before = &rest[..start];
            LAST_BUDGET.is_match(before) && !OTHER_BASE.is_match(before)
        };
        for found in &changes {
            let (Some(word), Some(said), Some(unit)) = (found.get(1), found.get(2), found.get(3)) else { continue };
            if is_of_last_budget(word.start()) {
                let is_percent = unit.as_str() == "%";
                compare(if is_percent { MeasureKind::Growth } else { MeasureKind::Difference }, said);
            }
        }
        let words = &self.template.words;
        for found in &changes {
            let (Some(word), Some(unit)) = (found.get(1), found.get(3)) else { continue };
            let kind = if unit.as_str() == "%" { MeasureKind::Grows } else { MeasureKind::Moves };
            let Some(figure) = figure(kind) else { continue };
            let Some(expected) = &figure.text else { continue };
            let is_up = *expected == words.up.0 || *expected == words.up.1;
            // Of no change the amount that is told of it is wrong.
            if *expected == words.unchanged {
                continue;
            }
            let says_up = UPWARDS.contains(&word.as_str());
            if is_of_last_budget(word.start()) && says_up != is_up {
                let said = said_of(figure, Said::Upwards(says_up));
                wrong.push((word.range(), DIRECTION_TEXT, format!("应是“{expected}”。"), expected.clone(), said));
            }
        }
        let findings = wrong.into_iter().map(|(range, rule, message, expected, said_of)| {
            let range = text.characters(after + range.start..after + range.end);
            let finding = text.finding(self.evaluated, rule, range, &message, Some(("改成一致", &expected)));
            Finding { grade: Grade::Warning, ..finding.saying(Some(said_of)) }
        });
        findings.collect()
    }
}

/// What the pieces after an amount say of it, up to the next amount.
fn said_of<'a>(amount: &Figure, after: &'a [Piece]) -> Vec<&'a Figure> {
    let figures = after.iter().filter_map(|piece| match piece {
        Piece::Figure(figure) => Some(figure),
        _ => None,
    });
    let of_it = figures.take_while(|figure| figure.kind != MeasureKind::Amount);
    of_it.filter(|figure| figure.of == amount.of && figure.text.is_some()).collect()
}

/// What the name at the end of `clause` means; of several the one that ends last, and of these the longest. A name that
/// begins before it and reaches into it is what was meant: 基本支出预算安排 speaks of 基本支出, not of 支出预算.
fn named<'f, 'a>(facts: &'f Facts<'a>, clause: &str) -> Option<&'f BTreeMap<String, Fact<'a>>> {
    let found = facts.iter().filter_map(|(name, amounts)| {
        let start = clause.rfind(name.as_str())?;
        let end = start + name.len();
        FILLERS.is_match(&clause[end..]).then_some((start..end, amounts))
    });
    let found: Vec<_> = found.collect();
    let mut best = found.iter().max_by_key(|(range, _)| (range.end, range.len()))?;
    while let Some(earlier) = found.iter().find(|(range, _)| range.start < best.0.start && range.end > best.0.start) {
        best = earlier;
    }
    Some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::tests::Draft;
    use crate::narrative::narrate;

    /// What names mean, each with its amounts and how much is said of them, in paragraphs that are each a name and an amount,
    /// or with what else the form's sentence says.
    fn facts(paragraphs: &[(&str, &str, bool)]) -> Vec<(String, Vec<(String, bool)>)> {
        Draft::new().code(3, "2080101", &[(2, "5"), (3, "2")]).with(|evaluated| {
            let checker = Checker { evaluated, template: evaluated.form.sentences.as_deref().unwrap() };
            let all = narrate(evaluated);
            let told = all.iter().find(|told| told.key.id == "spending_basic").unwrap();
            let at = told.pieces.iter().position(|piece| matches!(piece, Piece::Figure(_))).unwrap();
            let paragraph = |&(name, amount, says_more): &(&str, &str, bool)| {
                let mut pieces = vec![Piece::Fixed(name.to_owned())];
                pieces.extend(told.pieces[at..].iter().cloned());
                if let Piece::Figure(figure) = &mut pieces[1] {
                    figure.text = Some(amount.to_owned());
                }
                pieces.truncate(if says_more { pieces.len() } else { 2 });
                Paragraph { pieces, ..told.clone() }
            };
            let paragraphs: Vec<Paragraph> = paragraphs.iter().map(paragraph).collect();
            let facts = checker.named_facts(paragraphs.iter());
            let amounts = |facts: BTreeMap<String, Fact<'_>>| {
                facts.into_iter().map(|(amount, fact)| (amount, !fact.more.is_empty())).collect()
            };
            facts.into_iter().map(|(name, of_name)| (name, amounts(of_name))).collect()
        })
    }

    #[test]
    fn of_two_sentences_on_one_amount_the_one_that_says_more_of_it_counts() {
        let (short, long) = (("基本支出", "5.00", false), ("基本支出", "5.00", true));
        for (paragraphs, says_more) in
            [(&[short][..], false), (&[long], true), (&[short, long], true), (&[long, short], true)]
        {
            let expected = vec![("基本支出".to_owned(), vec![("5.00".to_owned(), says_more)])];
            assert_eq!(facts(paragraphs), expected, "{paragraphs:?}");
        }
    }

    #[test]
    fn a_name_counts_where_neither_it_nor_a_longer_one_means_another_amount() {
        for (named, clear) in [
            (&[("一般公共预算", "5.00"), ("一般公共预算拨款", "5.00")][..], &["一般公共预算", "一般公共预算拨款"][..]),
            (&[("一般公共预算", "5.00"), ("一般公共预算拨款", "6.00")], &["一般公共预算拨款"]),
            (&[("支出预算", "5.00"), ("基金支出预算", "6.00")], &["基金支出预算"]),
            (&[("基本支出", "5.00"), ("项目支出", "6.00")], &["基本支出", "项目支出"]),
            (&[("基本支出", "5.00"), ("基本支出", "6.00")], &[]),
            (&[("总支出", "5.00")], &[]),
        ] {
            let paragraphs: Vec<_> = named.iter().map(|&(name, amount)| (name, amount, false)).collect();
            let names: Vec<String> = facts(&paragraphs).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, clear, "{named:?}");
        }
    }
}
