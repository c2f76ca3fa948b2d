//! What all dialogs have in common: where they are, what scrolls, their buttons and keys.

use egui::{Button, Context, Frame, Id, Key, Modal, Modifiers, Response, RichText, ScrollArea, Stroke, StrokeKind, Ui};

use crate::app::theme::Palette;

/// What a dialog says when it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// This.
    Done(T),
    /// Never mind.
    Cancelled,
}

/// Between the contents of a dialog and its edge, and between that and the edge of the window.
const MARGIN: f32 = 18.0;
const EDGE: f32 = 8.0;
/// The least height of what scrolls in a dialog.
const LEAST_BODY: f32 = 60.0;

/// Shows `content` over the window. Escape cancels; a click beside it does nothing, so that what was typed, or offered
/// after a crash, is not gone by a slip of the hand.
pub(super) fn modal<T>(
    ctx: &Context,
    name: &str,
    width: f32,
    content: impl FnOnce(&mut Ui) -> Option<Answer<T>>,
) -> Option<Answer<T>> {
    let frame = Frame::window(&ctx.global_style()).inner_margin(MARGIN);
    let room = ctx.content_rect().width() - 2.0 * (MARGIN + EDGE);
    let response = Modal::new(Id::unique(("dialog", name))).frame(frame).show(ctx, |ui| {
        ui.set_width(width.min(room));
        let top = ui.cursor().top();
        let answer = content(ui);
        keep_rest(ui, ui.min_rect().bottom() - top);
        answer
    });
    let is_cancelled = response.is_top_modal
        && !response.any_popup_open
        && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    response.inner.or(is_cancelled.then_some(Answer::Cancelled))
}

/// What of a dialog stands between its title and its buttons. Where the window is too low for all of it, it is scrolled.
pub(super) fn body_ui<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.ctx().content_rect().height() - 2.0 * (MARGIN + EDGE);
    let rest = ui.data(|data| data.get_temp::<Heights>(heights_id(ui))).unwrap_or_default().rest;
    let room = (room - rest).max(LEAST_BODY);
    // As high as it needs: left to itself it would scroll within what the dialog was high before.
    let area = ScrollArea::vertical().id_salt("body").max_height(room).min_scrolled_height(room);
    let top = ui.cursor().top();
    let response = area.auto_shrink([false, true]).show(ui, content);
    let body = ui.cursor().top() - top;
    let id = heights_id(ui);
    ui.data_mut(|data| data.get_temp_mut_or_default::<Heights>(id).body = body);
    response.inner
}

/// How high a dialog was drawn last: what scrolls, and the rest.
#[derive(Debug, Default, Clone, Copy)]
struct Heights {
    body: f32,
    rest: f32,
}

fn heights_id(ui: &Ui) -> Id {
    ui.layer_id().id.with("heights")
}

/// Remembers what of a dialog as high as `all` does not scroll; where that is new, the dialog is drawn again at once.
fn keep_rest(ui: &Ui, all: f32) {
    let id = heights_id(ui);
    let is_new = ui.data_mut(|data| {
        let heights = data.get_temp_mut_or_default::<Heights>(id);
        let rest = all - heights.body;
        let is_new = heights.body > 0.0 && (rest - heights.rest).abs() > 0.5;
        heights.rest = rest;
        is_new
    });
    if is_new {
        ui.ctx().request_discard("the room in a dialog");
    }
}

/// The line that says why an answer cannot be taken. It is there from the beginning, so that nothing jumps when it is
/// needed.
pub(super) fn refusal_ui(ui: &mut Ui, refusal: Option<&str>) {
    let palette = Palette::of(ui.visuals());
    ui.colored_label(palette.error, refusal.unwrap_or(" "));
}

/// A row of buttons at the right, from left to right as Tab goes: first the one that Enter presses, last the one that
/// closes the dialog.
pub(super) fn buttons_ui<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_space(14.0);
    let id = ui.layer_id().id.with("buttons");
    let known = ui.data(|data| data.get_temp::<f32>(id));
    let row = ui.horizontal(|ui| {
        ui.add_space(known.map_or(0.0, |known| (ui.available_width() - known).max(0.0)));
        let left = ui.cursor().left();
        let answer = content(ui);
        (answer, ui.min_rect().right() - left)
    });
    let (answer, width) = row.inner;
    if known.is_none_or(|known| (known - width).abs() > 0.5) {
        ui.data_mut(|data| data.insert_temp(id, width));
        ui.ctx().request_discard("the width of a dialog's buttons");
    }
    answer
}

/// The button that Enter presses, set off from the others.
pub(super) fn default_button(ui: &mut Ui, text: impl Into<String>) -> Response {
    default_button_if(ui, true, text)
}

/// The same where it may be that it cannot be pressed yet.
pub(super) fn default_button_if(ui: &mut Ui, is_enabled: bool, text: impl Into<String>) -> Response {
    let palette = Palette::of(ui.visuals());
    let text = text.into();
    if !is_enabled {
        return ui.add_enabled(false, Button::new(text));
    }
    let button = ui.add(Button::new(RichText::new(text).color(palette.paper)).fill(palette.accent));
    if button.has_focus() {
        let ring = Stroke::new(1.5, palette.accent);
        ui.painter().rect_stroke(button.rect.expand(2.0), 4.0, ring, StrokeKind::Outside);
    }
    button
}

/// The button of a dialog that can only be read. Returns whether it was closed, by that or by Enter.
pub(super) fn close_ui(ui: &mut Ui) -> bool {
    buttons_ui(ui, |ui| is_confirmed::<()>(&default_button(ui, "关闭"), None))
}

/// Whether the dialog is confirmed: by its default `button`, or by Enter where that pressed nothing else: neither what gave
/// `answer`, nor what has the focus and is no field.
pub(super) fn is_confirmed<T>(button: &Response, answer: Option<&T>) -> bool {
    let ctx = &button.ctx;
    let is_entered = || ctx.input(|input| input.key_pressed(Key::Enter));
    let is_free = || ctx.memory(|memory| memory.focused()).is_none() || ctx.text_edit_focused();
    button.clicked() || answer.is_none() && button.enabled() && is_entered() && is_free()
}

/// A list of sentences that may be long.
pub(super) fn texts_ui(ui: &mut Ui, texts: &[String]) {
    let height = ui.text_style_height(&egui::TextStyle::Body);
    Frame::group(ui.style()).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let area = ScrollArea::vertical().max_height(150.0).auto_shrink([false, true]);
        area.show_rows(ui, height, texts.len(), |ui, rows| {
            for text in texts.get(rows).unwrap_or_default() {
                ui.add(egui::Label::new(text).truncate()).on_hover_text(text);
            }
        });
    });
}
