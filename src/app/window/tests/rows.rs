//! Adding and changing rows.

use super::*;

#[test]
fn a_row_is_added_by_code_with_its_name_offered_and_its_totals_come_and_go() {
    let mut harness = urumqi();
    table(&mut harness, "表8 政府性基金");
    harness.get_by_label_contains("没有使用政府性基金预算拨款安排的支出");
    harness.get_by_label("增加行…").click();
    harness.run();
    type_text(&mut harness, "2120899");
    press(&mut harness, Key::Enter);
    type_text(&mut harness, "12.5");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 8, "2120899", 2), "12.50");
    assert_eq!(shown(&harness, 8, "21208", 1), "12.50");
    assert_eq!(shown(&harness, 8, "212", 1), "12.50");
    let name = |harness: &Test| {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        let rows = &workspace.disclosure().table(TableNumber(8)).unwrap().rows;
        format!("{:?}", rows[0].subject)
    };
    assert!(name(&harness).contains("国有土地使用权出让收入安排的支出"), "{}", name(&harness));

    click_cell(&mut harness, "其他国有土地使用权出让收入安排的支出（4）");
    command(&mut harness, Key::Delete);
    harness.get_by_label_contains("没有使用政府性基金预算拨款安排的支出");
    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness, 8, "212", 1), "12.50");
}

#[test]
fn the_row_that_is_set_off_in_the_list_is_the_one_that_is_added() {
    let mut harness = urumqi();
    table(&mut harness, "表5 一般公共预算支出");
    press(&mut harness, Key::Insert);
    type_text(&mut harness, "21011");
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let rows = &workspace.disclosure().table(TableNumber(5)).unwrap().rows;
    let added = rows.last().unwrap().subject.code().unwrap();
    assert_eq!(added.level(), disclosure_engine::disclosure::CodeLevel::Item);
    assert_eq!(added.section().unwrap().to_string(), "21011");
}

#[test]
fn rows_are_sorted_moved_copied_recoded_and_taken_over_from_other_tables() {
    let mut harness = urumqi();
    let codes = |harness: &Test, table: u8| {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        let rows = workspace.disclosure().table(TableNumber(table)).map_or(&[][..], |table| &table.rows);
        rows.iter().filter_map(|row| row.subject.code().map(|code| code.to_string())).collect::<Vec<_>>()
    };
    let order = codes(&harness, 6);
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run();
    assert_eq!(codes(&harness, 6)[..3], ["30102", "30103", "30101"]);
    command(&mut harness, Key::Z);
    command(&mut harness, Key::Z);
    assert_eq!(codes(&harness, 6), order);

    table(&mut harness, "表8 政府性基金");
    harness.get_by_label("表格").click();
    harness.run();
    harness.get_by_label_contains("从别的表带入科目").click();
    harness.run();
    harness.get_by_label_contains("表3 支出（").click();
    harness.run();
    assert_eq!(codes(&harness, 8), codes(&harness, 3));

    table(&mut harness, "表7 项目支出");
    harness.get_by_label("辅助履职人员支出").click();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    harness.run();
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let rows = workspace.disclosure().table(TableNumber(7)).unwrap().rows.iter();
    let copied = rows.filter(|row| row.subject.project().is_some_and(|p| p.name == "辅助履职人员支出（副本）"));
    assert_eq!(copied.count(), 1);
}

#[test]
fn a_code_that_the_catalogue_does_not_have_is_taken_with_a_warning() {
    let mut harness = urumqi();
    table(&mut harness, "表8 政府性基金");
    harness.get_by_label("增加行…").click();
    harness.run();
    type_text(&mut harness, "2990101");
    press(&mut harness, Key::Enter);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let mut findings = workspace.audit().findings.iter();
    assert!(findings.any(|finding| finding.rule == "F15" && finding.grade == disclosure_engine::audit::Grade::Warning));
}

#[test]
fn a_row_is_found_by_the_initials_of_its_name() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    press(&mut harness, Key::Insert);
    type_text(&mut harness, "hsbzf");
    press(&mut harness, Key::Enter);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let rows = &workspace.disclosure().table(TableNumber(6)).unwrap().rows;
    assert!(rows.iter().any(|row| row.subject.code().is_some_and(|code| code.to_string() == "30106")), "伙食补助费");
}

