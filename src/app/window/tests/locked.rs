//! What is protected is read and copied, and not changed.

use super::*;
use egui_kittest::kittest::NodeT;

#[test]
fn in_review_mode_figures_are_locked_and_comments_are_not() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    menu(&mut harness, "审阅模式");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    let before = disclosure(&harness);
    type_text(&mut harness, "1");
    assert!(!harness.state().as_ref().unwrap().grid.is_editing());
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::Delete);
    assert_eq!(disclosure(&harness), before);
    harness.get_by_label_contains("内容已锁定，不能修改");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F2);
    harness.run();
    type_text(&mut harness, "请核对");
    harness.get_by_label("批注人").click();
    harness.run();
    type_text(&mut harness, "审核人");
    harness.get_by_label("保存批注").click();
    harness.run();
    assert_eq!(disclosure(&harness).comments.len(), 1);
    menu(&mut harness, "退出审阅模式 Ctrl");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "30101", 2), "1.00");
}

/// The window on a file that another window edits: it is read-only. The second is the other one, to be kept.
fn beside_another() -> (Test, Test) {
    let path = sample("urumqi-2025.budget");
    let first = window(Some(path.clone()), None);
    (window(Some(path), None), first)
}

/// Types into the field of this name, as far as it lets itself be typed into, and leaves it.
fn type_into(harness: &mut Test, field: &str) {
    harness.get_all_by_role_and_label(egui::accesskit::Role::TextInput, field).next().unwrap().click();
    harness.run();
    command(harness, Key::A);
    type_text(harness, "改动");
    harness.key_press(Key::Backspace);
    harness.run();
    press(harness, Key::Tab);
}

fn copied(harness: &Test) -> Vec<String> {
    let commands = &harness.output().platform_output.commands;
    let texts = commands.iter().filter_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}

/// Everything that takes text shows what it holds, lets it be copied, and cannot be typed into.
fn is_read_only_everywhere(harness: &mut Test, why: &str) {
    let before = disclosure(harness);
    // A field of a sentence and one of last year's figures.
    for (page, field) in
        [("情况说明", "主要原因"), ("概况", "主要职能"), ("上年预算数", "上年 表2 总计（3）一般公共预算")]
    {
        table(harness, page);
        let get = |harness: &Test| {
            let field = harness.get_all_by_role_and_label(egui::accesskit::Role::TextInput, field).next().unwrap();
            field.value()
        };
        let held = get(harness);
        type_into(harness, field);
        assert_eq!(get(harness), held, "{page} {field}: what is typed is not taken for a moment either");
    }
    table(harness, "情况说明");
    let field = harness.get_all_by_role_and_label(egui::accesskit::Role::TextInput, "主要原因").next().unwrap();
    let reason = field.value();
    field.click();
    harness.run();
    command(harness, Key::A);
    harness.event(egui::Event::Copy);
    harness.step();
    assert_eq!(copied(harness), Vec::from_iter(reason));
    harness.run();
    assert!(harness.get_all_by_label("改写").next().unwrap().accesskit_node().is_disabled());
    // The cell of a table, by every way into it.
    table(harness, "表6 基本支出");
    for way in 0..5 {
        click_cell(harness, "表6 301 01 基本工资（2）");
        match way {
            0 => type_text(harness, "1"),
            1 => press(harness, Key::F2),
            2 => press(harness, Key::Delete),
            3 => command(harness, Key::D),
            _ => harness.event(egui::Event::Paste("1\t2".into())),
        }
        harness.run();
        let window = harness.state().as_ref().unwrap();
        assert!(!window.grid.is_editing() && window.dialog.is_none(), "way {way}");
        harness.get_by_label_contains(why);
        press(harness, Key::ArrowDown);
    }
    // Rows, and names.
    for key in [Key::Insert, Key::F2] {
        table(harness, "表7 项目支出");
        harness.key_press(key);
        harness.run();
        assert!(harness.state().as_ref().unwrap().dialog.is_none());
        harness.get_by_label_contains(why);
    }
    // A performance table.
    let page = crate::app::outline::OutlineRequest::Text(crate::app::texts::TextPage::Performance(0));
    harness.state_mut().as_mut().unwrap().show_page(page);
    harness.run();
    for way in 0..3 {
        match way {
            0 => type_text(harness, "1"),
            1 => press(harness, Key::F2),
            _ => press(harness, Key::Delete),
        }
        assert!(!harness.state().as_ref().unwrap().performance.is_editing());
        harness.get_by_label_contains(why);
        press(harness, Key::ArrowDown);
    }
    assert!(harness.get_by_label("增加指标").accesskit_node().is_disabled());
    // Whom it is about can be read.
    harness.get_by_label("查看…").click();
    harness.run();
    type_into(harness, "单位全称");
    let held = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "单位全称").value();
    assert_eq!(held.as_deref(), Some(before.body.as_str()));
    harness.get_by_label("关闭").click();
    harness.run();
    assert_eq!(disclosure(harness), before);
}

#[test]
fn in_review_mode_every_field_is_read_only() {
    let mut harness = urumqi();
    menu(&mut harness, "审阅模式");
    is_read_only_everywhere(&mut harness, "审阅模式下内容已锁定，不能修改");
    harness.get_by_label("退出审阅模式").click();
    harness.run();
    table(&mut harness, "概况");
    type_into(&mut harness, "主要职能");
    assert!(disclosure(&harness).slots.values().any(|slot| slot.text() == Some("改")), "typed into again");
}

#[test]
fn a_file_that_somebody_else_edits_is_read_only_everywhere_and_its_comments_can_be_read() {
    let (mut harness, _other) = beside_another();
    is_read_only_everywhere(&mut harness, "只读打开的文件不能修改");
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F2);
    harness.run();
    harness.get_by_label("这里没有批注");
    assert!(harness.query_by_label("保存批注").is_none());
    harness.get_by_label("关闭").click();
    harness.run();
    menu(&mut harness, "签审本表");
    assert!(harness.state().as_ref().unwrap().dialog.is_none());
}
