//! What stands in the cells of a table, and the steps that put something else there.

use super::entry::{EntryLines, Line, Meant, added_row, blank_place, first_entry};
use crate::app::cells::{Contents, Entered, Given, Raster, Table};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{Amount, AmountUnit, CellKey, Code, ColumnNumber, Measure, RowKey, TableNumber};
use disclosure_engine::edit::{
    CopiedCell, EditError, InputUnit, Step, add_row, parse_entered, rename_row, set_amounts, set_fields,
    take_proposed_row,
};
use disclosure_engine::evaluate::{CellIndex, Evaluated, FieldIndex, RowOrigin, evaluate};
use disclosure_engine::form::{Column, ListIndex};
use disclosure_engine::proposal::{Proposals, ProposedRow};
use disclosure_engine::sheet::{Place, Sheet, SheetCell};

/// The table that the grid shows.
#[derive(Debug, Clone, Copy)]
pub struct ShownTable {
    pub number: TableNumber,
    /// The unit of amounts that are typed without one.
    pub unit: InputUnit,
    /// The code of the row that was added last.
    pub last: Option<Code>,
}

impl Table for ShownTable {
    fn contents<'a>(&self, workspace: &'a Workspace) -> Option<Box<dyn Contents + 'a>> {
        let evaluated = workspace.evaluated();
        let table = evaluated.form.table(self.number)?;
        let mut sheet = Sheet::new(evaluated, table);
        let lines = EntryLines::below(workspace, table, &mut sheet, self.last);
        let proposals = &workspace.progress().proposals;
        Some(Box::new(SheetContents { shown: *self, sheet, lines, proposals, evaluated }))
    }

    fn added(&self, workspace: &Workspace, step: &Step) -> Option<(RowKey, Place)> {
        let evaluated = workspace.evaluated();
        let table = evaluated.form.table(self.number)?;
        let list = table.list_indices().find(|&list| evaluated.form.list(list).footing().is_some())?;
        let row = added_row(evaluated.form, list, step)?;
        let place = Sheet::new(evaluated, table).place(first_entry(evaluated, list, &row)?)?;
        Some((row, place))
    }
}

/// A sheet with its figures and names.
struct SheetContents<'a> {
    shown: ShownTable,
    sheet: Sheet,
    lines: Option<EntryLines>,
    proposals: &'a Proposals,
    evaluated: Evaluated<'a>,
}

impl Raster for SheetContents<'_> {
    fn rows(&self) -> usize {
        self.sheet.rows
    }

    fn columns(&self) -> usize {
        self.sheet.columns.len()
    }

    fn first_entry(&self) -> usize {
        self.sheet.sticky_columns()
    }

    fn is_filled(&self, place: Place) -> bool {
        self.sheet.is_filled(self.evaluated, place)
    }

    fn is_computed(&self, place: Place) -> bool {
        match self.sheet.cell(place) {
            SheetCell::Amount(cell) => {
                // What is proposed is not typed either.
                let is_proposed = || self.proposals.amounts.contains_key(&self.evaluated.key(cell));
                self.evaluated.evaluation.state(cell).is_computed() || is_proposed()
            }
            _ => matches!(self.line(place), Some(Line::Proposed(_))),
        }
    }

    fn filled_rows(&self) -> usize {
        self.lines.as_ref().map_or(self.sheet.rows, EntryLines::first)
    }

    fn begin(&self) -> Option<Place> {
        let lines = self.lines.as_ref()?;
        Some(blank_place(lines, &self.sheet, self.evaluated.form.list(lines.list)))
    }
}

