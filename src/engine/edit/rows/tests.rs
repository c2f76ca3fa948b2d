//! What the steps on rows do. Adding, removing and renaming are tested beside the other steps.

use std::sync::OnceLock;

use fastrand::Rng;

use super::*;
use crate::disclosure::{
    Amount, CellKey, Code, ColumnNumber, Comment, CommentId, CommentPlace, RowKey, Subject, Table, TableNumber,
};
use crate::edit::{Change, EditError, Put, RowPlace, Step};
use crate::evaluate::tests::{Draft, cell, cells};
use crate::evaluate::{CellIndex, CellState};
use crate::form::FormLibrary;

use MoveDirection::{Down, Up};

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

/// The last list of a table: the only one of all that have rows to add.
fn list(evaluated: Evaluated<'_>, table: u8) -> ListIndex {
    evaluated.form.table(TableNumber(table)).unwrap().list_indices().last().unwrap()
}

/// The step that `make` makes of the row of a table.
fn on_row<T>(draft: &Draft, table: u8, row: &str, make: impl FnOnce(Evaluated<'_>, ListIndex, usize) -> T) -> T {
    draft.with(|evaluated| {
        let CellIndex { list, row, .. } = cell(evaluated, table, row, 1);
        make(evaluated, list, row)
    })
}

fn duplicate(draft: &Draft, table: u8, rows: &[&str]) -> Result<Step, EditError> {
    draft.with(|evaluated| {
        let rows: Vec<usize> = rows.iter().map(|row| cell(evaluated, table, row, 1).row).collect();
        duplicate_rows(evaluated, list(evaluated, table), &rows)
    })
}

fn moved(draft: &Draft, table: u8, row: &str, direction: MoveDirection) -> Result<Step, EditError> {
    on_row(draft, table, row, |evaluated, list, row| move_rows(evaluated, list, &[row], direction))
}

fn sort(draft: &Draft, table: u8) -> Result<Step, EditError> {
    draft.with(|evaluated| sort_rows(evaluated, list(evaluated, table)))
}

fn remove_empty(draft: &Draft, table: u8) -> Result<Step, EditError> {
    draft.with(|evaluated| remove_empty_rows(evaluated, list(evaluated, table)))
}

fn take_over(draft: &Draft, table: u8, from: u8) -> Result<Step, EditError> {
    draft.with(|evaluated| take_over_codes(evaluated, list(evaluated, table), list(evaluated, from)))
}

fn recode(draft: &Draft, table: u8, row: &str, to: &str, name: &str) -> Result<Step, EditError> {
    on_row(draft, table, row, |evaluated, list, row| recode_row(evaluated, list, row, code(to), name))
}

/// The forms, loaded once.
fn forms() -> &'static FormLibrary {
    static FORMS: OnceLock<FormLibrary> = OnceLock::new();
    FORMS.get_or_init(|| FormLibrary::builtin().unwrap())
}

/// `draft` after `step`, which taken back gives `draft` again, and whose result a file can hold.
#[track_caller]
fn made(draft: Draft, step: Result<Step, EditError>) -> Draft {
    let step = step.unwrap();
    let mut disclosure = draft.disclosure.clone();
    step.apply(&mut disclosure);
    let changed = disclosure.clone();
    assert_eq!(crate::file::read(&crate::file::write(&changed), forms()).unwrap(), changed);
    step.revert(&mut disclosure);
    assert_eq!(disclosure, draft.disclosure, "undone: {}", step.name);
    step.apply(&mut disclosure);
    assert_eq!(disclosure, changed, "made again: {}", step.name);
    Draft { disclosure, ..draft }
}

fn table(draft: &Draft, table: u8) -> Table {
    draft.disclosure.table(TableNumber(table)).cloned().unwrap_or_default()
}

/// The stored rows of a table: codes, or names of projects.
fn stored(draft: &Draft, number: u8) -> Vec<String> {
    let name = |subject: &Subject| match subject {
        Subject::Fixed(id) => id.clone(),
        Subject::Code { code, .. } => code.to_string(),
        Subject::Project(project) => project.name.clone(),
    };
    table(draft, number).rows.iter().map(|row| name(&row.subject)).collect()
}

/// Where something is stated: table, row, column.
fn stated_places(draft: &Draft) -> Vec<(u8, String, u8)> {
    draft.with(|evaluated| {
        let stated = cells(evaluated).filter(|&cell| evaluated.evaluation.state(cell) == CellState::Stated);
        stated.map(|cell| crate::evaluate::tests::place(evaluated, cell)).collect()
    })
}

fn is_stated(draft: &Draft, table: u8, row: &str, column: u8) -> bool {
    stated_places(draft).contains(&(table, row.to_owned(), column))
}

/// A draft with a row of each of these codes in table 3, in this order.
fn codes(codes: &[&str]) -> Draft {
    codes.iter().fold(Draft::new(), |draft, code| draft.code(3, code, &[(2, "1")]))
}

// Duplicating.

