//! The parts that are text.

use super::*;
use crate::app::texts::TextPage;
use disclosure_engine::disclosure::{Part, Rewording};

fn texts(harness: &mut Test, page: &str) {
    harness.get_by_label(page).click();
    harness.run();
}

/// Scrolls to what is labelled so and clicks on it.
fn click_in_sight(harness: &mut Test, label: &str) {
    harness.get_by_label(label).scroll_to_me();
    harness.run();
    harness.get_by_label(label).click();
    harness.run();
}

fn disclosure(harness: &Test) -> &disclosure_engine::disclosure::Disclosure {
    harness.state().as_ref().unwrap().workspace().unwrap().disclosure()
}

#[test]
fn a_slot_is_filled_seen_in_its_sentence_and_undone() {
    let mut harness = urumqi();
    texts(&mut harness, "情况说明");
    let before = disclosure(&harness).clone();
    harness.get_all_by_role_and_label(egui::accesskit::Role::TextInput, "主要原因").next().unwrap().click();
    harness.run();
    command(&mut harness, Key::A);
    type_text(&mut harness, "人员减少");
    press(&mut harness, Key::Tab);
    harness.get_by_label_contains("主要原因是人员减少。");
    assert_ne!(*disclosure(&harness), before);
    command(&mut harness, Key::Z);
    assert_eq!(*disclosure(&harness), before);
}

#[test]
fn a_paragraph_is_rewritten_checked_against_the_figures_and_given_back() {
    let mut harness = urumqi();
    texts(&mut harness, "情况说明");
    let errors = |harness: &Test| rules_broken(harness).len();
    assert_eq!(errors(&harness), 0);
    press(&mut harness, Key::F2);
    harness.get_by_label("改写段落").click();
    harness.run();
    command(&mut harness, Key::A);
    let text =
        "按照全口径预算的原则，乌鲁木齐市社会保险中心2025年所有收入和支出均纳入单位预算管理。收支总预算18,627.41万元。";
    type_text(&mut harness, text);
    harness.get_by_label("采用").click();
    harness.run();
    assert_eq!(disclosure(&harness).rewritten.len(), 1);
    assert!(errors(&harness) > 0, "the figure in the text is not that of the tables");
    harness.get_by_label("按句式生成").click();
    harness.run();
    assert!(disclosure(&harness).rewritten.is_empty());
    assert_eq!(errors(&harness), 0);
}

/// The overview with `text` typed for the number of posts, and what the disclosure was before.
fn typed_into_posts(text: &str) -> (Test, Disclosure) {
    let mut harness = urumqi();
    texts(&mut harness, "概况");
    let before = disclosure(&harness).clone();
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "编制数").click();
    harness.run();
    command(&mut harness, Key::A);
    type_text(&mut harness, text);
    press(&mut harness, Key::Tab);
    (harness, before)
}

#[test]
fn a_number_that_is_none_stays_to_be_mended() {
    let (mut harness, before) = typed_into_posts("三百");
    harness.get_by_label("请填整数");
    assert_eq!(*disclosure(&harness), before);
    // People are counted from nothing upwards; only a change may go down.
    command(&mut harness, Key::A);
    type_text(&mut harness, "-300");
    press(&mut harness, Key::Tab);
    harness.get_by_label("人数、台数、个数不能是负数");
    assert_eq!(*disclosure(&harness), before);
}

#[test]
fn last_years_figures_are_entered_and_a_finding_leads_to_its_text() {
    let mut harness = urumqi();
    texts(&mut harness, "上年预算数");
    let prior = |harness: &Test| disclosure(harness).prior.clone();
    let before = prior(&harness);
    let label = "上年 表2 总计（3）一般公共预算";
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, label).click();
    harness.run();
    command(&mut harness, Key::A);
    type_text(&mut harness, "8500");
    press(&mut harness, Key::Tab);
    assert_ne!(prior(&harness), before);
    command(&mut harness, Key::Z);
    assert_eq!(prior(&harness), before);
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, label).click();
    harness.run();
    command(&mut harness, Key::A);
    type_text(&mut harness, "0");
    press(&mut harness, Key::Tab);
    assert!(prior(&harness).len() == before.len() && prior(&harness).values().any(|last| last.is_zero()));
    let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, label);
    assert_eq!(field.value().as_deref(), Some("0.00"), "nothing is not the same as unknown");
    command(&mut harness, Key::Z);
    assert_eq!(prior(&harness), before);

    harness.get_by_label("搜索问题").click();
    harness.run();
    type_text(&mut harness, "F44");
    harness.get_all_by_label_contains("100 万元以上的设备多于").next().unwrap().click();
    harness.run();
    let window = harness.state().as_ref().unwrap();
    assert_eq!(window.texts.shown(), Some(TextPage::Narrative));
}

