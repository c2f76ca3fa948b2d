//! Forms that the program does not bring: looked at, added, chosen; and documents that follow none.

use super::*;
use crate::app::window::Dialog;

fn made_up() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms/yunhan-2025")
}

fn show_forms(harness: &mut Test) {
    harness.get_by_label("文件").click();
    harness.run();
    harness.get_by_label_contains("表式…").click();
    harness.run();
}

#[test]
fn a_form_is_added_and_a_new_disclosure_may_follow_it() {
    let state = folder();
    let mut harness = window_with(None, Some(PathAnswer::Chosen(made_up())), state.clone());
    show_forms(&mut harness);
    harness.get_by_label_contains("新疆维吾尔自治区 2025 年");
    assert!(harness.query_by_label("云汉省 2025 年").is_none());
    harness.get_by_label("加入文件夹…").click();
    harness.run();
    harness.get_by_label_contains("已加入：云汉省预算公开（2025 年）");
    assert!(state.join("forms/yunhan-2025/form.ron").is_file());
    // Twice is refused, in a sentence.
    harness.get_by_label("加入文件夹…").click();
    harness.run();
    harness.get_by_label_contains("编号 yunhan-2025 与另一套表式");
    harness.get_by_label("关闭").click();
    harness.run();

    let window = harness.state_mut().as_mut().unwrap();
    window
        .make_new(
            Heading { kind: disclosure_engine::disclosure::Kind::Unit, body: "某某站".into(), year: 2026 },
            Some("yunhan-2025"),
        )
        .unwrap();
    harness.run();
    assert_eq!(disclosure(&harness).form, "yunhan-2025");
    harness.get_by_label_contains("2026 年的表式还没有，暂按 2025 年");
}

#[test]
fn the_name_of_the_body_says_whose_form_a_new_disclosure_follows_until_one_is_chosen() {
    let mut harness = window(None, None);
    command(&mut harness, Key::N);
    type_text(&mut harness, "上海市某某区某所");
    harness.run();
    press(&mut harness, Key::Enter);
    assert!(disclosure(&harness).form.starts_with("shanghai-"), "{}", disclosure(&harness).form);

    let mut harness = window(None, None);
    command(&mut harness, Key::N);
    harness.get_by_label("表式").click();
    harness.run();
    harness.get_by_label_contains("新疆维吾尔自治区").click();
    harness.run();
    harness.get_by_label("单位全称").click();
    harness.run();
    type_text(&mut harness, "上海市驻乌鲁木齐办事处");
    harness.run();
    press(&mut harness, Key::Enter);
    assert!(disclosure(&harness).form.starts_with("xinjiang-"), "{}", disclosure(&harness).form);
}

#[test]
fn an_unsound_form_is_listed_with_its_mistakes_and_stops_nothing() {
    let state = folder();
    let bad = state.join("forms/bad");
    std::fs::create_dir_all(&bad).unwrap();
    let text = std::fs::read_to_string(made_up().join("form.ron")).unwrap();
    std::fs::write(bad.join("form.ron"), text.replace("[grant] + [other]", "[grand] + [other]")).unwrap();
    let mut harness = window_with(Some(sample("urumqi-2025.budget")), None, state);
    harness.get_by_label_contains("表式：新疆维吾尔自治区 2025 年");
    show_forms(&mut harness);
    harness.get_by_label_contains("不能用：bad");
    harness.get_by_label_contains("没有行 [grand]，是否指 grant？");
}

#[test]
fn a_document_that_follows_no_form_is_refused_and_may_be_read_by_one_that_is_chosen() {
    let heads = "项目\t\t\t一般公共预算基本支出\t\t\n类\t款\t经济分类科目名称\t合计\t人员经费\t公用经费\n\
                 301\t01\t基本工资\t20.00\t20.00\t";
    let text = format!("某市某局2025年部门预算公开\n编制部门：某市某局\n部门基本支出预算表\n单位：万元\n{heads}\n");
    let path = folder().join("别处.txt");
    std::fs::write(&path, text).unwrap();
    let mut harness = window(Some(path), None);
    let start = std::time::Instant::now();
    while harness.state().as_ref().unwrap().is_importing() && start.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(20));
        harness.step();
    }
    harness.run();
    harness.get_by_label_contains("这份文件不是“");
    harness.get_by_label_contains("文件里看到的表：部门基本支出预算表");
    let window = harness.state().as_ref().unwrap();
    assert!(matches!(window.dialog, Some(Dialog::Import(_))) && window.workspace().is_none());
    harness.get_by_label("按选定的表式读");
}
