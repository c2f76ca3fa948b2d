//! Findings: what in a disclosure does not agree, told apart from what rounding explains.
//!
//! [`audit`] is one pure function from a disclosure and its values to [`Finding`]s. [`crate::ties`] lists every sum and
//! tie-out that the form's rules bind and decides whether rounding can explain a difference, [`joint`] whether
//! it can explain all differences of a table together, [`pending`] what is only still to come, as [`crate::states`] says,
//! [`unfinished`] the same of texts; [`wording`] says it in Chinese, [`fold`] tells with one finding what only repeats it,
//! [`causes`] what follows from a wrong figure, [`miscoded`] what a code that was typed wrong brings with it. [`policy`] leaves out what nobody wants checked. [`rows`] checks codes and names, [`measures`] counts and percentages, [`text`] what is
//! written anywhere, [`narrative`] what the sentences say, [`parts`] whether everything is there. [`all_rules`] lists what
//! is checked; `assets/forms/README.md` has the reason and the source of each rule.

mod acceptance;
mod approved;
mod blame;
mod causes;
mod examples;
mod figures;
mod finding;
mod fold;
mod identity;
mod joint;
mod kept;
mod measures;
mod miscoded;
mod narrative;
mod parts;
mod pending;
mod places;
mod policy;
mod printed;
mod published;
mod repair;
mod rows;
mod rules;
mod said_of;
mod sources;
mod text;
mod unfinished;
mod unplaced;
mod wording;

pub use acceptance::subject;
pub use approved::{Approved, ApprovedRow};
pub use examples::{
    ExplainedRule, RuleExample, example_mistakes, explained_rules, filled_example, load_form, rule_examples,
};
#[cfg(test)]
pub(crate) use examples::{disclosures as described, every_finding_of};
pub use finding::{Audit, Finding, Grade, Slip, Suspect, TextSpot};
pub use identity::identities;
pub(crate) use miscoded::printed_for_typed;
pub use narrative::{OwnReason, speaks_against};
pub use places::{part_label, text_label, text_part};
pub use printed::{Printed, PrintedLine, PrintedTitle, PrintedWhat};
pub use repair::Repair;
pub use rules::{RuleText, WITHOUT_PLACE, all_rules, column_rules, rule_text};
pub use sources::{short_source_of, source_of};
pub use text::figures::has_wrong_groups;
pub(crate) use unfinished::begun_parts;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::disclosure::Disclosure;
use crate::evaluate::Evaluated;
use crate::spelling::{self, visible_lines};

/// Checks the figures of a disclosure against every rule of its form.
pub fn audit(evaluated: Evaluated<'_>) -> Audit {
    audit_with(evaluated, Beside::default())
}

/// What an audit goes by beside the disclosure itself.
#[derive(Clone, Copy, Default)]
pub struct Beside<'a> {
    /// Last year's disclosure, with which it is compared too ([`against_last_year`]).
    pub last: Option<Evaluated<'a>>,
    /// Whether some font has a character. Without it only what can have no font in common is found.
    pub is_printable: Option<&'a (dyn Fn(char) -> bool + Sync)>,
    /// What the document of which it was read prints around its tables and texts.
    pub printed: Option<&'a Printed>,
    /// The budget that was approved.
    pub approved: Option<&'a Approved>,
    /// Reasons that other bodies give, by their words ([`OwnReason::words`]).
    pub elsewhere: &'a [String],
}

/// The same, by what else is known.
pub fn audit_with(evaluated: Evaluated<'_>, beside: Beside<'_>) -> Audit {
    let check = |evaluated: Evaluated<'_>| check_as_wanted(evaluated, beside);
    let (mut audit, is_as_coded) = check_as_meant(evaluated, &check);
    acceptance::mark(evaluated, &mut audit.findings);
    for own in &mut audit.own_reasons {
        acceptance::mark(evaluated, std::slice::from_mut(&mut own.finding));
    }
    // What was found with other codes cannot be compared with what is found with these.
    let check: &dyn Fn(Evaluated<'_>) -> Audit = &check;
    causes::fold(evaluated, &mut audit.findings, is_as_coded.then_some(check));
    in_order(audit)
}

/// What each rule finds, also what only follows from another finding.
pub fn every_finding(evaluated: Evaluated<'_>) -> Audit {
    every_finding_beside(evaluated, Beside::default())
}

/// The same, by what else is known.
fn every_finding_beside(evaluated: Evaluated<'_>, beside: Beside<'_>) -> Audit {
    in_order(check_as_meant(evaluated, &|evaluated| check_as_coded(evaluated, beside)).0)
}

/// What does not agree, with codes that were typed wrong as they were meant, and whether there were none of those.
fn check_as_meant(evaluated: Evaluated<'_>, check: &dyn Fn(Evaluated<'_>) -> Audit) -> (Audit, bool) {
    let mut audit = check(evaluated);
    let settled = miscoded::settle(evaluated, &audit, check);
    let is_as_coded = settled.is_none();
    audit.findings = settled.unwrap_or(audit.findings);
    (audit, is_as_coded)
}

