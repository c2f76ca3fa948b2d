//! What a person does in the window, without a screen.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::Window;
use crate::app::paths::{PathAnswer, PathChooser, PathPicker, PathRequest};
use crate::disclosure::{CellKey, ColumnNumber, RowKey, TableNumber};
use crate::edit::Heading;

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

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name)
}

/// The window on `file`; questions for a path are answered with `answer`.
fn window(file: Option<PathBuf>, answer: Option<PathAnswer>) -> Test {
    let state = tempfile::tempdir().unwrap();
    let open = move |ctx: &egui::Context| {
        let picker = PathPicker::new(Box::new(Always(answer.clone(), Arc::default())));
        Window::with(ctx, file.clone(), picker, Some(state.path().to_owned())).unwrap()
    };
    // Fonts and style take effect from the next frame on, so they are set before the first.
    let setup = |ctx: &egui::Context| {
        crate::app::fonts::install(ctx);
        crate::app::theme::apply(ctx);
    };
    let mut harness = Harness::builder()
        .with_size([1440.0, 900.0])
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(setup)
        .build_ui_state(
            move |ui, window: &mut Option<Window>| {
                let ctx = ui.ctx().clone();
                window.get_or_insert_with(|| open(&ctx)).frame(ui);
            },
            None,
        );
    harness.run();
    harness
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
    evaluated.form.unit.table_text(evaluated.value(evaluated.find(&key).unwrap()))
}

fn rules_broken(harness: &Test) -> Vec<String> {
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let errors = workspace.audit().findings.iter().filter(|finding| finding.grade == crate::audit::Grade::Error);
    errors.map(|finding| finding.rule.clone()).collect()
}

#[test]
fn a_change_is_seen_in_totals_and_findings_and_undo_takes_both_back() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1318.69");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "30101", 2), "1,318.69");
    assert_eq!(shown(&harness, 6, "301", 1), "4,712.11");
    assert_eq!(shown(&harness, 6, "total", 1), "5,344.82");
    assert_eq!(rules_broken(&harness), ["B16"]);

    harness.get_by_label("去 表5 总计").click();
    harness.run();
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(5)));
    harness.get_by_label("去 表6 总计").click();
    harness.run();
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(6)));

    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness, 6, "total", 1), "5,334.82");
    assert_eq!(rules_broken(&harness), [""; 0]);
    assert!(!harness.state().as_ref().unwrap().workspace().unwrap().is_dirty());
    command(&mut harness, Key::Y);
    assert_eq!(shown(&harness, 6, "total", 1), "5,344.82");
}

#[test]
fn text_and_enter_in_one_frame_are_taken_in_order() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.event(Event::Text("1".into()));
    harness.key_press(Key::Enter);
    harness.event(Event::Text("2".into()));
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(shown(&harness, 6, "30101", 2), "1.00");
    assert_eq!(shown(&harness, 6, "30102", 2), "2.00");
}

#[test]
fn what_is_no_amount_stays_to_be_mended_and_escape_restores() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "13o8");
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("不能作为金额");
    assert!(harness.state().as_ref().unwrap().grid.is_editing());
    assert_eq!(shown(&harness, 6, "30101", 2), "1,308.69");
    press(&mut harness, Key::Escape);
    assert!(!harness.state().as_ref().unwrap().grid.is_editing());
    assert_eq!(shown(&harness, 6, "30101", 2), "1,308.69");
}

#[test]
fn f2_amends_and_tab_moves_right_and_enter_returns_to_where_tab_began() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 302 01 办公费（2）");
    press(&mut harness, Key::F2);
    type_text(&mut harness, "5");
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::F2);
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "30201", 2), "5.00");
    assert_eq!(shown(&harness, 6, "30201", 3), "243.94");
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let exact = workspace.evaluated().find(&CellKey::new(
        TableNumber(6),
        RowKey::Code("30201".parse().unwrap()),
        ColumnNumber(3),
    ));
    assert_eq!(workspace.evaluated().value(exact.unwrap()).to_string(), "2,439,410.00");
    press(&mut harness, Key::Delete);
    assert_eq!(shown(&harness, 6, "30202", 2), "");
}

