//! The dialog as a user meets it.

use std::cell::RefCell;
use std::fs;
use std::rc::Rc;

use egui::{Event, ImeEvent, Modifiers, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::app::paths::{PathChooser, PathPicker};
use crate::app::{fonts, theme};

/// A chooser that has its answer ready.
struct Ready(Option<PathAnswer>);

impl PathChooser for Ready {
    fn start(&mut self, _: PathRequest, ctx: &Context) {
        ctx.request_repaint();
    }

    fn poll(&mut self) -> Option<PathAnswer> {
        self.0.take()
    }
}

#[derive(Default)]
struct Window {
    picker: Option<PathPicker>,
    answer: Rc<RefCell<Option<PathAnswer>>>,
}

/// A window whose desktop gives `ready`, asked with `request`.
fn window(request: PathRequest, ready: PathAnswer) -> Harness<'static, Window> {
    let mut request = Some(request);
    let mut picker = Some(PathPicker::new(Box::new(Ready(Some(ready)))));
    Harness::builder()
        .with_theme(Theme::Light)
        .with_step_dt(0.05)
        .with_max_steps(20)
        .with_context_setup(|ctx| {
            fonts::install(ctx);
            theme::apply(ctx);
        })
        .build_ui_state(
            move |ui, window: &mut Window| {
                if let Some(request) = request.take() {
                    let mut picker = picker.take().unwrap();
                    picker.start(request, ui.ctx());
                    window.picker = Some(picker);
                }
                ui.label("窗口");
                let picker = window.picker.as_mut().unwrap();
                if let Some(answer) = picker.show(ui.ctx()) {
                    assert!(!picker.is_asking());
                    window.answer.replace(Some(answer));
                }
            },
            Window::default(),
        )
}

fn dialog(request: PathRequest) -> Harness<'static, Window> {
    window(request, PathAnswer::Unavailable)
}

fn answer(harness: &Harness<'_, Window>) -> Option<PathAnswer> {
    harness.state().answer.borrow().clone()
}

fn press(harness: &mut Harness<'_, Window>, keys: &[Key]) {
    for &key in keys {
        harness.key_press(key);
        harness.run();
    }
}

fn type_name(harness: &mut Harness<'_, Window>, text: &str) {
    harness.get_by_label("文件名").type_text(text);
    harness.run();
}

fn name(harness: &Harness<'_, Window>) -> String {
    harness.get_by_label("文件名").value().unwrap_or_default()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("2024年")).unwrap();
    fs::create_dir(folder.path().join("2025年")).unwrap();
    fs::write(folder.path().join("2025年/社保中心.budget"), "").unwrap();
    fs::write(folder.path().join("甲.budget"), "").unwrap();
    fs::write(folder.path().join("甲.txt"), "").unwrap();
    folder
}

fn open(folder: &Path) -> PathRequest {
    PathRequest::open("打开预算公开文件").filter("预算公开文件", &["budget"]).folder(folder)
}

fn save(folder: &Path, name: &str) -> PathRequest {
    PathRequest::save("另存为", name).filter("预算公开文件", &["budget"]).folder(folder)
}

#[test]
fn the_desktops_answer_is_passed_on() {
    for ready in [PathAnswer::Chosen("/a.budget".into()), PathAnswer::Cancelled] {
        let harness = window(PathRequest::open("打开"), ready.clone());
        assert_eq!(answer(&harness), Some(ready));
        assert!(harness.query_by_label("文件名").is_none());
    }
}

#[test]
fn says_why_it_is_there() {
    let folder = folder();
    let harness = dialog(open(folder.path()));
    harness.get_by_label_contains("xdg-desktop-portal");
    harness.get_by_label_contains("zenity");
    assert!(harness.get_by_label("文件名").is_focused());
    assert!(harness.query_by_label("文件 甲.txt").is_none());
}

#[test]
fn a_folder_and_a_file_by_keys_alone() {
    let folder = folder();
    let mut harness = dialog(open(folder.path()));
    // .., 2024年, 2025年
    press(&mut harness, &[Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::Enter]);
    harness.get_by_label(&folder.path().join("2025年").display().to_string());
    assert_eq!(name(&harness), "");
    assert_eq!(harness.get_by_label("上一级文件夹 ..").accesskit_node().is_selected(), Some(false));
    press(&mut harness, &[Key::ArrowDown, Key::ArrowDown]);
    assert_eq!(name(&harness), "社保中心.budget");
    press(&mut harness, &[Key::Enter]);
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().join("2025年/社保中心.budget"))));
}

#[test]
fn keys_of_one_frame_are_obeyed_in_order() {
    let folder = folder();
    let mut harness = dialog(open(folder.path()));
    let key = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    let events = [Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::Enter, Key::ArrowUp, Key::Enter].map(key);
    harness.input_mut().events.extend(events);
    harness.step();
    harness.run();
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().join("2025年/社保中心.budget"))));

    let mut harness = dialog(save(folder.path(), ""));
    harness.input_mut().events.extend([Event::Text("乙".to_owned()), key(Key::Enter)]);
    harness.step();
    harness.run();
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().join("乙.budget"))));
}

