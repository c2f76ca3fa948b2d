//! Last year's disclosure beside this year's.
//!
//! It is opened from its own file, only to be looked at: it is no part of the disclosure and is not saved with it.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, Disclosure, RowKey, Subject, TextKey};
use disclosure_engine::evaluate::{CellIndex, Evaluated, Evaluation, RowOrigin, evaluate};
use disclosure_engine::form::{Form, ListIndex};
use disclosure_engine::narrative::given_reasons;

/// Last year's disclosure and what its cells show.
pub struct Prior {
    form: Arc<Form>,
    disclosure: Disclosure,
    evaluation: Evaluation,
    /// Rows by what they stand for, list by list.
    rows: HashMap<(ListIndex, RowName), usize>,
    /// Its reasons, by their slots.
    reasons: BTreeMap<TextKey, String>,
}

/// What a row stands for, from one year to the next: identities of project rows are of their file, names are not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum RowName {
    Key(RowKey),
    Project(Option<disclosure_engine::disclosure::Code>, String),
}

impl Prior {
    /// Takes `disclosure`, which follows `form`.
    pub fn new(form: Arc<Form>, catalog: &Catalog, disclosure: Disclosure) -> Self {
        let (evaluation, catalog) = (evaluate(&form, &disclosure), &*form.catalog(catalog));
        let mut rows = HashMap::new();
        let evaluated = Evaluated { form: &form, catalog, disclosure: &disclosure, evaluation: &evaluation };
        for list in (0..form.lists.len()).map(ListIndex) {
            for row in 0..evaluation.layout(list).rows.len() {
                rows.entry((list, name(evaluated, list, row))).or_insert(row);
            }
        }
        let reasons = given_reasons(evaluated);
        Self { form, disclosure, evaluation, rows, reasons }
    }

    /// `catalog` with the codes that its own form brings.
    pub fn catalog<'c>(&self, catalog: &'c Catalog) -> Cow<'c, Catalog> {
        self.form.catalog(catalog)
    }

    /// The form that it follows.
    pub fn form(&self) -> &Form {
        &self.form
    }

    pub fn evaluated<'a>(&'a self, catalog: &'a Catalog) -> Evaluated<'a> {
        Evaluated { form: &self.form, catalog, disclosure: &self.disclosure, evaluation: &self.evaluation }
    }

    pub fn disclosure(&self) -> &Disclosure {
        &self.disclosure
    }

    /// Its reasons, by their slots.
    pub fn reasons(&self) -> &BTreeMap<TextKey, String> {
        &self.reasons
    }

    pub fn year(&self) -> u16 {
        self.disclosure.year
    }

    /// Whether its cells can be compared with those of a disclosure that follows `form`.
    pub fn fits(&self, form: &Form) -> bool {
        self.form.id == form.id
    }

    /// What the cell that answers to `cell` of `present` showed; `None` where there was no such row.
    pub fn value(&self, present: Evaluated<'_>, cell: CellIndex) -> Option<Amount> {
        let row = *self.rows.get(&(cell.list, name(present, cell.list, cell.row)))?;
        Some(self.evaluation.value(CellIndex { row, ..cell }))
    }
}

fn name(evaluated: Evaluated<'_>, list: ListIndex, row: usize) -> RowName {
    let subject = evaluated.stored(list, row).map(|row| &row.subject);
    match (evaluated.evaluation.layout(list).rows[row].origin, subject) {
        (RowOrigin::Project, Some(Subject::Project(project))) => {
            RowName::Project(project.code, project.name.split_whitespace().collect())
        }
        // A body may have been renamed; its subtotal still is the only one of its kind, or has kept its name.
        _ => RowName::Key(evaluated.row_key(list, row)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use disclosure_engine::disclosure::{CellKey, ColumnNumber, TableNumber};
    use disclosure_engine::form::FormLibrary;

    #[test]
    fn rows_answer_to_those_of_the_same_code_or_project() {
        let forms = FormLibrary::builtin().unwrap();
        let catalog = Catalog::builtin().unwrap();
        let sample = crate::app::samples::SAMPLES[0].text;
        let present = disclosure_engine::file::read(sample, &forms).unwrap();
        let mut last = present.clone();
        let table = last.table_mut(TableNumber(7));
        table.rows.reverse();
        for (place, row) in table.rows.iter_mut().enumerate() {
            if let Subject::Project(project) = &mut row.subject {
                project.id = disclosure_engine::disclosure::ProjectId(100 + place as u32);
            }
        }
        last.table_mut(TableNumber(6)).rows.remove(0);
        let form = forms.get(&present.form).unwrap().clone();
        let prior = Prior::new(form.clone(), &catalog, last);
        let evaluation = evaluate(&form, &present);
        let evaluated = Evaluated { form: &form, catalog: &catalog, disclosure: &present, evaluation: &evaluation };
        let list = form.table(TableNumber(7)).unwrap().list_indices().next().unwrap();
        for row in 0..evaluation.layout(list).rows.len() {
            let cell = CellIndex { list, row, column: 0 };
            assert_eq!(prior.value(evaluated, cell), Some(evaluated.value(cell)), "row {row}");
        }
        let key = CellKey::new(TableNumber(6), RowKey::Code("30101".parse().unwrap()), ColumnNumber(2));
        assert_eq!(prior.value(evaluated, evaluated.find(&key).unwrap()), None, "the row was not there");
    }
}
