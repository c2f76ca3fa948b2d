//! The outline: the parts of the disclosure, each with a mark that says how it stands.

use std::collections::{BTreeSet, HashMap};

use egui::text::{LayoutJob, TextWrapping};
use egui::{FontId, Response, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::directed::directed;
use super::grid::mark;
use super::protection::button_ui;
use super::texts::TextPage;
use super::theme::{self, Palette};
use super::workspace::Workspace;
use disclosure_engine::audit::{Finding, Grade, text_part};
use disclosure_engine::disclosure::{
    CommentPlace, Component, PerformanceSubject, SignOffScope, TableNumber, TextPlace,
};
use disclosure_engine::evaluate::CellIndex;
use disclosure_engine::progress::LeftPlace;
use disclosure_engine::review::compare::Comparison;
use disclosure_engine::review::{Commented, find_place};
use disclosure_engine::spelling::visible;
use disclosure_engine::states::State;

/// Space before and behind the name of a part.
const LABEL_MARGIN: f32 = 8.0;

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
/// How many open comments stand on each.
type Comments = HashMap<OutlinePlace, usize>;

/// The outline, with what it counted for a revision of the disclosure.
#[derive(Default)]
pub struct Outline {
    counted: Option<(u64, (Counts, Comments))>,
    /// What was shown when the list was last scrolled to it.
    scrolled_to: Option<OutlineRequest>,
}

/// What was clicked in the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutlineRequest {
    Table(TableNumber),
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
    ///
    /// `since` tells for each sign-off what changed since.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        since: &[Comparison],
        shown: Option<OutlineRequest>,
    ) -> Option<OutlineRequest> {
        let palette = Palette::of(ui.visuals());
        let mut request = None;
        let disclosure = workspace.disclosure();
        ui.add_space(6.0);
        let font = FontId::proportional(theme::BODY_SIZE);
        let body = visible(&disclosure.body);
        let body = directed(ui.painter(), &body, &font, ui.available_width()).into_owned();
        ui.add(egui::Label::new(RichText::new(body).strong()).wrap());
        ui.horizontal(|ui| {
            ui.label(RichText::new(format!("{} 年", disclosure.year)).color(palette.weak_text));
            let verb = if workspace.protection().is_none() { "修改…" } else { "查看…" };
            if ui.link(verb).clicked() {
                request = Some(OutlineRequest::Heading);
            }
            let (signed, _) = signed(workspace, since, SignOffScope::Whole);
            ui.label(RichText::new(signed).color(palette.accent));
        });
        ui.separator();
        // What is gone to by keys is brought into sight.
        let has_moved = std::mem::replace(&mut self.scrolled_to, shown) != shown;
        let marks = self.count(workspace);
        let (counts, comments) = marks;
        let commented =
            |place: OutlinePlace| comments.get(&place).map_or_else(String::new, |count| format!("批{count} "));
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for table in &workspace.form().tables {
                let label = format!("表{} {}", table.number, table.outline);
                let place = OutlinePlace::Table(table.number);
                let state = workspace.progress().state(Component::Table(table.number));
                let status = status(counts, place, state, &palette);
                let (mark, hover) = signed(workspace, since, SignOffScope::Table(table.number));
                let status = status.behind(&format!("{mark}{}", commented(place)), &hover.replace('\n', "，"));
                let is_shown = shown == Some(OutlineRequest::Table(table.number));
                let response = row_ui(ui, &label, status, (is_shown, has_moved));
                let far = state.map_or("", State::name);
                let hover = format!("{}\n{far}{hover}", table.title(disclosure.kind, disclosure.year));
                if response.on_hover_text(hover).clicked() {
                    request = Some(OutlineRequest::Table(table.number));
                }
            }
            ui.separator();
            for (place, page) in TextPage::ALL.into_iter().enumerate() {
                let place = OutlinePlace::Text(place);
                let status = match page {
                    // They say nothing of their own.
                    TextPage::Charts => Status { text: String::new(), color: palette.text, spoken: String::new() },
                    _ => status(counts, place, page_state(workspace, page), &palette),
                };
                let status = status.behind(&commented(place), "");
                let is_shown = shown == Some(OutlineRequest::Text(page));
                if row_ui(ui, page.name(), status, (is_shown, has_moved)).clicked() {
                    request = Some(OutlineRequest::Text(page));
                }
            }
            request = performance_ui(ui, workspace, marks, shown, has_moved).or(request.take());
            if counts.keys().any(|(place, _)| *place == OutlinePlace::Other) {
                let status = status(counts, OutlinePlace::Other, None, &palette);
                let response = row_ui(ui, "其他", status, (false, false));
                if response.on_hover_text("在问题列表里看").clicked() {
                    request = Some(OutlineRequest::Others);
                }
            }
        });
        request
    }

    fn count(&mut self, workspace: &Workspace) -> &(Counts, Comments) {
        let is_fresh = self.counted.as_ref().is_some_and(|(revision, ..)| *revision == workspace.revision());
        if !is_fresh {
            let mut counts = Counts::new();
            for finding in &workspace.audit().findings {
                // Both sides of what does not agree are marked: either may be the wrong one.
                if finding.accepted.is_some() {
                    continue;
                }
                let number = |cell: &CellIndex| OutlinePlace::Table(workspace.form().table_of(cell.list).number);
                let is_prior = finding.about == Some(Component::Prior);
                let mut tables: Vec<_> = finding.cells.iter().filter(|_| !is_prior).map(number).collect();
                let part = finding.text.as_ref().and_then(|spot| text_part(workspace.evaluated(), &spot.place));
                let page = part.and_then(|part| TextPage::ALL.iter().position(|page| page.holds(part)));
                match (page, finding.text.as_ref().map(|spot| &spot.place)) {
                    (Some(page), _) => tables.push(OutlinePlace::Text(page)),
                    (None, Some(TextPlace::Performance(table, _))) => tables.push(OutlinePlace::Performance(*table)),
                    (None, _) if tables.is_empty() => tables.push(about_place(finding)),
                    (None, _) => {}
                }
                tables.sort_unstable();
                tables.dedup();
                for table in tables {
                    *counts.entry((table, finding.grade)).or_default() += 1;
                }
            }
            self.counted = Some((workspace.revision(), (counts, comments(workspace))));
        }
        &self.counted.get_or_insert_default().1
    }
}

