use fastrand::Rng;

use super::*;
use crate::disclosure::{
    Amount, Bound, CellKey, Code, ColumnNumber, Disclosure, Kind, Rewording, RowKey, Subject, Table, TableNumber,
    TextKey,
};
use crate::evaluate::tests::{Draft, cell, cells};
use crate::evaluate::{CellIndex, Evaluated};
use crate::form::ListIndex;
use crate::narrative::narrate;

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

impl Draft {
    fn set(&self, cells: &[((u8, &str, u8), &str)]) -> Step {
        self.with(|evaluated| {
            let cells = cells.iter().map(|((table, row, column), amount)| {
                let amount = (!amount.is_empty()).then(|| self.amount(amount));
                (cell(evaluated, *table, row, *column), amount)
            });
            set_amounts(evaluated, "录入", &cells.collect::<Vec<_>>())
        })
    }

    fn add(&self, table: u8, new: NewRow) -> Result<Step, EditError> {
        self.with(|evaluated| add_row(evaluated, list(evaluated, table), new))
    }

    fn add_code(&self, table: u8, text: &str) -> Result<Step, EditError> {
        self.add(table, NewRow { code: Some(code(text)), code_name: "名".into(), ..NewRow::default() })
    }

    fn remove(&self, table: u8, rows: &[&str]) -> Result<Step, EditError> {
        self.with(|evaluated| {
            let rows: Vec<usize> = rows.iter().map(|row| cell(evaluated, table, row, 1).row).collect();
            remove_rows(evaluated, list(evaluated, table), &rows)
        })
    }

    fn rename(&self, table: u8, row: &str, is_project: bool, name: &str) -> Result<Step, EditError> {
        self.with(|evaluated| {
            let CellIndex { list, row, .. } = cell(evaluated, table, row, 1);
            rename_row(evaluated, list, row, is_project, name)
        })
    }

    fn table(&self, table: u8) -> Table {
        self.disclosure.table(TableNumber(table)).cloned().unwrap_or_default()
    }

    /// The stored rows of a table.
    fn stored(&self, table: u8) -> Vec<String> {
        let name = |subject: &Subject| match subject {
            Subject::Fixed(id) => id.clone(),
            Subject::Code { code, .. } => code.to_string(),
            Subject::Project(project) => project.name.clone(),
        };
        self.table(table).rows.iter().map(|row| name(&row.subject)).collect()
    }

    /// What is stated in a cell.
    fn states(&self, table: u8, row: RowKey, column: u8) -> Option<Amount> {
        self.disclosure.stated(&CellKey::new(TableNumber(table), row, ColumnNumber(column)))
    }
}

impl Step {
    fn apply_to(self, mut draft: Draft) -> Draft {
        self.apply(&mut draft.disclosure);
        draft
    }
}

/// The last list of a table: the only one of all that have rows to add.
fn list(evaluated: Evaluated<'_>, table: u8) -> ListIndex {
    evaluated.form.table(TableNumber(table)).unwrap().list_indices().last().unwrap()
}

/// Asserts that `step` changes `draft`, that taking it back gives the same disclosure, and that making it again gives
/// the changed one.
#[track_caller]
fn assert_undoable(draft: &Draft, step: Step) {
    let mut disclosure = draft.disclosure.clone();
    step.apply(&mut disclosure);
    let changed = disclosure.clone();
    assert_ne!(changed, draft.disclosure, "nothing was changed");
    step.revert(&mut disclosure);
    assert_eq!(disclosure, draft.disclosure, "undone");
    step.apply(&mut disclosure);
    assert_eq!(disclosure, changed, "made again");
}

/// Rows of every kind, with everything stated.
fn stated() -> Draft {
    Draft::new()
        .fixed(10, "abroad", &[(2, "1")])
        .fixed(10, "reception", &[(2, "2"), (3, "4")])
        .code(5, "2080101", &[(2, "1")])
        .code(5, "2080501", &[(2, "1")])
        .project(7, "东所", "2080101", "甲", &[(3, "1")])
        .project(7, "", "2080501", "乙", &[(3, "1")])
        .all_stated()
}

// Each command, made, undone and made again.

#[test]
fn an_entered_amount_is_undone_and_made_again() {
    assert_undoable(&stated(), stated().set(&[((5, "2080101", 2), "7")]));
    assert_undoable(&stated(), stated().set(&[((5, "2080101", 2), "")]));
    assert_undoable(
        &Draft::new().code(5, "2080101", &[]),
        Draft::new().code(5, "2080101", &[]).set(&[((5, "2080101", 2), "7")]),
    );
}

#[test]
fn a_stated_amount_is_undone_and_made_again() {
    assert_undoable(&stated(), stated().set(&[((5, "total", 2), "7")]));
    assert_undoable(&stated(), stated().set(&[((5, "total", 2), "")]));
    assert_undoable(&Draft::new(), Draft::new().set(&[((1, "income_total", 1), "7")]));
}

#[test]
fn an_amount_of_a_fixed_row_is_undone_and_made_again() {
    assert_undoable(&Draft::new(), Draft::new().set(&[((10, "abroad", 2), "7")]));
    assert_undoable(&stated(), stated().set(&[((10, "vehicle_running", 2), "7")]));
    assert_undoable(&stated(), stated().set(&[((10, "reception", 3), "")]));
}

