//! The list of differences from another file.

use egui::{Align, RichText, ScrollArea, Ui};

use super::{Compared, Comparing, MOST_DRAWN, ReviewPanel, ReviewRequest, Stop, entry_ui, group_ui};
use crate::app::protection::{Protection, button_ui};
use crate::app::theme::{self, Palette, link_ui};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::TableNumber;
use disclosure_engine::review::Taken;
use disclosure_engine::review::compare::{
    CellDifference, RowDifference, TextDifference, cell_line, counts, row_line, unit_of,
};

impl ReviewPanel {
    pub(super) fn changes_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        comparing: &Comparing,
        table: Option<TableNumber>,
    ) -> Option<ReviewRequest> {
        let palette = Palette::of(ui.visuals());
        if let Some(path) = comparing.loading() {
            let mut request = None;
            ui.horizontal_wrapped(|ui| {
                ui.spinner();
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let page = comparing
                    .page()
                    .map_or_else(String::new, |(page, pages)| format!("（第 {page} 页，共 {pages} 页）"));
                ui.label(format!("正在读 {name}{page}"));
                if ui.button("取消").clicked() {
                    request = Some(ReviewRequest::CancelComparing);
                }
            });
            return request;
        }
        let Some(compared) = comparing.compared() else {
            if comparing.is_on() {
                ui.label("正在比较…");
                return None;
            }
            ui.label("与另一个文件比较：较早的稿子、上年的文件，或者别人发来的表格、Word、PDF。");
            ui.add_space(4.0);
            return ui.button("选择对照文件…").clicked().then_some(ReviewRequest::Compare);
        };
        let mut request = self.head_ui(ui, compared, workspace.protection());
        ui.separator();
        let is_now = compared.revision == workspace.revision();
        ui.add_enabled_ui(is_now, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                if compared.comparison.is_empty() {
                    ui.label(RichText::new("✓ 两份内容相同").color(palette.accent));
                }
                request = self.differences_ui(ui, workspace, compared, table).or(request.take());
            });
        });
        request
    }

    fn head_ui(&mut self, ui: &mut Ui, compared: &Compared, protection: Option<Protection>) -> Option<ReviewRequest> {
        let palette = Palette::of(ui.visuals());
        let mut request = None;
        ui.label(RichText::new(format!("对照文件：{}", compared.other.name)).text_style(theme::bold_text()));
        ui.label(RichText::new(counts(&compared.comparison)).color(palette.weak_text));
        if compared.other.left_out > 0 {
            let text = format!("对照文件里有 {} 处的数没有放进表里或者读不出来，没有比较", compared.other.left_out);
            ui.label(RichText::new(text).color(palette.warning));
        }
        ui.horizontal_wrapped(|ui| {
            let all = compared.comparison.takeable();
            let button = egui::Button::new(format!("全部采用（{}）", all.len()));
            let hover = "把本文件改成与对照文件一样，一步可以撤销";
            let button = ui.add_enabled_ui(!all.is_empty(), |ui| button_ui(ui, button, protection)).inner;
            if button.on_hover_text(hover).clicked() {
                request = Some(ReviewRequest::TakeOver(all));
            }
            if link_ui(ui, "换一个文件…").clicked() {
                request = Some(ReviewRequest::Compare);
            }
            if link_ui(ui, "结束比较").clicked() {
                request = Some(ReviewRequest::StopComparing);
            }
        });
        ui.scope(|ui| {
            theme::outline_choices(ui);
            ui.horizontal_wrapped(|ui| {
                ui.checkbox(&mut self.only_this_table, "只看本表");
                ui.checkbox(&mut self.shows_following, "列出随之变动的数和句子");
            });
        });
        request
    }

    fn differences_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        compared: &Compared,
        table: Option<TableNumber>,
    ) -> Option<ReviewRequest> {
        let comparison = &compared.comparison;
        let mut list = List { panel: self, workspace, drawn: 0, request: None };
        let mut group = None;
        for (place, row) in comparison.rows.iter().enumerate() {
            if list.panel.only_this_table && Some(row.table) != table {
                continue;
            }
            let shown = row.cells.iter().enumerate().filter(|(_, cell)| list.panel.shows_following || !cell.follows);
            let shown: Vec<(usize, &CellDifference)> = shown.collect();
            if shown.is_empty() && !row.is_changed() {
                continue;
            }
            if group != Some(row.table) {
                group = Some(row.table);
                let name = workspace.form().table(row.table).map_or("", |table| table.outline.as_str());
                group_ui(ui, &format!("表{} {name}", row.table));
            }
            list.row_ui(ui, place, row, &shown);
        }
        let texts = comparison.texts.iter().enumerate();
        let texts: Vec<_> = texts.filter(|(_, text)| list.panel.shows_following || !text.follows).collect();
        if !texts.is_empty() && !list.panel.only_this_table {
            group_ui(ui, "文字");
            for (place, text) in texts {
                list.text_ui(ui, place, text);
            }
        }
        if !comparison.prior.is_empty() && !list.panel.only_this_table {
            group_ui(ui, "上年预算数");
            for (place, row) in comparison.prior.iter().enumerate() {
                list.prior_ui(ui, place, row);
            }
        }
        if list.drawn > MOST_DRAWN {
            ui.label(format!("还有 {} 条没有列出；可以只看本表", list.drawn - MOST_DRAWN));
        }
        let request = list.request;
        self.follows = false;
        request
    }
}

