//! Crashes, other windows and other people: nothing that was typed is lost.

use super::*;
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

fn opened(path: &std::path::Path) -> disclosure_engine::disclosure::Disclosure {
    file::open(path, &FormLibrary::builtin().unwrap()).unwrap()
}

/// Types an amount into 表6 301 01.
fn type_amount(harness: &mut Test, amount: &str) {
    table(harness, "表6 基本支出");
    // Where it is the active one, the bar above the grid names it too.
    harness.get_all_by_label_contains("表6 301 01 基本工资（2）").last().unwrap().click();
    harness.run();
    type_text(harness, amount);
    press(harness, Key::Enter);
}

fn wait_until_journalled(harness: &mut Test) {
    let start = std::time::Instant::now();
    while harness.query_by_label_contains("已自动记录").is_none() {
        assert!(start.elapsed() < std::time::Duration::from_secs(5), "not journalled");
        std::thread::sleep(std::time::Duration::from_millis(20));
        harness.step();
    }
}

#[test]
fn what_a_crash_left_is_offered_and_restored() {
    let (state, path) = (folder(), sample("urumqi-2025.budget"));
    let mut harness = window_with(Some(path.clone()), None, state.clone());
    type_amount(&mut harness, "1,234.56");
    wait_until_journalled(&mut harness);
    let before = opened(&path);
    drop(harness);

    let mut harness = window_with(None, None, state.clone());
    harness.get_by_label_contains("上次没有正常结束");
    harness.get_by_label_contains("301 01 基本工资（2）人员经费：1,308.69 → 1,234.56");
    for pressed in [true, false] {
        let (pos, button) = (egui::pos2(24.0, 19.0), egui::PointerButton::Primary);
        harness.event(Event::PointerMoved(pos));
        harness.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
        harness.run();
    }
    harness.get_by_label_contains("上次没有正常结束");
    harness.get_by_label("以后再说").click();
    harness.run();
    drop(harness);

    let mut harness = window_with(None, None, state.clone());
    harness.get_by_label("恢复").click();
    harness.run();
    table(&mut harness, "表6 基本支出");
    assert_eq!(shown(&harness, 6, "30101", 2), "1,234.56");
    harness.get_by_label("● 未保存");
    assert_eq!(opened(&path), before, "the file is not touched before it is saved");
    command(&mut harness, Key::S);
    harness.get_by_label("✓ 已保存");
    assert_ne!(opened(&path), before);
    drop(harness);
    let harness = window_with(None, None, state);
    assert!(harness.query_by_label_contains("上次没有正常结束").is_none(), "it was saved");
}

#[test]
fn what_is_only_typed_is_in_the_journal_too() {
    let (state, path) = (folder(), sample("urumqi-2025.budget"));
    let mut harness = window_with(Some(path.clone()), None, state.clone());
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "7,777.77");
    assert!(!harness.state().as_ref().unwrap().workspace().unwrap().is_dirty());
    drop(harness);
    // The file is open already when what was left is restored.
    let mut harness = window_with(Some(path.clone()), None, state);
    harness.get_by_label("恢复").click();
    harness.run();
    assert_eq!(shown(&harness, 6, "30101", 2), "7,777.77");
    command(&mut harness, Key::S);
    assert_eq!(opened(&path).entered(&cell()).unwrap().to_string(), "77,777,700.00");
}

#[test]
fn typing_that_is_given_up_leaves_nothing_behind() {
    let (state, path) = (folder(), sample("urumqi-2025.budget"));
    let mut harness = window_with(Some(path), None, state.clone());
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "7");
    press(&mut harness, Key::Escape);
    drop(harness);
    assert!(window_with(None, None, state).query_by_label_contains("上次没有正常结束").is_none());
}

#[test]
fn what_is_thrown_away_is_among_the_earlier_versions() {
    let (state, path) = (folder(), sample("urumqi-2025.budget"));
    let mut harness = window_with(Some(path.clone()), None, state.clone());
    type_amount(&mut harness, "1");
    drop(harness);
    let mut harness = window_with(Some(path), None, state);
    harness.get_by_label("丢弃…").click();
    harness.run();
    harness.get_by_label("确定丢弃").click();
    harness.run();
    assert!(harness.query_by_label_contains("上次没有正常结束").is_none());
    harness.get_by_label("文件").click();
    harness.run();
    harness.get_by_label_contains("以前的版本…").click();
    harness.run();
    harness.get_by_label_contains("没有保存就关闭的");
    harness.get_by_label("打开").click();
    harness.run();
    assert_eq!(shown(&harness, 6, "30101", 2), "1.00");
    harness.get_by_label("尚无文件");
}