fn comments(workspace: &Workspace) -> Comments {
    let mut comments = Comments::new();
    let evaluated = workspace.evaluated();
    let page_of = |part| TextPage::ALL.iter().position(|page| page.holds(part)).map(OutlinePlace::Text);
    for comment in workspace.disclosure().comments.iter().filter(|comment| comment.is_open()) {
        let place = match &comment.place {
            CommentPlace::Part(part) | CommentPlace::Paragraph(part, _) => page_of(*part),
            CommentPlace::Sentence(key) => text_part(evaluated, &TextPlace::Rewritten(key.clone())).and_then(page_of),
            place @ CommentPlace::Performance(_) => match find_place(evaluated, place) {
                Some(Commented::Performance(table)) => Some(OutlinePlace::Performance(table)),
                _ => None,
            },
            place => place.table().map(OutlinePlace::Table),
        };
        *comments.entry(place.unwrap_or(OutlinePlace::Other)).or_default() += 1;
    }
    comments
}

/// The mark of the sign-offs of `scope`, and who signed.
fn signed(workspace: &Workspace, since: &[Comparison], scope: SignOffScope) -> (&'static str, String) {
    let sign_offs = workspace.disclosure().sign_offs.iter().zip(since);
    let own: Vec<_> = sign_offs.filter(|(sign_off, _)| sign_off.scope == scope).collect();
    let (mark, state) = match own.iter().map(|(_, since)| since.is_empty()).max() {
        None => return ("", String::new()),
        Some(true) => ("签✓ ", "已签审"),
        Some(false) => ("签✗ ", "签审后有改动，已失效"),
    };
    let names: Vec<&str> = own.iter().map(|(sign_off, _)| sign_off.signature.author.as_str()).collect();
    (mark, format!("\n{state}：{}", names.join("、")))
}

/// The performance tables, and the way to another one.
fn performance_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    (counts, comments): &(Counts, Comments),
    shown: Option<OutlineRequest>,
    has_moved: bool,
) -> Option<OutlineRequest> {
    let palette = Palette::of(ui.visuals());
    let mut request = None;
    ui.separator();
    ui.horizontal(|ui| {
        let state = workspace.progress().state(Component::Performance);
        let mark = state.filter(|state| *state != State::Complete).map_or("", State::mark);
        ui.label(RichText::new(format!("绩效目标表 {mark}")).color(palette.weak_text));
        if button_ui(ui, egui::Link::new("增加…"), workspace.protection()).clicked() {
            request = Some(OutlineRequest::AddPerformance);
        }
    });
    let left = workspace.progress().left.iter();
    let left: BTreeSet<usize> = left
        .filter_map(|left| match &left.place {
            LeftPlace::Text(TextPlace::Performance(table, _)) => Some(*table),
            _ => None,
        })
        .collect();
    for (place, table) in workspace.disclosure().performance.iter().enumerate() {
        let name = match &table.subject {
            PerformanceSubject::Project(name) => name.as_str(),
            PerformanceSubject::Whole => "整体绩效目标",
        };
        let page = OutlineRequest::Text(TextPage::Performance(place));
        let outlined = OutlinePlace::Performance(place);
        let is_open = left.contains(&place) || counts.contains_key(&(outlined, Grade::ToCome));
        let state = if is_open { State::InProgress } else { State::Complete };
        let status = status(counts, outlined, Some(state), &palette);
        let commented = comments.get(&outlined).map_or_else(String::new, |count| format!("批{count} "));
        let status = status.behind(&commented, "");
        let label = format!("{} {name}", place + 1);
        let response = row_ui(ui, &label, status, (shown == Some(page), has_moved));
        if response.on_hover_text(name).clicked() {
            request = Some(page);
        }
    }
    request
}

