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
    harness.get_by_label_contains("表式 yunhan-2025 已经加入过了，内容一样");
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

/// The made-up form in `folder`, with `changed` in place of what it says.
fn form_in(folder: &std::path::Path, changed: &[(&str, &str)]) {
    std::fs::create_dir_all(folder).unwrap();
    for entry in std::fs::read_dir(made_up()).unwrap().flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let text = changed.iter().fold(text, |text, (from, to)| text.replace(from, to));
        std::fs::write(folder.join(entry.file_name()), text).unwrap();
    }
}

/// A second revision, which has no row of the first any more.
const SECOND: [(&str, &str); 3] = [
    ("year: 2025,", "year: 2025, revision: 2,"),
    ("                    (id: \"other\", label: \"乙、其他资金\"),\n", ""),
    ("[grant] + [other]", "[grant]"),
];

#[test]
fn a_file_goes_over_to_the_revision_that_is_here_and_loses_nothing() {
    use disclosure_engine::disclosure::{Kind, Row, Subject};
    let state = folder();
    // Filled in by the first revision, which the file carries.
    let mut forms = disclosure_engine::form::FormLibrary::builtin().unwrap();
    assert_eq!(forms.add_folder(&made_up()), 1);
    let form = forms.get("yunhan-2025").unwrap();
    let mut filled = form.disclosure(Kind::Unit, "某某站", 2025);
    let row = |id: &str, yuan: &str| Row {
        amounts: [(ColumnNumber(1), yuan.parse().unwrap())].into(),
        ..Row::new(Subject::Fixed(id.to_owned()))
    };
    filled.table_mut(TableNumber(1)).rows = vec![row("grant", "7000"), row("other", "5000")];
    let path = folder().join("a.budget");
    disclosure_engine::file::save_new(&path, &filled).unwrap();

    form_in(&state.join("forms/yunhan-2025"), &SECOND);
    let mut harness = window_with(Some(path.clone()), None, state);
    harness.get_by_label_contains("现在照文件自带的打开");
    press(&mut harness, Key::Enter);
    harness.run();
    harness.get_by_label_contains("▲ 表式：文件自带的第 1 版；这里有第 2 版");
    assert_eq!(disclosure(&harness).kept.len(), 0);
    show_forms(&mut harness);
    harness.get_by_label_contains("打开的文件用的表式是文件自带的第 1 版");
    harness.get_by_label("改用这里的第 2 版").click();
    harness.run();
    harness.get_by_label_contains("1 处内容已经没有位置，原样留在文件里");
    harness.get_by_label("关闭").click();
    harness.run();
    let shown = disclosure(&harness);
    assert_eq!((shown.form.as_str(), shown.kept.len()), ("yunhan-2025", 1));
    assert_eq!(shown.kept[0].figures[0].1, "5000".parse().unwrap());
    let grant = CellKey::new(TableNumber(1), RowKey::Fixed("grant".to_owned()), ColumnNumber(1));
    assert_eq!(shown.entered(&grant), Some("7000".parse().unwrap()));
    // Nothing is on the disk yet; saved, it is what was told.
    assert!(!std::fs::read_to_string(&path).unwrap().contains("revision: 2"));
    command(&mut harness, Key::S);
    harness.run();
    let saved = std::fs::read_to_string(&path).unwrap();
    assert!(saved.contains("revision: 2") && saved.contains("5000") && saved.contains("7000"), "{saved}");
}

#[test]
fn a_form_is_corrected_and_taken_out_while_a_file_that_follows_it_is_open() {
    let state = folder();
    form_in(&state.join("forms/yunhan-2025"), &[]);
    let second = folder().join("second");
    form_in(&second, &SECOND);
    let mut harness = window_with(None, Some(PathAnswer::Chosen(second)), state.clone());
    let heading = Heading { kind: disclosure_engine::disclosure::Kind::Unit, body: "某某站".into(), year: 2025 };
    harness.state_mut().as_mut().unwrap().make_new(heading, Some("yunhan-2025")).unwrap();
    harness.run();
    show_forms(&mut harness);
    harness.get_by_label("加入文件夹…").click();
    harness.run();
    harness.get_by_label_contains("已加入：云汉省预算公开（2025 年）（云汉省 2025 年），第 2 版");
    harness.get_by_label_contains("原来的第 1 版移到了");
    assert!(state.join("forms-aside/yunhan-2025-1/form.ron").is_file());
    // What is open goes on with the first.
    assert_eq!(disclosure(&harness).form, "yunhan-2025@file");
    harness.get_by_label_contains("打开的文件用的表式是文件自带的第 1 版；这里有第 2 版");
    harness.get_by_label("移出").click();
    harness.run();
    harness.get_by_label_contains("已移出 yunhan-2025");
    assert!(!state.join("forms/yunhan-2025").exists());
    harness.get_by_label("关闭").click();
    harness.run();
    let form = harness.state().as_ref().unwrap().workspace().unwrap().form().clone();
    assert_eq!((form.given_id(), form.revision), ("yunhan-2025", 1));
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
