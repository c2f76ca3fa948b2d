//! Going to a table, a page, a cell or a text.

use super::Window;
use crate::app::find_bar::BarRequest;
use crate::app::outline::{self, OutlineRequest};
use disclosure_engine::disclosure::TextPlace;
use disclosure_engine::evaluate::{CellIndex, addends, dependents};
use disclosure_engine::review::Found;
use disclosure_engine::sheet::{Hit, SheetCell, locate};

impl Window {
    /// Shows the page that is so many after the one that is shown.
    pub(in crate::app) fn step_table(&mut self, step: isize) {
        let Some(workspace) = &self.workspace else { return };
        let pages = outline::pages(workspace);
        let shown = self.shown();
        let place = pages.iter().position(|page| Some(*page) == shown).unwrap_or(0);
        let next = place.saturating_add_signed(step).min(pages.len().saturating_sub(1));
        if let Some(&page) = pages.get(next) {
            self.turn_to(page);
        }
    }

    /// The table or the page that is shown.
    pub(super) fn shown(&self) -> Option<OutlineRequest> {
        match self.texts.shown() {
            Some(page) => Some(OutlineRequest::Text(page)),
            None => self.grid.table().map(OutlineRequest::Table),
        }
    }

    /// Shows a table or a page.
    pub(super) fn show_page(&mut self, page: OutlineRequest) {
        // What was said of another page is not about this one.
        if self.shown() != Some(page) {
            self.grid.clear_notice();
        }
        match page {
            OutlineRequest::Table(table) => {
                self.texts.hide();
                self.grid.show_table(table);
            }
            OutlineRequest::Text(page) => self.texts.show(page),
            _ => {}
        }
    }

    /// Shows a table or a page to somebody who goes on by keys.
    pub(super) fn turn_to(&mut self, page: OutlineRequest) {
        self.show_page(page);
        if let OutlineRequest::Text(page) = page {
            self.texts.turn_to(page);
        }
    }

    /// Shows where the text at `place` is edited.
    pub(super) fn go_to_text(&mut self, place: &TextPlace) {
        let Some(workspace) = &self.workspace else { return };
        self.texts.go_to(workspace, place);
        if let TextPlace::Performance(table, field) = place {
            self.performance.go_to(workspace, *table, *field);
        }
    }

    /// Goes to what the active cell is computed from, or to where it is used, and frames all of it.
    pub(in crate::app) fn trace(&mut self, back: bool) {
        let Some(workspace) = &self.workspace else { return };
        let evaluated = workspace.evaluated();
        let Some(SheetCell::Amount(cell)) = self.grid.active(evaluated) else { return };
        let cells: Vec<CellIndex> = if back {
            let addends = addends(evaluated.form, evaluated.evaluation, cell).into_iter().map(|addend| addend.cell);
            let all: Vec<CellIndex> = addends.collect();
            // Cells without a figure are in the way, unless there are no others.
            let filled: Vec<_> = all.iter().copied().filter(|&addend| !evaluated.value(addend).is_zero()).collect();
            if filled.is_empty() { all } else { filled }
        } else {
            dependents(evaluated.form, evaluated.evaluation, cell)
        };
        match cells.first() {
            Some(&first) => {
                self.grid.highlight(cells.iter().copied());
                self.grid.go_to(evaluated, first);
            }
            None if evaluated.evaluation.state(cell).is_computed() => {
                self.grid.set_notice("这一格由程序计算，现在没有算进去的单元格");
            }
            None if back => self.grid.set_notice("这一格是录入的，不由别的单元格算出"),
            None => self.grid.set_notice("没有别的单元格用到这一格"),
        }
    }

    /// Carries out what was asked in the bar for finding and going to cells.
    pub(super) fn carry_out_bar(&mut self, request: BarRequest) {
        let Some(workspace) = &mut self.workspace else { return };
        match request {
            BarRequest::Show(Found::Cell(Hit { table, place })) => {
                self.texts.hide();
                self.grid.go_to_place(table, place);
            }
            BarRequest::Show(Found::Text(place)) => self.go_to_text(&place),
            BarRequest::Show(Found::Prior(cell)) => self.texts.go_to_prior(cell),
            BarRequest::GoTo(text) => {
                self.texts.hide();
                let Some(shown) = self.grid.table() else { return };
                match locate(workspace.evaluated(), shown, &text) {
                    Ok((table, place)) => {
                        self.grid.go_to_place(table, place);
                        self.bar.close();
                    }
                    Err(error) => self.bar.refuse(error.to_string()),
                }
            }
            BarRequest::Replace => {
                let step = self.bar.replacement_step(workspace);
                workspace.make(step);
            }
        }
    }
}
