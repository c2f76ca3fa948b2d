//! What is done to rows.

use super::{Dialog, Window};
use crate::app::dialogs::{AddRowDialog, TakeOverDialog};
use crate::app::grid::entry;
use crate::app::performance::PerformancePage;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{Code, RowKey};
use disclosure_engine::edit::{
    Change, EditError, MoveDirection, NewRow, Shown, Step, add_row, duplicate_rows, move_rows, recode_row,
    remove_empty_rows, remove_rows, sort_rows, take_over_codes,
};
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::form::ListIndex;

impl Window {
    /// Asks for a row to add; to indicators a blank one is added at once.
    pub(in crate::app) fn begin_add(&mut self) {
        if !self.on_indicators(PerformancePage::add_indicator) {
            self.begin_add_row();
        }
    }

    pub(in crate::app) fn remove_rows(&mut self) {
        if !self.on_indicators(PerformancePage::remove_indicators) {
            self.step_of_rows(remove_rows);
        }
    }

    /// Adds copies of the selected rows.
    pub(in crate::app) fn duplicate_rows(&mut self) {
        if !self.on_indicators(PerformancePage::duplicate_indicators) {
            self.step_of_rows(duplicate_rows);
        }
    }

    /// Moves the selected rows up by one.
    pub(in crate::app) fn move_up(&mut self) {
        if !self.on_indicators(PerformancePage::move_up) {
            self.move_rows(MoveDirection::Up);
        }
    }

    /// Moves the selected rows down by one.
    pub(in crate::app) fn move_down(&mut self) {
        if !self.on_indicators(PerformancePage::move_down) {
            self.move_rows(MoveDirection::Down);
        }
    }

    /// Puts the rows of the list into the order of their codes.
    pub(in crate::app) fn sort_rows(&mut self) {
        self.step_of_rows(|evaluated, list, _| sort_rows(evaluated, list));
    }

    /// Removes the rows of the list without amounts.
    pub(in crate::app) fn remove_empty_rows(&mut self) {
        self.step_of_rows(|evaluated, list, _| remove_empty_rows(evaluated, list));
    }

    /// Does `deed` to the indicators that are selected. Returns whether there are any: whether a performance table is
    /// shown.
    fn on_indicators(&mut self, deed: impl FnOnce(&mut PerformancePage, &mut Workspace)) -> bool {
        let is_shown = self.shows_performance();
        if let Some(workspace) = self.workspace.as_mut().filter(|_| is_shown) {
            deed(&mut self.performance, workspace);
        }
        is_shown
    }

    /// The list of the selection, with its selected rows; where nothing is selected, the table's list with rows.
    fn rows_at_hand(&self) -> Option<(ListIndex, Vec<usize>)> {
        let workspace = self.workspace.as_ref()?;
        let rows = self.grid.selected_rows(workspace.evaluated());
        let Some(&(list, _)) = rows.first() else {
            let table = workspace.form().table(self.grid.table()?)?;
            return Some((table.list_indices().next()?, Vec::new()));
        };
        Some((list, rows.into_iter().filter(|(other, _)| *other == list).map(|(_, row)| row).collect()))
    }

