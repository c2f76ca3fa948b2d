//! The panels round what is open, and what is asked in them.

use egui::{CentralPanel, Context, Frame, Margin, Panel, Ui};

use super::Window;
use crate::app::cell_bar::LOW_WINDOW;
use crate::app::charts::ChartsRequest;
use crate::app::command::Command;
use crate::app::dialogs;
use crate::app::find_bar::BarRequest;
use crate::app::findings::{AskedFinding, FindingRequest};
use crate::app::grid::GridRequest;
use crate::app::outline::OutlineRequest;
use crate::app::performance::PerformanceRequest;
use crate::app::preview::PreviewRequest;
use crate::app::review::{ReviewRequest, ReviewTab};
use crate::app::status;
use crate::app::texts::{TextPage, TextsRequest};
use crate::app::theme::Palette;
use crate::app::tour::Places;
use disclosure_engine::audit::Grade;
use disclosure_engine::disclosure::TableNumber;
use disclosure_engine::evaluate::CellIndex;

/// The list of findings opens by itself where, beside the outline, more than this is left for it and what is shown; and a
/// table keeps all of its columns in sight.
const ROOM_FOR_FINDINGS: f32 = 760.0;
/// Space between what is shown and the panels round it, left and right.
const PAPER_MARGIN: i8 = 16;
/// The outline folds by itself where the window is no wider than this.
const ROOM_FOR_OUTLINE: f32 = 820.0;
/// How wide the pages are at first.
const ROOM_FOR_PREVIEW: f32 = 470.0;

/// How wide the panels that can fold were drawn last, in points.
#[derive(Debug)]
pub(super) struct PanelWidths {
    findings: f32,
    preview: f32,
}

impl Default for PanelWidths {
    fn default() -> Self {
        Self { findings: 320.0, preview: ROOM_FOR_PREVIEW }
    }
}

/// What was asked in the panels in one frame.
struct Asked {
    outline: Option<OutlineRequest>,
    finding: Option<AskedFinding>,
    review: Option<ReviewRequest>,
    previewed: Option<PreviewRequest>,
    /// The cell that was clicked in the bar of the active cell.
    traced: Option<CellIndex>,
    bar: Option<BarRequest>,
    grid: Option<GridRequest>,
    text: Option<TextsRequest>,
    performance: Option<PerformanceRequest>,
    charts: Option<ChartsRequest>,
}