/// Puts the cursor into the first field of this name and selects what stands there.
fn amend(harness: &mut Test, field: &str) {
    harness.get_all_by_role_and_label(egui::accesskit::Role::TextInput, field).next().unwrap().click();
    harness.run();
    command(harness, Key::A);
}

#[test]
fn what_is_being_typed_is_taken_when_the_file_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("urumqi.budget");
    std::fs::copy(sample("urumqi-2025.budget"), &file).unwrap();
    let mut harness = window(Some(file.clone()), None);
    texts(&mut harness, "情况说明");
    amend(&mut harness, "主要原因");
    type_text(&mut harness, "人员减少后工资下降");
    command(&mut harness, Key::S);
    harness.get_by_label("✓ 已保存");
    let forms = disclosure_engine::form::FormLibrary::builtin().unwrap();
    let saved = || disclosure_engine::file::open(&file, &forms).unwrap();
    let holds = |words: &str| saved().slots.values().any(|value| value.text() == Some(words));
    assert!(holds("人员减少后工资下降"));
    // What cannot be taken stays in sight, and nothing is saved without it.
    texts(&mut harness, "概况");
    amend(&mut harness, "编制数");
    type_text(&mut harness, "三百");
    let before = saved();
    command(&mut harness, Key::S);
    harness.get_by_label("请填整数");
    assert_eq!(saved(), before);
}

#[test]
fn what_cannot_be_read_is_said_and_has_the_keyboard_until_it_is_mended_or_given_up() {
    let (mut harness, before) = typed_into_posts("十");
    table(&mut harness, "表6 基本支出");
    harness.get_by_label_contains("请改正它，或者按 Esc 放弃");
    let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "编制数");
    assert!(field.is_focused() && field.value().as_deref() == Some("十"));
    press(&mut harness, Key::Escape);
    table(&mut harness, "表6 基本支出");
    assert!(harness.query_by_role_and_label(egui::accesskit::Role::TextInput, "编制数").is_none());
    assert_eq!(*disclosure(&harness), before);
}

#[test]
fn a_paragraph_that_is_being_rewritten_is_taken_when_the_file_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("urumqi.budget");
    std::fs::copy(sample("urumqi-2025.budget"), &file).unwrap();
    let mut harness = window(Some(file.clone()), None);
    texts(&mut harness, "情况说明");
    press(&mut harness, Key::F2);
    amend(&mut harness, "改写段落");
    let forms = disclosure_engine::form::FormLibrary::builtin().unwrap();
    let saved = || disclosure_engine::file::open(&file, &forms).unwrap().rewritten.into_values();
    let saved = || saved().map(|rewording| rewording.text().to_owned()).collect::<Vec<_>>();
    // Saving in the middle of it does not end it.
    for (typed, expected) in [("本年收支预算", "本年收支预算"), ("见各表。", "本年收支预算见各表。")]
    {
        type_text(&mut harness, typed);
        command(&mut harness, Key::S);
        harness.get_by_label("✓ 已保存");
        assert_eq!(saved(), [expected]);
    }
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_label("改写段落").is_none(), "nothing is left to be taken");
    assert_eq!(
        disclosure(&harness).rewritten.values().map(Rewording::text).collect::<Vec<_>>(),
        ["本年收支预算见各表。"]
    );
}

#[test]
fn figures_that_nobody_types_over_follow_the_tables_in_a_rewritten_paragraph() {
    let mut harness = window(Some(sample("urumqi-2025.budget")), None);
    texts(&mut harness, "情况说明");
    press(&mut harness, Key::F2);
    // The cursor stands at the end of what the paragraph says.
    harness.get_by_label("改写段落").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::CTRL, Key::End);
    harness.run();
    type_text(&mut harness, "详见各表。");
    harness.get_by_label("绿色带下划线的数和词仍随各表变动，改写旁边的字不影响它们");
    harness.get_by_label("采用").click();
    harness.run();
    let disclosure = disclosure(&harness);
    let rewording = disclosure.rewritten.values().next().unwrap();
    assert!(rewording.text().ends_with("详见各表。"), "{rewording:?}");
    assert!(rewording.bound().iter().any(|piece| piece.source.starts_with("summary[")), "{rewording:?}");
}

