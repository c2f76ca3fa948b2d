//! Whether a disclosure came as a whole: printed by somebody, or filled in to the last blank.
//!
//! Files of earlier programs say of no table that it is complete, and an import says only what it did not find. But what
//! was printed is there, most tables of it, with its totals, which nobody types, or with its sentences as they were printed; and where no
//! blank is left in the sentences, nothing is still to come.

use super::States;
use crate::disclosure::{Component, Disclosure, Part, PerformanceSubject, PerformanceTable, Rewording, Said};
use crate::evaluate::{Evaluated, RowOrigin};
use crate::form::ListIndex;
use crate::narrative;

pub(super) fn is_whole(evaluated: Evaluated<'_>, states: &States) -> bool {
    let holds_most = states.touched.len() as usize * 2 > evaluated.form.tables.len();
    let came_whole = is_imported(evaluated)
        || is_written(evaluated)
        || holds_most && (evaluated.evaluation.is_printed() || is_filled_in(evaluated, states));
    came_whole && !is_draft(evaluated)
}

/// Whether blanks of the form's sentences stand in what was printed: it was exported before it was filled in. An import
/// leaves a sentence to the template only where that prints the same, blanks and all.
pub(crate) fn is_draft(evaluated: Evaluated<'_>) -> bool {
    let blank = narrative::missing(evaluated);
    let Disclosure { texts, rewritten, .. } = evaluated.disclosure;
    let texts = texts.values().flatten().map(String::as_str);
    let mut written = texts.chain(rewritten.values().map(Rewording::text));
    !blank.is_empty()
        && (written.any(|text| text.contains(blank)) || is_imported(evaluated) && has_live_blanks(evaluated))
}

/// Whether a blank is left in the sentences of a part that the import found.
fn has_live_blanks(evaluated: Evaluated<'_>) -> bool {
    let Disclosure { said, .. } = evaluated.disclosure;
    let is_there = |part: &Part| said.get(&Component::Text(*part)) != Some(&Said::Absent);
    evaluated.disclosure.is_narrated() && narrative::parts_with_blanks(evaluated).iter().any(is_there)
}

/// Whether an import said what it did not find: all else is there as it was printed.
fn is_imported(evaluated: Evaluated<'_>) -> bool {
    evaluated.disclosure.said.values().any(|said| *said == Said::Absent)
}

/// Whether most sections are there as they were printed.
fn is_written(evaluated: Evaluated<'_>) -> bool {
    let sections = &evaluated.form.texts.sections;
    let is_there = |number: u8| evaluated.disclosure.texts.contains_key(&Part::Section(number));
    let written = sections.iter().filter(|section| is_there(section.number)).count();
    written * 2 > sections.len()
}

/// Whether no blank is left in the sentences, and last year's figures and the performance tables are there.
fn is_filled_in(evaluated: Evaluated<'_>, states: &States) -> bool {
    if evaluated.form.sentences.is_none() && evaluated.form.texts.sections.is_empty() {
        // A form that is tables alone is filled in once each of them was begun.
        return states.entered.is_within(states.touched);
    }
    let Disclosure { slots, prior, performance, .. } = evaluated.disclosure;
    let is_project = |table: &&PerformanceTable| table.subject != PerformanceSubject::Whole;
    let has_begun =
        !slots.is_empty() && !prior.is_empty() && performance.iter().filter(is_project).count() >= projects(evaluated);
    has_begun && !narrative::has_blanks(evaluated)
}

/// How many projects need a performance table.
fn projects(evaluated: Evaluated<'_>) -> usize {
    let rows = |list: &ListIndex| evaluated.evaluation.layout(*list).rows.iter();
    let projects = evaluated.form.texts.performance_of.iter().flat_map(rows);
    projects.filter(|row| row.origin == RowOrigin::Project).count()
}