/// One part: its name at the left, how it stands at the right, all of it to be clicked. The one that is shown is brought
/// into sight where another was shown before.
fn row_ui(
    ui: &mut Ui,
    label: &str,
    Status { text: status, color, spoken }: Status,
    (is_shown, has_moved): (bool, bool),
) -> Response {
    let palette = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::CLICK);
    let fill = match (is_shown, response.hovered()) {
        (true, _) => palette.selection_fill,
        (false, true) => palette.total_fill,
        (false, false) => egui::Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, 2.0, fill);
    let status = ui.painter().layout_no_wrap(status, FontId::proportional(13.0), color);
    let status_left = rect.right() - status.size().x - 6.0;
    ui.painter().galley(pos2(status_left, rect.center().y - status.size().y / 2.0), status, color);
    let text_color = if is_shown { palette.accent } else { palette.text };
    let font = FontId::proportional(theme::BODY_SIZE);
    // A name that does not fit ends in …, before the mark.
    let room = status_left - rect.left() - 2.0 * LABEL_MARGIN;
    let shown = directed(ui.painter(), label, &font, f32::INFINITY).into_owned();
    let mut job = LayoutJob::simple_singleline(shown, font, text_color);
    job.wrap = TextWrapping::truncate_at_width(room.max(0.0));
    let galley = ui.painter().layout_job(job);
    let top = rect.center().y - galley.size().y / 2.0;
    ui.painter().galley(pos2(rect.left() + LABEL_MARGIN, top), galley, text_color);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_shown, label));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(spoken);
        node.set_selected(is_shown);
    });
    if is_shown && has_moved {
        response.scroll_to_me(None);
    }
    response
}

/// Where a finding about no table and no text is filed.
fn about_place(finding: &Finding) -> OutlinePlace {
    let page = |page: TextPage| TextPage::ALL.iter().position(|other| *other == page).map(OutlinePlace::Text);
    let place = match finding.about {
        Some(Component::Table(table)) => Some(OutlinePlace::Table(table)),
        Some(Component::Text(part)) => TextPage::ALL.into_iter().find(|page| page.holds(part)).and_then(page),
        Some(Component::Prior) => page(TextPage::Prior),
        Some(Component::Performance) | None => None,
    };
    place.unwrap_or(OutlinePlace::Other)
}

/// How far a page of text is: as far as the part of it that is least far.
fn page_state(workspace: &Workspace, page: TextPage) -> Option<State> {
    let is_on_page = |component: &Component| match component {
        Component::Text(part) => page.holds(*part),
        Component::Prior => page == TextPage::Prior,
        Component::Table(_) | Component::Performance => false,
    };
    let states = workspace.progress().states.iter().filter(|(component, _)| is_on_page(component));
    let states: Vec<State> = states.map(|(_, state)| *state).collect();
    let is_all = |wanted: State| states.iter().all(|state| *state == wanted);
    let first = states.first().copied()?;
    Some(if is_all(first) { first } else { State::InProgress })
}

/// How a part stands: how far it is, unless it is complete, and the gravest of what was found in it. A part is sound only
/// where all is there and nothing is wrong.
fn status(counts: &Counts, place: OutlinePlace, state: Option<State>, palette: &Palette) -> Status {
    let state = state.unwrap_or(State::Complete);
    // What is not there yet the state says.
    let is_counted = |grade: &Grade| match grade {
        Grade::ToCome => false,
        Grade::Unchecked => matches!(state, State::Complete | State::Empty),
        Grade::Error | Grade::Warning | Grade::Rounding => true,
    };
    let mut grades = Grade::ALL.into_iter().filter(is_counted);
    let counted = grades.find_map(|grade| Some((grade, counts.get(&(place, grade))?)));
    let far = match state {
        State::Complete => "",
        State::Empty => "空表",
        state => state.mark(),
    };
    let (text, color) = match counted {
        Some((grade, count)) => {
            let (mark, color) = mark(grade, palette);
            (format!("{far} {mark} {count}").trim_start().to_owned(), color)
        }
        None if state == State::Complete => ("✓".to_owned(), palette.accent),
        None => (far.to_owned(), palette.weak_text),
    };
    let counts = counted.map_or_else(String::new, |(grade, count)| format!("，{} {count} 处", grade.name()));
    Status { text, color, spoken: format!("{}{counts}", state.name()) }
}

/// What stands at the right of a part.
struct Status {
    text: String,
    color: egui::Color32,
    /// The same in words.
    spoken: String,
}

impl Status {
    /// With what stands before the mark: who signed, and comments.
    fn behind(self, before: &str, spoken: &str) -> Self {
        let spoken = format!("{}{spoken}", self.spoken);
        Self { text: format!("{before}{}", self.text), spoken, ..self }
    }
}
