//! Keys that come faster than frames: whole scripts in one frame do what they do key by key.

use super::*;
use crate::app::command::Command;
use disclosure_engine::edit::Shown;

/// The events of a script: keys by name, with `C-`, `S-` or `A-` before them, `=text` for typed and `^text` for pasted text.
fn events(script: &str) -> Vec<Event> {
    script.split_whitespace().flat_map(events_of).collect()
}

fn events_of(word: &str) -> Vec<Event> {
    if let Some(text) = word.strip_prefix('=') {
        return text.chars().map(|c| Event::Text(c.to_string())).collect();
    }
    if let Some(text) = word.strip_prefix('^') {
        return vec![Event::Paste(text.replace('|', "\t").replace('/', "\n"))];
    }
    let (modifiers, name) = match word.split_at_checked(2) {
        Some(("C-", name)) => (Modifiers::COMMAND, name),
        Some(("S-", name)) => (Modifiers::SHIFT, name),
        Some(("A-", name)) => (Modifiers::ALT, name),
        _ => (Modifiers::NONE, word),
    };
    let key = Key::from_name(name).unwrap_or_else(|| panic!("no key {name}"));
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

/// What a script leaves: the disclosure, what is shown, whether a dialog is open.
type End = (Disclosure, Option<Shown>, bool);

/// Plays the script in frames of `size` events after `opener` was carried out, with `idle` frames after each.
fn play(opener: Option<Command>, script: &str, size: usize, idle: usize) -> End {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    if let Some(command) = opener {
        let ctx = harness.ctx.clone();
        harness.state_mut().as_mut().unwrap().carry_out(&ctx, command);
        harness.run();
    }
    let events = events(script);
    for chunk in events.chunks(size) {
        harness.input_mut().events.extend(chunk.iter().cloned());
        (0..=idle).for_each(|_| harness.step());
    }
    (0..events.len() * 4 + 8).for_each(|_| harness.step());
    let window = harness.state().as_ref().unwrap();
    let mut disclosure = window.workspace().unwrap().disclosure().clone();
    // The scripts may run in two minutes.
    disclosure.comments.iter_mut().for_each(|comment| comment.written.clear());
    (disclosure, window.grid.shown(), window.has_dialog())
}

/// Every way from a dialog back to the cells, with what is typed right after it.
const SCRIPTS: [(Option<Command>, &str); 27] = [
    (None, "Insert =30106 Enter Right =11.5 Tab =7 Enter"),
    (None, "Insert =hsbzf Enter =3 Enter"),
    (None, "Insert =301 Down Down Down Up Enter Escape Escape =2.5 Tab"),
    (None, "Insert =301 Escape =5 Enter =6 Tab"),
    (None, "C-F =1308.69 Enter Escape =6 Enter"),
    (None, "C-G =表6 Tab Escape =8 Enter"),
    (None, "C-G =30201(2) Enter =8 Enter"),
    (None, "C-H =工资 Tab =薪 Escape Right =9 Enter"),
    (None, "S-F2 =看这里 Tab =甲 C-S =4 Enter"),
    (None, "S-F2 =看 Escape Escape =这里 Tab =甲 C-S =4 Enter"),
    (None, "S-F2 Escape =4 Enter"),
    (None, "F1 Escape =4 Enter"),
    (None, "F2 Backspace =5 Enter Backspace =6 Enter Delete C-Z =7 Tab C-Z C-Y"),
    (None, "^1.5/2.5 Down Down =3 Enter"),
    (None, "^甲|乙/丙|丁 Escape =9 Enter"),
    (None, "^1|2|3|4 Enter Escape =9 Enter"),
    (None, "=12 C-S =34 Enter C-PageDown =5 Enter C-PageUp =6 Tab"),
    (None, "C-A C-D Escape =1 Enter S-Down S-Right C-D =2 Enter"),
    (None, "F10 Right Right Down Escape Escape =4 Enter"),
    (None, "A-E D =4 Enter"),
    (None, "A-E =9 Escape Escape =4 Enter"),
    (None, "A-H Down Enter Escape =4 Enter"),
    (Some(Command::Heading), "=某中心 Enter =4 Enter"),
    (Some(Command::Recode), "=30106 Enter =4 Enter"),
    (Some(Command::TakeOverCodes), "Escape =4 Enter"),
    (Some(Command::SignTable), "=甲 Escape =4 Enter"),
    (Some(Command::Rules), "Escape =4 Enter"),
];

#[test]
fn a_script_in_one_frame_does_what_it_does_key_by_key() {
    for (opener, script) in SCRIPTS {
        let (one_by_one, at_once) = (play(opener, script, 1, 5), play(opener, script, usize::MAX, 0));
        assert_eq!(at_once.1, one_by_one.1, "{script}");
        assert_eq!(at_once.2, one_by_one.2, "{script}");
        assert!(at_once.0 == one_by_one.0, "{script}");
        assert!(!at_once.2, "{script}: a dialog is open");
    }
}

#[test]
fn a_figure_typed_right_after_a_row_was_added_is_there() {
    let script = "Insert =30106 Enter Right =11.5 Tab";
    for size in [1, 2, 3, 5, 7, 100] {
        let (disclosure, ..) = play(None, script, size, 0);
        let rows = &disclosure.table(TableNumber(6)).unwrap().rows;
        let row = rows.iter().find(|row| row.subject.key() == RowKey::Code("30106".parse().unwrap())).unwrap();
        let amounts: Vec<String> = row.amounts.values().map(|amount| amount.yuan().normalize().to_string()).collect();
        assert_eq!(amounts, ["115000"], "{size} events in a frame");
    }
}

#[test]
fn a_reason_that_is_written_is_not_dropped_by_escape() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    let finding = {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        workspace.audit().findings[0].clone()
    };
    harness.state_mut().as_mut().unwrap().dialog = Some(crate::app::window::Dialog::Accept(Box::new(
        crate::app::dialogs::AcceptDialog::new(finding, "复核".into()),
    )));
    harness.run();
    type_text(&mut harness, "等财政批复");
    press(&mut harness, Key::Escape);
    harness.get_by_label("写的内容还没有保存：保存，还是不要了？");
    harness.get_by_label("继续写").click();
    harness.run();
    type_text(&mut harness, "后再改");
    press(&mut harness, Key::Escape);
    harness.get_by_label("不保存").click();
    harness.run();
    let window = harness.state().as_ref().unwrap();
    assert!(!window.has_dialog());
    assert!(window.workspace().unwrap().disclosure().acceptances.is_empty());
}
