//! Figures against each other: every sum and tie-out that the form's rules bind.
//!
//! What is said of the codes of a large disclosure is looked at in several parts at once.

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::finding::{Audit, Finding, Grade};
use super::pending::Pending;
use super::{blame, joint, wording};
use crate::disclosure::Amount;
use crate::evaluate::{CellIndex, CellState, ContextSubject, Evaluated, definition, row_expression};
use crate::form::{ListIndex, Relation, RuleIndex};
use crate::states::{InstanceSources, KnownSources, Standing};
use crate::ties::by_code::{self, Compared};
use crate::ties::instances::{self, Instance, InstanceKind, Outline};
use crate::ties::interval::Side;
use crate::ties::leaves::Leaves;
use crate::ties::tautology::Tautologies;
use crate::ties::{Outcome, compare};

/// So many that are tried for codes are looked at in one place.
const AT_ONCE: usize = 10_000;

/// Checks every figure, and names the cells that are probably wrong.
pub(super) fn audit(evaluated: Evaluated<'_>) -> Audit {
    let leaves = Leaves::new(evaluated);
    let of_all = || Auditor::new(evaluated, &leaves).of_all();
    let of_codes = |compared: &[Compared]| Auditor::new(evaluated, &leaves).of_codes(compared);
    let compared = evaluated.by_code().all();
    let auditor = if compared.len() <= AT_ONCE {
        of_all().followed_by(of_codes(compared))
    } else {
        let of_codes = || compared.par_chunks(AT_ONCE).map(of_codes).reduce_with(Auditor::followed_by);
        match rayon::join(of_all, of_codes) {
            (of_all, Some(of_codes)) => of_all.followed_by(of_codes),
            (of_all, None) => of_all,
        }
    };
    auditor.finish()
}

/// Checks figures against each other.
struct Auditor<'a> {
    evaluated: Evaluated<'a>,
    /// What cannot fail is not counted as checked.
    tautologies: &'a Tautologies,
    /// Whether nothing is still to come in any table.
    is_settled: bool,
    leaves: &'a Leaves<'a>,
    audit: Audit,
    reports: Vec<Report>,
    /// What was already reported.
    seen: FxHashSet<ReportKey>,
    sources: KnownSources,
    /// What is still to come, and what could not be compared.
    pending: Pending,
}

/// The rule and the cells of what is reported: two ways of stating one rule lead to the same cells.
type ReportKey = (RuleIndex, Vec<CellIndex>);

/// A finding about figures that do not agree.
struct Report {
    key: ReportKey,
    finding: Finding,
    /// What is broken, where it is an identity.
    broken: Option<BrokenRow>,
}

/// A broken identity at one row of a tree of codes.
struct BrokenRow {
    identity: usize,
    subject: ContextSubject,
    difference: Amount,
    is_derived: bool,
}

impl<'a> Auditor<'a> {
    fn new(evaluated: Evaluated<'a>, leaves: &'a Leaves<'a>) -> Self {
        Self {
            evaluated,
            tautologies: evaluated.tautologies(),
            is_settled: evaluated.states().are_all_settled(),
            leaves,
            audit: Audit::default(),
            reports: Vec::new(),
            seen: FxHashSet::default(),
            sources: KnownSources::default(),
            pending: Pending::default(),
        }
    }