#[test]
fn a_project_is_copied_behind_itself_with_its_amounts_under_a_name_of_its_own() {
    let draft =
        Draft::new().project(7, "", "2080101", "甲", &[(2, "1"), (3, "2")]).project(7, "", "2080101", "乙", &[]);
    let step = duplicate(&draft, 7, &["2080101/甲"]);
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 7), ["甲", "甲（副本）", "乙"]);
    let rows = table(&draft, 7).rows;
    assert_eq!(rows[0].amounts, rows[1].amounts);
    assert_ne!(rows[0].subject.key(), rows[1].subject.key());
    assert_eq!(draft.shown(7, "2080101/甲（副本）", 1), "3.00");
}

#[test]
fn a_copy_of_a_copy_is_another_copy() {
    let mut draft = Draft::new().project(11, "东所", "", "甲", &[]);
    for (row, copies) in [("甲", "甲（副本）"), ("甲（副本）", "甲（副本2）"), ("甲", "甲（副本3）")]
    {
        let step = duplicate(&draft, 11, &[row]);
        draft = made(draft, step);
        assert!(stored(&draft, 11).contains(&copies.to_owned()), "{:?}", stored(&draft, 11));
    }
}

#[test]
fn the_mark_of_a_copy_alone_is_a_name_like_another() {
    let draft = Draft::new().project(7, "", "2080101", "（副本）", &[]);
    let step = duplicate(&draft, 7, &["2080101/（副本）"]);
    assert_eq!(stored(&made(draft, step), 7), ["（副本）", "（副本）（副本）"]);
}

#[test]
fn several_projects_are_copied_at_once_each_only_once() {
    let draft = Draft::new().project(7, "", "2080101", "甲", &[]).project(7, "", "2080101", "乙", &[]);
    let step = duplicate(&draft, 7, &["2080101/乙", "2080101/甲", "2080101/乙"]);
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 7), ["甲", "甲（副本）", "乙", "乙（副本）"]);
    let keys: std::collections::BTreeSet<RowKey> = table(&draft, 7).rows.iter().map(|row| row.subject.key()).collect();
    assert_eq!(keys.len(), 4);
}

#[test]
fn a_copy_drops_what_is_stated_where_it_counts_and_nowhere_else() {
    let draft = Draft::new()
        .code(5, "2080101", &[])
        .project(7, "", "2080101", "甲", &[(2, "1")])
        .project(7, "", "2080501", "乙", &[(2, "1")])
        .all_stated();
    let step = duplicate(&draft, 7, &["2080101/甲"]);
    let draft = made(draft, step);
    assert!(!is_stated(&draft, 5, "2080101", 3) && !is_stated(&draft, 5, "total", 1));
    assert!(!is_stated(&draft, 7, "20801", 1) && !is_stated(&draft, 7, "total", 1));
    assert!(is_stated(&draft, 7, "20805", 1) && is_stated(&draft, 7, "2080101/甲", 1));
    assert!(!is_stated(&draft, 7, "2080101/甲（副本）", 1));
}

#[test]
fn only_projects_can_be_copied() {
    let draft = Draft::new().code(3, "2080101", &[]).project(7, "", "2080101", "甲", &[]);
    assert_eq!(duplicate(&draft, 3, &["2080101"]), Err(EditError::CodeExists(code("2080101"))));
    assert_eq!(duplicate(&draft, 7, &["2080101/甲", "20801"]), Err(EditError::DerivedRowStays("复制")));
    assert_eq!(duplicate(&draft, 10, &["abroad"]), Err(EditError::FixedRows));
}

// Moving.

#[test]
fn a_row_moves_past_its_neighbour_under_the_same_total() {
    let draft = codes(&["2080101", "2080102", "2080103"]);
    let step = moved(&draft, 3, "2080103", Up);
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 3), ["2080101", "2080103", "2080102"]);
    let step = moved(&draft, 3, "2080101", Down);
    assert_eq!(stored(&made(draft, step), 3), ["2080103", "2080101", "2080102"]);
}

#[test]
fn a_row_at_the_edge_of_its_total_stays() {
    let draft = codes(&["2080101", "2080102", "2080501"]);
    assert_eq!(moved(&draft, 3, "2080101", Up), Err(EditError::AlreadyFirst));
    assert_eq!(moved(&draft, 3, "2080102", Down), Err(EditError::AlreadyLast));
    assert_eq!(moved(&draft, 3, "208", Up), Err(EditError::AlreadyFirst));
    assert_eq!(moved(&draft, 3, "208", Down), Err(EditError::AlreadyLast));
}

#[test]
fn a_total_moves_with_its_rows_past_its_neighbour_of_the_same_level() {
    let draft = codes(&["2080101", "2080102", "2080501", "2080502", "2100101"]);
    let step = moved(&draft, 3, "20801", Down);
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 3), ["2080501", "2080502", "2080101", "2080102", "2100101"]);
    let step = moved(&draft, 3, "210", Up);
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 3), ["2100101", "2080501", "2080502", "2080101", "2080102"]);
}

#[test]
fn a_row_above_the_deepest_level_moves_past_a_total_beside_it() {
    let draft = codes(&["20801", "2080501", "2080502"]);
    let step = moved(&draft, 3, "20801", Down);
    assert_eq!(stored(&made(draft, step), 3), ["2080501", "2080502", "20801"]);
}

