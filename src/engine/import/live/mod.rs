//! Parts of an imported document that say what the form's sentences say: they follow from the figures again, and what a
//! person filled in them stands in its slots.

mod reworded;

use std::collections::{BTreeMap, BTreeSet};

use self::reworded::Written;
use super::report::ImportReport;
use crate::audit::part_label;
use crate::catalog::Catalog;
use crate::disclosure::{Disclosure, Part, TextKey};
use crate::edit::rewording;
use crate::evaluate::{Evaluated, Evaluation, evaluate};
use crate::form::Form;
use crate::narrative::{Paragraph, Piece, ToldPart, missing, narrate, narrate_supposed, told_part};
use crate::spelling;

/// Parts with more paragraphs are no sentences of a form.
const MOST_PARAGRAPHS: usize = 2_000;

/// What the template says, a line for each paragraph that is printed, by part.
type Worded = BTreeMap<Part, Vec<String>>;

/// What the sentences of a document are read with.
struct Bench<'a> {
    form: &'a Form,
    catalog: &'a Catalog,
    evaluation: Evaluation,
}

impl Bench<'_> {
    fn of<'b>(&'b self, disclosure: &'b Disclosure) -> Evaluated<'b> {
        Evaluated { form: self.form, catalog: self.catalog, disclosure, evaluation: &self.evaluation }
    }
}

