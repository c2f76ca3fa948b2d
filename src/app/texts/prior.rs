//! Last year's budget figures, which the sentences compare with.

use std::collections::BTreeMap;

use egui::{Align, Button, Color32, Grid, RichText, Ui};

use super::field::{FieldKey, Look, Size};
use super::{Spot, Texts, TextsRequest, taken};
use crate::app::protection::button_ui;
use crate::app::theme::{Palette, link};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{Amount, CellKey, RowKey};
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::narrative::{LastYearFigure, last_year_figures, prior_cells};

/// Room for an amount of seven digits before the point.
const ROOM_FOR_AMOUNT: f32 = 130.0;

/// What the page shows of a revision.
pub(super) struct PriorPage {
    revision: u64,
    /// The figures, each with what it is called.
    figures: Vec<(CellKey, String)>,
    /// What last year's file says of them, while it is compared with.
    told: Option<BTreeMap<CellKey, LastYearFigure>>,
}

impl Texts {
    fn prior_page(&mut self, workspace: &Workspace) -> PriorPage {
        let revision = workspace.revision();
        let known = self.prior.take().filter(|page| page.revision == revision);
        known.unwrap_or_else(|| PriorPage { revision, figures: figures(workspace.evaluated()), told: told(workspace) })
    }

    pub(super) fn prior_ui(&mut self, ui: &mut Ui, workspace: &Workspace) -> Option<TextsRequest> {
        let palette = Palette::of(ui.visuals());
        let unit = &workspace.form().text_unit;
        let about = format!(
            "{} 年的预算数（{}）：情况说明里的增减和增长率由它算出。由上年文件新建的草稿，数字已经在这里；上年没有的填 0。",
            workspace.disclosure().year.saturating_sub(1),
            unit.name
        );
        ui.label(RichText::new(about).color(palette.weak_text));
        let button = button_ui(ui, Button::new("从上年文件取…"), workspace.protection());
        let why = "上年的 .budget、Word、Excel、PDF 都可以：只填空白的数，已有的不改，不同的列出来";
        let mut request = button.on_hover_text(why).clicked().then_some(TextsRequest::FromLastYear);
        ui.add_space(8.0);
        let page = self.prior_page(workspace);
        let told = page.told.as_ref();
        Grid::new("prior").num_columns(4).striped(true).spacing([20.0, 6.0]).show(ui, |ui| {
            ui.label("哪一个数");
            ui.label("上年预算数");
            ui.label("本年预算数");
            ui.label(if told.is_some() { "上年文件里" } else { "" });
            ui.end_row();
            for (key, label) in &page.figures {
                request = self.figure_ui(ui, workspace, key, label).or(request.take());
                let figure = told.and_then(|told| told.get(key));
                request = figure.and_then(|figure| told_ui(ui, workspace, figure)).or(request.take());
                ui.end_row();
            }
        });
        self.prior = Some(page);
        request
    }

    fn figure_ui(&mut self, ui: &mut Ui, workspace: &Workspace, key: &CellKey, label: &str) -> Option<TextsRequest> {
        let palette = Palette::of(ui.visuals());
        let (evaluated, unit) = (workspace.evaluated(), &workspace.form().text_unit);
        let is_chosen = self.chosen.as_ref() == Some(&Spot::Prior(key.clone()));
        let fill = if is_chosen { palette.selection_fill } else { Color32::TRANSPARENT };
        let shown = ui.label(RichText::new(label).background_color(fill));
        if is_chosen && std::mem::take(&mut self.follows) {
            shown.scroll_to_me(Some(Align::Center));
        }
        let text = evaluated.disclosure.prior.get(key).map(|last| unit.text_of(*last, true)).unwrap_or_default();
        let field = FieldKey::Prior(key.clone());
        let protection = workspace.protection();
        let look = Look { hint: "", size: Size::Short, is_needed: true, protection, suggested: &[] };
        let typed = ui.vertical(|ui| {
            // A column of a grid is as wide as its head otherwise.
            ui.set_min_width(ROOM_FOR_AMOUNT);
            self.fields.ui(ui, field.clone(), &format!("上年 {label}"), &text, look)
        });
        ui.label(evaluated.find(key).map(|cell| unit.table_text(evaluated.value(cell))).unwrap_or_default());
        taken(workspace, &mut self.fields, &field, &typed.inner?)
    }
}

/// What last year's file says, while it is compared with.
fn told(workspace: &Workspace) -> Option<BTreeMap<CellKey, LastYearFigure>> {
    let figures = last_year_figures(workspace.evaluated(), workspace.evaluated_last_year()?);
    Some(figures.into_iter().map(|figure| (figure.cell.clone(), figure)).collect())
}

/// What last year's file says of a figure, and the way to take it over where it is another.
fn told_ui(ui: &mut Ui, workspace: &Workspace, figure: &LastYearFigure) -> Option<TextsRequest> {
    let palette = Palette::of(ui.visuals());
    let unit = &workspace.form().text_unit;
    let text = figure.told.map(|told| unit.text(told)).unwrap_or_default();
    if figure.agrees(workspace.evaluated()) {
        ui.label(RichText::new(text).color(palette.weak_text));
        return None;
    }
    let is_taken = ui.horizontal(|ui| {
        ui.label(RichText::new(text).color(palette.error));
        let take = link(ui, "采用");
        button_ui(ui, take, workspace.protection()).clicked()
    });
    is_taken.inner.then(|| TextsRequest::Prior(figure.cell.clone(), figure.told))
}

/// The figures that sentences need, and those of rows that are no more, each with what it is called.
fn figures(evaluated: Evaluated<'_>) -> Vec<(CellKey, String)> {
    let present = prior_cells(evaluated).into_iter();
    let mut figures: Vec<(CellKey, String)> =
        present.map(|cell| (evaluated.key(cell), evaluated.cell_label(cell))).collect();
    // Of what had nothing, and of a project that is no more, no sentence speaks.
    let is_told = |cell: &CellKey, amount: &Amount| !amount.is_zero() && !matches!(cell.row, RowKey::Project(_));
    let prior = evaluated.disclosure.prior.iter().filter(|(cell, amount)| is_told(cell, amount));
    let gone = prior.filter(|(cell, _)| evaluated.find(cell).is_none());
    figures.extend(gone.map(|(cell, _)| (cell.clone(), gone_label(evaluated, cell))));
    figures
}

/// The cell of a row that is no more, in words.
fn gone_label(evaluated: Evaluated<'_>, cell: &CellKey) -> String {
    let mut lists = evaluated.form.table(cell.table).into_iter().flat_map(|table| table.list_indices());
    let named = lists.find_map(|list| {
        let code = cell.row.code()?;
        let entry = evaluated.form.list(list).classification().and_then(|kind| evaluated.codes().get(kind, code));
        Some(format!("{} {}", code.spaced(), entry.map_or("", |entry| entry.name.as_str())))
    });
    format!("表{} {}（{}）（本年没有这一行）", cell.table, named.unwrap_or_default().trim_end(), cell.column)
}
