//! `sum FOLDER --by-department`: each department beside the sum of its units, the cause of a difference first.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::batch::Batch;
use super::progress::Progress;
use super::sum::Read;
use super::{Status, complain, intake, terminal};
use crate::received::{Checker, in_order};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Kind;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::review::compare::cell_line;
use disclosure_engine::review::intake::{ExpectedBody, same_body};
use disclosure_engine::review::{
    Candidate, Progress as Adding, Role, SumCause, SumDifference, SumExplanation, UnitSum, explain_sum, sum_units,
};
use disclosure_engine::spelling::visible;

/// Figures of one department that are named.
const MOST_NAMED: usize = 12;

/// A department with the files that it may have added up, by their places in the batch.
struct Group {
    department: usize,
    units: Vec<usize>,
    /// Those of its units that are older or of another year, each with the unit that counts, by its place among `units`.
    others: Vec<(usize, Option<usize>, bool)>,
    /// Names on the list of whom nothing came.
    missing: Vec<String>,
}

/// What is said of a department.
struct Told {
    lines: Vec<String>,
    outcome: Outcome,
}

/// What a department is beside its units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Equal,
    Unequal,
    /// What was added up is equal; something of a unit was not.
    Partial,
    /// It has no units.
    Alone,
    /// They could not be added up.
    Failed,
}

impl From<Outcome> for Status {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Equal => Self::Done,
            Outcome::Unequal | Outcome::Partial | Outcome::Alone => Self::ErrorsFound,
            Outcome::Failed => Self::Failed,
        }
    }
}

/// Compares all departments in `paths` with the sums of their units.
pub(super) fn run((forms, catalog): (&FormLibrary, &Catalog), paths: &[PathBuf], expected: Option<&Path>) -> Status {
    let expected = match expected.map(intake::expected).transpose() {
        Ok(expected) => expected,
        Err(sentence) => return complain(sentence),
    };
    let checker = Checker::new(forms, catalog);
    let batch = Batch::of(&checker, paths, expected.as_deref(), "正在读", |examined| {
        let (form, disclosure, evaluation) = (examined.form, examined.disclosure, examined.evaluation);
        Ok(Read { form, disclosure, evaluation })
    });
    let read = batch.tell();
    let (groups, alone) = groups(&batch, expected.as_deref());
    if groups.is_empty() {
        return complain("里面没有一份部门的预算公开，没有可以汇总的；单个部门请用 sum 部门文件 单位文件…");
    }
    let mut progress = Progress::on_stderr();
    let (mut lines, mut outcomes) = (Vec::new(), Vec::new());
    in_order(
        &groups,
        |group| compared(&batch, group, catalog),
        |ready, finished| {
            for told in ready {
                lines.extend(told.lines);
                outcomes.push(told.outcome);
            }
            progress.show(&format!("正在相加：{finished}/{}", groups.len()));
            ControlFlow::Continue(())
        },
    );
    progress.hide();
    if !alone.is_empty() {
        lines.push(format!("没有找到主管部门的单位（{} 个），没有汇入：", alone.len()));
        lines.extend(alone.iter().map(|place| format!("  {}", named(&batch, *place))));
    }
    lines.push(total_line(&outcomes));
    let printed = terminal::report(&lines.iter().map(|line| visible(line)).collect::<Vec<_>>().join("\n"));
    let ended = outcomes.into_iter().map(Status::from);
    Status::of_all(&ended.chain([read, printed]).collect::<Vec<_>>())
}

/// How many departments are equal, how many are not, and how many cannot be told.
fn total_line(outcomes: &[Outcome]) -> String {
    let count = |wanted: &[Outcome]| outcomes.iter().filter(|outcome| wanted.contains(outcome)).count();
    let (equal, unequal) = (count(&[Outcome::Equal]), count(&[Outcome::Unequal]));
    let others = [("没有加全", count(&[Outcome::Partial])), ("没有相加", count(&[Outcome::Alone, Outcome::Failed]))];
    let others = others.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("，{name} {count}"));
    format!("共 {} 个部门：与单位合计相等 {equal}，不等 {unequal}{}", outcomes.len(), others.collect::<String>())
}

fn named(batch: &Batch<Read>, place: usize) -> String {
    let submission = &batch.submissions[place];
    format!("{}（{}）", submission.body, submission.path.display())
}

