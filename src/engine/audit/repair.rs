//! What would mend a finding.

use std::ops::Range;

use crate::disclosure::{Amount, CellKey, Code, Disclosure, TableNumber, TextPlace};
use crate::evaluate::{CellIndex, Evaluated};
use crate::form::ListIndex;

/// A change that mends a finding; `edit` makes it a step that can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// The cell shows what is computed instead of its stated amount.
    Compute(CellIndex),
    /// The cell takes the amount that stands on the other side.
    Amount {
        cell: CellIndex,
        /// What it is to hold, in yuan.
        amount: Amount,
    },
    /// Last year's figure of a cell becomes what last year's file says.
    LastYear {
        /// This year's cell.
        cell: CellKey,
        /// What it is to hold, in yuan; nothing where neither year has the row.
        amount: Option<Amount>,
    },
    /// A text is replaced.
    Text {
        place: TextPlace,
        /// What is done, for the button: 遮去.
        name: &'static str,
        text: String,
    },
    /// A piece of a text is replaced. The whole is made when it is asked for: a text may have as many findings as words.
    Piece {
        place: TextPlace,
        /// What is done, for the button: 去掉重复.
        name: &'static str,
        /// The piece, in characters.
        range: Range<usize>,
        piece: String,
    },
    /// The sentence under the table is left to the form.
    FormNote(TableNumber),
    /// A row for `code` is added to the table.
    AddRow { table: TableNumber, code: Code, name: String },
    /// The row gets another code.
    Recode {
        list: ListIndex,
        /// Its row in the list's layout.
        row: usize,
        code: Code,
        /// What the code is called there.
        name: String,
    },
    /// The rows of the table are put in the order of their codes.
    Sort(TableNumber),
    /// Each of these projects gets a performance table that is still to be filled in.
    AddPerformance(Vec<String>),
}

impl Repair {
    /// What it does, in a few words.
    pub fn name(&self, evaluated: Evaluated<'_>) -> String {
        match self {
            Self::Compute(cell) => {
                let computed = evaluated.evaluation.values(cell.list).computed(cell.row, cell.column);
                format!("采用计算数 {}", evaluated.unit_of_cell(*cell).text(computed))
            }
            Self::Amount { cell, amount } => {
                let table = evaluated.form.table_of(cell.list);
                format!("表{} 改为 {}", table.number, evaluated.unit_of_cell(*cell).text(*amount))
            }
            Self::LastYear { amount, .. } => {
                format!("采用 {}", evaluated.form.text_unit.text(amount.unwrap_or_default()))
            }
            Self::Text { name, .. } | Self::Piece { name, .. } => (*name).to_owned(),
            Self::FormNote(table) => format!("表{table} 的说明按表式"),
            Self::AddRow { table, code, .. } => format!("表{table} 补上 {}", code.spaced()),
            Self::Recode { list, code, .. } => {
                format!("表{} 编码改为 {}", evaluated.form.table_of(*list).number, code.spaced())
            }
            Self::Sort(table) => format!("表{table} 按科目排序"),
            Self::AddPerformance(projects) if projects.len() > 1 => format!("新建 {} 张绩效目标表", projects.len()),
            Self::AddPerformance(_) => "新建绩效目标表".to_owned(),
        }
    }

    /// What its text is to say, where it mends one.
    pub fn mended(&self, disclosure: &Disclosure) -> Option<String> {
        match self {
            Self::Text { text, .. } => Some(text.clone()),
            Self::Piece { place, .. } => self.mended_in(disclosure.text(place)?),
            _ => None,
        }
    }

    /// What becomes of `text`, in which the piece stands that it mends.
    pub fn mended_in(&self, text: &str) -> Option<String> {
        match self {
            Self::Text { text, .. } => Some(text.clone()),
            Self::Piece { range, piece, .. } => {
                let before = text.chars().take(range.start).chain(piece.chars());
                Some(before.chain(text.chars().skip(range.end)).collect())
            }
            _ => None,
        }
    }

    /// All of it, to be read before it is done.
    pub fn description(&self, evaluated: Evaluated<'_>) -> String {
        match self {
            Self::Compute(cell) => {
                format!("{} 去掉公布数 {}", evaluated.cell_label(*cell), evaluated.amount_text(*cell))
            }
            Self::Amount { cell, amount } => {
                let (from, to) = (evaluated.amount_text(*cell), evaluated.unit_of_cell(*cell).text(*amount));
                format!("{} 由 {from} 改为 {to}", evaluated.cell_label(*cell))
            }
            Self::LastYear { cell, amount } => {
                let unit = &evaluated.form.text_unit;
                let text =
                    |amount: Option<Amount>| amount.map_or_else(|| "空白".to_owned(), |amount| unit.text(amount));
                let from = evaluated.disclosure.prior.get(cell).copied();
                format!("上年预算数由 {} 改为上年文件里的 {}", text(from), text(*amount))
            }
            Self::Text { place, .. } | Self::Piece { place, .. } => {
                let text = self.mended(evaluated.disclosure).unwrap_or_default();
                format!("“{}”改为“{text}”", evaluated.disclosure.text(place).unwrap_or_default())
            }
            Self::FormNote(table) => format!("表{table} 下面有没有空表说明，由程序按表里有没有数来定"),
            Self::AddRow { table, code, name } => format!("在表{table} 加一行 {} {name}，数字由你录入", code.spaced()),
            Self::Recode { list, row, code, .. } => format!(
                "把表{} {} 的编码改为 {}，数字和批注都不变",
                evaluated.form.table_of(*list).number,
                evaluated.row_label(*list, *row),
                code.spaced(),
            ),
            Self::Sort(table) => format!("把表{table} 的行按科目编码从小到大排好"),
            Self::AddPerformance(projects) => {
                let projects: Vec<String> = projects.iter().map(|project| format!("“{project}”")).collect();
                format!("给{}建绩效目标表并打开：资金照表填好，目标和指标由你填写", projects.join("、"))
            }
        }
    }
}
