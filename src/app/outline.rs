//! The outline: the parts of the disclosure, each with a mark that says how it stands.

use std::collections::HashMap;

use egui::{Align2, FontId, Rect, Response, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::grid::mark;
use super::texts::TextPage;
use super::theme::{self, Palette};
use super::workspace::Workspace;
use crate::audit::{Grade, text_part};
use crate::disclosure::{PerformanceSubject, TableNumber, TextPlace};
use crate::evaluate::CellIndex;
use crate::spelling::visible;

/// What a row of the outline stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum OutlinePlace {
    Table(TableNumber),
    /// Place in [`TextPage::ALL`].
    Text(usize),
    /// Place of a performance table.
    Performance(usize),
    /// What is about no table and no page.
    Other,
}

/// How many findings speak of each, by grade.
type Counts = HashMap<(OutlinePlace, Grade), usize>;

/// The outline, with what it counted for a revision of the disclosure.
#[derive(Default)]
pub struct Outline {
    counted: Option<(u64, Counts)>,
    /// What was shown when the list was last scrolled to it.
    scrolled_to: Option<OutlineRequest>,
}

/// What was clicked in the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutlineRequest {
    /// Show a table.
    Table(TableNumber),
    /// Show a page of text.
    Text(TextPage),
    /// Make a performance table.
    AddPerformance,
    /// Show what was found that is about no table and no page.
    Others,
    /// Change the body, the year or the kind.
    Heading,
}

/// What can be shown of `workspace`, in the order of the outline.
pub fn pages(workspace: &Workspace) -> Vec<OutlineRequest> {
    let tables = workspace.form().tables.iter().map(|table| OutlineRequest::Table(table.number));
    let performance = (0..workspace.disclosure().performance.len()).map(TextPage::Performance);
    tables.chain(TextPage::ALL.into_iter().chain(performance).map(OutlineRequest::Text)).collect()
}

impl Outline {
    /// Draws the outline with `shown` set off.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, shown: Option<OutlineRequest>) -> Option<OutlineRequest> {
        let palette = Palette::of(ui.visuals());
        let mut request = None;
        let disclosure = workspace.disclosure();
        ui.add_space(6.0);
        ui.add(egui::Label::new(RichText::new(visible(&disclosure.body)).strong()).wrap());
        ui.horizontal(|ui| {
            ui.label(RichText::new(format!("{} 年", disclosure.year)).color(palette.weak_text));
            if ui.link("修改…").clicked() {
                request = Some(OutlineRequest::Heading);
            }
        });
        ui.separator();
        let mut scrolled_to = self.scrolled_to;
        let counts = self.count(workspace);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for table in &workspace.form().tables {
                let label = format!("表{} {}", table.number, table.outline);
                let is_empty = workspace.evaluated().evaluation.is_empty(table.list_indices());
                let (status, color) = status(counts, OutlinePlace::Table(table.number), is_empty, &palette);
                let response = row_ui(ui, &label, (&status, color), shown == Some(OutlineRequest::Table(table.number)));
                if response.on_hover_text(table.title.get(disclosure.kind)).clicked() {
                    request = Some(OutlineRequest::Table(table.number));
                }
            }
            ui.separator();
            for (place, page) in TextPage::ALL.into_iter().enumerate() {
                let (status, color) = status(counts, OutlinePlace::Text(place), false, &palette);
                let is_shown = shown == Some(OutlineRequest::Text(page));
                if row_ui(ui, page.name(), (&status, color), is_shown).clicked() {
                    request = Some(OutlineRequest::Text(page));
                }
            }
            request = performance_ui(ui, workspace, counts, shown, &mut scrolled_to).or(request.take());
            if counts.keys().any(|(place, _)| *place == OutlinePlace::Other) {
                let (status, color) = status(counts, OutlinePlace::Other, false, &palette);
                let response = row_ui(ui, "其他", (&status, color), false);
                if response.on_hover_text("在问题列表里看").clicked() {
                    request = Some(OutlineRequest::Others);
                }
            }
        });
        self.scrolled_to = scrolled_to;
        request
    }

    fn count(&mut self, workspace: &Workspace) -> &Counts {
        let is_fresh = self.counted.as_ref().is_some_and(|(revision, _)| *revision == workspace.revision());
        if !is_fresh {
            let mut counts = Counts::new();
            for finding in &workspace.audit().findings {
                // Both sides of what does not agree are marked: either may be the wrong one.
                if finding.accepted.is_some() {
                    continue;
                }
                let number = |cell: &CellIndex| OutlinePlace::Table(workspace.form().table_of(cell.list).number);
                let mut tables: Vec<_> = finding.cells.iter().map(number).collect();
                let part = finding.text.as_ref().and_then(|spot| text_part(workspace.evaluated(), &spot.place));
                let page = part.and_then(|part| TextPage::ALL.iter().position(|page| page.holds(part)));
                match (page, finding.text.as_ref().map(|spot| &spot.place)) {
                    (Some(page), _) => tables.push(OutlinePlace::Text(page)),
                    (None, Some(TextPlace::Performance(table, _))) => tables.push(OutlinePlace::Performance(*table)),
                    (None, _) if tables.is_empty() => tables.push(OutlinePlace::Other),
                    (None, _) => {}
                }
                tables.sort_unstable();
                tables.dedup();
                for table in tables {
                    *counts.entry((table, finding.grade)).or_default() += 1;
                }
            }
            self.counted = Some((workspace.revision(), counts));
        }
        &self.counted.get_or_insert_default().1
    }
}

