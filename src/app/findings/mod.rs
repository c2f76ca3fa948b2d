//! The list of findings: what does not agree, with a way to each side and what would mend it.

mod asked;
mod item;
mod last_year;
mod left;
mod listing;

pub use self::asked::AskedFinding;

use egui::{Align, RichText, ScrollArea, TextEdit, Ui};

use self::listing::{Group, Listing};
use super::grid::mark;
use super::protection::button_ui;
use super::theme::{self, Palette};
use super::workspace::Workspace;
use disclosure_engine::audit::{Audit, Finding, Grade};
use disclosure_engine::disclosure::{Amount, Component, TableNumber};
use disclosure_engine::edit::outdated_acceptances;
use disclosure_engine::evaluate::CellIndex;
use disclosure_engine::progress::LeftPlace;

/// More findings than this are not drawn at once: nobody reads them, and each frame would take long.
const MOST_DRAWN: usize = 150;

/// What of the findings is listed, and which was chosen.
pub struct Findings {
    /// Grades that are listed.
    shown: [bool; Grade::ALL.len()],
    only_this_table: bool,
    shows_accepted: bool,
    /// What is searched for, in messages and rules.
    query: String,
    listing: Listing,
    /// The revision and place of the finding that was chosen last.
    chosen: Option<(u64, usize)>,
    /// The list follows the chosen finding in the next frame.
    follows: bool,
    /// The list goes to the first finding about no table in the next frame.
    wanted_part: bool,
    /// Everything that is left to fill in is listed, not only what comes next.
    shows_all_left: bool,
}

/// The grades that are listed unless somebody asks otherwise: what is still to come is told above them.
const LISTED: [bool; Grade::ALL.len()] = [true, true, true, true, false];

impl Default for Findings {
    fn default() -> Self {
        Self {
            shown: LISTED,
            only_this_table: false,
            shows_accepted: false,
            query: String::new(),
            listing: Listing::default(),
            chosen: None,
            follows: false,
            wanted_part: false,
            shows_all_left: false,
        }
    }
}

/// What was asked in the list. A finding is named by its place in the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingRequest {
    /// Go to a cell of a finding, or only choose it where it is about no cell.
    GoTo { finding: usize, cell: Option<CellIndex> },
    /// Put the suggested amount into a cell.
    Suggest { cell: CellIndex, amount: Amount },
    /// Make one of the repairs of a finding.
    Repair {
        finding: usize,
        /// Place among its repairs.
        repair: usize,
    },
    /// Accept a finding with a reason.
    Accept(usize),
    /// Take acceptances back, by their places.
    Withdraw(Vec<usize>),
    /// Go to what is left to do.
    Left(LeftPlace),
    /// Take over all that last year's file says otherwise of last year's figures.
    TakeLastYear,
    /// Compare with last year's file no longer.
    StopLastYear,
    /// Show the table or part under which a finding is filed.
    Show(Component),
}

