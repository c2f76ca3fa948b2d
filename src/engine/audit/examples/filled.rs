//! A disclosure in which every cell that is entered holds something: what a form looks like when it is filled in.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::catalog::Catalog;
use crate::disclosure::{Code, ColumnNumber, Disclosure, Fund, Kind, Project, ProjectId, Row, Said, Subject};
use crate::form::{Form, ListIndex, RowCheck, RowKind};
use crate::states::components;

/// A disclosure of `form` with an amount in each cell that is entered, on one row of each list. Its amounts are made up:
/// what binds them need not hold.
pub fn filled_example(form: &Form, catalog: &Catalog, kind: Kind) -> Disclosure {
    let catalog = &*form.catalog(catalog);
    let mut disclosure = form.disclosure(kind, "某某中心", form.year);
    for index in (0..form.lists.len()).map(ListIndex) {
        let number = form.table_of(index).number;
        let mut rows = rows(form, catalog, index);
        rows.retain(|row| !row.is_blank());
        disclosure.table_mut(number).rows.extend(rows);
    }
    disclosure.said = components(form).into_iter().map(|component| (component, Said::Complete)).collect();
    disclosure
}

fn rows(form: &Form, catalog: &Catalog, index: ListIndex) -> Vec<Row> {
    let list = form.list(index);
    let amount = |place: usize| form.unit_of_column(index, place).amount(Decimal::from(100)).unwrap_or_default();
    let entered = |row: Option<usize>| {
        let is_entered = |place: &usize| match row {
            Some(row) => !list.is_computed_at(row, *place),
            None => !list.amounts[*place].is_computed(),
        };
        let places = (0..list.amounts.len()).filter(is_entered);
        places.map(|place| (list.amounts[place].number, amount(place))).collect::<BTreeMap<ColumnNumber, _>>()
    };
    let text =
        |date: Option<&String>| if date.is_some() { format!("{}-03-01", form.year) } else { "示例".to_owned() };
    let fields = || -> BTreeMap<ColumnNumber, String> {
        list.fields.iter().map(|field| (field.number, text(field.date.as_ref()))).collect()
    };
    let coded = |text: &str| {
        let code: Option<Code> = text.parse().ok();
        let name = |code| {
            list.classification()
                .and_then(|of| catalog.in_year(form.year).get(of, code))
                .map(|entry| entry.name.clone())
        };
        code.map(|code| (code, name(code).unwrap_or_default()))
    };
    let subject = match &list.rows {
        RowKind::Fixed(rows) => {
            let row = |place: usize| {
                let amounts = entered(Some(place));
                let fields = if amounts.is_empty() { BTreeMap::new() } else { fields() };
                Row { subject: Subject::Fixed(rows[place].id.clone()), amounts, fields }
            };
            return (0..rows.len()).map(row).collect();
        }
        RowKind::Function(_) => coded(code_of(form, index)).map(|(code, name)| Subject::Code { code, name }),
        RowKind::Economic(_) => coded("30101").map(|(code, name)| Subject::Code { code, name }),
        RowKind::GovernmentEconomic(_) => coded("50101").map(|(code, name)| Subject::Code { code, name }),
        RowKind::FunctionProject(_) => {
            coded(code_of(form, index)).map(|(code, code_name)| project(Some(code), code_name))
        }
        RowKind::UnitProject(_) => Some(project(None, String::new())),
    };
    subject.map(|subject| Row { subject, amounts: entered(None), fields: fields() }).into_iter().collect()
}

fn project(code: Option<Code>, code_name: String) -> Subject {
    Subject::Project(Project { id: ProjectId(1), unit: None, code, code_name, name: "示例项目".to_owned() })
}

/// A code that the list may hold.
fn code_of(form: &Form, index: ListIndex) -> &'static str {
    let fund = form.row_rules.iter().find_map(|rule| match &rule.check {
        RowCheck::Fund { list, fund, .. } if *list == index => Some(*fund),
        _ => None,
    });
    match fund {
        Some(Fund::GovernmentFund) => "2120803",
        Some(Fund::StateCapital) => "2230105",
        Some(Fund::General) | None => "2080109",
    }
}
