//! What stands in the cells of a table, and the steps that put something else there.

use crate::app::cells::{Contents, Entered, Given, Raster, Table};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{Amount, TableNumber};
use disclosure_engine::edit::{CopiedCell, EditError, InputUnit, Step, parse_amount, rename_row, set_amounts};
use disclosure_engine::evaluate::{CellIndex, Evaluated, RowOrigin};
use disclosure_engine::form::{Column, ListIndex};
use disclosure_engine::sheet::{Place, Sheet, SheetCell};

/// The table that the grid shows.
#[derive(Debug, Clone, Copy)]
pub struct ShownTable {
    pub number: TableNumber,
    /// The unit of amounts that are typed without one.
    pub unit: InputUnit,
}

impl Table for ShownTable {
    fn contents<'a>(&self, workspace: &'a Workspace) -> Option<Box<dyn Contents + 'a>> {
        let evaluated = workspace.evaluated();
        let sheet = Sheet::new(evaluated, evaluated.form.table(self.number)?);
        Some(Box::new(SheetContents { shown: *self, sheet, evaluated }))
    }
}

/// A sheet with its figures and names.
struct SheetContents<'a> {
    shown: ShownTable,
    sheet: Sheet,
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
            SheetCell::Amount(cell) => self.evaluated.evaluation.state(cell).is_computed(),
            _ => false,
        }
    }
}

impl Contents for SheetContents<'_> {
    fn offered(&self, place: Place) -> Result<String, String> {
        match self.sheet.cell(place) {
            SheetCell::Blank => Err(EditError::FixedRows.to_string()),
            SheetCell::Amount(cell) => Ok(self.exact_text(cell)),
            SheetCell::Text { list, row, column } => {
                self.name_of_project(list, row, column)?;
                Ok(self.evaluated.text(list, row, column))
            }
        }
    }

    fn typed(&self, place: Place, text: &str) -> Result<Step, String> {
        match self.sheet.cell(place) {
            SheetCell::Blank => Err(EditError::FixedRows.to_string()),
            SheetCell::Amount(cell) => {
                let amount = self.parsed(text).map_err(|why| format!("{why}。请改正，或按 Esc 放弃。"))?;
                let name = format!("录入 {}", self.evaluated.cell_label(cell));
                Ok(set_amounts(self.evaluated, name, &[(cell, amount)]))
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
        let name = format!("{} 表{} {} 格", given.name(), self.shown.number, entered.len());
        let left = cells.len() - entered.len();
        Ok(Entered {
            step: set_amounts(self.evaluated, name, &entered),
            left: (left > 0).then(|| format!("{left} 格由程序计算，没有{}", given.name())),
        })
    }

    fn copied(&self, place: Place) -> CopiedCell {
        match self.sheet.cell(place) {
            SheetCell::Amount(cell) => CopiedCell::Number(self.exact_text(cell)),
            SheetCell::Text { list, row, column } => CopiedCell::Text(self.evaluated.text(list, row, column)),
            SheetCell::Blank => CopiedCell::Text(String::new()),
        }
    }

    fn is_outside(&self, place: Place) -> bool {
        self.sheet.cell(place) == SheetCell::Blank
    }
}

impl SheetContents<'_> {
    fn amount_at(&self, place: Place) -> Option<CellIndex> {
        match self.sheet.cell(place) {
            SheetCell::Amount(cell) => Some(cell),
            SheetCell::Text { .. } | SheetCell::Blank => None,
        }
    }

    /// Those of `places` that are amounts, each with the one that is given.
    fn amounts(&self, places: &[Place], given: Given<'_>) -> Result<Vec<(CellIndex, Option<Amount>)>, String> {
        let same = |amount| places.iter().filter_map(|&place| Some((self.amount_at(place)?, amount))).collect();
        Ok(match given {
            Given::Blank => same(None),
            Given::Typed(text) => same(self.parsed(text).map_err(|why| format!("{why}。"))?),
            Given::From(sources) => {
                let value = |source| self.amount_at(source).map(|cell| self.evaluated.value(cell));
                let pairs = places.iter().zip(sources);
                pairs.filter_map(|(&to, &from)| Some((self.amount_at(to)?, Some(value(from)?)))).collect()
            }
        })
    }

    fn parsed(&self, text: &str) -> Result<Option<Amount>, String> {
        parse_amount(text, &self.evaluated.form.unit, self.shown.unit)
            .map_err(|error| format!("“{}”不能作为金额：{error}", text.trim()))
    }

    /// The amount in the unit that a bare number is typed in.
    fn exact_text(&self, cell: CellIndex) -> String {
        self.shown.unit.exact_text(&self.evaluated.form.unit, self.evaluated.value(cell))
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