impl Findings {
    /// Draws the list. `table` is the one that is shown in the grid.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, table: Option<TableNumber>) -> Option<FindingRequest> {
        self.filters_ui(ui, workspace);
        ui.separator();
        self.list(workspace, table);
        // It stays in sight while its findings are gone through.
        let mut request = last_year::ui(ui, workspace);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            request = left::ui(ui, workspace, &mut self.shows_all_left).or(request.take());
            if self.listing.is_empty() {
                nothing_ui(ui, workspace.audit());
            }
            request = self.groups_ui(ui, workspace).or(request.take());
            request = outdated_ui(ui, workspace).or(request.take());
        });
        if let Some(FindingRequest::GoTo { finding, .. }) = request {
            self.chosen = Some((workspace.revision(), finding));
        }
        request
    }

    /// Shows the finding at `place` of the audit of `revision`.
    pub fn choose(&mut self, revision: u64, place: usize) {
        self.chosen = Some((revision, place));
        self.follows = true;
    }

    /// Forgets what was searched for and chosen in another disclosure.
    pub fn forget(&mut self) {
        self.query.clear();
        self.chosen = None;
    }

    /// Lists what was found in the parts that are text, wherever the list was before.
    pub fn show_texts(&mut self) {
        self.shown = LISTED;
        self.only_this_table = false;
        self.query.clear();
        self.wanted_part = true;
    }

    /// The next finding in the list, or the one before, from the chosen one on.
    pub fn step(&mut self, workspace: &Workspace, table: Option<TableNumber>, back: bool) -> Option<FindingRequest> {
        self.list(workspace, table);
        let listed: Vec<usize> = self.listing.places().collect();
        let current = self.chosen.filter(|(revision, _)| *revision == workspace.revision()).map(|(_, place)| place);
        let position = current.and_then(|current| listed.iter().position(|&place| place == current));
        let next = match (position, back) {
            (None, false) => 0,
            (None, true) => listed.len().checked_sub(1)?,
            (Some(position), false) => (position + 1) % listed.len(),
            (Some(position), true) => (position + listed.len() - 1) % listed.len(),
        };
        let finding = *listed.get(next)?;
        let cell = item::destination(&workspace.audit().findings[finding]);
        self.chosen = Some((workspace.revision(), finding));
        self.follows = true;
        Some(FindingRequest::GoTo { finding, cell })
    }

    /// Lists what passes the filters.
    fn list(&mut self, workspace: &Workspace, table: Option<TableNumber>) {
        let table = table.filter(|_| self.only_this_table);
        let (shown, shows_accepted) = (self.shown, self.shows_accepted);
        let passes = |finding: &Finding| {
            let has_grade = Grade::ALL.iter().zip(shown).any(|(grade, shown)| shown && *grade == finding.grade);
            if finding.accepted.is_some() { shows_accepted } else { has_grade }
        };
        self.listing.update(workspace, table, &self.query, (shown, shows_accepted), passes);
    }

    fn filters_ui(&mut self, ui: &mut Ui, workspace: &Workspace) {
        let palette = Palette::of(ui.visuals());
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.spacing_mut().button_padding.x = 6.0;
            for (shown, grade) in self.shown.iter_mut().zip(Grade::ALL) {
                let count = workspace.audit().count(grade);
                if grade == Grade::ToCome && count == 0 {
                    continue;
                }
                let (mark, color) = mark(grade, &palette);
                let text = RichText::new(format!("{mark} {} {count}", grade.name()));
                let text = if count > 0 { text.color(color) } else { text.color(palette.weak_text) };
                ui.toggle_value(shown, text).on_hover_text(format!("显示或隐藏：{}", grade.name()));
            }
            let accepted = workspace.audit().accepted();
            if accepted > 0 {
                let text = RichText::new(format!("✓ 已接受 {accepted}")).color(palette.weak_text);
                ui.toggle_value(&mut self.shows_accepted, text).on_hover_text("显示或隐藏已经接受的");
            }
        });
        ui.scope(|ui| {
            theme::outline_choices(ui);
            ui.horizontal(|ui| {
                ui.checkbox(&mut self.only_this_table, "只看本表");
                let search = TextEdit::singleline(&mut self.query).hint_text("搜索问题").desired_width(f32::INFINITY);
                // Enter must not give the keyboard to the table behind: what is typed next would change it.
                let search = ui.add(search.return_key(None));
                search.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SearchInput, true, "搜索问题"));
            });
        });
    }

    fn groups_ui(&mut self, ui: &mut Ui, workspace: &Workspace) -> Option<FindingRequest> {
        let mut request = None;
        let (mut drawn, mut left_out) = (0, 0);
        // The chosen one is drawn however far down it stands.
        let chosen = self.chosen.filter(|(revision, _)| *revision == workspace.revision()).map(|(_, place)| place);
        for group in self.listing.groups() {
            group_ui(ui, group);
            for &place in &group.places {
                let finding = &workspace.audit().findings[place];
                let is_chosen = chosen == Some(place);
                // So is the first about no table, when that is asked for.
                let is_wanted = finding.cells.is_empty() && std::mem::take(&mut self.wanted_part);
                if drawn >= MOST_DRAWN && !is_chosen && !is_wanted {
                    left_out += 1;
                    continue;
                }
                drawn += 1;
                let (response, asked) = item::ui(ui, workspace, place, finding, is_chosen);
                if is_wanted {
                    response.scroll_to_me(Some(Align::Min));
                }
                if is_chosen && std::mem::take(&mut self.follows) {
                    response.scroll_to_me(Some(Align::Center));
                }
                request = asked.or(request);
            }
        }
        self.wanted_part = false;
        if left_out > 0 {
            ui.label(format!("还有 {left_out} 条没有列出；可以搜索，或者只看本表"));
        }
        request
    }
}

/// The head of a group: its table, and how many findings there are.
fn group_ui(ui: &mut Ui, group: &Group) {
    let palette = Palette::of(ui.visuals());
    let (mark, color) = mark(group.grade, &palette);
    ui.add_space(2.0);
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("{mark} {} {}", group.grade.name(), group.places.len())).color(color));
        ui.label(RichText::new(format!("· {}", group.title)).color(palette.weak_text));
    });
}

/// What an empty list means.
fn nothing_ui(ui: &mut Ui, audit: &Audit) {
    ui.add_space(8.0);
    let is_quiet = |finding: &Finding| matches!(finding.grade, Grade::Unchecked | Grade::ToCome);
    let is_clean = audit.findings.iter().all(is_quiet);
    match (is_clean, audit.checked) {
        (true, 0) => {
            ui.label("○ 还没有可以核对的数字");
            ui.label("白底的格由你录入，灰底的格由程序计算；录入后随时核对。");
        }
        (true, checked) => {
            ui.label(format!("✓ 核对了 {checked} 项勾稽关系，没有发现问题"));
        }
        (false, _) => {
            ui.label("没有符合筛选的问题");
        }
    }
}

/// Acceptances of which nothing speaks any more.
fn outdated_ui(ui: &mut Ui, workspace: &Workspace) -> Option<FindingRequest> {
    let outdated = outdated_acceptances(workspace.evaluated(), &workspace.audit().findings);
    if outdated.is_empty() {
        return None;
    }
    let mut request = None;
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(format!("{} 条接受已经失效：所说的数字或文字改了", outdated.len()));
        let reasons: Vec<_> =
            outdated.iter().filter_map(|&place| workspace.disclosure().acceptances.get(place)).collect();
        label.on_hover_ui(|ui| {
            for acceptance in reasons {
                ui.label(format!("{} {}：{}", acceptance.rule, acceptance.author, acceptance.reason));
            }
        });
        let button = egui::Button::new("清除").small();
        if button_ui(ui, button, workspace.review_protection()).clicked() {
            request = Some(FindingRequest::Withdraw(outdated.clone()));
        }
    });
    request
}