fn in_order(mut audit: Audit) -> Audit {
    // Among the gravest those first of which the wrong cell is known, and what is about no table last: what a figure in a
    // table mends, mends the sentences about it.
    audit.findings.sort_by_key(|finding| {
        let cell = finding.cells.first().map(|cell| (cell.list, cell.row, cell.column));
        let is_known = !finding.suspects.is_empty() || finding.rule == rules::MISCODED;
        (finding.grade, !is_known, finding.text.is_some(), cell.is_none(), cell)
    });
    show_hidden(&mut audit.findings);
    audit
}

/// The same, as far as it is wanted.
fn check_as_wanted(evaluated: Evaluated<'_>, beside: Beside<'_>) -> Audit {
    let mut audit = check_as_coded(evaluated, beside);
    policy::settle(evaluated.form, &mut audit.findings);
    let own = audit.own_reasons.drain(..).filter_map(|OwnReason { words, finding }| {
        let mut findings = vec![finding];
        policy::settle(evaluated.form, &mut findings);
        Some(OwnReason { words, finding: findings.pop()? })
    });
    audit.own_reasons = own.collect();
    audit
}

/// What does not agree, with the codes as they are.
fn check_as_coded(evaluated: Evaluated<'_>, beside: Beside<'_>) -> Audit {
    let is_printable = beside.is_printable.unwrap_or(&text::means_something);
    // What needs not the others is done beside them where there is a second core.
    // The two take about as long as one another.
    let of_texts = || {
        let texts = || (text::findings(evaluated, is_printable), narrative::of_tables(evaluated));
        rayon::join(texts, || narrative::of_sentences(evaluated))
    };
    let (mut audit, ((rows, parts), ((texts, of_tables), sentences))) = rayon::scope(|_| {
        // How far the tables are, what cannot fail and what is said of single codes, others ask.
        let known = || (evaluated.states(), evaluated.tautologies(), evaluated.is_as_shown(), evaluated.by_code());
        let (_, rows) = rayon::join(known, || rows::findings_of_each(evaluated));
        let of_rows = || (rows::findings(evaluated, rows), parts::findings(evaluated));
        rayon::join(|| figures::audit(evaluated), || rayon::join(of_rows, of_texts))
    });
    let (sentences, own_reasons) = sentences.with_tables(of_tables);
    let others = [rows, texts, kept::findings(evaluated), measures::findings(evaluated)];
    audit.findings.extend(others.into_iter().flatten());
    audit.findings.extend(unfinished::settle(evaluated, [sentences, parts].into_iter().flatten().collect()));
    if let Some(last) = beside.last {
        audit.findings.extend(unfinished::settle(evaluated, narrative::against_last_year(evaluated, last)));
    }
    let approved_on = beside.approved.and_then(|approved| approved.on);
    let approved_on = approved_on.or(evaluated.form.policy.as_ref().and_then(|policy| policy.approved_on));
    audit.findings.extend(published::findings(evaluated, approved_on));
    audit.findings.extend(beside.approved.into_iter().flat_map(|approved| approved::findings(evaluated, approved)));
    if let Some(printed) = beside.printed {
        audit.findings.extend(printed::findings(evaluated, printed));
        unplaced::settle(evaluated, &printed.unplaced, &mut audit.findings);
    }
    let is_elsewhere = |own: &&OwnReason| beside.elsewhere.contains(&own.words);
    audit.findings.extend(own_reasons.iter().filter(is_elsewhere).map(|own| own.finding.clone()));
    audit.own_reasons = own_reasons;
    drop_repeated(&mut audit.findings);
    fold::names(&mut audit.findings);
    audit
}

