//! What a bureau wants checked, chosen in the window.

use super::*;
use crate::app::command::Command;
use disclosure_engine::audit::Grade;

/// The grade of the finding of this rule, where there is one.
fn grade(harness: &Test, rule: &str) -> Option<Grade> {
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    workspace.audit().findings.iter().find(|finding| finding.rule == rule).map(|finding| finding.grade)
}

fn click(harness: &mut Test, button: &str) {
    harness.get_by_label(button).click();
    harness.run_steps(4);
}

fn show(harness: &mut Test) {
    let ctx = harness.ctx.clone();
    harness.state_mut().as_mut().unwrap().carry_out(&ctx, Command::Policy);
    harness.run();
}

#[test]
fn a_file_is_chosen_holds_at_once_and_is_remembered_until_it_is_put_away() {
    let (place, state) = (folder().join("要求.ron"), folder());
    let text = "Policy(name: \"某市 2026 年\", grades: [(\"F44\", Off), (\"F48-5\", Error)])";
    std::fs::write(&place, text).unwrap();
    let answer = Some(PathAnswer::Chosen(place.clone()));
    let mut harness = window_with(Some(sample("urumqi-2025.budget")), answer, state.clone());
    assert_eq!((grade(&harness, "F44"), grade(&harness, "F48-5")), (Some(Grade::Warning), Some(Grade::Warning)));
    show(&mut harness);
    click(&mut harness, "选择文件…");
    harness.get_by_label_contains("某市 2026 年");
    harness.get_by_label_contains("1 条规则不查，1 条算错误");
    assert_eq!((grade(&harness, "F44"), grade(&harness, "F48-5")), (None, Some(Grade::Error)));
    drop(harness);
    // The next run still checks by it.
    let mut harness = window_with(Some(sample("urumqi-2025.budget")), None, state.clone());
    assert_eq!((grade(&harness, "F44"), grade(&harness, "F48-5")), (None, Some(Grade::Error)));
    show(&mut harness);
    click(&mut harness, "不再用");
    assert_eq!((grade(&harness, "F44"), grade(&harness, "F48-5")), (Some(Grade::Warning), Some(Grade::Warning)));
    drop(harness);
    let harness = window_with(Some(sample("urumqi-2025.budget")), None, state);
    assert_eq!(grade(&harness, "F44"), Some(Grade::Warning));
}

#[test]
fn a_file_that_cannot_be_used_is_told_and_changes_nothing() {
    let place = folder().join("要求.ron");
    std::fs::write(&place, "Policy(name: \"某市\", grades: [(\"F999\", Off)])").unwrap();
    let answer = Some(PathAnswer::Chosen(place));
    let mut harness = window_with(Some(sample("urumqi-2025.budget")), answer, folder());
    show(&mut harness);
    click(&mut harness, "选择文件…");
    harness.get_by_label_contains("没有规则 F999");
    assert_eq!(grade(&harness, "F44"), Some(Grade::Warning));
}