#[test]
fn enter_ends_a_reason_and_takes_it() {
    let mut harness = urumqi();
    texts(&mut harness, "情况说明");
    amend(&mut harness, "主要原因");
    type_text(&mut harness, "人员减少后工资下降");
    assert!(harness.query_by_label_contains("主要原因是人员减少后工资下降。").is_none(), "still being typed");
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("主要原因是人员减少后工资下降。");
    let told = disclosure(&harness).slots.values().filter_map(disclosure_engine::disclosure::SlotValue::text);
    assert!(told.into_iter().any(|text| text == "人员减少后工资下降"), "without a line break");
}

#[test]
fn a_paragraph_that_is_being_rewritten_survives_a_look_at_another_page() {
    let mut harness = urumqi();
    texts(&mut harness, "情况说明");
    press(&mut harness, Key::F2);
    amend(&mut harness, "改写段落");
    type_text(&mut harness, "本年收支预算见各表。");
    texts(&mut harness, "概况");
    assert!(harness.query_by_label("改写段落").is_none());
    table(&mut harness, "表6 基本支出");
    texts(&mut harness, "情况说明");
    assert_eq!(harness.get_by_label("改写段落").value().as_deref(), Some("本年收支预算见各表。"));
    assert!(disclosure(&harness).rewritten.is_empty(), "it is taken only by 采用");
    harness.get_by_label("放弃").click();
    harness.run();
    assert!(harness.query_by_label("改写段落").is_none());
    assert!(disclosure(&harness).rewritten.is_empty());
}

#[test]
fn a_paragraph_that_is_opened_and_left_as_it_is_goes_on_following_the_figures() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("urumqi.budget");
    std::fs::copy(sample("urumqi-2025.budget"), &file).unwrap();
    let mut harness = window(Some(file), None);
    texts(&mut harness, "情况说明");
    let before = disclosure(&harness).clone();
    let open = |harness: &mut Test| press(harness, Key::F2);
    open(&mut harness);
    harness.get_by_label("采用").click();
    harness.run();
    open(&mut harness);
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_label("改写段落").is_none());
    open(&mut harness);
    command(&mut harness, Key::S);
    press(&mut harness, Key::Escape);
    table(&mut harness, "表6 基本支出");
    assert_eq!(*disclosure(&harness), before);
    // What is written is not dropped by a slip of the hand.
    texts(&mut harness, "情况说明");
    open(&mut harness);
    type_text(&mut harness, "甲");
    press(&mut harness, Key::Escape);
    assert_eq!(*disclosure(&harness), before);
    harness.get_by_label("接着改写").click();
    harness.run();
    assert!(harness.get_by_label("改写段落").value().is_some_and(|value| value.contains('甲')));
}

#[test]
fn escape_leaves_a_field_as_it_was() {
    let mut harness = urumqi();
    texts(&mut harness, "情况说明");
    let before = disclosure(&harness).clone();
    amend(&mut harness, "主要原因");
    type_text(&mut harness, "人员减少");
    press(&mut harness, Key::Escape);
    table(&mut harness, "表6 基本支出");
    assert_eq!(*disclosure(&harness), before);
}

#[test]
fn what_is_typed_in_a_field_is_taken_when_another_page_is_clicked() {
    let mut harness = urumqi();
    texts(&mut harness, "情况说明");
    amend(&mut harness, "主要原因");
    type_text(&mut harness, "人员减少后工资下降");
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "5");
    press(&mut harness, Key::Enter);
    let told = |words: &str| disclosure(&harness).slots.values().any(|value| value.text() == Some(words));
    assert!(told("人员减少后工资下降"));
}

