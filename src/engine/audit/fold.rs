//! One cause, one finding: what only says again what another finding says is told with it.

use std::collections::{HashMap, HashSet};

use super::finding::Finding;
use super::rules::{PERFORMANCE, PERFORMANCE_NAME, PROJECT_TEXT};
use crate::form::ListIndex;

/// A row of a project.
type Project = (ListIndex, usize);

/// What is said of the names of one project is one finding, which shows all of them; a project that is told under another
/// name is not missing besides.
pub(super) fn names(findings: &mut Vec<Finding>) {
    // The projects with a performance table, and with a sentence, under another name.
    let [mut with_table, mut with_sentence] = [HashSet::new(), HashSet::new()];
    let mut first: HashMap<Project, usize> = HashMap::new();
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        let Some(project) = finding.project else {
            kept.push(finding);
            continue;
        };
        let others = if finding.rule == PERFORMANCE_NAME { &mut with_table } else { &mut with_sentence };
        others.insert(project);
        match first.get(&project).and_then(|&place| kept.get_mut(place)) {
            Some(before) => {
                before.message.push_str(&finding.message);
                before.repairs.extend(finding.repairs);
            }
            None => {
                first.insert(project, kept.len());
                kept.push(finding);
            }
        }
    }
    let row = |finding: &Finding| finding.cells.first().map(|cell| (cell.list, cell.row));
    let is_told = |finding: &Finding| match (finding.rule.as_str(), row(finding)) {
        (PERFORMANCE, Some(project)) => with_table.contains(&project),
        (PROJECT_TEXT, Some(project)) => with_sentence.contains(&project),
        _ => false,
    };
    kept.retain(|finding| !is_told(finding));
    *findings = kept;
}