fn moved_together(draft: &Draft, table: u8, rows: &[&str], direction: MoveDirection) -> Result<Step, EditError> {
    draft.with(|evaluated| {
        let rows: Vec<usize> = rows.iter().map(|row| cell(evaluated, table, row, 1).row).collect();
        move_rows(evaluated, list(evaluated, table), &rows, direction)
    })
}

#[test]
fn selected_rows_move_together_and_a_total_takes_its_own_along() {
    let draft = || codes(&["2080101", "2080102", "2080103", "2080201", "2100101"]);
    let two = ["2080102", "2080103"];
    let up = made(draft(), moved_together(&draft(), 3, &two, Up));
    assert_eq!(stored(&up, 3), ["2080102", "2080103", "2080101", "2080201", "2100101"]);
    assert_eq!(moved_together(&up, 3, &two, Up), Err(EditError::AlreadyFirst));
    let down = made(draft(), moved_together(&draft(), 3, &["2080101", "2080102"], Down));
    assert_eq!(stored(&down, 3), ["2080103", "2080101", "2080102", "2080201", "2100101"]);
    assert_eq!(moved_together(&draft(), 3, &two, Down), Err(EditError::AlreadyLast));
    // A total with some of what is below it is that total.
    let block = made(draft(), moved_together(&draft(), 3, &["20801", "2080101", "2080102"], Down));
    assert_eq!(stored(&block, 3), ["2080201", "2080101", "2080102", "2080103", "2100101"]);
    // All of two 款 that stand beside each other move past a third; rows of different totals do not.
    let three = codes(&["2080101", "2080201", "2080301"]);
    let step = moved_together(&three, 3, &["20801", "2080101", "20802", "2080201"], Down);
    assert_eq!(stored(&made(three, step), 3), ["2080301", "2080101", "2080201"]);
    let across = ["2080103", "20802", "2080201"];
    assert_eq!(moved_together(&draft(), 3, &across, Up), Err(EditError::NotBeside));
    assert_eq!(moved_together(&draft(), 3, &["2080101", "2080103"], Down), Err(EditError::NotBeside));
    assert_eq!(moved_together(&draft(), 3, &["total", "208", "2080101"], Down), Err(EditError::TotalStays));
}

#[test]
fn blocks_whose_rows_are_stored_apart_move_as_they_are_printed() {
    let draft = codes(&["2080101", "2080501", "2010101", "2080102", "2080502"]);
    let printed = ["total", "208", "20801", "2080101", "2080102", "20805", "2080501", "2080502", "201"];
    assert_eq!(draft.rows(3)[..9], printed);
    let step = moved(&draft, 3, "20805", Up);
    let draft = made(draft, step);
    let printed = ["total", "208", "20805", "2080501", "2080502", "20801", "2080101", "2080102", "201"];
    assert_eq!(draft.rows(3)[..9], printed);
}

#[test]
fn projects_and_units_move() {
    let draft = Draft::new().project(11, "东所", "", "甲", &[(3, "1")]).project(11, "东所", "", "乙", &[]).project(
        11,
        "西所",
        "",
        "丙",
        &[],
    );
    let step = moved(&draft, 11, "乙", Up);
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 11), ["乙", "甲", "丙"]);
    assert_eq!(moved(&draft, 11, "甲", Down), Err(EditError::AlreadyLast));
    let step = moved(&draft, 11, "西所", Up);
    assert_eq!(stored(&made(draft, step), 11), ["丙", "乙", "甲"]);
}

#[test]
fn moving_changes_nothing_but_the_order() {
    let draft = codes(&["2080101", "2080501"]).all_stated();
    let (figures, stated) = (draft.shown(3, "total", 1), stated_places(&draft).len());
    let step = moved(&draft, 3, "20805", Up);
    let draft = made(draft, step);
    assert_eq!((draft.shown(3, "total", 1), stated_places(&draft).len()), (figures, stated));
}

#[test]
fn rows_whose_place_is_given_do_not_move() {
    let draft = codes(&["2080101"]);
    assert_eq!(moved(&draft, 3, "total", Down), Err(EditError::TotalStays));
    assert_eq!(moved(&draft, 10, "abroad", Down), Err(EditError::FixedOrder));
}

#[test]
fn a_new_row_goes_to_its_own_where_blocks_were_moved() {
    let draft = codes(&["2080501", "2080101"]);
    let add = |text: &str| {
        draft.with(|evaluated| {
            let new = NewRow { code: Some(code(text)), ..NewRow::default() };
            add_row(evaluated, list(evaluated, 3), new)
        })
    };
    let after = |text: &str| {
        let mut disclosure = draft.disclosure.clone();
        add(text).unwrap().apply(&mut disclosure);
        stored(&Draft { disclosure, ..Draft::new() }, 3)
    };
    assert_eq!(after("2080102"), ["2080501", "2080101", "2080102"]);
    assert_eq!(after("2080502"), ["2080501", "2080502", "2080101"]);
    assert_eq!(after("2089901"), ["2080501", "2080101", "2089901"]);
    assert_eq!(after("2070101"), ["2070101", "2080501", "2080101"]);
}