#[test]
fn an_imported_section_is_worded_by_the_template_with_its_reasons_and_what_would_be_lost_is_asked() {
    use disclosure_engine::disclosure::Part;

    let mut harness = urumqi();
    let reason = "人员增加，工资相应增加";
    let imported: Vec<String> = {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        let narrated = disclosure_engine::narrative::narrate(workspace.evaluated());
        let own = narrated.iter().filter(|paragraph| paragraph.part == Part::Section(3));
        own.map(|paragraph| paragraph.text("____")).collect()
    };
    let last = imported.last().unwrap();
    let at = last.find("主要原因是").unwrap();
    let changed = format!("{}主要原因是{reason}。", &last[..at]);
    let mut texts_of = imported.clone();
    *texts_of.last_mut().unwrap() = changed.clone();
    let set = |harness: &mut Test, paragraphs: Vec<String>| {
        let workspace = harness.state_mut().as_mut().unwrap().workspace.as_mut().unwrap();
        let step = disclosure_engine::edit::set_part(workspace.evaluated(), Part::Section(3), Some(paragraphs));
        workspace.make(step);
        harness.run();
    };
    set(&mut harness, texts_of.clone());
    texts(&mut harness, "情况说明");
    let before = disclosure(&harness).clone();
    let titles = |harness: &Test| harness.get_all_by_label_contains("支出预算情况说明").count();
    assert_eq!(titles(&harness), 1, "what is not printed beside it is not shown");
    click_in_sight(&mut harness, "改为按句式生成");
    assert!(disclosure(&harness).texts.is_empty());
    assert_eq!(titles(&harness), 1);
    harness.get_by_label_contains(&format!("主要原因是{reason}。"));
    command(&mut harness, Key::Z);
    assert_eq!(*disclosure(&harness), before);

    texts_of.push("另有设备购置支出35万元，待财政批复。".to_owned());
    set(&mut harness, texts_of);
    let before = disclosure(&harness).clone();
    click_in_sight(&mut harness, "改为按句式生成");
    assert_eq!(harness.get_all_by_label("另有设备购置支出35万元，待财政批复。").count(), 2, "here and in the question");
    harness.get_by_label("取消").click();
    harness.run();
    assert_eq!(*disclosure(&harness), before);
    click_in_sight(&mut harness, "改为按句式生成");
    harness.get_by_label_contains("仍改为按句式生成").click();
    harness.run();
    assert!(disclosure(&harness).texts.is_empty());
    command(&mut harness, Key::Z);
    assert_eq!(*disclosure(&harness), before);
}

#[test]
fn a_project_is_moved_in_the_text_and_stays_where_it_is_in_its_table() {
    let mut harness = urumqi();
    table(&mut harness, "情况说明");
    let before = disclosure(&harness).clone();
    let told = |harness: &Test| {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        let told = disclosure_engine::narrative::narrate(workspace.evaluated());
        let of_section = told.into_iter().filter(|told| told.part == Part::Section(7) && told.heading.is_none());
        of_section.filter_map(|told| told.key.row).fold(Vec::new(), |mut rows: Vec<RowKey>, row| {
            if rows.last() != Some(&row) {
                rows.push(row);
            }
            rows
        })
    };
    let rows = told(&harness);
    assert!(rows.len() > 2);
    // From the title of the section on, paragraph by paragraph, to the first that tells of a project: it can only go down.
    for _ in 0..200 {
        if harness.query_by_label("下移").is_some() {
            break;
        }
        press(&mut harness, Key::ArrowDown);
    }
    assert!(harness.query_by_label("上移").is_none());
    harness.get_by_label("下移").click();
    harness.run();
    let moved = told(&harness);
    assert_eq!((&moved[0], &moved[1], &moved[2..]), (&rows[1], &rows[0], &rows[2..]));
    assert_eq!(disclosure(&harness).tables, before.tables);
    command(&mut harness, Key::Z);
    assert_eq!(*disclosure(&harness), before);
}

#[test]
fn escape_leaves_a_paragraph_as_it_was_and_what_was_written_is_found_again() {
    let mut harness = urumqi();
    texts(&mut harness, "情况说明");
    let before = disclosure(&harness).clone();
    press(&mut harness, Key::F2);
    amend(&mut harness, "改写段落");
    type_text(&mut harness, "本年收支预算见各表。");
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_label("改写段落").is_none());
    assert_eq!(*disclosure(&harness), before, "as it was");
    // Another paragraph that is left the same way takes nothing away from the first.
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::F2);
    type_text(&mut harness, "乙");
    press(&mut harness, Key::Escape);
    // The pointer still rests on the first.
    assert_eq!(harness.get_all_by_label("接着改写").count(), 2);
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::F2);
    assert_eq!(harness.get_by_label("改写段落").value().as_deref(), Some("本年收支预算见各表。"));
    harness.get_by_label("放弃").click();
    harness.run();
    harness.get_by_label("改写");
    let left = ["接着改写", "改写未完"].map(|label| harness.query_all_by_label(label).count());
    assert_eq!(left.iter().sum::<usize>(), 1, "given up for good");
}

