//! A blank of a sentence, typed into where it stands.

use egui::{Align2, Color32, FontId, Frame, Id, Layout, Rect, Response, Stroke, TextBuffer, TextEdit, Ui, UiBuilder};

use super::field::{FieldKey, Fields, Look, Size, Suggestion};
use super::flow::{Flow, Place, blank_galley};
use super::suggested::LAST_YEAR;
use crate::app::theme::Palette;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::SlotValue;
use disclosure_engine::form::template::{SlotForm, SlotKind, SlotNeed};
use disclosure_engine::narrative::Slot;
use disclosure_engine::spelling::visible_lines;

/// More characters of a hint are not shown.
const LONGEST_HINT: usize = 40;
/// Between the letters of a blank and the line below them.
const ABOVE_LINE: f32 = 3.0;

/// A blank as it is shown.
pub(super) struct Blank<'a> {
    pub key: FieldKey,
    pub label: String,
    pub look: Look<'a>,
    id: Id,
    /// What is filled in, as it is typed.
    text: String,
    /// What is seen: what is being typed, else what is printed.
    shown: String,
    hint: String,
    is_missing: bool,
}

impl<'a> Blank<'a> {
    /// That of `slot`, whose widgets are named after `id`, in a paragraph that is printed, or is only offered.
    pub fn new(
        ui: &Ui,
        workspace: &'a Workspace,
        (slot, is_offered): (&'a Slot, bool),
        id: Id,
        fields: &Fields,
        suggested: &'a [Suggestion],
    ) -> Self {
        let unit = &workspace.form().text_unit;
        let key = FieldKey::Slot(slot.key.clone());
        let text = match workspace.disclosure().slots.get(&slot.key) {
            Some(SlotValue::Text(text)) => text.clone(),
            Some(SlotValue::Amount(amount)) => unit.text_of(*amount, true),
            Some(SlotValue::Count(count)) => count.to_string(),
            Some(SlotValue::Area(area)) => area.to_string(),
            None => String::new(),
        };
        let label = match slot.form.kind {
            SlotKind::Amount => format!("{}（{}）", slot.form.label, unit.name),
            SlotKind::Area => format!("{}（平方米）", slot.form.label),
            SlotKind::Text | SlotKind::Count => slot.form.label.clone(),
        };
        let printed = slot.text.clone().unwrap_or_else(|| text.clone());
        // Who types sees what is filled in, and elsewhere stands what is printed: −3 people are “3” behind “减少”.
        let is_as_typed = ui.memory(|memory| memory.has_focus(id)) && !text.is_empty();
        let unfinished = fields.typed_in(&key).map(str::to_owned);
        let shown = unfinished.unwrap_or_else(|| if is_as_typed { text.clone() } else { printed });
        let protection = workspace.protection();
        // What is printed only once it is filled in may stay blank.
        let is_needed = slot.form.need.is_needed() && !is_offered;
        let look = Look { hint: "", size: size(&slot.form), is_needed, protection, suggested };
        let is_missing = is_needed && shown.trim().is_empty();
        Self { hint: hint(&label, is_needed, suggested), key, label, look, id, text, shown, is_missing }
    }

    /// Finds its place in the lines.
    pub fn place(&self, ui: &Ui, flow: &mut Flow, font: &FontId) -> Place {
        let hint = ui.painter().layout_no_wrap(self.hint.clone(), font.clone(), Color32::BLACK);
        flow.blank(ui, &self.shown, hint.size().x)
    }

    /// Draws it in its place in a paragraph whose upper left corner is that of `paragraph`. What was typed is returned once
    /// the person is done with it.
    pub fn ui(
        &self,
        ui: &mut Ui,
        paragraph: Rect,
        place: &Place,
        font: &FontId,
        fields: &mut Fields,
    ) -> Option<String> {
        let rect = place.rect.translate(paragraph.min.to_vec2());
        let lines = place.lines.iter().map(|line| line.translate(paragraph.min.to_vec2()));
        self.paint(ui, lines, rect, font);
        let draw = |ui: &mut Ui, typed: &mut String| {
            let layout = Layout::top_down(egui::Align::LEFT);
            let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout).id_salt(self.id));
            self.box_ui(&mut ui, typed, place, font)
        };
        fields.edit(ui, &self.key, (&self.label, &self.text, &self.shown), self.look, draw)
    }

    fn box_ui(&self, ui: &mut Ui, typed: &mut String, place: &Place, font: &FontId) -> Response {
        let color = ui.visuals().widgets.noninteractive.fg_stroke.color;
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, _: f32| {
            blank_galley(ui, text.as_str(), font, color, place.lead, place.wrap)
        };
        let mut only_read = typed.as_str();
        let text: &mut dyn TextBuffer = if self.look.protection.is_some() { &mut only_read } else { typed };
        let edit = TextEdit::multiline(text).id(self.id).frame(Frame::NONE).align(Align2::LEFT_TOP);
        let edit = edit.desired_rows(1).desired_width(place.rect.width()).layouter(&mut layouter);
        let edit = if self.look.size == Size::Paragraphs { edit } else { edit.return_key(None) };
        ui.add(edit).on_hover_text(&self.label)
    }

    /// What sets it off from the words: a line below, and a fill where something is missing or typed.
    fn paint(&self, ui: &Ui, lines: impl Iterator<Item = Rect>, rect: Rect, font: &FontId) {
        if self.look.protection.is_some() {
            return;
        }
        let palette = Palette::of(ui.visuals());
        let is_typed_in = ui.memory(|memory| memory.has_focus(self.id));
        let (fill, stroke) = match (is_typed_in, self.is_missing) {
            (true, _) => (palette.selection_fill, Stroke::new(1.5, palette.accent)),
            (false, true) => (palette.head_fill, Stroke::new(1.5, palette.error)),
            (false, false) => (Color32::TRANSPARENT, Stroke::new(1.0, palette.strong_line)),
        };
        for line in lines {
            let box_ = line.shrink2(egui::vec2(0.0, ABOVE_LINE - 1.0));
            ui.painter().rect_filled(box_, 2.0, fill);
            ui.painter().hline(line.x_range(), line.bottom() - ABOVE_LINE, stroke);
        }
        if self.shown.is_empty() {
            let color = if self.is_missing { palette.error } else { palette.weak_text };
            let galley = blank_galley(ui, &self.hint, font, color, 0.0, f32::INFINITY);
            let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
            painter.galley(rect.min + egui::vec2(4.0, 0.0), galley, color);
        }
    }
}

/// How much is written in the slot. One with something that is printed by itself is a word of a sentence.
fn size(form: &SlotForm) -> Size {
    match (form.kind, form.need) {
        (SlotKind::Text, SlotNeed::Reason | SlotNeed::Purpose | SlotNeed::ToPublish) => Size::Long,
        (SlotKind::Text, _) if form.default.is_some() => Size::Long,
        (SlotKind::Text, _) => Size::Paragraphs,
        _ => Size::Short,
    }
}

/// What stands in a blank that nobody filled in: what it is, and last year's reason until it is taken.
fn hint(label: &str, is_needed: bool, suggested: &[Suggestion]) -> String {
    let last = suggested.iter().find(|offered| offered.source == LAST_YEAR);
    let hint = match last {
        Some(last) => format!("{label}　上年：{}", visible_lines(&last.text).replace('\n', " ")),
        None if is_needed => format!("（待填：{label}）"),
        None => format!("（可以不填：{label}）"),
    };
    match hint.char_indices().nth(LONGEST_HINT) {
        Some((end, _)) => format!("{}…", &hint[..end]),
        None => hint,
    }
}