/// The departments with their units, and the units that have none.
fn groups(batch: &Batch<Read>, expected: Option<&[ExpectedBody]>) -> (Vec<Group>, Vec<usize>) {
    let newest: BTreeSet<usize> = batch.newest().collect();
    let of = |place: usize| batch.departments[place].as_deref().map(same_body);
    let year = batch.intake.of_other_years.as_ref().map(|(year, _)| *year);
    let is_now = |place: usize| year.is_none_or(|year| batch.submissions[place].year == year);
    let is_department = |place: usize| batch.submissions[place].kind == Kind::Department;
    let heads = newest.iter().copied().filter(|place| is_department(*place) && is_now(*place));
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let own = |place: usize| same_body(&batch.submissions[place].body);
    // Who has its own name keeps it: a list may name another department above one, and none is dropped for that.
    let (named_so, others): (Vec<usize>, Vec<usize>) =
        heads.partition(|place| of(*place).is_none_or(|name| name == own(*place)));
    for department in named_so.into_iter().chain(others) {
        let group = Group { department, units: Vec::new(), others: Vec::new(), missing: Vec::new() };
        let name = of(department).filter(|name| !groups.contains_key(name)).unwrap_or_else(|| own(department));
        groups.entry(name).or_insert(group);
    }
    let mut alone = Vec::new();
    let units = || (0..batch.submissions.len()).filter(|place| !is_department(*place));
    for place in units().filter(|place| newest.contains(place) && is_now(*place)) {
        match of(place).and_then(|department| groups.get_mut(&department)) {
            Some(group) => group.units.push(place),
            None => alone.push(place),
        }
    }
    for place in units().filter(|place| !(newest.contains(place) && is_now(*place))) {
        let Some(group) = of(place).and_then(|department| groups.get_mut(&department)) else { continue };
        let body = same_body(&batch.submissions[place].body);
        let counts = group.units.iter().position(|unit| same_body(&batch.submissions[*unit].body) == body);
        group.others.push((place, counts, is_now(place)));
    }
    for one in batch.intake.missing.iter().filter(|_| expected.is_some()) {
        let department = one.department.as_deref().map(same_body);
        if let Some(group) = department.and_then(|department| groups.get_mut(&department)) {
            group.missing.push(one.body.clone());
        }
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.sort_by_key(|group| group.department);
    (groups, alone)
}

/// What is said of the department of `group`.
fn compared(batch: &Batch<Read>, group: &Group, catalog: &Catalog) -> Told {
    let department = &batch.made[group.department];
    let name = named(batch, group.department);
    if group.units.is_empty() {
        let lines = vec![format!("{name}：没有收到它的单位，没有相加")];
        return Told { lines, outcome: Outcome::Alone };
    }
    let mut lines = Vec::new();
    let codes = department.form.catalog(catalog);
    // By the department's form; what has no place in it is told.
    let mut by_form = |place: usize| match batch.made[place].by(&department.form, catalog) {
        Ok((unit, told)) => {
            lines.extend(told.iter().map(|line| format!("  {}：{line}", batch.submissions[place].body)));
            Some((place, unit))
        }
        Err(sentence) => {
            lines.push(format!("  {}：{sentence}", named(batch, place)));
            None
        }
    };
    let units: Vec<(usize, Cow<'_, Read>)> = group.units.iter().filter_map(|place| by_form(*place)).collect();
    let evaluated: Vec<_> = units.iter().map(|(_, unit)| unit.evaluated(&codes)).collect();
    let sum = sum_units(department.evaluated(&codes), &evaluated, &Adding::default());
    let Some(UnitSum { sum, differences }) = sum else {
        return Told { lines: vec![format!("{name}：没有相加")], outcome: Outcome::Failed };
    };
    lines.extend(sum.left_out.iter().map(|reason| format!("  {reason}")));
    let is_incomplete = !lines.is_empty();
    let wrong = differences.iter().filter(|difference| !difference.is_rounding).count();
    lines.insert(
        0,
        format!(
            "{name}：与 {} 个单位的合计相比，{}",
            units.len(),
            match wrong {
                0 => "相等".to_owned(),
                count => format!("{count} 处不等"),
            }
        ),
    );
    if wrong == 0 {
        let outcome = if is_incomplete { Outcome::Partial } else { Outcome::Equal };
        return Told { lines, outcome };
    }
    let explained = Explaining { batch, group, units: &units, catalog }.explain(&differences);
    lines.extend(explained.lines);
    lines.extend(differences_left(department, &differences, &explained.explanation));
    Told { lines, outcome: Outcome::Unequal }
}

/// What is looked at for the cause of differences.
struct Explaining<'a> {
    batch: &'a Batch<Read>,
    group: &'a Group,
    units: &'a [(usize, Cow<'a, Read>)],
    catalog: &'a Catalog,
}

struct Explained {
    lines: Vec<String>,
    explanation: SumExplanation,
}

