//! Figures to be looked at rather than read: the charts that a form names, of one disclosure.
//!
//! [`charts`] is one pure function of an evaluated disclosure. What nobody entered yet is not nothing: it is no bar, and the
//! chart says why.

use crate::disclosure::{Amount, CellKey};
use crate::evaluate::{CellIndex, ContextSubject, Evaluated, RowContext, row_expression};
use crate::form::{CellPattern, ChartForm, Form, ListIndex};
use crate::states::State;

#[cfg(test)]
mod tests;

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    pub title: String,
    /// The bars that can be drawn, from the top.
    pub bars: Vec<Bar>,
    /// What is to be known of it: what is not entered yet, what is nothing.
    pub remarks: Vec<String>,
}

/// A figure of this year beside that of last year; one of them is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    /// The cell that it shows; `None` where this year has no such row.
    pub cell: Option<CellKey>,
    /// This year's, in yuan; `None` while it is not entered.
    pub now: Option<Amount>,
    /// Last year's, in yuan; `None` where it is not known.
    pub last: Option<Amount>,
}

/// The charts of `evaluated`.
pub fn charts(evaluated: Evaluated<'_>) -> Vec<Chart> {
    evaluated.form.charts.iter().map(|chart| of_form(evaluated, chart)).collect()
}

fn of_form(evaluated: Evaluated<'_>, chart: &ChartForm) -> Chart {
    let names = Names::of(chart);
    let mut bars = Vec::new();
    let mut nothing: Vec<String> = Vec::new();
    for bar in &chart.bars {
        let (cell, now, last) = figures(evaluated, bar.cell);
        let label = bar.label.clone().unwrap_or_else(|| names.label(evaluated, bar.cell));
        let is_known = now.is_some() || last.is_some();
        let had_nothing = last.is_none_or(Amount::is_zero);
        if had_nothing && now.is_some_and(Amount::is_zero) {
            nothing.push(label);
        } else if is_known && !(had_nothing && now.is_none()) {
            bars.push(Bar { label, cell: cell.map(|cell| evaluated.key(cell)), now, last });
        }
    }
    let mut remarks = remarks(evaluated, chart);
    remarks.extend(remark_on_nothing(&nothing));
    let has_last = bars.iter().any(|bar| bar.last.is_some());
    remarks.extend((!bars.is_empty() && !has_last).then(|| "没有可以比的上年数".to_owned()));
    Chart { title: chart.title.clone(), bars, remarks }
}

/// The cell of a bar, what it holds and what it held last year, as far as that is known.
fn figures(evaluated: Evaluated<'_>, pattern: CellPattern) -> (Option<CellIndex>, Option<Amount>, Option<Amount>) {
    let Some(column) = pattern.column else { return (None, None, None) };
    let context = RowContext { row: None, subject: ContextSubject::None };
    let row = evaluated.evaluation.rows_of(pattern, context).first().copied();
    let Some(row) = row else { return (None, None, None) };
    let cell = CellIndex { list: pattern.list, row, column };
    let value = evaluated.value(cell);
    let now = match state(evaluated, pattern.list) {
        State::Complete | State::Empty => Some(value),
        // What is not there yet may still come.
        State::InProgress => Some(value).filter(|value| !value.is_zero()),
        State::Untouched | State::Absent => None,
    };
    (Some(cell), now, last(evaluated, cell))
}

/// Last year's figure: as it was filled in, or what those come to of which the cell is computed.
fn last(evaluated: Evaluated<'_>, cell: CellIndex) -> Option<Amount> {
    let known = |cell: CellIndex| evaluated.disclosure.prior.get(&evaluated.key(cell)).copied();
    known(cell).or_else(|| {
        let (_, parts) = row_expression(evaluated.form, evaluated.evaluation, cell)?;
        let signed = parts.iter().map(|part| known(part.cell).map(|own| if part.negative { -own } else { own }));
        signed.sum::<Option<Amount>>().filter(|_| !parts.is_empty())
    })
}

fn state(evaluated: Evaluated<'_>, list: ListIndex) -> State {
    evaluated.states().of_table(evaluated.form, evaluated.form.table_of(list).number)
}

/// Which of its tables are not filled in, each once.
fn remarks(evaluated: Evaluated<'_>, chart: &ChartForm) -> Vec<String> {
    let mut lists: Vec<ListIndex> = Vec::new();
    for bar in &chart.bars {
        let number = |list: ListIndex| evaluated.form.table_of(list).number;
        if !lists.iter().any(|&own| number(own) == number(bar.cell.list)) {
            lists.push(bar.cell.list);
        }
    }
    let remark = |list: ListIndex| {
        let table = evaluated.form.table_of(list);
        Some(match state(evaluated, list) {
            State::Complete | State::Empty => return None,
            State::InProgress => format!("表{} 还在填写，填了的先画出来", table.number),
            State::Untouched => format!("表{} 还没有填写，没有数可画", table.number),
            State::Absent => format!("文件里没有表{}，没有数可画", table.number),
        })
    };
    lists.into_iter().filter_map(remark).collect()
}

fn remark_on_nothing(labels: &[String]) -> Option<String> {
    match labels {
        [] => None,
        [only] => Some(format!("没有安排：{only}")),
        [first, .., last] if labels.len() > 4 => Some(format!("没有安排：{first}……{last}等 {} 项", labels.len())),
        _ => Some(format!("没有安排：{}", labels.join("、"))),
    }
}

/// By what the bars of a chart are told apart.
enum Names {
    Columns,
    Rows,
    Cells,
}

impl Names {
    fn of(chart: &ChartForm) -> Self {
        let Some(first) = chart.bars.first().map(|bar| bar.cell) else { return Self::Cells };
        let all = |is_same: &dyn Fn(CellPattern) -> bool| chart.bars.iter().all(|bar| is_same(bar.cell));
        let in_one_list = all(&|cell| cell.list == first.list);
        if in_one_list && all(&|cell| cell.row == first.row) {
            Self::Columns
        } else if in_one_list && all(&|cell| cell.column == first.column) {
            Self::Rows
        } else {
            Self::Cells
        }
    }

    fn label(&self, evaluated: Evaluated<'_>, cell: CellPattern) -> String {
        let context = RowContext { row: None, subject: ContextSubject::None };
        let row = evaluated.evaluation.rows_of(cell, context).first().copied();
        let column = || column_name(evaluated.form, cell);
        match (self, row) {
            (Self::Columns, _) | (_, None) => column(),
            (Self::Rows, Some(row)) => without_number(evaluated.heading(cell.list, row)),
            (Self::Cells, Some(row)) => {
                let place = cell.column.map(|column| CellIndex { list: cell.list, row, column });
                place.map_or_else(column, |place| evaluated.cell_label(place))
            }
        }
    }
}

/// What stands lowest over the column.
fn column_name(form: &Form, cell: CellPattern) -> String {
    let column = cell.column.and_then(|column| form.list(cell.list).amounts.get(column));
    let title = column.map(|column| column.title.as_str()).unwrap_or_default();
    title.rsplit(' ').next().unwrap_or(title).to_owned()
}

/// A label without the code before it and what says that it is a part.
fn without_number(label: &str) -> String {
    let label = label.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    label.trim_start_matches("其中：").to_owned()
}

impl Bar {
    /// How large the larger of its figures is.
    pub fn largest(&self) -> Amount {
        self.now.unwrap_or_default().max(self.last.unwrap_or_default())
    }
}
