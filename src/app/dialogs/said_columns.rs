//! The first rows of a foreign list, and over each column what it holds, to be said by the person.

use egui::{ComboBox, Label, RichText, ScrollArea, Ui};
use egui_extras::{Column, TableBuilder};

use disclosure_engine::disclosure::Classification;
use disclosure_engine::form::{ColumnRole, List, RowKind};

/// Height of a row, and how wide a column is.
const ROW: f32 = 24.0;
const WIDTH: f32 = 150.0;
/// Rows that are shown: more tell nothing new.
const MOST_ROWS: usize = 8;
/// Columns that are shown; a list of a finance system has no more. Wider ones would make the window slow.
const MOST_COLUMNS: usize = 64;

/// Shows `rows`, and lets the person choose of `roles` what each column holds; `None` is not taken. Returns whether something
/// was chosen.
pub(super) fn said_columns_ui(
    ui: &mut Ui,
    roles: &[(ColumnRole, String)],
    said: &mut [Option<ColumnRole>],
    rows: &[Vec<String>],
) -> bool {
    let width = said.len().min(MOST_COLUMNS);
    let mut chosen = None;
    ScrollArea::horizontal().id_salt("first rows").show(ui, |ui| {
        TableBuilder::new(ui)
            .striped(true)
            .vscroll(false)
            .columns(Column::exact(WIDTH).clip(true), width)
            .header(ROW + 6.0, |mut header| {
                for (at, role) in said.iter_mut().enumerate().take(width) {
                    header.col(|ui| {
                        let before = *role;
                        role_ui(ui, at, roles, role);
                        chosen = chosen.or((before != *role).then_some(at));
                    });
                }
            })
            .body(|body| {
                body.rows(ROW, rows.len().min(MOST_ROWS), |mut row| {
                    let cells = &rows[row.index()];
                    for text in cells.iter().take(width) {
                        row.col(|ui| _ = ui.add(Label::new(text).truncate()));
                    }
                });
            });
    });
    if width < said.len() {
        ui.label(format!("第 {} 列以后的 {} 列没有列出", width, said.len() - width));
    }
    // Two columns cannot both hold the same amounts; which is meant was chosen last.
    if let Some((at, role)) = chosen.and_then(|at| Some((at, said[at]?))).filter(|(_, role)| role.is_amount()) {
        let others = said.iter_mut().enumerate().filter(|(own, other)| *own != at && **other == Some(role));
        others.for_each(|(_, other)| *other = None);
    }
    chosen.is_some()
}

fn role_ui(ui: &mut Ui, at: usize, roles: &[(ColumnRole, String)], role: &mut Option<ColumnRole>) {
    let name = roles.iter().find(|(own, _)| Some(*own) == *role).map_or("不取", |(_, name)| name);
    let chosen = RichText::new(name).strong();
    let choice = ComboBox::from_id_salt(("role", at)).width(WIDTH - 12.0).selected_text(chosen).truncate();
    let shown = choice.show_ui(ui, |ui| {
        ui.selectable_value(role, None, "不取");
        for (own, name) in roles {
            ui.selectable_value(role, Some(*own), name);
        }
    });
    ui.ctx().accesskit_node_builder(shown.response.id, |node| node.set_label(format!("第 {} 列", at + 1)));
}

/// What a column can hold that goes into `list`.
pub(super) fn roles_of(list: &List) -> Vec<(ColumnRole, String)> {
    let mut roles = Vec::new();
    let is_coded = list.classification().is_some();
    if is_coded {
        roles.push((ColumnRole::Code, "编码".to_owned()));
    }
    roles.push((ColumnRole::Name, if is_coded { "科目名称" } else { "名称" }.to_owned()));
    if matches!(list.rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_)) {
        roles.push((ColumnRole::Project, "项目的名称".to_owned()));
        roles.push((ColumnRole::Unit, "单位名称".to_owned()));
    }
    if list.classification().is_some_and(Classification::is_economic) {
        roles.push((ColumnRole::Amount, "金额，列按编码定".to_owned()));
    }
    let amounts = list.amounts.iter();
    roles.extend(amounts.map(|own| (ColumnRole::AmountOf(own.number), format!("（{}）{}", own.number, own.title))));
    let fields = list.fields.iter();
    roles.extend(fields.map(|own| (ColumnRole::FieldOf(own.number), format!("（{}）{}", own.number, own.title))));
    roles
}
