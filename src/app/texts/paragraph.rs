//! One paragraph: its words, and what a person fills in.

use std::collections::BTreeMap;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, RichText, Sense, Ui};

use super::field::{FieldKey, Fields, Look, Size, Suggestion};
use super::order::ProjectOrder;
use super::rewriting::{Rewritings, typed_figures};
use super::suggested::LAST_YEAR;
use super::{TextsRequest, taken, theme};
use crate::app::protection::button_ui;
use crate::app::theme::{Palette, link, link_ui};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{CommentPlace, SlotValue, TextKey};
use disclosure_engine::edit::rewording;
use disclosure_engine::form::template::{SlotKind, SlotNeed};
use disclosure_engine::narrative::{Paragraph, Piece, Slot, missing};
use disclosure_engine::spelling::visible_lines;

/// Room for what can be done with a paragraph, at its right.
pub(super) const ROOM_FOR_LINKS: f32 = 108.0;

/// What stands in the place of a paragraph that its author left out.
const NOT_PRINTED: &str = "（这一段不印）";

/// Draws `paragraph` of a part that speaks of its projects in this order.
pub(super) fn ui(
    ui: &mut Ui,
    workspace: &Workspace,
    (paragraph, order): (&Paragraph, &ProjectOrder<'_>),
    fields: &mut Fields,
    rewritings: &mut Rewritings,
    suggested: &BTreeMap<TextKey, Vec<Suggestion>>,
) -> Option<TextsRequest> {
    if let Some(request) = rewritings.ui(ui, &paragraph.key) {
        return request;
    }
    let mut request = None;
    ui.horizontal_top(|ui| {
        let width = ui.available_width() - ROOM_FOR_LINKS;
        let words = ui.vertical(|ui| {
            ui.set_width(width);
            words_ui(ui, workspace, paragraph)
        });
        request = words.inner;
        if paragraph.heading.is_none() {
            ui.horizontal_wrapped(|ui| {
                request = links_ui(ui, workspace, paragraph, rewritings).or(request.take());
                request = moves_ui(ui, workspace, paragraph, order).or(request.take());
            });
        }
    });
    request = slots_ui(ui, workspace, paragraph, fields, suggested).or(request);
    ui.add_space(8.0);
    request
}

/// At the right of the words.
fn links_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    paragraph: &Paragraph,
    rewritings: &mut Rewritings,
) -> Option<TextsRequest> {
    let protected_ui = |ui: &mut Ui, text: &str| {
        let link = link(ui, text);
        button_ui(ui, link, workspace.protection()).clicked()
    };
    let name = if rewritings.has_aside(&paragraph.key) { "接着改写" } else { "改写" };
    if protected_ui(ui, name) {
        rewritings.begin(&paragraph.key, rewording(workspace.evaluated(), &paragraph.key));
    }
    let count = open_comments(workspace, &paragraph.key);
    let name = if count > 0 { format!("批注 {count}") } else { "批注".to_owned() };
    if link_ui(ui, &name).clicked() {
        return Some(TextsRequest::Comment(CommentPlace::Sentence(paragraph.key.clone())));
    }
    paragraph.rewritten.as_ref()?;
    ui.label(RichText::new("已改写").color(Palette::of(ui.visuals()).warning));
    protected_ui(ui, "按句式生成").then(|| TextsRequest::GiveBack(paragraph.key.clone()))
}

/// Below them, where the paragraph is the first about a project.
fn moves_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    paragraph: &Paragraph,
    order: &ProjectOrder<'_>,
) -> Option<TextsRequest> {
    let mut request = None;
    for (name, places) in order.moves(&paragraph.key) {
        let button = button_ui(ui, link(ui, name), workspace.protection());
        if button.on_hover_text("只改这一节里讲到这个项目的先后，表里的次序不动").clicked() {
            request = Some(TextsRequest::Order(paragraph.part, order.swapped(places)));
        }
    }
    request
}

/// How many comments on the paragraph are open.
fn open_comments(workspace: &Workspace, key: &TextKey) -> usize {
    let is_on_it = |place: &CommentPlace| matches!(place, CommentPlace::Sentence(own) if own == key);
    workspace.disclosure().comments.iter().filter(|comment| comment.is_open() && is_on_it(&comment.place)).count()
}

