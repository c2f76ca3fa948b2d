use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::*;
use crate::catalog::Catalog;
use crate::disclosure::{ColumnNumber, Kind, Project, ProjectId, Row, Said, Subject, TableNumber};
use crate::form::{FORM_FILE, FormFiles, builtin_form};
use crate::states::components;

/// Table, row and column of a cell.
pub(crate) type Place = (u8, String, u8);

/// A disclosure that a test makes, with its form. Amounts are in the form's unit; rows are named as in machine-readable
/// output (`2080101`, `total`, `2080101/甲`).
pub(crate) struct Draft {
    pub form: Form,
    pub catalog: Catalog,
    pub disclosure: Disclosure,
}

impl Draft {
    pub fn new() -> Self {
        Self::of_form(Form::load(builtin_form("xinjiang-2025").unwrap()).unwrap())
    }

    pub fn of_form(form: Form) -> Self {
        let mut disclosure = Disclosure::new(form.id.as_str(), Kind::Unit, "某某中心", form.year);
        // What a test does not name is nothing, and not still to come.
        disclosure.said = components(&form).into_iter().map(|component| (component, Said::Complete)).collect();
        Self { form, catalog: Catalog::builtin().unwrap(), disclosure }
    }

    pub fn amount(&self, text: &str) -> Amount {
        self.form.text_unit.amount(text.parse::<Decimal>().unwrap()).unwrap()
    }

    fn row(mut self, table: u8, subject: Subject, amounts: &[(u8, &str)]) -> Self {
        let amounts = amounts.iter().map(|(column, amount)| (ColumnNumber(*column), self.amount(amount))).collect();
        self.disclosure.table_mut(TableNumber(table)).rows.push(Row { amounts, ..Row::new(subject) });
        self
    }

    /// Adds the row of a code.
    pub fn code(self, table: u8, code: &str, amounts: &[(u8, &str)]) -> Self {
        let subject = Subject::Code { code: code.parse().unwrap(), name: format!("科目{code}") };
        self.row(table, subject, amounts)
    }

    /// Adds a project; an empty `unit` or `code` is none.
    pub fn project(mut self, table: u8, unit: &str, code: &str, name: &str, amounts: &[(u8, &str)]) -> Self {
        let id: ProjectId = self.disclosure.table_mut(TableNumber(table)).free_project_id();
        let subject = Subject::Project(Project {
            id,
            unit: (!unit.is_empty()).then(|| unit.to_owned()),
            code: (!code.is_empty()).then(|| code.parse().unwrap()),
            code_name: String::new(),
            name: name.to_owned(),
        });
        self.row(table, subject, amounts)
    }

    /// Adds a fixed row.
    pub fn fixed(self, table: u8, id: &str, amounts: &[(u8, &str)]) -> Self {
        self.row(table, Subject::Fixed(id.to_owned()), amounts)
    }

    /// States an amount in a computed cell.
    pub fn stated(mut self, table: u8, row: &str, column: u8, amount: &str) -> Self {
        let key = self.with(|evaluated| evaluated.key(cell(evaluated, table, row, column)));
        let amount = self.amount(amount);
        self.disclosure.table_mut(key.table).stated.insert((key.row, key.column), amount);
        self
    }

    /// States in every computed cell what is computed there, unless it is nothing.
    pub fn all_stated(mut self) -> Self {
        let stated = self.with(|evaluated| {
            let computed = cells(evaluated).filter(|&cell| evaluated.evaluation.state(cell) == CellState::Computed);
            let shown = computed.filter(|&cell| !evaluated.value(cell).is_zero());
            shown.map(|cell| (evaluated.key(cell), evaluated.value(cell))).collect::<Vec<_>>()
        });
        for (key, amount) in stated {
            self.disclosure.table_mut(key.table).stated.insert((key.row, key.column), amount);
        }
        self
    }

    /// Calls `look` with the values.
    pub fn with<T>(&self, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let evaluation = evaluate(&self.form, &self.disclosure);
        let (form, catalog, disclosure) = (&self.form, &self.catalog, &self.disclosure);
        look(Evaluated { form, catalog, disclosure, evaluation: &evaluation })
    }

