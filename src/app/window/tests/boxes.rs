//! The boxes on the pages of text: what is offered for blank reasons, and columns that are pasted.

use egui::accesskit::Role;
use egui_kittest::kittest::NodeT;

use super::*;
use crate::app::texts::TextPage;
use disclosure_engine::disclosure::{SlotValue, TextKey};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::narrative::{given_reasons, narrate, prior_cells};

fn page(harness: &mut Test, page: &str) {
    harness.get_by_label(page).click();
    harness.run();
}

fn disclosure(harness: &Test) -> &Disclosure {
    harness.state().as_ref().unwrap().workspace().unwrap().disclosure()
}

fn paste(harness: &mut Test, text: &str) {
    harness.event(Event::Paste(text.into()));
    harness.run();
}

/// The value of the box that has the keyboard.
fn in_focus(harness: &Test) -> String {
    let boxes = harness.get_all_by_role(Role::TextInput);
    boxes.into_iter().find(|field| field.is_focused()).and_then(|field| field.value()).unwrap_or_default()
}

/// The reasons of the open disclosure that are printed, in their order.
fn reasons(harness: &Test) -> Vec<(TextKey, Option<String>)> {
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let unit = &workspace.form().text_unit;
    let paragraphs = narrate(workspace.evaluated());
    let reasons = paragraphs.iter().flat_map(|paragraph| paragraph.reasons(unit));
    reasons.map(|(slot, _)| (slot.key.clone(), slot.text.clone().filter(|_| slot.is_filled))).collect()
}

#[test]
fn a_blank_reason_is_filled_with_last_years_or_the_one_above_by_one_key_and_what_is_typed_stays() {
    let mut harness = urumqi();
    let last = given_reasons(harness.state().as_ref().unwrap().workspace().unwrap().evaluated());
    harness.get_by_label("文件").click();
    harness.run();
    harness.get_by_label_contains("从上年文件新建…").click();
    harness.run_steps(8);
    harness.get_by_label("新建草稿").click();
    harness.run();
    page(&mut harness, "情况说明");
    let blank = reasons(&harness);
    assert!(blank.len() > 3 && blank.iter().all(|(_, text)| text.is_none()), "{blank:?}");
    let first = last[&blank[0].0].clone();
    harness.get_all_by_role_and_label(Role::TextInput, "主要原因").next().unwrap().click();
    harness.run();
    press(&mut harness, Key::ArrowDown);
    assert_eq!(in_focus(&harness), first);
    assert_eq!(reasons(&harness), blank, "it is taken as what is typed is");
    press(&mut harness, Key::ArrowUp);
    assert_eq!(in_focus(&harness), "", "and can be given back");
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    assert_eq!(reasons(&harness)[0].1.as_ref(), Some(&first));
    assert_eq!(in_focus(&harness), "", "the next blank has the keyboard");

    // The one above comes first; the arrows do nothing to what is typed.
    press(&mut harness, Key::ArrowDown);
    assert_eq!(in_focus(&harness), first);
    press(&mut harness, Key::Escape);
    harness.get_all_by_role_and_label(Role::TextInput, "主要原因").nth(1).unwrap().click();
    harness.run();
    type_text(&mut harness, "按任务安排");
    press(&mut harness, Key::ArrowDown);
    assert_eq!(in_focus(&harness), "按任务安排");
    press(&mut harness, Key::Enter);
    assert_eq!(reasons(&harness)[1].1.as_deref(), Some("按任务安排"));
    for click in [false, true] {
        let link = harness.get_all_by_label("同上：按任务安排").next().unwrap();
        if click {
            link.click()
        } else {
            link.scroll_to_me()
        }
        harness.run();
    }
    let filled = reasons(&harness).into_iter().filter(|(_, text)| text.as_deref() == Some("按任务安排")).count();
    assert_eq!(filled, 2, "a click takes it");
}

#[test]
fn a_column_fills_last_years_figures_downwards_and_what_is_no_number_is_told() {
    let mut harness = urumqi();
    page(&mut harness, "上年预算数");
    let before = disclosure(&harness).clone();
    let (cells, labels): (Vec<CellKey>, Vec<String>) = {
        let evaluated = harness.state().as_ref().unwrap().workspace().unwrap().evaluated();
        let cells = prior_cells(evaluated).into_iter();
        cells.map(|cell| (evaluated.key(cell), format!("上年 {}", evaluated.cell_label(cell)))).unzip()
    };
    harness.get_by_role_and_label(Role::TextInput, &labels[1]).click();
    harness.run();
    paste(&mut harness, "1.00\r\n2,000.50\r\n\r\n若干\r\n5\r\n");
    harness.get_by_label_contains("第 4 行“若干”没有填进");
    let mut expected = before.clone();
    for (place, yuan) in [(1, "10000"), (2, "20005000"), (5, "50000")] {
        expected.prior.insert(cells[place].clone(), yuan.parse().unwrap());
    }
    assert_eq!(disclosure(&harness).prior, expected.prior, "a blank line leaves its box as it is");
    press(&mut harness, Key::Enter);
    assert!(harness.query_by_label_contains("第 4 行").is_none());
    command(&mut harness, Key::Z);
    assert_eq!(*disclosure(&harness), before, "one step");

    // What is longer than the page is told too.
    harness.get_by_role_and_label(Role::TextInput, &labels[labels.len() - 1]).scroll_to_me();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, &labels[labels.len() - 1]).click();
    harness.run();
    paste(&mut harness, "7\n8\n9");
    harness.get_by_label_contains("后面的 2 行没有可填的框");
    assert_eq!(disclosure(&harness).prior.get(&cells[cells.len() - 1]), Some(&"70000".parse().unwrap()));
}

