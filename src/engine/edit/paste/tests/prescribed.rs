//! Rows that the form prescribes and prints only where they hold something, and figures under names of other rows.

use std::sync::Arc;

use super::{Open, Paste};
use crate::catalog::Catalog;
use crate::disclosure::{CellKey, Kind, RowKey};
use crate::form::{FORM_FILE, Form, FormFiles};
use crate::sheet::{Place, Sheet, SheetCell};

/// A table with two lists, whose rows are counted as they are printed.
const FORM: &str = r#"Form(
    id: "t-2030", name: "某", year: 2030, amounts: (name: "元", yuan: 1, decimals: 0),
    preparer: (unit: "", department: ""), unit_note: "元",
    tables: [(
        id: "summary", number: 1, title: (unit: "收支表", department: "收支表"), outline: "收支", numbered: false,
        head: [["收入", "<", "支出", "<"], ["项目", "金额", "项目", "金额"]], empty: "无",
        lists: [
            (columns: [Label, Entered(1, "amount")], rows: Fixed([
                (id: "grants", label: "{numeral}、财政拨款"),
                (id: "fees", label: "{numeral}、收费收入", only_filled: true),
                (id: "own", label: "{numeral}、单位资金", also: ["自有资金"], only_filled: true),
                (id: "income", label: "收入合计", closing: true, is: "[grants..own]", rule: "K1"),
            ])),
            (columns: [Label, Entered(2, "spent")], rows: Fixed([
                (id: "basic", label: "基本支出"),
                (id: "none", label: "其他支出", only_filled: true, is: "0", rule: "K2"),
                (id: "spending", label: "支出合计", closing: true, is: "[basic]", rule: "K3"),
            ])),
        ],
    )],
    identities: [],
    rules: [(id: "K1", title: "和", why: "无"), (id: "K2", title: "和", why: "无"), (id: "K3", title: "和", why: "无")],
)"#;

fn blank() -> Open {
    let form = Form::load(&FormFiles::new("t-2030", [(FORM_FILE, FORM)])).unwrap_or_else(|errors| panic!("{errors}"));
    let disclosure = form.disclosure(Kind::Unit, "某局", 2030);
    Open { form: Arc::new(form), catalog: Catalog::builtin().unwrap(), disclosure }
}

/// The labels at the left, as one reads them from above.
fn labels(open: &Open, sheet: fn(crate::evaluate::Evaluated<'_>) -> Sheet) -> Vec<String> {
    open.with(|evaluated| {
        let sheet = sheet(evaluated);
        let text = |row| match sheet.cell(Place { row, column: 0 }) {
            SheetCell::Text { list, row, column } => evaluated.text(list, row, column),
            SheetCell::Amount(_) | SheetCell::Blank => String::new(),
        };
        (0..sheet.rows).map(text).collect()
    })
}

fn worked(evaluated: crate::evaluate::Evaluated<'_>) -> Sheet {
    Sheet::new(evaluated, &evaluated.form.tables[0])
}

fn printed(evaluated: crate::evaluate::Evaluated<'_>) -> Sheet {
    Sheet::printed(evaluated, &evaluated.form.tables[0])
}

/// Which rows get which amounts.
fn landed(paste: &Paste) -> Vec<(&str, String)> {
    let row = |key: &CellKey| match &key.row {
        RowKey::Fixed(id) => id.clone(),
        other => format!("{other:?}"),
    };
    let yuan =
        |amount: &Option<crate::disclosure::Amount>| amount.map_or(String::new(), |amount| amount.yuan().to_string());
    let ids = ["grants", "fees", "own", "income", "basic", "none", "spending"];
    let id = |key: &CellKey| ids.into_iter().find(|id| *id == row(key)).unwrap_or("?");
    paste.entered.iter().map(|(key, amount)| (id(key), yuan(amount))).collect()
}

#[test]
fn rows_that_can_be_entered_are_shown_and_printed_only_once_they_hold_something() {
    let mut open = blank();
    assert_eq!(labels(&open, worked), ["一、财政拨款", "收费收入", "单位资金", "收入合计"]);
    assert_eq!(labels(&open, printed), ["一、财政拨款", "收入合计"]);
    let paste = open.at(1, (2, 1), (2, 1), "7");
    open.apply(&paste, false);
    assert_eq!(labels(&open, worked), ["一、财政拨款", "收费收入", "二、单位资金", "收入合计"]);
    assert_eq!(labels(&open, printed), ["一、财政拨款", "二、单位资金", "收入合计"]);
    // What is merely computed there is not shown for its own sake.
    let right = open.with(|evaluated| {
        let sheet = worked(evaluated);
        (0..sheet.rows).filter(|&row| sheet.cell(Place { row, column: 3 }) != SheetCell::Blank).count()
    });
    assert_eq!(right, 2);
}

#[test]
fn rows_are_found_by_their_labels_with_and_without_numbering() {
    let open = blank();
    for label in ["单位资金", "二、单位资金", "三、单位资金", "自有资金", "3.单位资金"] {
        for text in [format!("{label}\t500"), format!("财政拨款\t9\t基本支出\t8\n{label}\t500\t\t")] {
            let paste = open.rows(1, &text).unwrap_or_else(|| panic!("{text}"));
            assert!(landed(&paste).contains(&("own", "500".to_owned())), "{text}: {paste:?}");
            assert!(paste.refused.is_empty(), "{text}: {paste:?}");
        }
    }
}

#[test]
fn a_figure_never_falls_into_a_row_of_another_name() {
    let open = blank();
    // Where it is pasted, what is pasted, and what goes where.
    for (first, text, expected) in [
        ((0, 0), "单位资金\t500", vec![]),
        ((0, 0), "没有的来源\t500", vec![]),
        // Behind the labels, so that the name falls on a figure and the figure on another list.
        ((0, 1), "没有的来源\t500", vec![]),
        ((0, 1), "没有的来源\t\t500", vec![]),
        // Each list has names of its own.
        ((0, 0), "财政拨款\t5\t没有的支出\t6", vec![("grants", "5")]),
        ((0, 0), "没有的来源\t5\t基本支出\t6", vec![("basic", "6")]),
        ((0, 0), "没有的来源\t5\n收费收入\t6", vec![("fees", "6")]),
        // The same name, and none.
        ((0, 0), "一、财政拨款\t5", vec![("grants", "5")]),
        ((2, 0), "自有资金\t5", vec![("own", "5")]),
        ((0, 0), "\t5", vec![("grants", "5")]),
        ((0, 1), "5", vec![("grants", "5")]),
    ] {
        let paste = open.at(1, first, first, text);
        let expected: Vec<(&str, String)> = expected.into_iter().map(|(id, yuan)| (id, yuan.to_owned())).collect();
        assert_eq!(landed(&paste), expected, "{first:?} {text}: {paste:?}");
        let is_told = !paste.refused.is_empty();
        assert_eq!(is_told, text.contains("没有") || text == "单位资金\t500", "{text}: {paste:?}");
    }
}
