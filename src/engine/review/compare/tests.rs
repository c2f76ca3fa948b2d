use super::*;
use crate::disclosure::{SlotValue, Subject, TextKey};
use crate::evaluate::tests::Draft;
use crate::review::snapshot;

fn compared(old: &Draft, new: &Draft) -> Comparison {
    compare(&new.form, &old.with(snapshot), &new.with(snapshot))
}

/// Table, row, column, before and after of the figures that a person entered.
fn entered(comparison: &Comparison, draft: &Draft) -> Vec<(u8, String, u8, String, String)> {
    let text = |amount: Option<Amount>| amount.map_or_else(String::new, |amount| draft.form.text_unit.text(amount));
    let rows = comparison.rows.iter();
    let cells = rows.flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
    let cells = cells.filter(|(_, cell)| !cell.follows);
    let told = |(row, cell): (&RowDifference, &CellDifference)| {
        (row.table.0, row.row().unwrap().id.clone(), cell.column.0, text(cell.old), text(cell.new))
    };
    cells.map(told).collect()
}

fn base() -> Draft {
    Draft::new()
        .code(3, "2080101", &[(2, "10"), (3, "5")])
        .code(3, "2080109", &[(2, "20")])
        .project(7, "", "2080101", "金保工程运行维护", &[(3, "3"), (7, "2")])
        .project(7, "", "2080101", "窗口服务提升", &[(3, "4")])
}

#[test]
fn a_disclosure_says_the_same_as_itself() {
    assert!(compared(&base(), &base()).is_empty());
    assert_eq!(counts(&compared(&base(), &base())), "内容相同，没有差别");
}

#[test]
fn a_changed_figure_is_told_with_what_follows_from_it() {
    let new = Draft::new()
        .code(3, "2080101", &[(2, "10"), (3, "6.5")])
        .code(3, "2080109", &[(2, "20")])
        .project(7, "", "2080101", "金保工程运行维护", &[(3, "3"), (7, "2")])
        .project(7, "", "2080101", "窗口服务提升", &[(3, "4")]);
    let found = compared(&base(), &new);
    assert_eq!(entered(&found, &new), [(3, "2080101".into(), 3, "5.00".into(), "6.50".into())]);
    assert_eq!(found.row_count(), 0);
    let follows: Vec<_> = found.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell))).collect();
    let is_total = |(row, cell): &&(&RowDifference, &CellDifference)| {
        row.table.0 == 3 && row.row().unwrap().id == "total" && cell.column.0 == 1 && cell.follows
    };
    assert!(follows.iter().any(|found| is_total(&found)));
}

#[test]
fn rows_come_and_go_with_their_figures() {
    let new = base().code(3, "2080150", &[(2, "7")]);
    let found = compared(&base(), &new);
    let changed: Vec<_> = found.rows.iter().filter(|row| row.is_changed()).collect();
    assert_eq!((changed.len(), changed[0].change), (1, RowChange::Added));
    assert_eq!(entered(&found, &new), [(3, "2080150".into(), 2, String::new(), "7.00".into())]);
    let back = compared(&new, &base());
    assert_eq!(back.rows.iter().find(|row| row.is_changed()).unwrap().change, RowChange::Removed);
    assert_eq!(entered(&back, &new), [(3, "2080150".into(), 2, "7.00".into(), String::new())]);
}

#[test]
fn a_renamed_project_is_recognised_whatever_its_id() {
    // Another order, so that the ids of the projects are others.
    let new = Draft::new()
        .code(3, "2080101", &[(2, "10"), (3, "5")])
        .code(3, "2080109", &[(2, "20")])
        .project(7, "", "2080101", "窗口服务提升", &[(3, "4")])
        .project(7, "", "2080101", "金保工程运行维护及升级", &[(3, "3"), (7, "2")]);
    let found = compared(&base(), &new);
    let [moved, row] = found.rows.as_slice() else { panic!("{found:#?}") };
    assert_eq!((moved.change, moved.row().unwrap().id.as_str()), (RowChange::Moved, "2080101/窗口服务提升"));
    let RowChange::Renamed(likeness) = row.change else { panic!("{row:#?}") };
    assert_eq!((likeness.figures, row.cells.len()), (100, 0));
    assert!(likeness.percent >= 85 && likeness.names < 100, "{likeness:?}");
    assert_eq!(row.old.as_ref().unwrap().id, "2080101/金保工程运行维护");
    assert!(row_line(row).unwrap().contains("把握"), "{row:?}");
}

