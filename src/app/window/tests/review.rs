use super::*;
use crate::app::review::ReviewTab;
use disclosure_engine::disclosure::{Amount, Disclosure};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use egui_kittest::kittest::NodeT;

fn disclosure(harness: &Test) -> Disclosure {
    harness.state().as_ref().unwrap().workspace().unwrap().disclosure().clone()
}

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

fn menu(harness: &mut Test, item: &str) {
    harness.get_by_label("审核").click();
    harness.run();
    harness.get_by_label_contains(item).click();
    // Work on threads shows that it goes on, and never settles.
    harness.run_steps(4);
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
fn in_review_mode_figures_are_locked_and_comments_are_not() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    menu(&mut harness, "审阅模式");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    let before = disclosure(&harness);
    type_text(&mut harness, "1");
    assert!(!harness.state().as_ref().unwrap().grid.is_editing());
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::Delete);
    assert_eq!(disclosure(&harness), before);
    harness.get_by_label_contains("内容已锁定，不能修改");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F2);
    harness.run();
    type_text(&mut harness, "请核对");
    harness.get_by_label("批注人").click();
    harness.run();
    type_text(&mut harness, "审核人");
    harness.get_by_label("保存批注").click();
    harness.run();
    assert_eq!(disclosure(&harness).comments.len(), 1);
    menu(&mut harness, "退出审阅模式 Ctrl");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "30101", 2), "1.00");
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

/// A folder with three units, a file that cannot be read, and their department, of which one figure is altered.
fn department(folder: &std::path::Path) -> PathBuf {
    let forms = FormLibrary::builtin().unwrap();
    let catalog = disclosure_engine::catalog::Catalog::builtin().unwrap();
    let units = ["甲中心", "乙中心", "丙中心"].map(|body| {
        let unit = file::open(&sample("urumqi-2025.budget"), &forms).unwrap();
        let unit = Disclosure { body: body.to_owned(), ..unit };
        file::save(&folder.join(format!("{body}.budget")), &unit).unwrap();
        unit
    });
    let form = forms.get("xinjiang-2025").unwrap();
    let evaluations = units.each_ref().map(|unit| disclosure_engine::evaluate::evaluate(form, unit));
    let evaluated: Vec<_> = units
        .iter()
        .zip(&evaluations)
        .map(|(disclosure, evaluation)| disclosure_engine::evaluate::Evaluated {
            form,
            catalog: &catalog,
            disclosure,
            evaluation,
        })
        .collect();
    let sum = disclosure_engine::review::consolidate(
        form,
        "某某局",
        &evaluated,
        &std::collections::BTreeSet::new(),
        &Default::default(),
    );
    let sum = sum.unwrap();
    let mut department = sum.disclosure;
    let table = department.table_mut(TableNumber(6));
    let row = table.rows.iter_mut().find(|row| row.subject.code().is_some_and(|code| code.to_string() == "30101"));
    *row.unwrap().amounts.get_mut(&ColumnNumber(2)).unwrap() += "90000".parse::<Amount>().unwrap();
    let path = folder.join("部门.budget");
    file::save(&path, &department).unwrap();
    std::fs::write(folder.join("坏.budget"), "Budget(").unwrap();
    path
}

