//! What is done to the cells that are shown, of a table or of a performance table.

use egui::{Context, ViewportCommand};

use super::{Dialog, Window};
use crate::app::clipboard::copy_cells;
use crate::app::command::CellsDeed;
use crate::app::dialogs::{PasteChoice, PasteColumns, PasteDialog};
use crate::app::grid::{GridPaste, block_from_clipboard};
use crate::app::texts::TextPage;
use crate::app::workspace::Seen;
use disclosure_engine::edit::InputUnit;
use disclosure_engine::edit::paste::{Block, Paste, PastedColumns, PastedRows, SaidOfColumns};
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::form::ColumnRole;
use disclosure_engine::import::SaidGrid;

/// A longer block is tried in the other unit only where it looks like that.
const MOST_ROWS_TRIED: usize = 500;

/// What the step is called that pastes into a table.
fn paste_name(evaluated: Evaluated<'_>, table: u8, paste: &Paste) -> String {
    let mut name = format!("粘贴 表{table} {} 格", paste.changed(evaluated));
    if !paste.added.is_empty() {
        name.push_str(&format!("，增加 {} 行", paste.added.len()));
    }
    name
}

impl Window {
    /// Whether a performance table is shown.
    pub(super) fn shows_performance(&self) -> bool {
        matches!(self.texts.shown(), Some(TextPage::Performance(_)))
    }

    /// Lets the cells that are shown do `deed`.
    pub(super) fn do_in_cells(&mut self, deed: CellsDeed) {
        let is_performance = self.shows_performance();
        let Some(workspace) = &mut self.workspace else { return };
        if is_performance {
            self.performance.carry_out(workspace, deed);
        } else {
            self.grid.carry_out(workspace, deed);
        }
    }

    /// Takes the last step back and shows where.
    pub(in crate::app) fn undo(&mut self) {
        let seen = self.workspace.as_mut().and_then(|workspace| workspace.undo());
        self.show_seen(seen);
    }

    /// Makes the step again that was taken back last, and shows where.
    pub(in crate::app) fn redo(&mut self) {
        let seen = self.workspace.as_mut().and_then(|workspace| workspace.redo());
        self.show_seen(seen);
    }

    fn show_seen(&mut self, seen: Option<Seen>) {
        match seen {
            Some(Seen::Table(shown)) => {
                self.texts.hide();
                self.grid.restore(shown);
            }
            Some(Seen::Performance(table)) => self.texts.show(TextPage::Performance(table)),
            None => {}
        }
    }

    /// Cuts what is selected in whatever has the keyboard.
    pub(in crate::app) fn cut_in_focus(&mut self, ctx: &Context) {
        ctx.send_viewport_cmd(ViewportCommand::RequestCut);
    }

    /// Pastes into whatever has the keyboard.
    pub(in crate::app) fn paste_in_focus(&mut self, ctx: &Context) {
        ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
    }

    /// Copies the selected cells, or what is selected in a text.
    pub(in crate::app) fn copy(&mut self, ctx: &Context) {
        let Some(workspace) = &self.workspace else { return };
        match self.texts.shown() {
            None => copy_cells(ctx, &self.grid.copied(workspace)),
            Some(TextPage::Performance(_)) => copy_cells(ctx, &self.performance.copied(workspace)),
            Some(_) => ctx.send_viewport_cmd(ViewportCommand::RequestCopy),
        }
    }

    /// Pastes `text`. What is not plainly a block of amounts for entered cells is shown before it is done.
    pub(super) fn paste(&mut self, text: &str) {
        let remembered = self.said_tables.all();
        let said = |columns: &PastedColumns| {
            let said = remembered.get(&columns.shape).filter(|_| columns.may_be_remembered());
            said.map(|said| said.columns.clone())
        };
        self.ask_paste(&block_from_clipboard(text), self.grid.input_unit(), &said, None);
    }

    /// Shows what pasting would do with what the person says of its columns, plain numbers being in `unit`.
    pub(super) fn paste_with(&mut self, columns: PasteColumns, unit: InputUnit) {
        let (block, roles) = (columns.block.clone(), columns.columns.roles.clone());
        self.ask_paste(&block, unit, &|_| Some(roles.clone()), Some(columns));
    }

    /// Remembers what was said of the columns of a list that is pasted.
    pub(super) fn remember_columns(&self, shape: &str, columns: Vec<Option<ColumnRole>>) {
        self.said_tables.remember(shape, &SaidGrid { table: self.grid.table(), columns, unit: None });
    }

    /// Pastes `block`, of whose columns `said` tells and the person said something `before`.
    fn ask_paste(&mut self, block: &Block, unit: InputUnit, said: SaidOfColumns<'_>, before: Option<PasteColumns>) {
        let Some(workspace) = &mut self.workspace else { return };
        let evaluated = workspace.evaluated();
        let Some(pasted) = self.grid.paste(evaluated, block, unit, said) else {
            return self.grid.refuse("空白行里放不下没有科目的数：粘贴的内容要带编码或项目名称，或者先增加行");
        };
        let table = self.grid.table().map_or(0, |table| table.0);
        let step = |paste: &Paste| paste.step(evaluated, paste_name(evaluated, table, paste), false);
        let paste = pasted.paste();
        let plain = step(paste);
        let looks_like_yuan = unit == InputUnit::Form && paste.looks_like_yuan(evaluated, &plain);
        let is_plain = matches!(pasted, GridPaste::ByPlace(_))
            && !looks_like_yuan
            && paste.others.is_empty()
            && paste.computed.is_empty()
            && paste.refused.is_empty()
            && paste.outside == 0;
        if is_plain {
            workspace.make(plain);
            return;
        }
        let in_unit = |unit| {
            let pasted = self.grid.paste(evaluated, block, unit, said)?;
            let other = pasted.paste();
            // Counts, percentages and texts are the same in any unit: there is nothing to ask.
            let is_other =
                (&other.entered, &other.computed, &other.added) != (&paste.entered, &paste.computed, &paste.added);
            is_other.then(|| PasteChoice::new(evaluated, other, step(other)))
        };
        let own = PasteChoice::new(evaluated, paste, plain);
        let table_unit = self.grid.unit(evaluated);
        // A form in yuan has no other unit, and a block of thousands of rows is not tried in vain.
        let other = if unit == InputUnit::Form { InputUnit::Yuan } else { InputUnit::Form };
        let is_asked = looks_like_yuan || block.height() <= MOST_ROWS_TRIED;
        let other = (is_asked && table_unit.yuan > 1.into()).then(|| in_unit(other)).flatten();
        let dialog = PasteDialog::new(own, other, unit, &table_unit.name, looks_like_yuan);
        let columns = match pasted {
            GridPaste::ByRow(PastedRows { columns: Some(columns), is_asked, is_said, .. }) => Some(match before {
                Some(before) => before.said(columns, is_asked),
                None => {
                    let list = evaluated.form.list(columns.list);
                    PasteColumns::new(block.clone(), columns, list, is_asked, is_said)
                }
            }),
            _ => None,
        };
        self.dialog = Some(Dialog::Paste(dialog.with_columns(columns)));
    }
}
