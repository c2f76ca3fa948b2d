//! Performance tables.

use super::*;
use crate::app::texts::TextPage;
use disclosure_engine::disclosure::{PerformanceSubject, PerformanceTable};

/// The window on the page of the first performance table of the first sample.
fn page() -> Test {
    let mut harness = urumqi();
    table(&mut harness, "1 1995 年以前退休人员生活补贴");
    harness
}

fn tables(harness: &Test) -> Vec<PerformanceTable> {
    harness.state().as_ref().unwrap().workspace().unwrap().disclosure().performance.clone()
}

fn first(harness: &Test) -> PerformanceTable {
    tables(harness).remove(0)
}

fn threes(harness: &Test) -> Vec<String> {
    first(harness).indicators.into_iter().map(|indicator| indicator.level_three).collect()
}

#[test]
fn a_table_is_shown_as_it_is_printed_and_filled_in_by_keys() {
    let mut harness = page();
    harness.get_by_label_contains("项目支出绩效目标表（2025年）");
    harness.get_by_label_contains("权重合计 90");
    let before = tables(&harness);
    click_cell(&mut harness, "指标分值权重 第 1 行");
    type_text(&mut harness, "5");
    press(&mut harness, Key::Enter);
    assert_eq!(first(&harness).indicators[0].weight, Some(5.into()));
    harness.get_by_label_contains("● 权重合计 85");
    assert!(rules(&harness).contains(&"F48".to_owned()));
    // Down to the next weight: what is no number stays to be mended.
    type_text(&mut harness, "很多");
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("“很多”不能作为权重");
    press(&mut harness, Key::Escape);
    click_cell(&mut harness, "年度预算总额 1,982.45");
    type_text(&mut harness, "1,000.5");
    press(&mut harness, Key::Tab);
    let form = harness.state().as_ref().unwrap().workspace().unwrap().form().clone();
    assert_eq!(first(&harness).funds.total, form.text_unit.amount("1000.5".parse().unwrap()).ok());
    command(&mut harness, Key::Z);
    command(&mut harness, Key::Z);
    assert_eq!(tables(&harness), before);
}

fn rules(harness: &Test) -> Vec<String> {
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    workspace.audit().findings.iter().map(|finding| finding.rule.clone()).collect()
}

#[test]
fn a_field_is_amended_cleared_filled_and_taken_when_the_page_is_left() {
    let mut harness = page();
    click_cell(&mut harness, "三级指标 第 1 行");
    press(&mut harness, Key::F2);
    let before = threes(&harness)[0].clone();
    type_text(&mut harness, "（修订）");
    table(&mut harness, "概况");
    assert_eq!(threes(&harness)[0], format!("{before}（修订）"), "what was being typed is taken");
    table(&mut harness, "1 1995 年以前退休人员生活补贴");
    click_cell(&mut harness, "三级指标 第 1 行");
    press(&mut harness, Key::Delete);
    assert_eq!(threes(&harness)[0], "");
    command(&mut harness, Key::Z);
    click_cell(&mut harness, "三级指标 第 2 行");
    command(&mut harness, Key::D);
    assert_eq!(threes(&harness)[1], threes(&harness)[0], "filled from above");
}

#[test]
fn a_level_that_is_printed_as_one_cell_is_changed_as_one_from_its_first_row() {
    let mut harness = page();
    let ones = |harness: &Test| first(harness).indicators.into_iter().map(|i| i.level_one).collect::<Vec<_>>();
    let before = ones(&harness);
    let group = before.iter().take_while(|one| **one == before[0]).count();
    assert!(group > 1);
    click_cell(&mut harness, "一级指标 第 1 行");
    type_text(&mut harness, "产出");
    press(&mut harness, Key::Enter);
    assert!(ones(&harness)[..group].iter().all(|one| one == "产出"));
    assert_eq!(ones(&harness)[group..], before[group..]);
    // The second row is the active one now: it is told apart from the first.
    type_text(&mut harness, "效益");
    press(&mut harness, Key::Enter);
    assert_eq!(ones(&harness)[..3], ["产出", "效益", "产出"]);
}

#[test]
fn rows_are_copied_and_pasted_as_spreadsheets_do() {
    let mut harness = page();
    let before = first(&harness);
    let count = before.indicators.len();
    click_cell(&mut harness, &format!("一级指标 第 {count} 行"));
    let block = "效益指标\t社会效益指标\t满意\t提高\t计划标准\t/\t5\r\n\t经济效益指标\t节约\t>=3%\t计划标准\t/\t5\r\n";
    harness.event(Event::Paste(block.into()));
    harness.run();
    let after = first(&harness);
    assert_eq!(after.indicators.len(), count + 1);
    let last = &after.indicators[count];
    assert_eq!((last.level_one.as_str(), last.level_three.as_str()), ("效益指标", "节约"), "a merged cell goes on");
    // The pasted block is selected, and copies as it came, with the levels written out.
    harness.event(Event::Copy);
    harness.step();
    let copied = harness.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.expect("something is copied");
    assert!(copied.starts_with("效益指标\t社会效益指标\t满意\t提高"), "{copied}");
    assert!(copied.ends_with("效益指标\t经济效益指标\t节约\t>=3%\t计划标准\t/\t5\r\n"), "{copied}");
    command(&mut harness, Key::Z);
    assert_eq!(first(&harness), before);
}