    /// Checks all that is not about a single code.
    fn of_all(mut self) -> Self {
        let is_as_shown = self.evaluated.is_as_shown();
        let (evaluated, tautologies, is_settled) = (self.evaluated, self.tautologies, self.is_settled);
        // Of cells in which nothing stands there is nothing to say, and of those that agree only how many they are.
        let agreeing = Cell::new(0);
        let is_asked = |outline: &Outline<'_>| {
            let agrees = is_as_shown && is_settled && outline.sums.hold;
            if agrees && !outline.sums.is_blank {
                agreeing.set(agreeing.get() + usize::from(!tautologies.hold_for(outline)));
            }
            !agrees && !outline.sums.is_blank
        };
        instances::for_each_of_all(evaluated, is_as_shown, &is_asked, &mut |instance| self.check(instance));
        self.audit.checked += agreeing.get();
        self
    }

    /// Checks what is said of single codes.
    fn of_codes(mut self, compared: &[Compared]) -> Self {
        by_code::for_each_of(self.evaluated, compared.iter(), &mut |compared, instance| match compared.agreeing {
            0 => self.check(instance),
            agreeing => self.count(instance, agreeing),
        });
        self
    }

    /// Counts instances that hold and that are like this one.
    fn count(&mut self, instance: &Instance<'_>, agreeing: usize) {
        match self.standing(instance) {
            Some((Standing::Missing, sources)) => {
                self.pending.count_missing(self.evaluated.states(), instance.rule, sources, agreeing);
            }
            _ => self.audit.checked += agreeing,
        }
    }

    /// What the instance can say, and in which tables its figures are entered; `None` where nothing is still to come.
    fn standing(&mut self, instance: &Instance<'_>) -> Option<(Standing, InstanceSources)> {
        let (states, evaluated) = (self.evaluated.states(), self.evaluated);
        let sources = (!self.is_settled).then(|| self.sources.of(states, evaluated, instance))?;
        Some((states.standing(sources.all), sources))
    }

    /// What was found in this part and in the next.
    fn followed_by(mut self, next: Self) -> Self {
        self.audit.checked += next.audit.checked;
        for report in next.reports {
            if self.seen.insert(report.key.clone()) {
                self.reports.push(report);
            }
        }
        self.pending.followed_by(next.pending);
        self
    }

    /// All that is to be told of the figures.
    fn finish(mut self) -> Audit {
        self.drop_implied();
        let is_rounded = |report: &&Report| report.finding.grade == Grade::Rounding;
        let rounded = self.reports.iter().filter(is_rounded).flat_map(|report| &report.key.1);
        let rounded: BTreeSet<ListIndex> = rounded.map(|cell| cell.list).collect();
        self.audit.findings = self.reports.drain(..).map(|report| report.finding).collect();
        self.check_jointly(&rounded);
        self.blame();
        let pending = std::mem::take(&mut self.pending);
        self.audit.findings.extend(pending.findings(self.evaluated));
        self.audit
    }

    fn check(&mut self, instance: &Instance<'_>) {
        let cannot_fail = instance.relation == Relation::Equal && self.tautologies.holds(instance.left, instance.right);
        let sources = if cannot_fail { None } else { self.standing(instance) };
        if let Some((Standing::Missing, sources)) = sources {
            return self.pending.miss(self.evaluated, instance, sources);
        }
        self.audit.checked += usize::from(!cannot_fail);
        if instance.is_as_shown && instance.sums.hold {
            return;
        }
        let (left, right) = (Side::of(instance.left, self.evaluated), Side::of(instance.right, self.evaluated));
        let outcome = if cannot_fail {
            // The exact sum was computed; only the figures that are shown may seem not to add up.
            if left.is_printed_like(&right) { Outcome::Holds } else { Outcome::Rounding }
        } else {
            compare(self.leaves, instance, &left, &right)
        };
        match outcome {
            Outcome::Holds => {}
            Outcome::Rounding => self.report(instance, Grade::Rounding, left.shown, right.shown),
            Outcome::Broken if let Some((Standing::InProgress, sources)) = sources => {
                // What need not hold in all cases says nothing of what is still to come.
                if !self.evaluated.form.rule(instance.rule).doubtful {
                    self.pending.note(self.evaluated, instance, sources, (left.shown, right.shown));
                }
            }
            Outcome::Broken => {
                let doubtful = self.evaluated.form.rule(instance.rule).doubtful;
                let grade = if doubtful { Grade::Warning } else { Grade::Error };
                self.report(instance, grade, left.shown, right.shown);
            }
        }
    }

    fn report(&mut self, instance: &Instance<'_>, grade: Grade, left: Amount, right: Amount) {
        let key = (instance.rule, instance.cells().collect::<Vec<_>>());
        if !self.seen.insert(key.clone()) {
            return;
        }
        let broken = match instance.kind {
            InstanceKind::Identity { place: identity, subject } if grade != Grade::Rounding => {
                let is_computed = |cell| self.evaluated.evaluation.state(cell) == CellState::Computed;
                let is_derived = instance.cells().all(is_computed);
                Some(BrokenRow { identity, subject, difference: left - right, is_derived })
            }
            _ => None,
        };
        let finding = wording::finding(self.evaluated, instance, grade, (left, right));
        self.reports.push(Report { key, finding, broken });
    }

    /// Leaves out what only repeats, at a merely computed total, the broken rows below it.
    fn drop_implied(&mut self) {
        let mut below: HashMap<(usize, ContextSubject), Amount> = HashMap::new();
        for broken in self.reports.iter().filter_map(|report| report.broken.as_ref()) {
            let parent = match broken.subject {
                ContextSubject::Code(code) => code.parent().map_or(ContextSubject::Total, ContextSubject::Code),
                ContextSubject::Total | ContextSubject::None => continue,
            };
            *below.entry((broken.identity, parent)).or_default() += broken.difference;
        }
        let is_implied = |broken: &BrokenRow| {
            broken.is_derived && below.get(&(broken.identity, broken.subject)) == Some(&broken.difference)
        };
        self.reports.retain(|report| !report.broken.as_ref().is_some_and(is_implied));
    }

    /// Whether one of the sums that `cell` must be is already known to be broken.
    fn is_broken_sum(&self, cell: CellIndex) -> bool {
        let Evaluated { form, evaluation, .. } = self.evaluated;
        let sums = [definition(form, evaluation, cell), row_expression(form, evaluation, cell)];
        let rules: Vec<&str> = sums.iter().flatten().map(|(rule, _)| form.rule(*rule).id.as_str()).collect();
        let mut errors = self.audit.findings.iter().filter(|finding| finding.grade == Grade::Error);
        errors.any(|error| error.cells.first() == Some(&cell) && rules.contains(&error.rule.as_str()))
    }

    /// Names the cells that are probably wrong.
    fn blame(&mut self) {
        if self.audit.count(Grade::Error) == 0 {
            return;
        }
        let mut blamed = blame::blame(self.evaluated, self.tautologies, self.leaves);
        let rules = &self.evaluated.form.rules;
        for finding in &mut self.audit.findings {
            let Some(rule) = rules.iter().position(|rule| rule.id == finding.rule) else { continue };
            let mut cells = finding.cells.clone();
            cells.sort_unstable();
            if let Some(blame::Blamed { cause, suspects }) = blamed.remove(&(RuleIndex(rule), cells)) {
                (finding.cause, finding.suspects) = (Some(cause), suspects);
            }
        }
    }

    /// Tries those `lists` as a whole in which rounding explained something.
    fn check_jointly(&mut self, lists: &BTreeSet<ListIndex>) {
        for &list in lists {
            for cell in joint::contradictions(self.evaluated, list) {
                if !self.is_broken_sum(cell) {
                    self.audit.findings.extend(wording::joint_finding(self.evaluated, cell));
                }
            }
        }
    }
}
