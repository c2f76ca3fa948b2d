//! What is asked in the list of findings.

use std::path::Path;

use egui::Context;

use super::documents::Picking;
use super::{Dialog, Window};
use crate::app::dialogs::{AcceptAnswer, AcceptDialog};
use crate::app::findings::FindingRequest;
use crate::app::paths::PathRequest;
use disclosure_engine::audit::{Finding, Repair};
use disclosure_engine::disclosure::{CellKey, Component};
use disclosure_engine::edit::{EditError, Step, accept, make_repair, repair, take_last_year, withdraw};
use disclosure_engine::evaluate::{CellIndex, Evaluated};
use disclosure_engine::file;
use disclosure_engine::narrative::prior_cells;
use disclosure_engine::review::ReviewSheet;
use disclosure_export::SheetFormat;
use disclosure_export::file_name::proposed_name;

impl Window {
    pub(super) fn step_finding(&mut self, back: bool) {
        self.uses_findings = true;
        let Some(workspace) = &self.workspace else { return };
        if let Some(request) =
            self.findings.step(workspace, self.grid.table().filter(|_| self.texts.shown().is_none()), back)
        {
            self.carry_out_finding(request);
        }
    }

    pub(super) fn carry_out_finding(&mut self, request: FindingRequest) {
        let Some(workspace) = &mut self.workspace else { return };
        match request {
            FindingRequest::GoTo { finding, cell } => {
                let Some(found) = workspace.audit().findings.get(finding) else { return };
                let prior = last_year_place(workspace.evaluated(), found);
                self.grid.highlight(found.cells.iter().copied());
                if let Some(prior) = prior.filter(|_| cell.is_none()) {
                    return self.texts.go_to_prior(prior);
                }
                match (cell, &found.text) {
                    (Some(cell), _) => {
                        self.texts.hide();
                        self.grid.go_to(workspace.evaluated(), cell);
                    }
                    (None, Some(spot)) => {
                        let place = spot.place.clone();
                        self.go_to_text(&place);
                    }
                    (None, None) => {
                        let about = found.about;
                        about.into_iter().for_each(|about| self.show_component(about));
                    }
                }
            }
            FindingRequest::Left(place) => self.go_to_left(place),
            FindingRequest::Show(component) => self.show_component(component),
            FindingRequest::Suggest { cell, amount } => {
                let step = repair(workspace.evaluated(), cell, amount);
                self.make_at(Some(cell), step);
            }
            FindingRequest::Repair { finding, repair } => {
                let Some(found) = workspace.audit().findings.get(finding) else { return };
                let Some(wanted) = found.repairs.get(repair) else { return };
                // What is mended in a text is seen there.
                let prior = last_year_place(workspace.evaluated(), found);
                let is_elsewhere = found.performance_place().is_some() || prior.is_some();
                let cell = found.cells.first().copied().filter(|_| !is_elsewhere);
                let made = match wanted {
                    Repair::AddPerformance(_) => Some(workspace.disclosure().performance.len()),
                    _ => None,
                };
                match make_repair(workspace.evaluated(), wanted) {
                    Ok(step) => {
                        self.make_at(cell, step);
                        made.into_iter().for_each(|table| self.show_performance(table));
                        prior.into_iter().for_each(|cell| self.texts.go_to_prior(cell));
                    }
                    Err(error) => self.grid.refuse(error.to_string()),
                }
            }
            FindingRequest::TakeLastYear => {
                match take_last_year(workspace.evaluated(), &workspace.audit().findings) {
                    Ok(step) => workspace.make(step),
                    Err(error) => self.grid.refuse(error.to_string()),
                }
                self.show_component(Component::Prior);
            }
            FindingRequest::StopLastYear => workspace.set_last_year(None),
            FindingRequest::Accept(finding) => {
                let Some(finding) = workspace.audit().findings.get(finding).cloned() else { return };
                let author = self.settings.author().to_owned();
                self.dialog = Some(Dialog::Accept(Box::new(AcceptDialog::new(finding, author))));
            }
            FindingRequest::Withdraw(places) => {
                let step = withdraw(workspace.evaluated(), &places);
                workspace.make(step);
            }
        }
    }

    /// Makes `step` where the person sees `cell`.
    fn make_at(&mut self, cell: Option<CellIndex>, step: Step) {
        let Some(workspace) = &mut self.workspace else { return };
        if let Some(cell) = cell {
            self.texts.hide();
            self.grid.go_to(workspace.evaluated(), cell);
        }
        workspace.see(self.grid.shown().filter(|_| self.texts.shown().is_none()));
        workspace.make(step);
    }

    /// Asks where the review sheet is to be written.
    pub(in crate::app) fn ask_for_review_sheet(&mut self, ctx: &Context) {
        let Some(workspace) = &self.workspace else { return };
        let disclosure = workspace.disclosure();
        let proposed = proposed_name(disclosure, "审阅表.docx");
        self.picking = Some(Picking::ReviewSheet);
        let request = PathRequest::save("导出审阅表", proposed)
            .filter("Word 文档", &[SheetFormat::Docx.extension()])
            .filter("Excel 工作簿", &[SheetFormat::Xlsx.extension()])
            .filter("文本", &[SheetFormat::Text.extension()]);
        self.picker.start(self.beginning_at_hand(request), ctx);
    }

    /// Writes the review sheet in the format that the path says.
    pub(super) fn write_review_sheet(&mut self, path: &Path) {
        let Some(workspace) = &self.workspace else { return };
        let Some(format) = SheetFormat::of(path) else {
            let text = format!("{}\n\n文件名要以 .docx、.xlsx 或 .txt 结尾，程序由此知道写成什么。", path.display());
            return self.complain("不知道写成什么格式", text);
        };
        let compared = self.comparing.compared();
        let compared = compared.map(|compared| (compared.other.name.as_str(), &compared.comparison));
        let sheet = ReviewSheet::new(workspace.evaluated(), workspace.audit(), None, compared);
        let bytes = format.write(&sheet).map_err(|error| error.to_string());
        let written = bytes.and_then(|bytes| file::write_atomically(path, &bytes).map_err(|e| e.to_string()));
        match written {
            Ok(()) => self.grid.set_notice(format!("审阅表已写到 {}", path.display())),
            Err(error) => self.complain("审阅表没有写成", format!("{}\n\n{error}", path.display())),
        }
    }

    pub(super) fn take_acceptance(&mut self, finding: &Finding, answer: AcceptAnswer) -> Result<(), EditError> {
        let Some(workspace) = &mut self.workspace else { return Ok(()) };
        let written = jiff::Zoned::now().strftime("%Y-%m-%d %H:%M").to_string();
        let step = accept(workspace.evaluated(), finding, &answer.author, written, &answer.reason)?;
        self.settings.set_author(answer.author.trim());
        workspace.make(step);
        Ok(())
    }
}

/// The figure of last year that `finding` is about, by this year's cell.
fn last_year_place(evaluated: Evaluated<'_>, finding: &Finding) -> Option<CellKey> {
    if finding.about != Some(Component::Prior) {
        return None;
    }
    let wanted = finding.repairs.iter().find_map(|repair| match repair {
        Repair::LastYear { cell, .. } => Some(cell.clone()),
        _ => None,
    });
    // One of those that have a box there, if any has.
    let boxes = prior_cells(evaluated);
    let with_box = finding.cells.iter().find(|cell| boxes.contains(cell)).or(finding.cells.first());
    wanted.or_else(|| with_box.map(|cell| evaluated.key(*cell)))
}
