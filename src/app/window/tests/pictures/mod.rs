//! Each page and dialog at the sizes of real screens, compared with pictures that somebody looked at.
//!
//! They are drawn as the program draws them without a graphics card: they are the same on every machine. After a change that is
//! meant to be seen, `BLESS=1 cargo test --lib pictures` keeps the new ones, to be looked at in `tests/fixtures/pictures`.

mod drawn;
mod kept;
mod palette;
mod parts;
mod shown;

use egui::{Vec2, vec2};
use egui_kittest::TestRenderer;

use self::drawn::{TestTextures, drawn};
use self::kept::Picture;
use super::*;
use crate::app::command::Command;
use crate::app::theme::Palette;

/// A screen: its name, its size in points, and how many pixels a point has.
type Screen = (&'static str, Vec2, f32);

const SCREENS: [Screen; 5] = [
    ("1024x700", vec2(1024.0, 700.0), 1.0),
    ("1366x768", vec2(1366.0, 768.0), 1.0),
    ("1366x768-150", vec2(911.0, 512.0), 1.5),
    ("1920x1080", vec2(1920.0, 1080.0), 1.0),
    ("2732x1536-200", vec2(1366.0, 768.0), 2.0),
];

/// What is shown, and how one gets there from the sample.
type View = (&'static str, fn(&mut Test));

fn nothing(_: &mut Test) {}

fn open(harness: &mut Test, command: Command) {
    let ctx = harness.ctx.clone();
    harness.state_mut().as_mut().unwrap().carry_out(&ctx, command);
    harness.run();
}

fn show(harness: &mut Test, page: &str) {
    // Where the outline is folded it has no row to be clicked.
    if harness.query_by_label(page).is_none() {
        open(harness, Command::ToggleOutline);
    }
    harness.get_by_label(page).scroll_to_me();
    harness.run();
    table(harness, page);
}

const VIEWS: [View; 26] = [
    ("summary", nothing),
    ("income", |harness| show(harness, "表2 收入")),
    ("economic", |harness| show(harness, "表6 基本支出")),
    ("projects", |harness| show(harness, "表7 项目支出")),
    ("overview", |harness| show(harness, "概况")),
    ("narrative", |harness| show(harness, "情况说明")),
    ("last-year", |harness| show(harness, "上年预算数")),
    ("charts", |harness| open(harness, Command::ShowCharts)),
    ("performance", |harness| {
        open(harness, Command::ShowCharts);
        open(harness, Command::NextTable);
    }),
    ("manual", |harness| open(harness, Command::Manual)),
    ("menu", |harness| press(harness, Key::F10)),
    ("export", |harness| open(harness, Command::Export)),
    ("heading", |harness| open(harness, Command::Heading)),
    ("recode", |harness| {
        show(harness, "表6 基本支出");
        click_cell(harness, "表6 301 01 基本工资（2）");
        open(harness, Command::Recode);
    }),
    ("comment", |harness| open(harness, Command::Comment)),
    ("rules", |harness| open(harness, Command::Rules)),
    ("forms", |harness| open(harness, Command::Forms)),
    ("keys", |harness| open(harness, Command::Help)),
    ("sign", |harness| open(harness, Command::SignAll)),
    ("find", |harness| open(harness, Command::Replace)),
    ("policy", |harness| open(harness, Command::Policy)),
    ("catalogs", |harness| open(harness, Command::Catalogs)),
    ("code-changes", |harness| open(harness, Command::CodeChanges)),
    ("add-row", |harness| {
        show(harness, "表7 项目支出");
        open(harness, Command::AddRow);
    }),
    ("take-over", |harness| {
        show(harness, "表3 支出");
        open(harness, Command::TakeOverCodes);
    }),
    ("add-performance", |harness| open(harness, Command::AddPerformance)),
];

/// The window on a screen, with the sample or at the start page.
fn on_screen((_, size, scale): Screen, file: Option<PathBuf>, renderer: impl TestRenderer + 'static) -> Test {
    let mut harness =
        built(file, None, folder(), |builder| builder.with_size(size).with_pixels_per_point(scale).renderer(renderer));
    harness.run_ok();
    harness
}

/// Compares the views on the screen.
fn look_at(screen: Screen) {
    let mut different = Vec::new();
    let mut look = |harness: &mut Test, name: &str, textures: &TestTextures| {
        let picture = drawn(harness, screen, textures);
        different.extend(picture.compared(&format!("{}/{name}", screen.0)));
    };
    for (name, go) in VIEWS {
        let textures = TestTextures::default();
        let mut harness = on_screen(screen, Some(sample("urumqi-2025.budget")), textures.clone());
        go(&mut harness);
        look(&mut harness, name, &textures);
    }
    let textures = TestTextures::default();
    let mut harness = on_screen(screen, None, textures.clone());
    look(&mut harness, "start", &textures);
    open(&mut harness, Command::Tour);
    look(&mut harness, "tour", &textures);
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn on_a_small_screen() {
    look_at(SCREENS[0]);
}

#[test]
fn on_the_screen_of_most_offices() {
    look_at(SCREENS[1]);
}

#[test]
fn on_the_same_screen_with_everything_half_as_large_again() {
    look_at(SCREENS[2]);
}

#[test]
fn on_a_large_screen() {
    look_at(SCREENS[3]);
}

#[test]
fn on_a_sharp_screen() {
    look_at(SCREENS[4]);
}
