//! Parts that were written as a whole, as an import does: they are shown as they are.

use egui::{Button, Label, RichText, Ui};

use super::{Spot, Texts, TextsRequest, paragraph, section_ui};
use crate::app::protection::button_ui;
use crate::app::theme::{self, Palette};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{CommentPlace, Part};

impl Texts {
    /// Draws `part`, if it was written as a whole.
    pub(super) fn whole_part_ui(&mut self, ui: &mut Ui, workspace: &Workspace, part: Part) -> Option<TextsRequest> {
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
            let asked = self.spot_ui(ui, &Spot::Whole(part, place), |_, ui| paragraph_ui(ui, part, place, text));
            request = asked.or(request);
        }
        request
    }
}

fn paragraph_ui(ui: &mut Ui, part: Part, place: usize, text: &str) -> Option<TextsRequest> {
    let row = ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(ui.available_width() - paragraph::ROOM_FOR_LINKS);
            ui.add(Label::new(text).wrap().selectable(true));
        });
        ui.push_id((part, place), |ui| theme::link_ui(ui, "批注").clicked()).inner
    });
    ui.add_space(4.0);
    row.inner.then(|| TextsRequest::Comment(CommentPlace::Paragraph(part, text.to_owned())))
}
