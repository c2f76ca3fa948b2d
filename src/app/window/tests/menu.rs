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
    press(&mut harness, Key::F1);
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