#[test]
fn back_to_the_folder_above() {
    let folder = folder();
    let mut harness = dialog(open(&folder.path().join("2025年")));
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    harness.run();
    harness.get_by_label(&folder.path().display().to_string());
    // The folder just left is marked: Enter goes back to it, Backspace up again.
    press(&mut harness, &[Key::Enter]);
    harness.get_by_label("文件 社保中心.budget");
    press(&mut harness, &[Key::Backspace]);
    harness.get_by_label("文件 甲.budget");
}

#[test]
fn the_mouse_marks_and_takes() {
    let folder = folder();
    let mut harness = dialog(open(folder.path()));
    harness.get_by_label("文件 甲.budget").click();
    harness.run();
    assert_eq!(name(&harness), "甲.budget");
    assert_eq!(answer(&harness), None);
    assert!(harness.get_by_label("文件名").is_focused());
    harness.run_steps(20);

    let row = harness.get_by_label("文件夹 2025年");
    row.click();
    row.click();
    harness.run();
    // Four clicks in a row would not be two double-clicks.
    harness.run_steps(20);
    let row = harness.get_by_label("文件 社保中心.budget");
    row.click();
    row.click();
    harness.run();
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().join("2025年/社保中心.budget"))));
}

#[test]
fn a_typed_path_is_taken() {
    let folder = folder();
    let mut harness = dialog(open(Path::new("/")));
    type_name(&mut harness, folder.path().to_str().unwrap());
    press(&mut harness, &[Key::Enter]);
    harness.get_by_label("文件 甲.budget");
    type_name(&mut harness, "2025年/社保中心");
    harness.get_by_label("打开").click();
    harness.run();
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().join("2025年/社保中心.budget"))));
}

#[test]
fn what_goes_wrong_is_said_in_the_dialog() {
    let folder = folder();
    let mut harness = dialog(open(folder.path()));
    press(&mut harness, &[Key::Enter]);
    harness.get_by_label_contains("请写文件名");
    type_name(&mut harness, "没有/乙");
    assert!(harness.query_by_label_contains("请写文件名").is_none());
    press(&mut harness, &[Key::Enter]);
    harness.get_by_label_contains("没有这个文件夹");
    assert_eq!(name(&harness), "没有/乙");
    assert_eq!(answer(&harness), None);
}

#[test]
fn a_folder_that_has_gone_is_not_the_end() {
    let folder = folder();
    let mut harness = dialog(open(folder.path()));
    fs::remove_dir(folder.path().join("2024年")).unwrap();
    press(&mut harness, &[Key::ArrowDown, Key::ArrowDown, Key::Enter]);
    harness.get_by_label_contains("没有这个文件夹");
    harness.get_by_label(&folder.path().display().to_string());

    let harness = dialog(open(Path::new("/nowhere at all")));
    harness.get_by_label("文件名");
    assert!(harness.query_by_label_contains("没有这个文件夹").is_none());
}

#[test]
fn a_new_name_is_saved_with_its_extension() {
    let folder = folder();
    let mut harness = dialog(save(folder.path(), "草稿.budget"));
    assert_eq!(name(&harness), "草稿.budget");
    // The stem is selected.
    type_name(&mut harness, "乙");
    assert_eq!(name(&harness), "乙.budget");
    press(&mut harness, &[Key::Enter]);
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().join("乙.budget"))));
}

#[test]
fn the_name_to_save_outlasts_a_change_of_folder() {
    let folder = folder();
    let mut harness = dialog(save(folder.path(), "草稿.budget"));
    press(&mut harness, &[Key::ArrowDown, Key::ArrowDown, Key::Enter]);
    harness.get_by_label(&folder.path().join("2024年").display().to_string());
    harness.get_by_label("保存").click();
    harness.run();
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().join("2024年/草稿.budget"))));
}

#[test]
fn asks_before_it_replaces() {
    let folder = folder();
    let mut harness = dialog(save(folder.path(), "甲.budget"));
    press(&mut harness, &[Key::Enter]);
    harness.get_by_label_contains("“甲.budget”已在这个文件夹里");
    // Enter once more keeps the file.
    assert!(harness.get_by_label("不覆盖").is_focused());
    press(&mut harness, &[Key::Enter]);
    assert_eq!(answer(&harness), None);
    assert!(harness.query_by_label("覆盖").is_none());
    assert!(harness.get_by_label("文件名").is_focused());

    // So does Esc, and the dialog stays.
    press(&mut harness, &[Key::Enter, Key::Escape]);
    assert_eq!(answer(&harness), None);
    harness.get_by_label("文件名");

    press(&mut harness, &[Key::Enter, Key::Tab, Key::Space]);
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().join("甲.budget"))));
}

#[test]
fn escape_and_the_button_cancel() {
    let folder = folder();
    let mut harness = dialog(open(folder.path()));
    press(&mut harness, &[Key::Escape]);
    assert_eq!(answer(&harness), Some(PathAnswer::Cancelled));

    let mut harness = dialog(open(folder.path()));
    harness.get_by_label("取消").click();
    harness.run();
    assert_eq!(answer(&harness), Some(PathAnswer::Cancelled));
}

