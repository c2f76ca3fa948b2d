//! Last year's budget figures, which the sentences compare with.

use egui::{Align, Color32, Grid, RichText, Ui};

use super::field::{FieldKey, Look, Size};
use super::{Spot, Texts, TextsRequest, taken};
use crate::app::theme::Palette;
use crate::app::workspace::Workspace;
use disclosure_engine::narrative::prior_cells;

impl Texts {
    pub(super) fn prior_ui(&mut self, ui: &mut Ui, workspace: &Workspace) -> Option<TextsRequest> {
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
                let is_chosen = self.chosen.as_ref() == Some(&Spot::Prior(key.clone()));
                let fill = if is_chosen { palette.selection_fill } else { Color32::TRANSPARENT };
                let shown = ui.label(RichText::new(&label).background_color(fill));
                if is_chosen && std::mem::take(&mut self.follows) {
                    shown.scroll_to_me(Some(Align::Center));
                }
                let text = disclosure.prior.get(&key).map(|last| unit.exact_text(*last)).unwrap_or_default();
                let field = FieldKey::Prior(key.clone());
                let protection = workspace.protection();
                let look = Look { hint: "", size: Size::Short, is_needed: true, protection, suggested: &[] };
                let typed =
                    ui.vertical(|ui| self.fields.ui(ui, field.clone(), &format!("上年 {label}"), &text, look)).inner;
                request = typed.and_then(|typed| taken(workspace, &mut self.fields, &field, &typed)).or(request.take());
                ui.label(unit.table_text(evaluated.value(cell)));
                ui.end_row();
            }
        });
        request
    }
}
