//! Mistakes of a template that no reference gives away: what is never printed, never found, or found everywhere.

mod performance;

use std::collections::HashSet;

use super::super::Form;
use super::super::error::{Found, SourceText};
use super::source::{
    ConditionSource, EachSource, ParagraphSource, PriorSumSource, TemplateSource, VariantSource, WordsSource,
};
use super::{SlotForm, SlotKind, named};
use crate::disclosure::plain_decimal;

/// The levels of headings below the title of a part: 一、 and （一）. The finished document and its outline show no others.
const HEADINGS: std::ops::RangeInclusive<u8> = 2..=3;

/// Looks for them in what was read as `written`.
pub(super) fn look<'a>(form: &Form, source: SourceText<'a>, written: &TemplateSource<'a>, found: &mut Found) {
    words(source, &written.words, found);
    slots(source, written, found);
    let groups = || written.parts.iter().flat_map(|part| &part.groups);
    groups().flat_map(|group| &group.paragraphs).for_each(|written| paragraph(source, written, found));
    comparisons(source, written, found);
    causes(source, written, found);
    if let Some(performance) = &written.performance {
        performance::look(form, source, performance, found);
    }
}

/// Words that a sentence needs, and words of two meanings.
fn words<'a>(source: SourceText<'a>, words: &WordsSource<'a>, found: &mut Found) {
    let named = [
        ("up", words.up.0),
        ("up", words.up.1),
        ("down", words.down.0),
        ("down", words.down.1),
        ("missing", words.missing),
    ];
    for (name, word) in named.into_iter().filter(|(_, word)| word.trim().is_empty()) {
        found.add(source.error(word, format!("words 的 {name} 是空的")));
    }
    let up = [words.up.0, words.up.1];
    for word in [words.down.0, words.down.1].into_iter().filter(|word| up.contains(word) && !word.trim().is_empty()) {
        found.add(source.error(word, format!("words 里增加和减少都说“{word}”，分不清")));
    }
    let moving = [words.up.0, words.up.1, words.down.0, words.down.1];
    if !words.unchanged.is_empty() && moving.contains(&words.unchanged) {
        let message = format!("words 的 unchanged 和增减的说法都是“{}”，分不清", words.unchanged);
        found.add(source.error(words.unchanged, message));
    }
}

/// What a person is asked for without a word, what stands there though it is none of its kind, and sums of different things.
fn slots<'a>(source: SourceText<'a>, written: &TemplateSource<'a>, found: &mut Found) {
    let forms: Vec<SlotForm> = written.slots.iter().map(Into::into).collect();
    for (slot, form) in written.slots.iter().zip(&forms) {
        if slot.label.trim().is_empty() {
            found.add(source.error(slot.name, format!("slots 里的 {} 没有写 label，不知道请人填什么", slot.name)));
        }
        let other = slot.default.filter(|default| form.kind != SlotKind::Text && !default.is_empty());
        if let Some(default) = other.filter(|default| plain_decimal(&default.replace(',', "")).is_none()) {
            found.add(source.error(default, format!("{} 填写的是数，default 写的“{default}”不是数", slot.name)));
        }
    }
    for total in &written.totals {
        let kinds: Vec<SlotKind> = total.of.iter().filter_map(|id| Some(named(&forms, id)?.kind)).collect();
        if total.of.is_empty() {
            found.add(source.error(total.id, format!("totals 里的 {} 没有写 of，不知道加哪些", total.id)));
        }
        if kinds.iter().any(|kind| *kind != kinds[0]) {
            let message = format!("totals 里的 {} 把不同的东西加在一起：of 里的 kind 要一样", total.id);
            found.add(source.error(total.id, message));
        }
        let mut known = HashSet::new();
        for id in total.of.iter().filter(|id| !known.insert(**id)) {
            found.add(source.error(id, format!("totals 里的 {} 把 {id} 加了两遍", total.id)));
        }
    }
}

/// Headings that are not shown, and variants that are never printed.
fn paragraph<'a>(source: SourceText<'a>, written: &ParagraphSource<'a>, found: &mut Found) {
    if let Some(level) = written.heading.filter(|level| !HEADINGS.contains(level)) {
        let message = format!("{} 的 heading 只能是 2（一、）或 3（（一）），写的是 {level}", written.id);
        found.add(source.error(written.id, message));
    }
    for (place, variant) in written.variants.iter().enumerate() {
        let says = |wanted: &ConditionSource<'a>| variant.when.contains(wanted);
        if says(&ConditionSource::Unit) && says(&ConditionSource::Department) {
            found.add(source.error(variant.text, "when 里又是 Unit 又是 Department，这一种写法永远用不到"));
        }
        let covers = |before: &VariantSource<'a>| before.when.iter().all(|condition| variant.when.contains(condition));
        if written.variants[..place].iter().any(covers) {
            let message = "前面已有一种写法，凡是这一种能用的时候都先用它：这一种永远用不到；请把 when 多的写在前面";
            found.add(source.error(variant.text, message));
        }
    }
}

