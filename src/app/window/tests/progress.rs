//! Filling in from nothing: what is left, the way there, and saying that a table is complete or empty.

use super::*;
use disclosure_engine::audit::Grade;
use disclosure_engine::disclosure::{Component, Disclosure, Kind};
use disclosure_engine::progress::LeftPlace;
use disclosure_engine::states::State;

/// A new disclosure in a file.
fn new_file() -> PathBuf {
    let path = folder().join("new.budget");
    let disclosure = Disclosure::new("xinjiang-2025", Kind::Unit, "某某中心", 2025);
    disclosure_engine::file::save_new(&path, &disclosure).unwrap();
    path
}

fn state(harness: &Test, table: u8) -> State {
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    workspace.progress().state(Component::Table(TableNumber(table))).unwrap()
}

fn left(harness: &Test) -> Vec<LeftPlace> {
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    workspace.progress().left.iter().map(|left| left.place.clone()).collect()
}

#[test]
fn a_new_disclosure_says_what_to_fill_in_next_and_a_click_or_a_key_goes_there() {
    let mut harness = window(Some(new_file()), None);
    harness.get_by_label_contains("还要填");
    let first = harness.get_by_label_contains("概况：还没有写");
    first.click();
    harness.run();
    let shown = |harness: &Test| harness.state().as_ref().unwrap().texts.shown();
    assert_eq!(shown(&harness), Some(crate::app::texts::TextPage::Overview));
    // F6 goes on to what comes next: the first table.
    press(&mut harness, Key::F6);
    assert_eq!(shown(&harness), None);
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(2)));
    press(&mut harness, Key::F6);
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(3)));
}

#[test]
fn one_key_says_that_a_table_is_empty_and_takes_it_back() {
    let mut harness = window(Some(new_file()), None);
    table(&mut harness, "表8 政府性基金");
    assert_eq!(state(&harness, 8), State::Untouched);
    harness.get_by_label_contains("还没有填。没有数的话");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F7);
    harness.run();
    assert_eq!(state(&harness, 8), State::Empty);
    harness.get_by_label_contains("没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空表。");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F7);
    harness.run();
    assert_eq!(state(&harness, 8), State::Untouched);
    command(&mut harness, Key::Z);
    assert_eq!(state(&harness, 8), State::Empty);
}

#[test]
fn one_key_says_that_a_table_is_complete() {
    let mut harness = window(Some(new_file()), None);
    table(&mut harness, "表10 “三公”经费");
    click_cell(&mut harness, "表10 公务接待费（2）");
    type_text(&mut harness, "1.50");
    press(&mut harness, Key::Enter);
    assert_eq!(state(&harness, 10), State::InProgress);
    press(&mut harness, Key::F7);
    assert_eq!(state(&harness, 10), State::Complete);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    assert_eq!(workspace.audit().count(Grade::Error), 0);
    assert!(!left(&harness).iter().any(|place| matches!(place, LeftPlace::Table(TableNumber(10), _))));
}

#[test]
fn what_is_not_finished_is_exported_as_a_draft_that_says_why() {
    let mut harness = window(Some(new_file()), None);
    command(&mut harness, Key::E);
    harness.get_by_label_contains("处没有填完");
    assert!(harness.get_all_by_label_contains("表2 收入：还没有录入").count() > 1, "in the list and in the dialog");
    press(&mut harness, Key::Escape);
    let mut harness = urumqi();
    assert!(left(&harness).is_empty());
    command(&mut harness, Key::E);
    assert!(harness.query_by_label_contains("处没有填完").is_none());
}

#[test]
fn all_blanks_of_the_overview_are_filled_without_the_mouse() {
    let mut harness = window(Some(new_file()), None);
    // The first blank gets the keyboard; a text of several paragraphs is left with Tab, all others with Enter.
    press(&mut harness, Key::F6);
    let workspace = |harness: &Test| harness.state().as_ref().unwrap().workspace().unwrap().disclosure().slots.len();
    type_text(&mut harness, "负责管理");
    press(&mut harness, Key::Tab);
    assert_eq!(workspace(&harness), 1);
    for filled in 2..=10 {
        type_text(&mut harness, "3");
        press(&mut harness, Key::Enter);
        if workspace(&harness) < filled {
            // A text of several paragraphs takes Enter for itself.
            press(&mut harness, Key::Tab);
        }
        assert_eq!(workspace(&harness), filled);
    }
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let overview = Component::Text(disclosure_engine::disclosure::Part::Overview);
    assert_eq!(workspace.progress().state(overview), Some(State::Complete));
}