#[test]
fn a_project_that_has_nothing_in_common_is_another() {
    let old = Draft::new().project(7, "", "2080101", "金保工程", &[(3, "3")]);
    let new = Draft::new().project(7, "", "2080101", "房屋修缮补助", &[(3, "8")]);
    let changes: Vec<_> =
        compared(&old, &new).rows.iter().filter(|row| row.is_changed()).map(|row| row.change).collect();
    assert_eq!(changes, [RowChange::Removed, RowChange::Added]);
}

#[test]
fn next_years_project_is_called_after_next_year() {
    let old = Draft::new().project(7, "", "2080101", "2024年养老保险补助", &[(3, "3")]);
    let new = Draft::new().project(7, "", "2080101", "2025年养老保险补助", &[(3, "8")]);
    let found = compared(&old, &new);
    let row = found.rows.iter().find(|row| row.is_changed()).unwrap();
    let RowChange::Renamed(likeness) = row.change else { panic!("{row:#?}") };
    assert_eq!((likeness.names, likeness.figures), (100, 0));
}

#[test]
fn projects_of_one_name_are_told_apart_by_their_order() {
    let old =
        Draft::new().project(7, "", "2080101", "补助", &[(3, "3")]).project(7, "", "2080101", "补助", &[(3, "4")]);
    let new =
        Draft::new().project(7, "", "2080101", "补助", &[(3, "3")]).project(7, "", "2080101", "补助", &[(3, "9")]);
    let found = compared(&old, &new);
    assert_eq!(entered(&found, &new), [(7, "2080101/补助".into(), 3, "4.00".into(), "9.00".into())]);
}

#[test]
fn a_renamed_unit_keeps_its_rows() {
    let old = Draft::new().project(7, "甲中心", "2080101", "补助", &[(3, "3")]);
    let new = Draft::new().project(7, "乙中心", "2080101", "补助", &[(3, "3")]);
    let found = compared(&old, &new);
    let changed: Vec<_> = found.rows.iter().filter(|row| row.is_changed()).collect();
    assert_eq!(changed.len(), 1, "{changed:#?}");
    assert!(matches!(
        (changed[0].change, &changed[0].new.as_ref().unwrap().key),
        (RowChange::Renamed(_), RowKey::Unit(_))
    ));
    assert_eq!(found.cell_count(), 0);
}

#[test]
fn what_a_source_prints_beside_the_sum_is_a_difference_of_its_own() {
    let told = |old: &Draft, new: &Draft| entered(&compared(old, new), new);
    let stated = |amount: &str| base().stated(3, "2080101", 1, amount);
    let cell = |old: &str, new: &str| vec![(3, "2080101".to_owned(), 1, old.to_owned(), new.to_owned())];
    assert_eq!(told(&base(), &stated("15.01")), cell("15.00", "15.01"), "it appeared");
    assert_eq!(told(&stated("15.01"), &base()), cell("15.01", "15.00"), "it vanished");
    assert_eq!(told(&stated("15.01"), &stated("99.99")), cell("15.01", "99.99"), "it changed");
    assert_eq!(told(&base(), &stated("0")), cell("15.00", ""), "nothing is stated");
    assert_eq!(told(&stated("15"), &stated("15.01")), cell("15.00", "15.01"), "an import states every sum");
    assert!(compared(&base(), &base().all_stated()).is_empty(), "what is printed is the same");
}

#[test]
fn sums_that_an_import_states_follow_from_their_parts() {
    let new = || base().code(3, "2080150", &[(2, "7")]);
    for (old, new) in
        [(base(), new().all_stated()), (base().all_stated(), new()), (base().all_stated(), new().all_stated())]
    {
        let found = compared(&old, &new);
        assert_eq!(entered(&found, &new), [(3, "2080150".into(), 2, String::new(), "7.00".into())]);
        assert!(found.following().0 > 3, "{found:#?}");
    }
}