/// Phrases, repetitions and totals that nothing names, of a template in which every name is known: one that is not may mean one
/// of them. What a form brings on which this one is based may be left over.
pub(super) fn unused<'a>(source: SourceText<'a>, written: &TemplateSource<'a>, found: &mut Found) {
    let paragraphs = written.parts.iter().flat_map(|part| &part.groups).flat_map(|group| &group.paragraphs);
    let of_paragraphs = paragraphs
        .flat_map(|paragraph| paragraph.text.into_iter().chain(paragraph.variants.iter().map(|variant| variant.text)));
    let of_repeats = written.repeats.iter().flat_map(|repeat| [repeat.text, repeat.none]);
    let of_phrases = written.phrases.iter().map(|(_, text)| *text);
    let texts: Vec<&str> = of_paragraphs.chain(of_repeats).chain(of_phrases).collect();
    let sides = written.limits.iter().flat_map(|limit| [limit.least, limit.most]);
    let sides: Vec<&str> = sides.chain(written.needs.iter().flat_map(|need| [need.of, need.needs])).collect();
    let says = |words: &str| texts.iter().any(|text| text.contains(words));
    let is_own = |name: &str| source.keys_of(name).is_none();
    for (name, _) in written.phrases.iter().filter(|(name, _)| is_own(name)) {
        if !says(&format!("{{@{name} ")) && !says(&format!("{{@{name}}}")) {
            found.add(source.error(name, format!("phrases 里的 {name} 没有一句话用到（句子里写 {{@{name} 金额}}）")));
        }
    }
    for repeat in written.repeats.iter().filter(|repeat| is_own(repeat.id)) {
        if !says(&format!("{{*{}}}", repeat.id)) {
            let message = format!("repeats 里的 {} 没有一句话用到（句子里写 {{*{}}}）", repeat.id, repeat.id);
            found.add(source.error(repeat.id, message));
        }
    }
    for total in written.totals.iter().filter(|total| is_own(total.id)) {
        let name = total.id.rsplit('.').next().unwrap_or_default();
        if !says(&format!("{{={name}}}")) && !sides.iter().any(|side| side.contains(total.id)) {
            let message = format!("totals 里的 {} 没有一句话用到（句子里写 {{={name}}}），也没有限额用它", total.id);
            found.add(source.error(total.id, message));
        }
    }
}

/// What is compared with itself, and findings without a word.
fn comparisons<'a>(source: SourceText<'a>, written: &TemplateSource<'a>, found: &mut Found) {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let limits = written.limits.iter().map(|limit| (limit.least, limit.most, limit.message));
    let needs = written.needs.iter().map(|need| (need.of, need.needs, need.message));
    for (one, other, message) in limits.chain(needs) {
        if plain(one) == plain(other) {
            found.add(source.error(other, format!("{other} 与自己比，什么也查不到")));
        }
        if message.trim().is_empty() {
            found.add(source.error(one, "message 没有写，查到了也不知道说什么"));
        }
    }
    for falling in written.falling.iter().filter(|falling| falling.message.trim().is_empty()) {
        found.add(source.error(falling.amount, "message 没有写，查到了也不知道说什么"));
    }
    for prior in &written.prior {
        let is_same = match (&prior.left, &prior.right) {
            (PriorSumSource::Cells(left), PriorSumSource::Cells(right)) => plain(left) == plain(right),
            (PriorSumSource::Items(table, column), PriorSumSource::Items(other, of_other)) => {
                (table, column) == (other, of_other)
            }
            _ => false,
        };
        if is_same {
            found.add(source.error(prior.rule, "prior 的两边是同样的格，什么也查不到"));
        }
    }
    for words in written.repeats.iter().filter_map(|repeat| match &repeat.each {
        EachSource::Words(words) => Some(words),
        _ => None,
    }) {
        for (word, _) in words.iter().filter(|(word, _)| word.trim().is_empty()) {
            found.add(source.error(word, "Words 里有一个是空的"));
        }
    }
}

/// Words that stand for everything because they are blank, and those that are replaced by themselves.
fn causes<'a>(source: SourceText<'a>, written: &TemplateSource<'a>, found: &mut Found) {
    let causes = &written.causes;
    let first = causes.more.iter().chain(&causes.fewer).map(|(first, _)| *first);
    for word in first.chain(causes.spared.iter().copied()).filter(|word| word.trim().is_empty()) {
        found.add(source.error(word, "causes 里有一个词是空的，每一句都会算作说到它"));
    }
    for (wrong, right) in &written.replaced {
        if wrong.trim().is_empty() {
            found.add(source.error(wrong, "replaced 里有一个错词是空的"));
        } else if wrong == right {
            found.add(source.error(wrong, format!("replaced 里“{wrong}”的前后一样，没有错")));
        }
    }
}
