//! Adding up units and comparing their department with the sum, on a thread of its own.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use egui::Context;

use super::survey::Body;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, AmountUnit, Disclosure};
use disclosure_engine::evaluate::{Evaluated, Evaluation, evaluate};
use disclosure_engine::form::Form;
use disclosure_engine::review::compare::{cell_line, unit_of};
use disclosure_engine::review::{
    Candidate, Progress, Role, SumCause, SumDifference, SumExplanation, explain_sum, restated, sum_units,
};
use disclosure_engine::spelling::visible;

/// More units than this are not named one by one.
const MOST_PARTS: usize = 12;

/// A department beside the sum of its units.
pub struct Sum {
    /// How many units were added up.
    pub units: usize,
    /// The sum as a disclosure of its own.
    pub disclosure: Disclosure,
    /// What could not be added up, in sentences.
    pub left_out: Vec<String>,
    /// Which file makes most of the differences, in words.
    pub causes: Vec<String>,
    /// What is not equal and no such file makes, in words, with what each unit prints there; what follows comes last.
    pub lines: Vec<SumLine>,
    /// How many differences are more than rounding.
    pub errors: usize,
}

/// A figure that is not the sum, in words.
pub struct SumLine {
    pub text: String,
    /// What the units print there.
    pub parts: String,
    pub is_rounding: bool,
    pub follows: bool,
}

/// A sum that is being added up.
pub struct SumJob {
    pub progress: Progress,
    sum: Receiver<Sum>,
}

impl SumJob {
    /// Begins to add up those of `units` that follow the form of `department`.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn begin(
        ctx: &Context,
        catalog: &Arc<Catalog>,
        department: Arc<Body>,
        units: Vec<Arc<Body>>,
        others: Vec<Other>,
    ) -> Result<Self, String> {
        let (sender, sum) = channel();
        let progress = Progress::default();
        let (ctx, catalog, watched) = (ctx.clone(), catalog.clone(), progress.clone());
        let work = move || {
            if let Some(sum) = Sum::of(&department, &units, &others, &catalog, &watched) {
                // Nobody waits any more when it was cancelled.
                let _ = sender.send(sum);
            }
            ctx.request_repaint();
        };
        let started = thread::Builder::new().name("sum of units".to_owned()).spawn(work);
        started.map_err(|error| format!("系统不能再开线程（{error}），请关闭一些程序再试。"))?;
        Ok(Self { progress, sum })
    }

    /// The sum, once it is there, or why it cannot be.
    pub fn take(&self) -> Option<Result<Sum, String>> {
        match self.sum.try_recv() {
            Ok(sum) => Some(Ok(sum)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(crate::fault::told("相加", "没有相加完"))),
        }
    }
}

impl Drop for SumJob {
    /// Nobody waits for it any more.
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

/// A file that was not chosen, and that the department may have added up.
pub struct Other {
    pub body: Arc<Body>,
    /// What it is to the department; units are counted in the order in which they were chosen.
    pub role: Role,
    /// The file, in words.
    pub name: String,
}

/// A disclosure with its values, by the form of the department.
struct Added<'a> {
    form: Arc<Form>,
    disclosure: Cow<'a, Disclosure>,
    evaluation: Evaluation,
}

impl<'a> Added<'a> {
    fn of(body: &'a Body) -> Self {
        let evaluation = evaluate(&body.form, &body.disclosure);
        Self { form: body.form.clone(), disclosure: Cow::Borrowed(&body.disclosure), evaluation }
    }

    fn evaluated<'e>(&'e self, catalog: &'e Catalog) -> Evaluated<'e> {
        Evaluated { form: &self.form, catalog, disclosure: &self.disclosure, evaluation: &self.evaluation }
    }

    /// The same by `form`; what has no place of its own in it is told.
    fn by(self, form: &Arc<Form>, catalog: &Catalog, told: &mut Vec<String>) -> Option<Self> {
        if self.form.id == form.id {
            return Some(self);
        }
        let body = &self.disclosure.body;
        let Some(restated) = restated(self.evaluated(catalog), form) else {
            told.push(format!("{body} 用的表式与部门的没有一张表对应，没有相加"));
            return None;
        };
        told.extend(restated.told.iter().map(|line| format!("{body}：{line}")));
        let evaluation = evaluate(form, &restated.disclosure);
        Some(Self { form: form.clone(), disclosure: Cow::Owned(restated.disclosure), evaluation })
    }
}

