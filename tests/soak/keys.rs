//! Random scripts of keys, pasted text and dialogs: in whatever portions frames are handed them, they do the same.

use std::fmt;
use std::path::PathBuf;

use budget_disclosure::app::paths::{PathAnswer, PathChooser, PathPicker, PathRequest};
use budget_disclosure::app::{Window, fonts, theme};
use disclosure_engine::disclosure::Disclosure;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use eframe::egui::{Context, Event, Key, Modifiers};

/// So many scripts are played in the same window.
const SCRIPTS_IN_A_WINDOW: usize = 20;
/// Events of a script.
const LENGTH: usize = 24;

/// What was tried.
pub struct Played {
    scripts: usize,
    events: usize,
}

impl fmt::Display for Played {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scripts, events } = self;
        write!(f, "keys: {scripts} scripts with {events} keys and texts, at once and one by one; nothing was lost")
    }
}

/// Nobody chooses a path.
struct Nobody;

impl PathChooser for Nobody {
    fn start(&mut self, _: PathRequest, ctx: &Context) {
        ctx.request_repaint();
    }

    fn poll(&mut self) -> Option<PathAnswer> {
        Some(PathAnswer::Cancelled)
    }
}

type Playing = Harness<'static, Option<Window>>;

/// A window in which a frame takes `seconds`.
fn window(folder: PathBuf, seconds: f32) -> Playing {
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/samples/urumqi-2025.budget");
    let file = folder.join("urumqi.budget");
    std::fs::copy(sample, &file).unwrap();
    let open = move |ctx: &Context| {
        Window::with(ctx, Some(file.clone()), PathPicker::new(Box::new(Nobody)), Some(folder.join("state"))).unwrap()
    };
    let setup = |ctx: &Context| {
        fonts::install(ctx);
        theme::apply(ctx);
    };
    let mut harness = Harness::builder()
        .with_size([1440.0, 900.0])
        .with_step_dt(seconds)
        .with_max_steps(200)
        .with_context_setup(setup)
        .build_ui_state(
            move |ui, window: &mut Option<Window>| {
                let ctx = ui.ctx().clone();
                window.get_or_insert_with(|| open(&ctx)).frame(ui);
            },
            None,
        );
    harness.run();
    harness.get_by_label("表6 基本支出").click();
    harness.run();
    harness
}

/// The same numbers for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

fn key(key: Key, modifiers: Modifiers) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

/// An event. `undoes` is for frames that are short: how much a field takes back depends on the pauses in typing.
fn event(random: &mut Random, undoes: bool) -> Event {
    const PLAIN: [Key; 16] = [
        Key::Enter,
        Key::Enter,
        Key::Tab,
        Key::ArrowRight,
        Key::ArrowLeft,
        Key::ArrowDown,
        Key::ArrowUp,
        Key::Escape,
        Key::Escape,
        Key::Insert,
        Key::F2,
        Key::F1,
        Key::Backspace,
        Key::Delete,
        Key::Home,
        Key::F8,
    ];
    const COMMANDS: [Key; 9] = [Key::D, Key::F, Key::G, Key::H, Key::S, Key::PageDown, Key::PageUp, Key::Z, Key::Y];
    const TEXTS: [&str; 10] = ["1", "2", "5", ".", "0", "3", "01", "工资", "30106", "11.5"];
    const PASTED: [&str; 3] = ["1.5\n2.5", "甲\t乙\n丙\t丁", "7"];
    match random.below(20) {
        0..=7 => Event::Text(TEXTS[random.below(TEXTS.len())].into()),
        8 => Event::Paste(PASTED[random.below(PASTED.len())].into()),
        9..=10 => key(COMMANDS[random.below(COMMANDS.len() - if undoes { 0 } else { 2 })], Modifiers::COMMAND),
        11 => key(Key::F2, Modifiers::SHIFT),
        _ => key(PLAIN[random.below(PLAIN.len())], Modifiers::NONE),
    }
}

/// Plays `events` in portions of `size`, with `idle` frames after each.
fn play(harness: &mut Playing, events: &[Event], size: usize, idle: usize) -> Disclosure {
    for portion in events.chunks(size) {
        harness.input_mut().events.extend(portion.iter().cloned());
        (0..=idle).for_each(|_| harness.step());
    }
    harness.run();
    // What is left open is closed.
    for _ in 0..3 {
        harness.input_mut().events.push(key(Key::Escape, Modifiers::NONE));
        harness.run();
        if let Some(button) = harness.query_by_label("不保存") {
            button.click();
            harness.run();
        }
    }
    // Where the cells were left shows in what is typed there.
    harness.input_mut().events.extend([Event::Text("7".into()), key(Key::Enter, Modifiers::NONE)]);
    harness.run();
    let mut disclosure = harness.state().as_ref().unwrap().workspace().unwrap().disclosure().clone();
    disclosure.comments.iter_mut().for_each(|comment| comment.written.clear());
    disclosure
}

/// Plays `count` scripts, on all cores.
pub fn run(count: usize) -> Played {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(count.max(1));
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let own = count / threads + usize::from(thread < count % threads);
            scope.spawn(move || play_scripts(own, Random(15 + thread as u64)));
        }
    });
    Played { scripts: count, events: count * LENGTH }
}

fn play_scripts(count: usize, mut random: Random) {
    for first in (0..count).step_by(SCRIPTS_IN_A_WINDOW) {
        let undoes = (first / SCRIPTS_IN_A_WINDOW).is_multiple_of(2);
        let seconds = if undoes { 1.0 / 60.0 } else { 0.3 };
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let [mut slow, mut fast] = folders.each_ref().map(|folder| window(folder.path().to_owned(), seconds));
        for script in first..count.min(first + SCRIPTS_IN_A_WINDOW) {
            let events: Vec<Event> = (0..LENGTH).map(|_| event(&mut random, undoes)).collect();
            let one_by_one = play(&mut slow, &events, 1, 2);
            let portion = [LENGTH, 3, 7, 2][script % 4];
            let at_once = play(&mut fast, &events, portion, 0);
            let [said, other] = [&at_once, &one_by_one].map(disclosure_engine::file::write);
            let differs = said.lines().zip(other.lines()).find(|(line, other)| line != other);
            assert!(at_once == one_by_one, "script {script}, {portion} in a frame: {differs:?} {events:?}");
        }
    }
}

#[test]
fn a_few_scripts_lose_nothing() {
    println!("{}", run(super::number("SOAK_SCRIPTS", 4)));
}
