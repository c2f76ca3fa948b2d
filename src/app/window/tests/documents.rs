//! Opening, making, saving and closing.

use super::*;

/// A file that is dragged onto the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_new_disclosure_is_made_filled_and_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("新单位.budget");
    let mut harness = window(None, Some(PathAnswer::Chosen(path.clone())));
    harness.get_by_label("新建预算公开…").click();
    harness.run();
    type_text(&mut harness, "某某中心");
    press(&mut harness, Key::Enter);
    let workspace = |harness: &Test| harness.state().as_ref().unwrap().workspace().is_some();
    assert!(workspace(&harness));
    table(&mut harness, "表10 “三公”经费");
    click_cell(&mut harness, "表10 公务接待费（2）");
    type_text(&mut harness, "1.2万");
    press(&mut harness, Key::Enter);
    harness.get_by_label("● 未保存");
    command(&mut harness, Key::S);
    harness.get_by_label("✓ 已保存");
    let forms = disclosure_engine::form::FormLibrary::builtin().unwrap();
    let saved = disclosure_engine::file::open(&path, &forms).unwrap();
    assert_eq!(Heading::of(&saved).body, "某某中心");
    assert_eq!(i16::try_from(saved.year).unwrap(), jiff::Zoned::now().year().max(2025), "this year is offered");
    assert_eq!(saved.tables[&TableNumber(10)].rows.len(), 1);
}

#[test]
fn unsaved_changes_are_asked_about_before_they_are_left() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    command(&mut harness, Key::W);
    harness.get_by_label_contains("不保存的话");
    harness.get_by_label("取消").click();
    harness.run();
    assert!(harness.state().as_ref().unwrap().workspace().is_some());
    command(&mut harness, Key::W);
    harness.get_by_label("不保存").click();
    harness.run();
    assert!(harness.state().as_ref().unwrap().workspace().is_none());
    harness.get_by_label("新建预算公开…");
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_what_is_open_stays() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.budget");
    std::fs::write(&broken, "Budget(format: 1, form: 3)").unwrap();
    let mut harness = window(Some(sample("shayibak-2025.budget")), Some(PathAnswer::Chosen(broken)));
    command(&mut harness, Key::O);
    harness.get_by_label("文件打不开");
    harness.get_by_label("知道了").click();
    harness.run();
    assert!(harness.state().as_ref().unwrap().workspace().is_some());
}

#[test]
fn the_window_rests_when_nothing_happens() {
    let mut harness = urumqi();
    let frames = harness.run();
    assert!(frames <= 2, "{frames} frames");
}

#[test]
fn a_file_dropped_on_the_window_is_opened() {
    let mut harness = window(None, None);
    harness.input_mut().dropped_files.push(Arc::new(Dropped(sample("shayibak-2025.budget"))));
    harness.run();
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    assert_eq!(workspace.disclosure().kind, disclosure_engine::disclosure::Kind::Department);
}

#[test]
fn a_sample_is_opened_from_the_start_page_and_has_no_file_yet() {
    let mut harness = window(None, None);
    harness.get_by_label("乌鲁木齐市社会保险中心 2025 年单位预算公开").click();
    harness.run();
    harness.get_by_label("尚无文件");
    assert!(!harness.state().as_ref().unwrap().workspace().unwrap().is_dirty());
}

#[test]
fn shift_makes_another_command_of_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("副本.budget");
    let mut harness = window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(path.clone())));
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    harness.run();
    assert!(path.exists(), "saved under another name");
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    command(&mut harness, Key::Z);
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    harness.run();
    assert_eq!(shown(&harness, 6, "30101", 2), "1.00");
}

#[test]
fn the_years_own_catalogue_is_loaded_and_said_what_was_taken() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("科目.csv");
    std::fs::write(&list, "科目编码,科目名称\n2990101,新增的项\n301,工资福利支出\n30101,岗位基本工资\n").unwrap();
    let mut harness = window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(list)));
    harness.get_by_label("文件").click();
    harness.run();
    harness.get_by_label_contains("科目表…").click();
    harness.run();
    harness.get_by_label_contains("用的是程序自带的科目表");
    harness.get_by_label("载入科目表…").click();
    harness.run_steps(4);
    harness.get_by_label_contains("2025 年的科目表已载入：读入功能分类科目 1 个、支出经济分类科目 2 个");
    harness.get_by_label_contains("用的是 2025 年的科目表");
    press(&mut harness, Key::Escape);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    assert!(
        workspace
            .catalog()
            .in_year(2025)
            .is_known(disclosure_engine::disclosure::Classification::Function, "2990101".parse().unwrap())
    );
}

