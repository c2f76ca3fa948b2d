//! `sum`: whether a department's figures are the sums of its units'.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Status, complain, terminal};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, Disclosure};
use disclosure_engine::evaluate::{Evaluated, Evaluation, evaluate};
use disclosure_engine::form::{Form, FormLibrary};
use disclosure_engine::import::open_any;
use disclosure_engine::review::compare::{cell_line, unit_of};
use disclosure_engine::review::{Progress, Restated, SumDifference, UnitSum, restated, sum_units};
use disclosure_engine::spelling::visible;

/// A disclosure with its values.
#[derive(Clone)]
pub(super) struct Read {
    pub form: Arc<Form>,
    pub disclosure: Disclosure,
    pub evaluation: Evaluation,
}

impl Read {
    fn open(path: &Path, forms: &FormLibrary, catalog: &Catalog) -> Result<Self, String> {
        let named = |message: String| format!("{}：{message}", path.display());
        let disclosure = open_any(path, forms, catalog, None).map_err(named)?.disclosure;
        let unknown = || named(format!("用的表式 {} 本程序没有", disclosure.form));
        let form = forms.get(&disclosure.form).cloned().ok_or_else(unknown)?;
        let evaluation = evaluate(&form, &disclosure);
        Ok(Self { form, disclosure, evaluation })
    }

    /// The same by `form`, that of the department, with what has no place of its own in it.
    pub fn by(&self, form: &Arc<Form>, catalog: &Catalog) -> Result<(Cow<'_, Self>, Vec<String>), String> {
        if self.form.id == form.id {
            return Ok((Cow::Borrowed(self), Vec::new()));
        }
        let unlike = || {
            let (own, other) = (form.short_name(), self.form.short_name());
            format!("用的表式（{other}）与部门的（{own}）没有一张表对应，不能相加")
        };
        let Restated { disclosure, told } = restated(self.evaluated(catalog), form).ok_or_else(unlike)?;
        let evaluation = evaluate(form, &disclosure);
        Ok((Cow::Owned(Self { form: form.clone(), disclosure, evaluation }), told))
    }

    pub fn evaluated<'a>(&'a self, catalog: &'a Catalog) -> Evaluated<'a> {
        Evaluated { form: &self.form, catalog, disclosure: &self.disclosure, evaluation: &self.evaluation }
    }
}

/// Compares the department with the sum of the units at `paths`, and prints what differs.
pub(super) fn run(forms: &FormLibrary, catalog: &Catalog, department: &Path, paths: &[PathBuf]) -> Status {
    let open = |path: &Path| Read::open(path, forms, catalog);
    let (department, units) =
        match (open(department), paths.iter().map(|unit| open(unit)).collect::<Result<Vec<_>, _>>()) {
            (Ok(department), Ok(units)) => (department, units),
            (Err(error), _) | (_, Err(error)) => return complain(error),
        };
    let mut restated = Vec::new();
    for (path, unit) in paths.iter().zip(&units) {
        match unit.by(&department.form, catalog) {
            Ok((unit, told)) => {
                told.iter().for_each(|line| {
                    complain(format!("{}：{line}", path.display()));
                });
                restated.push(unit);
            }
            Err(sentence) => return complain(format!("{}：{sentence}", path.display())),
        }
    }
    let units = restated;
    let catalog = &*department.form.catalog(catalog);
    let evaluated: Vec<Evaluated<'_>> = units.iter().map(|unit| unit.evaluated(catalog)).collect();
    let Some(UnitSum { sum, differences: found }) =
        sum_units(department.evaluated(catalog), &evaluated, &Progress::default())
    else {
        return complain("没有相加");
    };
    for reason in &sum.left_out {
        complain(reason);
    }
    let printed = terminal::report(&report(&department, &units, &found));
    let status = match found.iter().any(|difference| !difference.is_rounding) || !sum.left_out.is_empty() {
        true => Status::ErrorsFound,
        false => Status::Done,
    };
    status.and(printed)
}

fn report(department: &Read, units: &[Cow<'_, Read>], found: &[SumDifference]) -> String {
    let form = &department.form;
    let mut lines = vec![format!("{}：与 {} 个单位的合计相比", department.disclosure.body, units.len())];
    for difference in found {
        let grade = if difference.is_rounding { "尾差" } else { "不等" };
        let follows = if difference.cell.follows { "（随之变动）" } else { "" };
        let line = cell_line(form, difference.table, Some(&difference.row), &difference.cell);
        lines.push(format!("  {grade} 表{} {}{line}{follows}", difference.table, difference.row.label));
        let unit = unit_of(form, difference.table, Some(&difference.row), &difference.cell);
        let amount = |amount: Option<Amount>| amount.map_or_else(|| "空".to_owned(), |amount| unit.text(amount));
        let parts = units.iter().zip(&difference.parts);
        let parts: Vec<String> =
            parts.map(|(unit, part)| format!("{} {}", unit.disclosure.body, amount(*part))).collect();
        if !difference.cell.follows {
            lines.push(format!("       各单位：{}", parts.join("，")));
        }
    }
    let rounding = found.iter().filter(|difference| difference.is_rounding).count();
    lines.push(format!("  共 {} 处与单位合计不等，{rounding} 处是尾差（单位合计 → 部门）", found.len() - rounding));
    lines.iter().map(|line| visible(line)).collect::<Vec<_>>().join("\n")
}
