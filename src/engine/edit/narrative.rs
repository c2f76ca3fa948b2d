//! Writing sentences: slots, last year's figures, paragraphs that are taken over, parts as a whole.

use super::{Change, EditError, Put, Step};
use crate::audit::part_label;
use crate::disclosure::{Amount, Bound, CellKey, Part, Rewording, RowKey, SlotValue, TextKey};
use crate::evaluate::Evaluated;
use crate::form::template::SlotKind;
use crate::narrative::{missing, narrate, narrate_bound};

/// What rewriting a paragraph is called.
const REWRITE: &str = "改写段落";

/// The step that fills the slot `key` with `value`; nothing, or blank words, empty it.
///
/// # Errors
/// When the template has no such slot, or the value is of another kind.
pub fn set_slot(evaluated: Evaluated<'_>, key: &TextKey, value: Option<SlotValue>) -> Result<Step, EditError> {
    let template = evaluated.form.sentences.as_ref().ok_or(EditError::NoSentences)?;
    let form = template.slot(&key.id).ok_or(EditError::TextMissing)?;
    let to = match value {
        Some(SlotValue::Text(text)) if text.trim().is_empty() => None,
        Some(SlotValue::Text(text)) => Some(SlotValue::Text(text.trim().to_owned())),
        other => other,
    };
    let is_kind = |value: &SlotValue| {
        matches!(
            (value, form.kind),
            (SlotValue::Text(_), SlotKind::Text)
                | (SlotValue::Amount(_), SlotKind::Amount)
                | (SlotValue::Count(_), SlotKind::Count)
                | (SlotValue::Area(_), SlotKind::Area)
        )
    };
    if to.as_ref().is_some_and(|value| !is_kind(value)) {
        return Err(EditError::OtherValue);
    }
    let from = evaluated.disclosure.slots.get(key).cloned();
    let changes = if from == to { Vec::new() } else { vec![Change::Slot(Put { place: key.clone(), from, to })] };
    Step::new(format!("填写 {}", form.label), changes).within_lengths()
}

/// The step that sets last year's figure of `cell`, in yuan; nothing blanks it. Zero is a figure: where only zeros are
/// known there was nothing, where no figure is known nobody said what there was.
///
/// # Errors
/// When the form has no such cell.
pub fn set_prior(evaluated: Evaluated<'_>, cell: &CellKey, amount: Option<Amount>) -> Result<Step, EditError> {
    let table = evaluated.form.table(cell.table).ok_or(EditError::TextMissing)?;
    if !table.list_indices().any(|list| evaluated.form.list(list).column_place(cell.column).is_some()) {
        return Err(EditError::TextMissing);
    }
    let from = evaluated.disclosure.prior.get(cell).copied();
    let changes =
        if from == amount { Vec::new() } else { vec![Change::Prior(Put { place: cell.clone(), from, to: amount })] };
    Ok(Step::new(format!("上年预算数 表{}", cell.table), changes))
}

/// The step that takes the paragraph `key` over: it is then as it is worded now, until somebody rewrites it.
///
/// # Errors
/// When no such paragraph is printed.
pub fn take_paragraph_over(evaluated: Evaluated<'_>, key: &TextKey) -> Result<Step, EditError> {
    let text = printed(evaluated, key).ok_or(EditError::TextMissing)?;
    rewritten(evaluated, key, text.into())
}

/// What can be rewritten of the paragraph `key`: what it says now, with everything bound that follows from the disclosure.
/// `None` where it is not printed.
pub fn rewording(evaluated: Evaluated<'_>, key: &TextKey) -> Option<Rewording> {
    let (pieces, sources) = narrate_bound(evaluated, key)?;
    let blank = missing(evaluated);
    let mut text = String::new();
    let mut bound: Vec<Bound> = Vec::new();
    for (piece, source) in pieces.iter().zip(sources) {
        let start = text.len();
        text.push_str(piece.text().unwrap_or(blank));
        let Some(source) = source else { continue };
        match bound
            .last_mut()
            .filter(|last| last.source == source && last.range.end == start && source.starts_with('*'))
        {
            Some(last) => last.range.end = text.len(),
            None => bound.push(Bound { range: start..text.len(), source }),
        }
    }
    Some(Rewording::new(text, bound))
}

/// The step that words the paragraph `key` as `rewording`. Where that is what it says already, nothing changes: it goes on
/// following the figures.
///
/// # Errors
/// When the template has no such paragraph, or the text is blank.
pub fn rewrite_paragraph(evaluated: Evaluated<'_>, key: &TextKey, rewording: &Rewording) -> Result<Step, EditError> {
    let template = evaluated.form.sentences.as_ref().ok_or(EditError::NoSentences)?;
    template.paragraph(&key.id).ok_or(EditError::TextMissing)?;
    let rewording = rewording.trimmed();
    if rewording.text().is_empty() {
        return Err(EditError::ParagraphEmpty);
    }
    if printed(evaluated, key).is_some_and(|printed| printed.trim() == rewording.text()) {
        return Ok(Step::new(REWRITE, Vec::new()));
    }
    rewritten(evaluated, key, rewording)
}

/// What the paragraph `key` says now, if it is printed.
fn printed(evaluated: Evaluated<'_>, key: &TextKey) -> Option<String> {
    let paragraphs = narrate(evaluated);
    let paragraph = paragraphs.iter().find(|paragraph| paragraph.key == *key)?;
    Some(paragraph.text(missing(evaluated)))
}

fn rewritten(evaluated: Evaluated<'_>, key: &TextKey, text: Rewording) -> Result<Step, EditError> {
    let (from, to) = (evaluated.disclosure.rewritten.get(key).cloned(), Some(text));
    let changes = if from == to { Vec::new() } else { vec![Change::Rewritten(Put { place: key.clone(), from, to })] };
    Step::new(REWRITE, changes).within_lengths()
}

/// The step that has `part` speak of projects in the order of `rows`; nothing leaves it to their table.
pub fn set_order(evaluated: Evaluated<'_>, part: Part, rows: Option<Vec<RowKey>>) -> Step {
    let from = evaluated.disclosure.orders.get(&part).cloned();
    let changes = if from == rows { Vec::new() } else { vec![Change::Order(Put { place: part, from, to: rows })] };
    Step::new(format!("{} 项目的次序", part_label(part)), changes)
}

/// The step that gives the paragraph `key` back to the template.
pub fn give_paragraph_back(evaluated: Evaluated<'_>, key: &TextKey) -> Step {
    let from = evaluated.disclosure.rewritten.get(key).cloned();
    let change = from.map(|from| Change::Rewritten(Put { place: key.clone(), from: Some(from), to: None }));
    Step::new("段落按句式生成", change.into_iter().collect())
}

/// The step that writes `part` as a whole in these paragraphs; `None` leaves it to the template.
pub fn set_part(evaluated: Evaluated<'_>, part: Part, paragraphs: Option<Vec<String>>) -> Step {
    let from = evaluated.disclosure.texts.get(&part).cloned();
    let name = match paragraphs {
        Some(_) => format!("改写 {}", part_label(part)),
        None => format!("{} 按句式生成", part_label(part)),
    };
    let changes =
        if from == paragraphs { Vec::new() } else { vec![Change::Part(Put { place: part, from, to: paragraphs })] };
    Step::new(name, changes)
}
