//! What the checks of rows and texts find in what is not finished: a blank is not wrong, it is still to be filled.

use std::collections::HashSet;

use super::finding::{Finding, Grade};
use super::rules::{
    CARRIED_PERFORMANCE, FUND_PERFORMANCE, INDICATOR_LEVELS, INDICATORS_EMPTY, LAST_YEAR, OTHER_PARTS, PERFORMANCE,
    PERFORMANCE_MONEY, PERFORMANCE_SUM, PERFORMANCE_TOTAL, PRIOR_MISSING, REASON_AGAINST, REASON_EMPTY,
    REASON_OF_NOTHING, SECTIONS, WEIGHTS,
};
use crate::disclosure::{Amount, Component, Part, PerformanceSubject, Said, TextPlace};
use crate::evaluate::Evaluated;
use crate::form::template::SlotProduct;
use crate::form::{Form, Template};
use crate::states::{Standing, States};

/// The findings about sentences, performance tables and last year's figures, with those left out or made quiet that are
/// there only because something is not finished.
pub(super) fn settle(evaluated: Evaluated<'_>, findings: Vec<Finding>) -> Vec<Finding> {
    let states = evaluated.states();
    let findings: Vec<Finding> = findings.into_iter().map(|finding| filed(evaluated.form, finding)).collect();
    let is_absent = evaluated.disclosure.said.values().any(|said| *said == Said::Absent);
    if states.is_whole() && !is_absent {
        return findings;
    }
    let unfilled = unfilled_tables(&findings);
    let begun = begun_parts(evaluated);
    let unfinished = Unfinished { evaluated, states, unfilled, begun };
    findings.into_iter().filter_map(|finding| unfinished.settle(finding)).collect()
}

/// A finding about last year's figures is filed there, not under this year's cell.
fn filed(form: &Form, finding: Finding) -> Finding {
    let about = is_about_last_year(form, &finding.rule).then_some(Component::Prior);
    Finding { about: about.or(finding.about), ..finding }
}

/// The performance tables in which something is blank.
fn unfilled_tables(findings: &[Finding]) -> HashSet<usize> {
    let blank = findings.iter().filter(|finding| finding.rule == INDICATORS_EMPTY);
    blank.filter_map(performance_table).collect()
}

fn performance_table(finding: &Finding) -> Option<usize> {
    match finding.text.as_ref()?.place {
        TextPlace::Performance(table, _) => Some(table),
        _ => None,
    }
}

/// Whether the rule is about last year's figures alone.
fn is_about_last_year(form: &Form, rule: &str) -> bool {
    let is_of_form =
        || form.sentences.as_ref().is_some_and(|template| template.prior.iter().any(|own| own.rule == rule));
    matches!(rule, LAST_YEAR | PRIOR_MISSING) || is_of_form()
}

struct Unfinished<'a> {
    evaluated: Evaluated<'a>,
    states: &'a States,
    unfilled: HashSet<usize>,
    begun: HashSet<Part>,
}

