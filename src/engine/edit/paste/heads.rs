//! What the heads over a pasted list say of its columns.

use super::super::InputUnit;
use crate::form::{ColumnRole, List};
use crate::spelling;

/// The heads over a pasted list.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// For each column what stands over it, from the top.
    paths: Vec<Vec<String>>,
    /// The unit that they give in brackets: 金额(元).
    pub unit: Option<InputUnit>,
}

/// Ends of heads over texts, and what stands under them. A name of a project or of a unit says so before it says that it is a name.
const TEXTS: [(&str, ColumnRole); 8] = [
    ("单位名称", ColumnRole::Unit),
    ("预算单位", ColumnRole::Unit),
    ("单位", ColumnRole::Unit),
    ("项目名称", ColumnRole::Project),
    ("项目", ColumnRole::Project),
    ("事项", ColumnRole::Project),
    ("名称", ColumnRole::Name),
    ("科目", ColumnRole::Name),
];
/// Heads over figures that are no amounts of this year.
const NO_AMOUNTS: [&str; 11] = ["序号", "行次", "年度", "年份", "比例", "占比", "增减", "增长", "上年", "去年", "数量"];

impl Heads {
    /// Those in `rows`, which stand over a list of `width` columns.
    pub fn of(rows: &[Vec<String>], width: usize) -> Self {
        let mut paths = vec![Vec::new(); width];
        for (depth, row) in rows.iter().enumerate() {
            // A title or a remark stands alone.
            if row.iter().filter(|text| !text.is_empty()).count() < 2 || is_numbers(row) {
                continue;
            }
            let mut left = String::new();
            for (column, text) in row.iter().enumerate() {
                let reaches = rows[depth + 1..].iter().any(|below| !below[column].is_empty() && !is_numbers(below));
                // A merged head stands over what is at its right where something stands below.
                let text = if text.is_empty() && reaches { left.clone() } else { key(text) };
                left.clone_from(&text);
                if !text.is_empty() {
                    paths[column].push(text);
                }
            }
        }
        Self { paths, unit: unit_of(rows) }
    }

    /// Whether there are any.
    pub fn are_there(&self) -> bool {
        self.paths.iter().any(|path| !path.is_empty())
    }

    /// The lowest head over a column.
    pub fn over(&self, column: usize) -> Option<&str> {
        self.paths.get(column)?.last().map(String::as_str)
    }

    /// What they say of a column of texts.
    pub fn says(&self, column: usize) -> Option<ColumnRole> {
        let head = self.over(column)?;
        TEXTS.iter().find(|(end, _)| head.ends_with(end)).map(|(_, role)| *role)
    }

    /// Whether they say that a column counts the rows.
    pub fn counts_rows(&self, column: usize) -> bool {
        self.over(column).is_some_and(|head| head.ends_with("序号") || head.ends_with("行次"))
    }

    /// Whether they say that the figures in a column are no amounts of this year.
    pub fn is_no_amount(&self, column: usize) -> bool {
        self.over(column).is_some_and(|head| NO_AMOUNTS.iter().any(|word| head.contains(word)))
    }

    /// The only column of amounts of `list` that the heads over `column` name, by its place: all of the title, its end, or
    /// its last part with other words around.
    pub fn amount(&self, list: &List, column: usize) -> Option<usize> {
        let path = self.paths.get(column)?;
        let (whole, lowest) = (path.concat(), path.last()?);
        let titles: Vec<String> = list.amounts.iter().map(|own| key(&own.title)).collect();
        let only = |is: &dyn Fn(&String) -> bool| {
            let mut fitting = (0..titles.len()).filter(|place| is(&titles[*place]));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let by_end = only(&|title| *title == whole)
            .or_else(|| only(&|title| title.ends_with(&whole)))
            .or_else(|| only(&|title| title == lowest))
            .or_else(|| only(&|title| title.ends_with(lowest.as_str())));
        by_end.or_else(|| amount_within(list, lowest)).filter(|_| !self.is_no_amount(column) || by_end.is_some())
    }

    /// Their words by column, without what differs from year to year.
    pub fn words(&self) -> String {
        let words = |(column, path): (usize, &Vec<String>)| {
            let path: String = path.concat().chars().filter(|c| !c.is_ascii_digit()).collect();
            (!path.is_empty()).then(|| format!("{column}{path}"))
        };
        self.paths.iter().enumerate().filter_map(words).collect::<Vec<_>>().join("|")
    }
}

/// The column of `list` the last part of whose title stands in `head`, the longest such part.
fn amount_within(list: &List, head: &str) -> Option<usize> {
    let last = |title: &str| key(title.split_whitespace().next_back().unwrap_or_default());
    let parts: Vec<String> = list.amounts.iter().map(|own| last(&own.title)).collect();
    let fits = |part: &String| part.chars().count() > 1 && head.contains(part.as_str());
    let longest = parts.iter().filter(|part| fits(part)).map(String::len).max()?;
    let mut fitting = (0..parts.len()).filter(|place| fits(&parts[*place]) && parts[*place].len() == longest);
    fitting.next().filter(|_| fitting.next().is_none())
}

fn is_numbers(row: &[String]) -> bool {
    crate::sheet::NumberRow::of(row.iter().map(String::as_str)).is_some()
}

/// What a head says, without blanks, marks and the unit at its end.
fn key(text: &str) -> String {
    let text: String = spelling::plain(text).filter(|c| c.is_alphanumeric()).collect();
    let text = text.trim_end_matches("万元").trim_end_matches('元');
    text.strip_suffix("单位").filter(|rest| rest.contains("额")).unwrap_or(text).to_owned()
}

/// The unit that a head gives in brackets, or a line over the heads.
fn unit_of(heads: &[Vec<String>]) -> Option<InputUnit> {
    let plain = heads.iter().flatten().map(|text| spelling::plain(text).collect::<String>());
    let ends: Vec<String> =
        plain.filter(|text| text.ends_with("元)") || text.ends_with(":元") || text.ends_with("万元")).collect();
    let is_wan = |text: &String| text.trim_end_matches(')').ends_with("万元");
    match ends.as_slice() {
        [] => None,
        all if all.iter().all(is_wan) => Some(InputUnit::Form),
        all if !all.iter().any(is_wan) => Some(InputUnit::Yuan),
        _ => None,
    }
}