#[test]
fn decimals_that_are_not_shown_are_told_where_they_move_a_sum() {
    let hidden = |amount: &str| {
        Draft::new().code(3, "2080101", &[(2, amount)]).code(3, "2080102", &[(2, amount)]).code(
            3,
            "2080103",
            &[(2, amount)],
        )
    };
    let found = compared(&hidden("1.001"), &hidden("1.003"));
    assert!(!found.is_empty() && found.following().0 == 0, "{found:#?}");
}

#[test]
fn rows_and_indicators_in_another_order_are_told() {
    let rows = |names: [&str; 3]| {
        let mut draft = Draft::new();
        for name in names {
            draft = draft.project(7, "", "2080101", name, &[(3, "3")]);
        }
        draft
    };
    let found = compared(&rows(["甲甲甲", "乙乙乙", "丙丙丙"]), &rows(["丙丙丙", "甲甲甲", "乙乙乙"]));
    let [row] = found.rows.as_slice() else { panic!("{found:#?}") };
    assert_eq!((row.change, row.row().unwrap().id.as_str()), (RowChange::Moved, "2080101/丙丙丙"));
    assert_eq!(row_line(row).unwrap(), "行的次序不同：208 01 01 丙丙丙");
    let tables = |marks: [&str; 2]| {
        let mut draft = Draft::new();
        let of = |mark: &&str| crate::disclosure::PerformanceTable { goal: (*mark).into(), ..Default::default() };
        draft.disclosure.performance = marks.iter().map(of).collect();
        draft
    };
    let found = compared(&tables(["甲", "乙"]), &tables(["乙", "甲"]));
    assert_eq!(found.texts.iter().map(|text| &text.place).collect::<Vec<_>>(), [&ComparedText::PerformanceOrder]);
}

#[test]
fn a_reason_is_told_and_a_sentence_of_figures_alone_follows() {
    let template = base().form.sentences.clone().unwrap();
    // Sentences are printed once somebody began to write them.
    let narrated = |mut draft: Draft| {
        let key = CellKey::new(TableNumber(3), RowKey::Total, ColumnNumber(1));
        let amount = draft.amount("30");
        draft.disclosure.prior.insert(key, amount);
        draft
    };
    let old = narrated(base());
    let paragraphs = old.with(crate::narrative::narrate);
    let slot = paragraphs.iter().find_map(|paragraph| {
        let slot = paragraph.slots().find(|slot| {
            template.slot(&slot.key.id).is_some_and(|form| form.kind == crate::form::template::SlotKind::Text)
        })?;
        Some(slot.key.clone())
    });
    let key: TextKey = slot.unwrap();
    let mut new = narrated(base());
    new.disclosure.slots.insert(key, SlotValue::Text("新增退休人员".into()));
    let found = compared(&old, &new);
    assert!(found.rows.is_empty());
    let told: Vec<_> = found.texts.iter().filter(|text| !text.follows).collect();
    assert_eq!(told.len(), 1, "{:#?}", found.texts);
    assert!(told[0].new.as_ref().unwrap().contains("新增退休人员"));
    let figures = narrated(base().code(3, "2080150", &[(2, "7")]));
    let found = compared(&narrated(base()), &figures);
    assert!(!found.texts.is_empty() && found.texts.iter().all(|text| text.follows), "{:#?}", found.texts);
}

#[test]
fn paragraphs_are_aligned_by_what_they_say() {
    let with = |paragraphs: &[&str]| {
        let mut draft = base();
        let paragraphs = paragraphs.iter().map(|text| (*text).to_owned()).collect();
        draft.disclosure.texts.insert(Part::Overview, paragraphs);
        draft
    };
    let old = with(&["一、主要职能", "负责退休人员社会化管理服务工作。", "二、机构设置", "内设科室四个。"]);
    let new = with(&[
        "一、主要职能",
        "负责辖区退休人员社会化管理服务工作。",
        "另起一段的新内容。",
        "二、机构设置",
        "内设科室四个。",
    ]);
    let found = compared(&old, &new);
    let places: Vec<_> =
        found.texts.iter().map(|text| (text.old.is_some(), text.new.as_deref().unwrap_or_default())).collect();
    assert_eq!(places, [(true, "负责辖区退休人员社会化管理服务工作。"), (false, "另起一段的新内容。")]);
}