#[test]
fn a_column_fills_the_numbers_of_the_overview_and_one_line_is_pasted_as_text() {
    let mut harness = urumqi();
    page(&mut harness, "概况");
    let count = |harness: &Test, id: &str| disclosure(harness).slots.get(&TextKey::new(id)).cloned();
    harness.get_by_role_and_label(Role::TextInput, "编制数").click();
    harness.run();
    paste(&mut harness, "12\n10");
    assert_eq!(count(&harness, "staff.posts"), Some(SlotValue::Count(12)));
    assert_eq!(count(&harness, "staff.active"), Some(SlotValue::Count(10)));
    harness.get_by_role_and_label(Role::TextInput, "编制数").click();
    harness.run();
    command(&mut harness, Key::A);
    paste(&mut harness, "15");
    assert_eq!(count(&harness, "staff.posts"), Some(SlotValue::Count(12)), "still being typed");
    press(&mut harness, Key::Enter);
    assert_eq!(count(&harness, "staff.posts"), Some(SlotValue::Count(15)));
}

/// Asserts that the box that has the keyboard is on the screen, and returns its label.
#[track_caller]
fn seen(harness: &Test) -> String {
    let focused = harness.get_all_by_role(Role::TextInput).find(|field| field.is_focused());
    let focused = focused.expect("no box has the keyboard");
    let (rect, page) = (focused.rect(), harness.ctx.content_rect());
    assert!(page.contains_rect(rect), "{focused:?} stands at {rect:?}");
    focused.accesskit_node().label().unwrap_or_default()
}

/// A disclosure with the sample's tables and nothing else.
fn tables_only() -> Test {
    let forms = FormLibrary::builtin().unwrap();
    let mut disclosure = disclosure_engine::file::open(&sample("urumqi-2025.budget"), &forms).unwrap();
    let Disclosure { form, kind, body, year, tables, .. } = disclosure.clone();
    disclosure = Disclosure { tables, ..Disclosure::new(form, kind, body, year) };
    let path = folder().join("tables.budget");
    disclosure_engine::file::save_new(&path, &disclosure).unwrap();
    window(Some(path), None)
}

#[test]
fn last_years_figures_are_entered_by_keys_alone_and_the_box_that_is_typed_in_is_in_sight() {
    let mut harness = tables_only();
    for _ in 0..40 {
        if harness.state().as_ref().unwrap().texts.shown() == Some(TextPage::Prior) {
            break;
        }
        press(&mut harness, Key::F6);
    }
    let cells: Vec<CellKey> = {
        let evaluated = harness.state().as_ref().unwrap().workspace().unwrap().evaluated();
        prior_cells(evaluated).into_iter().map(|cell| evaluated.key(cell)).collect()
    };
    let mut labels: Vec<String> = Vec::new();
    for place in 0..cells.len() {
        labels.push(seen(&harness));
        type_text(&mut harness, &format!("{}", place + 1));
        press(&mut harness, if place % 2 == 0 { Key::Enter } else { Key::Tab });
    }
    labels.dedup();
    assert_eq!(labels.len(), cells.len(), "each box once");
    let prior = disclosure(&harness).prior.clone();
    let entered: Vec<_> = cells.iter().map(|cell| prior.get(cell).copied()).collect();
    let expected: Vec<_> = (1..=cells.len()).map(|n| format!("{n}0000").parse().ok()).collect();
    assert_eq!(entered, expected);
}

#[test]
fn a_page_that_is_turned_to_by_keys_begins_at_its_first_blank_and_tab_finds_the_boxes_of_any() {
    let mut harness = tables_only();
    page(&mut harness, "表1 收支总体");
    for _ in 1..=11 {
        command(&mut harness, Key::PageDown);
    }
    assert_eq!(harness.state().as_ref().unwrap().texts.shown(), Some(TextPage::Overview));
    assert_eq!(seen(&harness), "主要职能");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    harness.run();
    seen(&harness);

    // One that was opened with the mouse to be read shows no cursor before a key asks for it.
    page(&mut harness, "表1 收支总体");
    page(&mut harness, "概况");
    assert!(harness.get_all_by_role(Role::TextInput).all(|field| !field.is_focused()));
    press(&mut harness, Key::Tab);
    assert_eq!(seen(&harness), "主要职能");
}

#[test]
fn that_a_page_of_text_is_filled_in_follows_from_its_blanks_and_is_not_said() {
    let mut harness = tables_only();
    for name in ["概况", "情况说明", "上年预算数"] {
        page(&mut harness, name);
        press(&mut harness, Key::F7);
        assert!(harness.query_by_label_contains("都填好了自然算填完，不用另说").is_some(), "{name}");
    }
    assert!(disclosure(&harness).said.is_empty());
}

#[test]
fn the_date_is_asked_for_last_and_typed_where_it_will_be_printed() {
    let forms = FormLibrary::builtin().unwrap();
    let mut dated = disclosure_engine::file::open(&sample("urumqi-2025.budget"), &forms).unwrap();
    let date = TextKey::new("signature.date");
    let known = dated.slots.remove(&date);
    assert!(known.is_some());
    let path = folder().join("undated.budget");
    disclosure_engine::file::save_new(&path, &dated).unwrap();
    let mut harness = window(Some(path), None);
    let left = |harness: &Test| harness.state().as_ref().unwrap().workspace().unwrap().progress().left.clone();
    assert_eq!(left(&harness).len(), 1, "{:?}", left(&harness));
    press(&mut harness, Key::F6);
    assert_eq!(seen(&harness), "公开日期");
    type_text(&mut harness, "2025年2月21日");
    press(&mut harness, Key::Enter);
    assert_eq!(disclosure(&harness).slots.get(&date), known.as_ref());
    assert!(left(&harness).is_empty());
}
