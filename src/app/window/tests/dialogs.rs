//! Dialogs on small screens and by keys: all of a dialog can be got at, Enter presses what is set off, Tab goes in order.

use egui::{Rect, accesskit, vec2};
use egui_kittest::kittest::NodeT;

use super::*;
use crate::app::command::Command;
use crate::app::dialogs::MessageDialog;
use crate::app::window::Dialog;

/// The screens on which room is short: 1024 × 700; 1366 × 768 at 150 and at 200 %.
const SCREENS: [(f32, f32); 3] = [(1024.0, 700.0), (911.0, 512.0), (683.0, 384.0)];

/// Commands that open a dialog, with the button that Enter presses there and the one that closes it.
const OPENERS: [(Command, &str, &str); 14] = [
    (Command::New, "确定", "取消"),
    (Command::Heading, "确定", "取消"),
    (Command::AddRow, "增加", "取消"),
    (Command::Recode, "更改", "取消"),
    (Command::TakeOverCodes, "取消", "取消"),
    (Command::Comment, "保存批注", "取消"),
    (Command::SignTable, "确认签审", "取消"),
    (Command::Forms, "关闭", "关闭"),
    (Command::Versions, "关闭", "关闭"),
    (Command::Rules, "关闭", "关闭"),
    (Command::Policy, "关闭", "关闭"),
    (Command::Help, "关闭", "关闭"),
    (Command::AddPerformance, "取消", "取消"),
    (Command::About, "关闭", "关闭"),
];

fn open(harness: &mut Test, command: Command) {
    let ctx = harness.ctx.clone();
    harness.state_mut().as_mut().unwrap().carry_out(&ctx, command);
    harness.run();
}

fn in_table_6() -> Test {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness
}

/// Where the enabled button `name` is; of several the last.
fn button(harness: &Test, name: &str) -> Option<Rect> {
    let mut found = harness.query_all_by_label(name).filter(|node| {
        let node = node.accesskit_node();
        node.role() == accesskit::Role::Button && !node.is_disabled()
    });
    found.next_back().map(|node| node.rect())
}

#[test]
fn the_buttons_of_every_dialog_are_on_every_screen() {
    let mut harness = in_table_6();
    for (width, height) in SCREENS {
        harness.set_size(vec2(width, height));
        harness.run();
        for (command, confirms, closes) in OPENERS {
            open(&mut harness, command);
            for name in [confirms, closes] {
                let rect = button(&harness, name).unwrap_or_else(|| panic!("{command:?}: no button {name}"));
                let screen = Rect::from_min_size(egui::Pos2::ZERO, vec2(width, height));
                assert!(screen.contains_rect(rect), "{command:?} at {width} × {height}: {name} at {rect:?}");
            }
            press(&mut harness, Key::Escape);
            assert!(!harness.state().as_ref().unwrap().has_dialog(), "{command:?} is closed by Esc");
        }
    }
}

#[test]
fn a_long_message_is_scrolled_within_the_dialog() {
    let mut harness = in_table_6();
    harness.set_size(vec2(683.0, 384.0));
    let text = "一行很长的说明。\n".repeat(60);
    harness.state_mut().as_mut().unwrap().dialog =
        Some(Dialog::Message(MessageDialog { title: "说明".into(), text }));
    harness.run();
    let rect = button(&harness, "知道了").unwrap();
    assert!(rect.bottom() < 384.0 && rect.right() < 683.0, "{rect:?}");
    press(&mut harness, Key::Enter);
    assert!(!harness.state().as_ref().unwrap().has_dialog());
}

#[test]
fn tab_goes_from_the_default_to_the_button_that_closes() {
    let mut harness = in_table_6();
    for (command, confirms, closes) in OPENERS.into_iter().filter(|(_, confirms, closes)| confirms != closes) {
        open(&mut harness, command);
        let (confirms, closes) = (button(&harness, confirms).unwrap(), button(&harness, closes).unwrap());
        assert!(confirms.right() < closes.left(), "{command:?}: left to right");
        let mut focused = Vec::new();
        for _ in 0..60 {
            press(&mut harness, Key::Tab);
            let id = harness.ctx.memory(|memory| memory.focused());
            let rect = id.and_then(|id| harness.ctx.read_response(id)).map(|response| response.rect);
            focused.extend(rect);
        }
        let at = |wanted: Rect| focused.iter().position(|rect| rect.intersects(wanted.shrink(2.0)));
        assert!(at(confirms) < at(closes), "{command:?}: {:?} then {:?}", at(confirms), at(closes));
        assert!(at(confirms).is_some(), "{command:?}: Tab reaches the default");
        press(&mut harness, Key::Escape);
    }
}

#[test]
fn enter_on_another_button_does_not_confirm() {
    let mut harness = in_table_6();
    open(&mut harness, Command::SignTable);
    type_text(&mut harness, "甲");
    // To 确认签审, then to 取消.
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::Enter);
    assert!(!harness.state().as_ref().unwrap().has_dialog());
    assert!(disclosure(&harness).sign_offs.is_empty());
}
