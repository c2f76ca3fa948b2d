//! The list of sign-offs, with what changed since.

use egui::{Align, RichText, ScrollArea, Ui};

use super::{ReviewPanel, ReviewRequest, Stop, entry_ui};
use crate::app::protection::button_ui;
use crate::app::theme::{self, Palette, link, link_ui};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{SignOff, SignOffScope, TableNumber};
use disclosure_engine::review::compare::{Comparison, cell_line, counts, row_line};

/// Changes beyond this many are counted only.
const MOST_CHANGES: usize = 12;

/// What was signed, in words.
pub fn scope_label(workspace: &Workspace, scope: SignOffScope) -> String {
    match scope {
        SignOffScope::Whole => "全文".to_owned(),
        SignOffScope::Table(number) => {
            let name = workspace.form().table(number).map_or("", |table| table.outline.as_str());
            format!("表{number} {name}")
        }
    }
}

impl ReviewPanel {
    pub(super) fn sign_offs_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        table: Option<TableNumber>,
    ) -> Option<ReviewRequest> {
        let palette = Palette::of(ui.visuals());
        let mut request = None;
        let protection = workspace.review_protection();
        ui.horizontal_wrapped(|ui| {
            if let Some(table) = table
                && button_ui(ui, egui::Button::new(format!("签审表{table}…")), protection).clicked()
            {
                request = Some(ReviewRequest::Sign(SignOffScope::Table(table)));
            }
            if button_ui(ui, egui::Button::new("签审全文…"), protection).clicked() {
                request = Some(ReviewRequest::Sign(SignOffScope::Whole));
            }
        });
        ui.separator();
        let Some(derived) = self.derived.take() else { return request };
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let sign_offs = &workspace.disclosure().sign_offs;
            if sign_offs.is_empty() {
                ui.label(
                    RichText::new("还没有签审。签审时记下当时公布的内容，之后改动了什么，这里逐一列出。")
                        .color(palette.weak_text),
                );
            }
            for (place, (sign_off, since)) in sign_offs.iter().zip(&derived.since).enumerate() {
                let stop = Stop::SignOff(place);
                let is_chosen = self.chosen == Some(stop);
                let label = scope_label(workspace, sign_off.scope);
                let state = if since.is_empty() { "有效" } else { "已失效" };
                let name = format!("签审 {label} {state}");
                let (response, asked) = entry_ui(ui, ("sign-off", place), is_chosen, &name, |ui| {
                    sign_off_ui(ui, workspace, place, sign_off, since)
                });
                if is_chosen && self.follows {
                    response.scroll_to_me(Some(Align::Center));
                }
                request = asked.or(request.take());
            }
        });
        self.follows = false;
        self.derived = Some(derived);
        request
    }
}

fn sign_off_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    place: usize,
    sign_off: &SignOff,
    since: &Comparison,
) -> Option<ReviewRequest> {
    let palette = Palette::of(ui.visuals());
    let label = scope_label(workspace, sign_off.scope);
    let (state, color) = match since.is_empty() {
        true => ("✓ 有效", palette.accent),
        false => ("✗ 签审后有改动，已失效", palette.warning),
    };
    let mut request = None;
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(label).text_style(theme::bold_text()));
        ui.label(RichText::new(state).color(color));
    });
    let signature = &sign_off.signature;
    ui.label(RichText::new(format!("{}　{}", signature.author, signature.written)).color(palette.weak_text));
    if !since.is_empty() {
        request = changes_ui(ui, workspace, since);
    }
    ui.horizontal_wrapped(|ui| {
        let mut link_ui = |text: &str| {
            let link = link(ui, text);
            button_ui(ui, link, workspace.review_protection())
        };
        if !since.is_empty() && link_ui("重新签审…").clicked() {
            request = Some(ReviewRequest::Sign(sign_off.scope));
        }
        if link_ui("撤回").clicked() {
            request = Some(ReviewRequest::Withdraw(place));
        }
    });
    request
}

/// What changed, each with a way to it; what follows from other changes is counted only.
fn changes_ui(ui: &mut Ui, workspace: &Workspace, since: &Comparison) -> Option<ReviewRequest> {
    let palette = Palette::of(ui.visuals());
    let mut request = None;
    let mut lines: Vec<(String, Option<ReviewRequest>)> = Vec::new();
    let has_causes = since.rows.iter().any(|row| row.is_changed() || row.cells.iter().any(|cell| !cell.follows));
    for row in &since.rows {
        lines.extend(row_line(row).map(|line| (format!("表{} {line}", row.table), None)));
        let label = row.row().map_or("", |row| row.label.as_str());
        for cell in row.cells.iter().filter(|cell| !cell.follows || !has_causes) {
            let line = format!("表{} {label}{}", row.table, cell_line(workspace.form(), row.table, row.row(), cell));
            lines.push((line, row.new_cell(cell).map(ReviewRequest::Cell)));
        }
    }
    for text in since.texts.iter().filter(|text| !text.follows) {
        lines.push((format!("{} 改了", text.label), Some(ReviewRequest::Text(text.place.clone()))));
    }
    for (line, target) in lines.iter().take(MOST_CHANGES) {
        match target {
            Some(target) => {
                if link_ui(ui, line).clicked() {
                    request = Some(target.clone());
                }
            }
            None => {
                ui.label(line);
            }
        }
    }
    ui.label(RichText::new(counts(since)).color(palette.weak_text));
    request
}