/// The words as they will be printed: figures and what was filled in set off, what is missing marked.
fn words_ui(ui: &mut Ui, workspace: &Workspace, paragraph: &Paragraph) -> Option<TextsRequest> {
    let palette = Palette::of(ui.visuals());
    let font = if paragraph.heading.is_some() {
        theme::bold_text().resolve(ui.style())
    } else {
        FontId::proportional(theme::BODY_SIZE)
    };
    let format =
        |color: Color32| TextFormat { color, line_height: Some(26.0), ..TextFormat::simple(font.clone(), color) };
    let mut job = LayoutJob::default();
    for piece in paragraph.printed() {
        if let (Piece::Fixed(words), Some(_)) = (piece, &paragraph.rewritten) {
            for (words, is_figure) in typed_figures(words) {
                let color = if is_figure { palette.warning } else { palette.text };
                job.append(&visible_lines(words), 0.0, format(color));
            }
            continue;
        }
        let (text, color) = match (piece, piece.text()) {
            (_, None) => (missing(workspace.evaluated()), palette.error),
            (Piece::Figure(_) | Piece::Total { .. }, Some(text)) => (text, palette.accent),
            (Piece::Slot(_), Some(text)) => (text, palette.warning),
            (_, Some(text)) => (text, palette.text),
        };
        job.append(&visible_lines(text), 0.0, format(color));
    }
    if job.text.trim().is_empty() {
        job.append(NOT_PRINTED, 0.0, format(palette.weak_text));
    }
    let response = ui.add(egui::Label::new(job).wrap().selectable(true).sense(Sense::CLICK));
    let cells = || paragraph.pieces.iter().flat_map(|piece| piece.cells());
    // The first figure leads to its cell.
    let first = response.clicked().then(|| cells().next().cloned()).flatten();
    if cells().next().is_some() {
        response.on_hover_text("点一下，去第一个数字所在的单元格");
    }
    first.map(TextsRequest::GoTo)
}

/// What is printed as soon as it is filled in, below what a part says by itself.
pub(super) fn offered_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    paragraph: &Paragraph,
    fields: &mut Fields,
) -> Option<TextsRequest> {
    let palette = Palette::of(ui.visuals());
    ui.label(RichText::new("填了才印：").color(palette.weak_text));
    let request = slots_ui(ui, workspace, paragraph, fields, &BTreeMap::new());
    ui.add_space(8.0);
    request
}

fn slots_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    paragraph: &Paragraph,
    fields: &mut Fields,
    suggested: &BTreeMap<TextKey, Vec<Suggestion>>,
) -> Option<TextsRequest> {
    let mut request = None;
    let mut shown: Vec<&TextKey> = Vec::new();
    for slot in paragraph.printed_slots() {
        // A number and the word for its direction are one slot.
        if shown.contains(&&slot.key) {
            continue;
        }
        shown.push(&slot.key);
        let suggested = suggested.get(&slot.key).map_or(&[][..], Vec::as_slice);
        request = slot_ui(ui, workspace, slot, fields, suggested).or(request);
    }
    request
}

fn slot_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    slot: &Slot,
    fields: &mut Fields,
    suggested: &[Suggestion],
) -> Option<TextsRequest> {
    let palette = Palette::of(ui.visuals());
    let unit = &workspace.form().text_unit;
    let value = workspace.disclosure().slots.get(&slot.key);
    let text = match value {
        Some(SlotValue::Text(text)) => text.clone(),
        Some(SlotValue::Amount(amount)) => unit.text_of(*amount, true),
        Some(SlotValue::Count(count)) => count.to_string(),
        Some(SlotValue::Area(area)) => area.to_string(),
        None => String::new(),
    };
    // Last year's reason stands grey until it is taken.
    let last = suggested.iter().find(|offered| offered.source == LAST_YEAR);
    let last = last.map(|offered| format!("上年：{}", visible_lines(&offered.text)));
    let hint = match (&slot.text, slot.form.need) {
        (Some(default), _) if !slot.is_filled => default.as_str(),
        (_, SlotNeed::Optional) if workspace.protection().is_none() => "可以不填",
        _ => last.as_deref().unwrap_or_default(),
    };
    let field = FieldKey::Slot(slot.key.clone());
    let typed = ui
        .horizontal_top(|ui| {
            let is_missing = slot.text.is_none() && slot.form.need.is_needed();
            let color = if is_missing { palette.error } else { palette.weak_text };
            let label = match slot.form.kind {
                SlotKind::Amount => format!("{}（{}）", slot.form.label, unit.name),
                SlotKind::Area => format!("{}（平方米）", slot.form.label),
                SlotKind::Text | SlotKind::Count => slot.form.label.clone(),
            };
            ui.add_sized([150.0, 26.0], egui::Label::new(RichText::new(&label).color(color)).wrap());
            let size = match (slot.form.kind, slot.form.need) {
                (SlotKind::Text, SlotNeed::Reason | SlotNeed::Purpose | SlotNeed::ToPublish) => Size::Long,
                (SlotKind::Text, _) => Size::Paragraphs,
                _ => Size::Short,
            };
            let is_needed = slot.form.need.is_needed();
            let look = Look { hint, size, is_needed, protection: workspace.protection(), suggested };
            ui.vertical(|ui| fields.ui(ui, field.clone(), &label, &text, look)).inner
        })
        .inner?;
    taken(workspace, fields, &field, &typed)
}