#[test]
fn names_notes_heading_and_last_years_figures_are_compared() {
    let mut new = base();
    new.disclosure.body = "别的中心".into();
    new.disclosure.year += 1;
    let table = new.disclosure.table_mut(TableNumber(3));
    let Subject::Code { name, .. } = &mut table.rows[0].subject else { panic!() };
    *name = "别的名称".into();
    table.note = Some("附注。".into());
    let key = CellKey::new(TableNumber(3), table.rows[1].subject.key(), ColumnNumber(2));
    let amount = new.amount("18");
    new.disclosure.prior.insert(key, amount);
    let found = compared(&base(), &new);
    let labels: Vec<_> = found.texts.iter().filter(|text| !text.follows).map(|text| text.label.as_str()).collect();
    for label in ["单位名称", "年度", "表3 208 01 01 的科目名称", "表3 下面的说明"] {
        assert!(labels.contains(&label), "{label}: {labels:?}");
    }
    let [prior] = found.prior.as_slice() else { panic!("{found:#?}") };
    assert_eq!(
        (prior.row().unwrap().id.as_str(), prior.cells[0].old, prior.cells[0].new),
        ("2080109", None, Some(amount))
    );
}

#[test]
fn tables_are_paired_by_their_names_and_else_by_their_numbers() {
    let snapshot = |tables: &[(u8, &str)]| {
        let table = |(number, name): &(u8, &str)| SnapshotTable {
            number: crate::disclosure::TableNumber(*number),
            name: (*name).to_owned(),
            rows: Vec::new(),
            note: String::new(),
        };
        Snapshot { tables: tables.iter().map(table).collect(), ..Snapshot::default() }
    };
    for (old, new, expected) in [
        (&[(1, "甲"), (2, "乙")][..], &[(1, "甲"), (2, "乙")][..], &["甲 甲", "乙 乙"][..]),
        (&[(1, "甲"), (2, "乙")], &[(1, "乙"), (2, "甲")], &["乙 乙", "甲 甲"]),
        (&[(1, "甲"), (2, "乙")], &[(1, "甲"), (2, "丙")], &["甲 甲", "乙 丙"]),
        (&[(1, "甲"), (2, "乙")], &[(2, "丙"), (1, "乙")], &["- 丙", "乙 乙", "甲 -"]),
        (&[(1, "甲"), (2, "乙")], &[(3, "丙"), (1, "甲")], &["- 丙", "甲 甲", "乙 -"]),
        (&[(1, "甲")], &[(1, "乙"), (1, "丙")], &["甲 乙", "- 丙"]),
        (&[], &[(1, "甲")], &["- 甲"]),
    ] {
        let (old, new) = (snapshot(old), snapshot(new));
        let name = |table: Option<&SnapshotTable>| table.map_or("-", |table| &table.name).to_owned();
        let pairs: Vec<String> =
            table_pairs(&old, &new).into_iter().map(|(old, new)| format!("{} {}", name(old), name(new))).collect();
        assert_eq!(pairs, expected);
    }
}

#[test]
fn the_name_of_a_code_is_compared_where_the_code_is_the_same() {
    let with = |code: &str, name: &str| {
        let mut draft = Draft::new().project(7, "", code, "窗口服务提升", &[(3, "4")]);
        let Subject::Project(project) =
            &mut draft.disclosure.table_mut(crate::disclosure::TableNumber(7)).rows[0].subject
        else {
            panic!("no project")
        };
        name.clone_into(&mut project.code_name);
        draft
    };
    let told = |old: &Draft, new: &Draft| {
        let found = compared(old, new);
        found.texts.iter().filter(|text| matches!(text.place, ComparedText::CodeName { .. })).count()
    };
    let was = with("2080199", "其他事务");
    assert_eq!(told(&was, &with("2080199", "其他管理事务")), 1);
    assert_eq!(told(&was, &with("2080199", "其他事务")), 0);
    assert_eq!(told(&was, &with("2080150", "事业运行")), 0);
}
