//! Where everything stands in the picture.

use rust_decimal::prelude::ToPrimitive;

use super::{Anchor, Area, Drawing, DrawnBar, Fill, Shape};
use disclosure_engine::charts::{Bar, Chart};
use disclosure_engine::disclosure::Amount;
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::spelling::visible;

const WIDTH: f32 = 760.0;
const MARGIN: f32 = 20.0;
/// Where bars begin: their names stand at the left.
const AXIS: f32 = 210.0;
/// How long the longest bar is: its figure stands at the right.
const LONGEST: f32 = 360.0;
/// More characters of a name do not fit at the left of a bar in one line.
const NAME_LENGTH: usize = 13;
const TITLE_SIZE: f32 = 17.0;
const HEAD_SIZE: f32 = 15.0;
const TEXT_SIZE: f32 = 13.0;
/// From one line of text to the next.
const LINE: f32 = 19.0;
const BAR: f32 = 14.0;
const BETWEEN_BARS: f32 = 9.0;
const BETWEEN_CHARTS: f32 = 26.0;

/// What is being drawn, from the top downwards.
struct Page<'a> {
    evaluated: Evaluated<'a>,
    y: f32,
    shapes: Vec<Shape>,
    bars: Vec<DrawnBar>,
    told: Vec<String>,
}

pub(super) fn laid_out(evaluated: Evaluated<'_>, charts: &[Chart]) -> Drawing {
    let mut page = Page { evaluated, y: MARGIN, shapes: Vec::new(), bars: Vec::new(), told: Vec::new() };
    let disclosure = evaluated.disclosure;
    let title = format!("{} {} 年预算图表（{}）", visible(&disclosure.body), disclosure.year, page.unit());
    page.y += TITLE_SIZE;
    page.text(MARGIN, (TITLE_SIZE, true, false), &title);
    page.told.push(title);
    page.y += LINE;
    page.legend();
    for chart in charts {
        page.chart(chart);
    }
    if charts.is_empty() {
        page.y += BETWEEN_CHARTS;
        page.text(MARGIN, (TEXT_SIZE, false, true), "这个表式没有写明要画哪些图（form.ron 的 charts）。");
    }
    let height = page.y + MARGIN;
    let told: Vec<_> = page.told.iter().map(|line| visible(line)).collect();
    Drawing { width: WIDTH, height, shapes: page.shapes, bars: page.bars, alternative: told.join("\n") }
}

impl Page<'_> {
    fn unit(&self) -> &str {
        &self.evaluated.form.text_unit.name
    }

    fn text(&mut self, x: f32, (size, is_bold, is_weak): (f32, bool, bool), text: &str) {
        let text = visible(text).into_owned();
        self.shapes.push(Shape::Text { x, y: self.y, anchor: Anchor::Start, size, is_bold, is_weak, text });
    }

    /// Which bars are of which year.
    fn legend(&mut self) {
        let year = self.evaluated.disclosure.year;
        let mut x = MARGIN;
        for (fill, year) in [(Fill::ThisYear, year), (Fill::LastYear, year.saturating_sub(1))] {
            let area = Area { x, y: self.y - 10.0, width: 22.0, height: 10.0 };
            self.shapes.push(Shape::Area { area, fill });
            self.text(x + 28.0, (TEXT_SIZE, false, false), &format!("{year} 年"));
            x += 110.0;
        }
    }

    fn chart(&mut self, chart: &Chart) {
        self.y += BETWEEN_CHARTS + HEAD_SIZE;
        self.text(MARGIN, (HEAD_SIZE, true, false), &chart.title);
        self.told.push(format!("{}：", chart.title));
        self.y += 10.0;
        let largest = chart.bars.iter().map(Bar::largest).max().unwrap_or_default();
        let top = self.y;
        for bar in &chart.bars {
            self.bar(bar, largest);
        }
        if self.y > top {
            let area = Area { x: AXIS - 1.0, y: top, width: 1.0, height: self.y - top };
            self.shapes.push(Shape::Area { area, fill: Fill::Axis });
        }
        for remark in &chart.remarks {
            self.y += LINE;
            self.text(MARGIN, (TEXT_SIZE, false, true), remark);
            self.told.push(remark.clone());
        }
    }

    fn bar(&mut self, bar: &Bar, largest: Amount) {
        let year = self.evaluated.disclosure.year;
        let last_year = year.saturating_sub(1);
        let figures = [(bar.now, Fill::ThisYear, year), (bar.last, Fill::LastYear, last_year)];
        let lines = figures.iter().filter(|(amount, ..)| amount.is_some()).count();
        let names = name_lines(&bar.label);
        let top = self.y;
        let row = |lines: usize| (0..lines).map(|_| BAR + 3.0).sum::<f32>();
        let height = row(lines).max(row(names.len())) + BETWEEN_BARS;
        let mut y = top + BETWEEN_BARS / 2.0;
        let mut told = Vec::new();
        for (amount, fill, year) in figures {
            let Some(amount) = amount else { continue };
            let width = share(amount, largest) * LONGEST;
            self.shapes.push(Shape::Area { area: Area { x: AXIS, y, width, height: BAR }, fill });
            let figure = self.evaluated.form.text_unit.text(amount);
            self.end_text(AXIS + width + 6.0, y + BAR - 2.5, Anchor::Start, figure.clone());
            told.push(format!("{year} 年 {figure}"));
            y += BAR + 3.0;
        }
        for (place, name) in (0_u16..).zip(&names) {
            let y = top + BETWEEN_BARS / 2.0 + BAR - 2.5 + f32::from(place) * (BAR + 3.0);
            self.end_text(AXIS - 8.0, y, Anchor::End, name.clone());
        }
        let text = format!("{} {}", bar.label, told.join("，"));
        self.told.push(format!("{text}{}", self.unit()));
        let area = Area { x: MARGIN, y: top, width: WIDTH - 2.0 * MARGIN, height };
        self.bars.push(DrawnBar { area, text, cell: bar.cell.clone() });
        self.y = top + height;
    }

    fn end_text(&mut self, x: f32, y: f32, anchor: Anchor, text: String) {
        self.shapes.push(Shape::Text { x, y, anchor, size: TEXT_SIZE, is_bold: false, is_weak: false, text });
    }
}

/// How much of the longest bar `amount` is. Only how long the bar is drawn: the figure beside it is exact.
fn share(amount: Amount, largest: Amount) -> f32 {
    if largest.is_zero() {
        return 0.0;
    }
    let share = amount.yuan().checked_div(largest.yuan()).and_then(|share| share.to_f32());
    share.unwrap_or_default().clamp(0.0, 1.0)
}

/// A name in at most two lines.
fn name_lines(name: &str) -> Vec<String> {
    let chars: Vec<char> = visible(name).chars().collect();
    let mut lines: Vec<String> = chars.chunks(NAME_LENGTH).map(|line| line.iter().collect()).collect();
    if lines.len() > 2 {
        lines.truncate(2);
        if let Some(last) = lines.last_mut() {
            last.pop();
            last.push('…');
        }
    }
    lines
}
