//! What is printed around a table: its title, the body and the unit; and the sentence of an empty one.

use egui::{Align, FontId, Rect, Sense, Ui, vec2};

use super::derived::Derived;
use super::{GridRequest, head};
use crate::app::command::Command;
use crate::app::directed::directed;
use crate::app::fonts;
use crate::app::theme::{BODY_SIZE, Palette};
use crate::app::workspace::Workspace;
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::form::TableForm;
use disclosure_engine::spelling::visible;
use disclosure_engine::states::State;

/// The title of a table is shown where it has more room than this, from top to bottom.
pub const ROOM_FOR_TITLE: f32 = 360.0;

/// The table's title, the body and the unit, as they are printed above it. Where the room is narrow, they go below each
/// other.
pub fn title_ui(ui: &mut Ui, evaluated: Evaluated<'_>, table: &TableForm, width: f32) {
    let palette = Palette::of(ui.visuals());
    let kind = evaluated.disclosure.kind;
    let width = width.min(ui.available_width());
    let number = format!("表 {}", table.number);
    let title = table.title(kind, evaluated.disclosure.year);
    let preparer = format!("{}{}", evaluated.form.preparer.get(kind), visible(&evaluated.disclosure.body));
    let note = &table.unit_note;
    let lay_out = |text: &str, size: f32, family| {
        let font = FontId::new(size, family);
        let text = directed(ui.painter(), text, &font, width).into_owned();
        ui.painter().layout(text, font, palette.text, width)
    };
    let plain = || egui::FontFamily::Proportional;
    let number = lay_out(&number, BODY_SIZE, plain());
    let heading = lay_out(&title, 20.0, fonts::bold());
    let body = lay_out(&preparer, BODY_SIZE, plain());
    let unit = lay_out(note, BODY_SIZE, plain());
    const GAP: f32 = 6.0;
    let heading_top = if heading.size().x + 2.0 * number.size().x + 4.0 * GAP > width { number.size().y } else { 0.0 };
    let body_top = heading_top + heading.size().y + GAP;
    let unit_top = if body.size().x + unit.size().x + 2.0 * GAP > width { body_top + body.size().y } else { body_top };
    let size = vec2(width, unit_top + unit.size().y + GAP);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let right = rect.right() - unit.size().x;
    let center = rect.center().x - heading.size().x / 2.0;
    for (left, top, galley) in [
        (rect.left(), 0.0, number),
        (center, heading_top, heading),
        (rect.left(), body_top, body),
        (right, unit_top, unit),
    ] {
        ui.painter().galley(egui::pos2(left, rect.top() + top), galley, palette.text);
    }
    let label = format!("表{} {title} {preparer} {note}", table.number);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, &label));
}

/// The sentence of an empty table, under its head, and the way to fill it. `top` is where the table begins.
pub fn empty_ui(
    ui: &mut Ui,
    top: egui::Pos2,
    workspace: &Workspace,
    table: &TableForm,
    derived: &Derived,
) -> Option<GridRequest> {
    let evaluated = workspace.evaluated();
    let head: f32 = head::rows(table, &derived.metrics).iter().map(|row| row.height).sum();
    let width = derived.metrics.width().min(ui.clip_rect().right() - top.x);
    let lines = derived.metrics.row_tops.last().copied().unwrap_or_default();
    let rect = Rect::from_min_size(top + vec2(0.0, head + lines + 16.0), vec2(width, 100.0));
    let sentence = match evaluated.states().of_table(evaluated.form, table.number) {
        State::Empty => table
            .empty
            .replace("{body}", &visible(&evaluated.disclosure.body))
            .replace("{year}", &evaluated.disclosure.year.to_string()),
        State::Absent => "– 导入的文件里没有这张表。".to_owned(),
        _ => "○ 还没有填。没有数的话，用“表格 › 说本表是空表”（Shift+F7），表下就会印上空表的说明。".to_owned(),
    };
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::top_down(Align::LEFT)));
    ui.label(sentence);
    ui.add_space(8.0);
    let is_fixed = table.list_indices().all(|list| evaluated.form.list(list).footing().is_none());
    let is_offered = !is_fixed && workspace.protection().is_none();
    let proposed = workspace.progress().proposals.summary(table.number).filter(|_| workspace.protection().is_none());
    if let Some(proposed) = proposed {
        let take = egui::Button::new(format!("带入 {proposed}")).shortcut_text(Command::TakeProposals.shortcut_text());
        if ui.add(take).clicked() {
            return Some(GridRequest::Command(Command::TakeProposals));
        }
    }
    (is_offered && ui.button("增加行…").clicked()).then_some(GridRequest::Command(Command::AddRow))
}
