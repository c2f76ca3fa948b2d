//! Performance tables as they are printed.

use super::table::{Alignment, PrintedCell, PrintedColumn, PrintedRow, PrintedTable};
use super::{Block, Frame};
use crate::disclosure::{
    Amount, Indicator, IndicatorField, PerformanceField, PerformanceSubject, PerformanceTable, TextPlace,
};
use crate::form::{ProjectPerformanceForm, WholePerformanceForm};

/// Shares of the width, of a hundred.
const PROJECT_COLUMNS: [u8; 9] = [10, 10, 17, 10, 11, 10, 9, 11, 12];
const WHOLE_COLUMNS: [u8; 6] = [13, 15, 27, 16, 18, 11];

/// Puts together the rows of one table.
struct Builder<'a> {
    frame: &'a Frame<'a>,
    table: &'a PerformanceTable,
    /// Its place in the disclosure.
    place: usize,
    rows: Vec<PrintedRow>,
}

impl Frame<'_> {
    /// The performance tables of the disclosure.
    pub(super) fn performance(&self) -> Vec<Block> {
        let tables = self.evaluated.disclosure.performance.iter().enumerate();
        tables.map(|(place, table)| Block::Table(self.performance_table(place, table))).collect()
    }

    fn performance_table(&self, place: usize, table: &PerformanceTable) -> PrintedTable {
        let wording = &self.wording.performance;
        let mut builder = Builder { frame: self, table, place, rows: Vec::new() };
        let (title, shares) = match &table.subject {
            PerformanceSubject::Project(_) => {
                builder.project(&wording.project);
                (wording.project.title.as_str(), PROJECT_COLUMNS.as_slice())
            }
            PerformanceSubject::Whole => {
                builder.whole(&wording.whole);
                (wording.whole.title.get(self.evaluated.disclosure.kind), WHOLE_COLUMNS.as_slice())
            }
        };
        let column = |&share: &u8| PrintedColumn { share: f64::from(share) / 100.0, align: Alignment::Center };
        PrintedTable {
            number: None,
            label: String::new(),
            title: self.fill(title),
            subtitle: self.fill(&wording.subtitle),
            contents_text: None,
            preparer: String::new(),
            unit_note: String::new(),
            head: Vec::new(),
            head_rows: 0,
            columns: shares.iter().map(column).collect(),
            rows: builder.rows,
            note: None,
            is_landscape: false,
        }
    }
}

impl Builder<'_> {
    fn project(&mut self, labels: &ProjectPerformanceForm) {
        let (disclosure, funds) = (self.frame.evaluated.disclosure, self.table.funds);
        let body = labels.body.get(disclosure.kind);
        self.row(vec![label(body, 0).across(2), label(&disclosure.body, 2).across(7)]);
        self.row(vec![
            label(&labels.name, 0).across(2),
            self.field(PerformanceField::Project, 2).across(4),
            label(&labels.contact, 6).across(2),
            self.field(PerformanceField::Contact, 8),
        ]);
        self.row(vec![
            label(&labels.funds, 0).across(2),
            label(&labels.total, 2),
            self.amount(funds.total, 3),
            label(&labels.fiscal, 4),
            self.amount(funds.fiscal, 5).across(2),
            label(&labels.other, 7),
            self.amount(funds.other, 8),
        ]);
        let goal = PrintedCell { align: Alignment::Left, ..self.field(PerformanceField::Goal, 2).across(7) };
        self.row(vec![label(&labels.goal, 0).across(2), goal]);
        use IndicatorField::{Basis, Evidence, LastYear, LevelThree, Scoring, Value};
        let fields = [Some(LevelThree), Some(Value), Some(Basis), Some(LastYear), None, Some(Scoring), Some(Evidence)];
        self.indicators(&labels.indicators, &fields);
    }

    fn whole(&mut self, labels: &WholePerformanceForm) {
        let (disclosure, funds) = (self.frame.evaluated.disclosure, self.table.funds);
        let kind = disclosure.kind;
        self.row(vec![label(labels.body.get(kind), 0).across(2), label(&disclosure.body, 2).across(4)]);
        self.row(vec![
            label(labels.contact.get(kind), 0).across(2),
            self.field(PerformanceField::Contact, 2),
            label(&labels.telephone, 3),
            // A telephone number is not published.
            label("", 4).across(2),
        ]);
        let goal = PrintedCell { align: Alignment::Left, ..self.field(PerformanceField::Goal, 2).across(4) };
        self.row(vec![label(&labels.goal, 0).across(2), goal]);
        self.row(vec![
            label(&labels.funds, 0).down(4),
            label(&labels.source, 1).across(2),
            label(&labels.amount, 3).across(3),
        ]);
        self.row(vec![
            label(&labels.fiscal_funds, 1).down(2),
            label(&labels.superior, 2),
            self.amount(funds.superior, 3).across(3),
        ]);
        self.row(vec![label(&labels.fiscal, 2), self.amount(funds.fiscal, 3).across(3)]);
        self.row(vec![label(&labels.other_funds, 1), label(&labels.other, 2), self.amount(funds.other, 3).across(3)]);
        use IndicatorField::{Basis, LevelThree, Value};
        self.indicators(&labels.indicators, &[Some(LevelThree), Some(Value), Some(Basis), None]);
    }

    /// The heads and rows of the indicators: the first two levels, merged where they stay the same, then `fields`;
    /// `None` among them is the weight.
    fn indicators(&mut self, heads: &[String], fields: &[Option<IndicatorField>]) {
        self.row(heads.iter().enumerate().map(|(column, head)| label(head, column)).collect());
        if let Some(row) = self.rows.last_mut() {
            row.is_total = true;
        }
        let indicators = &self.table.indicators;
        for (place, indicator) in indicators.iter().enumerate() {
            let mut cells = Vec::new();
            let levels = [(IndicatorField::LevelOne, false), (IndicatorField::LevelTwo, true)];
            for (column, (field, is_second)) in levels.into_iter().enumerate() {
                // Two second levels of one name under different first levels are two.
                let is_same = |other: &&Indicator| {
                    other.level_one == indicator.level_one && (!is_second || other.level_two == indicator.level_two)
                };
                let continues = place.checked_sub(1).is_some_and(|above| is_same(&&indicators[above]));
                if !continues {
                    let rows = indicators[place..].iter().take_while(is_same).count();
                    cells.push(self.field(PerformanceField::Indicator(place, field), column).down(rows));
                }
            }
            cells.extend(fields.iter().enumerate().map(|(column, field)| match field {
                Some(field) => self.field(PerformanceField::Indicator(place, *field), column + 2),
                None => label(
                    &indicator.weight.map_or_else(String::new, |weight| weight.normalize().to_string()),
                    column + 2,
                ),
            }));
            self.row(cells);
        }
    }

    fn row(&mut self, cells: Vec<PrintedCell>) {
        self.rows.push(PrintedRow { cells, is_total: false });
    }

    fn field(&self, field: PerformanceField, column: usize) -> PrintedCell {
        let cell = label(self.table.text(field).unwrap_or_default().trim(), column);
        PrintedCell { place: Some(TextPlace::Performance(self.place, field)), ..cell }
    }

    fn amount(&self, amount: Option<Amount>, column: usize) -> PrintedCell {
        let unit = &self.frame.evaluated.form.unit;
        let text = amount.map_or_else(String::new, |amount| unit.text(amount));
        PrintedCell { amount, ..label(&text, column) }
    }
}

fn label(text: &str, column: usize) -> PrintedCell {
    PrintedCell::new(text, column, Alignment::Center)
}