#[test]
fn a_fixed_row_that_is_cleared_and_undone_stands_where_it_stood() {
    assert_undoable(&stated(), stated().set(&[((10, "abroad", 2), "")]));
    assert_undoable(
        &stated(),
        stated().set(&[((10, "abroad", 2), ""), ((10, "reception", 2), ""), ((10, "reception", 3), "")]),
    );
}

#[test]
fn an_added_row_is_undone_and_made_again() {
    assert_undoable(&stated(), stated().add_code(5, "2080102").unwrap());
    assert_undoable(&Draft::new(), Draft::new().add_code(5, "2080102").unwrap());
}

#[test]
fn removed_rows_are_undone_and_made_again() {
    assert_undoable(&stated(), stated().remove(5, &["2080101"]).unwrap());
    assert_undoable(&stated(), stated().remove(7, &["2080501/乙", "2080101/甲"]).unwrap());
}

#[test]
fn new_names_are_undone_and_made_again() {
    assert_undoable(&stated(), stated().rename(5, "2080101", false, "新名").unwrap());
    assert_undoable(&stated(), stated().rename(5, "208", false, "新名").unwrap());
    assert_undoable(&stated(), stated().rename(7, "2080101/甲", true, "新名").unwrap());
    assert_undoable(&stated(), stated().rename(7, "2080101/甲", false, "新名").unwrap());
}

#[test]
fn a_new_heading_is_undone_and_made_again() {
    let heading = Heading { kind: Kind::Department, body: "某某局".into(), year: 2026 };
    assert_undoable(&stated(), set_heading(&stated().disclosure, heading).unwrap());
}

fn one_of<T: Clone>(rng: &mut Rng, all: &[T]) -> T {
    all[rng.usize(..all.len())].clone()
}

const CODES: [&str; 9] = ["208", "20801", "2080101", "2080102", "20805", "2080505", "2230105", "301", "30101"];
const NAMES: [&str; 4] = ["甲", "乙", "东所", ""];

/// Something that a person might do, if it can be done.
fn any_step(draft: &Draft, numbers: &mut Rng) -> Option<Step> {
    draft.with(|evaluated| {
        let list = ListIndex(numbers.usize(..draft.form.lists.len()));
        let row = numbers.usize(..evaluated.evaluation.layout(list).rows.len());
        match numbers.usize(..6) {
            0..=2 => {
                let all: Vec<CellIndex> = cells(evaluated).filter(|cell| cell.list == list).collect();
                let count = 1 + numbers.usize(..4);
                let some = (0..count).map(|_| {
                    let amount = one_of(numbers, &["", "0", "1", "2.5", "-3", "0.0049", "12.34"]);
                    (one_of(numbers, &all), (!amount.is_empty()).then(|| draft.amount(amount)))
                });
                Some(set_amounts(evaluated, "录入", &some.collect::<Vec<_>>()))
            }
            3 => {
                let new = NewRow {
                    code: Some(code(one_of(numbers, &CODES))),
                    code_name: one_of(numbers, &NAMES).into(),
                    project: one_of(numbers, &NAMES).into(),
                    unit: Some(one_of(numbers, &NAMES).into()),
                };
                add_row(evaluated, list, new).ok()
            }
            4 => {
                let rows: Vec<usize> = (0..1 + numbers.usize(..2)).map(|more| row + more).collect();
                let is_there = |row: &usize| *row < evaluated.evaluation.layout(list).rows.len();
                remove_rows(evaluated, list, &rows.into_iter().filter(is_there).collect::<Vec<_>>()).ok()
            }
            _ if numbers.usize(..4) == 0 => {
                let heading = Heading {
                    kind: one_of(numbers, &[Kind::Unit, Kind::Department]),
                    body: one_of(numbers, &NAMES).into(),
                    year: one_of(numbers, &[2024, 2025]),
                };
                set_heading(&draft.disclosure, heading).ok()
            }
            _ => rename_row(evaluated, list, row, numbers.usize(..2) == 0, one_of(numbers, &NAMES)).ok(),
        }
    })
}

/// Makes `count` steps, undoes them all and makes them all again: each state on the way is the one that was there.
fn assert_any_steps_undoable(mut draft: Draft, seed: u64, count: usize) {
    let mut numbers = Rng::with_seed(seed);
    let mut history = History::new(true);
    let mut states = vec![draft.disclosure.clone()];
    while states.len() <= count {
        let Some(step) = any_step(&draft, &mut numbers) else { continue };
        if !step.changes.is_empty() {
            history.make(&mut draft.disclosure, step);
            states.push(draft.disclosure.clone());
        }
    }
    for (place, state) in states[..count].iter().enumerate().rev() {
        let name = history.undo(&mut draft.disclosure).unwrap().name.clone();
        assert_eq!(draft.disclosure, *state, "seed {seed}, step {place} undone: {name}");
    }
    assert!(history.undo(&mut draft.disclosure).is_none() && !history.is_dirty());
    for (place, state) in states[1..].iter().enumerate() {
        let name = history.redo(&mut draft.disclosure).unwrap().name.clone();
        assert_eq!(draft.disclosure, *state, "seed {seed}, step {place} made again: {name}");
    }
    assert!(history.redo(&mut draft.disclosure).is_none());
}

