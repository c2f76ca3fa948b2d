//! Figures and words of sentences and performance tables made wrong on purpose, and what a check says of them.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use disclosure_engine::audit::{Finding, Grade, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, Disclosure, FundsField, Part, PerformanceField, TextPlace};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::form::template::{MeasureKind, SlotKind, SlotView};
use disclosure_engine::narrative::{Piece, narrate};

use super::{Mistake, SAMPLES, SHANGHAI};

/// What can be made wrong.
#[derive(Debug, Clone)]
pub enum Said {
    /// A figure in a paragraph.
    Figure(Part, usize, Range<usize>),
    /// A word of direction.
    Direction(Part, usize, Range<usize>),
    /// A figure that only the other figures of its sum bind: which of them is wrong, nobody can tell.
    Addend(Part, usize, Range<usize>),
    /// An amount of a performance table.
    Funds(usize, FundsField),
}

/// The samples with their texts written as a whole, as documents that were imported.
pub struct TextTrials {
    forms: FormLibrary,
    catalog: Catalog,
    samples: Vec<Sample>,
}

struct Sample {
    disclosure: Disclosure,
    said: Vec<Said>,
    /// What is found though nothing was made wrong.
    known: HashSet<(String, String)>,
}

/// What a check says of one wrong figure.
pub struct Told {
    pub is_caught: bool,
    /// Whether the first finding names the place, and what is right there.
    pub is_named: bool,
    pub findings: usize,
    pub described: String,
}

/// The samples as they are written in their files.
#[allow(dead_code)] // The bench does not read them.
pub fn samples() -> [&'static str; 3] {
    [SAMPLES[0], SAMPLES[1], SHANGHAI]
}

impl TextTrials {
    pub fn new() -> Self {
        Self::of(&SAMPLES)
    }

    /// The sample of another region.
    pub fn shanghai() -> Self {
        Self::of(&[SHANGHAI])
    }

    fn of(texts: &[&str]) -> Self {
        let mut trials =
            Self { forms: FormLibrary::builtin().unwrap(), catalog: Catalog::builtin().unwrap(), samples: Vec::new() };
        for text in texts {
            let mut disclosure = disclosure_engine::file::read(text, &trials.forms).unwrap();
            let mut said = trials.write_out(&mut disclosure);
            for (place, table) in disclosure.performance.iter().enumerate() {
                let fields = [FundsField::Total, FundsField::Fiscal, FundsField::Superior, FundsField::Other];
                let is_filled = |field: &FundsField| table.funds.amount(*field).is_some_and(|amount| !amount.is_zero());
                said.extend(fields.into_iter().filter(is_filled).map(|field| Said::Funds(place, field)));
            }
            let known = trials.findings(&disclosure).into_iter().map(|f| (f.rule, f.message)).collect();
            trials.samples.push(Sample { disclosure, said, known });
        }
        trials
    }

    /// Writes the sentences of `disclosure` as texts, and tells what stands in them.
    fn write_out(&self, disclosure: &mut Disclosure) -> Vec<Said> {
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        let evaluated = Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation };
        let sentences = form.sentences.as_ref().unwrap();
        let mut texts: BTreeMap<Part, Vec<String>> = BTreeMap::new();
        let mut said = Vec::new();
        let mut paragraphs = narrate(evaluated);
        paragraphs.retain(|paragraph| !disclosure.texts.contains_key(&paragraph.part));
        for paragraph in paragraphs {
            let own = texts.entry(paragraph.part).or_default();
            let mut at = 0;
            for piece in &paragraph.pieces {
                let text = piece.text().unwrap_or("（待填）");
                let range = at..at + text.chars().count();
                at = range.end;
                if paragraph.rewritten.is_some() {
                    continue;
                }
                let place = (paragraph.part, own.len(), range);
                said.extend(match piece {
                    Piece::Figure(figure) if matches!(figure.kind, MeasureKind::Moves | MeasureKind::Grows) => {
                        Some(Said::Direction(place.0, place.1, place.2))
                    }
                    Piece::Figure(_) => Some(Said::Figure(place.0, place.1, place.2)),
                    Piece::Total { .. } => Some(Said::Addend(place.0, place.1, place.2)),
                    Piece::Slot(slot) => {
                        let is_added = sentences.totals.iter().any(|total| total.of.contains(&slot.key.id));
                        let is_figure = slot.form.kind != SlotKind::Text && slot.view != SlotView::Moves;
                        (is_added && is_figure && slot.is_filled).then_some(Said::Addend(place.0, place.1, place.2))
                    }
                    _ => None,
                });
            }
            own.push(paragraph.text("（待填）"));
        }
        disclosure.texts.extend(texts);
        said
    }

    /// Everything that can be made wrong, as a sample and a place in it.
    pub fn all(&self) -> impl Iterator<Item = (usize, &Said)> {
        self.samples.iter().enumerate().flat_map(|(number, sample)| sample.said.iter().map(move |said| (number, said)))
    }

    fn findings(&self, disclosure: &Disclosure) -> Vec<Finding> {
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        let evaluated = Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation };
        let mut findings = audit(evaluated).findings;
        findings.retain(|finding| matches!(finding.grade, Grade::Error | Grade::Warning));
        findings
    }

    /// Checks a sample with one thing made wrong; `None` where `mistake` makes no difference to it.
    pub fn check(&self, (sample, said): (usize, &Said), mistake: Mistake) -> Option<Told> {
        let sample = &self.samples[sample];
        let mut disclosure = sample.disclosure.clone();
        let (right, wrong) = make_wrong(&mut disclosure, said, mistake)?;
        let mut findings = self.findings(&disclosure);
        findings.retain(|finding| !sample.known.contains(&(finding.rule.clone(), finding.message.clone())));
        let is_named = findings.first().is_some_and(|first| is_right(first, said, &disclosure, &right));
        let told: Vec<String> = findings.iter().map(|f| format!("\n    {} {}", f.rule, f.message)).collect();
        Some(Told {
            is_caught: !findings.is_empty(),
            is_named,
            findings: findings.len(),
            described: format!("{right} → {wrong} {said:?}{}", told.concat()),
        })
    }
}

