//! The finished document and its pages.

use std::time::{Duration, Instant};

use egui_kittest::kittest::NodeT;

use super::*;

/// Goes on until `is_done`, or fails after a minute: the threads take the time that they take.
#[track_caller]
fn wait_for(harness: &mut Test, is_done: impl Fn(&Test) -> bool) {
    let start = Instant::now();
    while !is_done(harness) {
        assert!(start.elapsed() < Duration::from_secs(60), "nothing came");
        std::thread::sleep(Duration::from_millis(20));
        harness.step();
    }
}

/// Exports what is chosen in the dialog, or `format` where one is named.
fn export(harness: &mut Test, format: Option<&str>) {
    command(harness, Key::E);
    if let Some(format) = format {
        harness.get_by_label_contains(format).click();
        harness.run();
    }
    harness.get_by_label("导出…").click();
    harness.run_steps(3);
}

fn has_label(harness: &Test, label: &str) -> bool {
    harness.query_by_label_contains(label).is_some()
}

#[test]
fn the_document_is_exported_in_each_format() {
    let formats = [
        ("PDF：", "pdf", &b"%PDF"[..]),
        ("OFD：", "ofd", b"PK"),
        ("Word：", "docx", b"PK"),
        ("Excel：", "xlsx", b"PK"),
        ("网页：", "html", b"<!DOCTYPE html>"),
    ];
    for (choice, extension, beginning) in formats {
        let folder = tempfile::tempdir().unwrap();
        // A name without an ending gets that of the format.
        let path = folder.path().join("文件");
        let mut harness = window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(path.clone())));
        export(&mut harness, Some(choice));
        wait_for(&mut harness, |harness| has_label(harness, "已导出到"));
        harness.get_by_label("打开文件夹");
        let written = std::fs::read(path.with_extension(extension)).unwrap();
        assert!(written.starts_with(beginning), "{extension}");
        press(&mut harness, Key::Enter);
        assert!(!has_label(&harness, "已导出到"), "Enter closes it, and starts nothing");
    }
}

#[test]
fn arrow_keys_choose_the_format() {
    let mut harness = urumqi();
    command(&mut harness, Key::E);
    let chosen = |harness: &Test, format: &str| {
        harness.get_by_label_contains(format).accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
    };
    assert!(chosen(&harness, "PDF："), "it is the first choice of most");
    harness.get_by_label_contains("Word：").focus();
    harness.run();
    let pdf = harness.get_by_label_contains("PDF：").accesskit_node().is_focused();
    assert!(pdf, "from elsewhere the keyboard comes to what is chosen");
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::ArrowDown);
    assert!(chosen(&harness, "Word：") && !chosen(&harness, "PDF："));
    press(&mut harness, Key::ArrowUp);
    assert!(chosen(&harness, "OFD："));
    press(&mut harness, Key::Enter);
    assert!(harness.query_by_label_contains("OFD：").is_none(), "Enter exports what is chosen");
}

#[test]
fn all_formats_go_into_a_folder_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let chosen = PathAnswer::Chosen(folder.path().to_owned());
    let mut harness = window(Some(sample("urumqi-2025.budget")), Some(chosen));
    harness.get_by_label("文件").click();
    harness.run();
    harness.get_by_label_contains("导出全套到文件夹…").click();
    harness.run();
    harness.key_press(Key::Enter);
    wait_for(&mut harness, |harness| has_label(harness, "已导出到"));
    let own = folder.path().join("乌鲁木齐市社会保险中心2025年单位预算公开");
    for extension in ["pdf", "ofd", "docx", "xlsx", "html", "csv", "json"] {
        assert!(own.join("乌鲁木齐市社会保险中心2025年单位预算公开").with_extension(extension).exists(), "{extension}");
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn what_is_being_exported_is_written_before_the_window_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("文件.pdf");
    let mut harness = window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(path.clone())));
    command(&mut harness, Key::E);
    harness.key_press(Key::Enter);
    wait_for(&mut harness, |harness| has_label(harness, "正在导出"));
    let viewport = harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    viewport.events.push(egui::ViewportEvent::Close);
    harness.step();
    harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default().events.clear();
    harness.step();
    let is_closing = |harness: &Test| harness.state().as_ref().unwrap().is_closing;
    assert!(has_label(&harness, "导出完就关闭") && !is_closing(&harness) && !path.exists());
    wait_for(&mut harness, is_closing);
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF"));
}

#[test]
fn a_document_with_errors_is_a_draft_after_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("草稿.pdf");
    let mut harness = window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(path.clone())));
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    command(&mut harness, Key::E);
    harness.get_by_label("取消").click();
    harness.run();
    assert!(!path.exists());
    command(&mut harness, Key::E);
    harness.get_by_label("导出草稿…").click();
    wait_for(&mut harness, |harness| has_label(harness, "（草稿，每页有标记）"));
    assert!(path.exists());
}

#[test]
fn a_name_that_says_no_format_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("文件.odt");
    let mut harness = window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(path.clone())));
    export(&mut harness, None);
    wait_for(&mut harness, |harness| has_label(harness, "不知道导出成什么格式"));
    assert!(!path.exists());
}

/// A disclosure of more rows than pages are set of.
fn very_long() -> PathBuf {
    use disclosure_engine::disclosure::{Kind, Row, Subject};
    let mut disclosure = Disclosure::new("xinjiang-2025", Kind::Unit, "大单位", 2025);
    let row = |item: u32| Row {
        amounts: [(ColumnNumber(3), "100".parse().unwrap())].into(),
        ..Row::new(Subject::Code {
            code: format!("{:07}", 2_010_100 + item / 90 * 100 + item % 90 + 1).parse().unwrap(),
            name: format!("科目{item}"),
        })
    };
    disclosure.table_mut(TableNumber(2)).rows = (0..4_000).map(row).collect();
    let path = folder().join("很长.budget");
    disclosure_engine::file::save_new(&path, &disclosure).unwrap();
    path
}

#[test]
fn what_is_too_long_for_pages_is_told_before_a_name_is_asked_for() {
    let path = folder().join("很长");
    let asked = Arc::new(Mutex::new(Vec::new()));
    let mut harness = window(Some(very_long()), None);
    let picker = Always(Some(PathAnswer::Chosen(path.clone())), asked.clone());
    harness.state_mut().as_mut().unwrap().picker = PathPicker::new(Box::new(picker));
    for (choice, is_made) in [("PDF：", false), ("OFD：", false), ("全套：", false), ("Excel：", true)] {
        command(&mut harness, Key::E);
        harness.get_by_label_contains(choice).click();
        harness.run();
        harness.get_by_label("导出草稿…").click();
        harness.run_steps(3);
        assert_eq!(has_label(&harness, "太长，不排成 PDF 和 OFD"), !is_made, "{choice}");
        assert_eq!(asked.lock().unwrap().len(), usize::from(is_made), "{choice}");
        if !is_made {
            press(&mut harness, Key::Enter);
        }
    }
    wait_for(&mut harness, |harness| has_label(harness, "已导出到"));
}

#[test]
fn the_pages_are_shown_beside_the_grid_and_follow_the_edits() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    command(&mut harness, Key::P);
    wait_for(&mut harness, |harness| !has_label(harness, "共 0 页"));
    // The page of the table that is shown is in sight.
    wait_for(&mut harness, |harness| !has_label(harness, "第 1 页，共"));
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1318.69");
    press(&mut harness, Key::Enter);
    assert!(has_label(&harness, "排版中"));
    wait_for(&mut harness, |harness| !has_label(harness, "排版中"));
    command(&mut harness, Key::P);
    assert!(!has_label(&harness, "下一页"));
}
