use super::*;
use crate::app::review::ReviewTab;
use disclosure_engine::disclosure::Amount;
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

/// A copy of the sample in which one figure is two 万元 more.
fn earlier(folder: &std::path::Path) -> PathBuf {
    let mut disclosure = file::open(&sample("urumqi-2025.budget"), &FormLibrary::builtin().unwrap()).unwrap();
    let table = disclosure.table_mut(TableNumber(6));
    let row = table.rows.iter_mut().find(|row| row.subject.code().is_some_and(|code| code.to_string() == "30102"));
    let amount = row.unwrap().amounts.get_mut(&ColumnNumber(2)).unwrap();
    *amount += "20000".parse::<Amount>().unwrap();
    let path = folder.join("earlier.budget");
    file::save(&path, &disclosure).unwrap();
    path
}

/// Waits until what is compared on threads has come.
fn wait_for_comparison(harness: &mut Test) {
    for _ in 0..400 {
        harness.step();
        if harness.state().as_ref().unwrap().comparing.compared().is_some() {
            harness.run();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("nothing was compared");
}

fn sign_as(harness: &mut Test, name: &str) {
    harness.get_by_label("签审人").click();
    harness.run();
    type_text(harness, name);
    harness.get_by_label("确认签审").click();
    harness.run();
}

#[test]
fn a_difference_is_marked_walked_to_and_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = earlier(folder.path());
    let mut harness = window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(path)));
    let before = shown(&harness, 6, "30102", 2);
    menu(&mut harness, "与另一个文件比较");
    wait_for_comparison(&mut harness);
    harness.get_by_label_contains("对照文件：earlier.budget");
    harness.get_by_label_contains("共 1 个数不同");
    // One key leads through what was found; the one difference is among it.
    let selected = |harness: &Test| harness.state().as_ref().unwrap().grid.shown().unwrap();
    for _ in 0..40 {
        harness.key_press(Key::F8);
        // What is compared on a thread comes when it comes.
        harness.run_steps(8);
        if harness.state().as_ref().unwrap().review.tab == ReviewTab::Changes {
            break;
        }
    }
    assert_eq!(harness.state().as_ref().unwrap().review.tab, ReviewTab::Changes);
    assert_eq!(selected(&harness).table, TableNumber(6));
    harness.get_by_label_contains("对照文件：1,103.20");
    // After each change the files are compared anew, on a thread.
    harness.get_by_label("采用对照文件").click();
    harness.run_steps(8);
    assert_eq!((before.as_str(), shown(&harness, 6, "30102", 2).as_str()), ("1,101.20", "1,103.20"));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(8);
    assert_eq!(shown(&harness, 6, "30102", 2), before);
}

#[test]
fn a_comment_is_listed_answered_and_settled() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F2);
    harness.run();
    harness.get_by_label("整张表").click();
    harness.run();
    harness.get_by_label("写批注").click();
    type_text(&mut harness, "各行都要有依据");
    harness.get_by_label("批注人").click();
    harness.run();
    type_text(&mut harness, "审核人");
    harness.get_by_label("保存批注").click();
    harness.run();
    harness.get_by_label("批注 1").click();
    harness.run();
    table(&mut harness, "表2 收入");
    harness.get_by_label_contains("整表：各行都要有依据").click();
    harness.run();
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(6)));
    harness.get_by_label("答复…").click();
    harness.run();
    type_text(&mut harness, "已补充");
    harness.get_by_label("保存答复").click();
    harness.run();
    harness.get_by_label("标为已解决").click();
    harness.run();
    let comment = disclosure(&harness).comments.remove(0);
    assert_eq!((comment.replies[0].text.as_str(), comment.is_open()), ("已补充", false));
    assert_eq!(comment.resolved.unwrap().author, "审核人");
}

#[test]
fn a_signed_table_tells_what_changed_since() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    menu(&mut harness, "签审本表");
    sign_as(&mut harness, "审核人");
    harness.get_by_label("签审 表6 基本支出 有效");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1310.69");
    press(&mut harness, Key::Enter);
    harness.get_by_label("签审 表6 基本支出 已失效");
    harness.get_by_label_contains("1,308.69 → 1,310.69");
    command(&mut harness, Key::Z);
    harness.get_by_label("签审 表6 基本支出 有效");
}

/// Writes a comment without saving it.
fn draft_comment(harness: &mut Test, text: &str) {
    table(harness, "表6 基本支出");
    // Where it is the active one, the bar above the grid names it too.
    harness.get_all_by_label_contains("表6 301 01 基本工资（2）").last().unwrap().click();
    harness.run();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F2);
    harness.run();
    type_text(harness, text);
}

#[test]
fn a_comment_that_is_not_saved_is_not_dropped_without_a_question() {
    let mut harness = urumqi();
    draft_comment(&mut harness, "请核对依据");
    press(&mut harness, Key::Escape);
    harness.get_by_label_contains("写的内容还没有保存");
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_label_contains("写的内容还没有保存").is_none());
    assert_eq!(harness.get_by_label("写批注").value().as_deref(), Some("请核对依据"), "Escape again goes on writing");
    harness.get_by_label("取消").click();
    harness.run();
    harness.get_by_label("继续写").click();
    harness.run();
    type_text(&mut harness, "。");
    assert_eq!(harness.get_by_label("写批注").value().as_deref(), Some("请核对依据。"));
    press(&mut harness, Key::Escape);
    harness.get_by_label("不保存").click();
    harness.run();
    assert!(harness.state().as_ref().unwrap().dialog.is_none());
    assert!(disclosure(&harness).comments.is_empty());
    // What was asked about can be saved, too; and nothing is asked about nothing.
    draft_comment(&mut harness, "请核对");
    harness.get_by_label("批注人").click();
    harness.run();
    type_text(&mut harness, "审核人");
    press(&mut harness, Key::Escape);
    harness.get_by_label("保存批注").click();
    harness.run();
    assert_eq!(disclosure(&harness).comments.len(), 1);
    draft_comment(&mut harness, " ");
    press(&mut harness, Key::Escape);
    assert!(harness.state().as_ref().unwrap().dialog.is_none());
}

#[test]
fn the_hover_text_of_a_cell_goes_when_a_dialog_opens() {
    let mut harness = urumqi();
    draft_comment(&mut harness, "依据是什么");
    harness.get_by_label("批注人").click();
    harness.run();
    type_text(&mut harness, "审核人");
    harness.get_by_label("保存批注").click();
    harness.run();
    let cell = harness.get_by_label_contains("1,308.69 批注：审核人").rect().center();
    // The cell itself is labelled with it, too.
    let told = |harness: &Test| harness.query_all_by_label_contains("依据是什么").count();
    let before = told(&harness);
    harness.event(egui::Event::PointerMoved(cell));
    for _ in 0..90 {
        harness.step();
    }
    assert_eq!(told(&harness), before + 1, "the comment is told while the pointer rests on its cell");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    harness.run_steps(4);
    assert!(harness.state().as_ref().unwrap().has_dialog());
    assert_eq!(told(&harness), before, "it would lie over the dialog");
}
