//! The manual and the tour.

use egui::accesskit::Role;

use super::*;
use crate::app::command::Command;
use crate::app::texts::TextPage;

fn window_of(harness: &Test) -> &Window {
    harness.state().as_ref().unwrap()
}

#[test]
fn the_manual_opens_where_one_is_is_searched_and_closed_by_keys() {
    let mut harness = urumqi();
    press(&mut harness, Key::F1);
    harness.get_by_label("在表里填数");
    // It stands beside the table, which is still there.
    assert!(harness.query_by_label("表2 收入").is_some());
    type_text(&mut harness, "B16");
    harness.get_by_label_contains("B16 表5 基本支出等于表6 总计");
    command(&mut harness, Key::A);
    type_text(&mut harness, "草稿");
    harness.get_by_label("为什么印着“草稿”").click();
    harness.run();
    harness.get_by_label_contains("每一页都印“草稿”");
    harness.get_by_role_and_label(Role::TextInput, "搜索手册").click();
    harness.run();
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_label("搜索手册").is_none());
    for (page, expected) in [("上年预算数", "上年预算数这一页"), ("图表", "图表"), ("情况说明", "填“概况”和“情况说明”")]
    {
        table(&mut harness, page);
        press(&mut harness, Key::F1);
        let panel = harness.get_by_role_and_label(Role::TextInput, "搜索手册").rect();
        let headings = harness.get_all_by_label(expected).map(|heading| heading.rect());
        let heading = headings.into_iter().find(|heading| heading.left() >= panel.left()).unwrap();
        assert!(heading.top() > panel.bottom() && heading.top() < panel.bottom() + 160.0, "{expected}: {heading:?}");
        press(&mut harness, Key::F1);
        assert!(harness.query_by_label("搜索手册").is_none());
    }
}

#[test]
fn the_manual_opens_over_a_dialog_and_closing_it_leaves_the_dialog() {
    let mut harness = urumqi();
    command(&mut harness, Key::E);
    harness.get_by_label_contains("全套：");
    press(&mut harness, Key::F1);
    harness.get_by_label("导出成文件");
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_label("导出成文件").is_none());
    harness.get_by_label_contains("全套：");
}

#[test]
fn the_tour_goes_through_all_steps_by_enter_alone_and_leaves_the_sample_as_it_was() {
    let mut harness = window(None, None);
    harness.get_by_label_contains("三分钟入门").click();
    harness.run();
    let before = disclosure(&harness);
    let errors = |harness: &Test| rules_broken(harness).len();
    assert_eq!(errors(&harness), 0);
    let mut titles = Vec::new();
    for number in 1..=crate::app::tour::STEPS.len() {
        harness.get_by_label(&format!("{number} / {}", crate::app::tour::STEPS.len()));
        titles.push((window_of(&harness).texts.shown(), errors(&harness)));
        press(&mut harness, Key::Enter);
    }
    assert!(titles[3].1 > 0, "a figure is wrong, and that is found: {titles:?}");
    assert!(titles.iter().enumerate().all(|(step, (_, errors))| (*errors > 0) == (step == 3)), "{titles:?}");
    assert_eq!((titles[5].0, titles[6].0), (Some(TextPage::Narrative), Some(TextPage::Charts)));
    assert!(window_of(&harness).tour.is_none());
    assert_eq!(disclosure(&harness), before);
}

#[test]
fn the_tour_can_be_left_at_any_step_and_puts_back_what_it_changed() {
    for step in 0..crate::app::tour::STEPS.len() {
        let mut harness = window(None, None);
        harness.get_by_label_contains("三分钟入门").click();
        harness.run();
        let before = disclosure(&harness);
        (0..step).for_each(|_| press(&mut harness, Key::Enter));
        press(&mut harness, Key::Escape);
        assert!(window_of(&harness).tour.is_none(), "{step}");
        assert_eq!(disclosure(&harness), before, "{step}");
    }
}

#[test]
fn the_charts_are_gone_through_by_keys_and_each_bar_leads_to_its_cell() {
    let mut harness = urumqi();
    table(&mut harness, "图表");
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    let window = window_of(&harness);
    assert_eq!((window.texts.shown(), window.grid.table()), (None, Some(TableNumber(5))));
    table(&mut harness, "图表");
    (0..40).for_each(|_| press(&mut harness, Key::ArrowDown));
    press(&mut harness, Key::Enter);
    let window = window_of(&harness);
    assert_eq!((window.texts.shown(), window.grid.table()), (None, Some(TableNumber(10))), "the last bar");
    table(&mut harness, "图表");
    // The picture as a whole says it too.
    harness.get_by_role_and_label(Role::Button, "全部支出 2025 年 18,627.14，2024 年 10,833.09").click();
    harness.run();
    let window = window_of(&harness);
    assert_eq!((window.texts.shown(), window.grid.table()), (None, Some(TableNumber(3))));
}

#[test]
fn the_charts_are_written_as_pictures_in_the_format_that_the_name_says() {
    for (name, begin) in [("图.svg", &b"<svg "[..]), ("图.png", &b"\x89PNG"[..])] {
        let path = folder().join(name);
        let mut harness = window_with_answer(&path);
        let ctx = harness.ctx.clone();
        harness.state_mut().as_mut().unwrap().carry_out(&ctx, crate::app::command::Command::SaveCharts);
        harness.run_steps(4);
        assert!(std::fs::read(&path).unwrap().starts_with(begin), "{name}");
    }
}

/// The window on a sample; questions for a path are answered with this one.
fn window_with_answer(path: &std::path::Path) -> Test {
    window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(path.to_owned())))
}

#[test]
fn about_tells_the_version_what_is_new_and_the_licences_of_what_is_inside() {
    let mut harness = urumqi();
    let ctx = harness.ctx.clone();
    harness.state_mut().as_mut().unwrap().carry_out(&ctx, Command::About);
    harness.run();
    harness.get_by_label_contains(&format!("版本 {}", crate::version::NUMBER));
    let version = format!("{}（", crate::version::NUMBER);
    let headings = harness.get_all_by_label_contains(&version).count();
    assert!(headings >= 1, "the changes of this version are told");
    harness.get_by_label("所用软件和字体的许可").click();
    harness.run();
    harness.get_by_label_contains("预算公开编辑器按下面的 MIT 许可发布");
    // Of ten thousand lines, those in sight are laid out.
    assert!(crate::licences::text().contains("Mozilla Public License"));
    assert!(harness.query_by_label_contains("Mozilla Public License").is_none());
    press(&mut harness, Key::Enter);
    assert!(harness.query_by_label("所用软件和字体的许可").is_none());
}