#[test]
fn any_steps_from_an_empty_disclosure_are_undone_and_made_again() {
    for seed in 0..6 {
        assert_any_steps_undoable(Draft::new(), seed, 150);
    }
}

#[test]
fn any_steps_from_a_whole_disclosure_are_undone_and_made_again() {
    let text = include_str!("../../../assets/samples/shayibak-2025.budget");
    let forms = crate::form::FormLibrary::builtin().unwrap();
    for seed in 100..104 {
        let mut draft = Draft::new();
        draft.disclosure = crate::file::read(text, &forms).unwrap();
        assert_any_steps_undoable(draft, seed, 100);
    }
}

// History.

/// A disclosure with one amount in T10, and the step that sets it to `amount`.
fn setting(draft: &Draft, amount: &str) -> Step {
    draft.set(&[((10, "abroad", 2), amount)])
}

fn make(draft: &mut Draft, history: &mut History, amount: &str) {
    let step = setting(draft, amount);
    history.make(&mut draft.disclosure, step);
}

#[test]
fn a_thousand_steps_can_be_undone_and_the_oldest_is_forgotten() {
    let (mut draft, mut history) = (Draft::new(), History::new(true));
    for place in 1..=1_001 {
        make(&mut draft, &mut history, &place.to_string());
    }
    let last = draft.disclosure.clone();
    for _ in 0..1_000 {
        assert!(history.undo(&mut draft.disclosure).is_some());
    }
    assert!(history.undo(&mut draft.disclosure).is_none(), "more than a thousand steps are kept");
    assert_eq!(draft.shown(10, "abroad", 2), "1.00");
    assert!(history.is_dirty(), "the state that was saved cannot be reached");
    while history.redo(&mut draft.disclosure).is_some() {}
    assert_eq!(draft.disclosure, last);
}

#[test]
fn a_saved_state_stays_known_when_older_steps_are_forgotten() {
    let (mut draft, mut history) = (Draft::new(), History::new(true));
    for place in 1..=1_500 {
        make(&mut draft, &mut history, &place.to_string());
        if place == 1_200 {
            history.mark_saved();
        }
    }
    for _ in 0..300 {
        assert!(history.is_dirty());
        history.undo(&mut draft.disclosure);
    }
    assert_eq!(draft.shown(10, "abroad", 2), "1,200.00");
    assert!(!history.is_dirty());
}

#[test]
fn a_disclosure_is_dirty_after_a_step_and_clean_when_it_is_undone() {
    let (mut draft, mut history) = (Draft::new(), History::new(true));
    assert!(!history.is_dirty());
    make(&mut draft, &mut history, "1");
    assert!(history.is_dirty());
    history.undo(&mut draft.disclosure);
    assert!(!history.is_dirty());
    history.redo(&mut draft.disclosure);
    assert!(history.is_dirty());
}

#[test]
fn saving_moves_the_clean_state() {
    let (mut draft, mut history) = (Draft::new(), History::new(true));
    make(&mut draft, &mut history, "1");
    history.mark_saved();
    assert!(!history.is_dirty());
    history.undo(&mut draft.disclosure);
    assert!(history.is_dirty());
    history.redo(&mut draft.disclosure);
    assert!(!history.is_dirty());
}

#[test]
fn a_saved_state_that_another_step_replaced_does_not_come_back() {
    let (mut draft, mut history) = (Draft::new(), History::new(true));
    make(&mut draft, &mut history, "1");
    history.mark_saved();
    history.undo(&mut draft.disclosure);
    make(&mut draft, &mut history, "2");
    assert!(history.is_dirty(), "as many steps as were saved, but another one");
    history.undo(&mut draft.disclosure);
    assert!(history.is_dirty());
}

#[test]
fn a_saved_state_before_a_branch_is_still_reached() {
    let (mut draft, mut history) = (Draft::new(), History::new(true));
    make(&mut draft, &mut history, "1");
    history.mark_saved();
    make(&mut draft, &mut history, "2");
    history.undo(&mut draft.disclosure);
    make(&mut draft, &mut history, "3");
    assert!(history.is_dirty());
    history.undo(&mut draft.disclosure);
    assert!(!history.is_dirty());
}

#[test]
fn a_disclosure_that_no_file_holds_is_dirty_until_it_is_saved() {
    let mut history = History::new(false);
    assert!(history.is_dirty());
    history.mark_saved();
    assert!(!history.is_dirty());
}

#[test]
fn a_step_after_an_undo_ends_what_could_be_made_again() {
    let (mut draft, mut history) = (Draft::new(), History::new(true));
    make(&mut draft, &mut history, "1");
    history.undo(&mut draft.disclosure);
    assert_eq!((history.undo_name(), history.redo_name()), (None, Some("录入")));
    make(&mut draft, &mut history, "2");
    assert_eq!((history.undo_name(), history.redo_name()), (Some("录入"), None));
    assert!(history.redo(&mut draft.disclosure).is_none());
    assert_eq!(draft.shown(10, "abroad", 2), "2.00");
}

#[test]
fn a_step_that_changes_nothing_is_not_remembered() {
    let (mut draft, mut history) = (Draft::new(), History::new(true));
    make(&mut draft, &mut history, "1");
    history.mark_saved();
    make(&mut draft, &mut history, "1");
    assert!(!history.is_dirty());
    history.undo(&mut draft.disclosure);
    assert_eq!(draft.shown(10, "abroad", 2), "");
}

