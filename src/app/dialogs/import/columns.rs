//! Which table a list without the form's title is, and what its columns hold: said by the person, seen on its first rows.

use egui::{Button, ComboBox, Ui};

use crate::app::dialogs::said_columns::{roles_of, said_columns_ui};
use crate::app::theme::{self, Palette};
use disclosure_engine::disclosure::Kind;
use disclosure_engine::form::{ColumnRole, Form, TableForm};
use disclosure_engine::import::{ImportReport, ImportUnit, SaidGrid, SeenGrid};

/// What is said of the tables that titles and heads do not tell, while a person says it.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnsPage {
    grids: Vec<SeenGrid>,
    /// What was said or supposed when the page was opened.
    supposed: Vec<SaidGrid>,
    shown: usize,
}

impl ColumnsPage {
    /// To say what the tables of `report` are that hold figures.
    pub fn new(report: &ImportReport) -> Self {
        let grids: Vec<SeenGrid> = report.grids.iter().filter(|grid| grid.figures > 0).cloned().collect();
        let shown = grids.iter().position(|grid| grid.said.table.is_none()).unwrap_or(0);
        let supposed = grids.iter().map(|grid| grid.said.clone()).collect();
        Self { grids, supposed, shown }
    }

    /// What the person has said so far of tables, by their shape: it is kept when the document is read again for another
    /// answer.
    pub fn said(&self) -> impl Iterator<Item = (&str, &SaidGrid)> {
        let grids = self.grids.iter().zip(&self.supposed);
        let said = grids.filter(|(grid, supposed)| grid.said != **supposed && is_said(&grid.said, supposed));
        said.map(|(grid, _)| (grid.shape.as_str(), &grid.said))
    }

    /// Whether there is nothing to be said.
    pub fn is_empty(&self) -> bool {
        self.grids.is_empty()
    }

    /// Draws the page. Returns the shape of a table and what the person says of all of that shape, once it is said.
    pub fn ui(&mut self, ui: &mut Ui, form: &Form) -> Option<(String, SaidGrid)> {
        let palette = Palette::of(ui.visuals());
        let count = self.grids.len();
        let places: Vec<String> = self.grids.iter().map(|grid| grid.place.to_string()).collect();
        let before = self.shown;
        let grid = self.grids.get_mut(before)?;
        ui.separator();
        let told = match grid.said.table {
            None => "这个表格没有表式里的标题和表头，请指明它是哪一张表、各列是什么：",
            Some(_) => "这个表格没有表式里的标题，按科目编码认成下面这样；不对就改：",
        };
        ui.colored_label(if grid.said.table.is_none() { palette.error } else { palette.weak_text }, told);
        let mut shown = before;
        ui.horizontal_wrapped(|ui| {
            theme::outline_choices(ui);
            if count > 1 {
                ComboBox::from_id_salt("grid").selected_text(&places[before]).show_ui(ui, |ui| {
                    for (place, name) in places.iter().enumerate() {
                        ui.selectable_value(&mut shown, place, name);
                    }
                });
            } else {
                ui.label(&places[before]);
            }
            table_ui(ui, form, &mut grid.said);
            ui.label("金额单位");
            let units = [(None, "文件里写的"), (Some(ImportUnit::Wan), "万元"), (Some(ImportUnit::Yuan), "元")];
            theme::radios_ui(ui, &mut grid.said.unit, units);
        });
        let table = grid.said.table.and_then(|number| form.table(number));
        rows_ui(ui, form, table, grid);
        let is_said = self.supposed.get(before).is_some_and(|supposed| is_said(&grid.said, supposed));
        let read = ui.add_enabled(is_said, Button::new("按这样读，以后同样的表也这样读"));
        let read = read.on_disabled_hover_text("请选定是哪一张表，再指明至少一列编码或名称、一列金额");
        let answer = read.clicked().then(|| (grid.shape.clone(), grid.said.clone()));
        self.shown = shown;
        answer
    }
}

/// Whether enough is said to read the table by it; that it is none says something only where it was taken for one.
fn is_said(said: &SaidGrid, supposed: &SaidGrid) -> bool {
    if said.table.is_none() { supposed.table.is_some() } else { has_what_is_needed(said) }
}

fn has_what_is_needed(said: &SaidGrid) -> bool {
    let has = |is: &dyn Fn(ColumnRole) -> bool| said.columns.iter().flatten().any(|role| is(*role));
    has(&ColumnRole::is_amount) && has(&|role| !role.is_amount() && !role.is_field())
}

/// Which table it is.
fn table_ui(ui: &mut Ui, form: &Form, said: &mut SaidGrid) {
    let name = |table: &TableForm| format!("表{} {}", table.number, table.plain_title(Kind::Unit));
    let chosen = said.table.and_then(|number| form.table(number)).map_or_else(|| "不是表式里的表".to_owned(), name);
    ui.label("是");
    ComboBox::from_id_salt("table").width(300.0).selected_text(chosen).show_ui(ui, |ui| {
        ui.selectable_value(&mut said.table, None, "不是表式里的表");
        // Lists that stand side by side have titles or are none.
        for table in form.tables.iter().filter(|table| table.list_indices().count() == 1) {
            ui.selectable_value(&mut said.table, Some(table.number), name(table));
        }
    });
}

/// The first rows, and over each column what it holds.
fn rows_ui(ui: &mut Ui, form: &Form, table: Option<&TableForm>, grid: &mut SeenGrid) {
    let list = table.and_then(|table| table.list_indices().next()).map(|list| form.list(list));
    let roles = list.map_or_else(general_roles, roles_of);
    let said = &mut grid.said.columns;
    // What the chosen table has not cannot be meant.
    for role in said.iter_mut().filter(|_| table.is_some()) {
        *role = role.filter(|role| roles.iter().any(|(own, _)| own == role));
    }
    said_columns_ui(ui, &roles, said, &grid.rows);
}

/// What a column can hold whichever table it is.
fn general_roles() -> Vec<(ColumnRole, String)> {
    let roles = [
        (ColumnRole::Code, "编码"),
        (ColumnRole::Name, "科目名称"),
        (ColumnRole::Project, "项目的名称"),
        (ColumnRole::Amount, "金额"),
    ];
    roles.map(|(role, name)| (role, name.to_owned())).into()
}