    /// What the sheet shows in a cell.
    pub fn shown(&self, table: u8, row: &str, column: u8) -> String {
        self.with(|evaluated| {
            let cell = cell(evaluated, table, row, column);
            evaluated.unit_of_cell(cell).table_text(evaluated.value(cell))
        })
    }

    /// The rows of a table, in printed order.
    pub fn rows(&self, table: u8) -> Vec<String> {
        self.with(|evaluated| {
            let lists = self.form.table(TableNumber(table)).unwrap().list_indices();
            let rows = |list| (0..evaluated.evaluation.layout(list).rows.len()).map(move |row| (list, row));
            lists.flat_map(rows).map(|(list, row)| evaluated.row_id(list, row)).collect()
        })
    }
}

/// The cell at `row` and `column` of `table`; the first, where several rows are called the same.
#[track_caller]
pub(crate) fn cell(evaluated: Evaluated<'_>, table: u8, row: &str, column: u8) -> CellIndex {
    let is_it = |cell: &CellIndex| place(evaluated, *cell) == (table, row.to_owned(), column);
    cells(evaluated).find(is_it).unwrap_or_else(|| panic!("表{table} has no cell at {row} ({column})"))
}

pub(crate) fn place(evaluated: Evaluated<'_>, cell: CellIndex) -> Place {
    let column = evaluated.form.list(cell.list).amounts[cell.column].number.0;
    (evaluated.form.table_of(cell.list).number.0, evaluated.row_id(cell.list, cell.row), column)
}

/// Every amount cell there is.
pub(crate) fn cells<'a>(evaluated: Evaluated<'a>) -> impl Iterator<Item = CellIndex> + use<'a> {
    (0..evaluated.form.lists.len()).map(ListIndex).flat_map(move |list| {
        let (rows, columns) = (evaluated.evaluation.layout(list).rows.len(), evaluated.form.list(list).amounts.len());
        (0..rows).flat_map(move |row| (0..columns).map(move |column| CellIndex { list, row, column }))
    })
}

#[test]
fn subtotals_appear_with_the_first_row_below_them() {
    let draft = Draft::new().code(3, "2080101", &[(2, "1")]);
    assert_eq!(draft.rows(3), ["total", "208", "20801", "2080101"]);
    let draft = draft.code(3, "2080102", &[(2, "2")]).code(3, "2080501", &[(2, "4")]);
    assert_eq!(draft.rows(3), ["total", "208", "20801", "2080101", "2080102", "20805", "2080501"]);
    assert_eq!(
        [draft.shown(3, "20801", 2), draft.shown(3, "208", 2), draft.shown(3, "total", 2)],
        ["3.00", "7.00", "7.00"]
    );
}

#[test]
fn subtotals_disappear_with_the_last_row_below_them() {
    let mut draft = Draft::new().code(3, "2080101", &[(2, "1")]).code(3, "2080501", &[(2, "4")]);
    draft.disclosure.table_mut(TableNumber(3)).rows.remove(0);
    assert_eq!(draft.rows(3), ["total", "208", "20805", "2080501"]);
    draft.disclosure.table_mut(TableNumber(3)).rows.remove(0);
    assert_eq!(draft.rows(3), ["total"]);
    assert_eq!(draft.shown(3, "total", 2), "");
}

#[test]
fn economic_codes_have_subtotals_by_class_only() {
    let draft = Draft::new().code(6, "30101", &[(2, "1")]).code(6, "30102", &[(2, "2")]).code(6, "30201", &[(3, "4")]);
    assert_eq!(draft.rows(6), ["total", "301", "30101", "30102", "302", "30201"]);
    assert_eq!([draft.shown(6, "301", 1), draft.shown(6, "total", 1)], ["3.00", "7.00"]);
}

