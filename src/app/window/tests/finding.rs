//! Findings, finding and going to cells.

use super::*;

#[test]
fn a_change_is_seen_in_totals_and_findings_and_undo_takes_both_back() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1318.69");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "30101", 2), "1,318.69");
    assert_eq!(shown(&harness, 6, "301", 1), "4,712.11");
    assert_eq!(shown(&harness, 6, "total", 1), "5,344.82");
    assert_eq!(rules_broken(&harness), ["B16"]);

    harness.get_by_label("去 表5 总计").click();
    harness.run();
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(5)));
    harness.get_by_label("去 表6 总计").click();
    harness.run();
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(6)));

    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness, 6, "total", 1), "5,334.82");
    assert_eq!(rules_broken(&harness), [""; 0]);
    assert!(!harness.state().as_ref().unwrap().workspace().unwrap().is_dirty());
    command(&mut harness, Key::Y);
    assert_eq!(shown(&harness, 6, "total", 1), "5,344.82");
}

#[test]
fn finding_steps_through_all_tables_and_names_are_replaced_as_one_step() {
    let mut harness = urumqi();
    command(&mut harness, Key::H);
    type_text(&mut harness, "基本工资");
    harness.get_by_label("共 1 处");
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(6)));
    harness.get_by_label("替换为").click();
    harness.run();
    type_text(&mut harness, "岗位工资");
    harness.get_by_label("全部替换（1 个名称）").click();
    harness.run();
    let name = |harness: &Test| {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        format!("{:?}", workspace.disclosure().table(TableNumber(6)).unwrap().rows[0].subject)
    };
    assert!(name(&harness).contains("岗位工资"));
}

#[test]
fn a_cell_is_gone_to_by_table_and_code() {
    let mut harness = urumqi();
    command(&mut harness, Key::G);
    type_text(&mut harness, "表6 302 31（3）");
    press(&mut harness, Key::Enter);
    let grid = |harness: &Test| harness.state().as_ref().unwrap().grid.shown().unwrap().table;
    assert_eq!(grid(&harness), TableNumber(6));
    harness.get_by_label_contains("表6 302 31 公务用车运行维护费（3）公用经费　27.30");
    command(&mut harness, Key::G);
    type_text(&mut harness, "表6 999");
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("没有“");
}

#[test]
fn the_wrong_cell_is_named_and_its_repair_taken_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("urumqi.budget");
    let text = std::fs::read_to_string(sample("urumqi-2025.budget")).unwrap();
    std::fs::write(&path, text.replacen("{3: \"22568400\"", "{3: \"22658400\"", 1)).unwrap();
    let mut harness = window(Some(path), None);
    assert!(!rules_broken(&harness).is_empty());
    harness.get_all_by_label("采用").next().unwrap().click();
    harness.run();
    assert_eq!(shown(&harness, 2, "2080109", 3), "2,256.84");
    assert_eq!(rules_broken(&harness), [""; 0]);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    assert_eq!(workspace.audit().count(crate::audit::Grade::Rounding), 7, "the printed totals are still there");
    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness, 2, "2080109", 3), "2,265.84");
}
