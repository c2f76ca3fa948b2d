//! The bar above the grid: what the active cell is, its exact yuan, how it is computed and where it is used.

use std::cmp::Ordering;

use egui::accesskit::Live;
use egui::{RichText, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};
use rust_decimal::{Decimal, RoundingStrategy};

use super::cells::NoticeKind;
use super::grid::Grid;
use super::theme::Palette;
use super::workspace::Workspace;
use disclosure_engine::disclosure::{Amount, Measure};
use disclosure_engine::edit::InputUnit;
use disclosure_engine::evaluate::{
    Addend, CellIndex, CellState, Evaluated, RatioCells, addends, definition, dependents, ratio,
};
use disclosure_engine::form::{Column, RatioKind};
use disclosure_engine::sheet::SheetCell;

const HALF_UP: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

/// Height of a line of the explanation.
const LINE_HEIGHT: f32 = 26.0;

/// In a window lower than this the explanation has one line, and rows of the table the room of the other.
pub const LOW_WINDOW: f32 = 440.0;

/// A figure that is printed where the program has a computed one, and what that is.
const STATED: &str = "公布数";
const ABOUT_STATED: &str = "公布数：这一格照印的数（文件里印的，或者您打的），不随计算变。差 0.01 多半是四舍五入造成的尾差，可以公布；\
                            按 Delete 恢复计算。手册（F1）里有说明";
/// More cells than this are not named one by one.
const MOST_NAMED: usize = 6;

/// Remembers what the bar says while nothing changes: finding out where a cell is used looks at other tables.
#[derive(Default)]
pub struct CellBar {
    said: Option<(u64, Option<SheetCell>, Said)>,
}

#[derive(Default)]
struct Said {
    /// What cell it is.
    title: String,
    /// What stands in it; never cut, however long the title is.
    amount: String,
    explanation: Vec<Part>,
}

impl Said {
    /// What a screen reader says of the cell.
    fn spoken(&self) -> String {
        let figure = self.amount.split(' ').next().unwrap_or_default();
        format!("{} {figure}", self.title).trim_end().to_owned()
    }
}

/// A piece of the explanation: plain text, or a cell that can be gone to.
enum Part {
    Text(String),
    Cell(String, CellIndex),
}

impl CellBar {
    /// Draws the bar. Returns the cell whose name was clicked.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, grid: &mut Grid) -> Option<CellIndex> {
        let palette = Palette::of(ui.visuals());
        let said = self.say(workspace, grid);
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            unit_ui(ui, workspace, grid);
            let font = egui::TextStyle::Body.resolve(ui.style());
            let amount = ui.painter().layout_no_wrap(said.amount.clone(), font, palette.text);
            let gap = ui.spacing().item_spacing.x;
            let room = (ui.available_width() - amount.size().x - 2.0 * gap).max(0.0);
            let title = egui::Label::new(RichText::new(&said.title).strong()).truncate();
            ui.scope(|ui| {
                ui.set_max_width(room);
                let title = ui.add(title);
                title.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.spoken()));
                // A screen reader says it whenever another cell becomes the active one.
                ui.ctx().accesskit_node_builder(title.id, |node| node.set_live(Live::Polite));
                title.on_hover_text(&said.title);
            });
            ui.label(RichText::new(&said.amount).strong());
        });
        let mut clicked = None;
        // As many lines whatever stands in them, so that the table below does not jump.
        let lines = if ui.ctx().content_rect().height() < LOW_WINDOW { 1.0 } else { 2.0 };
        let size = vec2(ui.available_width(), lines * LINE_HEIGHT);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let mut area = ui.new_child(UiBuilder::new().max_rect(rect));
        area.set_clip_rect(rect.intersect(ui.clip_rect()));
        let said_now = match (grid.notice(), grid.remark(workspace)) {
            (Some((NoticeKind::Refusal, notice)), _) => Some((format!("✕ {notice}"), palette.error)),
            (Some((NoticeKind::Information, notice)), _) => Some((notice.to_owned(), palette.text)),
            (None, Some((NoticeKind::Refusal, remark))) => Some((remark, palette.warning)),
            (None, Some((NoticeKind::Information, remark))) => Some((remark, palette.text)),
            (None, None) => None,
        };
        area.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            if let Some((text, color)) = said_now {
                ui.label(RichText::new(text).color(color));
                return;
            }
            for part in &said.explanation {
                match part {
                    Part::Text(text) => {
                        let said = ui.label(RichText::new(text).color(palette.weak_text));
                        if text.starts_with(STATED) {
                            said.on_hover_text(ABOUT_STATED);
                        }
                    }
                    Part::Cell(name, cell) => {
                        if ui.link(name).clicked() {
                            clicked = Some(*cell);
                        }
                    }
                }
            }
        });
        ui.add_space(4.0);
        clicked
    }

    fn say(&mut self, workspace: &Workspace, grid: &Grid) -> &Said {
        let cell = grid.active(workspace.evaluated());
        let (known_revision, known_cell, said) =
            self.said.get_or_insert_with(|| (workspace.revision(), None, Said::default()));
        if (*known_revision, *known_cell) != (workspace.revision(), cell) {
            *said = cell.map(|cell| describe(workspace, cell)).unwrap_or_default();
            (*known_revision, *known_cell) = (workspace.revision(), cell);
        }
        said
    }
}