#[test]
fn a_leaf_above_the_deepest_level_counts_in_its_class_and_in_the_total() {
    let draft = Draft::new().code(3, "20801", &[(2, "1")]).code(3, "2080501", &[(2, "2")]).code(3, "209", &[(2, "4")]);
    assert_eq!(draft.rows(3), ["total", "208", "20801", "20805", "2080501", "209"]);
    assert_eq!([draft.shown(3, "208", 2), draft.shown(3, "total", 2)], ["3.00", "7.00"]);
}

#[test]
fn rows_of_one_code_that_are_stored_apart_stand_together_where_the_first_stands() {
    let mut draft = Draft::new();
    for code in ["2080501", "2010101", "2080101", "2080502", "2010102"] {
        draft = draft.code(3, code, &[(2, "1")]);
    }
    let rows =
        ["total", "208", "20805", "2080501", "2080502", "20801", "2080101", "201", "20101", "2010101", "2010102"];
    assert_eq!(draft.rows(3), rows);
    assert_eq!(
        [draft.shown(3, "208", 2), draft.shown(3, "20805", 2), draft.shown(3, "201", 2)],
        ["3.00", "2.00", "2.00"]
    );
}

#[test]
fn several_projects_stand_under_one_code_without_a_subtotal_of_their_own() {
    let draft = Draft::new().project(7, "", "2080101", "甲", &[(2, "1")]).project(7, "", "2080101", "乙", &[(3, "2")]);
    assert_eq!(draft.rows(7), ["total", "208", "20801", "2080101/甲", "2080101/乙"]);
    assert_eq!(
        [draft.shown(7, "2080101/乙", 1), draft.shown(7, "20801", 1), draft.shown(7, "total", 1)],
        ["2.00", "3.00", "3.00"]
    );
}

#[test]
fn projects_of_units_have_subtotals_for_each_unit_and_its_codes() {
    let draft = Draft::new()
        .project(7, "东所", "2080101", "甲", &[(2, "1")])
        .project(7, "西所", "2080101", "乙", &[(2, "2")])
        .project(7, "东所", "2080501", "丙", &[(2, "4")]);
    let rows =
        ["total", "东所", "208", "20801", "2080101/甲", "20805", "2080501/丙", "西所", "208", "20801", "2080101/乙"];
    assert_eq!(draft.rows(7), rows);
    assert_eq!(
        [draft.shown(7, "东所", 2), draft.shown(7, "西所", 2), draft.shown(7, "total", 2)],
        ["5.00", "2.00", "7.00"]
    );
    draft.with(|evaluated| {
        let key = RowKey::UnitCode("西所".into(), "208".parse().unwrap());
        let cell = evaluated.find(&CellKey::new(TableNumber(7), key, ColumnNumber(2))).unwrap();
        assert_eq!(evaluated.value(cell), draft.amount("2"));
    });
}

#[test]
fn projects_with_and_without_a_unit_are_added_up_apart() {
    let draft =
        Draft::new().project(7, "东所", "2080101", "甲", &[(2, "1")]).project(7, "", "2080101", "乙", &[(2, "2")]);
    assert_eq!(draft.rows(7), ["total", "东所", "208", "20801", "2080101/甲", "208", "20801", "2080101/乙"]);
    assert_eq!(draft.shown(7, "total", 2), "3.00");
}

#[test]
fn projects_under_units_without_codes_have_subtotals_by_unit() {
    let draft = Draft::new()
        .project(11, "东所", "", "甲", &[(3, "1"), (7, "2")])
        .project(11, "西所", "", "乙", &[(5, "4")])
        .project(11, "", "", "丙", &[(5, "8")]);
    assert_eq!(draft.rows(11), ["total", "东所", "甲", "西所", "乙", "丙"]);
    assert_eq!(
        [draft.shown(11, "东所", 1), draft.shown(11, "total", 2), draft.shown(11, "total", 6)],
        ["3.00", "13.00", "2.00"]
    );
}