impl Contents for SheetContents<'_> {
    fn offered(&self, place: Place) -> Result<String, String> {
        match self.sheet.cell(place) {
            SheetCell::Blank if self.line(place) == Some(Line::Blank) => Ok(String::new()),
            SheetCell::Blank if self.proposed_cell(place).is_some() => Ok(self.proposed_text(place)),
            SheetCell::Amount(cell) if self.evaluated.entered(cell).is_none() && self.is_proposed(cell) => {
                Ok(self.proposed_text(place))
            }
            SheetCell::Blank => Err(EditError::FixedRows.to_string()),
            SheetCell::Amount(cell) => Ok(self.exact_text(cell)),
            SheetCell::Text { list, row, column: Column::Field(field) } => {
                self.can_hold_text(list, row)?;
                Ok(self.evaluated.field(list, row, field).unwrap_or_default().to_owned())
            }
            SheetCell::Text { list, row, column } => {
                self.name_of_project(list, row, column)?;
                Ok(self.evaluated.text(list, row, column))
            }
        }
    }

    fn typed(&self, place: Place, text: &str) -> Result<Step, String> {
        if let (Some(Line::Blank), Some(lines)) = (self.line(place), &self.lines) {
            return self.begun(lines, text);
        }
        if let Some((row, column)) = self.proposed_cell(place) {
            let unit = self.sheet.unit(self.evaluated);
            let amount = self.parsed(text, unit).map_err(|why| format!("{why}。请改正，或按 Esc 放弃。"))?;
            return Ok(take_proposed_row(self.evaluated, self.proposals, row, (column, amount)));
        }
        match self.sheet.cell(place) {
            SheetCell::Blank => Err(EditError::FixedRows.to_string()),
            SheetCell::Amount(cell) => {
                let unit = self.evaluated.unit_of_cell(cell);
                let amount = self.parsed(text, unit).map_err(|why| format!("{why}。请改正，或按 Esc 放弃。"))?;
                let name = format!("录入 {}", self.evaluated.cell_label(cell));
                Ok(set_amounts(self.evaluated, name, &[(cell, amount)]))
            }
            SheetCell::Text { list, row, column: Column::Field(field) } => {
                let name = format!("录入 {}", self.evaluated.field_label(list, row, field));
                let cell = FieldIndex { list, row, field };
                set_fields(self.evaluated, name, &[(cell, text.to_owned())]).map_err(|error| error.to_string())
            }
            SheetCell::Text { list, row, column } => {
                let is_project = self.name_of_project(list, row, column)?;
                rename_row(self.evaluated, list, row, is_project, text).map_err(|error| error.to_string())
            }
        }
    }

    fn entered(&self, places: &[Place], given: Given<'_>) -> Result<Entered, String> {
        let cells = self.amounts(places, given)?;
        let is_entered = |cell: CellIndex| !self.evaluated.evaluation.state(cell).is_computed();
        // Clearing a computed cell takes away what is stated there; nothing else is entered into one without being seen.
        let takes = |cell| given == Given::Blank || is_entered(cell);
        let entered: Vec<_> = cells.iter().copied().filter(|&(cell, _)| takes(cell)).collect();
        let fields = self.fields(places, given);
        let name = format!("{} 表{} {} 格", given.name(), self.shown.number, entered.len() + fields.len());
        let left = cells.len() - entered.len();
        let left = (left > 0).then(|| format!("{left} 格由程序计算，没有{}", given.name()));
        let mut step = set_amounts(self.evaluated, name, &entered);
        if fields.is_empty() {
            return Ok(Entered { step, left });
        }
        // A prescribed row that loses its last figure and its last text is taken out once.
        let mut after = self.evaluated.disclosure.clone();
        step.apply(&mut after);
        let evaluation = evaluate(self.evaluated.form, &after);
        let after = Evaluated { disclosure: &after, evaluation: &evaluation, ..self.evaluated };
        step.changes.extend(set_fields(after, "", &fields).map_err(|error| error.to_string())?.changes);
        Ok(Entered { step, left })
    }

    fn copied(&self, place: Place) -> CopiedCell {
        match self.sheet.cell(place) {
            SheetCell::Amount(cell) => CopiedCell::Number(self.exact_text(cell)),
            SheetCell::Text { list, row, column } => CopiedCell::Text(self.evaluated.text(list, row, column)),
            SheetCell::Blank => CopiedCell::Text(String::new()),
        }
    }

    fn expected(&self, place: Place) -> Option<String> {
        let lines = self.lines.as_ref().filter(|_| self.begins_row(place))?;
        lines.next.as_ref().map(|next| next.code.to_string())
    }

    fn begins_row(&self, place: Place) -> bool {
        self.line(place) == Some(Line::Blank)
    }

    fn asks(&self, place: Place, text: &str) -> bool {
        let lines = self.lines.as_ref().filter(|_| self.begins_row(place));
        lines.is_some_and(|lines| {
            matches!(lines.meant(self.evaluated, text.trim(), self.shown.last), Ok(Meant::ProjectOf(_)))
        })
    }

    fn is_outside(&self, place: Place) -> bool {
        self.sheet.cell(place) == SheetCell::Blank && self.line(place).is_none()
    }
}