/// The performance tables, and the way to another one.
fn performance_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    counts: &Counts,
    shown: Option<OutlineRequest>,
    scrolled_to: &mut Option<OutlineRequest>,
) -> Option<OutlineRequest> {
    let palette = Palette::of(ui.visuals());
    let mut request = None;
    ui.separator();
    ui.horizontal(|ui| {
        ui.label(RichText::new("绩效目标表").color(palette.weak_text));
        if ui.link("增加…").clicked() {
            request = Some(OutlineRequest::AddPerformance);
        }
    });
    let has_moved = *scrolled_to != shown;
    for (place, table) in workspace.disclosure().performance.iter().enumerate() {
        let name = match &table.subject {
            PerformanceSubject::Project(name) => name.as_str(),
            PerformanceSubject::Whole => "整体绩效目标",
        };
        let page = OutlineRequest::Text(TextPage::Performance(place));
        let (status, color) = status(counts, OutlinePlace::Performance(place), false, &palette);
        let label = format!("{} {name}", place + 1);
        let response = row_ui(ui, &label, (&status, color), shown == Some(page));
        if has_moved && shown == Some(page) {
            response.scroll_to_me(None);
        }
        if response.on_hover_text(name).clicked() {
            request = Some(page);
        }
    }
    *scrolled_to = shown;
    request
}

/// One part: its name at the left, how it stands at the right, all of it to be clicked.
fn row_ui(ui: &mut Ui, label: &str, (status, color): (&str, egui::Color32), is_shown: bool) -> Response {
    let palette = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::CLICK);
    let fill = match (is_shown, response.hovered()) {
        (true, _) => palette.selection_fill,
        (false, true) => palette.total_fill,
        (false, false) => egui::Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, 2.0, fill);
    let status = ui.painter().layout_no_wrap(status.to_owned(), FontId::proportional(13.0), color);
    let status_left = rect.right() - status.size().x - 6.0;
    ui.painter().galley(pos2(status_left, rect.center().y - status.size().y / 2.0), status, color);
    let text_color = if is_shown { palette.accent } else { palette.text };
    let font = FontId::proportional(theme::BODY_SIZE);
    let clip = Rect::from_min_max(rect.min, pos2(status_left - 4.0, rect.bottom()));
    let left = pos2(rect.left() + 8.0, rect.center().y);
    ui.painter().with_clip_rect(clip).text(left, Align2::LEFT_CENTER, label, font, text_color);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_shown, label));
    response
}

fn status(counts: &Counts, place: OutlinePlace, is_empty: bool, palette: &Palette) -> (String, egui::Color32) {
    let counted = Grade::ALL.into_iter().find_map(|grade| Some((grade, counts.get(&(place, grade))?)));
    match counted {
        Some((grade, count)) => {
            let (mark, color) = mark(grade, palette);
            (format!("{mark} {count}"), color)
        }
        None if is_empty => ("空表".to_owned(), palette.weak_text),
        None => ("✓".to_owned(), palette.accent),
    }
}
