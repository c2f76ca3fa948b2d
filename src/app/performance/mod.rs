//! A performance table (绩效目标表) as a page to be filled in, laid out as it is printed.
//!
//! It works as the grid of the other tables does, with the same keys, selection and text field; [`metrics`] gives its
//! sizes, [`cells`] paints it, [`work`] does what is asked of the selected cells. What is printed as one cell for
//! several indicators is one field for each here; those that repeat the one above are written in grey.

mod cells;
mod metrics;
mod work;

use egui::{RichText, ScrollArea, Sense, Ui, vec2};

use self::cells::{Cells, Pointer};
use self::metrics::{Derived, Metrics};
use super::clipboard::copy_cells;
use super::command::Command;
use super::grid::{EditMode, Editor, FieldShape, GridKey, KeyFilter, Motion, Raster, Selection};
use super::protection::button_ui;
use super::theme::{self, Palette};
use super::workspace::Workspace;
use disclosure_engine::disclosure::{
    IndicatorField, PerformanceField, PerformanceSubject, PerformanceTable, TextPlace,
};
use disclosure_engine::edit::performance_text;
use disclosure_engine::form::PerformanceForm;
use disclosure_engine::sheet::{PerformanceSheet, Place};

/// The page of one performance table.
pub struct PerformancePage {
    /// Which table is shown.
    table: usize,
    selection: Selection,
    editor: Editor,
    keys: KeyFilter,
    /// The view follows the active cell in the next frame.
    follows_cursor: bool,
    is_dragging: bool,
    /// Something to say about the last key or click.
    notice: Option<String>,
    derived: Option<Derived>,
    /// The cell whose menu is open.
    menu_at: Option<Place>,
    /// What a key asks of the window.
    request: Option<PerformanceRequest>,
}

/// What the page asks of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PerformanceRequest {
    /// Carry out a command on the selected cells.
    Command(Command),
    /// Paste a text where the selection is.
    Paste(String),
    /// Take goal and indicators from another table.
    CopyFrom,
    /// Take the table out.
    Remove,
}

/// The labels of performance tables, where the form has them.
pub fn labels(workspace: &Workspace) -> Option<&PerformanceForm> {
    workspace.form().document.as_ref().map(|document| &document.performance)
}

/// The raster of a table.
fn sheet(workspace: &Workspace, table: usize) -> Option<PerformanceSheet> {
    let disclosure = workspace.disclosure();
    let of = disclosure.performance.get(table)?;
    Some(PerformanceSheet::new(labels(workspace)?, disclosure.kind, &disclosure.body, of))
}

/// The raster with its table, in which the selection moves.
struct Filled<'a> {
    sheet: &'a PerformanceSheet,
    workspace: &'a Workspace,
    table: usize,
}

impl Raster for Filled<'_> {
    fn rows(&self) -> usize {
        self.sheet.rows()
    }

    fn columns(&self) -> usize {
        self.sheet.columns()
    }

    fn first_entry(&self) -> usize {
        2
    }

    fn is_filled(&self, place: Place) -> bool {
        let (form, disclosure) = (self.workspace.form(), self.workspace.disclosure());
        let text = |field| performance_text(form, disclosure, self.table, field);
        self.sheet.field(place).is_none_or(|field| text(field).is_some_and(|text| !text.is_empty()))
    }

    fn span(&self, place: Place) -> (Place, Place) {
        let Some(cell) = self.sheet.cell(place) else { return (place, place) };
        let Place { row, column } = cell.place;
        (cell.place, Place { row: row + cell.rows - 1, column: column + cell.columns - 1 })
    }
}

impl Default for PerformancePage {
    fn default() -> Self {
        Self::of(0)
    }
}

impl PerformancePage {
    /// The page of `table`, at its first field.
    fn of(table: usize) -> Self {
        Self {
            table,
            selection: Selection::at(Place { row: 1, column: 2 }),
            editor: Editor::default(),
            keys: KeyFilter::default(),
            follows_cursor: false,
            is_dragging: false,
            notice: None,
            derived: None,
            menu_at: None,
            request: None,
        }
    }