impl Sum {
    fn of(
        department: &Body,
        units: &[Arc<Body>],
        others: &[Other],
        catalog: &Catalog,
        progress: &Progress,
    ) -> Option<Self> {
        let (form, mut left_out) = (&department.form, Vec::new());
        let catalog = &*form.catalog(catalog);
        let department = Added::of(department);
        let units = units.iter().enumerate();
        let units = units.filter_map(|(place, unit)| Some((place, Added::of(unit).by(form, catalog, &mut left_out)?)));
        let (kept, units): (Vec<usize>, Vec<Added<'_>>) = units.unzip();
        let evaluated: Vec<Evaluated<'_>> = units.iter().map(|unit| unit.evaluated(catalog)).collect();
        let found = sum_units(department.evaluated(catalog), &evaluated, progress)?;
        left_out.extend(found.sum.left_out);
        let errors = found.differences.iter().filter(|difference| !difference.is_rounding).count();
        let of_units = evaluated.iter().map(|evaluated| Candidate { evaluated: *evaluated, role: Role::Unit });
        let names: Vec<String> = units.iter().map(|unit| unit.disclosure.body.clone()).collect();
        let Explained { causes, explanation } =
            explained(form, &found.differences, (of_units.collect(), names), (others, &kept), catalog);
        let bodies: Vec<&str> = units.iter().map(|unit| unit.disclosure.body.as_str()).collect();
        let is_left = |place: &usize| found.differences[*place].is_rounding || explanation.left.contains(place);
        let places = (0..found.differences.len()).filter(is_left);
        let lines = places.map(|place| line(form, &bodies, &found.differences[place])).collect();
        Some(Self { units: units.len(), disclosure: found.sum.disclosure, left_out, causes, lines, errors })
    }
}

/// Which file makes differences, in words.
struct Explained {
    causes: Vec<String>,
    explanation: SumExplanation,
}

fn explained(
    form: &Arc<Form>,
    differences: &[SumDifference],
    (mut candidates, mut names): (Vec<Candidate<'_>>, Vec<String>),
    (others, kept): (&[Other], &[usize]),
    catalog: &Catalog,
) -> Explained {
    let wrong = differences.iter().filter(|difference| !difference.is_rounding).count();
    // Where nothing differs there is nothing to explain.
    let others = others.iter().filter(|_| wrong > 0);
    let added = others.filter_map(|other| {
        let added = Added::of(&other.body).by(form, catalog, &mut Vec::new())?;
        Some((added, among(kept, other.role)?, other.name.clone()))
    });
    let added: Vec<(Added<'_>, Role, String)> = added.collect();
    candidates.extend(added.iter().map(|(own, role, _)| Candidate { evaluated: own.evaluated(catalog), role: *role }));
    names.extend(added.iter().map(|(.., name)| name.clone()));
    let explanation = explain_sum(form, differences, &candidates);
    let mut causes: Vec<String> = explanation.causes.iter().map(|cause| told(*cause, &names)).collect();
    if !causes.is_empty() {
        causes.push(match explanation.left.len() {
            0 => format!("{wrong} 处不等都由此而来"),
            left => format!("{} 处由此而来，另有 {left} 处", wrong - left),
        });
    }
    Explained { causes, explanation }
}

/// The same role where of the chosen units only those in `kept` are added up; `None` where its unit is not among them.
fn among(kept: &[usize], role: Role) -> Option<Role> {
    let place = |unit: usize| kept.iter().position(|own| *own == unit);
    Some(match role {
        Role::Older(unit) => Role::Older(place(unit)?),
        Role::OtherYear(unit) => Role::OtherYear(unit.and_then(place)),
        role => role,
    })
}

fn told(cause: SumCause, names: &[String]) -> String {
    let name = |place: usize| visible(names.get(place).map_or("", String::as_str)).into_owned();
    let told = match cause {
        SumCause::LeftOut(place) => format!("差的正好是 {}：没有汇入", name(place)),
        SumCause::Twice(place) => format!("多的正好是 {}：汇入了两次", name(place)),
        SumCause::Older(place) => format!("汇入的是旧的一份：{}", name(place)),
        SumCause::Both(place) => format!("新的旧的都汇入了：{}", name(place)),
        SumCause::OtherYear(place) => format!("汇入的是别的年度的：{}", name(place)),
        SumCause::Foreign(place) => format!("多的正好是 {}：不在汇入的单位里", name(place)),
    };
    format!("原因：{told}")
}

/// A difference in words.
fn line(form: &Form, units: &[&str], difference: &SumDifference) -> SumLine {
    let mark = match (difference.is_rounding, difference.cell.follows) {
        (true, _) => "≈ 尾差",
        (false, true) => "　随之不等",
        (false, false) => "● 不等",
    };
    let figures = cell_line(form, difference.table, Some(&difference.row), &difference.cell);
    SumLine {
        text: format!("{mark}　表{} {}{figures}", difference.table, difference.row.label),
        parts: parts(
            unit_of(form, difference.table, Some(&difference.row), &difference.cell),
            units,
            &difference.parts,
        ),
        is_rounding: difference.is_rounding,
        follows: difference.cell.follows,
    }
}

/// What the units print; of many only those that print something.
fn parts(unit: &AmountUnit, units: &[&str], amounts: &[Option<Amount>]) -> String {
    let text = |amount: Option<Amount>| amount.map_or_else(|| "空".to_owned(), |amount| unit.text(amount));
    let parts = units.iter().zip(amounts);
    let part = |(unit, amount): (&&str, &Option<Amount>)| format!("{unit} {}", text(*amount));
    if units.len() <= MOST_PARTS {
        return parts.map(part).collect::<Vec<_>>().join("，");
    }
    let printing: Vec<_> = parts.filter(|(_, amount)| amount.is_some_and(|amount| !amount.is_zero())).collect();
    let count = printing.len();
    let named: Vec<String> = printing.into_iter().take(MOST_PARTS).map(part).collect();
    match count {
        0 => "各单位都是空".to_owned(),
        _ if count > MOST_PARTS => format!("{} 等 {count} 个单位", named.join("，")),
        _ => format!("{}，其余单位是空", named.join("，")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use disclosure_engine::form::FormLibrary;

    #[test]
    fn a_sum_nobody_waits_for_is_given_up() {
        let (forms, catalog) = (FormLibrary::builtin().unwrap(), Arc::new(Catalog::builtin().unwrap()));
        let text = include_str!("../../../assets/samples/urumqi-2025.budget");
        let disclosure = disclosure_engine::file::read(text, &forms).unwrap();
        let form = forms.get(&disclosure.form).unwrap().clone();
        let body = Body {
            form,
            disclosure,
            counts: Default::default(),
            state: crate::received::State::Agreeing,
            totals: Vec::new(),
            faults: Vec::new(),
            since: None,
            own_reasons: Vec::new(),
            shared_with: Vec::new(),
        };
        let body = Arc::new(body);
        let begin =
            || SumJob::begin(&Context::default(), &catalog, body.clone(), vec![body.clone(); 2], Vec::new()).unwrap();
        let job = begin();
        let progress = job.progress.clone();
        drop(job);
        assert!(Sum::of(&body, std::slice::from_ref(&body), &[], &catalog, &progress).is_none());
        let job = begin();
        let sum = std::iter::repeat_with(|| job.take()).flatten().next().unwrap().unwrap();
        assert_eq!(sum.units, 2);
        assert!(sum.errors > 0, "two are not one");
    }

    #[test]
    fn of_many_units_those_that_print_something_are_named() {
        let forms = FormLibrary::builtin().unwrap();
        let form = forms.for_year(2025).unwrap().clone();
        let units: Vec<String> = (0..20).map(|number| format!("{number}号")).collect();
        let units: Vec<&str> = units.iter().map(String::as_str).collect();
        let unit = &form.text_unit;
        let amounts = |count: usize| -> Vec<Option<Amount>> {
            (0..20).map(|number| (number < count).then(|| "10000".parse().unwrap())).collect()
        };
        assert_eq!(parts(unit, &units, &amounts(0)), "各单位都是空");
        assert_eq!(parts(unit, &units, &amounts(1)), "0号 1.00，其余单位是空");
        let many = parts(unit, &units, &amounts(20));
        assert!(many.ends_with("11号 1.00 等 20 个单位"), "{many}");
        assert_eq!(parts(unit, &units[..2], &amounts(1)[..2]), "0号 1.00，1号 空");
    }
}