/// What is wrong around the tables and texts of a document, each in a sentence.
pub(crate) fn printed_faults(evaluated: Evaluated<'_>, printed: &Printed) -> Vec<String> {
    let mut findings = printed::findings(evaluated, printed);
    policy::settle(evaluated.form, &mut findings);
    show_hidden(&mut findings);
    findings.into_iter().map(|finding| finding.message).collect()
}

/// A message quotes what is in a file: nothing in it is hidden or obeyed.
fn show_hidden(findings: &mut [Finding]) {
    for finding in findings {
        if let Cow::Owned(shown) = visible_lines(&finding.message) {
            finding.message = shown;
        }
    }
}

/// Id of the rule that last year's figures are those of last year's disclosure.
pub const LAST_YEAR_RULE: &str = rules::LAST_YEAR;

/// Id of the rule that performance tables are filled in.
pub(crate) const INDICATORS_EMPTY_RULE: &str = rules::INDICATORS_EMPTY;

/// Id of the rule that every character can be printed.
pub const UNPRINTABLE_RULE: &str = rules::UNPRINTABLE;

/// Why `last` is not last year's disclosure of `disclosure`, to be compared with it; `None` where it is.
pub fn not_last_year(disclosure: &Disclosure, last: &Disclosure) -> Option<String> {
    let before = disclosure.year.saturating_sub(1);
    let told = || format!("这是 {} 年的文件，{} 年的上年是 {before} 年。", last.year, disclosure.year);
    (last.year != before).then(told)
}

/// Why it is doubtful that `last` is last year's disclosure of the same body, each in a sentence; a body may have been renamed.
pub fn last_year_doubts(disclosure: &Disclosure, last: &Disclosure) -> Vec<String> {
    let mut doubts = Vec::new();
    let plain = |body: &str| spelling::plain(body).collect::<String>();
    let [own, other] = [disclosure, last].map(|disclosure| plain(&disclosure.body));
    if !own.is_empty() && !other.is_empty() && own != other {
        doubts.push(format!("这份文件是“{}”的，打开的是“{}”。", last.body, disclosure.body));
    }
    if disclosure.kind != last.kind {
        let [own, other] = [disclosure, last].map(|disclosure| disclosure.kind.name());
        doubts.push(format!("这份文件是{other}预算公开，打开的是{own}预算公开。"));
    }
    doubts
}

/// Last year's figures of `evaluated` beside last year's disclosure itself, `last` (D7), and performance tables that are
/// still last year's (F49-3).
pub fn against_last_year(evaluated: Evaluated<'_>, last: Evaluated<'_>) -> Vec<Finding> {
    let mut findings = unfinished::settle(evaluated, narrative::against_last_year(evaluated, last));
    policy::settle(evaluated.form, &mut findings);
    acceptance::mark(evaluated, &mut findings);
    show_hidden(&mut findings);
    findings
}

/// Two checks of texts may find the same at the same place; one finding of it is kept, the one that can be mended.
fn drop_repeated(findings: &mut Vec<Finding>) {
    let mut found: HashMap<(String, TextSpot), usize> = HashMap::new();
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        let Some(spot) = finding.text.clone().filter(|spot| !spot.range.is_empty()) else {
            kept.push(finding);
            continue;
        };
        match found.get(&(finding.rule.clone(), spot.clone())) {
            Some(&place) if kept[place].repairs.is_empty() => kept[place] = finding,
            Some(_) => {}
            None => {
                found.insert((finding.rule.clone(), spot), kept.len());
                kept.push(finding);
            }
        }
    }
    // Commas stand where they do because digits are missing or too many: the figure is told as wrong.
    let overlaps = |one: &TextSpot, other: &TextSpot| {
        one.place == other.place && one.range.start < other.range.end && other.range.start < one.range.end
    };
    let spots =
        kept.iter().filter(|finding| finding.rule != rules::THOUSANDS).filter_map(|finding| finding.text.clone());
    let spots: Vec<TextSpot> = spots.collect();
    let is_told = |finding: &Finding| {
        let spot = finding.text.as_ref().filter(|_| finding.rule == rules::THOUSANDS);
        spot.is_some_and(|spot| spots.iter().any(|other| overlaps(spot, other)))
    };
    kept.retain(|finding| !is_told(finding));
    *findings = kept;
}

#[cfg(test)]
mod tests;