impl SheetContents<'_> {
    fn line(&self, place: Place) -> Option<Line<'_>> {
        self.lines.as_ref()?.at(place.row)
    }

    /// The proposed row at `place` and its column there, if that is entered.
    fn proposed_cell(&self, place: Place) -> Option<(&ProposedRow, ColumnNumber)> {
        let Line::Proposed(row) = self.line(place)? else { return None };
        let Column::Amount(column) = self.sheet.columns.get(place.column)?.column else { return None };
        let column = &self.evaluated.form.list(row.list).amounts[column];
        (!column.is_computed() && column.unit.is_none()).then_some((row, column.number))
    }

    fn is_proposed(&self, cell: CellIndex) -> bool {
        self.proposals.amounts.contains_key(&self.evaluated.key(cell))
    }

    /// The amount that is proposed at `place`, in the unit that a bare number is typed in.
    fn proposed_text(&self, place: Place) -> String {
        let key = match (self.sheet.cell(place), self.proposed_cell(place)) {
            (SheetCell::Amount(cell), _) => Some(self.evaluated.key(cell)),
            (_, Some((row, column))) => Some(CellKey::new(row.table, RowKey::Code(row.code), column)),
            _ => None,
        };
        let Some(key) = key else { return String::new() };
        let proposed = self.proposals.amounts.get(&key);
        let unit = self.evaluated.unit_of_key(&key);
        proposed.map_or_else(String::new, |proposed| self.shown.unit.exact_text(unit, proposed.amount))
    }

    /// The step that adds the row that `text` means.
    fn begun(&self, lines: &EntryLines, text: &str) -> Result<Step, String> {
        if text.trim().is_empty() {
            return Ok(Step::new("", Vec::new()));
        }
        match lines.meant(self.evaluated, text.trim(), self.shown.last)? {
            Meant::Row(row) => add_row(self.evaluated, lines.list, row).map_err(|error| error.to_string()),
            Meant::ProjectOf(entry) => Err(format!("{} {}：还没有项目名称", entry.code.spaced(), entry.name)),
        }
    }

    fn amount_at(&self, place: Place) -> Option<CellIndex> {
        match self.sheet.cell(place) {
            SheetCell::Amount(cell) => Some(cell),
            SheetCell::Text { .. } | SheetCell::Blank => None,
        }
    }

    /// The text that goes into each of `places` that holds texts or dates; rows that are derived have none.
    fn fields(&self, places: &[Place], given: Given<'_>) -> Vec<(FieldIndex, String)> {
        let field = |place: Place| match self.sheet.cell(place) {
            SheetCell::Text { list, row, column: Column::Field(field) } => {
                self.can_hold_text(list, row).ok().map(|()| FieldIndex { list, row, field })
            }
            _ => None,
        };
        let text =
            |FieldIndex { list, row, field }| self.evaluated.field(list, row, field).unwrap_or_default().to_owned();
        match given {
            Given::Blank => places.iter().filter_map(|&place| Some((field(place)?, String::new()))).collect(),
            Given::Typed(typed) => places.iter().filter_map(|&place| Some((field(place)?, typed.to_owned()))).collect(),
            Given::From(sources) => {
                let pairs = places.iter().zip(sources);
                pairs.filter_map(|(&to, &from)| Some((field(to)?, text(field(from)?)))).collect()
            }
        }
    }

    /// Whether texts and dates can be entered in a row.
    ///
    /// # Errors
    /// When it is derived.
    fn can_hold_text(&self, list: ListIndex, row: usize) -> Result<(), String> {
        match self.evaluated.evaluation.layout(list).rows[row].origin.is_total() {
            true => Err(EditError::NoFieldInTotals.to_string()),
            false => Ok(()),
        }
    }

    /// Those of `places` that are amounts, each with the one that is given.
    fn amounts(&self, places: &[Place], given: Given<'_>) -> Result<Vec<(CellIndex, Option<Amount>)>, String> {
        let cells = || places.iter().filter_map(|&place| self.amount_at(place));
        match given {
            Given::Blank => Ok(cells().map(|cell| (cell, None)).collect()),
            Given::Typed(text) => {
                let parsed = |cell| self.parsed(text, self.evaluated.unit_of_cell(cell));
                cells().map(|cell| Ok((cell, parsed(cell).map_err(|why| format!("{why}。"))?))).collect()
            }
            Given::From(sources) => {
                let pairs = places.iter().zip(sources);
                let pairs = pairs.filter_map(|(&to, &from)| Some((self.amount_at(to)?, self.amount_at(from)?)));
                pairs.map(|(to, from)| Ok((to, Some(self.value_for(to, from)?)))).collect()
            }
        }
    }

    /// The figure of `from`, to be put into `to`.
    ///
    /// # Errors
    /// When one is an amount and the other a count or a percentage.
    fn value_for(&self, to: CellIndex, from: CellIndex) -> Result<Amount, String> {
        let own = |cell: CellIndex| self.evaluated.form.list(cell.list).amounts[cell.column].unit.as_ref();
        if own(to) == own(from) {
            return Ok(self.evaluated.value(from));
        }
        let label = |cell| self.evaluated.cell_label(cell);
        Err(format!("{} 和 {} 填的不是同一种数，不能照填。", label(from), label(to)))
    }

    fn parsed(&self, text: &str, unit: &AmountUnit) -> Result<Option<Amount>, String> {
        let what = match unit.measure {
            Measure::Money => "金额",
            Measure::Count => "数量",
            Measure::Percent => "百分比",
        };
        parse_entered(text, unit, self.shown.unit).map_err(|error| format!("“{}”不能作为{what}：{error}", text.trim()))
    }

    /// The amount in the unit that a bare number is typed in.
    fn exact_text(&self, cell: CellIndex) -> String {
        self.shown.unit.exact_text(self.evaluated.unit_of_cell(cell), self.evaluated.value(cell))
    }

    /// Whether the text in `column` is the name of a project (and not of a code).
    ///
    /// # Errors
    /// When it cannot be changed here.
    fn name_of_project(&self, list: ListIndex, row: usize, column: Column) -> Result<bool, String> {
        let origin = self.evaluated.evaluation.layout(list).rows[row].origin;
        let is_project = match (column, origin) {
            (Column::CodePart(_), RowOrigin::Code | RowOrigin::Project | RowOrigin::CodeTotal) => {
                Err(EditError::FixedCode)
            }
            (Column::Name, RowOrigin::Code | RowOrigin::CodeTotal | RowOrigin::Project) => Ok(false),
            (Column::Project | Column::Label, RowOrigin::Project) => Ok(true),
            _ => Err(EditError::FixedName),
        };
        is_project.map_err(|error| error.to_string())
    }
}
