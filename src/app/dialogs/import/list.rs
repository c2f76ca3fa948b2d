//! The lines of an import's report, walked with the arrow keys.

use egui::{Align, Key, Label, Modifiers, RichText, Sense, Ui};
use egui_extras::{Column, TableBuilder};

use crate::app::theme::{self, Palette};
use disclosure_engine::import::{ReportGroup, ReportLine};

/// Height of a row, and how many the keys for pages go.
const ROW: f32 = 26.0;
const PAGE: usize = 12;

#[derive(Debug, Clone)]
pub(super) struct ReportList {
    lines: Vec<ReportLine>,
    /// Headings and lines, as they stand below each other.
    rows: Vec<Row>,
    /// Which row is chosen; always a line where there is one.
    chosen: usize,
    /// The list goes to the chosen row in the next frame.
    follows: bool,
}

#[derive(Debug, Clone, Copy)]
enum Row {
    Heading(ReportGroup, usize),
    Line(usize),
}

impl ReportList {
    pub fn new(lines: Vec<ReportLine>) -> Self {
        let mut rows = Vec::with_capacity(lines.len());
        let mut group = None;
        for (place, line) in lines.iter().enumerate() {
            if group != Some(line.group) {
                group = Some(line.group);
                rows.push(Row::Heading(line.group, lines.iter().filter(|other| other.group == line.group).count()));
            }
            rows.push(Row::Line(place));
        }
        Self { lines, rows, chosen: 1, follows: false }
    }

    /// Draws the list, and under it the chosen line in full.
    pub fn ui(&mut self, ui: &mut Ui, height: f32, palette: &Palette) {
        self.take_keys(ui);
        ui.push_id("report", |ui| self.table_ui(ui, height, palette));
        ui.add_space(4.0);
        // The room for it is kept, so that nothing jumps while the list is walked.
        ui.allocate_ui(egui::vec2(ui.available_width(), 3.2 * ROW), |ui| {
            ui.set_min_height(3.2 * ROW);
            if let Some(Row::Line(place)) = self.rows.get(self.chosen) {
                line_ui(ui, &self.lines[*place], palette);
            }
        });
    }

    fn take_keys(&mut self, ui: &Ui) {
        if ui.ctx().text_edit_focused() {
            return;
        }
        let (page, all) = (PAGE.cast_signed(), self.rows.len().cast_signed());
        for (key, by) in [
            (Key::ArrowDown, 1),
            (Key::ArrowUp, -1),
            (Key::PageDown, page),
            (Key::PageUp, -page),
            (Key::Home, -all),
            (Key::End, all),
        ] {
            for _ in 0..ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) {
                self.step(by);
            }
        }
    }

    /// Goes so many rows on, over headings.
    fn step(&mut self, by: isize) {
        let last = self.rows.len().saturating_sub(1);
        let mut next = self.chosen.saturating_add_signed(by).clamp(usize::from(last > 0), last);
        if matches!(self.rows.get(next), Some(Row::Heading(..))) {
            next = if by < 0 { next - 1 } else { next + 1 };
        }
        self.chosen = next.min(last);
        self.follows = true;
    }

    fn table_ui(&mut self, ui: &mut Ui, height: f32, palette: &Palette) {
        // A row under the pointer is hinted at; the chosen one is marked.
        ui.visuals_mut().widgets.hovered.bg_fill = palette.head_fill;
        let column = |width| Column::initial(width).resizable(true).clip(true);
        let width = ui.available_width();
        let mut table = TableBuilder::new(ui)
            .striped(true)
            .sense(Sense::click())
            .auto_shrink([false, false])
            .min_scrolled_height(height)
            .max_scroll_height(height)
            .column(column(52.0))
            .column(column(width * 0.24))
            .column(column(width * 0.38))
            .column(Column::remainder().clip(true));
        if std::mem::take(&mut self.follows) {
            table = table.scroll_to_row(self.chosen, Some(Align::Center));
        }
        let mut clicked = None;
        let heads = ["表", "在文件里的位置", "内容", "说明"];
        let table = table.header(ROW, |mut row| {
            for head in heads {
                row.col(|ui| {
                    ui.label(RichText::new(head).text_style(theme::bold_text()));
                });
            }
        });
        table.body(|body| {
            body.rows(ROW, self.rows.len(), |mut row| {
                let index = row.index();
                row.set_selected(index == self.chosen);
                match self.rows[index] {
                    Row::Heading(group, count) => heading_ui(&mut row, group, count, palette),
                    Row::Line(place) => {
                        let line = &self.lines[place];
                        let table = line.table.map(|number| format!("表{number}")).unwrap_or_default();
                        for text in [&table, &line.place, &line.text, &line.remark] {
                            row.col(|ui| {
                                ui.add(Label::new(text.as_str()).truncate().selectable(false));
                            });
                        }
                        if row.response().clicked() {
                            clicked = Some(index);
                        }
                    }
                }
            });
        });
        self.chosen = clicked.unwrap_or(self.chosen);
    }
}

fn heading_ui(row: &mut egui_extras::TableRow<'_, '_>, group: ReportGroup, count: usize, palette: &Palette) {
    let color = match group {
        ReportGroup::Faults | ReportGroup::Unread | ReportGroup::Unplaced => palette.error,
        ReportGroup::NotUnderstood | ReportGroup::Missing => palette.warning,
        ReportGroup::Assumed | ReportGroup::Found | ReportGroup::Texts => palette.text,
    };
    row.col(|_| {});
    row.col(|ui| {
        let text = RichText::new(format!("{}（{count}）", group.name())).color(color).text_style(theme::bold_text());
        ui.add(Label::new(text).selectable(false).extend());
    });
    row.col(|_| {});
    row.col(|_| {});
}

/// A line in full.
fn line_ui(ui: &mut Ui, line: &ReportLine, palette: &Palette) {
    let table = line.table.map(|number| format!("表{number}")).unwrap_or_default();
    let at: Vec<&str> = [table.as_str(), &line.place].into_iter().filter(|text| !text.is_empty()).collect();
    if !at.is_empty() {
        ui.colored_label(palette.weak_text, at.join(" · "));
    }
    let texts: Vec<&str> = [line.text.as_str(), &line.remark].into_iter().filter(|text| !text.is_empty()).collect();
    ui.add(Label::new(texts.join("——")).wrap());
}