    /// Shows `table`.
    pub fn show(&mut self, table: usize) {
        if self.table != table {
            *self = Self { keys: std::mem::take(&mut self.keys), ..Self::of(table) };
        }
    }

    /// Shows `field` of `table` and makes it the active one.
    pub fn go_to(&mut self, workspace: &Workspace, table: usize, field: PerformanceField) {
        self.show(table);
        self.editor.stop();
        if let Some(place) = sheet(workspace, table).and_then(|sheet| sheet.place(field)) {
            self.selection = Selection::at(place);
            self.follows_cursor = true;
        }
    }

    /// Where the active field stands.
    pub fn active(&self, workspace: &Workspace) -> Option<TextPlace> {
        let field = sheet(workspace, self.table)?.field(self.selection.cursor)?;
        Some(TextPlace::Performance(self.table, field))
    }

    /// Whether a field is being edited.
    pub fn is_editing(&self) -> bool {
        self.editor.mode().is_some()
    }

    /// Takes what is being typed. Returns whether it could be taken; else it stays, with a sentence that says why.
    pub fn finish(&mut self, workspace: &mut Workspace) -> bool {
        !self.is_editing() || self.commit(workspace)
    }

    /// Says `notice` above the table until the next key or click.
    pub fn set_notice(&mut self, notice: impl Into<String>) {
        self.notice = Some(notice.into());
    }

    /// Forgets the notice, before something else is done.
    pub fn clear_notice(&mut self) {
        self.notice = None;
    }

    /// Draws the table and lets the person work in it, unless a dialog is open (`is_enabled`).
    pub fn ui(&mut self, ui: &mut Ui, workspace: &mut Workspace, is_enabled: bool) -> Option<PerformanceRequest> {
        if is_enabled {
            self.take_keys(ui, workspace);
        }
        let sheet = sheet(workspace, self.table)?;
        self.selection.clamp(&Filled { sheet: &sheet, workspace, table: self.table });
        let mut request = self.head_ui(ui, workspace, &sheet);
        let width = metrics::width(ui.available_width());
        self.derive(ui, workspace, &sheet, width);
        let derived = self.derived.take()?;
        let area = ScrollArea::both().id_salt(("performance", self.table)).auto_shrink(false);
        let height = ui.available_height();
        let pointer = area.show(ui, |ui| {
            let size = vec2(width, derived.metrics.height() + 40.0);
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            let mut cells = Cells {
                workspace,
                table: self.table,
                sheet: &sheet,
                derived: &derived,
                selection: self.selection,
                is_editing: self.is_editing(),
                menu_at: self.menu_at,
                origin: rect.min,
                pointer: Pointer::default(),
            };
            cells.ui(ui);
            let pointer = cells.pointer;
            if std::mem::take(&mut self.follows_cursor)
                && let Some(cursor) = pointer.cursor_rect
            {
                ui.scroll_to_rect(cursor.expand(8.0), None);
            }
            if is_enabled {
                self.editor_ui(ui, workspace, &sheet, &pointer);
            }
            pointer
        });
        let pointer = pointer.inner;
        self.menu_at = pointer.menu;
        self.derived = Some(derived);
        if let Some(derived) = &mut self.derived {
            derived.page = (height / metrics::LEAST_HEIGHT).max(1.0) as isize;
        }
        if is_enabled {
            self.carry_out(ui, workspace, &pointer);
        }
        request = self.request.take().or(request);
        request.or(pointer.command.map(PerformanceRequest::Command))
    }