#[test]
fn all_selected_rows_move_and_stay_selected() {
    let mut harness = urumqi();
    let codes = |harness: &Test| {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        let rows = &workspace.disclosure().table(TableNumber(6)).unwrap().rows;
        rows.iter().take(5).filter_map(|row| row.subject.code().map(|code| code.to_string())).collect::<Vec<_>>()
    };
    table(&mut harness, "表6 基本支出");
    let before = codes(&harness);
    click_cell(&mut harness, "表6 301 02 津贴补贴（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.run();
    let selection = |harness: &Test| harness.state().as_ref().unwrap().grid.shown().unwrap();
    let (shown, two) = (selection(&harness), [before[1].clone(), before[2].clone()]);
    let press_alt = |harness: &mut Test, key| {
        harness.key_press_modifiers(Modifiers::ALT, key);
        harness.run();
    };
    press_alt(&mut harness, Key::ArrowUp);
    assert_eq!(codes(&harness)[..3], [two[0].clone(), two[1].clone(), before[0].clone()]);
    let now = selection(&harness);
    assert_eq!((now.cursor, now.corner), ((shown.cursor.0 - 1, shown.cursor.1), (shown.corner.0 - 1, shown.corner.1)));
    press_alt(&mut harness, Key::ArrowUp);
    harness.get_by_label_contains("已经是同一合计下的第一行");
    press_alt(&mut harness, Key::ArrowDown);
    press_alt(&mut harness, Key::ArrowDown);
    assert_eq!(codes(&harness)[..4], [before[0].clone(), before[3].clone(), two[0].clone(), two[1].clone()]);
    for _ in 0..3 {
        command(&mut harness, Key::Z);
    }
    assert_eq!(codes(&harness), before);
}

#[test]
fn enter_goes_over_sums_to_what_is_entered() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    let cursor = |harness: &Test| harness.state().as_ref().unwrap().grid.shown().unwrap().cursor;
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    let (first, column) = cursor(&harness);
    let is_computed = |harness: &Test, row: usize| {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        let evaluated = workspace.evaluated();
        let list = evaluated.form.table(TableNumber(6)).unwrap().list_indices().next().unwrap();
        evaluated.evaluation.layout(list).rows[row].origin.is_total()
    };
    let mut rows = vec![first];
    for _ in 0..12 {
        press(&mut harness, Key::Enter);
        rows.push(cursor(&harness).0);
        assert_eq!(cursor(&harness).1, column);
    }
    assert!(rows.iter().all(|&row| !is_computed(&harness, row)), "{rows:?}");
    assert!(rows.is_sorted() && rows.last() > Some(&(first + 12)), "a sum was passed over: {rows:?}");
}

#[test]
fn a_new_row_of_302_begins_where_its_money_is_and_codes_of_other_tables_are_offered_first() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    press(&mut harness, Key::Insert);
    type_text(&mut harness, "30225");
    press(&mut harness, Key::Enter);
    let shown = harness.state().as_ref().unwrap().grid.shown().unwrap();
    type_text(&mut harness, "1.23");
    press(&mut harness, Key::Enter);
    assert_eq!(super::shown(&harness, 6, "30225", 3), "1.23", "{shown:?}");
    // What 表2 has and 表8 has not.
    table(&mut harness, "表8 政府性基金");
    press(&mut harness, Key::Insert);
    press(&mut harness, Key::Enter);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let rows = &workspace.disclosure().table(TableNumber(8)).unwrap().rows;
    let income = &workspace.disclosure().table(TableNumber(2)).unwrap().rows;
    assert!(income.iter().any(|row| row.subject.code() == rows[0].subject.code()));
}

#[test]
fn for_a_code_that_is_no_longer_valid_its_successor_is_offered_and_it_can_be_taken_still() {
    let list = folder().join("科目.csv");
    let text = "编码,名称,启用年度,停用年度,接替科目\n2080109,经办机构,,2024,2080119\n2080119,经办和服务,2024,,\n2080120,年中,2025-06-01,,\n";
    std::fs::write(&list, text).unwrap();
    let mut harness = window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(list)));
    harness.get_by_label("文件").click();
    harness.run();
    harness.get_by_label_contains("科目表…").click();
    harness.run();
    harness.get_by_label("载入科目表…").click();
    harness.run_steps(8);
    press(&mut harness, Key::Escape);
    table(&mut harness, "表8 政府性基金");
    harness.get_by_label("增加行…").click();
    harness.run();
    type_text(&mut harness, "2080109");
    harness.run();
    harness.get_by_label_contains("208 01 09 经办机构：2024 年起停用，由 208 01 19 经办和服务 接替");
    assert_eq!(harness.get_by_label("科目名称").value().as_deref(), Some("经办和服务"));
    press(&mut harness, Key::ArrowDown);
    assert_eq!(harness.get_by_label("科目名称").value().as_deref(), Some("经办机构"));
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::Enter);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let rows = &workspace.disclosure().table(TableNumber(8)).unwrap().rows;
    assert_eq!(rows[0].subject.code().map(|code| code.to_string()).as_deref(), Some("2080119"));
}