/// The field of this name that has the keyboard.
fn is_focused(harness: &Test, label: &str) -> bool {
    harness.get_all_by_role(egui::accesskit::Role::TextInput).any(|field| {
        use egui_kittest::kittest::NodeT;
        field.is_focused() && field.accesskit_node().label().as_deref() == Some(label)
    })
}

#[test]
fn a_blank_is_typed_into_between_the_words_of_its_sentence() {
    let mut harness = urumqi();
    texts(&mut harness, "情况说明");
    let blanks = |harness: &Test| -> Vec<egui::Rect> {
        harness
            .get_all_by_role_and_label(egui::accesskit::Role::TextInput, "主要原因")
            .map(|field| field.rect())
            .collect()
    };
    let sentence_of = |harness: &Test, blank: egui::Rect| -> egui::Rect {
        let mut sentences = harness.get_all_by_label_contains("主要原因是").map(|sentence| sentence.rect());
        sentences.find(|sentence| sentence.expand(4.0).contains_rect(blank)).expect("the blank stands in no sentence")
    };
    let sentence = sentence_of(&harness, blanks(&harness)[0]);
    // What does not fit into the line goes on in the next one, and nothing is drawn over it.
    amend(&mut harness, "主要原因");
    type_text(&mut harness, &"人员减少，".repeat(30));
    let first = blanks(&harness)[0];
    assert!(sentence_of(&harness, first).height() > sentence.height() + 50.0);
    assert!(blanks(&harness)[1].top() > first.bottom());
    press(&mut harness, Key::Escape);
    assert_eq!(sentence_of(&harness, blanks(&harness)[0]), sentence);
}

#[test]
fn a_number_below_zero_is_printed_without_its_sign_and_typed_with_it() {
    let mut harness = urumqi();
    texts(&mut harness, "概况");
    let field = |harness: &Test| {
        let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "在职人数增减");
        field.value().unwrap_or_default()
    };
    amend(&mut harness, "在职人数增减");
    type_text(&mut harness, "-3");
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("减少3人");
    assert_eq!(field(&harness), "3");
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "在职人数增减").click();
    harness.run();
    harness.run();
    assert_eq!(field(&harness), "-3");
}

#[test]
fn a_paragraph_is_reached_reworded_and_commented_on_by_keys_alone() {
    let mut harness = urumqi();
    texts(&mut harness, "情况说明");
    assert!(
        harness.query_by_label("改写").is_none() && harness.query_by_label("批注").is_some(),
        "only the tab is there"
    );
    for _ in 0..3 {
        press(&mut harness, Key::ArrowDown);
    }
    harness.get_by_label("改写");
    press(&mut harness, Key::F2);
    let field = harness.get_by_label("改写段落").value().unwrap_or_default();
    assert!(field.starts_with("支出预算包括"), "{field}");
    harness.key_press_modifiers(Modifiers::CTRL, Key::End);
    harness.run();
    type_text(&mut harness, "详见表3。");
    command(&mut harness, Key::Enter);
    assert!(harness.query_by_label("改写段落").is_none());
    let rewritten: Vec<String> = disclosure(&harness).rewritten.values().map(|text| text.text().to_owned()).collect();
    assert!(rewritten.len() == 1 && rewritten[0].ends_with("详见表3。"), "{rewritten:?}");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F2);
    harness.run();
    harness.get_by_label("这一段");
    press(&mut harness, Key::Escape);
    // What was reworded says so also while nobody is there.
    press(&mut harness, Key::ArrowUp);
    harness.get_by_label("已改写");
    // From the paragraph Tab goes on to the first blank; there F2 is about its paragraph.
    press(&mut harness, Key::Tab);
    assert!(is_focused(&harness, "主要原因"));
    press(&mut harness, Key::F2);
    let field = harness.get_by_label("改写段落").value().unwrap_or_default();
    assert!(field.contains("主要原因是"), "{field}");
}

#[test]
fn a_figure_of_a_sentence_leads_to_its_own_cell() {
    let mut harness = urumqi();
    texts(&mut harness, "情况说明");
    harness.get_all_by_role_and_label(egui::accesskit::Role::Link, "44.01").next().unwrap().click();
    harness.run();
    let window = harness.state().as_ref().unwrap();
    assert_eq!((window.texts.shown(), window.grid.table()), (None, Some(TableNumber(2))));
}
