//! Adding up units and comparing their department with the sum, on a thread of its own.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use egui::Context;

use super::survey::Body;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, AmountUnit, Disclosure};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::review::compare::{cell_line, unit_of};
use disclosure_engine::review::{Progress, SumDifference, restated, sum_units};

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
    /// What is not equal, in words, with what each unit prints there.
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
    ) -> Result<Self, String> {
        let (sender, sum) = channel();
        let progress = Progress::default();
        let (ctx, catalog, watched) = (ctx.clone(), catalog.clone(), progress.clone());
        let work = move || {
            if let Some(sum) = Sum::of(&department, &units, &catalog, &watched) {
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

impl Sum {
    fn of(department: &Body, units: &[Arc<Body>], catalog: &Catalog, progress: &Progress) -> Option<Self> {
        let mut left_out = Vec::new();
        let catalog = &*department.form.catalog(catalog);
        let units: Vec<Cow<'_, Body>> =
            units.iter().filter_map(|unit| by_form(department, unit, catalog, &mut left_out)).collect();
        let units: Vec<&Body> = units.iter().map(AsRef::as_ref).collect();
        let evaluated: Vec<Evaluated<'_>> = units.iter().map(|unit| unit.evaluated(catalog)).collect();
        let found = sum_units(department.evaluated(catalog), &evaluated, progress)?;
        left_out.extend(found.sum.left_out);
        let errors = found.differences.iter().filter(|difference| !difference.is_rounding).count();
        let lines = found.differences.iter().map(|difference| line(department, &units, difference)).collect();
        Some(Self { units: units.len(), disclosure: found.sum.disclosure, left_out, lines, errors })
    }
}

/// `unit` by the form of the department; what has no place of its own in it is told.
fn by_form<'u>(department: &Body, unit: &'u Body, catalog: &Catalog, told: &mut Vec<String>) -> Option<Cow<'u, Body>> {
    if unit.form.id == department.form.id {
        return Some(Cow::Borrowed(unit));
    }
    let body = &unit.disclosure.body;
    let Some(restated) = restated(unit.evaluated(catalog), &department.form) else {
        told.push(format!("{body} 用的表式与部门的没有一张表对应，没有相加"));
        return None;
    };
    told.extend(restated.told.iter().map(|line| format!("{body}：{line}")));
    let evaluation = evaluate(&department.form, &restated.disclosure);
    let form = department.form.clone();
    Some(Cow::Owned(Body { form, disclosure: restated.disclosure, evaluation, ..unit.clone() }))
}

/// A difference in words.
fn line(department: &Body, units: &[&Body], difference: &SumDifference) -> SumLine {
    let form = &department.form;
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
fn parts(unit: &AmountUnit, units: &[&Body], amounts: &[Option<Amount>]) -> String {
    let text = |amount: Option<Amount>| amount.map_or_else(|| "空".to_owned(), |amount| unit.text(amount));
    let parts = units.iter().zip(amounts);
    let part = |(unit, amount): (&&Body, &Option<Amount>)| format!("{} {}", unit.disclosure.body, text(*amount));
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
        let evaluation = evaluate(&form, &disclosure);
        let body = Body { form, disclosure, evaluation, counts: Default::default(), checked: 0, totals: Vec::new() };
        let body = Arc::new(body);
        let begin = || SumJob::begin(&Context::default(), &catalog, body.clone(), vec![body.clone(); 2]).unwrap();
        let job = begin();
        let progress = job.progress.clone();
        drop(job);
        assert!(Sum::of(&body, std::slice::from_ref(&body), &catalog, &progress).is_none());
        let job = begin();
        let sum = std::iter::repeat_with(|| job.take()).flatten().next().unwrap().unwrap();
        assert_eq!(sum.units, 2);
        assert!(sum.errors > 0, "two are not one");
    }

    #[test]
    fn of_many_units_those_that_print_something_are_named() {
        let forms = FormLibrary::builtin().unwrap();
        let form = forms.for_year(2025).unwrap().clone();
        let unit = |number: usize| {
            let kind = disclosure_engine::disclosure::Kind::Unit;
            let disclosure = Disclosure::new(form.id.as_str(), kind, format!("{number}号"), 2025);
            let evaluation = evaluate(&form, &disclosure);
            let (form, counts) = (form.clone(), Default::default());
            Body { form, disclosure, evaluation, counts, checked: 0, totals: Vec::new() }
        };
        let units: Vec<Body> = (0..20).map(unit).collect();
        let units: Vec<&Body> = units.iter().collect();
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