#[test]
fn keys_belong_to_the_input_method_while_it_composes() {
    let folder = folder();
    let mut harness = dialog(open(folder.path()));
    let preedit = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    harness.event(preedit("jia"));
    harness.run();
    press(&mut harness, &[Key::Enter]);
    assert!(harness.query_by_label_contains("✕").is_none());
    harness.event(Event::Ime(ImeEvent::Commit("甲".to_owned())));
    harness.run();
    assert_eq!(name(&harness), "甲");
    press(&mut harness, &[Key::Enter]);
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().join("甲.budget"))));
}

#[test]
fn a_long_list_follows_the_keys() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..500 {
        fs::write(folder.path().join(format!("{number:03}.budget")), "").unwrap();
    }
    let mut harness = dialog(open(folder.path()));
    press(&mut harness, &[Key::ArrowUp]);
    harness.get_by_label("文件 499.budget");
    press(&mut harness, &[Key::PageUp, Key::PageUp, Key::PageUp]);
    assert_eq!(name(&harness), "475.budget");
    let row = harness.get_by_label("文件 475.budget");
    assert_eq!(row.accesskit_node().is_selected(), Some(true));
    // Only what is in sight is drawn.
    assert!(harness.query_by_label("文件 499.budget").is_none());
}

#[test]
fn all_of_it_is_in_sight_on_a_small_screen() {
    let folder = folder();
    for (width, height) in [(640.0, 360.0), (683.0, 384.0), (1366.0, 768.0)] {
        let mut harness = dialog(open(folder.path()));
        harness.set_size(egui::vec2(width, height));
        harness.run();
        press(&mut harness, &[Key::Enter]);
        let (top, bottom) = (harness.get_by_label("打开预算公开文件").rect(), harness.get_by_label("取消").rect());
        assert!(top.top() > 0.0 && bottom.bottom() < height, "{height}: {top:?} {bottom:?}");
    }
}

fn choose_folder(folder: &Path) -> PathRequest {
    PathRequest::choose_folder("选择文件夹").filter("预算公开文件", &["budget"]).folder(folder)
}

#[test]
fn a_folder_is_chosen_by_the_button_as_it_is_shown_or_marked() {
    let folder = folder();
    let mut harness = dialog(choose_folder(folder.path()));
    // What is in it is seen, and cannot be chosen.
    assert!(harness.get_by_label("文件 甲.budget").accesskit_node().is_disabled());
    assert!(harness.query_by_label("文件 甲.txt").is_none());
    harness.get_by_label("选择这个文件夹").click();
    harness.run();
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().to_owned())));

    let mut harness = dialog(choose_folder(folder.path()));
    harness.get_by_label("文件夹 2025年").click();
    harness.run();
    harness.get_by_label("选择“2025年”").click();
    harness.run();
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().join("2025年"))));
}

#[test]
fn a_folder_is_gone_into_and_chosen_by_keys_alone() {
    let folder = folder();
    let mut harness = dialog(choose_folder(folder.path()));
    // The last that can be marked is a folder: .., 2024年, 2025年
    press(&mut harness, &[Key::ArrowUp, Key::Enter]);
    harness.get_by_label(&folder.path().join("2025年").display().to_string());
    assert_eq!(answer(&harness), None);
    press(&mut harness, &[Key::Enter]);
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().join("2025年"))));

    // The folder above is meant when one has gone up to it, not the one that was left.
    let mut harness = dialog(choose_folder(&folder.path().join("2025年")));
    press(&mut harness, &[Key::Backspace]);
    harness.get_by_label("选择这个文件夹");
    press(&mut harness, &[Key::Enter]);
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().to_owned())));
}

#[test]
fn a_typed_folder_is_chosen_and_a_file_is_not() {
    let folder = folder();
    let field = |harness: &mut Harness<'_, Window>, text: &str| {
        harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "文件夹").type_text(text);
        harness.run();
    };
    let mut harness = dialog(choose_folder(folder.path()));
    for (text, problem) in [("甲.budget", "这不是文件夹"), ("没有", "没有这个文件夹")] {
        field(&mut harness, text);
        harness.get_by_label("选择").click();
        harness.run();
        harness.get_by_label_contains(problem);
        assert_eq!(answer(&harness), None);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.run();
    }
    field(&mut harness, folder.path().join("2025年").to_str().unwrap());
    harness.get_by_label("选择").click();
    harness.run();
    assert_eq!(answer(&harness), Some(PathAnswer::Chosen(folder.path().join("2025年"))));
}

#[test]
fn what_is_listed_is_told_on_one_line() {
    let folder = folder();
    let request =
        open(folder.path()).filter("表格、Word、PDF、网页、文本", &["xlsx", "xls", "et", "ods", "docx", "pdf"]);
    let harness = dialog(request);
    let line = harness.get_by_label_contains("列出文件夹和这些文件：预算公开文件（.budget）、表格、Word");
    assert!(line.rect().height() < 2.0 * theme::BODY_SIZE, "{:?}", line.rect());
}
