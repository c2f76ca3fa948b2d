//! Parts that were written as a whole, as an import does: they are shown as they are.

use egui::{Button, FontId, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use super::flow::{Flow, Run};
use super::sentences::section_ui;
use super::tools::{self, Tools};
use super::{Spot, Texts, TextsRequest, paragraph};
use crate::app::protection::button_ui;
use crate::app::theme::{self, Palette};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{CommentPlace, Part};
use disclosure_engine::spelling::visible_lines;

impl Texts {
    /// Draws `part`, if it was written as a whole. Tools that are at hand go to `tools`.
    pub(super) fn whole_part_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        part: Part,
        tools: &mut Vec<Tools<'_>>,
    ) -> Option<TextsRequest> {
        let paragraphs = workspace.disclosure().texts.get(&part)?;
        let palette = Palette::of(ui.visuals());
        let mut request = None;
        section_ui(ui, workspace, part);
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new("这一部分是整体写成的，照原文公布，并与各表核对。").color(palette.weak_text));
            let button = button_ui(ui, Button::new("改为按句式生成"), workspace.protection());
            if button.on_hover_text("先从原文读出原因、用途、人数等填好；会丢失的先列出来问；可以撤销").clicked()
            {
                request = Some(TextsRequest::GivePartBack(part));
            }
        });
        for (place, text) in paragraphs.iter().enumerate() {
            let spot = Spot::Whole(part, place);
            let comment = CommentPlace::Paragraph(part, text.clone());
            let response = self.spot_ui(ui, &spot, |_, ui| words_ui(ui, (part, place), text));
            request = tools::menu_ui(&response, workspace, (None, &comment), || text.clone(), &mut self.rewritings)
                .or(request.take());
            let rect = tools::rect_beside(ui, response.rect);
            if self.current.drawn(ui, &spot, response.rect) {
                tools.push(Tools { spot, rect, paragraph: None, comment, moves: Vec::new() });
            } else {
                tools::marks_ui(ui, rect, workspace, (None, &comment), &self.rewritings);
            }
        }
        request
    }
}

/// A paragraph as it was written.
fn words_ui(ui: &mut Ui, place: (Part, usize), text: &str) -> egui::Response {
    let font = FontId::proportional(theme::BODY_SIZE);
    let width = ui.available_width() - tools::ROOM;
    let mut flow = Flow::new(font.clone(), width, 2.0 * font.size);
    let color = ui.visuals().text_color();
    let words = flow.words(ui, vec![Run { text: visible_lines(text).into_owned(), color, piece: 0 }]);
    let (rect, _) = ui.allocate_exact_size(vec2(width, flow.height()), Sense::hover());
    ui.painter().galley(rect.min, words.galley, color);
    let response = ui.interact(rect, ui.scope_id().with(("whole", place)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.add_space(paragraph::BELOW);
    response
}
