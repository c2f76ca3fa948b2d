//! The panel of a reviewer, beside the list of findings: differences from another file, comments, sign-offs.

mod changes;
mod comments;
mod compared;
mod sign_offs;
mod walk;

pub use compared::{Compared, Comparing};
pub use sign_offs::scope_label;
pub use walk::{Stop, Walk, stops};

use egui::{Response, RichText, Ui};

use super::theme::{self, Palette};
use super::workspace::Workspace;
use disclosure_engine::disclosure::{CellKey, CommentId, SignOffScope, TableNumber};
use disclosure_engine::review::compare::{ComparedText, Comparison};
use disclosure_engine::review::{Commented, Taken, changes_since_sign_offs, commented, place_label};

/// More entries than this are not drawn at once: nobody reads them, and each frame would take long.
const MOST_DRAWN: usize = 150;

/// What the panel at the right lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReviewTab {
    /// What does not agree.
    #[default]
    Findings,
    /// What another file says otherwise.
    Changes,
    Comments,
    /// Who signed what, and what changed since.
    SignOffs,
}

/// What was asked in the panel.
#[derive(Debug, Clone, PartialEq)]
pub enum ReviewRequest {
    /// Choose a file to compare with.
    Compare,
    /// Give up reading the file to compare with.
    CancelComparing,
    /// Compare no longer.
    StopComparing,
    /// Go to a cell.
    Cell(CellKey),
    /// Go to a text that differs.
    Text(ComparedText),
    /// Take something over from the file with which is compared.
    TakeOver(Vec<Taken>),
    /// Write a comment on what is shown.
    Comment,
    /// Go to where a comment stands, by its place among the comments.
    GoToComment(usize),
    Reply(CommentId),
    /// Settle a comment (`true`), or open it again.
    Settle(CommentId, bool),
    /// Sign for a table or all of it.
    Sign(SignOffScope),
    /// Take a sign-off back, by its place.
    Withdraw(usize),
}

/// The panel, with what it found out for a revision of the disclosure.
#[derive(Default)]
pub struct ReviewPanel {
    /// What is listed.
    pub tab: ReviewTab,
    shows_following: bool,
    shows_settled: bool,
    only_this_table: bool,
    /// What was gone to last.
    chosen: Option<Stop>,
    /// The list follows what was chosen in the next frame.
    follows: bool,
    derived: Option<Derived>,
}

/// What follows from the disclosure, found out once a revision.
struct Derived {
    revision: u64,
    /// What changed since each sign-off.
    since: Vec<Comparison>,
    /// Where each comment stands, with its name there.
    places: Vec<Option<(Commented, String)>>,
}

impl ReviewPanel {
    /// Draws what the panel is switched by.
    pub fn tabs_ui(&mut self, ui: &mut Ui, workspace: &Workspace) {
        self.derive(workspace);
        let disclosure = workspace.disclosure();
        let open = disclosure.comments.iter().filter(|comment| comment.is_open()).count();
        let changes = workspace.compared().map(|compared| compared.comparison.takeable().len());
        let withdrawn = self.since(workspace).iter().filter(|since| !since.is_empty()).count();
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let counted =
                |name: &str, count: usize| if count > 0 { format!("{name} {count}") } else { name.to_owned() };
            let tabs = [
                (ReviewTab::Findings, "问题".to_owned()),
                (ReviewTab::Changes, counted("差别", changes.unwrap_or(0))),
                (ReviewTab::Comments, counted("批注", open)),
                (ReviewTab::SignOffs, counted("签审", withdrawn)),
            ];
            for (tab, name) in tabs {
                ui.selectable_value(&mut self.tab, tab, name);
            }
        });
        ui.separator();
    }

    /// Draws what is listed, other than findings. `table` is the one that is shown in the grid.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        comparing: &Comparing,
        table: Option<TableNumber>,
    ) -> Option<ReviewRequest> {
        self.derive(workspace);
        match self.tab {
            ReviewTab::Findings => None,
            ReviewTab::Changes => self.changes_ui(ui, workspace, comparing, table),
            ReviewTab::Comments => self.comments_ui(ui, workspace, table),
            ReviewTab::SignOffs => self.sign_offs_ui(ui, workspace, table),
        }
    }

    /// Shows what was gone to.
    pub fn choose(&mut self, stop: Stop) {
        self.tab = match stop {
            Stop::Finding(_) => ReviewTab::Findings,
            Stop::Cell(..) | Stop::Row(_) | Stop::Text(_) => ReviewTab::Changes,
            Stop::Comment(_) => ReviewTab::Comments,
            Stop::SignOff(_) => ReviewTab::SignOffs,
        };
        self.chosen = Some(stop);
        self.follows = true;
    }

    fn derive(&mut self, workspace: &Workspace) {
        if self.derived.as_ref().is_some_and(|derived| derived.revision == workspace.revision()) {
            return;
        }
        let evaluated = workspace.evaluated();
        let named = |place: Commented| {
            let label = place_label(evaluated, &place);
            (place, label)
        };
        self.derived = Some(Derived {
            revision: workspace.revision(),
            since: changes_since_sign_offs(evaluated),
            places: commented(evaluated).into_iter().map(|place| place.map(named)).collect(),
        });
    }

    /// What changed since each sign-off.
    pub fn since(&mut self, workspace: &Workspace) -> &[Comparison] {
        self.derive(workspace);
        self.derived.as_ref().map_or(&[], |derived| &derived.since)
    }
}

/// The head of a group.
fn group_ui(ui: &mut Ui, title: &str) {
    let palette = Palette::of(ui.visuals());
    ui.add_space(4.0);
    ui.label(RichText::new(title).text_style(theme::bold_text()).color(palette.weak_text));
}

/// One entry of a list, all of it to be clicked; the buttons in it come before.
fn entry_ui(
    ui: &mut Ui,
    id: impl std::hash::Hash + std::fmt::Debug,
    is_chosen: bool,
    name: &str,
    content: impl FnOnce(&mut Ui) -> Option<ReviewRequest>,
) -> (Response, Option<ReviewRequest>) {
    let palette = Palette::of(ui.visuals());
    let fill = if is_chosen { palette.selection_fill } else { palette.paper };
    let frame = egui::Frame::new().fill(fill).inner_margin(8.0).corner_radius(2.0);
    let row = egui::UiBuilder::new().id_salt(("review", id)).sense(egui::Sense::click());
    let scope = ui.scope_builder(row, |ui| {
        let content = |ui: &mut Ui| {
            ui.set_width(ui.available_width());
            content(ui)
        };
        frame.show(ui, content).inner
    });
    let response = scope.response;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ListItem, true, name));
    ui.add_space(4.0);
    (response, scope.inner)
}
