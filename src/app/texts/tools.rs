//! What can be done with a paragraph: at its right, while the pointer or the keyboard is there, and under the right button.

use egui::{Align, Frame, Layout, Margin, Rect, Response, RichText, Ui, UiBuilder};

use super::order::ProjectOrder;
use super::rewriting::Rewritings;
use super::{Spot, TextsRequest};
use crate::app::protection::button_ui;
use crate::app::theme::{Palette, link, link_ui};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{CommentPlace, Part, TextKey};
use disclosure_engine::edit::rewording;
use disclosure_engine::narrative::Paragraph;

/// Room for it, at the right of the words.
pub(super) const ROOM: f32 = 112.0;

const COMMENT: &str = "批注";
const REWORD: &str = "改写";
const GO_ON: &str = "接着改写";
const GIVE_BACK: &str = "按句式生成";
const COPY: &str = "复制这一段的文字";

/// The tools of a paragraph that is at hand; they are drawn above everything that the page holds.
pub(super) struct Tools<'p> {
    pub spot: Spot,
    /// At the right of the words.
    pub rect: Rect,
    /// `None` for one of a part that was written as a whole.
    pub paragraph: Option<&'p Paragraph>,
    pub comment: CommentPlace,
    /// The ways to move its project, where it is the first about it.
    pub moves: Vec<(&'static str, TextsRequest)>,
}

impl Tools<'_> {
    /// Draws them. Returns what was asked, and where they stand.
    pub fn ui(
        self,
        ui: &mut Ui,
        workspace: &Workspace,
        rewritings: &mut Rewritings,
    ) -> (Option<TextsRequest>, Spot, Rect) {
        let palette = Palette::of(ui.visuals());
        let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
        let mut child = ui.new_child(UiBuilder::new().max_rect(self.rect).layout(layout).id_salt(&self.comment));
        let mut request = None;
        let frame = Frame::new().fill(palette.paper).inner_margin(Margin { left: 6, ..Margin::ZERO });
        let shown = frame.show(&mut child, |ui| {
            ui.horizontal_wrapped(|ui| {
                if let Some(paragraph) = self.paragraph {
                    request = paragraph_ui(ui, workspace, paragraph, rewritings);
                }
                if link_ui(ui, &comment_name(workspace, &self.comment)).clicked() {
                    request = Some(TextsRequest::Comment(self.comment));
                }
                for (name, moved) in self.moves {
                    let button = button_ui(ui, link(ui, name), workspace.protection());
                    if button.on_hover_text("只改这一节里讲到这个项目的先后，表里的次序不动").clicked()
                    {
                        request = Some(moved);
                    }
                }
            });
        });
        (request, self.spot, shown.response.rect)
    }
}

fn paragraph_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    paragraph: &Paragraph,
    rewritings: &mut Rewritings,
) -> Option<TextsRequest> {
    let name = if rewritings.has_aside(&paragraph.key) { GO_ON } else { REWORD };
    let button = button_ui(ui, link(ui, name), workspace.protection());
    if button.on_hover_text("换一种说法，数字仍随各表变动（F2）").clicked() {
        rewritings.begin(&paragraph.key, rewording(workspace.evaluated(), &paragraph.key));
    }
    paragraph.rewritten.as_ref()?;
    let button = button_ui(ui, link(ui, GIVE_BACK), workspace.protection());
    button.clicked().then(|| TextsRequest::GiveBack(paragraph.key.clone()))
}

/// Where the tools of a paragraph stand whose words are at `words`.
pub(super) fn rect_beside(ui: &Ui, words: Rect) -> Rect {
    let corner = egui::pos2(words.right(), words.top());
    Rect::from_min_max(corner, egui::pos2(corner.x + ROOM, ui.max_rect().bottom().max(corner.y)))
}

/// Draws what is to be known of a paragraph while nobody is there: that it was reworded, is left half reworded, has comments.
pub(super) fn marks_ui(
    ui: &mut Ui,
    rect: Rect,
    workspace: &Workspace,
    (paragraph, comment): (Option<&Paragraph>, &CommentPlace),
    rewritings: &Rewritings,
) {
    let palette = Palette::of(ui.visuals());
    let mut marks = Vec::new();
    if paragraph.is_some_and(|paragraph| rewritings.has_aside(&paragraph.key)) {
        marks.push(("改写未完".to_owned(), palette.warning));
    }
    if paragraph.is_some_and(|paragraph| paragraph.rewritten.is_some()) {
        marks.push(("已改写".to_owned(), palette.warning));
    }
    if open_comments(workspace, comment) > 0 {
        marks.push((comment_name(workspace, comment), palette.accent));
    }
    if marks.is_empty() {
        return;
    }
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout).id_salt((comment, "marks")));
    child.add_space(6.0);
    for (text, color) in marks {
        child.label(RichText::new(text).color(color));
    }
}

/// The same as a menu under the right button; `text` is what the paragraph says.
pub(super) fn menu_ui(
    response: &Response,
    workspace: &Workspace,
    (paragraph, comment): (Option<&Paragraph>, &CommentPlace),
    text: impl FnOnce() -> String,
    rewritings: &mut Rewritings,
) -> Option<TextsRequest> {
    let mut request = None;
    response.context_menu(|ui| {
        if let Some(key) = paragraph.map(|paragraph| &paragraph.key) {
            let name = if rewritings.has_aside(key) { GO_ON } else { REWORD };
            if button_ui(ui, egui::Button::new(name).shortcut_text("F2"), workspace.protection()).clicked() {
                rewritings.begin(key, rewording(workspace.evaluated(), key));
            }
        }
        if ui.add(egui::Button::new(COMMENT).shortcut_text("Shift+F2")).clicked() {
            request = Some(TextsRequest::Comment(comment.clone()));
        }
        if ui.button(COPY).clicked() {
            ui.ctx().copy_text(text());
        }
    });
    request
}

/// The ways to move the project that is told from the paragraph `key` on.
pub(super) fn moves(order: &ProjectOrder<'_>, part: Part, key: &TextKey) -> Vec<(&'static str, TextsRequest)> {
    let moves = order.moves(key).into_iter();
    moves.map(|(name, places)| (name, TextsRequest::Order(part, order.swapped(places)))).collect()
}

fn comment_name(workspace: &Workspace, place: &CommentPlace) -> String {
    match open_comments(workspace, place) {
        0 => COMMENT.to_owned(),
        count => format!("{COMMENT} {count}"),
    }
}

/// How many comments there are open.
fn open_comments(workspace: &Workspace, place: &CommentPlace) -> usize {
    workspace.disclosure().comments.iter().filter(|comment| comment.is_open() && comment.place == *place).count()
}
