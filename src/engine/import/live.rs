//! Parts of an imported document that say what the form's sentences say: they follow from the figures again, and what a
//! person filled in them stands in its slots.

use std::collections::BTreeMap;

use super::report::ImportReport;
use crate::audit::part_label;
use crate::catalog::Catalog;
use crate::disclosure::{Disclosure, Part, SlotValue, TextKey};
use crate::evaluate::{Evaluated, evaluate};
use crate::form::Form;
use crate::narrative::{missing, narrate, told_part};
use crate::spelling;

/// Parts with more paragraphs are no sentences of a form.
const MOST_PARAGRAPHS: usize = 2_000;

/// What the template says, a line for each paragraph that is printed, by part.
type Worded = BTreeMap<Part, Vec<String>>;

/// Leaves those parts to the template that it words as the document does, paragraph by paragraph. Nothing that is printed
/// becomes another by that: a part with a paragraph that the template words otherwise stays as it was written, and one that
/// the document does not have stays away.
pub(super) fn make_live(form: &Form, catalog: &Catalog, disclosure: &mut Disclosure, report: &mut ImportReport) {
    if form.sentences.is_none() || !has_sections(form, disclosure) {
        return;
    }
    let evaluation = evaluate(form, disclosure);
    let evaluated = |disclosure| Evaluated { form, catalog, disclosure, evaluation: &evaluation };
    let likely = disclosure.texts.iter().filter(|(_, texts)| texts.len() <= MOST_PARAGRAPHS);
    // A blank of a draft is a blank again.
    let blank = missing(evaluated(disclosure)).to_owned();
    let told: BTreeMap<Part, BTreeMap<TextKey, SlotValue>> = likely
        .map(|(&part, _)| {
            let mut slots = told_part(evaluated(disclosure), part).slots;
            slots.retain(|_, value| value.text() != Some(blank.as_str()));
            (part, slots)
        })
        .collect();
    let mut live = Disclosure { texts: BTreeMap::new(), ..disclosure.clone() };
    live.slots.extend(told.values().flatten().map(|(key, value)| (key.clone(), value.clone())));
    let worded = worded(evaluated(&live));
    let is_live = |part: &Part, texts: &[String]| worded.get(part).is_some_and(|lines| is_as_printed(texts, lines));
    live.slots = told
        .iter()
        .filter(|(part, _)| is_live(part, &disclosure.texts[*part]))
        .flat_map(|(_, slots)| slots.clone())
        .collect();
    live.texts = disclosure.texts.clone();
    // Of what the template says nothing either, nothing is missing.
    let is_nothing = |part: &Part, texts: &[String]| texts.is_empty() && !worded.contains_key(part);
    live.texts.retain(|part, texts| !is_live(part, texts) && !is_nothing(part, texts));
    if !live.is_narrated() {
        return;
    }
    for part in worded.keys() {
        // Where the document says nothing, the template must not.
        if !disclosure.texts.contains_key(part) {
            live.texts.insert(*part, Vec::new());
        }
    }
    tell(disclosure, &live, report);
    *disclosure = live;
}

/// Whether the document has one of the sections, and not their headings alone.
fn has_sections(form: &Form, disclosure: &Disclosure) -> bool {
    let mut sections = form.texts.sections.iter().map(|section| Part::Section(section.number));
    sections.any(|part| disclosure.texts.get(&part).is_some_and(|texts| !texts.is_empty()))
}

fn worded(evaluated: Evaluated<'_>) -> Worded {
    let missing = missing(evaluated);
    let mut worded = Worded::new();
    for paragraph in narrate(evaluated) {
        let text = paragraph.text(missing);
        let lines = text.lines().map(str::trim).filter(|line| !spelling::is_blank(line)).map(str::to_owned);
        worded.entry(paragraph.part).or_default().extend(lines);
    }
    worded.retain(|_, lines| !lines.is_empty());
    worded
}

/// Whether a reader sees the same, but for blanks and the width of characters.
fn is_as_printed(texts: &[String], lines: &[String]) -> bool {
    texts.len() == lines.len() && texts.iter().zip(lines).all(|(text, line)| is_form_wording(text, line))
}

/// Whether `text` is what the form prints, `line`, but for blanks and the width of characters.
pub(super) fn is_form_wording(text: &str, line: &str) -> bool {
    spelling::is_same(text, line) && has_pairs(text)
}

/// Whether each bracket is closed by one of its own width: what is not is a slip that a person must see.
fn has_pairs(text: &str) -> bool {
    let count = |c: char| text.matches(c).count();
    [('（', '）'), ('(', ')'), ('“', '”'), ('‘', '’'), ('《', '》'), ('【', '】'), ('〔', '〕')]
        .into_iter()
        .all(|(opens, closes)| count(opens) == count(closes))
}

fn tell(before: &Disclosure, live: &Disclosure, report: &mut ImportReport) {
    let is_left = |part: &&Part| live.texts.contains_key(*part);
    let count = |parts: Vec<&Part>| parts.iter().map(|part| before.texts[*part].len()).sum::<usize>();
    let (left, gone): (Vec<&Part>, Vec<&Part>) = before.texts.keys().partition(is_left);
    let left: Vec<&Part> = left.into_iter().filter(|part| !before.texts[*part].is_empty()).collect();
    let mut text = format!("文字部分有 {} 段与表式的句式相同，随各表的数字生成", count(gone));
    if !left.is_empty() {
        let labels: Vec<String> = left.iter().map(|part| part_label(**part)).collect();
        text.push_str(&format!("；有 {} 段所在的部分另有写法，照原文：{}", count(left), labels.join("、")));
    }
    report.assume(None, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_width_make_no_difference_and_a_slip_does() {
        let is_same = |text: &str, line: &str| is_as_printed(&[text.to_owned()], &[line.to_owned()]);
        assert!(is_same("收入 5 万元,占10%。", "收入5万元，占10%。"));
        assert!(is_same("(一)收入", "（一）收入") && !is_same("（一)收入", "（一）收入"));
        assert!(!is_same("收入 6 万元。", "收入5万元。"));
        assert!(!is_as_printed(&["一。".to_owned()], &["一。".to_owned(), "二。".to_owned()]));
    }
}
