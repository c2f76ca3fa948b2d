//! One wrong figure, one finding: what goes away once it is put right is told with the finding that names it.
//!
//! All equations that one answer mends have one cause, and the finding that stands nearest to the figure tells it. What else
//! follows from the figure, a sentence or a performance table that contradicts it, is seen by trying: the figure is put
//! right, and what is then no longer found followed from it. Where several figures explain the equations equally well, the
//! one with which most goes away comes first. What a person accepted is never folded away; what follows from it is, since it
//! was accepted with it.

use std::collections::{BTreeMap, HashSet};

use super::finding::{Audit, Finding, Grade, Suspect, TextSpot};
use crate::disclosure::{Disclosure, Row, RowKey, Subject, TableNumber};
use crate::evaluate::{CellIndex, CellState, Evaluated, evaluate};

/// Each costs another check of everything.
const MOST_TRIED: usize = 4;
/// In larger disclosures only the equations of one cause are told as one: a person waits for the check.
const MOST_CELLS: usize = 20_000;

/// What is found, whatever figures it says.
type Name = (String, Vec<CellIndex>, Option<TextSpot>);

/// Folds what has one cause. `check` finds what is wrong in a disclosure, where that may be tried.
pub(super) fn fold(
    evaluated: Evaluated<'_>,
    findings: &mut Vec<Finding>,
    check: Option<&dyn Fn(Evaluated<'_>) -> Audit>,
) {
    let mut folded: Vec<Option<usize>> = vec![None; findings.len()];
    let check = check.filter(|_| evaluated.evaluation.cell_count() <= MOST_CELLS);
    let mut left_to_try = MOST_TRIED;
    for group in groups(findings) {
        let leader = leader(findings, &group);
        if let Some(check) = check
            && is_one_figure(findings, &group)
        {
            let trial = Trial { evaluated, findings, check };
            if let Some((place, gone)) = trial.best(&findings[leader].suspects, &mut left_to_try) {
                let is_own = |gone: &usize| [None, findings[leader].cause].contains(&findings[*gone].cause);
                let gone = gone.into_iter().filter(|gone| *gone != leader && is_own(gone));
                gone.for_each(|gone| folded[gone] = Some(leader));
                for &member in &group {
                    findings[member].suspects[..=place].rotate_right(1);
                }
            }
        }
        for part in of_equal_suspects(findings, &group) {
            let leader = if part.contains(&leader) { leader } else { self::leader(findings, &part) };
            let others = part.into_iter().filter(|&member| member != leader && findings[member].accepted.is_none());
            others.for_each(|member| folded[member] = Some(leader));
        }
    }
    tell(evaluated, findings, &folded);
    let mut folded = folded.into_iter();
    findings.retain(|_| folded.next().flatten().is_none());
}

/// The findings of each cause.
fn groups(findings: &[Finding]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, finding) in findings.iter().enumerate() {
        if let Some(cause) = finding.cause {
            groups.entry(cause).or_default().push(place);
        }
    }
    groups.into_values().collect()
}

/// Whether one figure alone may be wrong.
fn is_one_figure(findings: &[Finding], group: &[usize]) -> bool {
    of_equal_suspects(findings, group).len() == 1
}

fn of_equal_suspects(findings: &[Finding], group: &[usize]) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for &member in group {
        let is_like = |part: &&mut Vec<usize>| findings[part[0]].suspects == findings[member].suspects;
        match parts.iter_mut().find(is_like) {
            Some(part) => part.push(member),
            None => parts.push(vec![member]),
        }
    }
    parts
}

/// The finding that stands nearest to what is suspected: it speaks of that cell, is shown in its table, and speaks of few
/// others. One that was accepted comes before.
fn leader(findings: &[Finding], group: &[usize]) -> usize {
    let distance = |&member: &usize| {
        let finding = &findings[member];
        let suspect = finding.suspects.first().map(|suspect| suspect.cell);
        let is_near = suspect.is_some_and(|suspect| finding.cells.contains(&suspect));
        let is_elsewhere = suspect.map(|suspect| suspect.list) != finding.cells.first().map(|cell| cell.list);
        (finding.accepted.is_none(), !is_near, is_elsewhere, finding.cells.len())
    };
    group.iter().copied().min_by_key(distance).unwrap_or_default()
}

struct Trial<'a> {
    evaluated: Evaluated<'a>,
    findings: &'a [Finding],
    check: &'a dyn Fn(Evaluated<'_>) -> Audit,
}