impl Unfinished<'_> {
    fn is_firm(&self, component: Component) -> bool {
        self.states.is_firm(self.evaluated, component)
    }

    fn settle(&self, finding: Finding) -> Option<Finding> {
        let quiet = |finding: Finding| Some(Finding { grade: Grade::ToCome, repairs: Vec::new(), ..finding });
        if matches!(finding.grade, Grade::Unchecked | Grade::ToCome) {
            return Some(finding);
        }
        if let Some(part) = self.blank_slot(&finding) {
            let finding = Finding { about: Some(Component::Text(part)), ..finding };
            return match (self.is_firm(Component::Text(part)), self.begun.contains(&part)) {
                (true, _) => Some(finding),
                (false, true) => quiet(finding),
                // Nobody asks for each blank of a part that nobody began.
                (false, false) => None,
            };
        }
        if is_about_last_year(self.evaluated.form, &finding.rule) {
            let is_compared = finding.rule == LAST_YEAR;
            let stays = is_compared || finding.grade == Grade::Rounding || self.is_firm(Component::Prior);
            return if stays { Some(finding) } else { quiet(finding) };
        }
        match finding.rule.as_str() {
            PERFORMANCE | INDICATORS_EMPTY | CARRIED_PERFORMANCE | FUND_PERFORMANCE | PERFORMANCE_SUM
            | INDICATOR_LEVELS
                if !self.is_firm(Component::Performance) =>
            {
                // The way to make the tables that are missing stays open.
                Some(Finding { grade: Grade::ToCome, about: Some(Component::Performance), ..finding })
            }
            WEIGHTS | PERFORMANCE_TOTAL | PERFORMANCE_MONEY
                if performance_table(&finding).is_some_and(|table| self.unfilled.contains(&table))
                    && !self.is_firm(Component::Performance) =>
            {
                quiet(finding)
            }
            PERFORMANCE_TOTAL if self.waits_for_source(&finding) && !self.is_firm(Component::Performance) => {
                quiet(finding)
            }
            // What a text says of the money of a project, or of a change, is compared once the money is known.
            PERFORMANCE_MONEY | REASON_AGAINST | REASON_OF_NOTHING if !self.states.are_all_complete() => None,
            rule if self.is_of_product(rule) && !self.states.are_all_complete() => None,
            _ if self.speaks_of_unfinished(&finding) => None,
            _ => Some(finding),
        }
    }

    /// Whether the rule compares what a person says of a project with its money.
    fn is_of_product(&self, rule: &str) -> bool {
        let mut products = self.evaluated.form.sentences.iter().flat_map(|template| &template.products);
        products.any(|product| match product {
            SlotProduct::Persons { rule: own, .. } | SlotProduct::Parts { rule: own, .. } => own == rule,
        })
    }

    /// Whether the parts of a performance table's money are less than the whole, and one of them is blank.
    fn waits_for_source(&self, finding: &Finding) -> bool {
        let table = performance_table(finding).and_then(|table| self.evaluated.disclosure.performance.get(table));
        table.is_some_and(|table| {
            let funds = &table.funds;
            let is_whole = table.subject == PerformanceSubject::Whole;
            let is_blank = funds.fiscal.is_none() || funds.other.is_none() || is_whole && funds.superior.is_none();
            let parts: Amount = [funds.fiscal, funds.superior, funds.other].into_iter().flatten().sum();
            is_blank && funds.total.is_none_or(|total| parts < total)
        })
    }

    /// The part of the blank that the finding is about, if it is about one.
    fn blank_slot(&self, finding: &Finding) -> Option<Part> {
        let spot = finding.text.as_ref().filter(|spot| spot.range.is_empty())?;
        let TextPlace::Slot(key) = &spot.place else { return None };
        let is_blank = matches!(finding.rule.as_str(), REASON_EMPTY | SECTIONS | OTHER_PARTS);
        let template: &Template = self.evaluated.form.sentences.as_deref()?;
        is_blank.then(|| template.part_of(&key.id)).flatten()
    }

    /// Whether a text is compared with figures that are still to come.
    fn speaks_of_unfinished(&self, finding: &Finding) -> bool {
        if finding.text.is_none() || finding.stated.is_none() && finding.expected.is_none() {
            return false;
        }
        let cells = finding.cells.iter().copied();
        let tables = self.states.sources_of(self.evaluated, cells);
        !tables.is_empty()
            && (self.states.standing(tables) != Standing::Complete || !self.states.open(tables).is_empty())
    }
}

/// The parts of which somebody filled in or wrote anew a sentence.
pub(crate) fn begun_parts(evaluated: Evaluated<'_>) -> HashSet<Part> {
    let Some(template) = evaluated.form.sentences.as_deref() else { return HashSet::new() };
    let disclosure = evaluated.disclosure;
    let ids = disclosure.slots.keys().chain(disclosure.rewritten.keys()).map(|key| key.id.as_str());
    // A slot that is asked for each project is filled in as often as there are projects.
    let ids: HashSet<&str> = ids.collect();
    ids.into_iter().filter_map(|id| template.part_of(id)).collect()
}