// Sorting.

#[test]
fn rows_are_sorted_by_code() {
    let draft = codes(&["2100101", "2080501", "2080102", "2080101", "20803"]).all_stated();
    let stated = stated_places(&draft).len();
    let step = sort(&draft, 3);
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 3), ["2080101", "2080102", "20803", "2080501", "2100101"]);
    assert_eq!(stated_places(&draft).len(), stated);
}

#[test]
fn projects_are_sorted_unit_by_unit_and_those_of_one_code_keep_their_order() {
    let draft = Draft::new()
        .project(7, "西所", "2080501", "一", &[])
        .project(7, "东所", "2080101", "二", &[])
        .project(7, "西所", "2080101", "三", &[])
        .project(7, "东所", "2080101", "四", &[])
        .project(7, "西所", "2080101", "五", &[]);
    let step = sort(&draft, 7);
    assert_eq!(stored(&made(draft, step), 7), ["三", "五", "一", "二", "四"]);
}

#[test]
fn sorting_what_is_sorted_or_empty_changes_nothing() {
    assert_eq!(sort(&codes(&["2080101", "2080102"]), 3).unwrap().changes, []);
    assert_eq!(sort(&Draft::new(), 3).unwrap().changes, []);
    assert_eq!(sort(&Draft::new(), 10), Err(EditError::FixedOrder));
}

#[test]
fn a_row_out_of_order_is_the_only_one_that_sorting_touches() {
    let step = sort(&codes(&["2080109", "2080101", "2080102", "2080103"]), 3).unwrap();
    let rows = step.changes.iter().map(|change| match change {
        Change::Row(put) => put.to.as_ref().or(put.from.as_ref())?.subject.code(),
        _ => None,
    });
    assert_eq!(rows.collect::<Vec<_>>(), [Some(code("2080109")); 2]);
}

// Removing empty rows.

#[test]
fn rows_without_a_figure_are_removed() {
    let draft = Draft::new()
        .code(3, "2080101", &[])
        .code(3, "2080102", &[(2, "1")])
        .code(3, "2080103", &[(2, "0")])
        .code(3, "2080104", &[(2, "1"), (3, "-1")])
        .code(3, "2100101", &[]);
    let step = remove_empty(&draft, 3);
    assert_eq!(step.as_ref().unwrap().name, "删除空行 表3 3 行");
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 3), ["2080102", "2080104"]);
    assert_eq!(remove_empty(&draft, 3).unwrap().changes, []);
}

#[test]
fn a_row_with_a_figure_from_another_table_is_not_empty() {
    let draft =
        Draft::new().code(5, "2080101", &[]).code(5, "2080102", &[]).project(7, "", "2080101", "甲", &[(2, "1")]);
    let step = remove_empty(&draft, 5);
    assert_eq!(stored(&made(draft, step), 5), ["2080101"]);
}

#[test]
fn a_row_with_a_stated_amount_is_not_empty() {
    let draft = Draft::new().code(3, "2080101", &[]).code(3, "2080102", &[]).stated(3, "2080102", 1, "5");
    let step = remove_empty(&draft, 3);
    assert_eq!(stored(&made(draft, step), 3), ["2080102"]);
}

#[test]
fn empty_rows_stay_where_a_total_with_a_stated_amount_would_go_with_them() {
    let draft = Draft::new()
        .code(3, "2080101", &[])
        .code(3, "2080102", &[])
        .code(3, "2080501", &[])
        .code(3, "2100101", &[])
        .stated(3, "20801", 2, "5")
        .stated(3, "total", 2, "5");
    let step = remove_empty(&draft, 3);
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 3), ["2080101", "2080102"]);
    assert!(is_stated(&draft, 3, "20801", 2) && is_stated(&draft, 3, "total", 2));
}

#[test]
fn rows_that_the_form_prescribes_are_not_removed() {
    assert_eq!(remove_empty(&Draft::new(), 10), Err(EditError::FixedRows));
}

// Taking over codes.

#[test]
fn missing_codes_are_taken_over_with_their_names_and_without_amounts() {
    let draft = Draft::new().code(3, "2080102", &[(2, "1")]).code(2, "2080101", &[(3, "1")]).code(2, "2080102", &[]);
    let step = take_over(&draft, 3, 2);
    assert_eq!(step.as_ref().unwrap().name, "取表2的科目 表3 1 行");
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 3), ["2080101", "2080102"]);
    let row = table(&draft, 3).rows.remove(0);
    assert_eq!(row.subject, Subject::Code { code: code("2080101"), name: "科目2080101".into() });
    assert!(row.amounts.is_empty());
    assert_eq!(take_over(&draft, 3, 2).unwrap().changes, []);
}

#[test]
fn the_codes_of_projects_are_taken_over_once_under_the_names_of_the_catalogue() {
    let draft = Draft::new().project(7, "", "2080109", "甲", &[]).project(7, "", "2080109", "乙", &[]);
    let step = take_over(&draft, 5, 7);
    let draft = made(draft, step);
    let subject = Subject::Code { code: code("2080109"), name: "社会保险经办机构".into() };
    assert_eq!(table(&draft, 5).rows.into_iter().map(|row| row.subject).collect::<Vec<_>>(), [subject]);
}

