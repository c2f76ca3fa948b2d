//! A picture of which only what changed is drawn anew is the one that is drawn whole.

use std::sync::{Arc, Mutex};

use egui::{Modifiers, TexturesDelta};
use egui_kittest::TestRenderer;

use super::drawn::{background, pixels};
use super::*;
use crate::app::display::software::area::Area;
use crate::app::display::software::picture::{Frame, Picture};

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

/// What changed in textures since that was asked.
#[derive(Clone, Default)]
struct Changes(Arc<Mutex<TexturesDelta>>);

impl TestRenderer for Changes {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.0.lock().unwrap().append(std::mem::take(delta));
    }
}

fn look_at_parts(screen: Screen) {
    let (_, size, scale) = screen;
    let changes = Changes::default();
    let mut harness = on_screen(screen, Some(sample("urumqi-2025.budget")), changes.clone());
    let (mut picture, mut whole) = (Picture::default(), Picture::default());
    let (mut drawn, mut frames) = (0, 0);
    for (deed, go) in [("begun", nothing as fn(&mut Test))].into_iter().chain(deeds()) {
        go(&mut harness);
        for _ in 0..4 {
            harness.step();
            let textures = std::mem::take(&mut *changes.0.lock().unwrap());
            let frame = |textures: TexturesDelta| Frame {
                shapes: harness.output().shapes.clone(),
                textures,
                size: pixels(size, scale),
                scale,
                background: background(&harness),
            };
            whole.forget();
            whole.draw(&harness.ctx, frame(textures.clone()));
            let parts = picture.draw(&harness.ctx, frame(textures));
            let pairs = picture.canvas.pixels.iter().zip(&whole.canvas.pixels);
            let differ = pairs.filter(|(part, whole)| part != whole).count();
            assert_eq!(differ, 0, "{deed}: pixels that are not as in a picture drawn whole");
            drawn += parts.iter().map(Area::count).sum::<usize>();
            frames += 1;
        }
    }
    let all = frames * whole.canvas.pixels.len();
    assert!(drawn < all / 3, "{drawn} pixels of {all}");
}

#[test]
fn what_changed_alone_is_drawn_as_the_whole_is() {
    look_at_parts(SCREENS[1]);
}

#[test]
fn so_it_is_where_a_point_is_no_whole_number_of_pixels() {
    look_at_parts(SCREENS[2]);
}
