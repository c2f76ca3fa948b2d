//! Finding and naming places in the tables of a sample.

use super::{AddressError, Place, Query, Sheet, SheetCell, find, locate};
use crate::catalog::Catalog;
use crate::disclosure::TableNumber;
use crate::evaluate::{Evaluated, evaluate};
use crate::form::FormLibrary;

fn with_urumqi<T>(act: impl FnOnce(Evaluated<'_>) -> T) -> T {
    let forms = FormLibrary::builtin().unwrap();
    let disclosure = crate::file::read(include_str!("../../../assets/samples/urumqi-2025.budget"), &forms).unwrap();
    let form = forms.get(&disclosure.form).unwrap().clone();
    let evaluation = evaluate(&form, &disclosure);
    let catalog = Catalog::builtin().unwrap();
    act(Evaluated { form: &form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation })
}

/// The cells at which `query` is found, in words.
fn found(query: &str) -> Vec<String> {
    with_urumqi(|evaluated| {
        let hits = find(evaluated, &Query::new(query));
        let name = |table: TableNumber, place: Place| {
            let sheet = Sheet::new(evaluated, evaluated.form.table(table).unwrap());
            match sheet.cell(place) {
                SheetCell::Amount(cell) => evaluated.cell_label(cell),
                SheetCell::Text { list, row, .. } => format!("表{table} {}", evaluated.row_label(list, row)),
                SheetCell::Blank => String::new(),
            }
        };
        hits.into_iter().map(|hit| name(hit.table, hit.place)).collect()
    })
}

fn at(text: &str) -> Result<String, AddressError> {
    with_urumqi(|evaluated| {
        let (table, place) = locate(evaluated, TableNumber(6), text)?;
        let sheet = Sheet::new(evaluated, evaluated.form.table(table).unwrap());
        let SheetCell::Amount(cell) = sheet.cell(place) else { panic!("{text}: no amount") };
        Ok(evaluated.cell_label(cell))
    })
}

#[test]
fn amounts_are_found_with_and_without_commas_in_all_tables() {
    assert_eq!(found("1,308.69"), ["表6 301 01 基本工资（1）合计", "表6 301 01 基本工资（2）人员经费"]);
    assert_eq!(found("1308.69"), found("1,308.69"));
    assert!(found("15,028.88").len() > 6);
}

#[test]
fn a_code_is_found_once_in_each_table() {
    assert_eq!(found("208 01 09").iter().filter(|name| name.starts_with("表2")).count(), 1);
    assert!(found("30231").iter().any(|name| name.contains("公务用车运行维护费")));
}

#[test]
fn names_are_found_by_any_part() {
    assert!(found("离休干部").iter().any(|name| name.starts_with("表7")));
    assert_eq!(found("没有这个名称"), [""; 0]);
    assert_eq!(found("  "), [""; 0]);
}

#[test]
fn cells_are_named_as_people_write_them() {
    for text in ["表6 301 01（2）", "表6 30101 2", "6 301 01 (2)", "T6 基本工资 2", "30101 2", "基本工资（2）"]
    {
        assert_eq!(at(text).unwrap(), "表6 301 01 基本工资（2）人员经费", "{text}");
    }
    assert_eq!(at("表10 公务接待费 2").unwrap(), "表10 公务接待费（2）一般公共预算");
    assert_eq!(at("表4 208 社会保障 3").unwrap(), "表4 208 社会保障和就业支出 政府性基金预算");
    assert_eq!(at("表3").unwrap(), "表3 总计（1）合计");
}

#[test]
fn what_does_not_exist_is_told() {
    assert_eq!(at("表12 301"), Err(AddressError::NoTable("12".into())));
    assert_eq!(at("表6 399"), Err(AddressError::NoRow(TableNumber(6), "399".into())));
    assert_eq!(at("表6 301 01（9）"), Err(AddressError::NoColumn(TableNumber(6), "9".into())));
}

#[test]
fn lists_side_by_side_share_their_last_line() {
    with_urumqi(|evaluated| {
        let sheet = Sheet::new(evaluated, evaluated.form.table(TableNumber(1)).unwrap());
        let last = |column| match sheet.cell(Place { row: sheet.rows - 1, column }) {
            SheetCell::Text { list, row, column } => evaluated.text(list, row, column),
            _ => String::new(),
        };
        assert_eq!((last(0).as_str(), last(2).as_str()), ("收入总计", "支出总计"));
        assert_eq!(sheet.cell(Place { row: sheet.rows - 2, column: 0 }), SheetCell::Blank);
    });
}