#[test]
fn a_link_adds_up_the_projects_of_its_code_in_all_units() {
    let draft = Draft::new()
        .code(5, "2080101", &[(2, "100")])
        .code(5, "2080102", &[])
        .project(7, "东所", "2080101", "甲", &[(2, "1")])
        .project(7, "东所", "2080101", "乙", &[(3, "2")])
        .project(7, "西所", "2080101", "丙", &[(2, "4")])
        .project(7, "西所", "2080501", "丁", &[(2, "8")]);
    assert_eq!(
        [draft.shown(5, "2080101", 3), draft.shown(5, "2080101", 1), draft.shown(5, "2080102", 3)],
        ["7.00", "107.00", ""]
    );
}

#[test]
fn a_link_of_a_leaf_above_the_deepest_level_takes_everything_below_its_code() {
    let draft = Draft::new().code(5, "20801", &[]).project(7, "", "2080101", "甲", &[(2, "1")]).project(
        7,
        "",
        "20801",
        "乙",
        &[(2, "2")],
    );
    assert_eq!(draft.rows(7), ["total", "208", "20801", "2080101/甲", "20801/乙"]);
    assert_eq!([draft.shown(7, "20801", 2), draft.shown(5, "20801", 3)], ["3.00"; 2]);
}

#[test]
fn a_stated_amount_counts_instead_of_the_computed_one_and_flows_on() {
    let draft = Draft::new().code(2, "2080101", &[(3, "1"), (9, "5")]).stated(2, "208", 3, "1.01");
    // Upwards, and along a link; the cross-footing of 208 is added up from its rows.
    assert_eq!([draft.shown(2, "208", 3), draft.shown(2, "total", 3), draft.shown(1, "general_local", 1)], ["1.01"; 3]);
    assert_eq!(
        [draft.shown(1, "general", 1), draft.shown(4, "general", 1), draft.shown(4, "income_total", 1)],
        ["1.01"; 3]
    );
    assert_eq!([draft.shown(2, "20801", 3), draft.shown(2, "208", 2)], ["1.00"; 2]);
    draft.with(|evaluated| {
        let cell = cell(evaluated, 2, "208", 3);
        assert_eq!(evaluated.evaluation.state(cell), CellState::Stated);
        assert_eq!(evaluated.evaluation.values(cell.list).computed(cell.row, cell.column), draft.amount("1"));
    });
}

#[test]
fn a_stated_amount_flows_along_the_link_that_names_its_cell() {
    let draft = Draft::new().code(2, "2080101", &[(3, "1")]).stated(2, "total", 3, "1.01");
    assert_eq!(draft.shown(1, "general_local", 1), "1.01");
}

#[test]
fn a_stated_cross_footing_flows_along_its_row_and_up_its_column() {
    let draft = Draft::new().code(2, "2080101", &[(3, "1"), (9, "5")]).stated(2, "2080101", 2, "2");
    assert_eq!([draft.shown(2, "2080101", 1), draft.shown(2, "total", 1)], ["7.00"; 2]);
    assert_eq!(draft.shown(2, "total", 2), "2.00");
}

/// Places of the stated cells that depend on one cell.
fn dependent(draft: &Draft, table: u8, row: &str, column: u8) -> BTreeSet<Place> {
    draft.with(|evaluated| {
        let changed = [cell(evaluated, table, row, column)];
        let keys = dependent_stated_cells(&draft.form, &draft.disclosure, evaluated.evaluation, &changed);
        let places: Vec<_> = keys.iter().map(|key| place(evaluated, evaluated.find(key).unwrap())).collect();
        let unique: BTreeSet<_> = places.iter().cloned().collect();
        assert_eq!(places.len(), unique.len(), "some are named twice");
        unique
    })
}

fn places(places: &[(u8, &str, u8)]) -> BTreeSet<Place> {
    places.iter().map(|(table, row, column)| (*table, (*row).to_owned(), *column)).collect()
}