/// The entries that were drawn, and what was asked in them.
struct List<'a> {
    panel: &'a mut ReviewPanel,
    workspace: &'a Workspace,
    drawn: usize,
    request: Option<ReviewRequest>,
}

impl List<'_> {
    /// A row that came, went or was renamed, and its figures that differ.
    fn row_ui(&mut self, ui: &mut Ui, place: usize, row: &RowDifference, cells: &[(usize, &CellDifference)]) {
        let label = row.row().map_or("", |row| row.label.as_str());
        if let Some(line) = row_line(row) {
            let target = row.new.as_ref().and_then(|_| row.cells.first()).and_then(|cell| row.new_cell(cell));
            let target = target.map(ReviewRequest::Cell);
            let taken = Some(Taken::Row(place));
            self.entry(ui, Stop::Row(place), &line, &figures_text(self.workspace, row), target, taken);
        }
        // The figures of a row that came or went come and go with it.
        if row.old.is_none() || row.new.is_none() {
            return;
        }
        for &(number, cell) in cells {
            let line = cell_line(self.workspace.form(), row.table, row.row(), cell);
            let (column, figures) = line.split_once('：').unwrap_or(("", &line));
            let title = format!("{label}{column}");
            let figures = if cell.follows { format!("{figures} 随之变动") } else { figures.to_owned() };
            let target = row.new_cell(cell).map(ReviewRequest::Cell);
            let taken = (!cell.follows).then_some(Taken::Cell(place, number));
            self.entry(ui, Stop::Cell(place, number), &title, &figures, target, taken);
        }
    }

    fn text_ui(&mut self, ui: &mut Ui, place: usize, text: &TextDifference) {
        let words = |text: &Option<String>| text.clone().unwrap_or_else(|| "（没有）".to_owned());
        let told = format!("对照文件：{}\n本文件：{}", words(&text.old), words(&text.new));
        let target = Some(ReviewRequest::Text(text.place.clone()));
        let title = if text.follows { format!("{}（随数字变动）", text.label) } else { text.label.clone() };
        let taken = (!text.follows).then_some(Taken::Text(place));
        self.entry(ui, Stop::Text(place), &title, &told, target, taken);
    }

    fn prior_ui(&mut self, ui: &mut Ui, place: usize, row: &RowDifference) {
        let label = row.row().map_or("", |row| row.label.as_str());
        for (number, cell) in row.cells.iter().enumerate() {
            let line =
                format!("表{} {label}{}", row.table, cell_line(self.workspace.form(), row.table, row.row(), cell));
            let (title, figures) = line.split_once('：').unwrap_or((&line, ""));
            self.drawn += 1;
            if self.drawn > MOST_DRAWN {
                continue;
            }
            let name = format!("上年 {line}");
            let (taken, protection) = (Taken::Prior(place, number), self.workspace.protection());
            let (_, asked) = entry_ui(ui, ("prior", place, number), false, &name, |ui| {
                lines_ui(ui, title, figures, Some(taken), protection)
            });
            self.request = asked.or(self.request.take());
        }
    }

    fn entry(
        &mut self,
        ui: &mut Ui,
        stop: Stop,
        title: &str,
        told: &str,
        target: Option<ReviewRequest>,
        taken: Option<Taken>,
    ) {
        self.drawn += 1;
        let is_chosen = self.panel.chosen == Some(stop);
        if self.drawn > MOST_DRAWN && !is_chosen {
            return;
        }
        let name = format!("{title}：{told}");
        let protection = self.workspace.protection();
        let (response, asked) = entry_ui(ui, stop, is_chosen, &name, |ui| lines_ui(ui, title, told, taken, protection));
        if is_chosen && self.panel.follows {
            response.scroll_to_me(Some(Align::Center));
        }
        if response.clicked() && asked.is_none() {
            self.panel.chosen = Some(stop);
            self.request = target.or(self.request.take());
        }
        self.request = asked.or(self.request.take());
    }
}

fn lines_ui(
    ui: &mut Ui,
    title: &str,
    told: &str,
    taken: Option<Taken>,
    protection: Option<Protection>,
) -> Option<ReviewRequest> {
    ui.label(RichText::new(title).text_style(theme::bold_text()));
    if !told.is_empty() {
        ui.label(told);
    }
    let taken = taken?;
    let button = button_ui(ui, egui::Button::new("采用对照文件").small(), protection);
    let button = button.on_hover_text("本文件的这一处改成与对照文件一样，可以撤销");
    button.clicked().then(|| ReviewRequest::TakeOver(vec![taken]))
}

/// The figures of a row that came or went.
fn figures_text(workspace: &Workspace, row: &RowDifference) -> String {
    let unit = |cell| unit_of(workspace.form(), row.table, row.row(), cell);
    let figures = row.cells.iter().filter(|_| row.old.is_none() || row.new.is_none());
    let texts =
        figures.filter_map(|cell| Some(format!("（{}）{}", cell.column, unit(cell).text(cell.new.or(cell.old)?))));
    texts.collect::<Vec<_>>().join("　")
}
