//! Importing what a colleague sent: gone through, questions answered, taken or not.

use super::*;

const TEXT: &str = include_str!("../../../../tests/fixtures/shayibak-2025-tables.tsv");

/// A file with `text`, in a folder that lives as long as it.
fn sent(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

/// The window on `file` without waiting for anything.
fn begun(file: PathBuf) -> Test {
    let state = tempfile::tempdir().unwrap();
    let open = move |ctx: &egui::Context| {
        let picker = PathPicker::new(Box::new(Always(None, Arc::default())));
        Window::with(ctx, Some(file.clone()), picker, Some(state.path().to_owned())).unwrap()
    };
    let setup = |ctx: &egui::Context| {
        crate::app::fonts::install(ctx);
        crate::app::theme::apply(ctx);
    };
    Harness::builder()
        .with_size([1440.0, 900.0])
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(8)
        .with_context_setup(setup)
        .build_ui_state(
            move |ui, window: &mut Option<Window>| {
                let ctx = ui.ctx().clone();
                window.get_or_insert_with(|| open(&ctx)).frame(ui);
            },
            None,
        )
}

/// Waits until nothing is being read.
pub(super) fn wait(harness: &mut Test) {
    let start = std::time::Instant::now();
    harness.step();
    while harness.state().as_ref().unwrap().is_importing() {
        assert!(start.elapsed() < std::time::Duration::from_secs(60));
        std::thread::sleep(std::time::Duration::from_millis(20));
        harness.step();
    }
    harness.run();
}

fn workspace(harness: &Test) -> Option<&crate::app::workspace::Workspace> {
    harness.state().as_ref().unwrap().workspace()
}

#[test]
fn a_document_is_gone_through_and_taken_as_a_disclosure_that_is_not_saved() {
    let (_folder, path) = sent("送来的.txt", TEXT);
    let mut harness = begun(path);
    wait(&mut harness);
    harness.get_by_label_contains("认出 11 张表（表式有 11 张），203 个数取进 203 个");
    harness.get_by_label_contains("每一个数都取进来了");
    assert!(workspace(&harness).is_none(), "nothing is taken before it was gone through");
    press(&mut harness, Key::Enter);
    assert_eq!(workspace(&harness).unwrap().disclosure().kind, disclosure_engine::disclosure::Kind::Department);
    assert!(workspace(&harness).unwrap().is_dirty());
    harness.get_by_label_contains("已导入“送来的.txt”");
    command(&mut harness, Key::W);
    harness.get_by_label_contains("不保存的话");
}

#[test]
fn of_a_single_table_the_window_shows_that_one() {
    let lines: Vec<&str> = TEXT.lines().collect();
    let begin = lines.iter().position(|line| *line == "表 6").unwrap();
    let end = lines.iter().position(|line| *line == "表 7").unwrap();
    let (_folder, path) =
        sent("2025年部门预算.txt", &format!("某某中心2025年部门预算公开\n{}", lines[begin..end].join("\n")));
    let mut harness = begun(path);
    wait(&mut harness);
    harness.get_by_label("采用并打开").click();
    harness.run();
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(6)));
    harness.get_by_label_contains("已导入");
}

#[test]
fn nothing_is_taken_of_a_document_that_is_not_wanted() {
    let (_folder, path) = sent("送来的.txt", TEXT);
    let mut harness = begun(path);
    wait(&mut harness);
    press(&mut harness, Key::Escape);
    assert!(workspace(&harness).is_none());
    harness.get_by_label("新建预算公开…");
}

#[test]
fn lines_that_were_not_taken_are_walked_with_the_arrow_keys() {
    let odd = TEXT.replace("津贴补贴\t8.54\t8.54", "津贴补贴\t8.54\t8.5O").replace("奖金\t", "奖金\t9.9.9");
    let (_folder, path) = sent("送来的.txt", &odd);
    let mut harness = begun(path);
    wait(&mut harness);
    harness.get_by_label_contains("处的数没有取进来");
    harness.get_by_label_contains("读不出来的格");
    let first = |harness: &Test| harness.query_all_by_label_contains("8.5O").count();
    assert_eq!(first(&harness), 2, "in the list, and in full below it");
    press(&mut harness, Key::End);
    assert_eq!(first(&harness), 0, "the list follows, and another line is told in full");
    press(&mut harness, Key::Home);
    assert_eq!(first(&harness), 2);
    press(&mut harness, Key::ArrowDown);
    assert_eq!(first(&harness), 1);
}

