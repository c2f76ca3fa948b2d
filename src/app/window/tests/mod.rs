//! What a person does in the window, without a screen.

mod accessible;
mod boxes;
mod clipboard;
mod columns;
mod dialogs;
mod documents;
mod editing;
mod export;
mod filling;
mod finding;
mod fitting;
mod folder;
mod forms;
mod help;
mod import;
mod keeping;
mod keys;
mod locked;
mod menu;
mod menu_keys;
mod moving;
mod performance;
mod pictures;
mod policy;
mod progress;
mod review;
mod rows;
mod texts;
mod years;

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::Window;
use crate::app::paths::{PathAnswer, PathChooser, PathPicker, PathRequest};
use disclosure_engine::disclosure::{CellKey, ColumnNumber, Disclosure, RowKey, TableNumber};
use disclosure_engine::edit::Heading;

/// Answers every question for a path with the same one.
struct Always(Option<PathAnswer>, Arc<Mutex<Vec<PathRequest>>>);

impl PathChooser for Always {
    fn start(&mut self, request: PathRequest, ctx: &egui::Context) {
        if let Ok(mut requests) = self.1.lock() {
            requests.push(request);
        }
        ctx.request_repaint();
    }

    fn poll(&mut self) -> Option<PathAnswer> {
        self.0.clone()
    }
}

type Test = Harness<'static, Option<Window>>;

thread_local! {
    /// The next frame of a window has a fault.
    static FAULT: Cell<bool> = const { Cell::new(false) };
    /// Folders of this test, removed when it ends.
    static FOLDERS: RefCell<Vec<tempfile::TempDir>> = const { RefCell::new(Vec::new()) };
}

fn folder() -> PathBuf {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    FOLDERS.with_borrow_mut(|folders| folders.push(folder));
    path
}

/// A copy of a sample: a file that is open is locked, and tests run beside each other.
fn sample(name: &str) -> PathBuf {
    let path = folder().join(name);
    std::fs::copy(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name), &path).unwrap();
    path
}

/// The window on `file`; questions for a path are answered with `answer`.
fn window(file: Option<PathBuf>, answer: Option<PathAnswer>) -> Test {
    window_with(file, answer, folder())
}

/// The same with a state folder that another window had or will have.
fn window_with(file: Option<PathBuf>, answer: Option<PathAnswer>, state: PathBuf) -> Test {
    let mut harness = built(file, answer, state, |builder| builder.with_size([1440.0, 900.0]));
    // What is read turns a wheel for as long as it takes.
    harness.run_ok();
    harness
}

type Builder = egui_kittest::HarnessBuilder<Option<Window>>;

/// The same before its first frame, on a screen that `set_up` gives it.
fn built(
    file: Option<PathBuf>,
    answer: Option<PathAnswer>,
    state: PathBuf,
    set_up: impl FnOnce(Builder) -> Builder,
) -> Test {
    let open = move |ctx: &egui::Context| {
        let picker = PathPicker::new(Box::new(Always(answer.clone(), Arc::default())));
        Window::with(ctx, file.clone(), picker, Some(state.clone())).unwrap()
    };
    // Fonts and style take effect from the next frame on, so they are set before the first.
    let setup = |ctx: &egui::Context| {
        crate::app::fonts::install(ctx);
        crate::app::theme::apply(ctx);
    };
    set_up(Harness::builder())
        .with_step_dt(1.0 / 60.0)
        // A key that opens or closes a dialog is followed by frames in which the window comes to rest.
        .with_max_steps(8)
        .with_context_setup(setup)
        .build_ui_state(
            move |ui, window: &mut Option<Window>| {
                let ctx = ui.ctx().clone();
                window.get_or_insert_with(|| open(&ctx)).guarded(ui, |window, ui| {
                    window.frame(ui);
                    assert!(!FAULT.take(), "a fault in the program");
                });
            },
            None,
        )
}

fn urumqi() -> Test {
    window(Some(sample("urumqi-2025.budget")), None)
}

fn table(harness: &mut Test, name: &str) {
    harness.get_by_label(name).click();
    harness.run();
}

fn press(harness: &mut Test, key: Key) {
    harness.key_press(key);
    harness.run();
}

fn command(harness: &mut Test, key: Key) {
    harness.key_press_modifiers(Modifiers::COMMAND, key);
    harness.run();
}

fn type_text(harness: &mut Test, text: &str) {
    harness.event(Event::Text(text.into()));
    harness.run();
}

/// Chooses an item of the menu 审核.
fn menu(harness: &mut Test, item: &str) {
    harness.get_by_label("审核").click();
    harness.run();
    harness.get_by_label_contains(item).click();
    // Work on threads shows that it goes on, and never settles.
    harness.run_steps(4);
}

/// Makes the cell with the label that begins so the active one.
fn click_cell(harness: &mut Test, label: &str) {
    harness.get_by_label_contains(label).click();
    harness.run();
}

fn shown(harness: &Test, table: u8, row: &str, column: u8) -> String {
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let evaluated = workspace.evaluated();
    let row = row.parse().map_or(RowKey::Total, RowKey::Code);
    let key = CellKey::new(TableNumber(table), row, ColumnNumber(column));
    evaluated.form.text_unit.table_text(evaluated.value(evaluated.find(&key).unwrap()))
}

fn rules_broken(harness: &Test) -> Vec<String> {
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let errors =
        workspace.audit().findings.iter().filter(|finding| finding.grade == disclosure_engine::audit::Grade::Error);
    errors.map(|finding| finding.rule.clone()).collect()
}

fn disclosure(harness: &Test) -> Disclosure {
    harness.state().as_ref().unwrap().workspace().unwrap().disclosure().clone()
}