#[test]
fn a_second_window_reads_and_cannot_write() {
    let (state, path) = (folder(), sample("urumqi-2025.budget"));
    let mut first = window_with(Some(path.clone()), None, state.clone());
    let copy = folder().join("副本.budget");
    let mut second = window_with(Some(path.clone()), Some(PathAnswer::Chosen(copy.clone())), state);
    second.get_by_label_contains("正在编辑这个文件");
    let before = shown(&second, 6, "30101", 2);
    type_amount(&mut second, "1");
    assert_eq!(shown(&second, 6, "30101", 2), before);
    second.get_by_label_contains("只读打开的文件不能修改");
    type_amount(&mut first, "2");
    command(&mut first, Key::S);
    assert_eq!(shown(&first, 6, "30101", 2), "2.00");
    drop(first);
    second.get_by_label("再试一次").click();
    second.run();
    assert_eq!(shown(&second, 6, "30101", 2), "2.00");
    assert!(second.query_by_label_contains("正在编辑这个文件").is_none());
    type_amount(&mut second, "3");
    assert_eq!(shown(&second, 6, "30101", 2), "3.00");
    assert!(!copy.exists());
}

#[test]
fn a_read_only_window_saves_elsewhere_and_goes_on_there() {
    let (state, path) = (folder(), sample("urumqi-2025.budget"));
    let _first = window_with(Some(path.clone()), None, state.clone());
    let copy = folder().join("副本.budget");
    let mut second = window_with(Some(path), Some(PathAnswer::Chosen(copy.clone())), state);
    command(&mut second, Key::S);
    assert!(copy.exists());
    type_amount(&mut second, "3");
    command(&mut second, Key::S);
    assert_eq!(opened(&copy).entered(&cell()).unwrap().to_string(), "30,000.00");
}

fn cell() -> CellKey {
    CellKey::new(TableNumber(6), RowKey::Code("30101".parse().unwrap()), ColumnNumber(2))
}

/// Somebody else changes 表6 301 02 in the file.
fn change_by_others(path: &std::path::Path) {
    let mut theirs = opened(path);
    let table = theirs.table_mut(TableNumber(6));
    let row = table.rows.iter_mut().find(|row| row.subject.code() == "30102".parse().ok()).unwrap();
    row.amounts.insert(ColumnNumber(2), "90000".parse().unwrap());
    file::save(path, &theirs).unwrap();
}

#[test]
fn a_file_that_somebody_else_changed_is_merged() {
    let path = sample("urumqi-2025.budget");
    let mut harness = window(Some(path.clone()), None);
    type_amount(&mut harness, "5");
    change_by_others(&path);
    command(&mut harness, Key::S);
    harness.get_by_label("打开以后，别人改过这个文件");
    harness.get_by_label("● 未保存");
    harness.get_by_label("合并").click();
    harness.run();
    harness.get_by_label("已合并，还没有保存");
    press(&mut harness, Key::Enter);
    assert_eq!((shown(&harness, 6, "30101", 2), shown(&harness, 6, "30102", 2)), ("5.00".into(), "9.00".into()));
    harness.get_by_label("● 未保存");
    command(&mut harness, Key::S);
    harness.get_by_label("✓ 已保存");
    assert_eq!(opened(&path).entered(&cell()).unwrap().to_string(), "50,000.00");
}

#[test]
fn a_file_that_somebody_else_changed_is_overwritten_only_when_asked_and_theirs_is_kept() {
    let path = sample("urumqi-2025.budget");
    let mut harness = window(Some(path.clone()), None);
    type_amount(&mut harness, "5");
    change_by_others(&path);
    let theirs = opened(&path);
    command(&mut harness, Key::S);
    harness.get_by_label("取消").click();
    harness.run();
    assert_eq!(opened(&path), theirs);
    command(&mut harness, Key::S);
    harness.get_by_label("覆盖").click();
    harness.run();
    harness.get_by_label("✓ 已保存");
    assert_ne!(opened(&path), theirs);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let versions = workspace.safekeeping().backups(workspace.disclosure()).unwrap().list();
    assert!(versions.iter().any(|version| opened(&version.path) == theirs));
}