    fn step_of_rows(&mut self, step: impl FnOnce(Evaluated<'_>, ListIndex, &[usize]) -> Result<Step, EditError>) {
        let Some((list, rows)) = self.rows_at_hand() else { return };
        let Some(workspace) = &mut self.workspace else { return };
        match step(workspace.evaluated(), list, &rows) {
            Ok(step) if step.changes.is_empty() => self.grid.set_notice("没有需要改动的行"),
            Ok(step) => workspace.make(step),
            Err(error) => self.grid.refuse(error.to_string()),
        }
    }

    fn move_rows(&mut self, direction: MoveDirection) {
        let Some((list, rows)) = self.rows_at_hand() else { return };
        let (Some(workspace), Some(&first)) = (&mut self.workspace, rows.first()) else { return };
        let key = workspace.evaluated().row_key(list, first);
        match move_rows(workspace.evaluated(), list, &rows, direction) {
            Err(error) => self.grid.refuse(error.to_string()),
            Ok(step) => {
                workspace.make(step);
                // The selection goes with the rows, so that the key can be pressed again.
                let evaluated = workspace.evaluated();
                let count = evaluated.evaluation.layout(list).rows.len();
                let now = (0..count).find(|&row| evaluated.row_key(list, row) == key);
                if let (Some(now), Some(shown)) = (now, self.grid.shown()) {
                    let by = now.cast_signed() - first.cast_signed();
                    let moved = |(row, column): (usize, usize)| (row.saturating_add_signed(by), column);
                    self.grid.restore(Shown { cursor: moved(shown.cursor), corner: moved(shown.corner), ..shown });
                }
            }
        }
    }

    pub(in crate::app) fn begin_recode(&mut self) {
        let Some((list, rows)) = self.rows_at_hand() else { return };
        let (Some(workspace), Some(&row)) = (&self.workspace, rows.first()) else { return };
        let evaluated = workspace.evaluated();
        let code = evaluated.evaluation.layout(list).rows[row].code;
        match (evaluated.form.list(list).classification(), code) {
            (Some(_), Some(code)) => {
                let name = evaluated.code_name(list, row).to_owned();
                let dialog = AddRowDialog::recode(list, evaluated.form.list(list), row, code, name);
                self.dialog = Some(Dialog::AddRow(dialog));
            }
            _ => self.grid.refuse(EditError::NoCodes.to_string()),
        }
    }

    /// Takes the answer of the dialog for rows.
    pub(super) fn take_row(&mut self, dialog: &AddRowDialog, new: NewRow) -> Result<(), EditError> {
        let Some(row) = dialog.recoded else { return self.add_row(dialog.list, new) };
        let code = new.code.ok_or(EditError::CodeMissing)?;
        let Some(workspace) = &mut self.workspace else { return Ok(()) };
        let evaluated = workspace.evaluated();
        let step = recode_row(evaluated, dialog.list, row, code, &new.code_name)?;
        let stored = evaluated.evaluation.layout(dialog.list).rows[row].stored();
        let takes_prior = step.changes.iter().any(|change| matches!(change, Change::Prior(_)));
        workspace.make(step);
        let evaluated = workspace.evaluated();
        let table = evaluated.form.table_of(dialog.list).number;
        let row = stored.and_then(|place| evaluated.disclosure.table(table)?.rows.get(place));
        if let Some(key) = row.map(|row| row.subject.key()) {
            self.go_to_row(dialog.list, key);
        }
        if takes_prior {
            self.grid.set_notice("上年数跟着改到了新的科目");
        }
        Ok(())
    }

    pub(in crate::app) fn begin_take_over(&mut self) {
        let Some((list, _)) = self.rows_at_hand() else { return };
        let Some(workspace) = &self.workspace else { return };
        let form = workspace.form();
        let wanted = form.list(list).classification();
        let sources = (0..form.lists.len())
            .map(ListIndex)
            .filter(|&source| source != list && wanted.is_some() && form.list(source).classification() == wanted);
        // A table whose codes are all here has none to give.
        let sources = sources.filter_map(|source| {
            let table = form.table_of(source);
            let step = take_over_codes(workspace.evaluated(), list, source).ok()?;
            let rows = step.changes.iter().filter(|change| matches!(change, Change::Row(_))).count();
            (rows > 0).then(|| (source, format!("表{} {}（带入 {rows} 行）", table.number, table.outline)))
        });
        let dialog = TakeOverDialog::new(list, sources.collect());
        self.dialog = Some(Dialog::TakeOver(dialog));
    }

    /// Takes the codes of `source` over into `list`.
    pub(super) fn take_over(&mut self, list: ListIndex, source: ListIndex) -> Result<(), EditError> {
        let Some(workspace) = &mut self.workspace else { return Ok(()) };
        let step = take_over_codes(workspace.evaluated(), list, source)?;
        if step.changes.is_empty() {
            self.grid.set_notice("那张表的科目这里都有了");
        }
        workspace.make(step);
        Ok(())
    }

    fn begin_add_row(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let form = workspace.form();
        let Some(table) = self.grid.table().and_then(|number| form.table(number)) else { return };
        let Some(list) = table.list_indices().find(|&list| form.list(list).footing().is_some()) else {
            self.grid.refuse(EditError::FixedRows.to_string());
            return;
        };
        let (unit, code) = self.context_of_new_row(list);
        let used = entry::used_elsewhere(workspace.evaluated(), list);
        self.dialog = Some(Dialog::AddRow(AddRowDialog::new(list, form.list(list), unit, code).offering_first(used)));
    }

    /// What the row beside a new one already says: its unit and, for projects, its code.
    fn context_of_new_row(&self, list: ListIndex) -> (Option<String>, Option<Code>) {
        let Some(workspace) = &self.workspace else { return (None, None) };
        let evaluated = workspace.evaluated();
        let selected = self.grid.selected_rows(evaluated).into_iter().find(|(selected, _)| *selected == list);
        let beside = selected
            .and_then(|(_, row)| evaluated.stored(list, row))
            .or_else(|| workspace.disclosure().table(workspace.form().table_of(list).number)?.rows.last());
        // A total says of no single row what it is.
        let is_row = |row: usize| !evaluated.evaluation.layout(list).rows[row].origin.is_total();
        let is_single = selected.is_none_or(|(_, row)| is_row(row));
        let (unit, code) = entry::context(evaluated, list, beside);
        let has_project = beside.is_some_and(|row| row.subject.project().is_some());
        (unit, code.filter(|_| is_single && has_project))
    }

    pub(super) fn add_row(&mut self, list: ListIndex, new: NewRow) -> Result<(), EditError> {
        let Some(workspace) = &mut self.workspace else { return Ok(()) };
        let step = add_row(workspace.evaluated(), list, new)?;
        let added = step.changes.iter().find_map(|change| match change {
            Change::Row(put) => put.to.as_ref().map(|row| row.subject.key()),
            _ => None,
        });
        workspace.make(step);
        if let Some(row) = added {
            self.go_to_row(list, row);
        }
        Ok(())
    }

    /// Makes the first cell of `row` that is entered the active one, so that typing continues there.
    fn go_to_row(&mut self, list: ListIndex, row: RowKey) {
        let Some(workspace) = &self.workspace else { return };
        self.grid.begin_in(workspace.evaluated(), list, row);
    }

    /// Asks for the name of a project of `code`, which was typed below the others.
    pub(super) fn begin_add_project(&mut self, code: Code) {
        let Some(workspace) = &self.workspace else { return };
        let evaluated = workspace.evaluated();
        let Some(table) = self.grid.table().and_then(|number| evaluated.form.table(number)) else { return };
        let Some(list) = table.list_indices().next() else { return };
        let (unit, _) = self.context_of_new_row(list);
        self.dialog = Some(Dialog::AddRow(AddRowDialog::new(list, evaluated.form.list(list), unit, Some(code))));
    }
}
