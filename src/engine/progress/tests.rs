//! What is left in small disclosures.

use super::*;
use crate::audit::audit;
use crate::disclosure::{SlotValue, TextKey};
use crate::evaluate::tests::Draft;

fn draft() -> Draft {
    let mut draft = Draft::new();
    draft.disclosure.said.clear();
    draft
}

fn of(draft: &Draft) -> Progress {
    draft.with(|evaluated| progress(evaluated, &audit(evaluated)))
}

#[test]
fn everything_is_left_of_what_is_new_each_thing_once() {
    let progress = of(&draft());
    assert!(!progress.is_publishable());
    let first = &progress.left[0];
    assert_eq!((first.component, first.what.as_str()), (Some(Component::Text(Part::Overview)), "概况"));
    assert!(first.why.contains("有 11 处要填") || first.why.starts_with("还没有写，有"), "{}", first.why);
    let mut components: Vec<_> = progress.left.iter().map(|left| left.component).collect();
    components.dedup();
    assert_eq!(components.len(), progress.left.len(), "{:#?}", progress.left);
    // What is computed from others is not to be filled in.
    assert!(progress.left.iter().all(|left| left.component != Some(Component::Table(TableNumber(4)))));
}

#[test]
fn a_part_that_was_begun_names_each_blank() {
    let mut draft = draft();
    draft.disclosure.slots.insert(TextKey::new("duties.duties"), SlotValue::Text("管理".to_owned()));
    let template = draft.form.sentences.clone().unwrap();
    let duties = template.part_of("duties.duties");
    let part = duties.unwrap_or(Part::Overview);
    let begun = of(&draft).left.into_iter().filter(|left| left.component == Some(Component::Text(part))).count();
    let untouched = of(&self::draft()).left.into_iter().filter(|left| left.component == Some(Component::Text(part)));
    assert!(duties.is_none() || begun > untouched.count());
}

#[test]
fn an_error_is_left_to_be_mended() {
    let draft = Draft::new().code(2, "2080199", &[(3, "142.70")]).stated(2, "total", 3, "150.00");
    let progress = of(&draft);
    assert_eq!(progress.left.last().map(|left| left.place.clone()), Some(LeftPlace::Findings));
}

#[test]
fn a_blank_in_a_paragraph_that_somebody_wrote_is_left_too() {
    let mut draft = draft();
    let part = Part::Section(3);
    let paragraphs = ["本级支出12.00万元。", "基本支出（待填）万元，占（待填）%。"];
    draft.disclosure.texts.insert(part, paragraphs.map(str::to_owned).to_vec());
    let progress = of(&draft);
    let left: Vec<_> = progress.left.iter().filter(|left| left.component == Some(Component::Text(part))).collect();
    assert_eq!(left.len(), 1, "{left:#?}");
    assert_eq!(left[0].place, LeftPlace::Text(TextPlace::Paragraph(part, 1)));
    assert!(left[0].why.starts_with("有 2 处"), "{}", left[0].why);
    assert_eq!(progress.state(Component::Text(part)), Some(State::InProgress));
    let findings = draft.with(audit).findings;
    assert!(findings.iter().all(|finding| finding.rule != "F35"), "{findings:#?}");
}
