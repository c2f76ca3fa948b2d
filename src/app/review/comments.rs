//! The list of comments.

use egui::{Align, RichText, ScrollArea, Ui};

use super::{ReviewPanel, ReviewRequest, Stop, entry_ui};
use crate::app::protection::button_ui;
use crate::app::theme::{self, Palette, link};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{Comment, TableNumber};

impl ReviewPanel {
    pub(super) fn comments_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        table: Option<TableNumber>,
    ) -> Option<ReviewRequest> {
        let palette = Palette::of(ui.visuals());
        let comments = &workspace.disclosure().comments;
        let settled = comments.iter().filter(|comment| !comment.is_open()).count();
        let mut request = None;
        ui.horizontal_wrapped(|ui| {
            let button = button_ui(ui, egui::Button::new("写批注…"), workspace.review_protection());
            if button.on_hover_text("Shift+F2").clicked() {
                request = Some(ReviewRequest::Comment);
            }
            ui.scope(|ui| {
                theme::outline_choices(ui);
                ui.checkbox(&mut self.only_this_table, "只看本表");
                if settled > 0 {
                    ui.checkbox(&mut self.shows_settled, format!("已解决 {settled}"));
                }
            });
        });
        ui.separator();
        let Some(derived) = self.derived.take() else { return request };
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let is_listed = |comment: &Comment| {
                (comment.is_open() || self.shows_settled)
                    && (!self.only_this_table || comment.place.table().is_some() && comment.place.table() == table)
            };
            let listed: Vec<usize> = (0..comments.len()).filter(|&place| is_listed(&comments[place])).collect();
            if listed.is_empty() {
                ui.label(RichText::new("没有未解决的批注").color(palette.weak_text));
            }
            for place in listed {
                let found = derived.places.get(place).and_then(Option::as_ref).map(|(_, label)| label.as_str());
                request = self.comment_ui(ui, workspace, place, &comments[place], found).or(request.take());
            }
        });
        self.follows = false;
        self.derived = Some(derived);
        request
    }

    /// A comment, which stands where `found` says.
    fn comment_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        place: usize,
        comment: &Comment,
        found: Option<&str>,
    ) -> Option<ReviewRequest> {
        let stop = Stop::Comment(place);
        let is_chosen = self.chosen == Some(stop);
        let name = format!("批注 {}：{}", found.unwrap_or(&comment.about), comment.text);
        let (response, asked) =
            entry_ui(ui, ("comment", comment.id.0), is_chosen, &name, |ui| thread_ui(ui, workspace, comment, found));
        if is_chosen && self.follows {
            response.scroll_to_me(Some(Align::Center));
        }
        if response.clicked() && asked.is_none() {
            self.chosen = Some(stop);
            return Some(ReviewRequest::GoToComment(place));
        }
        asked
    }
}

fn thread_ui(ui: &mut Ui, workspace: &Workspace, comment: &Comment, found: Option<&str>) -> Option<ReviewRequest> {
    let palette = Palette::of(ui.visuals());
    let weak = |text: String| RichText::new(text).color(palette.weak_text);
    match found {
        Some(label) => {
            ui.label(RichText::new(label).text_style(theme::bold_text()));
        }
        None => {
            let text = format!("{}（已经不在了）", comment.about);
            ui.label(RichText::new(text).text_style(theme::bold_text()).color(palette.warning))
                .on_hover_text("批注写的时候有这一处；后来这一行或这一段删去了");
        }
    }
    ui.label(weak(format!("{}　{}", comment.author, comment.written)));
    ui.label(&comment.text);
    for reply in &comment.replies {
        ui.label(weak(format!("　答复　{}　{}", reply.author, reply.written)));
        ui.label(format!("　{}", reply.text));
    }
    if let Some(settled) = &comment.resolved {
        ui.label(weak(format!("✓ 已解决　{}　{}", settled.author, settled.written)));
    }
    let mut request = None;
    ui.horizontal_wrapped(|ui| {
        let protection = workspace.review_protection();
        let mut link_ui = |text: &str| {
            let link = link(ui, text);
            button_ui(ui, link, protection)
        };
        if link_ui("答复…").clicked() {
            request = Some(ReviewRequest::Reply(comment.id));
        }
        let (text, settles) = if comment.is_open() { ("标为已解决", true) } else { ("重新打开", false) };
        if link_ui(text).clicked() {
            request = Some(ReviewRequest::Settle(comment.id, settles));
        }
    });
    request
}