#[test]
fn an_input_method_composes_in_the_cell_and_its_last_key_does_not_commit_it() {
    let mut harness = urumqi();
    table(&mut harness, "表7 项目支出");
    harness.get_by_label("辅助履职人员支出").click();
    harness.run();
    harness.event(Event::Ime(ImeEvent::Preedit { text: "xiang mu".into(), active_range_chars: None }));
    harness.run();
    harness.event(Event::Ime(ImeEvent::Commit("项目甲".into())));
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.state().as_ref().unwrap().grid.is_editing());
    press(&mut harness, Key::Enter);
    assert!(!harness.state().as_ref().unwrap().grid.is_editing());
    harness.get_by_label("项目甲");
}

#[test]
fn a_row_is_added_by_code_with_its_name_offered_and_its_totals_come_and_go() {
    let mut harness = urumqi();
    table(&mut harness, "表8 政府性基金");
    harness.get_by_label_contains("没有使用政府性基金预算拨款安排的支出");
    harness.get_by_label("增加行…").click();
    harness.run();
    type_text(&mut harness, "2120899");
    press(&mut harness, Key::Enter);
    type_text(&mut harness, "12.5");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 8, "2120899", 2), "12.50");
    assert_eq!(shown(&harness, 8, "21208", 1), "12.50");
    assert_eq!(shown(&harness, 8, "212", 1), "12.50");
    let name = |harness: &Test| {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        let rows = &workspace.disclosure().table(TableNumber(8)).unwrap().rows;
        format!("{:?}", rows[0].subject)
    };
    assert!(name(&harness).contains("国有土地使用权出让收入安排的支出"), "{}", name(&harness));

    click_cell(&mut harness, "其他国有土地使用权出让收入安排的支出（4）");
    command(&mut harness, Key::Delete);
    harness.get_by_label_contains("没有使用政府性基金预算拨款安排的支出");
    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness, 8, "212", 1), "12.50");
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
    let forms = crate::form::FormLibrary::builtin().unwrap();
    let saved = crate::file::open(&path, &forms).unwrap();
    assert_eq!(Heading::of(&saved).body, "某某中心");
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
fn a_computed_cell_takes_a_stated_amount_and_delete_gives_the_computed_one_back() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 总计（3）");
    type_text(&mut harness, "498.14");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "total", 3), "498.14");
    assert!(rules_broken(&harness).contains(&"A22".to_owned()), "{:?}", rules_broken(&harness));
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::Delete);
    assert_eq!(shown(&harness, 6, "total", 3), "498.13");
}

#[test]
fn the_window_rests_when_nothing_happens() {
    let mut harness = urumqi();
    let frames = harness.run();
    assert!(frames <= 2, "{frames} frames");
}

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
fn a_file_dropped_on_the_window_is_opened() {
    let mut harness = window(None, None);
    harness.input_mut().dropped_files.push(Arc::new(Dropped(sample("shayibak-2025.budget"))));
    harness.run();
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    assert_eq!(workspace.disclosure().kind, crate::disclosure::Kind::Department);
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
fn a_comment_is_written_marked_in_its_cell_and_undone() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F2);
    harness.run();
    type_text(&mut harness, "请核对标准");
    harness.get_by_label("保存批注").click();
    harness.run();
    harness.get_by_label("请填写批注人");
    harness.get_by_label("批注人").click();
    harness.run();
    type_text(&mut harness, "审核人");
    harness.get_by_label("保存批注").click();
    harness.run();
    harness.get_by_label_contains("请核对标准");
    let comments = |harness: &Test| harness.state().as_ref().unwrap().workspace().unwrap().disclosure().comments.len();
    assert_eq!(comments(&harness), 1);
    command(&mut harness, Key::Z);
    assert_eq!(comments(&harness), 0);
}

#[test]
fn undo_shows_again_what_was_selected() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    let selected = |harness: &Test| harness.state().as_ref().unwrap().grid.shown();
    table(&mut harness, "表2 收入");
    command(&mut harness, Key::Z);
    let shown = selected(&harness).unwrap();
    assert_eq!((shown.table, shown.cursor), (TableNumber(6), (2, 4)));
}