#[test]
fn a_folder_is_listed_its_sum_compared_and_a_file_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = department(folder.path());
    // The desktop has no dialog: the program's own is asked for a folder.
    let mut harness = window(None, Some(PathAnswer::Unavailable));
    menu(&mut harness, "文件夹列表与汇总核对");
    let field = |harness: &mut Test| {
        harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "文件夹").click();
        harness.run();
    };
    field(&mut harness);
    type_text(&mut harness, path.parent().unwrap().to_str().unwrap());
    harness.get_by_label("选择").click();
    harness.run_steps(4);
    for _ in 0..600 {
        harness.step();
        if harness.query_by_label_contains("共 5 份").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    harness.get_by_label_contains("读不出 1");
    harness.get_by_label("部门与 3 个单位的合计核对").click();
    for _ in 0..600 {
        harness.step();
        if harness.query_by_label_contains("打开合计数").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    harness.run();
    let altered: Vec<String> = harness.query_all_by_label_contains("● 不等").map(|node| format!("{node:?}")).collect();
    assert_eq!(altered.len(), 1, "{altered:?}");
    harness.get_by_label_contains("表6 301 01 基本工资（2）人员经费：3,926.07 → 3,935.07（+9.00）");
    harness.get_by_label("乙中心").click();
    harness.run();
    harness.run();
    assert_eq!(disclosure(&harness).body, "乙中心");
    // The list is there again, without being read anew.
    menu(&mut harness, "文件夹列表与汇总核对");
    harness.run();
    harness.get_by_label_contains("共 5 份");
    harness.get_by_label("打开合计数").click();
    harness.run();
    harness.run();
    assert_eq!(disclosure(&harness).body, "某某局");
}

/// The window on a file that another window edits: it is read-only. The second is the other one, to be kept.
fn beside_another() -> (Test, Test) {
    let path = sample("urumqi-2025.budget");
    let first = window(Some(path.clone()), None);
    (window(Some(path), None), first)
}

/// Types into the field of this name, as far as it lets itself be typed into, and leaves it.
fn type_into(harness: &mut Test, field: &str) {
    harness.get_all_by_role_and_label(egui::accesskit::Role::TextInput, field).next().unwrap().click();
    harness.run();
    command(harness, Key::A);
    type_text(harness, "改动");
    harness.key_press(Key::Backspace);
    harness.run();
    press(harness, Key::Tab);
}

fn copied(harness: &Test) -> Vec<String> {
    let commands = &harness.output().platform_output.commands;
    let texts = commands.iter().filter_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}

/// Everything that takes text shows what it holds, lets it be copied, and cannot be typed into.
fn is_read_only_everywhere(harness: &mut Test, why: &str) {
    let before = disclosure(harness);
    // A field of a sentence and one of last year's figures.
    for (page, field) in
        [("情况说明", "主要原因"), ("概况", "主要职能"), ("上年预算数", "上年 表2 总计（3）一般公共预算")]
    {
        table(harness, page);
        let get = |harness: &Test| {
            let field = harness.get_all_by_role_and_label(egui::accesskit::Role::TextInput, field).next().unwrap();
            field.value()
        };
        let held = get(harness);
        type_into(harness, field);
        assert_eq!(get(harness), held, "{page} {field}: what is typed is not taken for a moment either");
    }
    table(harness, "情况说明");
    let field = harness.get_all_by_role_and_label(egui::accesskit::Role::TextInput, "主要原因").next().unwrap();
    let reason = field.value();
    field.click();
    harness.run();
    command(harness, Key::A);
    harness.event(egui::Event::Copy);
    harness.step();
    assert_eq!(copied(harness), Vec::from_iter(reason));
    harness.run();
    assert!(harness.get_all_by_label("改写").next().unwrap().accesskit_node().is_disabled());
    // The cell of a table, by every way into it.
    table(harness, "表6 基本支出");
    for way in 0..5 {
        click_cell(harness, "表6 301 01 基本工资（2）");
        match way {
            0 => type_text(harness, "1"),
            1 => press(harness, Key::F2),
            2 => press(harness, Key::Delete),
            3 => command(harness, Key::D),
            _ => harness.event(egui::Event::Paste("1\t2".into())),
        }
        harness.run();
        let window = harness.state().as_ref().unwrap();
        assert!(!window.grid.is_editing() && window.dialog.is_none(), "way {way}");
        harness.get_by_label_contains(why);
        press(harness, Key::ArrowDown);
    }
    // Rows, and names.
    for key in [Key::Insert, Key::F2] {
        table(harness, "表7 项目支出");
        harness.key_press(key);
        harness.run();
        assert!(harness.state().as_ref().unwrap().dialog.is_none());
        harness.get_by_label_contains(why);
    }
    // A performance table.
    let page = crate::app::outline::OutlineRequest::Text(crate::app::texts::TextPage::Performance(0));
    harness.state_mut().as_mut().unwrap().show_page(page);
    harness.run();
    for way in 0..3 {
        match way {
            0 => type_text(harness, "1"),
            1 => press(harness, Key::F2),
            _ => press(harness, Key::Delete),
        }
        assert!(!harness.state().as_ref().unwrap().performance.is_editing());
        harness.get_by_label_contains(why);
        press(harness, Key::ArrowDown);
    }
    assert!(harness.get_by_label("增加指标").accesskit_node().is_disabled());
    // Whom it is about can be read.
    harness.get_by_label("查看…").click();
    harness.run();
    type_into(harness, "单位全称");
    let held = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "单位全称").value();
    assert_eq!(held.as_deref(), Some(before.body.as_str()));
    harness.get_by_label("关闭").click();
    harness.run();
    assert_eq!(disclosure(harness), before);
}

#[test]
fn in_review_mode_every_field_is_read_only() {
    let mut harness = urumqi();
    menu(&mut harness, "审阅模式");
    is_read_only_everywhere(&mut harness, "审阅模式下内容已锁定，不能修改");
    harness.get_by_label("退出审阅模式").click();
    harness.run();
    table(&mut harness, "概况");
    type_into(&mut harness, "主要职能");
    assert!(disclosure(&harness).slots.values().any(|slot| slot.text() == Some("改")), "typed into again");
}

#[test]
fn a_file_that_somebody_else_edits_is_read_only_everywhere_and_its_comments_can_be_read() {
    let (mut harness, _other) = beside_another();
    is_read_only_everywhere(&mut harness, "只读打开的文件不能修改");
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F2);
    harness.run();
    harness.get_by_label("这里没有批注");
    assert!(harness.query_by_label("保存批注").is_none());
    harness.get_by_label("关闭").click();
    harness.run();
    menu(&mut harness, "签审本表");
    assert!(harness.state().as_ref().unwrap().dialog.is_none());
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