#[test]
fn codes_above_or_below_existing_ones_are_left_out_and_counted() {
    let draft = codes(&["20801", "2080501"]);
    let draft = ["2080101", "20805", "210"].iter().fold(draft, |draft, code| draft.code(2, code, &[]));
    let step = take_over(&draft, 3, 2);
    assert_eq!(step.as_ref().unwrap().name, "取表2的科目 表3 1 行（2 个与已有科目是上下级，未取）");
    assert_eq!(stored(&made(draft, step), 3), ["20801", "2080501", "210"]);
}

#[test]
fn a_row_that_brings_a_figure_from_another_table_drops_what_is_stated_above_it() {
    let draft = Draft::new()
        .project(7, "", "2080101", "甲", &[(2, "1")])
        .code(5, "2080102", &[(2, "1")])
        .code(2, "2080101", &[])
        .all_stated();
    assert!(!is_stated(&draft, 5, "total", 3) && is_stated(&draft, 5, "total", 2));
    let step = take_over(&draft, 5, 2);
    let draft = made(draft, step);
    assert_eq!(draft.shown(5, "total", 3), "1.00");
    assert!(is_stated(&draft, 5, "total", 2) && !is_stated(&draft, 5, "total", 1));
}

#[test]
fn codes_are_taken_over_only_between_lists_of_codes_of_one_classification() {
    let draft = Draft::new().code(2, "2080101", &[]);
    assert_eq!(take_over(&draft, 6, 2), Err(EditError::OtherClassification));
    assert_eq!(take_over(&draft, 2, 6), Err(EditError::OtherClassification));
    assert_eq!(take_over(&draft, 7, 2), Err(EditError::CodesNeedProjects));
    assert_eq!(take_over(&draft, 11, 2), Err(EditError::CodesNeedProjects));
    assert_eq!(take_over(&draft, 10, 2), Err(EditError::FixedRows));
    for from in [1, 4, 10, 11] {
        assert_eq!(take_over(&draft, 3, from), Err(EditError::NoCodes), "表{from}");
    }
    assert_eq!(take_over(&draft, 2, 2).unwrap().changes, []);
}

// Another code.

#[test]
fn a_row_keeps_its_amounts_under_another_code_and_goes_where_that_belongs() {
    let draft = Draft::new().code(3, "2080101", &[(2, "1")]).code(3, "2080102", &[]).code(3, "2080501", &[]);
    let step = recode(&draft, 3, "2080101", "2080103", " 新名 ");
    assert_eq!(step.as_ref().unwrap().name, "修改编码 表3 208 01 01 → 208 01 03");
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 3), ["2080102", "2080103", "2080501"]);
    assert_eq!(table(&draft, 3).rows[1].subject, Subject::Code { code: code("2080103"), name: "新名".into() });
    assert_eq!(draft.shown(3, "2080103", 2), "1.00");
}

#[test]
fn a_row_that_is_at_the_right_place_stays_there() {
    let draft = codes(&["2080101", "2080105"]);
    let step = recode(&draft, 3, "2080101", "2080103", "名").unwrap();
    assert!(matches!(step.changes[..], [Change::Subject(Put { place: RowPlace { row: 0, .. }, .. })]), "{step:?}");
    let step = recode(&draft, 3, "2080105", "2080105", "名").unwrap();
    assert!(matches!(step.changes[..], [Change::Subject(Put { place: RowPlace { row: 1, .. }, .. })]), "{step:?}");
    assert_eq!(recode(&draft, 3, "2080105", "2080105", "科目2080105").unwrap().changes, []);
}

#[test]
fn another_code_is_checked_like_that_of_a_new_row() {
    let draft = codes(&["2080101", "2080102", "20805"]).code(6, "30101", &[]).project(11, "东所", "", "甲", &[]);
    let refusal = |table, row, to| recode(&draft, table, row, to, "").unwrap_err();
    assert_eq!(refusal(3, "2080101", "2080102"), EditError::CodeExists(code("2080102")));
    assert_eq!(refusal(3, "2080101", "2080501"), EditError::CodeOverlaps(code("2080501"), code("20805")));
    assert_eq!(refusal(3, "2080101", "20801"), EditError::CodeOverlaps(code("20801"), code("2080102")));
    assert_eq!(refusal(6, "30101", "3010101"), EditError::CodeTooDeep(code("3010101"), "款"));
    assert_eq!(refusal(3, "20801", "20802"), EditError::DerivedRowStays("改编码"));
    assert_eq!(refusal(3, "total", "20802"), EditError::DerivedRowStays("改编码"));
    assert_eq!(refusal(11, "甲", "20802"), EditError::NoCodes);
    assert_eq!(refusal(10, "abroad", "20802"), EditError::FixedRows);
}