// Amounts.

#[test]
fn editing_a_leaf_drops_what_is_stated_in_cells_that_depend_on_it_and_undo_brings_it_back() {
    let mut draft = Draft::new()
        .code(3, "2080101", &[(2, "1")])
        .code(3, "2010101", &[(2, "1")])
        .stated(3, "2080101", 1, "5")
        .stated(3, "208", 2, "6")
        .stated(3, "total", 2, "7")
        .stated(3, "201", 2, "8")
        .stated(1, "208", 1, "9");
    let before = draft.disclosure.clone();
    let mut history = History::new(true);
    let step = draft.set(&[((3, "2080101", 2), "2")]);
    history.make(&mut draft.disclosure, step);
    assert_eq!(draft.table(3).stated.into_keys().collect::<Vec<_>>(), [(RowKey::Code(code("201")), ColumnNumber(2))]);
    assert_eq!(draft.table(1), Table::default());
    assert_eq!([draft.shown(3, "208", 2), draft.shown(3, "2080101", 1), draft.shown(1, "208", 1)], ["2.00"; 3]);
    history.undo(&mut draft.disclosure);
    assert_eq!(draft.disclosure, before);
}

#[test]
fn stating_an_amount_drops_what_is_stated_above_it() {
    let draft = Draft::new().code(3, "2080101", &[(2, "1")]).stated(3, "208", 2, "6").stated(3, "total", 2, "7");
    let draft = draft.set(&[((3, "20801", 2), "5")]);
    let stated = |change: &Change| matches!(change, Change::Stated(Put { to: None, .. }));
    assert_eq!((draft.changes.len(), draft.changes.iter().filter(|change| stated(change)).count()), (3, 2));
}

#[test]
fn an_amount_in_a_computed_cell_is_stated_and_counts() {
    let draft = Draft::new().code(3, "2080101", &[(2, "1")]);
    let draft = draft.set(&[((3, "208", 2), "5")]).apply_to(draft);
    assert_eq!(draft.states(3, RowKey::Code(code("208")), 2), Some(draft.amount("5")));
    assert_eq!(
        [draft.shown(3, "208", 2), draft.shown(3, "total", 2), draft.shown(3, "20801", 2)],
        ["5.00", "5.00", "1.00"]
    );
}

#[test]
fn the_computed_amount_itself_a_clear_or_a_zero_takes_a_stated_amount_away() {
    for amount in ["1", "1.00", "", "0"] {
        let draft = Draft::new().code(3, "2080101", &[(2, "1")]).stated(3, "208", 2, "5");
        let draft = draft.set(&[((3, "208", 2), amount)]).apply_to(draft);
        assert_eq!(draft.states(3, RowKey::Code(code("208")), 2), None, "{amount}");
        assert_eq!(draft.shown(3, "208", 2), "1.00", "{amount}");
    }
}

#[test]
fn an_amount_that_is_only_shown_like_the_computed_one_is_stated() {
    let draft = Draft::new().code(3, "2080101", &[(2, "1.0049")]);
    let draft = draft.set(&[((3, "208", 2), "1")]).apply_to(draft);
    assert_eq!(draft.states(3, RowKey::Code(code("208")), 2), Some(draft.amount("1")));
}

#[test]
fn a_leaf_and_its_total_set_in_one_step_are_both_kept() {
    // The total is what was computed before the step, but not after it.
    let draft = Draft::new().code(3, "2080101", &[(2, "1")]);
    let draft = draft.set(&[((3, "208", 2), "1"), ((3, "2080101", 2), "2")]).apply_to(draft);
    assert_eq!([draft.shown(3, "2080101", 2), draft.shown(3, "208", 2)], ["2.00", "1.00"]);
}

#[test]
fn a_total_set_together_with_the_leaf_that_it_adds_up_is_not_stated() {
    let draft = Draft::new().code(3, "2080101", &[(2, "1")]).stated(3, "total", 2, "9");
    let step = draft.set(&[((3, "total", 2), "2"), ((3, "208", 2), "2"), ((3, "2080101", 2), "2")]);
    assert_eq!(step.apply_to(draft).table(3).stated.len(), 0);
}

#[test]
fn clearing_a_leaf_leaves_its_row() {
    let draft = Draft::new().code(3, "2080101", &[(2, "1")]);
    let draft = draft.set(&[((3, "2080101", 2), "")]).apply_to(draft);
    assert_eq!((draft.stored(3), draft.table(3).rows[0].amounts.len()), (vec!["2080101".to_owned()], 0));
}

#[test]
fn setting_what_is_there_changes_nothing() {
    let draft = Draft::new().code(3, "2080101", &[(2, "1")]).stated(3, "208", 2, "5");
    assert_eq!(draft.set(&[((3, "2080101", 2), "1"), ((3, "208", 2), "5"), ((3, "2080101", 3), "")]).changes, []);
}

#[test]
fn fixed_rows_are_stored_only_while_they_hold_an_amount() {
    let draft = Draft::new();
    let draft = draft.set(&[((10, "reception", 2), "1"), ((10, "reception", 3), "2")]).apply_to(draft);
    assert_eq!(draft.stored(10), ["reception"]);
    let draft = draft.set(&[((10, "reception", 2), "")]).apply_to(draft);
    assert_eq!(draft.stored(10), ["reception"]);
    let draft = draft.set(&[((10, "reception", 3), "0")]).apply_to(draft);
    assert_eq!(draft.disclosure, Draft::new().disclosure);
}

