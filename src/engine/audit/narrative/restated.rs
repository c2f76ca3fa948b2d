//! Last year's figures that were restated (同口径): what is compared with differs from last year's disclosure on purpose.
//!
//! Where the form asks what was published then and why it was restated, the figure that was published is compared with last
//! year's disclosure, and the restated ones are not (D7). Words that say the same without that figure leave a doubt.

use crate::audit::finding::{Finding, Grade};
use crate::audit::places::{text_label, text_part};
use crate::audit::rules::{LAST_YEAR, grade_of};
use crate::disclosure::{Amount, Part, SlotValue, TextKey, TextPlace};
use crate::evaluate::Evaluated;
use crate::form::template::Restated;
use crate::narrative::{LastYearFigure, Sum, told_part};
use crate::spelling;

/// Words with which a document says that it compares with last year's figures as they would be today.
const WORDS: [&str; 3] = ["同口径", "口径调整", "可比口径"];

/// The `findings` that say where last year's figures are not those of last year's disclosure, of which `figures` are all, as
/// far as they were not restated.
pub(super) fn settle(evaluated: Evaluated<'_>, figures: &[LastYearFigure], findings: Vec<Finding>) -> Vec<Finding> {
    if findings.is_empty() {
        return findings;
    }
    let restated = evaluated.form.sentences.as_deref().and_then(|template| template.restated.as_ref());
    let published = restated.and_then(|restated| Some((restated, published(evaluated, restated)?)));
    if let Some((restated, published)) = published
        && let Some(was) = was_published(evaluated, restated, figures)
    {
        return other_published(evaluated, restated, published, was).into_iter().collect();
    }
    match says_restated(evaluated) {
        true => findings.into_iter().map(doubted).collect(),
        false => findings,
    }
}

/// What a person says was published last year, where the reason of the change is there, too.
fn published(evaluated: Evaluated<'_>, restated: &Restated) -> Option<Amount> {
    let given = |id: &str| {
        let key = TextKey::new(id);
        let own = evaluated.disclosure.slots.get(&key).cloned();
        let part = evaluated.form.sentences.as_deref().and_then(|template| template.part_of(id));
        own.or_else(|| told_part(evaluated, part?).slots.remove(&key))
    };
    let Some(SlotValue::Amount(published)) = given(&restated.published) else { return None };
    let reason = given(&restated.reason)?;
    reason.text().is_some_and(|reason| !spelling::is_blank(reason)).then_some(published)
}

/// What last year's disclosure says of the same; `None` where it does not say all of it.
fn was_published(evaluated: Evaluated<'_>, restated: &Restated, figures: &[LastYearFigure]) -> Option<Amount> {
    let cells = Sum::cells_of(evaluated, &restated.amount).into_iter().map(|cell| evaluated.key(cell));
    cells.map(|key| figures.iter().find(|figure| figure.cell == key)?.told).sum()
}

/// That something else was published than what is said.
fn other_published(evaluated: Evaluated<'_>, restated: &Restated, published: Amount, was: Amount) -> Option<Finding> {
    let unit = &evaluated.form.text_unit;
    let (stated, expected) = (unit.shown(published), unit.shown(was));
    // The parts of what was published were each rounded.
    if (stated - expected).abs() <= unit.last_place() {
        return None;
    }
    let key = TextKey::new(restated.published.as_str());
    let is_filled = evaluated.disclosure.slots.contains_key(&key);
    let place = TextPlace::Slot(key);
    let message = format!(
        "{}：说上年公开的是 {}，上年的公开文件里是 {}。",
        text_label(evaluated, &place),
        unit.text(stated),
        unit.text(expected)
    );
    let finding = Finding::new(LAST_YEAR, grade_of(LAST_YEAR), message);
    let finding = if is_filled { finding.in_text(evaluated, place, 0..0) } else { finding };
    let (stated, expected, difference) = (Some(stated), Some(expected), Some(stated - expected));
    Some(Finding { stated, expected, difference, ..finding })
}

/// Whether a sentence or a reason says that last year's figures were restated.
fn says_restated(evaluated: Evaluated<'_>) -> bool {
    let says = |text: &str| WORDS.iter().any(|word| text.contains(word));
    let is_in_section = |place: &TextPlace| matches!(text_part(evaluated, place), Some(Part::Section(_)));
    evaluated.disclosure.texts().iter().any(|(place, text)| says(text) && is_in_section(place))
}

/// The same where the figures differ on purpose: no error, but to be looked at.
fn doubted(finding: Finding) -> Finding {
    let grade = if finding.grade == Grade::Error { Grade::Warning } else { finding.grade };
    let message = format!("{}文字里说上年数按同口径调整过，请看调整的原因。", finding.message);
    Finding { grade, message, repairs: Vec::new(), ..finding }
}