#[test]
fn indicators_are_put_in_moved_and_taken_out() {
    let mut harness = page();
    let before = threes(&harness);
    click_cell(&mut harness, "三级指标 第 1 行");
    press(&mut harness, Key::Insert);
    type_text(&mut harness, "新指标");
    press(&mut harness, Key::Enter);
    assert_eq!(threes(&harness)[..3], [before[0].clone(), "新指标".into(), before[1].clone()]);
    click_cell(&mut harness, "三级指标 第 2 行");
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    harness.run();
    assert_eq!(threes(&harness)[0], "新指标");
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    harness.run();
    harness.get_by_label_contains("已经是第一行指标");
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run();
    assert_eq!(threes(&harness)[1], "新指标", "the selection goes with the row");
    command(&mut harness, Key::Delete);
    assert_eq!(threes(&harness), before);
}

#[test]
fn a_finding_leads_to_its_field() {
    let mut harness = page();
    click_cell(&mut harness, "指标分值权重 第 1 行");
    type_text(&mut harness, "5");
    press(&mut harness, Key::Enter);
    table(&mut harness, "表6 基本支出");
    harness.get_by_label("搜索问题").click();
    harness.run();
    type_text(&mut harness, "F48");
    harness.get_all_by_label_contains("权重合计 85").next().unwrap().click();
    harness.run();
    let window = harness.state().as_ref().unwrap();
    assert_eq!(window.texts.shown(), Some(TextPage::Performance(0)));
    // The last weight is the active field: what is typed goes there.
    harness.get_by_label("搜索问题").click();
    harness.run();
    let last = first(&harness).indicators.len();
    click_cell(&mut harness, &format!("指标分值权重 第 {last} 行"));
    type_text(&mut harness, "15");
    press(&mut harness, Key::Enter);
    assert!(!rules(&harness).contains(&"F48".to_owned()));
}

#[test]
fn a_table_is_made_for_a_project_that_has_none_takes_another_ones_indicators_and_is_removed() {
    let mut harness = urumqi();
    let before = tables(&harness);
    table(&mut harness, "增加…");
    table(&mut harness, "区属国有企业办医院退休人员待遇补助资金");
    let made = tables(&harness).pop().unwrap();
    let unit = harness.state().as_ref().unwrap().workspace().unwrap().form().text_unit.clone();
    assert_eq!(made.funds.total.map(|total| unit.text(total)), Some("969.00".into()), "the carried-over money");
    assert_eq!(made.indicators.len(), 6);
    let number = before.len();
    assert_eq!(harness.state().as_ref().unwrap().texts.shown(), Some(TextPage::Performance(number)));
    table(&mut harness, "从别的表复制…");
    harness.get_all_by_label_contains("1995 年以前退休人员生活补贴（").next().unwrap().click();
    harness.run();
    let copied = tables(&harness).pop().unwrap();
    assert_eq!((&copied.indicators, &copied.funds), (&before[0].indicators, &made.funds));
    assert!(matches!(&copied.subject, PerformanceSubject::Project(name) if name.contains("医院")));
    table(&mut harness, "删除本表");
    assert_eq!(tables(&harness), before);
    for _ in 0..3 {
        command(&mut harness, Key::Z);
    }
    assert_eq!(tables(&harness), before);
}

#[test]
fn goal_and_indicators_are_taken_from_last_years_file() {
    let mut harness =
        window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(sample("shayibak-2025.budget"))));
    table(&mut harness, "1 1995 年以前退休人员生活补贴");
    table(&mut harness, "从别的表复制…");
    table(&mut harness, "从上年的文件…");
    harness.get_by_label_contains("安可替代（").click();
    harness.run();
    let indicators = first(&harness).indicators;
    assert_eq!(indicators[0].level_three, "购置电脑数量");
    assert!(indicators.iter().all(|indicator| indicator.last_year == indicator.value));
}

#[test]
fn what_is_undone_is_seen() {
    let mut harness = page();
    click_cell(&mut harness, "指标分值权重 第 1 行");
    type_text(&mut harness, "5");
    press(&mut harness, Key::Enter);
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    table(&mut harness, "概况");
    let shown = |harness: &Test| harness.state().as_ref().unwrap().texts.shown();
    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness), None, "an amount is seen in its table");
    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness), Some(TextPage::Performance(0)));
    harness.get_by_label_contains("权重合计 90");
}

#[test]
fn the_pages_follow_each_other_by_keys() {
    let mut harness = page();
    command(&mut harness, Key::PageDown);
    let shown = |harness: &Test| harness.state().as_ref().unwrap().texts.shown();
    assert_eq!(shown(&harness), Some(TextPage::Performance(1)));
    command(&mut harness, Key::PageUp);
    command(&mut harness, Key::PageUp);
    assert_eq!(shown(&harness), Some(TextPage::Charts));
    for _ in 0..5 {
        command(&mut harness, Key::PageUp);
    }
    assert_eq!(shown(&harness), None);
}

#[test]
fn keys_of_rows_do_nothing_to_a_table_that_is_not_shown() {
    let mut harness = urumqi();
    table(&mut harness, "表7 项目支出");
    table(&mut harness, "概况");
    let before = harness.state().as_ref().unwrap().workspace().unwrap().disclosure().clone();
    command(&mut harness, Key::Delete);
    press(&mut harness, Key::Delete);
    press(&mut harness, Key::Insert);
    command(&mut harness, Key::D);
    assert_eq!(*harness.state().as_ref().unwrap().workspace().unwrap().disclosure(), before);
    assert!(harness.state().as_ref().unwrap().dialog.is_none());
}
