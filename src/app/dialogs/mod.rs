//! Questions and small forms over the window.

mod accept;
mod add_row;
mod catalogs;
mod codes;
mod comment;
mod conflict;
mod draft;
mod export;
mod forms;
mod generate;
mod heading;
mod help;
mod import;
mod last_year;
mod merge;
mod message;
mod paste;
mod performance;
mod recovery;
mod roll;
mod rules;
mod sign;
mod take_over;
mod versions;

pub use accept::{AcceptAnswer, AcceptDialog};
pub use add_row::AddRowDialog;
pub use catalogs::{CatalogLine, CatalogsAnswer, CatalogsDialog};
pub use codes::CodesDialog;
pub use comment::{CommentAnswer, CommentDialog, CommentedPlace};
pub use conflict::{Conflict, ConflictAnswer, ConflictDialog};
pub use draft::{Draft, is_saving};
pub use export::{ExportDialog, ExportStage, Wanted};
pub use forms::{FormsAnswer, FormsDialog, Told};
pub use generate::GenerateDialog;
pub use heading::{HeadingAnswer, HeadingDialog};
pub use help::help_ui;
pub use import::{Answers, Contents, ImportChoice, ImportDialog, ImportPurpose};
pub use last_year::{LastYearDialog, LastYearUse};
pub use merge::{MergeDialog, MergeQuestion};
pub use message::{MessageDialog, Question, QuestionAnswer};
pub use paste::{PasteChoice, PasteDialog};
pub use performance::{PerformanceChoice, PerformanceDialog, subject_name};
pub use recovery::{RecoveryAnswer, RecoveryDialog, RecoveryEntry};
pub use roll::{RollAnswer, RollDialog};
pub use rules::RulesDialog;
pub use sign::SignDialog;
pub use take_over::TakeOverDialog;
pub use versions::{Version, VersionsDialog};

use egui::{Context, Frame, Id, Key, Modal, Modifiers, Response, ScrollArea, Sides, Ui};

use crate::app::theme::Palette;

/// What a dialog says when it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// This.
    Done(T),
    /// Never mind.
    Cancelled,
}

/// Shows `content` over the window. Escape cancels; a click beside it does nothing, so that what was typed, or offered
/// after a crash, is not gone by a slip of the hand.
fn modal<T>(
    ctx: &Context,
    name: &str,
    width: f32,
    content: impl FnOnce(&mut Ui) -> Option<Answer<T>>,
) -> Option<Answer<T>> {
    let frame = Frame::window(&ctx.global_style()).inner_margin(18.0);
    let response = Modal::new(Id::unique(("dialog", name))).frame(frame).show(ctx, |ui| {
        ui.set_width(width);
        content(ui)
    });
    let is_cancelled = response.is_top_modal
        && !response.any_popup_open
        && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    response.inner.or(is_cancelled.then_some(Answer::Cancelled))
}

/// The line that says why an answer cannot be taken. It is there from the beginning, so that nothing jumps when it is
/// needed.
fn refusal_ui(ui: &mut Ui, refusal: Option<&str>) {
    let palette = Palette::of(ui.visuals());
    ui.colored_label(palette.error, refusal.unwrap_or(" "));
}

/// Whether the dialog is confirmed: by its main `button`, or by Enter where that pressed no other button (`answer`).
fn is_confirmed<T>(button: &Response, answer: Option<&T>) -> bool {
    let is_entered = || button.ctx.input(|input| input.key_pressed(Key::Enter));
    button.clicked() || answer.is_none() && button.enabled() && is_entered()
}

/// A row of buttons at the right, the last one first.
fn buttons_ui<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_space(14.0);
    Sides::new().show(ui, |_| {}, content).1
}

/// A list of sentences that may be long.
fn texts_ui(ui: &mut Ui, texts: &[String]) {
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
