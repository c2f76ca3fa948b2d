//! Where comments stand now, and what their places are called.

use crate::audit::part_label;
use crate::disclosure::{CommentPlace, Part, PerformanceSubject, TextPlace};
use crate::evaluate::{CellIndex, Evaluated};
use crate::form::ListIndex;
use crate::narrative::{self, Paragraph, narrate};
use crate::spelling;

use super::compare::paragraph_likeness;

/// A paragraph that says less than this of what it said is not the one that was commented.
const LEAST: f64 = 0.4;
/// Characters of a paragraph that its name tells.
const EXCERPT: usize = 16;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Commented {
    Cell(CellIndex),
    Row(ListIndex, usize),
    Table(crate::disclosure::TableNumber),
    /// On a part that is text.
    Part(Part),
    /// On a paragraph.
    Text(TextPlace),
    /// On the performance table at this place.
    Performance(usize),
}

/// Where each comment of the disclosure stands now, in the order of the comments; `None` where its place is gone.
pub fn commented(evaluated: Evaluated<'_>) -> Vec<Option<Commented>> {
    let comments = &evaluated.disclosure.comments;
    let is_on_sentence =
        |place: &CommentPlace| matches!(place, CommentPlace::Sentence(_) | CommentPlace::Paragraph(..));
    let needs_sentences = comments.iter().any(|comment| is_on_sentence(&comment.place));
    let sentences = if needs_sentences { narrate(evaluated) } else { Vec::new() };
    comments.iter().map(|comment| find(evaluated, &sentences, &comment.place)).collect()
}

/// Where a comment on `place` stands now, if the place is not gone.
pub fn find_place(evaluated: Evaluated<'_>, place: &CommentPlace) -> Option<Commented> {
    let sentences = match place {
        CommentPlace::Sentence(_) | CommentPlace::Paragraph(..) => narrate(evaluated),
        _ => Vec::new(),
    };
    find(evaluated, &sentences, place)
}

fn find(evaluated: Evaluated<'_>, sentences: &[Paragraph], place: &CommentPlace) -> Option<Commented> {
    let disclosure = evaluated.disclosure;
    match place {
        CommentPlace::Cell(cell) => evaluated.find(cell).map(Commented::Cell),
        CommentPlace::Row(table, key) => {
            let stored = disclosure.table(*table);
            let mut lists = evaluated.form.table(*table)?.list_indices();
            lists.find_map(|list| {
                let column = evaluated.form.list(list).amounts.first()?.number;
                let cell = crate::disclosure::CellKey::new(*table, key.clone(), column);
                let rows = evaluated.evaluation.layout(list).rows.len();
                let found = evaluated.find(&cell).filter(|cell| cell.list == list && cell.row < rows)?;
                let is_it = evaluated.evaluation.row_key(evaluated.form, stored, list, found.row) == *key;
                is_it.then_some(Commented::Row(list, found.row))
            })
        }
        CommentPlace::Table(table) => evaluated.form.table(*table).map(|_| Commented::Table(*table)),
        CommentPlace::Part(part) => Some(Commented::Part(*part)),
        CommentPlace::Sentence(key) => {
            let own = sentences.iter().find(|paragraph| paragraph.key == *key)?;
            let is_whole = disclosure.texts.contains_key(&own.part);
            (!is_whole).then(|| Commented::Text(TextPlace::Rewritten(key.clone())))
        }
        CommentPlace::Paragraph(part, said) => paragraph(evaluated, sentences, *part, said).map(Commented::Text),
        CommentPlace::Performance(name) => {
            let is_it = |subject: &PerformanceSubject| match subject {
                PerformanceSubject::Whole => name.is_empty(),
                PerformanceSubject::Project(own) => !name.is_empty() && spelling::is_same(own, name),
            };
            disclosure.performance.iter().position(|table| is_it(&table.subject)).map(Commented::Performance)
        }
    }
}

/// The paragraph of `part` that says most of what the commented one `said`.
fn paragraph(evaluated: Evaluated<'_>, sentences: &[Paragraph], part: Part, said: &str) -> Option<TextPlace> {
    let missing = narrative::missing(evaluated);
    let candidates: Vec<(TextPlace, String)> = match evaluated.disclosure.texts.get(&part) {
        Some(whole) => {
            let whole = whole.iter().enumerate();
            whole.map(|(place, text)| (TextPlace::Paragraph(part, place), text.clone())).collect()
        }
        None => {
            let own = sentences.iter().filter(|paragraph| paragraph.part == part);
            own.map(|own| (TextPlace::Rewritten(own.key.clone()), own.text(missing))).collect()
        }
    };
    let likeness = candidates.into_iter().map(|(place, text)| (paragraph_likeness(said, &text), place));
    let best = likeness.max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(likeness, _)| *likeness >= LEAST).map(|(_, place)| place)
}

/// What a place is called now: `表6 301 01 基本工资（2）人员经费`, `情况说明 第二节：“本单位…”`.
pub fn place_label(evaluated: Evaluated<'_>, place: &Commented) -> String {
    match place {
        Commented::Cell(cell) => evaluated.cell_label(*cell),
        Commented::Row(list, row) => {
            format!("表{} {} 整行", evaluated.form.table_of(*list).number, evaluated.row_label(*list, *row))
        }
        Commented::Table(table) => {
            let name = evaluated.form.table(*table).map_or("", |table| table.outline.as_str());
            format!("表{table} {name} 整表")
        }
        Commented::Part(part) => part_label(*part),
        Commented::Text(place) => text_label(evaluated, place),
        Commented::Performance(place) => {
            match evaluated.disclosure.performance.get(*place).map(|table| &table.subject) {
                Some(PerformanceSubject::Project(name)) => format!("绩效目标表“{name}”"),
                _ => "整体绩效目标表".to_owned(),
            }
        }
    }
}

fn text_label(evaluated: Evaluated<'_>, place: &TextPlace) -> String {
    let excerpt = |text: &str| {
        let excerpt: String = text.trim().chars().take(EXCERPT).collect();
        let more = if text.trim().chars().count() > EXCERPT { "…" } else { "" };
        format!("“{excerpt}{more}”")
    };
    match place {
        TextPlace::Paragraph(part, _) => {
            format!("{} {}", part_label(*part), excerpt(evaluated.disclosure.text(place).unwrap_or_default()))
        }
        TextPlace::Slot(key) | TextPlace::Rewritten(key) => {
            let sentences = narrate(evaluated);
            let own = sentences.iter().find(|paragraph| paragraph.key == *key);
            let text = own.map(|own| own.text(narrative::missing(evaluated))).unwrap_or_default();
            let part = own.map(|own| part_label(own.part)).unwrap_or_default();
            format!("{part} {}", excerpt(&text))
        }
        other => crate::audit::text_label(evaluated, other),
    }
}
