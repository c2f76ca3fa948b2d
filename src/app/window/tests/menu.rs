//! The menu, the help and the keys say the same.

use super::*;
use crate::app::command::{Command, Deed, Keys, Menu};
use egui_kittest::kittest::NodeT;

#[test]
fn every_command_is_found_in_its_menu() {
    let mut harness = urumqi();
    for menu in Menu::ALL {
        harness.get_by_label(menu.title()).click();
        harness.run();
        for command in menu.groups().concat() {
            // What is on is offered to be turned off.
            let name = match command.entry().deed {
                Deed::Switch { is_on, other, .. } if is_on(harness.state().as_ref().unwrap()) => other,
                _ => command.text(),
            };
            let label = format!("{name} {}", command.shortcut_text());
            let is_it = |node: &str| node.trim_end() == label.trim_end();
            let items = harness.query_all_by_label_contains(name);
            let found = items.filter(|item| item.accesskit_node().label().is_some_and(|own| is_it(&own))).count();
            assert_eq!(found, 1, "{} › {label}", menu.title());
        }
        press(&mut harness, Key::Escape);
    }
}

#[test]
fn every_key_of_a_command_is_in_the_help() {
    let mut harness = urumqi();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F1);
    harness.run();
    for command in Command::ALL.into_iter().filter(|command| command.entry().keys != Keys::None) {
        let found = harness.query_all_by_label(&command.keys_text()).count();
        assert!(found > 0, "{}: {}", command.text(), command.keys_text());
    }
}

#[test]
fn a_switch_is_called_by_what_it_would_do() {
    let mut harness = urumqi();
    let names = ["页面预览", "关闭页面预览", "页面预览"];
    for name in names {
        harness.get_by_label("视图").click();
        harness.run();
        harness.get_all_by_label_contains(name).next().unwrap();
        press(&mut harness, Key::Escape);
        command(&mut harness, Key::P);
    }
}

#[test]
fn what_would_do_nothing_to_a_cell_is_not_offered_in_its_menu() {
    let mut harness = urumqi();
    // A cell of a prescribed row, of a computed one, and one that was entered: what can be done to each, and what not.
    let cases = [
        ("表1 收支总体", "表1 一、本年收入", &["增加行…", "删除行", "上移", "更改科目…"][..], &["复制", "批注…"][..]),
        (
            "表6 基本支出",
            "表6 301 工资福利支出（2）",
            &["删除行", "向下填充"],
            &["增加行…", "怎样算出（去引用的单元格）"],
        ),
        (
            "表6 基本支出",
            "表6 301 02 津贴补贴（2）",
            &["复制项目行", "怎样算出（去引用的单元格）"],
            &["删除行", "上移", "向下填充", "更改科目…", "清除金额", "用在哪里（去引用它的单元格）"],
        ),
    ];
    for (shown, cell, idle, possible) in cases {
        table(&mut harness, shown);
        // The first is the bar above the cells.
        harness.get_all_by_label_contains(cell).next_back().unwrap().click_secondary();
        harness.run();
        let is_possible = |name: &str| {
            let is_item = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
                let label = node.label().unwrap_or_default();
                node.role() == egui::accesskit::Role::Button
                    && (label == name || label.starts_with(&format!("{name} ")))
            };
            let item = harness.query_all_by(is_item).next_back().unwrap_or_else(|| panic!("{cell}: {name}"));
            !item.accesskit_node().is_disabled()
        };
        idle.iter().for_each(|name| assert!(!is_possible(name), "{cell}: {name} does nothing"));
        possible.iter().for_each(|name| assert!(is_possible(name), "{cell}: {name} is possible"));
        press(&mut harness, Key::Escape);
    }
}