#[test]
fn fixed_rows_are_stored_in_the_order_of_the_form() {
    let draft = Draft::new();
    let draft = draft.set(&[((10, "vehicle_running", 2), "1"), ((10, "abroad", 2), "1")]).apply_to(draft);
    let draft = draft.set(&[((10, "reception", 2), "1")]).apply_to(draft);
    assert_eq!(draft.stored(10), ["abroad", "reception", "vehicle_running"]);
}

// Rows.

#[test]
fn a_row_is_put_in_where_its_code_belongs() {
    let mut draft = Draft::new();
    for code in ["2080501", "2010101", "2080102", "20802", "229"] {
        draft = draft.add_code(3, code).unwrap().apply_to(draft);
    }
    assert_eq!(draft.stored(3), ["2010101", "2080102", "20802", "2080501", "229"]);
}

fn new_project(unit: &str, text: &str, name: &str) -> NewRow {
    let code = (!text.is_empty()).then(|| code(text));
    NewRow { code, code_name: "名".into(), project: name.into(), unit: Some(unit.into()) }
}

#[test]
fn a_project_is_put_in_behind_those_of_its_code_in_its_unit() {
    let mut draft = Draft::new();
    for (unit, code, name) in [
        ("东所", "2080501", "甲"),
        ("西所", "2080101", "乙"),
        ("东所", "2080101", "丙"),
        ("东所", "2080101", "丁"),
        ("西所", "2080101", "戊"),
    ] {
        draft = draft.add(7, new_project(unit, code, name)).unwrap().apply_to(draft);
    }
    let rows = ["total", "东所", "208", "20801", "2080101/丙", "2080101/丁", "20805", "2080501/甲"];
    assert_eq!(draft.rows(7)[..8], rows);
    assert_eq!(draft.rows(7)[8..], ["西所", "208", "20801", "2080101/乙", "2080101/戊"]);
}

#[test]
fn each_project_has_an_identity_of_its_own() {
    let mut draft = Draft::new();
    for name in ["甲", "乙", "丙"] {
        draft = draft.add(11, new_project("", "", name)).unwrap().apply_to(draft);
    }
    let draft = draft.remove(11, &["乙"]).unwrap().apply_to(draft);
    let draft = draft.add(11, new_project("", "", "丁")).unwrap().apply_to(draft);
    let ids: Vec<_> = draft.table(11).rows.iter().map(|row| row.subject.project().unwrap().id).collect();
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 3, "{ids:?}");
}

#[test]
fn names_of_an_added_row_are_trimmed_and_a_blank_unit_is_none() {
    let draft = Draft::new();
    let new = NewRow {
        code: Some(code("2080101")),
        code_name: " 甲 ".into(),
        project: "\t乙　".into(),
        unit: Some(" ".into()),
    };
    let draft = draft.add(7, new).unwrap().apply_to(draft);
    let project = draft.table(7).rows[0].subject.project().unwrap().clone();
    assert_eq!((project.code_name.as_str(), project.name.as_str(), project.unit), ("甲", "乙", None));
}

#[test]
fn a_code_that_has_a_row_is_refused() {
    let draft = Draft::new().code(3, "2080101", &[]);
    assert_eq!(draft.add_code(3, "2080101"), Err(EditError::CodeExists(code("2080101"))));
}

#[test]
fn a_code_above_or_below_one_that_has_a_row_is_refused() {
    let draft = Draft::new().code(3, "20801", &[]);
    for overlapping in ["208", "2080101"] {
        assert_eq!(draft.add_code(3, overlapping), Err(EditError::CodeOverlaps(code(overlapping), code("20801"))));
    }
    assert!(draft.add_code(3, "20805").is_ok());
}

#[test]
fn several_projects_may_have_one_code() {
    let draft = Draft::new().project(7, "", "2080101", "甲", &[]);
    assert!(draft.add(7, new_project("", "2080101", "甲")).is_ok());
}

#[test]
fn a_code_deeper_than_the_table_is_refused() {
    assert_eq!(Draft::new().add_code(6, "3010101"), Err(EditError::CodeTooDeep(code("3010101"), "款")));
    assert!(Draft::new().add_code(6, "30101").is_ok());
}

#[test]
fn a_fixed_table_takes_no_rows_and_loses_none() {
    assert_eq!(Draft::new().add_code(10, "2080101"), Err(EditError::FixedRows));
    assert_eq!(stated().remove(10, &["abroad"]), Err(EditError::FixedRows));
}

#[test]
fn a_row_without_a_code_is_refused_where_rows_have_codes() {
    for table in [3, 6, 7] {
        assert_eq!(Draft::new().add(table, new_project("", "", "甲")), Err(EditError::CodeMissing), "表{table}");
    }
}

#[test]
fn a_project_without_a_name_is_refused() {
    for table in [7, 11] {
        assert_eq!(
            Draft::new().add(table, new_project("", "2080101", " 　")),
            Err(EditError::NameMissing),
            "表{table}"
        );
    }
    assert_eq!(stated().rename(7, "2080101/甲", true, " "), Err(EditError::NameMissing));
}