#[test]
fn a_pasted_block_is_one_step_and_its_name_is_in_the_menu() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.event(Event::Paste("1.00\n2.00\n3.00".into()));
    harness.run();
    assert_eq!(shown(&harness, 6, "30103", 2), "3.00");
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    assert_eq!(workspace.undo_name(), Some("粘贴 表6 3 格"));
    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness, 6, "30101", 2), "1,308.69");
}

#[test]
fn a_selection_made_backwards_is_copied_whole() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 02 津贴补贴（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowUp);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    harness.run();
    harness.event(Event::Copy);
    harness.step();
    let copied = harness.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied.as_deref(), Some("1308.69\t1308.69\r\n1101.20\t1101.20"));
}

#[test]
fn fills_go_to_entered_cells_and_say_what_they_left() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.run();
    command(&mut harness, Key::D);
    assert_eq!(shown(&harness, 6, "30102", 2), "1,308.69");
    type_text(&mut harness, "5");
    command(&mut harness, Key::Enter);
    assert_eq!((shown(&harness, 6, "30101", 2), shown(&harness, 6, "30102", 2)), ("5.00".into(), "5.00".into()));
    press(&mut harness, Key::ArrowLeft);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.run();
    command(&mut harness, Key::D);
    harness.get_by_label_contains("1 格由程序计算，没有填充");
}

#[test]
fn finding_steps_through_all_tables_and_names_are_replaced_as_one_step() {
    let mut harness = urumqi();
    command(&mut harness, Key::H);
    type_text(&mut harness, "基本工资");
    harness.get_by_label("共 1 处");
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(6)));
    harness.get_by_label("替换为").click();
    harness.run();
    type_text(&mut harness, "岗位工资");
    harness.get_by_label("全部替换（1 个名称）").click();
    harness.run();
    let name = |harness: &Test| {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        format!("{:?}", workspace.disclosure().table(TableNumber(6)).unwrap().rows[0].subject)
    };
    assert!(name(&harness).contains("岗位工资"));
}

#[test]
fn a_cell_is_gone_to_by_table_and_code() {
    let mut harness = urumqi();
    command(&mut harness, Key::G);
    type_text(&mut harness, "表6 302 31（3）");
    press(&mut harness, Key::Enter);
    let grid = |harness: &Test| harness.state().as_ref().unwrap().grid.shown().unwrap().table;
    assert_eq!(grid(&harness), TableNumber(6));
    harness.get_by_label_contains("表6 302 31 公务用车运行维护费（3）公用经费　27.30");
    command(&mut harness, Key::G);
    type_text(&mut harness, "表6 999");
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("没有“");
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
fn what_is_being_typed_is_taken_before_anything_else_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("urumqi.budget");
    std::fs::copy(sample("urumqi-2025.budget"), &path).unwrap();
    let mut harness = window(Some(path.clone()), None);
    let type_into = |harness: &mut Test, text: &str| {
        command(harness, Key::G);
        type_text(harness, "表6 301 01（2）");
        press(harness, Key::Enter);
        type_text(harness, text);
    };
    type_into(&mut harness, "777");
    command(&mut harness, Key::PageDown);
    assert_eq!(shown(&harness, 6, "30101", 2), "777.00");
    type_into(&mut harness, "778");
    command(&mut harness, Key::S);
    harness.get_by_label("✓ 已保存");
    let forms = crate::form::FormLibrary::builtin().unwrap();
    let saved = crate::file::open(&path, &forms).unwrap();
    let key = CellKey::new(TableNumber(6), RowKey::Code("30101".parse().unwrap()), ColumnNumber(2));
    assert_eq!(saved.entered(&key).unwrap().to_string(), "7,780,000.00");
    type_into(&mut harness, "abc");
    table(&mut harness, "表2 收入");
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(6)), "it stays to be mended");
    harness.get_by_label_contains("不能作为金额");
}

