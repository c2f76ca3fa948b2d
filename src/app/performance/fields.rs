//! What stands in the cells of a performance table, and the steps that put something else there.

use super::{metrics, sheet};
use crate::app::cells::{Contents, Entered, Given, Raster, Table};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{IndicatorField, PerformanceField};
use disclosure_engine::edit::{CopiedCell, EditError, Step, enter_performance, performance_text};
use disclosure_engine::sheet::{PerformanceCellText, PerformanceSheet, Place};

/// Said where nothing can be filled in.
const LABEL: &str = "这一格由表式规定，不能修改；单位名称在“编辑 › 单位与年度”里改";

/// The performance table that is shown, by its place.
#[derive(Debug, Clone, Copy)]
pub struct ShownPerformance(pub usize);

impl Table for ShownPerformance {
    fn contents<'a>(&self, workspace: &'a Workspace) -> Option<Box<dyn Contents + 'a>> {
        Some(Box::new(Fields { table: self.0, sheet: sheet(workspace, self.0)?, workspace }))
    }
}

/// The fields of a table in their raster.
struct Fields<'a> {
    table: usize,
    sheet: PerformanceSheet,
    workspace: &'a Workspace,
}

impl Raster for Fields<'_> {
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
        self.sheet.field(place).is_none_or(|field| self.text(field).is_some_and(|text| !text.is_empty()))
    }

    fn span(&self, place: Place) -> (Place, Place) {
        let Some(cell) = self.sheet.cell(place) else { return (place, place) };
        let Place { row, column } = cell.place;
        (cell.place, Place { row: row + cell.rows - 1, column: column + cell.columns - 1 })
    }
}

impl Contents for Fields<'_> {
    fn offered(&self, place: Place) -> Result<String, String> {
        self.sheet.field(place).and_then(|field| self.text(field)).ok_or_else(|| LABEL.to_owned())
    }

    fn typed(&self, place: Place, text: &str) -> Result<Step, String> {
        let field = self.sheet.field(place).ok_or(LABEL)?;
        let fields: Vec<_> = self.with_followers(field).into_iter().map(|field| (field, text.to_owned())).collect();
        self.enter(&format!("录入 {}", self.head(place)), &fields).map_err(|error| error.to_string())
    }

    fn entered(&self, places: &[Place], given: Given<'_>) -> Result<Entered, String> {
        let text = |at: usize| match given {
            Given::Blank => Some(String::new()),
            Given::Typed(text) => Some(text.to_owned()),
            Given::From(sources) => self.text(self.sheet.field(*sources.get(at)?)?),
        };
        let fields = places.iter().enumerate();
        let fields: Vec<_> = fields.filter_map(|(at, &place)| Some((self.sheet.field(place)?, text(at)?))).collect();
        let step = self.enter(&format!("{} {} 格", given.name(), fields.len()), &fields);
        step.map(|step| Entered { step, left: None }).map_err(|error| error.to_string())
    }

    fn copied(&self, place: Place) -> CopiedCell {
        let Some(cell) = self.sheet.cell(place) else { return CopiedCell::Text(String::new()) };
        match self.sheet.field(place) {
            Some(field @ (PerformanceField::Funds(_) | PerformanceField::Weight(_))) => {
                CopiedCell::Number(self.text(field).unwrap_or_default())
            }
            Some(field) => CopiedCell::Text(self.text(field).unwrap_or_default()),
            None => CopiedCell::Text(metrics::text(self.workspace, self.table, &cell)),
        }
    }
}

impl Fields<'_> {
    fn text(&self, field: PerformanceField) -> Option<String> {
        performance_text(self.workspace.form(), self.workspace.disclosure(), self.table, field)
    }

    fn enter(&self, name: &str, typed: &[(PerformanceField, String)]) -> Result<Step, EditError> {
        enter_performance(self.workspace.evaluated(), self.table, name, typed)
    }

    /// The field and, where it is the first of several that are printed as one, the others.
    fn with_followers(&self, field: PerformanceField) -> Vec<PerformanceField> {
        let PerformanceField::Indicator(row, level @ (IndicatorField::LevelOne | IndicatorField::LevelTwo)) = field
        else {
            return vec![field];
        };
        match self.workspace.disclosure().performance.get(self.table) {
            Some(table) if !table.continues(row, level) => {
                table.printed_together(row, level).map(|row| PerformanceField::Indicator(row, level)).collect()
            }
            _ => vec![field],
        }
    }

    /// What a field is called: the head of its column, or the label beside it.
    fn head(&self, place: Place) -> String {
        let label = |place| match self.sheet.cell(place).map(|cell| cell.what) {
            Some(PerformanceCellText::Label(text)) => text,
            _ => String::new(),
        };
        match self.sheet.indicator(place.row) {
            Some(_) => label(Place { row: self.sheet.head, column: place.column }),
            None => {
                let first = self.span(place).0;
                label(Place { column: first.column.saturating_sub(1), ..first })
            }
        }
    }
}