impl Trial<'_> {
    /// The suspect with which most goes away, by its place, and what that is; the first of equals. `None` where putting one
    /// right leaves as much to be found as there was.
    fn best(&self, suspects: &[Suspect], left_to_try: &mut usize) -> Option<(usize, Vec<usize>)> {
        let mut best: Option<(usize, Mended)> = None;
        for (place, suspect) in suspects.iter().enumerate() {
            let Some(left) = left_to_try.checked_sub(1) else { break };
            *left_to_try = left;
            let mended = self.mended(suspect);
            if mended.fewer > best.as_ref().map_or(0, |(_, best)| best.fewer) {
                best = Some((place, mended));
            }
        }
        best.map(|(place, mended)| (place, mended.gone))
    }

    /// What is otherwise once the cell of `suspect` holds what it should. A finding may have kept another back, which is
    /// then seen.
    fn mended(&self, suspect: &Suspect) -> Mended {
        let disclosure = mended(self.evaluated, suspect);
        let evaluation = evaluate(self.evaluated.form, &disclosure);
        let after = (self.check)(Evaluated { disclosure: &disclosure, evaluation: &evaluation, ..self.evaluated });
        let after: Vec<Name> = after.findings.iter().filter(|finding| is_grave(finding)).map(name).collect();
        let before = self.findings.iter().enumerate().filter(|(_, finding)| is_grave(finding));
        // Counted before what is alike falls together.
        let fewer = before.clone().count().saturating_sub(after.len());
        let after: HashSet<Name> = after.into_iter().collect();
        let is_gone = |finding: &Finding| finding.accepted.is_none() && !after.contains(&name(finding));
        Mended { gone: before.filter(|(_, finding)| is_gone(finding)).map(|(place, _)| place).collect(), fewer }
    }
}

/// What putting a figure right does.
struct Mended {
    /// Which errors and doubts are no longer found.
    gone: Vec<usize>,
    /// How many fewer there are in all.
    fewer: usize,
}

fn is_grave(finding: &Finding) -> bool {
    matches!(finding.grade, Grade::Error | Grade::Warning)
}

fn name(finding: &Finding) -> Name {
    (finding.rule.clone(), finding.cells.clone(), finding.text.clone())
}

/// The disclosure with what the cell of `suspect` should hold.
fn mended(evaluated: Evaluated<'_>, suspect: &Suspect) -> Disclosure {
    let mut mended = evaluated.disclosure.clone();
    let key = evaluated.key(suspect.cell);
    let table = mended.table_mut(key.table);
    if evaluated.evaluation.state(suspect.cell) == CellState::Stated {
        table.stated.insert((key.row, key.column), suspect.suggested);
        return mended;
    }
    if table.find(&key.row).is_none()
        && let RowKey::Fixed(id) = &key.row
    {
        table.rows.push(Row::new(Subject::Fixed(id.clone())));
    }
    let place = table.find(&key.row).map(|(place, _)| place);
    if let Some(row) = place.and_then(|place| table.rows.get_mut(place)) {
        row.amounts.insert(key.column, suspect.suggested);
        row.amounts.retain(|_, amount| !amount.is_zero());
    }
    mended
}

/// Says with each leader what is folded under it.
fn tell(evaluated: Evaluated<'_>, findings: &mut [Finding], folded: &[Option<usize>]) {
    let mut under: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, leader) in folded.iter().enumerate() {
        leader.iter().for_each(|leader| under.entry(*leader).or_default().push(place));
    }
    for (leader, members) in under {
        let mut places: Vec<String> = Vec::new();
        let mut tables: Vec<_> = members.iter().filter_map(|&member| table_of(evaluated, &findings[member])).collect();
        tables.sort_unstable();
        tables.dedup();
        places.extend(tables.into_iter().map(|table| format!("表{table}")));
        if members.iter().any(|&member| findings[member].text.is_some()) {
            places.push("文字和绩效目标".to_owned());
        }
        let told = format!("改正以后，由它引起的另外 {} 处问题（{}）也就没有了。", members.len(), places.join("、"));
        findings[leader].message += &told;
    }
}

/// The table in which a finding about figures is shown.
fn table_of(evaluated: Evaluated<'_>, finding: &Finding) -> Option<TableNumber> {
    let cell = finding.cells.first().filter(|_| finding.text.is_none())?;
    Some(evaluated.form.table_of(cell.list).number)
}

#[cfg(test)]
mod tests;
