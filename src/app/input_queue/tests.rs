use egui::{ImeEvent, PointerButton, pos2};

use super::*;

fn key(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

fn text(text: &str) -> Event {
    Event::Text(text.into())
}

fn button(pressed: bool) -> Event {
    let (pos, button) = (pos2(10.0, 10.0), PointerButton::Primary);
    Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE }
}

/// The frames to which `events` go that came in one, each leaving the window as `left`.
fn frames(events: &[Event], left: Left) -> Vec<Vec<Event>> {
    let mut queue = InputQueue::default();
    queue.waiting.extend(events.iter().map(|event| (1, event.clone())));
    let mut frames = Vec::new();
    while !queue.waiting.is_empty() {
        queue.hear(left);
        frames.push(queue.next());
        frames.retain(|frame| !frame.is_empty());
    }
    frames
}

#[test]
fn order_is_kept_and_nothing_is_lost() {
    let all = [key(Key::Insert), text("3"), key(Key::Enter), button(true), Event::PointerGone, key(Key::F2), text("1")];
    for left in [Left::AtRest, Left::InCells, Left::Turning] {
        assert_eq!(frames(&all, left).concat(), all, "{left:?}");
    }
}

#[test]
fn what_may_turn_the_window_has_a_frame_of_its_own() {
    let (insert, enter, right) = (key(Key::Insert), key(Key::Enter), key(Key::ArrowRight));
    let script = [insert.clone(), text("2"), text("0"), enter.clone(), right.clone(), text("1"), key(Key::Tab)];
    let expected =
        [vec![insert], vec![text("2"), text("0")], vec![enter], vec![right], vec![text("1")], vec![key(Key::Tab)]];
    assert_eq!(frames(&script, Left::AtRest), expected);
}

#[test]
fn cells_get_their_keys_at_once_and_text_apart() {
    let keys = [key(Key::Enter), key(Key::ArrowRight), key(Key::Tab)];
    assert_eq!(frames(&keys, Left::InCells).len(), 1);
    assert_eq!(frames(&[text("1"), key(Key::Enter), text("2")], Left::InCells).len(), 3);
    assert_eq!(frames(&[key(Key::F2), key(Key::End)], Left::InCells).len(), 2, "the field is not there yet");
}

#[test]
fn a_key_that_is_held_does_not_go_on_after_it_was_let_go() {
    let held = vec![key(Key::ArrowDown); 9];
    assert_eq!(frames(&held, Left::AtRest).len(), 1);
    let undo =
        |repeat| Event::Key { key: Key::Z, physical_key: None, pressed: true, repeat, modifiers: Modifiers::COMMAND };
    assert_eq!(frames(&[undo(false), undo(true), undo(true)], Left::AtRest).len(), 1);
    assert_eq!(frames(&[undo(false), undo(false)], Left::AtRest).len(), 2);
    assert_eq!(frames(&vec![key(Key::Enter); 3], Left::AtRest).len(), 3, "each may answer another question");
}

#[test]
fn a_key_and_what_it_types_stay_together() {
    let space = [key(Key::Space), text(" "), text("a")];
    assert_eq!(frames(&space, Left::AtRest), [space[..2].to_vec(), space[2..].to_vec()]);
    let letters = [key(Key::A), text("a"), key(Key::B), text("b")];
    assert_eq!(frames(&letters, Left::AtRest), [letters.to_vec()]);
}

#[test]
fn the_key_that_ends_a_composition_stays_with_it() {
    let commit = Event::Ime(ImeEvent::Commit("工资".into()));
    let all = [text("a"), commit, key(Key::Enter), key(Key::Enter)];
    assert_eq!(frames(&all, Left::AtRest), [all[..3].to_vec(), all[3..].to_vec()]);
}

#[test]
fn a_click_is_one_frame_however_long_it_takes_and_text_before_it_another() {
    let click = [button(true), Event::PointerMoved(pos2(11.0, 10.0)), button(false)];
    let all = [&[text("1")][..], &click, &[text("2")]].concat();
    assert_eq!(frames(&all, Left::AtRest), [all[..1].to_vec(), click.to_vec(), all[4..].to_vec()]);
}

#[test]
fn a_window_that_does_not_come_to_rest_is_not_waited_for_for_ever() {
    let mut queue = InputQueue::default();
    queue.waiting.push_back((1, text("1")));
    let waited = (0..).find(|_| {
        queue.hear(Left::Turning);
        !queue.next().is_empty()
    });
    assert_eq!(waited, Some(usize::from(MOST_WAITED)));
}

#[test]
fn what_is_pressed_with_alt_types_nothing() {
    let with = |modifiers| Event::Key { key: Key::F, physical_key: None, pressed: true, repeat: false, modifiers };
    let after = |modifiers: Modifiers| {
        let mut events = vec![text("a"), with(modifiers), text("f"), key(Key::G), text("g")];
        InputQueue::default().drop_texts_of_alt(&mut events);
        events.iter().filter(|event| matches!(event, Event::Text(_))).count()
    };
    let altgr = Modifiers::ALT | Modifiers::CTRL;
    assert_eq!([Modifiers::NONE, Modifiers::SHIFT, altgr, Modifiers::ALT].map(after), [3, 3, 3, 2]);
}