#[test]
fn a_derived_row_cannot_be_removed() {
    for row in ["total", "208", "20801"] {
        assert_eq!(stated().remove(5, &[row]), Err(EditError::DerivedRow), "{row}");
        assert_eq!(stated().remove(5, &["2080101", row]), Err(EditError::DerivedRow), "{row}");
    }
    assert_eq!(stated().remove(7, &["东所"]), Err(EditError::DerivedRow));
}

#[test]
fn removing_a_row_takes_what_is_stated_in_it_and_above_it_away() {
    let draft = Draft::new()
        .code(3, "2080101", &[(2, "1")])
        .code(3, "2080501", &[(2, "1")])
        .stated(3, "2080101", 1, "5")
        .stated(3, "20801", 2, "5")
        .stated(3, "total", 2, "5")
        .stated(3, "20805", 2, "5");
    let draft = draft.remove(3, &["2080101"]).unwrap().apply_to(draft);
    assert_eq!(draft.stored(3), ["2080501"]);
    assert_eq!(draft.table(3).stated.into_keys().collect::<Vec<_>>(), [(RowKey::Code(code("20805")), ColumnNumber(2))]);
}

#[test]
fn removing_a_blank_row_leaves_the_totals_that_stay_as_they_are_stated() {
    let draft = Draft::new().code(3, "2080101", &[]).code(3, "2080102", &[(2, "1")]).stated(3, "20801", 2, "5");
    let draft = draft.remove(3, &["2080101"]).unwrap().apply_to(draft);
    assert_eq!(draft.shown(3, "20801", 2), "5.00");
}

#[test]
fn a_subtotal_that_goes_with_its_last_row_takes_what_is_stated_in_it_along() {
    let draft = Draft::new().code(3, "2080101", &[]).stated(3, "20801", 2, "5").stated(3, "208", 2, "5");
    let draft = draft.remove(3, &["2080101"]).unwrap().apply_to(draft);
    assert_eq!(draft.disclosure.table(TableNumber(3)).map(|table| table.stated.len()), None);
}

#[test]
fn a_row_named_twice_is_removed_once() {
    let draft = Draft::new().code(3, "2080101", &[]).code(3, "2080102", &[]);
    let draft = draft.remove(3, &["2080101", "2080101"]).unwrap().apply_to(draft);
    assert_eq!(draft.stored(3), ["2080102"]);
}

#[test]
fn the_name_of_a_derived_row_is_kept_for_its_table_and_the_catalogue_names_it_again_when_it_is_cleared() {
    let draft = Draft::new().code(3, "2080101", &[]).code(2, "2080101", &[]);
    let label = |draft: &Draft, table| {
        draft.with(|evaluated| {
            let CellIndex { list, row, .. } = cell(evaluated, table, "208", 1);
            evaluated.code_name(list, row).to_owned()
        })
    };
    let listed = label(&draft, 3);
    let draft = draft.rename(3, "208", false, " 新名 ").unwrap().apply_to(draft);
    assert_eq!(draft.table(3).names[&code("208")], "新名");
    assert_eq!((label(&draft, 3), label(&draft, 2)), ("新名".to_owned(), listed.clone()));
    let draft = draft.rename(3, "208", false, "").unwrap().apply_to(draft);
    assert_eq!((draft.table(3).names.len(), label(&draft, 3)), (0, listed));
}

#[test]
fn the_name_of_a_stored_row_is_changed_in_the_row() {
    let draft = stated();
    let draft = draft.rename(5, "2080101", false, "新名").unwrap().apply_to(draft);
    assert_eq!(draft.table(5).rows[0].subject, Subject::Code { code: code("2080101"), name: "新名".into() });
    let draft = draft.rename(7, "2080101/甲", true, "新项目").unwrap().apply_to(draft);
    let draft = draft.rename(7, "2080101/新项目", false, "新科目").unwrap().apply_to(draft);
    let project = draft.table(7).rows[0].subject.project().unwrap().clone();
    assert_eq!((project.name.as_str(), project.code_name.as_str()), ("新项目", "新科目"));
}

#[test]
fn names_that_the_form_gives_cannot_be_changed() {
    assert_eq!(stated().rename(10, "abroad", false, "新名"), Err(EditError::FixedName));
    assert_eq!(stated().rename(5, "total", false, "新名"), Err(EditError::FixedName));
}

#[test]
fn the_name_that_a_row_has_changes_nothing() {
    assert_eq!(stated().rename(7, "2080101/甲", true, " 甲 ").unwrap().changes, []);
    assert_eq!(stated().rename(5, "208", false, "").unwrap().changes, []);
}

// Heading.

#[test]
fn a_heading_without_a_name_or_with_a_year_without_budgets_is_refused() {
    let disclosure: Disclosure = Draft::new().disclosure;
    let heading = |body: &str, year| Heading { kind: Kind::Unit, body: body.into(), year };
    assert_eq!(set_heading(&disclosure, heading(" 　", 2025)), Err(EditError::BodyMissing));
    for (year, is_budget_year) in [(1999, false), (2000, true), (2100, true), (2101, false)] {
        let result = set_heading(&disclosure, heading("某某局", year));
        assert_eq!(result.is_ok(), is_budget_year, "{year}");
        assert!(is_budget_year || result == Err(EditError::YearOutOfRange));
    }
}