#[test]
fn what_the_document_does_not_say_is_asked_and_the_answer_read_with() {
    let (_folder, path) = sent("送来的.txt", &TEXT.replace("单位：万元", ""));
    let mut harness = begun(path);
    wait(&mut harness);
    harness.get_by_label_contains("请先选定");
    press(&mut harness, Key::Enter);
    assert!(workspace(&harness).is_none(), "a question is open");
    harness.get_by_label("万元").click();
    harness.step();
    wait(&mut harness);
    harness.get_by_label_contains("203 个数");
    harness.get_by_label("采用并打开").click();
    harness.run();
    assert_eq!(shown(&harness, 3, "total", 1), "1,057.99");
}

#[test]
fn unsaved_work_is_asked_about_only_when_the_import_is_taken() {
    let (_folder, path) = sent("送来的.txt", TEXT);
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    harness.state_mut().as_mut().unwrap().ask_to_open(path);
    harness.step();
    wait(&mut harness);
    harness.get_by_label("采用并打开").click();
    harness.run();
    harness.get_by_label_contains("不保存的话");
    press(&mut harness, Key::Escape);
    harness.get_by_label("采用并打开").click();
    harness.run();
    harness.get_by_label("不保存").click();
    harness.run();
    assert_eq!(workspace(&harness).unwrap().disclosure().kind, disclosure_engine::disclosure::Kind::Department);
}

#[test]
fn figures_that_were_sent_are_compared_with_what_is_open_and_taken_one_by_one() {
    let sent_figures = TEXT.replace("津贴补贴\t8.54\t8.54", "津贴补贴\t8.74\t8.74");
    assert_ne!(sent_figures, TEXT);
    let (_folder, path) = sent("送来的.txt", &sent_figures);
    let mut harness = window(Some(sample("shayibak-2025.budget")), None);
    let before = workspace(&harness).unwrap().disclosure().clone();
    harness.state_mut().as_mut().unwrap().ask_to_open(path);
    harness.step();
    wait(&mut harness);
    harness.get_by_label("与打开的比较").click();
    harness.run_steps(4);
    let start = std::time::Instant::now();
    while harness.state().as_ref().unwrap().comparing.compared().is_none() {
        assert!(start.elapsed() < std::time::Duration::from_secs(60));
        std::thread::sleep(std::time::Duration::from_millis(20));
        harness.step();
    }
    harness.run();
    harness.get_by_label_contains("对照文件：送来的.txt");
    let compared = harness.state().as_ref().unwrap().comparing.compared().unwrap().clone();
    let mut figures = compared.comparison.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.old != cell.new);
    let unit = &workspace(&harness).unwrap().form().text_unit;
    assert!(figures.any(|cell| cell.old.map(|amount| unit.text(amount)).as_deref() == Some("8.74")));
    assert_eq!(*workspace(&harness).unwrap().disclosure(), before, "nothing of it is taken unasked");
}

#[test]
fn a_file_that_is_no_disclosure_is_refused_with_a_sentence() {
    let (_folder, path) = sent("信.txt", "一封信。\n再见。");
    let mut harness = begun(path);
    wait(&mut harness);
    harness.get_by_label("不能导入");
    harness.get_by_label_contains("没有认出");
}

#[test]
fn what_was_copied_elsewhere_is_imported() {
    let mut harness = window(None, None);
    let ctx = harness.ctx.clone();
    harness.state_mut().as_mut().unwrap().import_text(&ctx, TEXT.to_owned());
    wait(&mut harness);
    harness.get_by_label("导入：剪贴板");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 3, "total", 1), "1,057.99");
}
