//! A picture of which only what changed is drawn anew is the one that is drawn whole.

use egui::Modifiers;

use super::drawn::{TestTextures, canvas, draw};
use super::*;
use crate::app::display::software::damage::Damage;

/// What is done, one after the other: the cursor moves, figures are typed, pages, menus and dialogs open and close.
fn deeds() -> Vec<View> {
    let keys: [View; 12] = [
        ("down", |harness| harness.key_press(Key::ArrowDown)),
        ("right", |harness| harness.key_press(Key::ArrowRight)),
        ("typed", |harness| harness.event(egui::Event::Text("7".to_owned()))),
        ("entered", |harness| harness.key_press(Key::Enter)),
        ("undone", |harness| harness.key_press_modifiers(Modifiers::COMMAND, Key::Z)),
        ("a page on", |harness| harness.key_press(Key::PageDown)),
        ("another table", |harness| harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown)),
        ("a menu", |harness| harness.key_press(Key::F10)),
        ("another menu", |harness| harness.key_press(Key::ArrowRight)),
        ("closed", |harness| harness.key_press(Key::Escape)),
        ("pointed at", |harness| harness.hover_at(egui::pos2(700.0, 400.0))),
        ("pointed elsewhere", |harness| harness.hover_at(egui::pos2(90.0, 250.0))),
    ];
    let selected: [View; 6] = [
        ("a cell open", |harness| harness.key_press(Key::F2)),
        ("all of it selected", |harness| harness.key_press_modifiers(Modifiers::COMMAND, Key::A)),
        ("nothing selected", |harness| harness.key_press(Key::ArrowRight)),
        ("a part selected", |harness| harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft)),
        ("blanks", |harness| harness.event(egui::Event::Text("   ".to_owned()))),
        ("blanks selected", |harness| harness.key_press_modifiers(Modifiers::COMMAND, Key::A)),
    ];
    let commands: [View; 6] = [
        ("charts", |harness| open(harness, Command::ShowCharts)),
        ("export", |harness| open(harness, Command::Export)),
        ("closed", |harness| harness.key_press(Key::Escape)),
        ("findings folded", |harness| open(harness, Command::ToggleFindings)),
        ("manual", |harness| open(harness, Command::Manual)),
        ("texts", |harness| show(harness, "情况说明")),
    ];
    [&keys[..], &selected[..], &[("closed", |harness| harness.key_press(Key::Escape))], &commands[..], &keys[..]]
        .concat()
}

fn look_at_parts((name, size, scale): Screen) {
    let textures = TestTextures::default();
    let mut harness = on_screen((name, size, scale), Some(sample("urumqi-2025.budget")), &textures);
    let mut damage = Damage::default();
    let mut picture = canvas(&harness, (name, size, scale), &textures);
    let screen = picture.area();
    damage.between(harness.output().shapes.clone(), scale, &screen);
    let mut drawn = 0;
    let mut frames = 0;
    for (deed, go) in deeds() {
        go(&mut harness);
        for _ in 0..4 {
            harness.step();
            let changed = damage.between(harness.output().shapes.clone(), scale, &screen);
            let parts = if textures.take_is_other() { vec![screen.clone()] } else { changed };
            for part in &parts {
                draw(&mut picture, &harness, part, damage.within(part, scale), scale, &textures);
            }
            drawn += parts.iter().map(Area::count).sum::<usize>();
            frames += 1;
            let whole = canvas(&harness, (name, size, scale), &textures);
            let differ = picture.pixels.iter().zip(&whole.pixels).filter(|(part, whole)| part != whole).count();
            assert_eq!(differ, 0, "{deed}: pixels that are not as in a picture drawn whole");
        }
    }
    assert!(drawn < frames * screen.count() / 3, "{drawn} pixels in {frames} frames of {}", screen.count());
}

#[test]
fn what_changed_alone_is_drawn_as_the_whole_is() {
    look_at_parts(SCREENS[1]);
}

#[test]
fn so_it_is_where_a_point_is_no_whole_number_of_pixels() {
    look_at_parts(SCREENS[2]);
}