#[test]
fn a_fault_in_the_program_loses_nothing() {
    let (state, path) = (folder(), sample("urumqi-2025.budget"));
    let mut harness = window_with(Some(path), None, state);
    type_amount(&mut harness, "1,234.56");
    FAULT.set(true);
    harness.run();
    harness.get_by_label("程序出错了");
    harness.get_by_label_contains("没有丢失");
    harness.get_by_label("恢复并继续编辑").click();
    harness.run();
    assert_eq!(shown(&harness, 6, "30101", 2), "1,234.56");
    harness.get_by_label("● 未保存");
    type_amount(&mut harness, "2");
    assert_eq!(shown(&harness, 6, "30101", 2), "2.00");
}

/// A copy of the sample in a folder of its own, which may be renamed.
fn sample_in_a_folder() -> PathBuf {
    let path = folder().join("预算").join("urumqi-2025.budget");
    std::fs::create_dir(path.parent().unwrap()).unwrap();
    std::fs::copy(sample("urumqi-2025.budget"), &path).unwrap();
    path
}

#[test]
fn a_file_that_is_gone_is_not_made_again_unasked() {
    for is_folder_replaced in [false, true] {
        let path = sample_in_a_folder();
        let place = path.parent().unwrap();
        let mut harness = window(Some(path.clone()), None);
        type_amount(&mut harness, "1");
        if is_folder_replaced {
            std::fs::rename(place, place.with_extension("卸下")).unwrap();
            std::fs::create_dir(place).unwrap();
        } else {
            std::fs::remove_file(&path).unwrap();
        }
        command(&mut harness, Key::S);
        harness.get_by_label_contains("原来的文件不在了");
        harness.get_by_label("取消").click();
        harness.run();
        harness.get_by_label("● 未保存");
        assert!(!path.exists());
        command(&mut harness, Key::S);
        harness.get_by_label("仍存到这里").click();
        harness.run();
        harness.get_by_label("✓ 已保存");
        assert_eq!(opened(&path).entered(&cell()).unwrap().to_string(), "10,000.00");
        assert!(matches!(file::lock(&path), file::Lock::Others(Some(_))), "it is locked where it is now");
        drop(harness);
        assert_eq!(std::fs::read_dir(place).unwrap().count(), 1, "nothing is left beside it");
    }
}

#[cfg(unix)]
#[test]
fn what_stands_in_the_place_of_the_lock_is_told_and_left() {
    let path = sample_in_a_folder();
    let lock = path.with_file_name(".~lock.urumqi-2025.budget#");
    let bystander = path.with_file_name("重要.txt");
    std::fs::write(&bystander, "重要").unwrap();
    std::os::unix::fs::symlink(&bystander, &lock).unwrap();
    let mut harness = window(Some(path.clone()), None);
    harness.get_by_label_contains("没有锁定：旁边的“.~lock.urumqi-2025.budget#”是一个链接");
    type_amount(&mut harness, "1");
    command(&mut harness, Key::S);
    harness.get_by_label("✓ 已保存");
    harness.get_by_label_contains("没有锁定：");
    assert_eq!(opened(&path).entered(&cell()).unwrap().to_string(), "10,000.00");
    drop(harness);
    assert_eq!(std::fs::read_to_string(&bystander).unwrap(), "重要");
    assert!(lock.is_symlink());
}

#[test]
fn a_window_that_the_system_ends_keeps_what_is_being_typed() {
    let (state, path) = (folder(), sample("urumqi-2025.budget"));
    let mut harness = window_with(Some(path.clone()), None, state.clone());
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "7");
    type_text(&mut harness, "8");
    let ctx = harness.ctx.clone();
    harness.state_mut().as_mut().unwrap().end_at_once(&ctx);
    harness.run();
    assert!(harness.state().as_ref().unwrap().dialog.is_none(), "nobody is asked");
    drop(harness);
    let mut harness = window_with(Some(path), None, state);
    harness.get_by_label("恢复").click();
    harness.run();
    assert_eq!(shown(&harness, 6, "30101", 2), "78.00");
}