    /// Title, what can be done with the whole table, and what there is to know of the active field.
    fn head_ui(&mut self, ui: &mut Ui, workspace: &Workspace, sheet: &PerformanceSheet) -> Option<PerformanceRequest> {
        let palette = Palette::of(ui.visuals());
        let mut request = None;
        let labels = labels(workspace)?;
        let table = workspace.disclosure().performance.get(self.table)?;
        ui.horizontal_wrapped(|ui| {
            let title = title(workspace, labels, table);
            ui.label(RichText::new(title).text_style(theme::bold_text()).size(20.0));
            ui.add_space(16.0);
            for (text, hint, asked) in [
                ("增加指标", "在选中的行下面增加一行（Insert）", PerformanceRequest::Command(Command::AddRow)),
                ("从别的表复制…", "复制另一张绩效目标表或上年的目标和指标", PerformanceRequest::CopyFrom),
                ("删除本表", "可以撤销", PerformanceRequest::Remove),
            ] {
                let protection = workspace.protection();
                if button_ui(ui, egui::Button::new(text), protection).on_hover_text(hint).clicked() {
                    request = Some(asked);
                }
            }
        });
        let said = match (self.editor.refusal().or(self.notice.as_deref()), self.finding(workspace, sheet)) {
            (Some(notice), _) => RichText::new(format!("✕ {notice}")).color(palette.error),
            (None, Some(message)) => RichText::new(message).color(palette.warning),
            (None, None) => RichText::new(self.hint(workspace, sheet, table)).color(palette.weak_text),
        };
        ui.add(egui::Label::new(said).wrap());
        ui.add_space(4.0);
        request
    }

    /// What was found at the active field.
    fn finding(&self, workspace: &Workspace, sheet: &PerformanceSheet) -> Option<String> {
        let field = sheet.field(self.selection.cursor)?;
        let is_here = |finding: &&disclosure_engine::audit::Finding| {
            let place = finding.text.as_ref().map(|spot| &spot.place);
            place == Some(&TextPlace::Performance(self.table, field)) && finding.accepted.is_none()
        };
        workspace.audit().findings.iter().find(is_here).map(|finding| finding.message.clone())
    }