#[test]
fn a_heading_is_trimmed_and_the_same_one_changes_nothing() {
    let disclosure: Disclosure = Draft::new().disclosure;
    let heading = Heading { body: format!(" {} ", disclosure.body), ..Heading::of(&disclosure) };
    assert_eq!(set_heading(&disclosure, heading).unwrap().changes, []);
}

#[test]
fn what_is_done_to_sentences_and_performance_tables_is_undone() {
    use crate::disclosure::{Indicator, Part, PerformanceFunds, PerformanceTable, SlotValue};

    let draft = Draft::new().code(3, "2080101", &[(2, "5")]);
    let amount = draft.amount("3");
    let cell = CellKey::new(TableNumber(3), RowKey::Total, ColumnNumber(2));
    let (slot, paragraph) = (TextKey::new("spending_basic.reason"), TextKey::new("spending_basic"));
    type Make = Box<dyn Fn(Evaluated<'_>) -> Result<Step, EditError>>;
    let indicator = || Indicator { value: "≥95%".into(), ..Indicator::default() };
    let steps: Vec<Make> = vec![
        Box::new(move |e| set_prior(e, &cell, Some(amount))),
        Box::new({
            let slot = slot.clone();
            move |e| set_slot(e, &slot, Some(SlotValue::Text(" 人员增加 ".into())))
        }),
        Box::new({
            let paragraph = paragraph.clone();
            move |e| take_paragraph_over(e, &paragraph)
        }),
        Box::new(move |e| rewrite_paragraph(e, &paragraph, &"基本支出 5.00 万元。".into())),
        Box::new(|e| Ok(give_paragraph_back(e, &TextKey::new("spending_basic")))),
        Box::new(|e| Ok(set_part(e, Part::Section(1), Some(vec!["收支平衡。".into()])))),
        Box::new(|e| Ok(set_part(e, Part::Section(1), None))),
        Box::new(|e| Ok(add_performance_table(e.disclosure, 9, PerformanceTable::default()))),
        Box::new(move |e| add_indicator(e.disclosure, 0, 9, indicator())),
        Box::new(|e| add_indicator(e.disclosure, 0, 0, Indicator::default())),
        Box::new(|e| set_weight(e.disclosure, 0, 1, Some(90.into()))),
        Box::new(|e| move_indicator(e.disclosure, 0, 1, 0)),
        Box::new(move |e| {
            set_performance_funds(e.disclosure, 0, PerformanceFunds { total: Some(amount), ..Default::default() })
        }),
        Box::new(|e| remove_indicator(e.disclosure, 0, 1)),
        Box::new(|e| remove_performance_table(e.disclosure, 0)),
    ];
    let (mut draft, mut history, mut states) = (draft, History::new(true), Vec::new());
    for make in &steps {
        states.push(draft.disclosure.clone());
        let step = draft.with(make).unwrap();
        assert!(!step.changes.is_empty() && !step.name.is_empty());
        history.make(&mut draft.disclosure, step);
        if states.len() == 3 {
            let taken = "基本支出5.00万元，占100.00%，比上年预算增加2.00万元，增长66.67%，主要原因是人员增加。";
            assert_eq!(draft.disclosure.rewritten.values().map(Rewording::text).collect::<Vec<_>>(), [taken]);
        }
    }
    let end = draft.disclosure.clone();
    for state in states.iter().rev() {
        history.undo(&mut draft.disclosure).unwrap();
        assert_eq!(draft.disclosure, *state);
    }
    while history.redo(&mut draft.disclosure).is_some() {}
    assert_eq!(draft.disclosure, end);
    draft.with(|evaluated| {
        assert_eq!(set_slot(evaluated, &slot, Some(SlotValue::Count(1))), Err(EditError::OtherValue));
        assert_eq!(set_slot(evaluated, &TextKey::new("x.y"), None), Err(EditError::TextMissing));
        assert_eq!(
            rewrite_paragraph(evaluated, &TextKey::new("spending"), &" ".into()),
            Err(EditError::ParagraphEmpty)
        );
        assert_eq!(remove_performance_table(evaluated.disclosure, 0), Err(EditError::TextMissing));
    });
}

#[test]
fn last_years_figure_may_be_nothing_and_only_an_emptied_one_is_unknown() {
    let draft = Draft::new().code(3, "2080101", &[(2, "5")]);
    let cell = CellKey::new(TableNumber(3), RowKey::Total, ColumnNumber(2));
    let step = draft.with(|evaluated| set_prior(evaluated, &cell, Some(Amount::ZERO))).unwrap();
    let draft = step.apply_to(draft);
    assert_eq!(draft.disclosure.prior.get(&cell), Some(&Amount::ZERO));
    let text = draft.with(|evaluated| {
        let paragraphs = crate::narrative::narrate(evaluated);
        paragraphs.iter().find(|paragraph| paragraph.key.id == "spending_basic").unwrap().text("…")
    });
    assert!(text.contains("比上年预算增加5.00万元，增长100.00%"), "{text}");
    let written = crate::file::write(&draft.disclosure);
    let forms = crate::form::FormLibrary::builtin().unwrap();
    assert_eq!(crate::file::read(&written, &forms).unwrap().prior, draft.disclosure.prior);
    let step = draft.with(|evaluated| set_prior(evaluated, &cell, None)).unwrap();
    assert_eq!(step.apply_to(draft).disclosure.prior.len(), 0);
}

#[test]
fn what_is_too_long_is_refused_on_every_way_in_and_the_longest_is_not() {
    use crate::disclosure::{
        CommentPlace, LONGEST_NAME, LONGEST_TEXT, Part, PerformanceField, PerformanceTable, SignOffScope, Signature,
        Snapshot, TextPlace,
    };

    let mut draft = Draft::new();
    draft.add_code(2, "2080101").unwrap().apply(&mut draft.disclosure);
    let project =
        NewRow {
            code: Some(code("2080199")), project: "项目".into(), unit: Some("单位".into()), ..NewRow::default()
        };
    draft.add(7, project.clone()).unwrap().apply(&mut draft.disclosure);
    draft.disclosure.texts.insert(Part::Overview, vec!["段".into()]);
    draft.disclosure.performance.push(PerformanceTable::default());
    let row = draft.disclosure.table(TableNumber(7)).unwrap().rows[0].subject.project().unwrap().id;
    let disclosure = &draft.disclosure;
    let signature = |author: String| Signature { author, written: "2026-01-01 08:00".into() };
    let place = || CommentPlace::Table(TableNumber(1));
    let named = |text: String, place: TextPlace| set_text(disclosure, "改", &place, &text);
    type Way<'a> = Box<dyn Fn(String) -> Result<Step, EditError> + 'a>;
    let ways: Vec<(&str, usize, Way<'_>)> = vec![
        ("body", LONGEST_NAME, Box::new(|text| named(text, TextPlace::Body))),
        (
            "heading",
            LONGEST_NAME,
            Box::new(|body| set_heading(disclosure, Heading { body, ..Heading::of(disclosure) })),
        ),
        (
            "code",
            LONGEST_NAME,
            Box::new(|text| named(text, TextPlace::CodeName(TableNumber(2), RowKey::Code(code("2080101"))))),
        ),
        ("project", LONGEST_NAME, Box::new(|text| named(text, TextPlace::ProjectName(TableNumber(7), row)))),
        ("unit", LONGEST_NAME, Box::new(|text| named(text, TextPlace::UnitName(TableNumber(7), row)))),
        ("rename", LONGEST_NAME, Box::new(|text| draft.rename(2, "2080101", false, &text))),
        ("new row", LONGEST_NAME, Box::new(|text| draft.add(7, NewRow { project: text, ..project.clone() }))),
        ("new unit", LONGEST_NAME, Box::new(|text| draft.add(7, NewRow { unit: Some(text), ..project.clone() }))),
        ("paragraph", LONGEST_TEXT, Box::new(|text| named(text, TextPlace::Paragraph(Part::Overview, 0)))),
        ("goal", LONGEST_TEXT, Box::new(|text| named(text, TextPlace::Performance(0, PerformanceField::Goal)))),
        (
            "contact",
            LONGEST_NAME,
            Box::new(|text| {
                draft.with(|evaluated| enter_performance(evaluated, 0, "填", &[(PerformanceField::Contact, text)]))
            }),
        ),
        (
            "comment",
            LONGEST_TEXT,
            Box::new(|text| write_comment(disclosure, place(), "表1", signature("甲".into()), &text)),
        ),
        ("author", LONGEST_NAME, Box::new(|author| write_comment(disclosure, place(), "表1", signature(author), "批"))),
        (
            "signer",
            LONGEST_NAME,
            Box::new(|author| sign_off(disclosure, SignOffScope::Whole, signature(author), Snapshot::default())),
        ),
    ];
    for (name, limit, way) in &ways {
        // A step of many bytes in few characters is not too long.
        let longest = way("预".repeat(*limit)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(longest.within_lengths().is_ok(), "{name}");
        let error = way("预".repeat(limit + 1)).expect_err(name);
        assert!(matches!(&error, EditError::TooLong(long) if long.limit == *limit), "{name}: {error}");
        assert_eq!(
            error.to_string(),
            format!("“{}…”有 {} 个字，最多能有 {limit} 个字；请缩短，或者分成几段", "预".repeat(12), limit + 1)
        );
    }
}

#[test]
fn a_rewritten_paragraph_follows_the_figures_that_nobody_typed_over() {
    let mut draft = Draft::new();
    let key = TextKey::new("spending");
    let words = draft.with(|evaluated| rewording(evaluated, &key)).unwrap();
    let text = format!("据各表，{}", words.text());
    let step = draft.with(|evaluated| rewrite_paragraph(evaluated, &key, &words.edited(&text))).unwrap();
    step.apply(&mut draft.disclosure);
    let printed = |draft: &Draft| {
        let told = draft.with(narrate);
        told.iter().find(|told| told.key == key).unwrap().text("（待填）")
    };
    assert_eq!(printed(&draft), text);
    let year = draft.disclosure.year;
    draft.disclosure.year += 1;
    assert_eq!(printed(&draft), text.replace(&year.to_string(), &(year + 1).to_string()));
    // What the template no longer speaks of stays as it was.
    let strange = Bound { range: 0.."据".len(), source: "T99[total](1)".to_owned() };
    draft.disclosure.rewritten.insert(key.clone(), Rewording::new(text.clone(), vec![strange]));
    assert_eq!(printed(&draft), text);
}
