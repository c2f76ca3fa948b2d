//! Which figures a form shows as charts.

use super::error::{Found, SourceText};
use super::source::{ChartSource, FormSource};
use super::{CellPattern, Form};

/// A chart: a few figures of one kind, this year's beside last year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartForm {
    /// What it shows, in a few words.
    pub title: String,
    /// Its bars, from the top.
    pub bars: Vec<ChartBar>,
}

/// A bar of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartBar {
    /// What it is called; `None` leaves it to the row or the column of the cell.
    pub label: Option<String>,
    /// The cell whose figure it shows.
    pub cell: CellPattern,
}

impl Form {
    pub(super) fn add_charts<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
        for chart in &written.charts {
            if let Some(chart) = self.chart(source, chart, found) {
                self.charts.push(chart);
            }
        }
    }

    fn chart<'a>(&self, source: SourceText<'a>, chart: &ChartSource<'a>, found: &mut Found) -> Option<ChartForm> {
        let terms = found.keep(self.sum_at(source, chart.bars, None))?;
        if terms.iter().any(|term| term.negative) {
            found.add(source.error(chart.bars, "charts 的 bars 里每一格是一根条，用加号连起来，不能减"));
            return None;
        }
        if !chart.labels.is_empty() && chart.labels.len() != terms.len() {
            let (labels, bars) = (chart.labels.len(), terms.len());
            let message = format!("charts 的 labels 写了 {labels} 个，bars 里是 {bars} 格：要么一格一个，要么不写");
            found.add(source.error(chart.title, message));
            return None;
        }
        let label = |place: usize| chart.labels.get(place).map(|label| (*label).to_owned());
        let bars = terms.iter().enumerate();
        let bars = bars.map(|(place, term)| ChartBar { label: label(place), cell: term.cell }).collect();
        Some(ChartForm { title: chart.title.to_owned(), bars })
    }
}
