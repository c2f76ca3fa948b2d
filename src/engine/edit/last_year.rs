//! Taking last year's figures from last year's disclosure.

use super::{Change, EditError, Put, Step, make_repair};
use crate::audit::{Finding, Repair};
use crate::disclosure::{LONGEST_TEXT, TooLong};
use crate::evaluate::Evaluated;
use crate::narrative::{given_reasons, last_year_figures};

/// Blank figures of last year that are filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledLastYear {
    /// What fills them.
    pub step: Step,
    /// How many figures it fills.
    pub figures: usize,
    /// How many figures are there already and are others in last year's disclosure: they stay as they are.
    pub differing: usize,
}

/// The step that fills the blanks among last year's figures from `last`, the disclosure of that year, and offers its
/// reasons. What is there already stays, whatever `last` says.
pub fn fill_last_year(evaluated: Evaluated<'_>, last: Evaluated<'_>) -> FilledLastYear {
    let figures = last_year_figures(evaluated, last);
    let differing = figures.iter().filter(|figure| figure.stated.is_some() && !figure.agrees(evaluated)).count();
    let blank = figures.into_iter().filter(|figure| figure.stated.is_none() && figure.told.is_some());
    let mut changes: Vec<Change> =
        blank.map(|figure| Change::Prior(Put { place: figure.cell, from: None, to: figure.told })).collect();
    // A file without any figure does not say that there was nothing.
    let says_something =
        |change: &Change| matches!(change, Change::Prior(put) if put.to.is_some_and(|to| !to.is_zero()));
    if evaluated.disclosure.prior.is_empty() && !changes.iter().any(says_something) {
        changes.clear();
    }
    let figures = changes.len();
    let known = &evaluated.disclosure.last_reasons;
    let reasons = given_reasons(last).into_iter().filter(|(key, _)| !known.contains_key(key));
    let reasons = reasons.filter(|(_, reason)| TooLong::of(reason, LONGEST_TEXT).is_none());
    changes.extend(reasons.map(|(key, reason)| Change::LastReason(Put { place: key, from: None, to: Some(reason) })));
    let step = Step::new(format!("从上年文件取上年预算数（{figures} 处）"), changes);
    FilledLastYear { step, figures, differing }
}

/// The step that takes over what last year's disclosure says, wherever one of `findings` tells that last year's figure is
/// another. What a person accepted stays.
///
/// # Errors
/// When the form does not have one of the cells.
pub fn take_last_year(evaluated: Evaluated<'_>, findings: &[Finding]) -> Result<Step, EditError> {
    let open = findings.iter().filter(|finding| finding.accepted.is_none());
    let repairs = open.flat_map(|finding| &finding.repairs).filter(|repair| matches!(repair, Repair::LastYear { .. }));
    let mut changes = Vec::new();
    for repair in repairs {
        changes.extend(make_repair(evaluated, repair)?.changes);
    }
    Ok(Step::new(format!("采用上年文件里的数（{} 处）", changes.len()), changes))
}
