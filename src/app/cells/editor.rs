//! The text field on the active cell.
//!
//! It is always there and always has the focus, so that an input method composes in the cell from the first key on. It
//! is empty and invisible until something is typed.

use egui::text::CCursorRange;
use egui::text_edit::TextEditState;
use egui::{Align2, FontId, Frame, Id, Key, Margin, Rect, Stroke, StrokeKind, TextEdit, Ui, pos2, vec2};

use super::keys::EditMode;
use crate::app::focus::{back_to, pressed_with};
use crate::app::theme::Palette;

/// Space between the text and the sides of the cell.
const MARGIN: i8 = 6;

/// How what is typed is set in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldShape {
    /// To the right, as figures stand.
    Figure,
    /// On one line, from the left.
    Line,
    /// On as many lines as it takes.
    Lines,
}

/// How the field looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldLook {
    pub shape: FieldShape,
    /// As large as the text of the cells.
    pub text_size: f32,
}

/// What is being typed into the active cell.
#[derive(Debug, Default)]
pub struct Editor {
    buffer: String,
    mode: Option<EditMode>,
    refusal: Option<String>,
    /// The cursor belongs at the end of a text that was just put in.
    is_new: bool,
    /// The field knows to what undoing goes back.
    is_prepared: bool,
}

impl Editor {
    /// The text field's identity.
    pub fn id() -> Id {
        Id::unique("cell-editor")
    }

    /// How the cell is being edited, if it is.
    pub fn mode(&self) -> Option<EditMode> {
        self.mode
    }

    pub fn text(&self) -> &str {
        &self.buffer
    }

    /// Why what was typed cannot be taken.
    pub fn refusal(&self) -> Option<&str> {
        self.refusal.as_deref()
    }

    /// Begins to edit `text`.
    pub fn start(&mut self, text: String, mode: EditMode) {
        *self = Self { buffer: text, mode: Some(mode), is_new: true, ..Self::default() };
    }

    /// Ends editing; what was typed is forgotten.
    pub fn stop(&mut self) {
        *self = Self::default();
    }

    /// Keeps what was typed and says why it cannot be taken.
    pub fn refuse(&mut self, refusal: String) {
        self.refusal = Some(refusal);
    }

    /// Draws the field at `rect`, or out of sight where the cell is. `check` says whether the cell can be typed into;
    /// returns its refusal when something was typed that cannot.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        rect: Option<Rect>,
        FieldLook { shape, text_size }: FieldLook,
        check: impl FnOnce() -> Result<(), String>,
    ) -> Option<String> {
        let palette = Palette::of(ui.visuals());
        let is_visible = self.mode.is_some() && rect.is_some();
        let rect = rect.unwrap_or_else(|| Rect::from_min_size(ui.clip_rect().min, vec2(60.0, 20.0)));
        // At rest it must not take the clicks that are meant for the cell.
        let rect = if is_visible {
            self.grown(ui, rect, FieldLook { shape, text_size })
        } else {
            Rect::from_min_size(rect.min, vec2(1.0, rect.height()))
        };
        if is_visible {
            let color = if self.refusal.is_some() { palette.error } else { palette.cursor };
            ui.painter().rect_filled(rect, 0.0, palette.entered_fill);
            ui.painter().rect_stroke(rect, 0.0, Stroke::new(2.0, color), StrokeKind::Inside);
        }
        let id = Self::id();
        // Before it is drawn: text that comes in this frame is its own already.
        if ui.memory(|memory| memory.focused().is_none()) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let before = self.buffer.clone();
        let field = match shape {
            FieldShape::Lines => TextEdit::multiline(&mut self.buffer).desired_rows(1),
            FieldShape::Figure | FieldShape::Line => TextEdit::singleline(&mut self.buffer),
        };
        let field = field
            .id(id)
            .lock_focus(true)
            .frame(Frame::NONE.inner_margin(Margin::symmetric(if is_visible { MARGIN } else { 0 }, 0)))
            .font(FontId::proportional(text_size))
            .align(if shape == FieldShape::Figure { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER })
            .min_size(vec2(0.0, rect.height()))
            .desired_width((rect.width() - 2.0 * f32::from(MARGIN)).max(1.0));
        if !self.is_prepared {
            self.is_prepared = true;
            let mut state = TextEditState::load(ui, id).unwrap_or_default();
            state.set_undoer(back_to(&before));
            state.store(ui, id);
        }
        let mut field_ui = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        if !is_visible {
            // It must be drawn for an input method to be on, but there is nothing to see.
            field_ui.visuals_mut().text_cursor.stroke.color = egui::Color32::TRANSPARENT;
            field_ui.visuals_mut().text_cursor.blink = false;
        }
        let mut output = field.show(&mut field_ui);
        let response = &output.response.response;
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "单元格"));
        if std::mem::take(&mut self.is_new) {
            output.state.cursor.set_char_range(Some(CCursorRange::one(output.galley.end())));
            output.state.store(ui, id);
        }
        // Candidates of the input method must not cover the cell.
        ui.output_mut(|output| {
            if let Some(ime) = &mut output.ime {
                ime.cursor_rect = Rect::from_min_size(pos2(ime.cursor_rect.left(), rect.bottom()), vec2(1.0, 1.0));
            }
        });
        if self.buffer != before {
            self.refusal = None;
            // Before the first character there was the cell as it is: a blank would empty it.
            let undoes = ui.input(|input| pressed_with(input, Key::Z).is_some_and(|modifiers| modifiers.command));
            if undoes && self.buffer.is_empty() && self.mode == Some(EditMode::Replace) {
                self.stop();
            }
        }
        if self.mode.is_none() && !self.buffer.is_empty() {
            match check() {
                Ok(()) => self.mode = Some(EditMode::Replace),
                Err(refusal) => {
                    self.stop();
                    return Some(refusal);
                }
            }
            ui.request_repaint();
        }
        None
    }

    /// A long text is not cut: the field grows to the right over its neighbours, or down where it has several lines.
    fn grown(&self, ui: &Ui, rect: Rect, FieldLook { shape, text_size }: FieldLook) -> Rect {
        let font = FontId::proportional(text_size);
        if shape == FieldShape::Lines {
            let room = rect.width() - 2.0 * f32::from(MARGIN);
            let galley = ui.painter().layout(self.buffer.clone(), font, egui::Color32::BLACK, room);
            return Rect::from_min_size(rect.min, vec2(rect.width(), rect.height().max(galley.size().y + 8.0)));
        }
        let width = ui.painter().layout_no_wrap(self.buffer.clone(), font, egui::Color32::BLACK).size().x + 28.0;
        let most = (ui.clip_rect().right() - rect.left()).max(rect.width());
        Rect::from_min_size(rect.min, vec2(width.clamp(rect.width(), most), rect.height()))
    }
}