/// Whether the finding is at the place of what was made wrong, and says what was `right`.
fn is_right(finding: &Finding, said: &Said, disclosure: &Disclosure, right: &str) -> bool {
    let Some(spot) = &finding.text else { return false };
    match said {
        Said::Funds(table, field) => {
            let is_there = spot.place == TextPlace::Performance(*table, PerformanceField::Funds(*field));
            is_there
                && finding.expected.map(|expected| expected.yuan().normalize().to_string()).as_deref() == Some(right)
        }
        Said::Figure(part, paragraph, range) | Said::Direction(part, paragraph, range) => {
            let is_there = spot.place == TextPlace::Paragraph(*part, *paragraph)
                && spot.range.start <= range.end
                && range.start <= spot.range.end;
            let mended = finding.repairs.first().and_then(|repair| repair.mended(disclosure));
            is_there && mended.as_deref() == Some(right)
        }
        Said::Addend(part, paragraph, _) => spot.place == TextPlace::Paragraph(*part, *paragraph),
    }
}

/// Makes it wrong. Returns the text or amount that was there and what is said now.
fn make_wrong(disclosure: &mut Disclosure, said: &Said, mistake: Mistake) -> Option<(String, String)> {
    let (part, paragraph, range) = match said {
        Said::Funds(table, field) => {
            let table = &mut disclosure.performance[*table];
            let right = table.funds.amount(*field)?;
            let wrong = super::Printed::of(right).wrong(mistake)?;
            *table.funds.amount_mut(*field) = Some(wrong);
            return Some((right.yuan().normalize().to_string(), wrong.to_string()));
        }
        Said::Figure(part, paragraph, range)
        | Said::Direction(part, paragraph, range)
        | Said::Addend(part, paragraph, range) => (part, *paragraph, range.clone()),
    };
    let text = &mut disclosure.texts.get_mut(part)?[paragraph];
    let right = text.clone();
    let characters: Vec<char> = right.chars().collect();
    let old: String = characters[range.clone()].iter().collect();
    let new = match said {
        Said::Direction(..) if mistake == Mistake::Digit => opposite(&old)?.to_owned(),
        Said::Direction(..) => return None,
        _ => mistaken(&old, mistake)?,
    };
    let around = |range: &[char]| range.iter().collect::<String>();
    *text = format!("{}{new}{}", around(&characters[..range.start]), around(&characters[range.end..]));
    Some((right, text.clone()))
}

fn opposite(word: &str) -> Option<&'static str> {
    let pairs = [("增加", "减少"), ("减少", "增加"), ("增长", "下降"), ("下降", "增长")];
    pairs.iter().find(|(own, _)| *own == word).map(|(_, other)| *other)
}

/// The figure with a digit wrong, two swapped, or ten times as much.
fn mistaken(figure: &str, mistake: Mistake) -> Option<String> {
    let decimals = figure.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let digits: String = figure.chars().filter(char::is_ascii_digit).collect();
    let right = Amount::from_yuan(
        rust_decimal::Decimal::from(digits.parse::<i64>().ok()?) * rust_decimal::Decimal::ONE_HUNDRED,
    );
    let wrong = super::Printed::of(right.ok()?).wrong(mistake)?;
    let digits =
        format!("{:0>1$}", (wrong.yuan() / rust_decimal::Decimal::ONE_HUNDRED).normalize().to_string(), decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    Some(if decimals > 0 { format!("{whole}.{fraction}") } else { whole.to_owned() })
}