#[test]
fn stated_cells_that_depend_on_an_amount_directly_or_through_other_tables_are_found_and_no_others() {
    let draft = Draft::new()
        .code(5, "2080101", &[(2, "1")])
        .code(5, "2010101", &[(2, "1")])
        .project(7, "", "2080101", "甲", &[(3, "1"), (4, "1")])
        .project(7, "", "2010101", "乙", &[(3, "1")])
        .code(3, "2080101", &[(3, "1")])
        .all_stated();
    let expected = [
        (7, "2080101/甲", 1),
        (7, "20801", 1),
        (7, "208", 1),
        (7, "total", 1),
        (7, "20801", 3),
        (7, "208", 3),
        (7, "total", 3),
        (5, "2080101", 1),
        (5, "20801", 1),
        (5, "208", 1),
        (5, "total", 1),
        (5, "2080101", 3),
        (5, "20801", 3),
        (5, "208", 3),
        (5, "total", 3),
        (4, "208", 1),
        (4, "208", 2),
        (4, "spending_total", 1),
        (4, "spending_total", 2),
    ];
    assert_eq!(dependent(&draft, 7, "2080101/甲", 3), places(&expected));
}

#[test]
fn a_stated_cell_does_not_hide_what_depends_on_it() {
    let draft = Draft::new().fixed(1, "own_other", &[(1, "1")]).stated(1, "own_funds", 1, "2").stated(
        1,
        "income_total",
        1,
        "3",
    );
    assert_eq!(dependent(&draft, 1, "own_other", 1), places(&[(1, "own_funds", 1), (1, "income_total", 1)]));
    assert_eq!(dependent(&draft, 1, "own_funds", 1), places(&[(1, "income_total", 1)]));
}

#[test]
fn what_depends_through_cells_without_a_stated_amount_is_found() {
    let draft = Draft::new().code(2, "2080101", &[(7, "1")]).stated(4, "grants", 1, "1");
    assert_eq!(dependent(&draft, 2, "2080101", 7), places(&[(4, "grants", 1)]));
}

#[test]
fn an_empty_table_has_its_total_or_its_fixed_rows_and_no_figure() {
    let draft = Draft::new();
    assert_eq!(draft.rows(8), ["total"]);
    assert_eq!(draft.rows(10), ["total", "abroad", "reception", "vehicles", "vehicle_purchase", "vehicle_running"]);
    draft.with(|evaluated| {
        assert!(cells(evaluated).all(|cell| evaluated.value(cell).is_zero()));
        for table in &draft.form.tables {
            assert!(evaluated.evaluation.is_empty(table.list_indices()), "表{}", table.number);
        }
    });
}

#[test]
fn a_table_with_a_row_or_a_figure_is_not_empty() {
    let is_empty = |draft: Draft, table: u8| {
        let lists = draft.form.table(TableNumber(table)).unwrap().list_indices();
        draft.with(|evaluated| evaluated.evaluation.is_empty(lists))
    };
    assert!(!is_empty(Draft::new().code(8, "2080101", &[]), 8), "a blank row is a row");
    assert!(!is_empty(Draft::new().project(11, "", "", "甲", &[]), 11), "a blank project is a row");
    assert!(!is_empty(Draft::new().fixed(10, "abroad", &[(2, "1")]), 10), "an amount is a figure");
    assert!(!is_empty(Draft::new().code(3, "2080101", &[(2, "1")]), 1), "a linked amount is a figure");
    assert!(is_empty(Draft::new().code(3, "2080101", &[(2, "1")]), 2), "another table's figure is none");
}

/// A disclosure with rows of every kind, with units and without.
fn mixed() -> Draft {
    Draft::new()
        .fixed(1, "carry_over_general", &[(1, "1")])
        .code(2, "2080101", &[(3, "1"), (11, "2")])
        .code(3, "2080101", &[(2, "1")])
        .code(3, "20805", &[(2, "1")])
        .code(3, "209", &[(3, "1")])
        .code(5, "2080101", &[(2, "1")])
        .code(6, "30101", &[(2, "1")])
        .project(7, "东所", "2080101", "甲", &[(2, "1")])
        .project(7, "西所", "2080101", "乙", &[(2, "1")])
        .project(7, "", "2080101", "丙", &[(2, "1")])
        .project(11, "东所", "", "甲", &[(5, "1")])
        .project(11, "", "", "乙", &[(5, "1")])
}

