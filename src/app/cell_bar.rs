//! The bar above the grid: what the active cell is, its exact yuan, how it is computed and where it is used.

use egui::{RichText, Ui};

use super::grid::{Grid, SheetCell};
use super::theme::Palette;
use super::workspace::Workspace;
use crate::evaluate::{Addend, CellIndex, CellState, Evaluated, addends, definition, dependents};

/// More cells than this are not named one by one.
const MOST_NAMED: usize = 6;

/// Remembers what the bar says while nothing changes: finding out where a cell is used looks at other tables.
#[derive(Default)]
pub struct CellBar {
    said: Option<(u64, SheetCell, Said)>,
}

#[derive(Clone, Default)]
struct Said {
    title: String,
    explanation: String,
}

impl CellBar {
    /// Draws the bar.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, grid: &Grid) {
        let palette = Palette::of(ui.visuals());
        let said = self.say(workspace, grid);
        ui.add_space(4.0);
        ui.add(egui::Label::new(RichText::new(said.title).strong()).truncate());
        match grid.notice() {
            Some(notice) => {
                ui.add(egui::Label::new(RichText::new(format!("✕ {notice}")).color(palette.error)).truncate())
            }
            None => ui.add(egui::Label::new(RichText::new(said.explanation).color(palette.weak_text)).truncate()),
        };
        ui.add_space(4.0);
    }

    fn say(&mut self, workspace: &Workspace, grid: &Grid) -> Said {
        let Some(cell) = grid.active(workspace.evaluated()) else { return Said::default() };
        if let Some((revision, known, said)) = &self.said
            && (*revision, *known) == (workspace.revision(), cell)
        {
            return said.clone();
        }
        let said = describe(workspace.evaluated(), cell);
        self.said = Some((workspace.revision(), cell, said.clone()));
        said
    }
}

fn describe(evaluated: Evaluated<'_>, cell: SheetCell) -> Said {
    match cell {
        SheetCell::Blank => Said::default(),
        SheetCell::Text { list, row, .. } => Said {
            title: format!("表{} {}", evaluated.form.table_of(list).number, evaluated.row_label(list, row)),
            explanation: String::new(),
        },
        SheetCell::Amount(cell) => {
            let unit = &evaluated.form.unit;
            let value = evaluated.value(cell);
            let exact = if unit.is_exact(value) { "" } else { "（比表上显示的更细）" };
            Said {
                title: format!(
                    "{}　{} {} = {value} 元{exact}",
                    evaluated.cell_label(cell),
                    unit.text(value),
                    unit.name
                ),
                explanation: explanation(evaluated, cell),
            }
        }
    }
}

fn explanation(evaluated: Evaluated<'_>, cell: CellIndex) -> String {
    let unit = &evaluated.form.unit;
    let computed = evaluated.evaluation.values(cell.list).computed(cell.row, cell.column);
    let formula = || formula(evaluated, cell);
    let origin = match evaluated.evaluation.state(cell) {
        CellState::Blank | CellState::Entered => "录入".to_owned(),
        CellState::Computed => format!("计算 = {}", formula()),
        CellState::Stated if unit.shown(computed) == unit.shown(evaluated.value(cell)) => {
            format!("公布数，与计算相符 = {}", formula())
        }
        CellState::Stated => {
            let difference = unit.text(evaluated.value(cell) - computed);
            format!("公布数，计算得 {}，相差 {difference} = {}", unit.text(computed), formula())
        }
    };
    let users = dependents(evaluated.form, evaluated.evaluation, cell);
    if users.is_empty() { origin } else { format!("{origin}　用于 {}", names(evaluated, &users)) }
}

/// How a cell is computed: its addends by name, or where they stand when there are many.
fn formula(evaluated: Evaluated<'_>, cell: CellIndex) -> String {
    let Some((rule, _)) = definition(evaluated.form, evaluated.evaluation, cell) else { return String::new() };
    let filled: Vec<Addend> = addends(evaluated.form, evaluated.evaluation, cell)
        .into_iter()
        .filter(|addend| !evaluated.value(addend.cell).is_zero())
        .collect();
    if filled.is_empty() || filled.len() > MOST_NAMED {
        return format!("{}（{} 项有数）", evaluated.form.rule(rule).title, filled.len());
    }
    let mut text = String::new();
    for (place, addend) in filled.iter().enumerate() {
        text += match (addend.negative, place) {
            (true, _) => " − ",
            (false, 0) => "",
            (false, _) => " + ",
        };
        text += &format!(
            "{} {}",
            short_name(evaluated, addend.cell, cell),
            evaluated.form.unit.text(evaluated.value(addend.cell))
        );
    }
    text
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

fn names(evaluated: Evaluated<'_>, cells: &[CellIndex]) -> String {
    let mut names: Vec<_> = cells.iter().take(MOST_NAMED).map(|&cell| evaluated.cell_label(cell)).collect();
    if cells.len() > MOST_NAMED {
        names.push(format!("等 {} 格", cells.len()));
    }
    names.join("、")
}
