//! Following the list of codes.

use super::*;
use crate::catalog::Catalog;
use crate::disclosure::{CellKey, ColumnNumber, TableNumber};
use crate::evaluate::tests::Draft;

/// A list for 2025 and 2026: one code has a successor, one has two, one is called otherwise, one is new.
fn catalog() -> Catalog {
    let list = "编码,名称,启用年度,停用年度,接替科目\n208,社会保障和就业支出,,,\n20801,管理事务,,2026,\n20801,事务,2026,,\n\
                2080101,旧,,2026,2080102\n2080102,新,2026,,\n2080103,散,,2026,2080104 2080102\n2080104,丁,,,\n\
                2080105,原名,,2026,\n2080105,现名,2026,,\n2100101,别的,2026,,\n";
    Catalog::default().with_user(&Catalog::read_list(list.replace("4 2080102", "4/2080102").as_bytes()).unwrap())
}

/// `draft`, of 2026, evaluated with the list.
fn with<T>(draft: &Draft, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
    let catalog = catalog();
    draft.with(|evaluated| look(Evaluated { catalog: &catalog, ..evaluated }))
}

/// Rows of three tables under their codes of 2025, with a last year's figure.
fn draft() -> Draft {
    let mut draft = Draft::new().code(3, "2080101", &[]).code(5, "2080101", &[]).code(5, "2080105", &[]).project(
        7,
        "",
        "2080101",
        "甲",
        &[(2, "3")],
    );
    draft.disclosure.year = 2026;
    let names = [("2080101", "旧"), ("2080105", "原名")];
    for row in draft.disclosure.tables.values_mut().flat_map(|table| &mut table.rows) {
        let code = row.subject.code().map(|code| code.to_string());
        let named = names.iter().find(|(own, _)| Some(*own) == code.as_deref());
        row.subject = renamed(&row.subject, named.map_or("", |(_, name)| name));
    }
    let cell = CellKey::new(TableNumber(5), RowKey::Code("2080101".parse().unwrap()), ColumnNumber(1));
    draft.disclosure.prior.insert(cell, draft.amount("44.47"));
    draft
}

fn told(draft: &Draft) -> Vec<String> {
    with(draft, |evaluated| codes_since(evaluated, 2025).told())
}

/// `draft` after its codes were followed, with what could not be.
fn followed(draft: Draft) -> (Draft, Vec<String>) {
    let FollowedCodes { step, left } =
        with(&draft, |evaluated| follow_codes(evaluated, &codes_since(evaluated, 2025).followed()).unwrap());
    let before = draft.disclosure.clone();
    let mut disclosure = draft.disclosure.clone();
    step.apply(&mut disclosure);
    let mut again = disclosure.clone();
    step.revert(&mut again);
    assert_eq!(again, before);
    (Draft { disclosure, ..draft }, left)
}

fn rows(draft: &Draft, table: u8) -> Vec<String> {
    let rows = draft.disclosure.table(TableNumber(table)).into_iter().flat_map(|table| &table.rows);
    let named = rows.map(|row| match &row.subject {
        Subject::Code { code, name } => format!("{code} {name}"),
        Subject::Project(project) => format!("{} {}", project.code.unwrap(), project.code_name),
        Subject::Fixed(id) => id.clone(),
    });
    named.collect()
}

#[test]
fn what_changed_for_the_codes_of_a_draft_is_told_and_what_is_new_in_their_classes() {
    assert_eq!(
        told(&draft()),
        [
            "208 01 01 旧：2026 年起停用，由 208 01 02 新 接替",
            "208 01 05 原名：改名为“现名”",
            "新科目 208 01 02 新：2026 年增设",
        ]
    );
    let mut other = draft();
    other.disclosure.year = 2025;
    assert_eq!(with(&other, |evaluated| codes_since(evaluated, 2024)), CodesSince::default());
}

#[test]
fn rows_of_all_tables_follow_with_last_years_figures_and_it_is_told_no_more() {
    let (draft, left) = followed(draft());
    assert_eq!(left, [""; 0]);
    assert_eq!(rows(&draft, 3), ["2080102 新"]);
    assert_eq!(rows(&draft, 5), ["2080102 新", "2080105 现名"]);
    assert_eq!(rows(&draft, 7), ["2080102 新"]);
    let prior: Vec<_> = draft.disclosure.prior.iter().map(|(cell, amount)| (cell.row.clone(), *amount)).collect();
    assert_eq!(prior, [(RowKey::Code("2080102".parse().unwrap()), draft.amount("44.47"))]);
    assert_eq!(told(&draft), ["新科目 208 01 02 新：2026 年增设"]);
}

#[test]
fn a_row_whose_successor_is_there_already_goes_into_it_while_it_is_blank() {
    let (draft, left) = followed(draft().code(5, "2080102", &[]));
    assert_eq!((rows(&draft, 5).len(), left.len()), (2, 0));
    assert_eq!(draft.disclosure.prior.len(), 1);
    // With amounts a person decides.
    let with_amounts = draft_with_amounts();
    let (draft, left) = followed(with_amounts);
    assert!(rows(&draft, 5).iter().any(|row| row.starts_with("2080101")), "{:?}", rows(&draft, 5));
    assert!(left.iter().any(|line| line.starts_with("表5 208 01 01 旧：")), "{left:?}");
}

fn draft_with_amounts() -> Draft {
    let mut draft = draft().code(5, "2080102", &[(2, "1")]);
    let rows = &mut draft.disclosure.table_mut(TableNumber(5)).rows;
    let amount = rows.iter().find_map(|row| row.amounts.values().next().copied()).unwrap();
    let old = rows.iter_mut().find(|row| row.subject.code() == "2080101".parse().ok()).unwrap();
    old.amounts.insert(ColumnNumber(2), amount);
    draft
}

#[test]
fn of_several_successors_none_is_taken() {
    let mut draft = Draft::new().code(3, "2080103", &[]);
    draft.disclosure.year = 2026;
    let rows_before = rows(&draft, 3);
    assert!(told(&draft)[0].contains("由 208 01 04 丁、208 01 02 新 接替"), "{:?}", told(&draft));
    let (draft, left) = followed(draft);
    assert_eq!((rows(&draft, 3), left.len()), (rows_before, 0));
}

#[test]
fn last_years_file_fills_the_row_of_the_successor() {
    use crate::edit::fill_last_year;
    let last = Draft::new().code(5, "2080101", &[(2, "44.47")]).code(5, "2080104", &[(2, "1")]);
    let mut draft = Draft::new().code(5, "2080102", &[(2, "50")]).code(5, "2080104", &[(2, "1")]);
    draft.disclosure.year = 2026;
    let catalog = catalog();
    let filled = draft.with(|this| {
        last.with(|last| {
            fill_last_year(Evaluated { catalog: &catalog, ..this }, Evaluated { catalog: &catalog, ..last })
        })
    });
    filled.step.apply(&mut draft.disclosure);
    let of = |row: &str| {
        let cell = CellKey::new(TableNumber(5), RowKey::Code(row.parse().unwrap()), ColumnNumber(1));
        draft.disclosure.prior.get(&cell).copied()
    };
    assert_eq!(of("2080102"), Some(draft.amount("44.47")));
    assert_eq!((of("2080101"), of("2080104")), (None, Some(draft.amount("1"))));
}