#[test]
fn a_row_alone_may_move_to_the_level_above_or_below_its_own() {
    let draft = codes(&["2080101"]).all_stated();
    let step = recode(&draft, 3, "2080101", "20801", "款");
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 3), ["20801"]);
    // What was stated of the sum in the columns that are entered has no place in the row.
    assert!(is_stated(&draft, 3, "20801", 1) && !is_stated(&draft, 3, "20801", 2));
    let step = recode(&draft, 3, "20801", "2080109", "项");
    let draft = made(draft, step);
    assert!(is_stated(&draft, 3, "2080109", 1) && !is_stated(&draft, 3, "20801", 1));
}

#[test]
fn what_is_stated_in_the_row_follows_and_totals_that_stay_the_same_keep_theirs() {
    let draft = codes(&["2080101", "2080102", "2080501"]).stated(3, "2080101", 1, "1.01").all_stated();
    let step = recode(&draft, 3, "2080101", "2080103", "名");
    let draft = made(draft, step);
    assert_eq!(draft.shown(3, "2080103", 1), "1.01");
    assert!(is_stated(&draft, 3, "20801", 1) && is_stated(&draft, 3, "208", 1) && is_stated(&draft, 3, "total", 1));
}

#[test]
fn totals_that_lose_or_win_the_row_drop_what_is_stated_in_them() {
    let draft = codes(&["2080101", "2080102", "2080501"]).all_stated();
    let step = recode(&draft, 3, "2080101", "2080502", "名");
    let draft = made(draft, step);
    assert!(!is_stated(&draft, 3, "20801", 1) && !is_stated(&draft, 3, "20805", 1));
    assert!(is_stated(&draft, 3, "208", 1) && is_stated(&draft, 3, "total", 1));
    assert!(is_stated(&draft, 3, "2080502", 1));
}

#[test]
fn a_total_that_goes_with_the_code_takes_what_is_stated_in_it_along() {
    let draft = codes(&["2080101", "2100101"]).all_stated();
    let step = recode(&draft, 3, "2080101", "2100102", "名");
    let draft = made(draft, step);
    let rows: Vec<RowKey> = table(&draft, 3).stated.into_keys().map(|(row, _)| row).collect();
    assert!(rows.iter().all(|row| row.code().is_none_or(|code| code.class() == self::code("210"))), "{rows:?}");
    // 表1 and 表4 list the classes.
    assert!(!is_stated(&draft, 1, "208", 1) && !is_stated(&draft, 1, "210", 1));
}

#[test]
fn a_figure_that_the_code_looks_up_elsewhere_is_looked_up_anew() {
    let draft = Draft::new()
        .code(5, "2080101", &[(2, "1")])
        .project(7, "", "2080101", "甲", &[(2, "1")])
        .project(7, "", "2080102", "乙", &[(2, "2")])
        .all_stated();
    let step = recode(&draft, 5, "2080101", "2080102", "名");
    let draft = made(draft, step);
    assert_eq!((draft.shown(5, "2080102", 3), draft.shown(5, "total", 3)), ("2.00".to_owned(), "2.00".to_owned()));
    assert!(is_stated(&draft, 5, "20801", 2) && !is_stated(&draft, 5, "20801", 3));
}

#[test]
fn a_project_goes_under_another_code() {
    let draft = Draft::new()
        .code(5, "2080101", &[])
        .code(5, "2080501", &[])
        .project(7, "", "2080101", "甲", &[(2, "1")])
        .project(7, "", "2080501", "乙", &[(2, "2")])
        .all_stated();
    let step = recode(&draft, 7, "2080101/甲", "2080501", "新名");
    let draft = made(draft, step);
    assert_eq!(stored(&draft, 7), ["乙", "甲"]);
    let project = table(&draft, 7).rows[1].subject.project().unwrap().clone();
    assert_eq!((project.code, project.code_name.as_str()), (Some(code("2080501")), "新名"));
    assert_eq!((draft.shown(5, "2080501", 3), draft.shown(5, "2080101", 3)), ("3.00".to_owned(), String::new()));
    assert!(is_stated(&draft, 7, "2080501/甲", 1) && is_stated(&draft, 7, "total", 1));
}

#[test]
fn comments_follow_their_row() {
    let mut draft = codes(&["2080101", "2080102"]);
    let of = |row: &str| CellKey::new(TableNumber(3), RowKey::Code(code(row)), ColumnNumber(2));
    for (id, row) in [(1, "2080101"), (2, "2080102")] {
        let comment = Comment {
            id: CommentId(id),
            place: CommentPlace::Cell(of(row)),
            about: String::new(),
            author: "甲".into(),
            written: "2025-01-31 16:05".into(),
            text: "批".into(),
            replies: Vec::new(),
            resolved: None,
        };
        draft.disclosure.comments.push(comment);
    }
    let step = recode(&draft, 3, "2080101", "2080103", "名");
    let draft = made(draft, step);
    let commented: Vec<_> = draft.disclosure.comments.iter().map(|comment| comment.place.clone()).collect();
    assert_eq!(commented, ["2080103", "2080102"].map(|row| CommentPlace::Cell(of(row))));
}

// A sum that a source prints alone.