impl Explaining<'_> {
    fn explain(&self, differences: &[SumDifference]) -> Explained {
        let form = &self.batch.made[self.group.department].form;
        let codes = form.catalog(self.catalog);
        let place_of = |unit: usize| self.units.iter().position(|(place, _)| *place == self.group.units[unit]);
        let mut others: Vec<(usize, Cow<'_, Read>, Role)> = Vec::new();
        let mut take = |place: usize, role: Role| {
            if let Ok((read, _)) = self.batch.made[place].by(form, self.catalog) {
                others.push((place, read, role));
            }
        };
        for &(place, unit, is_now) in &self.group.others {
            let unit = unit.and_then(place_of);
            match (is_now, unit) {
                (true, Some(unit)) => take(place, Role::Older(unit)),
                _ => take(place, Role::OtherYear(unit)),
            }
        }
        let is_own =
            |place: &usize| self.group.units.contains(place) || self.group.others.iter().any(|own| own.0 == *place);
        let is_unit = |place: &usize| self.batch.submissions[*place].kind == Kind::Unit;
        let foreign = (0..self.batch.made.len()).filter(|place| is_unit(place) && !is_own(place));
        foreign.for_each(|place| take(place, Role::Foreign));
        let own = self.units.iter().map(|(_, read)| Candidate { evaluated: read.evaluated(&codes), role: Role::Unit });
        let others_ = others.iter().map(|(_, read, role)| Candidate { evaluated: read.evaluated(&codes), role: *role });
        let candidates: Vec<Candidate<'_>> = own.chain(others_).collect();
        let explanation = explain_sum(form, differences, &candidates);
        let places: Vec<usize> =
            self.units.iter().map(|(place, _)| *place).chain(others.iter().map(|(place, ..)| *place)).collect();
        let mut lines: Vec<String> = explanation.causes.iter().map(|cause| self.told(*cause, &places)).collect();
        let misfiled = |place: &usize| self.batch.intake.misfiled.iter().any(|one| one.submission == *place);
        if lines.is_empty() && !self.group.missing.is_empty() {
            lines.push(format!("  可能的原因：名单上的 {} 没有交", self.group.missing.join("、")));
        } else if lines.is_empty() {
            let here = self.group.units.iter().filter(|place| misfiled(place));
            lines.extend(
                here.map(|place| format!("  留意：{} 放在别的文件夹里，算在这个部门", named(self.batch, *place))),
            );
        }
        Explained { lines, explanation }
    }

    fn told(&self, cause: SumCause, places: &[usize]) -> String {
        let name = |at: usize| named(self.batch, places[at]);
        let year = |at: usize| self.batch.submissions[places[at]].year;
        let told = match cause {
            SumCause::LeftOut(at) => format!("差的正好是 {}：没有汇入", name(at)),
            SumCause::Twice(at) => format!("多的正好是 {}：汇入了两次", name(at)),
            SumCause::Older(at) => format!("{} 交了几份，汇入的是旧的", name(at)),
            SumCause::Both(at) => format!("{} 交了几份，新的旧的都汇入了", name(at)),
            SumCause::OtherYear(at) => format!("汇入的是 {} 年的：{}", year(at), name(at)),
            SumCause::Foreign(at) => format!("多的正好是 {}：不是这个部门的", name(at)),
        };
        format!("  原因：{told}")
    }
}

/// The figures that no cause explains: those that a person typed, and how many follow.
fn differences_left(department: &Read, differences: &[SumDifference], explanation: &SumExplanation) -> Vec<String> {
    let left: Vec<&SumDifference> = explanation.left.iter().map(|place| &differences[*place]).collect();
    let wrong = differences.iter().filter(|difference| !difference.is_rounding).count();
    let mut lines = Vec::new();
    if !explanation.causes.is_empty() {
        lines.push(match left.len() {
            0 => format!("  {wrong} 处不等都由此而来"),
            count => format!("  {} 处由此而来，另有 {count} 处：", wrong - count),
        });
    }
    let roots: Vec<&&SumDifference> = left.iter().filter(|difference| !difference.cell.follows).collect();
    let shown = roots.iter().take(MOST_NAMED).map(|difference| {
        let line = cell_line(&department.form, difference.table, Some(&difference.row), &difference.cell);
        format!("  不等 表{} {}{line}", difference.table, difference.row.label)
    });
    lines.extend(shown);
    let rest = left.len() - roots.len().min(MOST_NAMED);
    let rounding = differences.len() - wrong;
    if rest > 0 || rounding > 0 {
        lines
            .push(format!("  另有 {rest} 处随之不等，{rounding} 处尾差，没有列出（用 sum 部门文件 单位文件… 看全部）"));
    }
    lines
}
