//! Comments: where they are written, answered and settled.

use super::{Dialog, Window};
use crate::app::dialogs::{CommentAnswer, CommentDialog, CommentedPlace};
use crate::app::texts::TextPage;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{
    CellKey, Comment, CommentId, CommentPlace, Part, PerformanceSubject, Signature, TextPlace,
};
use disclosure_engine::edit::{EditError, remove_comment, reply_to_comment, set_resolved, write_comment};
use disclosure_engine::evaluate::{CellIndex, Evaluated};
use disclosure_engine::form::ListIndex;
use disclosure_engine::review::{Commented, commented, place_label};
use disclosure_engine::sheet::SheetCell;

/// Now, as comments and sign-offs tell it.
pub(super) fn local_time() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%d %H:%M").to_string()
}

impl Window {
    /// Asks for a comment on what is shown: the active cell, its row or its table; or the part of the page.
    pub(in crate::app) fn begin_comment(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let evaluated = workspace.evaluated();
        let mut places = Vec::new();
        if let Some(TextPage::Performance(table)) = self.texts.shown() {
            let own = workspace.disclosure().performance.get(table);
            let name = own.and_then(|own| match &own.subject {
                PerformanceSubject::Project(name) if name.trim().is_empty() => None,
                PerformanceSubject::Project(name) => Some(name.clone()),
                PerformanceSubject::Whole => Some(String::new()),
            });
            let Some(name) = name else {
                return self.grid.refuse("请先填写绩效目标表的项目名称，再写批注");
            };
            places.push(place(evaluated, CommentPlace::Performance(name), "这张绩效目标表"));
        } else if let Some(page) = self.texts.shown() {
            let sections = evaluated.form.texts.sections.iter().map(|section| Part::Section(section.number));
            let parts = std::iter::once(Part::Overview).chain(sections).chain([Part::Glossary]);
            let paragraph = self.texts.current_comment_place(workspace);
            places.extend(paragraph.map(|at| place(evaluated, at, "这一段")));
            match parts.into_iter().find(|part| page.holds(*part)) {
                Some(part) => places.push(place(evaluated, CommentPlace::Part(part), "这一部分")),
                None => {
                    let text = format!("{}不公布，请把批注写在有关的段落或单元格上。", page.name());
                    return self.complain("批注", text);
                }
            }
        } else {
            let row = |list: ListIndex, row: usize| {
                CommentPlace::Row(evaluated.form.table_of(list).number, evaluated.row_key(list, row))
            };
            match self.grid.active(evaluated) {
                Some(SheetCell::Amount(cell @ CellIndex { list, .. })) => {
                    places.push(place(evaluated, CommentPlace::Cell(evaluated.key(cell)), "这一格"));
                    places.push(place(evaluated, row(list, cell.row), "这一行"));
                }
                Some(SheetCell::Text { list, row: at, .. }) => {
                    places.push(place(evaluated, row(list, at), "这一行"));
                }
                Some(SheetCell::Blank) | None => {}
            }
            places.extend(self.grid.table().map(|table| place(evaluated, CommentPlace::Table(table), "整张表")));
        }
        self.dialog = Some(Dialog::Comment(self.comment_dialog(places, workspace)));
    }

    /// Asks for a comment on `place`.
    pub(super) fn begin_comment_on(&mut self, at: CommentPlace) {
        let Some(workspace) = &self.workspace else { return };
        let places = vec![place(workspace.evaluated(), at, "这里")];
        self.dialog = Some(Dialog::Comment(self.comment_dialog(places, workspace)));
    }

    /// Asks for an answer to the comment `id`.
    pub(super) fn begin_reply(&mut self, id: CommentId) {
        let Some(workspace) = &self.workspace else { return };
        let comments = &workspace.disclosure().comments;
        let Some(comment) = comments.iter().find(|comment| comment.id == id) else { return };
        let places = vec![place(workspace.evaluated(), comment.place.clone(), "这里")];
        let dialog = self.comment_dialog(places, workspace);
        self.dialog = Some(Dialog::Comment(dialog.answering(id)));
    }

    fn comment_dialog(&self, places: Vec<CommentedPlace>, workspace: &Workspace) -> CommentDialog {
        CommentDialog::new(places, self.settings.author().to_owned(), workspace.review_protection())
    }

    pub(super) fn take_comment(&mut self, answer: CommentAnswer) -> Result<(), EditError> {
        let Some(workspace) = &mut self.workspace else { return Ok(()) };
        let signature = |author: &str| Signature { author: author.trim().to_owned(), written: local_time() };
        let disclosure = workspace.disclosure();
        let (step, author) = match answer {
            CommentAnswer::Remove(comment) => (remove_comment(comment), None),
            CommentAnswer::Write { place, about, author, text } => {
                (write_comment(disclosure, place, &about, signature(&author), &text)?, Some(author))
            }
            CommentAnswer::Reply { comment, author, text } => {
                (reply_to_comment(disclosure, comment, signature(&author), &text)?, Some(author))
            }
            CommentAnswer::Settle { comment, author } => {
                (set_resolved(disclosure, comment, author.as_deref().map(signature))?, author)
            }
        };
        if let Some(author) = author {
            self.settings.set_author(author.trim());
        }
        workspace.make(step);
        Ok(())
    }

    /// Goes to where the comment stands that has this place among the comments.
    pub(super) fn go_to_comment(&mut self, number: usize) {
        let Some(workspace) = &self.workspace else { return };
        let evaluated = workspace.evaluated();
        let Some(Some(found)) = commented(evaluated).get(number).cloned() else {
            return self.grid.refuse("这条批注所在的单元格或段落已经不在了");
        };
        match found {
            Commented::Cell(cell) => self.show_cell(cell),
            Commented::Row(list, row) => self.show_cell(CellIndex { list, row, column: 0 }),
            Commented::Table(table) => {
                self.texts.hide();
                self.grid.show_table(table);
            }
            Commented::Part(part) => {
                self.texts.go_to(workspace, &TextPlace::Paragraph(part, 0));
            }
            Commented::Text(place) => {
                self.texts.go_to(workspace, &place);
            }
            Commented::Performance(table) => self.texts.show(TextPage::Performance(table)),
        }
    }

    /// Shows `cell` and frames it.
    pub(super) fn show_cell(&mut self, cell: CellIndex) {
        let Some(workspace) = &self.workspace else { return };
        self.texts.hide();
        self.grid.highlight([cell]);
        self.grid.go_to(workspace.evaluated(), cell);
    }

    /// Shows the cell that `key` names; returns whether it is there.
    pub(super) fn show_key(&mut self, key: &CellKey) -> bool {
        let cell = self.workspace.as_ref().and_then(|workspace| workspace.evaluated().find(key));
        cell.into_iter().for_each(|cell| self.show_cell(cell));
        cell.is_some()
    }
}

/// A place with its name and its comments.
fn place(evaluated: Evaluated<'_>, at: CommentPlace, kind: &'static str) -> CommentedPlace {
    let found = disclosure_engine::review::find_place(evaluated, &at);
    let label = found.map_or_else(|| "所在的位置已经不在了".to_owned(), |found| place_label(evaluated, &found));
    let own = evaluated.disclosure.comments.iter().filter(|comment| comment.place == at);
    let comments: Vec<Comment> = own.cloned().collect();
    CommentedPlace { place: at, kind, label, comments }
}
