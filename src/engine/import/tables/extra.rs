//! Figures in columns that the form does not have.

use super::super::facts::unit_of_head;
use super::super::figure;
use super::super::report::{FigureColumn, NotTaken};
use crate::disclosure::{AmountUnit, TableNumber};
use crate::readers::Line;
use crate::spelling;

/// A figure in such a column. What it is in yuan is known once the unit of the table is.
pub(super) struct Extra {
    left: NotTaken,
    /// Its column in the document.
    column: usize,
    /// The figure as it is printed.
    text: String,
    /// The lowest head over it.
    head: String,
}

/// Words in the heads of columns that hold no money.
const NO_MONEY: [&str; 16] = [
    "%",
    "比例",
    "占比",
    "比重",
    "增长率",
    "增幅",
    "数量",
    "人数",
    "台数",
    "辆数",
    "个数",
    "套数",
    "面积",
    "序号",
    "编号",
    "排名",
];
/// What is counted or measured, in brackets at the end of a head.
const COUNTED: [&str; 14] = ["人", "台", "辆", "个", "套", "件", "项", "间", "户", "次", "平方米", "㎡", "年", "月"];

impl Extra {
    /// `text` on `line`, in the column at this place under this head; `are_columns_known` where others of the table were told.
    pub fn new(
        number: TableNumber,
        line: &Line,
        (column, head): (usize, &str),
        text: String,
        are_columns_known: bool,
    ) -> Self {
        let name = if head.is_empty() { format!("第 {} 列", column + 1) } else { format!("“{head}”") };
        let reason = match are_columns_known {
            true => format!("{name}不是这张表的列，或者认不出是哪一列"),
            false => "表头认不出来，不知道是哪一列".to_owned(),
        };
        let label = line.texts().next().map_or("", |(_, text)| text);
        let left = NotTaken::new(Some(number), line.place.clone(), format!("{label}：{text}"), reason).holding(1);
        Self { left, column, text, head: head.to_owned() }
    }

    /// What the report says of it, in a table whose plain numbers are in `unit`.
    pub fn not_taken(self, unit: Option<&AmountUnit>) -> NotTaken {
        let own = unit_of_head(&self.head);
        let unit = own.as_ref().or(unit).filter(|_| is_of_money(&self.head));
        let amount = unit.and_then(|unit| figure::amount(&self.text, unit.yuan));
        let column = FigureColumn::OfDocument(self.column);
        self.left.of_money(amount.map(|amount| (column, amount)).into_iter().collect())
    }
}

/// Whether a column under this head may hold money.
fn is_of_money(head: &str) -> bool {
    let plain = spelling::plain_text(head);
    let inside = plain.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map(|(_, inside)| inside);
    let is_counted = inside.is_some_and(|inside| COUNTED.contains(&inside.trim_start_matches("单位:")));
    !is_counted && !NO_MONEY.iter().any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::Amount;
    use crate::readers::Place;

    #[test]
    fn money_is_read_by_the_unit_of_the_table_and_counts_and_percentages_are_none() {
        let wan = super::super::super::facts::unit("万元", 10_000);
        let figures = |head: &str, text: &str, unit: Option<&AmountUnit>| {
            let left = NotTaken::new(Some(TableNumber(3)), Place::Line(1), text, "没有位置");
            let extra = Extra { left, column: 4, text: text.to_owned(), head: head.to_owned() };
            extra.not_taken(unit).figures.into_iter().map(|(_, amount)| amount).collect::<Vec<_>>()
        };
        let yuan = |amount: i64| vec![Amount::from_yuan(amount.into()).unwrap()];
        for (head, text, expected) in [
            ("调整数", "1,234.50", yuan(12_345_000)),
            ("调整数", "１，２３４．５０", yuan(12_345_000)),
            ("调整数（元）", "500", yuan(500)),
            ("", "3.00", yuan(30_000)),
            ("因公出国（境）", "3.00", yuan(30_000)),
            ("占比（%）", "12.50", Vec::new()),
            ("增长率", "12.50", Vec::new()),
            ("数量（台）", "12", Vec::new()),
            ("车辆（辆）", "12", Vec::new()),
            ("调整数", "12%", Vec::new()),
            ("调整数", "5 6", Vec::new()),
        ] {
            assert_eq!(figures(head, text, Some(&wan)), expected, "{head} {text}");
        }
        assert_eq!(figures("调整数", "3.00", None), []);
    }
}