#[test]
fn a_row_added_where_only_a_sum_was_stated_can_be_stored() {
    let mut draft = Draft::new().code(2, "20801", &[]);
    let amount = draft.amount("5");
    let stated = &mut draft.disclosure.table_mut(TableNumber(3)).stated;
    for column in 1..=3 {
        stated.insert((RowKey::Code(code("20801")), ColumnNumber(column)), amount);
    }
    let added = draft.with(|evaluated| {
        let new = NewRow { code: Some(code("20801")), ..NewRow::default() };
        add_row(evaluated, list(evaluated, 3), new)
    });
    let taken = take_over(&draft, 3, 2);
    for step in [added, taken] {
        let draft = made(Draft { disclosure: draft.disclosure.clone(), ..Draft::new() }, step);
        let stated: Vec<_> = table(&draft, 3).stated.into_iter().collect();
        assert_eq!(stated, [((RowKey::Code(code("20801")), ColumnNumber(1)), amount)]);
    }
}

// Any steps.

/// Something that a person might do with the rows of a table, if it can be done.
fn any_step(draft: &Draft, numbers: &mut Rng) -> Option<Step> {
    const CODES: [&str; 9] = ["208", "20801", "2080101", "2080102", "2080199", "20805", "2080505", "2230105", "30101"];
    draft.with(|evaluated| {
        let lists: Vec<ListIndex> = [2, 3, 5, 6, 7, 11].map(|table| list(evaluated, table)).into();
        let list = lists[numbers.usize(..lists.len())];
        let row = numbers.usize(..evaluated.evaluation.layout(list).rows.len());
        let code = code(CODES[numbers.usize(..CODES.len())]);
        let step = match numbers.usize(..12) {
            0..=2 => {
                let unit = ["", "东所", "西所"][numbers.usize(..3)].to_owned();
                let new = NewRow { code: Some(code), project: "项目".into(), unit: Some(unit), ..NewRow::default() };
                add_row(evaluated, list, new)
            }
            3 => duplicate_rows(evaluated, list, &[row]),
            4 | 5 => move_rows(evaluated, list, &[row], Up),
            6 | 7 => move_rows(evaluated, list, &[row], Down),
            8 => sort_rows(evaluated, list),
            9 => take_over_codes(evaluated, list, lists[numbers.usize(..lists.len())]),
            10 if numbers.usize(..4) == 0 => remove_empty_rows(evaluated, list),
            _ => recode_row(evaluated, list, row, code, "名"),
        };
        step.ok()
    })
}

/// States and enters amounts in any cells.
fn fill(draft: &mut Draft, numbers: &mut Rng) {
    let step = draft.with(|evaluated| {
        let all: Vec<CellIndex> = cells(evaluated).collect();
        let some: Vec<(CellIndex, Option<Amount>)> = (0..6)
            .map(|_| (all[numbers.usize(..all.len())], Some(draft.amount(["1", "2.5", "-1"][numbers.usize(..3)]))))
            .collect();
        crate::edit::set_amounts(evaluated, "录入", &some)
    });
    step.apply(&mut draft.disclosure);
}

#[test]
fn any_steps_on_rows_are_undone_made_again_and_can_be_stored() {
    let sample = include_str!("../../../../assets/samples/shayibak-2025.budget");
    let whole = crate::file::read(sample, forms()).unwrap();
    let empty = Draft::new().disclosure;
    for seed in 0..4 {
        let disclosure = if seed % 2 == 0 { empty.clone() } else { whole.clone() };
        let mut draft = Draft { disclosure, ..Draft::new() };
        let mut numbers = Rng::with_seed(seed);
        let mut count = 0;
        while count < 120 {
            if let Some(step) = any_step(&draft, &mut numbers) {
                draft = made(draft, Ok(step));
                count += 1;
            }
            if numbers.usize(..6) == 0 {
                fill(&mut draft, &mut numbers);
            }
        }
    }
}

#[test]
fn any_move_swaps_two_neighbours_in_print_and_leaves_the_rest() {
    let mut numbers = Rng::with_seed(7);
    for _ in 0..60 {
        // Rows in any order, so that blocks are stored apart.
        let mut all = vec!["2080101", "2080102", "20802", "2080501", "2080502", "2100101", "2100102", "2100501", "212"];
        let mut mixed = Vec::new();
        while !all.is_empty() {
            mixed.push(all.remove(numbers.usize(..all.len())));
        }
        let mut draft = codes(&mixed);
        for row in draft.rows(3) {
            let Ok(step) = moved(&draft, 3, &row, Up) else { continue };
            let mut expected = draft.rows(3);
            let (start, length, above) = draft.with(|evaluated| {
                let CellIndex { list, row, .. } = cell(evaluated, 3, &row, 1);
                let layout = evaluated.evaluation.layout(list);
                let parent = layout.rows[row].parent().unwrap();
                let above = layout.children(parent).take_while(|&child| child != row).last().unwrap();
                let end = (row + 1..layout.rows.len()).find(|&below| layout.rows[below].parent().unwrap() < row);
                (row, end.unwrap_or(layout.rows.len()) - row, above)
            });
            expected[above..start + length].rotate_left(start - above);
            step.apply(&mut draft.disclosure);
            assert_eq!(draft.rows(3), expected, "{mixed:?}, {row} up");
            step.revert(&mut draft.disclosure);
        }
    }
}

