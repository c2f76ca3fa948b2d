//! Last year's budget figures, which the sentences compare with.

use egui::{Grid, RichText, Ui};

use super::TextsRequest;
use super::field::{FieldKey, Fields, Look, Size};
use super::taken;
use crate::app::theme::Palette;
use crate::app::workspace::Workspace;
use crate::narrative::prior_cells;

/// Draws the list of figures.
pub(super) fn ui(ui: &mut Ui, workspace: &Workspace, fields: &mut Fields) -> Option<TextsRequest> {
    let palette = Palette::of(ui.visuals());
    let evaluated = workspace.evaluated();
    let unit = &workspace.form().unit;
    let disclosure = workspace.disclosure();
    let about = format!(
        "{} 年的预算数（{}）：情况说明里的增减和增长率由它算出。由上年文件结转生成的，数字已经在这里；上年没有的填 0。",
        disclosure.year.saturating_sub(1),
        unit.name
    );
    ui.label(RichText::new(about).color(palette.weak_text));
    ui.add_space(8.0);
    let mut request = None;
    Grid::new("prior").num_columns(3).striped(true).spacing([20.0, 6.0]).show(ui, |ui| {
        ui.label("哪一个数");
        ui.label("上年预算数");
        ui.label("本年预算数");
        ui.end_row();
        for cell in prior_cells(evaluated) {
            let (key, label) = (evaluated.key(cell), evaluated.cell_label(cell));
            ui.label(&label);
            let text = disclosure.prior.get(&key).map(|last| unit.exact_text(*last)).unwrap_or_default();
            let field = FieldKey::Prior(key.clone());
            let look = Look { hint: "", size: Size::Short, protection: workspace.protection() };
            let typed = ui.vertical(|ui| fields.ui(ui, field.clone(), &format!("上年 {label}"), &text, look)).inner;
            request = typed.and_then(|typed| taken(workspace, fields, &field, &typed)).or(request.take());
            ui.label(unit.table_text(evaluated.value(cell)));
            ui.end_row();
        }
    });
    request
}
