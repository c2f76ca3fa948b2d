//! What the grid draws that follows from the disclosure, found out once a revision.

use std::collections::HashMap;
use std::sync::Arc;

use egui::Ui;

use super::Grid;
use super::entry::EntryLines;
use super::metrics::{Metrics, Wishes, least_width, natural_widths};
use super::scale::Scale;
use crate::app::workspace::Workspace;
use disclosure_engine::audit::{Finding, Grade};
use disclosure_engine::disclosure::{Amount, Code, Comment, CommentPlace, Component, RowKey, TableNumber};
use disclosure_engine::evaluate::CellIndex;
use disclosure_engine::form::TableForm;
use disclosure_engine::sheet::Sheet;

/// In which steps the room for a table is measured, in points.
const ROOM_STEP: f32 = 8.0;
/// What the bar for scrolling takes of it.
const ROOM_FOR_SCROLLING: f32 = 14.0;

/// What follows from the disclosure, for one revision of one table.
pub struct Derived {
    pub revision: u64,
    pub table: TableNumber,
    pub sheet: Sheet,
    pub metrics: Metrics,
    pub marks: HashMap<CellIndex, Grade>,
    /// With which comparison they were found, 0 without one.
    pub compared: usize,
    /// What the file with which is compared prints in the cells that differ.
    pub changes: HashMap<CellIndex, Option<Amount>>,
    /// What the comments on each cell say.
    pub comments: HashMap<CellIndex, String>,
    /// The lines below the rows, and for what they were found: the code that was added last, and that nothing is protected.
    pub lines: Option<EntryLines>,
    pub lines_of: (Option<Code>, bool),
    /// The room for which its sizes were found, in points; and how large it is drawn.
    pub room: f32,
    pub scale: Scale,
}

/// The widths in which the contents of the columns fit, for one revision of one table.
pub struct Natural {
    revision: u64,
    table: TableNumber,
    pub widths: Vec<f32>,
}

impl Grid {
    pub(super) fn derive(&mut self, ui: &Ui, workspace: &Workspace, table: &TableForm) {
        let has_new_widths = std::mem::take(&mut self.has_new_widths);
        let compared = workspace.compared().map_or(0, |compared| Arc::as_ptr(compared) as usize);
        let lines_of = (self.controller.last_added.as_ref().and_then(RowKey::code), workspace.protection().is_some());
        // While an edge of a panel is drawn, not every point makes new sizes.
        let room = ((ui.available_width() - ROOM_FOR_SCROLLING) / ROOM_STEP).floor() * ROOM_STEP;
        let is_same = |derived: &Derived| {
            derived.revision == workspace.revision()
                && derived.table == table.number
                && derived.compared == compared
                && derived.lines_of == lines_of
                && derived.room == room
                && derived.scale == self.scale
        };
        let is_fresh = !has_new_widths && self.derived.as_ref().is_some_and(is_same);
        if is_fresh {
            return;
        }
        // Frames are on places, where other rows may stand now.
        if self.derived.as_ref().is_some_and(|derived| derived.revision != workspace.revision()) {
            self.highlighted.clear();
        }
        let natural = self.natural(workspace, table).to_vec();
        let evaluated = workspace.evaluated();
        let mut sheet = Sheet::new(evaluated, table);
        let lines = EntryLines::below(workspace, table, &mut sheet, lines_of.0);
        let drawn = |column| self.widths.get(&evaluated.form.id, table.number, column);
        let (with_prior, scale) = (workspace.prior().is_some(), self.scale);
        let wishes = Wishes { drawn: &drawn, with_prior, lines: lines.as_ref(), room, scale };
        let metrics = Metrics::new(ui.painter(), evaluated, table, &sheet, &natural, &wishes);
        let mut marks = HashMap::new();
        // What is about last year's figures is no fault of this year's cell.
        let of_this_year = |finding: &&Finding| finding.about != Some(Component::Prior);
        for finding in workspace.audit().findings.iter().filter(of_this_year).rev() {
            // The list is sorted, gravest first: going backwards, the gravest stays.
            let marked = if finding.other().len() == 1 { finding.cells.as_slice() } else { finding.first() };
            marks.extend(marked.iter().map(|&cell| (cell, finding.grade)));
        }
        let mut comments: HashMap<CellIndex, String> = HashMap::new();
        for comment in evaluated.disclosure.comments.iter().filter(|comment| comment.is_open()) {
            let CommentPlace::Cell(key) = &comment.place else { continue };
            if let Some(cell) = Some(key).filter(|key| key.table == table.number).and_then(|key| evaluated.find(key)) {
                let text = comments.entry(cell).or_default();
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&thread_text(comment));
            }
        }
        let mut changes = HashMap::new();
        if let Some(compared) = workspace.compared() {
            let own = compared.marks.iter().filter(|(key, _)| key.table == table.number);
            changes.extend(own.filter_map(|(key, old)| Some((evaluated.find(key)?, *old))));
        }
        let (revision, table) = (workspace.revision(), table.number);
        self.derived = Some(Derived {
            revision,
            table,
            sheet,
            metrics,
            marks,
            compared,
            changes,
            comments,
            lines,
            lines_of,
            room,
            scale,
        });
    }

    /// The widths in which the contents of the columns of `table` fit.
    fn natural(&mut self, workspace: &Workspace, table: &TableForm) -> &[f32] {
        let (revision, number) = (workspace.revision(), table.number);
        let is_fresh = |natural: &&Natural| (natural.revision, natural.table) == (revision, number);
        if self.natural.as_ref().filter(is_fresh).is_none() {
            let evaluated = workspace.evaluated();
            let widths = natural_widths(evaluated, &Sheet::new(evaluated, table));
            self.natural = Some(Natural { revision, table: number, widths });
        }
        self.natural.as_ref().map_or(&[], |natural| natural.widths.as_slice())
    }

    /// How wide the place was in which the table was drawn last, in points.
    pub fn room(&self) -> Option<f32> {
        self.derived.as_ref().map(|derived| derived.room + ROOM_FOR_SCROLLING + ROOM_STEP)
    }

    /// How wide the place for the table that is shown must be for all of its columns, in points, drawn at
    /// `scale`.
    pub fn least_room(&mut self, workspace: &Workspace, scale: Scale) -> Option<f32> {
        let form = workspace.form().clone();
        let table = form.table(self.table?)?;
        let natural = self.natural(workspace, table).to_vec();
        let sheet = Sheet::new(workspace.evaluated(), table);
        let drawn = |column| self.widths.get(&form.id, table.number, column);
        let width = least_width(&sheet, &natural, &drawn, workspace.prior().is_some());
        Some(scale.of(width) + ROOM_FOR_SCROLLING + ROOM_STEP)
    }
}

/// A comment with its answers, for the tip over a cell.
fn thread_text(comment: &Comment) -> String {
    let mut lines = vec![format!("{}（{}）：{}", comment.author, comment.written, comment.text)];
    let replies = comment.replies.iter();
    lines.extend(replies.map(|reply| format!("　答复　{}（{}）：{}", reply.author, reply.written, reply.text)));
    lines.join("\n")
}