    fn hint(&self, workspace: &Workspace, sheet: &PerformanceSheet, table: &PerformanceTable) -> &'static str {
        if workspace.protection().is_some() {
            return "方向键移动，Ctrl+C 复制；现在只能看，不能修改";
        }
        match sheet.field(self.selection.cursor) {
            Some(PerformanceField::Indicator(row, level @ (IndicatorField::LevelOne | IndicatorField::LevelTwo))) => {
                match table.continues(row, level) {
                    true => "灰字与上一行相同，印出时合并成一格；在这里改，只改这一行",
                    false => "在这里改，下面相同的灰字一起改",
                }
            }
            Some(PerformanceField::Telephone) => "联系电话只留在文件里，印出时这一格空着",
            _ => "方向键移动，直接输入或按 F2 修改，Insert 增加指标；可以与 Excel 互相复制粘贴",
        }
    }

    fn take_keys(&mut self, ui: &Ui, workspace: &mut Workspace) {
        if ui.memory(|memory| memory.focused().is_some_and(|id| id != Editor::id())) {
            return;
        }
        let mut events = ui.input_mut(|input| std::mem::take(&mut input.events));
        let mut keys = std::mem::take(&mut self.keys);
        keys.set_lines(true);
        let page = self.derived.as_ref().map_or(1, |derived| derived.page);
        let now = ui.input(|input| input.time);
        keys.filter(&mut events, self.editor.mode(), page, now, &mut |key| {
            self.act(ui, workspace, key);
            self.editor.mode()
        });
        self.keys = keys;
        ui.input_mut(|input| input.events = events);
    }

    fn act(&mut self, ui: &Ui, workspace: &mut Workspace, key: GridKey) {
        if workspace.protection().is_none() || !key.ends_entry() {
            self.notice = None;
        }
        if let Some(protection) = workspace.protection().filter(|_| key.changes_contents()) {
            return self.set_notice(protection.why());
        }
        match key {
            GridKey::Move(motion, extend) => self.go(workspace, motion, extend),
            GridKey::Commit(motion) => {
                if self.commit(workspace) {
                    self.go(workspace, motion, false);
                }
            }
            GridKey::Cancel => self.editor.stop(),
            GridKey::Edit => self.edit(workspace),
            GridKey::EditEmpty => self.begin(workspace, EditMode::Replace),
            GridKey::Clear => self.clear(workspace),
            GridKey::Copy => copy_cells(ui.ctx(), &self.copied(workspace)),
            GridKey::Cut => {
                copy_cells(ui.ctx(), &self.copied(workspace));
                self.clear(workspace);
            }
            GridKey::Paste(text) => self.request = Some(PerformanceRequest::Paste(text)),
            GridKey::SelectAll => self.widen(workspace, true, true),
            GridKey::SelectRows => self.widen(workspace, true, false),
            GridKey::SelectColumns => self.widen(workspace, false, true),
            GridKey::CommitToAll => self.commit_to_all(workspace),
            GridKey::FillDown => self.fill(workspace, super::grid::Direction::Down),
            GridKey::FillRight => self.fill(workspace, super::grid::Direction::Right),
        }
    }

    fn go(&mut self, workspace: &Workspace, motion: Motion, extend: bool) {
        let Some(sheet) = sheet(workspace, self.table) else { return };
        let raster = Filled { sheet: &sheet, workspace, table: self.table };
        self.selection.clamp(&raster);
        self.selection.go(motion, extend, &raster);
        self.follows_cursor = true;
    }

    /// Widens the selection to whole rows, whole columns, or both.
    fn widen(&mut self, workspace: &Workspace, rows: bool, columns: bool) {
        let Some(sheet) = sheet(workspace, self.table) else { return };
        self.selection.widen(&Filled { sheet: &sheet, workspace, table: self.table }, rows, columns);
    }

    /// Selects the whole table.
    pub fn select_all(&mut self, workspace: &Workspace) {
        self.widen(workspace, true, true);
    }

    /// Begins to edit the active field.
    pub fn edit(&mut self, workspace: &Workspace) {
        self.begin(workspace, EditMode::Amend);
    }

    fn begin(&mut self, workspace: &Workspace, mode: EditMode) {
        if let Some(protection) = workspace.protection() {
            return self.set_notice(protection.why());
        }
        let field = sheet(workspace, self.table).and_then(|sheet| sheet.field(self.selection.cursor));
        let text =
            field.and_then(|field| performance_text(workspace.form(), workspace.disclosure(), self.table, field));
        match text {
            Some(text) => self.editor.start(if mode == EditMode::Amend { text } else { String::new() }, mode),
            None => self.set_notice(work::LABEL),
        }
        self.follows_cursor = true;
    }

    fn derive(&mut self, ui: &Ui, workspace: &Workspace, sheet: &PerformanceSheet, width: f32) {
        let key = (workspace.revision(), self.table, width.to_bits());
        if self.derived.as_ref().is_none_or(|derived| derived.key != key) {
            let page = self.derived.as_ref().map_or(1, |derived| derived.page);
            let metrics = Metrics::new(ui.painter(), workspace, self.table, sheet, width);
            let marks = metrics::marks(workspace, self.table);
            self.derived = Some(Derived { key, metrics, marks, page });
        }
    }

    fn editor_ui(&mut self, ui: &mut Ui, workspace: &Workspace, sheet: &PerformanceSheet, pointer: &Pointer) {
        let field = sheet.field(self.selection.cursor);
        let check = || match (workspace.protection(), field) {
            (Some(protection), _) => Err(protection.why().to_owned()),
            (None, Some(_)) => Ok(()),
            (None, None) => Err(work::LABEL.to_owned()),
        };
        if let Some(refusal) = self.editor.ui(ui, pointer.cursor_rect, FieldShape::Lines, check) {
            self.notice = Some(refusal);
        }
        let is_out_of_sight = pointer.cursor_rect.is_none_or(|rect| !ui.clip_rect().intersects(rect));
        if self.is_editing()
            && is_out_of_sight
            && !self.keys.is_composing()
            && !workspace.disclosure().performance.is_empty()
        {
            self.follows_cursor = true;
            ui.request_repaint();
        }
    }
}

/// The printed title of a table.
fn title(workspace: &Workspace, labels: &PerformanceForm, table: &PerformanceTable) -> String {
    let disclosure = workspace.disclosure();
    let title = match table.subject {
        PerformanceSubject::Project(_) => labels.project.title.as_str(),
        PerformanceSubject::Whole => labels.whole.title.get(disclosure.kind),
    };
    format!("{title}{}", labels.subtitle).replace("{year}", &disclosure.year.to_string())
}