fn describe(workspace: &Workspace, cell: SheetCell) -> Said {
    let evaluated = workspace.evaluated();
    match cell {
        SheetCell::Blank => Said::default(),
        SheetCell::Text { list, row, column: Column::Field(field) } => {
            let column = &evaluated.form.list(list).fields[field];
            let what = match (&column.date, evaluated.evaluation.layout(list).rows[row].origin.is_total()) {
                (_, true) => "合计行没有文字和日期可填".to_owned(),
                (None, false) => "录入的文字".to_owned(),
                (Some(_), false) => match evaluated.field(list, row, field) {
                    Some(text) if !column.fits(text) => format!("“{text}”不是日期，照原样印"),
                    _ => "录入的日期，写成 2025-3-1、2025.3.1、2025年3月1日 都可以".to_owned(),
                },
            };
            let must = if column.is_required { "，必须填" } else { "" };
            Said {
                title: evaluated.field_label(list, row, field),
                amount: evaluated.field_text(list, row, field),
                explanation: vec![Part::Text(format!("{what}{must}"))],
            }
        }
        SheetCell::Text { list, row, .. } => Said {
            title: format!("表{} {}", evaluated.form.table_of(list).number, evaluated.row_label(list, row)),
            amount: String::new(),
            explanation: Vec::new(),
        },
        SheetCell::Amount(cell) => {
            let unit = evaluated.unit_of_cell(cell);
            let value = evaluated.value(cell);
            // What is divided hardly ever ends.
            let is_ratio = evaluated.form.list(cell.list).amounts[cell.column].ratio.is_some();
            let exact = if unit.is_exact(value) || is_ratio { "" } else { "（比表上显示的更细）" };
            let prior = prior_text(workspace, cell);
            // Where the table is in yuan, its figure says all.
            let in_yuan = match (unit.measure, unit.yuan == Decimal::ONE && exact.is_empty()) {
                (Measure::Money, false) => format!(" = {value} 元"),
                (Measure::Count | Measure::Percent, false) => format!(" = {}", unit.exact_text(value)),
                (_, true) => String::new(),
            };
            Said {
                title: evaluated.cell_label(cell),
                amount: format!("{} {}{in_yuan}{exact}{prior}", unit.text(value), unit.name),
                explanation: explanation(evaluated, cell),
            }
        }
    }
}

/// Last year's figure and the growth since, as the sentences of the disclosure state it.
fn prior_text(workspace: &Workspace, cell: CellIndex) -> String {
    let evaluated = workspace.evaluated();
    let unit = evaluated.unit_of_cell(cell);
    let Some(prior) = workspace.prior() else { return String::new() };
    let Some(before) = prior.value(evaluated, cell) else { return format!("　{} 年没有这一行", prior.year()) };
    let difference = evaluated.value(cell) - before;
    let growth = match difference.abs().yuan().checked_div(before.yuan()) {
        Some(share) => format!("{:.2}%", (share * Decimal::ONE_HUNDRED).round_dp_with_strategy(2, HALF_UP)),
        None => String::new(),
    };
    let arrow = match difference.cmp(&Amount::ZERO) {
        Ordering::Greater => format!("↑{growth}"),
        Ordering::Less => format!("↓{growth}"),
        Ordering::Equal => "持平".to_owned(),
    };
    format!("　{} 年 {} {arrow}", prior.year(), unit.text(before))
}

fn explanation(evaluated: Evaluated<'_>, cell: CellIndex) -> Vec<Part> {
    let unit = evaluated.unit_of_cell(cell);
    let computed = evaluated.evaluation.values(cell.list).computed(cell.row, cell.column);
    let origin = match evaluated.evaluation.state(cell) {
        CellState::Blank | CellState::Entered => "录入".to_owned(),
        CellState::Computed => "计算 = ".to_owned(),
        CellState::Stated if !evaluated.is_stated_otherwise(cell) => format!("{STATED}，与计算相符 = "),
        CellState::Stated => {
            let difference = unit.text(evaluated.value(cell) - computed);
            format!("{STATED}，计算得 {}，相差 {difference} = ", unit.text(computed))
        }
    };
    let formula = formula(evaluated, cell);
    // What no total adds up has no formula there.
    let origin = if formula.is_empty() { origin.trim_end_matches(" = ").to_owned() } else { origin };
    let origin = if is_not_added_up(evaluated, cell) { "合计行不加这一列".to_owned() } else { origin };
    let mut parts = vec![Part::Text(origin)];
    parts.extend(formula);
    let users = dependents(evaluated.form, evaluated.evaluation, cell);
    for (place, &user) in users.iter().take(MOST_NAMED).enumerate() {
        parts.push(Part::Text(if place == 0 { "　用于 " } else { "、" }.to_owned()));
        parts.push(Part::Cell(evaluated.cell_label(user), user));
    }
    if users.len() > MOST_NAMED {
        parts.push(Part::Text(format!(" 等 {} 格", users.len())));
    }
    parts
}