impl Window {
    /// Draws the panels round what is open, and carries out what was asked in them.
    pub(super) fn panels_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>, is_enabled: bool) {
        self.keep_performance();
        if let Some(asked) = self.draw_panels(ui, is_enabled) {
            self.carry_out_asked(&ui.ctx().clone(), asked, commands);
        }
    }

    fn draw_panels(&mut self, ui: &mut Ui, is_enabled: bool) -> Option<Asked> {
        let framed = self.preview.as_ref().and_then(|_| self.spot_in_grid());
        let (shown, scrolled) = (self.shown(), self.scrolled_thing());
        let workspace = self.workspace.as_mut()?;
        let palette = Palette::of(ui.visuals());
        let is_table = self.texts.shown().is_none();
        let grid = is_table.then_some(&self.grid);
        let status = Panel::bottom("status").show(ui, |ui| status::ui(ui, workspace, grid));
        let (asks_findings, mut places) =
            (status.inner, Places { menu: self.tour_places.menu, status: status.response.rect, ..Places::default() });
        // A table behind a page is not the one that is looked at.
        let table = self.grid.table().filter(|_| is_table);
        self.has_outline_panel = self.wants_outline.unwrap_or(ui.available_width() > ROOM_FOR_OUTLINE);
        let outline = self.has_outline_panel.then(|| {
            let panel = Panel::left("outline").default_size(228.0);
            let outline = panel.show(ui, |ui| {
                let since = self.review.since(workspace);
                self.outline.ui(ui, workspace, since, shown)
            });
            places.outline = Some(outline.response.rect);
            outline.inner
        });
        if asks_findings {
            self.shows_findings = Some(true);
            self.review.tab = ReviewTab::Findings;
        }
        let right = ui.available_rect_before_wrap().right();
        let (finding, review) = self.side_ui(ui, table);
        places.findings = self.has_findings_panel.then(|| {
            let rest = ui.available_rect_before_wrap();
            egui::Rect::from_x_y_ranges(rest.right()..=right, rest.y_range())
        });
        let workspace = self.workspace.as_mut()?;
        let previewed = self.preview.as_mut().and_then(|preview| {
            let panel = Panel::right("preview").default_size(ROOM_FOR_PREVIEW).min_size(260.0);
            let shown = panel.show(ui, |ui| preview.ui(ui, workspace, framed));
            self.panel_widths.preview = shown.response.rect.width();
            shown.inner
        });
        let traced = is_table.then(|| {
            let bar = Panel::top("cell").show(ui, |ui| self.cell_bar.ui(ui, workspace, &mut self.grid));
            places.cell_bar = Some(bar.response.rect);
            bar.inner
        });
        let traced = traced.flatten();
        if let Some((_, notice)) = self.grid.notice().filter(|_| !is_table) {
            // Beside a table it stands in the bar of the cell.
            Panel::top("notice").show(ui, |ui| ui.label(notice));
        }
        let bar = if self.bar.is_open() && is_enabled {
            Panel::top("find").show(ui, |ui| self.bar.ui(ui, workspace)).inner
        } else {
            None
        };
        let is_low = ui.ctx().content_rect().height() < LOW_WINDOW;
        let paper =
            Frame::new().fill(palette.paper).inner_margin(Margin::symmetric(PAPER_MARGIN, if is_low { 3 } else { 12 }));
        let (mut grid, mut text, mut performance, mut charts) = (None, None, None, None);
        // Each file keeps the places to which its tables and pages are scrolled.
        let middle = CentralPanel::default().frame(paper).show(ui, |ui| {
            ui.push_id(scrolled, |ui| match self.texts.shown() {
                None => grid = self.grid.ui(ui, workspace, is_enabled),
                Some(TextPage::Performance(_)) => performance = self.performance.ui(ui, workspace, is_enabled),
                Some(TextPage::Charts) => charts = self.charts.ui(ui, workspace, is_enabled),
                Some(_) => text = self.texts.ui(ui, workspace),
            });
        });
        places.middle = middle.response.rect;
        self.tour_places = places;
        let finding = finding.map(|request| AskedFinding::new(workspace, request));
        let outline = outline.flatten();
        Some(Asked { outline, finding, review, previewed, traced, bar, grid, text, performance, charts })
    }

    /// Draws the list of findings, or what stands beside it.
    fn side_ui(&mut self, ui: &mut Ui, table: Option<TableNumber>) -> (Option<FindingRequest>, Option<ReviewRequest>) {
        let Some(workspace) = &mut self.workspace else { return (None, None) };
        // The pages take the place of the findings, unless these were asked for.
        let preview = self.preview.as_ref().map_or(0.0, |_| self.panel_widths.preview);
        // A list in which nothing presses, and which nobody uses, yields to a wide table.
        let yields = !self.uses_findings
            && self.review.tab == ReviewTab::Findings
            && workspace.audit().count(Grade::Error) == 0
            && workspace.progress().left.is_empty();
        let beside = 2.0 * f32::from(PAPER_MARGIN) + self.panel_widths.findings;
        self.has_findings_panel = self.shows_findings.unwrap_or_else(|| {
            let table_room = table.filter(|_| yields);
            let table_room = table_room.and_then(|_| self.grid.least_room(workspace, self.settings.table_scale()));
            let table_room = table_room.map_or(0.0, |room| room + beside);
            ui.available_width() > preview + ROOM_FOR_FINDINGS.max(table_room)
        });
        let (mut finding, mut review) = (None, None);
        if self.has_findings_panel {
            let panel = Panel::right("findings").default_size(320.0).min_size(220.0);
            let shown = panel.show(ui, |ui| {
                self.review.tabs_ui(ui, workspace);
                match self.review.tab {
                    ReviewTab::Findings => finding = self.findings.ui(ui, workspace, table),
                    _ => review = self.review.ui(ui, workspace, &self.comparing, table),
                }
            });
            self.panel_widths.findings = shown.response.rect.width();
            self.uses_findings |= shown.response.contains_pointer() && ui.input(|input| input.pointer.any_pressed());
        }
        (finding, review)
    }

    fn carry_out_asked(&mut self, ctx: &Context, asked: Asked, commands: &mut Vec<Command>) {
        let Asked { outline, finding, review, previewed, traced, bar, grid, text, performance, charts } = asked;
        // What was being typed is taken before anything else is shown; where it cannot be, it stays in sight.
        let goes_on = outline.is_some()
            || traced.is_some()
            || bar.is_some()
            || previewed.is_some()
            || review.is_some()
            || finding.is_some();
        if goes_on && !self.finish_fields() {
            return;
        }
        if let Some(request) = outline {
            self.carry_out_outline(request, commands);
        }
        if let (Some(cell), Some(workspace)) = (traced, &self.workspace) {
            self.grid.go_to(workspace.evaluated(), cell);
        }
        if let Some(request) = bar {
            self.carry_out_bar(request);
        }
        if let (Some(asked), Some(workspace)) = (finding, &self.workspace) {
            match asked.in_present(workspace) {
                Some(request) => self.carry_out_finding(request),
                None => self.grid.set_notice("录入的数先记下了，这个问题随之变了；请再看一下问题列表"),
            }
        }
        if let Some(request) = review {
            self.carry_out_review(ctx, request);
        }
        match text {
            Some(TextsRequest::FromLastYear) => commands.push(Command::FillLastYear),
            Some(request) => self.carry_out_texts(request),
            None => {}
        }
        if let Some(request) = performance {
            self.carry_out_performance(request, commands);
        }
        if let Some(request) = charts {
            self.carry_out_charts(request, commands);
        }
        if let Some(request) = previewed {
            self.carry_out_preview(ctx, request);
        }
        match grid {
            Some(GridRequest::Command(command)) => commands.push(command),
            Some(GridRequest::Paste(text)) => self.paste(&text),
            Some(GridRequest::AddProject(entry)) => self.begin_add_project(entry.code),
            Some(GridRequest::Zoom(steps)) => self.zoom_table(steps),
            None => {}
        }
    }

    fn carry_out_outline(&mut self, request: OutlineRequest, commands: &mut Vec<Command>) {
        match request {
            page @ (OutlineRequest::Table(_) | OutlineRequest::Text(_)) => self.show_page(page),
            OutlineRequest::AddPerformance => commands.push(Command::AddPerformance),
            OutlineRequest::Others => {
                self.shows_findings = Some(true);
                self.review.tab = ReviewTab::Findings;
                self.findings.show_texts();
            }
            OutlineRequest::Heading => commands.push(Command::Heading),
        }
    }

    /// Draws what is open over the panels.
    pub(super) fn dialogs_ui(&mut self, ctx: &Context) {
        if let Some(warning) = &self.warning {
            // What is below keeps what was typed, and gets no key.
            if warning.show(ctx) {
                self.warning = None;
            }
            return;
        }
        if self.shows_help && dialogs::help_ui(ctx) {
            self.shows_help = false;
        }
        self.dialog_ui(ctx);
        if let Some(answer) = self.picker.show(ctx) {
            self.carry_out_path(ctx, answer);
        }
    }
}
