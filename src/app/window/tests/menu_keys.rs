//! The menus without a mouse.

use super::*;
use crate::app::command::Menu;

fn is_open(harness: &Test, item: &str) -> bool {
    harness.query_all_by_label_contains(item).count() > 0
}

fn is_walking(harness: &Test) -> bool {
    harness.state().as_ref().unwrap().menu_keys.is_walking()
}

/// A letter with Alt, with the text that the system makes of it all the same.
fn alt(harness: &mut Test, key: Key) {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::ALT };
    let text = Event::Text(key.name().to_lowercase());
    let modifiers = |modifiers| Event::ModifiersChanged(modifiers);
    for event in [modifiers(Modifiers::ALT), event(true), text, event(false), modifiers(Modifiers::NONE)] {
        harness.event(event);
    }
    harness.run();
}

fn tap_alt(harness: &mut Test) {
    let key =
        |pressed, modifiers| Event::Key { key: Key::AltLeft, physical_key: None, pressed, repeat: false, modifiers };
    harness.event(key(true, Modifiers::NONE));
    harness.event(Event::ModifiersChanged(Modifiers::ALT));
    harness.event(key(false, Modifiers::ALT));
    harness.event(Event::ModifiersChanged(Modifiers::NONE));
    harness.run();
}

#[test]
fn f10_and_arrows_walk_the_menus() {
    let mut harness = urumqi();
    press(&mut harness, Key::F10);
    for _ in 0..4 {
        press(&mut harness, Key::ArrowRight);
    }
    press(&mut harness, Key::ArrowDown);
    assert!(is_open(&harness, "页面预览"));
    // To the left and back: another menu is open each time.
    press(&mut harness, Key::ArrowLeft);
    assert!(is_open(&harness, "审阅模式") && !is_open(&harness, "页面预览"));
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::Enter);
    assert!(!is_walking(&harness));
    assert!(harness.state().as_ref().unwrap().shows_preview());
}

#[test]
fn each_menu_opens_with_alt_and_its_letter_and_types_nothing() {
    let mut harness = urumqi();
    let before = disclosure(&harness);
    for menu in Menu::ALL {
        alt(&mut harness, menu.letter());
        let first = menu.groups()[0][0].text();
        assert!(is_open(&harness, first), "{}", menu.title());
        assert!(!harness.state().as_ref().unwrap().grid.is_editing(), "{}", menu.title());
    }
    press(&mut harness, Key::Escape);
    assert!(is_walking(&harness), "the bar still has the keys");
    press(&mut harness, Key::Escape);
    assert!(!is_walking(&harness));
    assert!(disclosure(&harness) == before);
    alt(&mut harness, Key::Q);
    assert!(!harness.state().as_ref().unwrap().grid.is_editing(), "a letter without a menu types nothing");
}

#[test]
fn alt_alone_goes_to_the_bar_and_back() {
    let mut harness = urumqi();
    tap_alt(&mut harness);
    assert!(is_walking(&harness));
    press(&mut harness, Key::H);
    assert!(is_open(&harness, "核对规则"));
    tap_alt(&mut harness);
    assert!(!is_walking(&harness) && !is_open(&harness, "核对规则"));
    // With another key in between it was not alone.
    let key = |key, pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::ALT };
    for (pressed, is_down) in
        [(Key::AltLeft, true), (Key::ArrowDown, true), (Key::ArrowDown, false), (Key::AltLeft, false)]
    {
        harness.event(key(pressed, is_down));
    }
    harness.run();
    assert!(!is_walking(&harness));
}

#[test]
fn a_letter_takes_its_item() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    alt(&mut harness, Key::E);
    // 清除金额
    press(&mut harness, Key::D);
    assert_eq!(shown(&harness, 6, "30101", 2), "");
    alt(&mut harness, Key::E);
    press(&mut harness, Key::U);
    assert_eq!(shown(&harness, 6, "30101", 2), "1,308.69");
    // What cannot be done now is not taken by its letter.
    alt(&mut harness, Key::E);
    press(&mut harness, Key::U);
    assert!(is_walking(&harness), "there is nothing to take back");
}

#[test]
fn a_letter_that_takes_its_item_types_nothing() {
    // As a keyboard tells it: the key, what it types, and that it was let go.
    let letter = |harness: &mut Test, key: Key| {
        let modifiers = Modifiers::NONE;
        let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        for event in [event(true), Event::Text(key.name().to_lowercase()), event(false)] {
            harness.event(event);
        }
        harness.run();
    };
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    // 显示问题列表
    alt(&mut harness, Key::V);
    letter(&mut harness, Key::L);
    assert!(!is_walking(&harness) && !harness.state().as_ref().unwrap().grid.is_editing());
    // 定位…, where a field has the keyboard at once
    alt(&mut harness, Key::E);
    letter(&mut harness, Key::O);
    letter(&mut harness, Key::A);
    let fields = || harness.get_all_by_role(egui::accesskit::Role::TextInput);
    let typed: Vec<_> = fields().filter(|field| field.is_focused()).filter_map(|field| field.value()).collect();
    assert_eq!(typed, ["a"], "what is typed after it is taken");
}

#[test]
fn arrows_pass_over_what_cannot_be_done() {
    let mut harness = urumqi();
    alt(&mut harness, Key::E);
    // Neither 撤销 nor 重做: the first is 剪切, and up from there is the last.
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::Enter);
    harness.get_by_label("单位全称");
}

#[test]
fn after_a_menu_what_is_typed_goes_to_the_cell() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    press(&mut harness, Key::F10);
    type_text(&mut harness, "7");
    assert!(!harness.state().as_ref().unwrap().grid.is_editing());
    press(&mut harness, Key::F10);
    type_text(&mut harness, "12");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "30101", 2), "12.00");
}