/// Whether the cell stands in a total and nothing is added up there.
fn is_not_added_up(evaluated: Evaluated<'_>, cell: CellIndex) -> bool {
    let column = &evaluated.form.list(cell.list).amounts[cell.column];
    let is_total = evaluated.evaluation.layout(cell.list).rows[cell.row].origin.is_total();
    is_total && !column.is_summed && column.ratio.is_none()
}

/// A percentage: of which figures it is.
fn ratio_formula(evaluated: Evaluated<'_>, cell: CellIndex, ratio: &RatioCells) -> Vec<Part> {
    let mut parts = Vec::new();
    let side = |addends: &[Addend], parts: &mut Vec<Part>| {
        for (place, addend) in addends.iter().enumerate().take(MOST_NAMED) {
            let sign = if addend.negative { " − " } else { " + " };
            if place > 0 || addend.negative {
                parts.push(Part::Text(sign.to_owned()));
            }
            parts.push(Part::Cell(short_name(evaluated, addend.cell, cell), addend.cell));
            parts.push(Part::Text(format!(" {}", evaluated.amount_text(addend.cell))));
        }
        if addends.len() > MOST_NAMED {
            parts.push(Part::Text(format!(" 等 {} 格", addends.len())));
        }
    };
    side(&ratio.part, &mut parts);
    let between = match ratio.kind {
        RatioKind::Share => " 占 ",
        RatioKind::Growth => " 比 ",
    };
    parts.push(Part::Text(between.to_owned()));
    side(&ratio.whole, &mut parts);
    let end = match ratio.kind {
        RatioKind::Share => " 的百分比",
        RatioKind::Growth => " 增长的百分比",
    };
    parts.push(Part::Text(end.to_owned()));
    parts
}

/// How a cell is computed: its addends by name, or where they stand when there are many.
fn formula(evaluated: Evaluated<'_>, cell: CellIndex) -> Vec<Part> {
    if let Some(ratio) = ratio(evaluated.form, evaluated.evaluation, cell) {
        return ratio_formula(evaluated, cell, &ratio);
    }
    let Some((rule, _)) = definition(evaluated.form, evaluated.evaluation, cell) else { return Vec::new() };
    let filled: Vec<Addend> = addends(evaluated.form, evaluated.evaluation, cell)
        .into_iter()
        .filter(|addend| !evaluated.value(addend.cell).is_zero())
        .collect();
    if filled.is_empty() || filled.len() > MOST_NAMED {
        return vec![Part::Text(format!("{}（{} 项有数）", evaluated.form.rule(rule).title, filled.len()))];
    }
    let mut parts = Vec::new();
    for (place, addend) in filled.iter().enumerate() {
        let sign = match (addend.negative, place) {
            (true, _) => " − ",
            (false, 0) => "",
            (false, _) => " + ",
        };
        if !sign.is_empty() {
            parts.push(Part::Text(sign.to_owned()));
        }
        parts.push(Part::Cell(short_name(evaluated, addend.cell, cell), addend.cell));
        parts.push(Part::Text(format!(" {}", evaluated.amount_text(addend.cell))));
    }
    parts
}

/// The unit of amounts that are typed without one.
fn unit_ui(ui: &mut Ui, workspace: &Workspace, grid: &mut Grid) {
    let evaluated = workspace.evaluated();
    let own = match grid.active(evaluated) {
        Some(SheetCell::Amount(cell)) => evaluated.form.list(cell.list).amounts[cell.column].unit.as_ref(),
        _ => None,
    };
    if let Some(own) = own {
        let button = ui.add_enabled(false, egui::Button::new(format!("录入单位：{}", own.name)));
        button.on_disabled_hover_text("这一列不是金额，照数填");
        return;
    }
    let table_unit = grid.unit(workspace.evaluated());
    let name = |unit: InputUnit| match unit {
        InputUnit::Form => table_unit.name.clone(),
        InputUnit::Yuan => "元".to_owned(),
        InputUnit::TenThousandYuan => "万元".to_owned(),
    };
    let present = grid.input_unit();
    let button = ui.button(format!("录入单位：{}", name(present)));
    if button.on_hover_text("不写单位的数按这个单位录入；单击切换").clicked() {
        grid.set_input_unit(match present {
            InputUnit::Form => InputUnit::Yuan,
            InputUnit::Yuan | InputUnit::TenThousandYuan => InputUnit::Form,
        });
    }
}

/// The name of `cell` as it is needed beside `other`: what they share is left out.
fn short_name(evaluated: Evaluated<'_>, cell: CellIndex, other: CellIndex) -> String {
    let column = &evaluated.form.list(cell.list).amounts[cell.column];
    if cell.list != other.list {
        evaluated.cell_label(cell)
    } else if cell.row == other.row {
        format!("（{}）{}", column.number, column.title)
    } else {
        evaluated.row_label(cell.list, cell.row)
    }
}