#[test]
fn what_hides_in_a_name_is_shown_and_not_obeyed() {
    let path = folder().join("恶意.budget");
    let mut hostile = disclosure_engine::file::open(
        &sample("urumqi-2025.budget"),
        &disclosure_engine::form::FormLibrary::builtin().unwrap(),
    )
    .unwrap();
    hostile.body = "某\u{202e}心中\u{1b}[31m\n".into();
    let row = hostile.table_mut(TableNumber(6)).rows.iter_mut().find(|row| row.subject.code() == "30101".parse().ok());
    let disclosure_engine::disclosure::Subject::Code { name, .. } = &mut row.unwrap().subject else {
        panic!("no code")
    };
    *name = "基本\u{2066}工\u{7}资\u{202e}".into();
    disclosure_engine::file::save(&path, &hostile).unwrap();
    let mut harness = window(Some(path), None);
    table(&mut harness, "表6 基本支出");
    harness.get_all_by_label_contains("某[U+202E]心中[U+001B][31m[U+000A]").next().unwrap();
    click_cell(&mut harness, "表6 301 01 基本[U+2066]工[U+0007]资[U+202E]（2）");
    let text = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        format!("{}{}", node.label().unwrap_or_default(), node.value().unwrap_or_default())
    };
    for hidden in ['\u{202e}', '\u{2066}', '\u{1b}', '\u{7}'] {
        let shown: Vec<_> = harness.query_all_by(|node| text(node).contains(hidden)).collect();
        assert!(shown.is_empty(), "{hidden:?}: {shown:?}");
    }
}

#[test]
fn a_file_is_opened_where_it_was_left_and_the_title_names_it() {
    let (one, other) = (sample("urumqi-2025.budget"), sample("shayibak-2025.budget"));
    let mut harness = window(Some(one.clone()), None);
    let title = harness.state().as_ref().unwrap().title.clone();
    for part in ["乌鲁木齐市社会保险中心", "2025", "urumqi-2025.budget"] {
        assert!(title.contains(part), "{title}: {part}");
    }
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 02 津贴补贴（2）");
    let left = harness.state().as_ref().unwrap().grid.shown();
    for path in [other, one] {
        harness.state_mut().as_mut().unwrap().ask_to_open(path);
        harness.run();
        let table = harness.state().as_ref().unwrap().grid.table();
        if table == Some(TableNumber(1)) {
            continue;
        }
        assert_eq!(harness.state().as_ref().unwrap().grid.shown(), left);
        return;
    }
    panic!("the file was not opened where it was left");
}

#[test]
fn the_start_page_says_whom_the_last_files_are_about_and_imports() {
    let state = folder();
    drop(window_with(Some(sample("urumqi-2025.budget")), None, state.clone()));
    let mut harness = window_with(None, None, state);
    harness.get_by_label("导入 Word、Excel、PDF…");
    harness.get_by_label("乌鲁木齐市社会保险中心 2025 年").click();
    harness.run();
    harness.run();
    assert_eq!(disclosure(&harness).body, "乌鲁木齐市社会保险中心");
}

#[test]
fn the_first_save_leaves_everything_where_it_is_scrolled() {
    let path = folder().join("new.budget");
    let mut harness = window(None, Some(PathAnswer::Chosen(path.clone())));
    let heading = Heading { kind: disclosure_engine::disclosure::Kind::Unit, body: "某某站".into(), year: 2025 };
    harness.state_mut().as_mut().unwrap().make_new(heading, None).unwrap();
    harness.run();
    let scrolled = |harness: &Test| harness.state().as_ref().unwrap().scrolled_thing();
    let before = scrolled(&harness);
    command(&mut harness, Key::S);
    assert!(path.is_file());
    assert_eq!(scrolled(&harness), before);
}
