//! The lines of an example that are no figures of tables: texts, slots, performance tables.

use crate::disclosure::{
    Amount, Disclosure, Indicator, Kept, Part, PerformanceFunds, PerformanceSubject, PerformanceTable, ProjectId,
    RowKey, SlotValue, TextKey,
};
use crate::form::Form;
use crate::form::template::SlotKind;

/// Reads the line `first rest`; `Some(false)` where it is of another kind, `None` where it cannot be understood.
pub(super) fn read(form: &Form, disclosure: &mut Disclosure, first: &str, rest: &str) -> Option<bool> {
    let amounts = || rest.split(' ').map(|text| amount(form, text)).collect::<Option<Vec<Amount>>>();
    match first {
        "text" => {
            let (part, text) = rest.split_once(' ')?;
            let part = match part {
                "overview" => Part::Overview,
                "glossary" => Part::Glossary,
                number => Part::Section(number.parse().ok()?),
            };
            disclosure.texts.entry(part).or_default().push(text.to_owned());
        }
        "slot" => {
            let (key, text) = rest.split_once(' ')?;
            let key = text_key(key)?;
            let value = match form.sentences.as_ref()?.slot(&key.id)?.kind {
                SlotKind::Text => SlotValue::Text(text.to_owned()),
                SlotKind::Amount => SlotValue::Amount(amount(form, text)?),
                SlotKind::Count => SlotValue::Count(text.parse().ok()?),
                SlotKind::Area => SlotValue::Area(text.parse().ok()?),
            };
            disclosure.slots.insert(key, value);
        }
        "performance" => disclosure.performance.push(PerformanceTable {
            subject: PerformanceSubject::Project(rest.to_owned()),
            ..PerformanceTable::default()
        }),
        "funds" => {
            let [total, fiscal, other] = amounts()?[..] else { return None };
            let funds =
                PerformanceFunds { total: Some(total), fiscal: Some(fiscal), superior: None, other: Some(other) };
            disclosure.performance.last_mut()?.funds = funds;
        }
        "whole" => {
            let [superior, fiscal, other] = amounts()?[..] else { return None };
            let funds =
                PerformanceFunds { total: None, fiscal: Some(fiscal), superior: Some(superior), other: Some(other) };
            let subject = PerformanceSubject::Whole;
            disclosure.performance.push(PerformanceTable { subject, funds, ..PerformanceTable::default() });
        }
        "weight" => {
            let weight = Some(rest.parse().ok()?);
            disclosure.performance.last_mut()?.indicators.push(Indicator { weight, ..Indicator::default() });
        }
        "kept" => {
            let (place, text) = rest.split_once(' ')?;
            let figures = vec![(String::new(), amount(form, text)?)];
            let (place, source) = (place.to_owned(), rest.to_owned());
            disclosure.kept.push(Kept { place, figures, texts: Vec::new(), source });
        }
        "goal" => rest.clone_into(&mut disclosure.performance.last_mut()?.goal),
        "indicator" => {
            let (value, last_year) = rest.split_once('|')?;
            // What is measured is only of interest to some rules.
            let (level_three, value) = value.split_once('：').unwrap_or(("", value));
            let [level_three, value, last_year] = [level_three, value, last_year].map(str::to_owned);
            let indicator = Indicator { level_three, value, last_year, ..Indicator::default() };
            disclosure.performance.last_mut()?.indicators.push(indicator);
        }
        "level" => rest.clone_into(&mut disclosure.performance.last_mut()?.indicators.last_mut()?.level_one),
        _ => return Some(false),
    }
    Some(true)
}

fn amount(form: &Form, text: &str) -> Option<Amount> {
    form.text_unit.amount(text.parse().ok()?).ok()
}

/// `items.reason[2080101]`, `project_basis.basis[#1]`, `income_general.reason`.
fn text_key(text: &str) -> Option<TextKey> {
    let Some((id, row)) = text.split_once('[') else { return Some(TextKey::new(text)) };
    let row = row.strip_suffix(']')?;
    let row = match row.strip_prefix('#') {
        Some(id) => RowKey::Project(ProjectId(id.parse().ok()?)),
        None => RowKey::Code(row.parse().ok()?),
    };
    Some(TextKey::of_row(id, row))
}
