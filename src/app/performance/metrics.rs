//! How wide and high the cells of a performance table are, and which of them have findings.

use std::collections::HashMap;

use egui::{Color32, FontId, Painter};

use crate::app::workspace::Workspace;
use disclosure_engine::audit::Grade;
use disclosure_engine::disclosure::{PerformanceField, TextPlace};
use disclosure_engine::edit::performance_text;
use disclosure_engine::sheet::{PerformanceCell, PerformanceCellText, PerformanceSheet, Place};

/// Size of the text in cells.
pub const TEXT_SIZE: f32 = 14.0;
/// Room between the text and the sides of its cell.
pub const PADDING: f32 = 5.0;
/// Height of a row with one line.
pub const LEAST_HEIGHT: f32 = 30.0;
/// Narrower than this the table is scrolled from side to side.
const LEAST_WIDTH: f32 = 760.0;
/// Wider than this lines are hard to read.
const GREATEST_WIDTH: f32 = 1200.0;

/// What follows from the disclosure, for one revision, table and width.
pub struct Derived {
    pub key: (u64, usize, u32),
    pub metrics: Metrics,
    /// The gravest finding of each field that has one.
    pub marks: HashMap<PerformanceField, Grade>,
}

/// Where columns and rows begin, in points; one more than there are.
pub struct Metrics {
    pub lefts: Vec<f32>,
    pub tops: Vec<f32>,
}

impl Metrics {
    /// Sizes in which everything in `sheet` fits into `width`.
    pub fn new(painter: &Painter, workspace: &Workspace, table: usize, sheet: &PerformanceSheet, width: f32) -> Self {
        let whole: f32 = sheet.shares.iter().map(|&share| f32::from(share)).sum();
        let mut lefts = vec![0.0];
        for &share in &sheet.shares {
            let left = lefts.last().copied().unwrap_or_default();
            lefts.push((left + width * f32::from(share) / whole).round());
        }
        let mut metrics = Self { lefts, tops: vec![0.0] };
        for row in 0..sheet.rows() {
            let height = metrics.row_height(painter, workspace, table, sheet, row);
            metrics.tops.push(metrics.height() + height);
        }
        metrics
    }

    /// Height of all rows.
    pub fn height(&self) -> f32 {
        self.tops.last().copied().unwrap_or_default()
    }

    /// Width of the columns that `cell` spans.
    pub fn cell_width(&self, cell: &PerformanceCell) -> f32 {
        let first = cell.place.column;
        self.lefts[first + cell.columns] - self.lefts[first]
    }

    fn row_height(
        &self,
        painter: &Painter,
        workspace: &Workspace,
        table: usize,
        sheet: &PerformanceSheet,
        row: usize,
    ) -> f32 {
        let mut height = LEAST_HEIGHT;
        let mut column = 0;
        while let Some(cell) = sheet.cell(Place { row, column }) {
            column = cell.place.column + cell.columns;
            if cell.rows == 1 {
                let room = self.cell_width(&cell) - 2.0 * PADDING;
                let text = text(workspace, table, &cell);
                let galley = painter.layout(text, FontId::proportional(TEXT_SIZE), Color32::BLACK, room);
                height = height.max(galley.size().y + 2.0 * PADDING);
            }
        }
        height.ceil()
    }
}

/// How wide the table is where there is `room`.
pub fn width(room: f32) -> f32 {
    (room - 12.0).clamp(LEAST_WIDTH, GREATEST_WIDTH)
}

pub fn text(workspace: &Workspace, table: usize, cell: &PerformanceCell) -> String {
    let field = match &cell.what {
        PerformanceCellText::Label(text) => return text.clone(),
        PerformanceCellText::Field(field) => *field,
    };
    let disclosure = workspace.disclosure();
    match field {
        PerformanceField::Funds(of) => {
            let amount = disclosure.performance.get(table).and_then(|table| table.funds.amount(of));
            amount.map_or_else(String::new, |amount| workspace.form().text_unit.text(amount))
        }
        _ => performance_text(workspace.form(), disclosure, table, field).unwrap_or_default(),
    }
}

/// The gravest finding of each field of `table` that has one.
pub fn marks(workspace: &Workspace, table: usize) -> HashMap<PerformanceField, Grade> {
    let mut marks = HashMap::new();
    // The list is sorted, gravest first: going backwards, the gravest stays.
    for finding in workspace.audit().findings.iter().rev().filter(|finding| finding.accepted.is_none()) {
        if let Some(TextPlace::Performance(of, field)) = finding.text.as_ref().map(|spot| &spot.place)
            && *of == table
        {
            marks.insert(*field, finding.grade);
        }
    }
    marks
}
