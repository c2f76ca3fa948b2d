use super::*;
use crate::app::review::ReviewTab;
use crate::disclosure::{Amount, Disclosure};
use crate::file;
use crate::form::FormLibrary;

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
        press(&mut harness, Key::F8);
        if harness.state().as_ref().unwrap().review.tab == ReviewTab::Changes {
            break;
        }
    }
    assert_eq!(harness.state().as_ref().unwrap().review.tab, ReviewTab::Changes);
    assert_eq!(selected(&harness).table, TableNumber(6));
    harness.get_by_label_contains("对照文件：1,103.20");
    harness.get_by_label("采用对照文件").click();
    harness.run();
    assert_eq!((before.as_str(), shown(&harness, 6, "30102", 2).as_str()), ("1,101.20", "1,103.20"));
    command(&mut harness, Key::Z);
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
    harness.get_by_label_contains("内容已锁定，没有改动");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F2);
    harness.run();
    type_text(&mut harness, "请核对");
    harness.get_by_label("批注人").click();
    harness.run();
    type_text(&mut harness, "审核人");
    harness.get_by_label("保存批注").click();
    harness.run();
    assert_eq!(disclosure(&harness).comments.len(), 1);
    menu(&mut harness, "退出审阅模式");
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
    let catalog = crate::catalog::Catalog::builtin().unwrap();
    let units = ["甲中心", "乙中心", "丙中心"].map(|body| {
        let unit = file::open(&sample("urumqi-2025.budget"), &forms).unwrap();
        let unit = Disclosure { body: body.to_owned(), ..unit };
        file::save(&folder.join(format!("{body}.budget")), &unit).unwrap();
        unit
    });
    let form = forms.get("xinjiang-2025").unwrap();
    let evaluations = units.each_ref().map(|unit| crate::evaluate::evaluate(form, unit));
    let evaluated: Vec<_> = units
        .iter()
        .zip(&evaluations)
        .map(|(disclosure, evaluation)| crate::evaluate::Evaluated { form, catalog: &catalog, disclosure, evaluation })
        .collect();
    let sum = crate::review::consolidate(form, "某某局", &evaluated, &std::collections::BTreeSet::new());
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
    let mut harness = window(None, Some(PathAnswer::Chosen(path)));
    menu(&mut harness, "文件夹列表与汇总核对");
    for _ in 0..600 {
        harness.step();
        if harness.query_by_label_contains("共 5 份").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    harness.get_by_label_contains("读不出 1");
    harness.get_by_label("部门与 3 个单位的合计核对").click();
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