/// `draft` with last year's figures: table, code, column, amount.
fn with_prior(mut draft: Draft, prior: &[(u8, &str, u8, &str)]) -> Draft {
    for (table, row, column, amount) in prior {
        let cell = CellKey::new(TableNumber(*table), RowKey::Code(code(row)), ColumnNumber(*column));
        draft.disclosure.prior.insert(cell, draft.amount(amount));
    }
    draft
}

#[test]
fn last_years_figures_go_with_the_code() {
    for (prior, wanted) in [
        (&[(5, "2080101", 1, "44.47")][..], &[(5, "2080103", 1, "44.47")][..]),
        // What was under both codes last year is under one now.
        (&[(5, "2080101", 1, "40"), (5, "2080103", 1, "4.47")], &[(5, "2080103", 1, "44.47")]),
        (&[(5, "2080103", 1, "4")], &[(5, "2080103", 1, "4")]),
        (
            &[(5, "2080101", 1, "3"), (5, "2080101", 2, "1"), (3, "2080101", 1, "9"), (5, "2080102", 1, "7")],
            &[(5, "2080103", 1, "3"), (5, "2080103", 2, "1"), (3, "2080101", 1, "9"), (5, "2080102", 1, "7")],
        ),
        (&[], &[]),
    ] {
        let draft = with_prior(Draft::new().code(5, "2080101", &[(2, "1")]).code(5, "2080102", &[]), prior);
        let step = recode(&draft, 5, "2080101", "2080103", "名");
        let draft = made(draft, step);
        let expected = with_prior(Draft::new(), wanted).disclosure.prior;
        assert_eq!(draft.disclosure.prior, expected, "{prior:?}");
    }
    // A wrong code is put right without them: they are those of the codes under which they stand.
    let draft = with_prior(Draft::new().code(5, "2080101", &[(2, "1")]), &[(5, "2080101", 1, "44.47")]);
    let step = on_row(&draft, 5, "2080101", |evaluated, list, row| {
        recode::correct_code(evaluated, list, row, code("2080103"), "名")
    });
    let prior = draft.disclosure.prior.clone();
    assert_eq!(made(draft, step).disclosure.prior, prior);
}

#[test]
fn no_sentence_tells_that_money_ended_under_one_code_and_began_under_another() {
    let told = |draft: &Draft| {
        draft.with(|evaluated| {
            let paragraphs = crate::narrative::narrate(evaluated);
            let texts: Vec<String> = paragraphs.iter().map(|paragraph| paragraph.text("（待填）")).collect();
            texts.join("\n")
        })
    };
    let draft = with_prior(Draft::new().code(5, "2080101", &[(2, "44.47")]), &[(5, "2080101", 1, "44.47")]);
    let mut other = draft.disclosure.clone();
    on_row(&draft, 5, "2080101", |evaluated, list, row| {
        remove_rows(evaluated, list, &[row]).unwrap().apply(&mut other);
    });
    let other = Draft { disclosure: other, ..Draft::new() }.code(5, "2080103", &[(2, "44.47")]);
    assert!(told(&other).contains("下降100.00%"), "the sentences no longer tell what ended: {}", told(&other));
    let step = recode(&draft, 5, "2080101", "2080103", "名");
    let draft = made(draft, step);
    let told = told(&draft);
    assert!(!told.contains("下降100.00%"), "{told}");
    assert!(told.contains("2025年预算数为44.47万元，比上年预算增加0.00万元，增长0.00%"), "{told}");
}

#[test]
fn what_is_filled_in_for_a_row_goes_with_its_code() {
    use crate::disclosure::{SlotValue, TextKey};
    let mut draft = Draft::new().code(5, "2080101", &[(2, "1")]);
    let keys = draft.with(|evaluated| {
        let keys = evaluated.form.form_keys();
        let repeated = |table: u8| {
            let place = evaluated.form.tables.iter().position(|own| own.number == TableNumber(table)).unwrap();
            keys.repeated.iter().find(|repeated| repeated.table == place).unwrap().id.clone()
        };
        repeated(5)
    });
    let key = |row: &str| TextKey { id: format!("{keys}.reason"), row: Some(RowKey::Code(code(row))) };
    let other = TextKey { id: "elsewhere.reason".into(), row: Some(RowKey::Code(code("2080101"))) };
    draft.disclosure.slots.insert(key("2080101"), SlotValue::Text("因为".into()));
    draft.disclosure.slots.insert(other.clone(), SlotValue::Text("别处".into()));
    draft.disclosure.last_reasons.insert(key("2080101"), "上年因为".into());
    let step = recode(&draft, 5, "2080101", "2080103", "名").unwrap();
    let before = draft.disclosure.clone();
    step.apply(&mut draft.disclosure);
    let slots = &draft.disclosure.slots;
    assert_eq!(slots.get(&key("2080103")), Some(&SlotValue::Text("因为".into())));
    assert!(!slots.contains_key(&key("2080101")) && slots.contains_key(&other));
    assert_eq!(draft.disclosure.last_reasons.get(&key("2080103")).map(String::as_str), Some("上年因为"));
    step.revert(&mut draft.disclosure);
    assert_eq!(draft.disclosure, before);
}