#[test]
fn a_double_click_edits_the_cell() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    let cell = harness.get_by_label_contains("表6 301 01 基本工资（2）").rect().center();
    for pressed in [true, false, true, false] {
        harness.event(Event::PointerMoved(cell));
        harness.event(Event::PointerButton {
            pos: cell,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    harness.run();
    assert!(harness.state().as_ref().unwrap().grid.is_editing());
}

#[test]
fn typing_goes_to_the_cell_where_the_selection_began() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.run();
    type_text(&mut harness, "7");
    press(&mut harness, Key::Enter);
    assert_eq!((shown(&harness, 6, "30101", 2), shown(&harness, 6, "30103", 2)), ("7.00".into(), "789.82".into()));
}

#[test]
fn the_row_that_is_set_off_in_the_list_is_the_one_that_is_added() {
    let mut harness = urumqi();
    table(&mut harness, "表5 一般公共预算支出");
    press(&mut harness, Key::Insert);
    type_text(&mut harness, "21011");
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let rows = &workspace.disclosure().table(TableNumber(5)).unwrap().rows;
    let added = rows.last().unwrap().subject.code().unwrap();
    assert_eq!(added.level(), crate::disclosure::CodeLevel::Item);
    assert_eq!(added.section().unwrap().to_string(), "21011");
}

#[test]
fn rows_are_sorted_moved_copied_recoded_and_taken_over_from_other_tables() {
    let mut harness = urumqi();
    let codes = |harness: &Test, table: u8| {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        let rows = workspace.disclosure().table(TableNumber(table)).map_or(&[][..], |table| &table.rows);
        rows.iter().filter_map(|row| row.subject.code().map(|code| code.to_string())).collect::<Vec<_>>()
    };
    let order = codes(&harness, 6);
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run();
    assert_eq!(codes(&harness, 6)[..3], ["30102", "30103", "30101"]);
    command(&mut harness, Key::Z);
    command(&mut harness, Key::Z);
    assert_eq!(codes(&harness, 6), order);

    table(&mut harness, "表8 政府性基金");
    harness.get_by_label("表格").click();
    harness.run();
    harness.get_by_label_contains("从别的表带入科目").click();
    harness.run();
    harness.get_by_label_contains("表3 支出（").click();
    harness.run();
    assert_eq!(codes(&harness, 8), codes(&harness, 3));

    table(&mut harness, "表7 项目支出");
    harness.get_by_label("辅助履职人员支出").click();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    harness.run();
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let rows = workspace.disclosure().table(TableNumber(7)).unwrap().rows.iter();
    let copied = rows.filter(|row| row.subject.project().is_some_and(|p| p.name == "辅助履职人员支出（副本）"));
    assert_eq!(copied.count(), 1);
}

#[test]
fn a_code_that_the_catalogue_does_not_have_is_taken_with_a_warning() {
    let mut harness = urumqi();
    table(&mut harness, "表8 政府性基金");
    harness.get_by_label("增加行…").click();
    harness.run();
    type_text(&mut harness, "2990101");
    press(&mut harness, Key::Enter);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let warnings: Vec<_> =
        workspace.audit().findings.iter().filter(|finding| finding.grade == crate::audit::Grade::Warning).collect();
    assert_eq!((warnings.len(), warnings[0].rule.as_str()), (1, "F15"));
}

#[test]
fn a_row_is_found_by_the_initials_of_its_name() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    press(&mut harness, Key::Insert);
    type_text(&mut harness, "hsbzf");
    press(&mut harness, Key::Enter);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let rows = &workspace.disclosure().table(TableNumber(6)).unwrap().rows;
    assert!(rows.iter().any(|row| row.subject.code().is_some_and(|code| code.to_string() == "30106")), "伙食补助费");
}

#[test]
fn the_years_own_catalogue_is_loaded_and_said_what_was_taken() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("科目.csv");
    std::fs::write(&list, "科目编码,科目名称\n2990101,新增的项\n301,工资福利支出\n30101,岗位基本工资\n").unwrap();
    let mut harness = window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(list)));
    harness.get_by_label("表格").click();
    harness.run();
    harness.get_by_label_contains("载入当年科目表").click();
    harness.run();
    harness.get_by_label_contains("读入功能分类科目 1 个、支出经济分类科目 2 个");
    press(&mut harness, Key::Enter);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    assert!(workspace.catalog().is_known(crate::disclosure::Classification::Function, "2990101".parse().unwrap()));
}