/// Leaves those parts to the template that say what it says, paragraph by paragraph, in whatever order of projects; a
/// paragraph in other words stands in the place of its sentence, with its figures bound to the tables. Nothing that is
/// printed becomes another by that: a part of which most is worded otherwise stays as it was written, and one that the
/// document does not have stays away.
pub(super) fn make_live(form: &Form, catalog: &Catalog, disclosure: &mut Disclosure, report: &mut ImportReport) {
    if form.sentences.is_none() || !has_sections(form, disclosure) {
        return;
    }
    let bench = Bench { form, catalog, evaluation: evaluate(form, disclosure) };
    let told = told(&bench, disclosure);
    let mut live = Disclosure { texts: BTreeMap::new(), ..disclosure.clone() };
    let slots = told.values().flat_map(|told| &told.slots);
    live.slots.extend(slots.map(|(key, value)| (key.clone(), value.clone())));
    let worded = worded(bench.of(&live));
    let mut gone = BTreeSet::new();
    for (part, told) in &told {
        let (Some(texts), Some(lines)) = (disclosure.texts.get(part), worded.get(part)) else { continue };
        let written = Written { part: *part, texts, sentences: &told.sentences };
        if is_as_printed(texts, lines) || reword(&bench, &mut live, &written) {
            gone.insert(*part);
        }
    }
    keep_supposed(&bench, &mut live, &gone);
    drop_unseen_slots(&bench, &mut live, &gone);
    live.texts = disclosure.texts.clone();
    // Of what the template says nothing either, nothing is missing.
    let is_nothing = |part: &Part, texts: &[String]| texts.is_empty() && !worded.contains_key(part);
    live.texts.retain(|part, texts| !gone.contains(part) && !is_nothing(part, texts));
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

/// What each part tells of its slots, and which sentences it holds.
fn told(bench: &Bench<'_>, disclosure: &Disclosure) -> BTreeMap<Part, ToldPart> {
    // A blank of a draft is a blank again.
    let blank = missing(bench.of(disclosure));
    let likely = disclosure.texts.iter().filter(|(_, texts)| texts.len() <= MOST_PARAGRAPHS);
    let told = likely.map(|(&part, _)| {
        let mut told = told_part(bench.of(disclosure), part);
        told.slots.retain(|_, value| value.text() != Some(blank));
        (part, told)
    });
    told.collect()
}

/// Puts the paragraphs of `written` in the places of the template's sentences in `live`; returns whether all of them could
/// be, and most say what the template says: then nothing is printed otherwise than it was written.
fn reword(bench: &Bench<'_>, live: &mut Disclosure, written: &Written<'_>) -> bool {
    if let Some(order) = reworded::order(bench.of(live), written) {
        live.orders.insert(written.part, order);
    }
    let Some(rewordings) = reworded::rewordings(bench.of(live), written) else {
        live.orders.remove(&written.part);
        return false;
    };
    live.rewritten.extend(rewordings.iter().map(|(key, rewording)| (key.clone(), rewording.clone())));
    let lines = worded(bench.of(live)).remove(&written.part).unwrap_or_default();
    let texts = written.texts;
    let is_same =
        texts.len() == lines.len() && texts.iter().zip(&lines).all(|(text, line)| spelling::is_same(text, line));
    let frozen = rewordings.values().filter(|rewording| rewording.bound().is_empty()).count();
    let is_taken = is_same && frozen * 2 <= texts.len();
    if !is_taken {
        live.orders.remove(&written.part);
        live.rewritten.retain(|key, _| !rewordings.contains_key(key));
    }
    is_taken
}

/// Keeps the sentences of the parts `gone` that say of something that there is none, where the tables alone do not say
/// so: they stand as they were written.
fn keep_supposed(bench: &Bench<'_>, live: &mut Disclosure, gone: &BTreeSet<Part>) {
    let printed: BTreeSet<TextKey> = narrate(bench.of(live)).into_iter().map(|told| told.key).collect();
    let supposed = narrate_supposed(bench.of(live)).into_iter();
    let supposed = supposed.filter(|told| gone.contains(&told.part) && !printed.contains(&told.key));
    let kept: Vec<_> =
        supposed.filter_map(|told| Some((told.key.clone(), rewording(bench.of(live), &told.key)?))).collect();
    live.rewritten.extend(kept);
}

/// Keeps what stands in slots of the parts `gone` over to the template that is printed there.
fn drop_unseen_slots(bench: &Bench<'_>, live: &mut Disclosure, gone: &BTreeSet<Part>) {
    let told = narrate(bench.of(live));
    let printed = told.iter().filter(|told| gone.contains(&told.part)).flat_map(Paragraph::printed);
    let shown: BTreeSet<TextKey> = printed
        .filter_map(|piece| match piece {
            Piece::Slot(slot) => Some(slot.key.clone()),
            _ => None,
        })
        .collect();
    live.slots.retain(|key, _| shown.contains(key));
}

/// Whether the document has one of the sections, and not their headings alone.
fn has_sections(form: &Form, disclosure: &Disclosure) -> bool {
    let mut sections = form.texts.sections.iter().map(|section| Part::Section(section.number));
    sections.any(|part| disclosure.texts.get(&part).is_some_and(|texts| !texts.is_empty()))
}

fn worded(evaluated: Evaluated<'_>) -> Worded {
    let missing = missing(evaluated);
    let mut worded = Worded::new();
    for paragraph in narrate_supposed(evaluated) {
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
    let count = |parts: &[&Part]| parts.iter().map(|part| before.texts[*part].len()).sum::<usize>();
    let (left, gone): (Vec<&Part>, Vec<&Part>) = before.texts.keys().partition(|part| live.texts.contains_key(*part));
    let left: Vec<&Part> = left.into_iter().filter(|part| !before.texts[*part].is_empty()).collect();
    let reworded = live.rewritten.values().filter(|rewording| !rewording.text().is_empty());
    let (following, fixed): (Vec<_>, Vec<_>) = reworded.partition(|rewording| reworded::is_live(rewording));
    let (following, fixed) = (following.len(), fixed.len());
    let same = count(&gone).saturating_sub(following + fixed);
    let mut text = format!("文字部分有 {same} 段与表式的句式相同，随各表的数字生成");
    if following > 0 {
        text.push_str(&format!("；{following} 段另有写法，其中的数仍随各表变动"));
    }
    if fixed > 0 {
        text.push_str(&format!("；{fixed} 段另有写法，有的数不随各表变动"));
    }
    if !left.is_empty() {
        let labels: Vec<String> = left.iter().map(|part| part_label(**part)).collect();
        text.push_str(&format!("；有 {} 段所在的部分另有写法，照原文：{}", count(&left), labels.join("、")));
    }
    report.assume(None, text);
    report.as_written = count(&left) + fixed;
    report.live = count(&gone).saturating_sub(fixed);
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