#[test]
fn the_key_of_every_cell_leads_back_to_it() {
    mixed().with(|evaluated| {
        for cell in cells(evaluated) {
            assert_eq!(evaluated.find(&evaluated.key(cell)), Some(cell), "{:?}", evaluated.key(cell));
        }
    });
}

/// Two tables by code; in the second every row has its share of two totals and of one code.
const SHARES: &str = r#"Form(
    id: "shares-2030", name: "某地预算公开（2030 年）", year: 2030,
    amounts: (name: "万元", yuan: 10000, decimals: 2), preparer: (unit: "单位：", department: "部门："), unit_note: "单位：万元",
    tables: [
        (
            id: "all", number: 1, title: (unit: "支出表", department: "支出表"), outline: "支出", numbered: true, empty: "没有支出。",
            head: [["类", "款", "项", "科目", "金额"]],
            lists: [(columns: [Class, Section, Item, Name, Entered(1, "amount")], rows: Function((total: "合计", rule: "X1")))],
        ),
        (
            id: "own", number: 2, title: (unit: "拨款表", department: "拨款表"), outline: "拨款", numbered: true, empty: "没有拨款。",
            head: [["类", "款", "项", "科目", "金额", "占合计%", "占支出%", "占 208%"]],
            lists: [(
                columns: [
                    Class, Section, Item, Name, Entered(1, "amount"),
                    Share(column: 2, id: "of_own", part: "(1)", whole: "[total](1)", rule: "X3"),
                    Share(column: 3, id: "of_all", part: "(1)", whole: "T1[total](1)", rule: "X3"),
                    Share(column: 4, id: "of_class", part: "(1)", whole: "[208](1)", rule: "X3"),
                ],
                rows: Function((total: "合计", rule: "X2")),
            )],
        ),
    ],
    identities: [],
    rules: [
        (id: "X1", title: "表1 逐级汇总", why: "逐级相加。"), (id: "X2", title: "表2 逐级汇总", why: "逐级相加。"),
        (id: "X3", title: "占比", why: "除以合计。"),
    ],
    texts: (sections: [], terms: [], performance_of: []),
)"#;

fn shares() -> Draft {
    let form = Form::load(&FormFiles::new("shares-2030", [(FORM_FILE, SHARES)])).unwrap_or_else(|all| panic!("{all}"));
    let draft = Draft::of_form(form).code(1, "2080101", &[(1, "50")]).code(1, "2101101", &[(1, "30")]);
    draft.code(2, "2080101", &[(1, "10")]).code(2, "2080102", &[(1, "20")]).code(2, "2101101", &[(1, "10")])
}

#[test]
fn a_row_by_code_has_its_share_of_its_own_total() {
    let draft = shares();
    for (row, of_own, of_all, of_class) in [
        ("total", "100.00", "50.00", "133.33"),
        ("208", "75.00", "37.50", "100.00"),
        ("2080102", "50.00", "25.00", "66.67"),
        ("2101101", "25.00", "12.50", "33.33"),
    ] {
        let shown = [2, 3, 4].map(|column| draft.shown(2, row, column));
        assert_eq!(shown, [of_own, of_all, of_class], "{row}");
    }
}

#[test]
fn the_dependents_of_a_cell_are_those_that_follow_from_it() {
    for draft in [mixed(), shares()] {
        draft.with(|evaluated| {
            let mut by_source: std::collections::HashMap<CellIndex, BTreeSet<CellIndex>> = Default::default();
            for cell in cells(evaluated) {
                for source in sources(&draft.form, evaluated.evaluation, cell) {
                    by_source.entry(source).or_default().insert(cell);
                }
            }
            for cell in cells(evaluated) {
                let found = dependents(&draft.form, evaluated.evaluation, cell);
                let each: BTreeSet<_> = found.iter().copied().collect();
                assert_eq!(each.len(), found.len(), "{:?}", place(evaluated, cell));
                assert_eq!(each, by_source.remove(&cell).unwrap_or_default(), "{:?}", place(evaluated, cell));
            }
        });
    }
}
