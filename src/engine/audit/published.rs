//! The date with which a document ends: of this year (F39-2), and soon after the budget was approved (F54-2).

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::finding::Finding;
use super::rules::{LATE, PRINTED_YEAR};
use super::text::{Text, pattern};
use crate::disclosure::{Part, TextPlace};
use crate::evaluate::Evaluated;
use crate::form::template::SlotNeed;

static DATE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"((?:19|20)\d\d)\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*日?\s*$"));
/// A longer paragraph is no signature.
const LONGEST: usize = 80;
/// From this month on the budget of the next year may be published.
const FIRST_MONTH: i8 = 11;
/// Within so many days after it was approved a budget is published.
const DAYS: i32 = 20;

pub(super) fn findings(evaluated: Evaluated<'_>, approved_on: Option<Date>) -> Vec<Finding> {
    let disclosure = evaluated.disclosure;
    let mut findings = Vec::new();
    for (place, text) in signatures(evaluated) {
        let text = Text::new(place, text);
        let Some((range, date)) = date_in(&text) else { continue };
        let year = i16::try_from(disclosure.year).unwrap_or_default();
        let is_of_year = date.year() == year || date.year() == year - 1 && date.month() >= FIRST_MONTH;
        if !is_of_year {
            let message = format!("落款的日期不在 {year} 年预算公开的时候。");
            findings.push(text.finding(evaluated, PRINTED_YEAR, range, &message, None));
            continue;
        }
        let Some(approved) = approved_on else { continue };
        let days = approved.until(date).map(|span| span.get_days()).unwrap_or_default();
        if days > DAYS {
            let message = format!("{} 批复，{days} 天以后才公开；应在批复后 {DAYS} 日内公开。", told(approved));
            findings.push(text.finding(evaluated, LATE, range, &message, None));
        }
    }
    findings
}

/// Where the document is dated: the last lines of the glossary, or the blank for the date.
fn signatures(evaluated: Evaluated<'_>) -> Vec<(TextPlace, &str)> {
    let disclosure = evaluated.disclosure;
    let template = evaluated.form.sentences.as_deref();
    let is_short = |text: &str| text.chars().count() <= LONGEST && !text.contains('。');
    let paragraphs = disclosure.texts.get(&Part::Glossary).into_iter().flatten().enumerate();
    let paragraphs = paragraphs.filter(|(_, text)| is_short(text));
    let mut found: Vec<(TextPlace, &str)> =
        paragraphs.map(|(place, text)| (TextPlace::Paragraph(Part::Glossary, place), text.as_str())).collect();
    // Of many thousand slots the names alone are looked at.
    let names = template.iter().flat_map(|template| &template.slots);
    let names: Vec<&str> =
        names.filter(|slot| slot.need == SlotNeed::ToPublish).map(|slot| slot.name.as_str()).collect();
    let is_date = |id: &str| id.rsplit('.').next().is_some_and(|name| names.contains(&name));
    let slots = disclosure.slots.iter().filter(|(key, _)| is_date(&key.id));
    let slots: Vec<(TextPlace, &str)> =
        slots.filter_map(|(key, value)| Some((TextPlace::Slot(key.clone()), value.text()?))).collect();
    // Where the date stands in a blank of its own, the line around it says nothing else.
    if slots.is_empty() {
        let part = |id: &str| template.and_then(|template| template.part_of(id));
        let rewritten = disclosure.rewritten.iter().filter(|(key, _)| part(&key.id) == Some(Part::Glossary));
        let rewritten = rewritten.map(|(key, text)| (TextPlace::Rewritten(key.clone()), text.text()));
        found.extend(rewritten.filter(|(_, text)| is_short(text)));
    }
    found.extend(slots);
    found
}

fn date_in(text: &Text<'_>) -> Option<(Range<usize>, Date)> {
    let found = DATE.captures(text.plain.trim_end())?;
    let date = Date::new(found[1].parse().ok()?, found[2].parse().ok()?, found[3].parse().ok()?).ok()?;
    Some((text.characters(found.get(0)?.range()), date))
}

fn told(date: Date) -> String {
    format!("{} 年 {} 月 {} 日", date.year(), date.month(), date.day())
}
