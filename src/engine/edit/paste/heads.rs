//! What the heads over a pasted list say of its columns.

use super::super::InputUnit;
use crate::disclosure::ColumnNumber;
use crate::form::{ColumnRole, List};
use crate::spelling;

/// The heads over a pasted list.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// For each column what stands over it, from the top.
    paths: Vec<Vec<String>>,
    /// The unit that they give in brackets: 金额(元).
    pub unit: Option<HeadUnit>,
}

/// The unit that the heads over a list give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HeadUnit {
    Known(InputUnit),
    /// One that is neither 元 nor 万元, or several, by their names.
    Unknown(String),
}

/// Ends of heads over texts, and what stands under them. A name of a project or of a unit says so before it says that it is
/// a name.
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
/// Words of heads over figures that are no amounts of this year.
const NO_AMOUNTS: [&str; 6] = ["比例", "占比", "增减", "增长", "上年", "去年"];
/// What of last year belongs to this year's money.
const CARRIED: [&str; 2] = ["结转", "结余"];
/// Ends of heads over figures that are no amounts at all. 2025年度 is no such: it says whose amounts they are.
const NO_AMOUNT_ENDS: [&str; 8] = ["序号", "行次", "年度", "年份", "数量", "编码", "代码", "编号"];

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
        // What stands over several columns says of which year all of them are.
        let path = self.paths.get(column).map_or(&[][..], Vec::as_slice);
        path.iter().any(|head| says_other(head)) || self.over(column).is_some_and(says_no_amount)
    }

    /// What a person knows a column by.
    pub fn name(&self, column: usize) -> String {
        let path = self.paths.get(column).map(|path| path.concat()).unwrap_or_default();
        if path.is_empty() { format!("第 {} 列", column + 1) } else { path }
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
        let found = by_end.or_else(|| amount_within(list, lowest));
        // A column of the form may itself be of last year.
        found.filter(|place| !self.is_no_amount(column) || says_no_amount(&titles[*place]))
    }

    /// The only column of texts or dates of `list` that the heads over `column` name, by its number.
    pub fn field(&self, list: &List, column: usize) -> Option<ColumnNumber> {
        let path = self.paths.get(column)?;
        let (whole, lowest) = (path.concat(), path.last()?);
        let is_it = |title: &str| key(title) == whole || key(title) == *lowest;
        let mut fitting = list.fields.iter().filter(|field| is_it(&field.title));
        fitting.next().filter(|_| fitting.next().is_none()).map(|field| field.number)
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

/// Whether a head, or a title, says that figures under it are no amounts of this year.
fn says_no_amount(head: &str) -> bool {
    let has_year = head.contains(|c: char| c.is_ascii_digit());
    let is_end = |end: &&str| head.ends_with(*end) && !(has_year && end.starts_with('年'));
    says_other(head) || head.starts_with("数量") || NO_AMOUNT_ENDS.iter().any(is_end)
}

/// The same by its words: figures of another year, or shares.
fn says_other(head: &str) -> bool {
    let is_other = |word: &&str| {
        let mut after = head.match_indices(*word).map(|(place, _)| &head[place + word.len()..]);
        after.any(|rest| !word.ends_with('年') || !CARRIED.iter().any(|carried| rest.contains(carried)))
    };
    NO_AMOUNTS.iter().any(is_other)
}

/// The unit that heads give in brackets, or a line over them.
fn unit_of(heads: &[Vec<String>]) -> Option<HeadUnit> {
    let plain = heads.iter().flatten().map(|text| spelling::plain(text).collect::<String>());
    let mut names: Vec<String> = plain.filter_map(|text| unit_in(&text)).collect();
    names.sort_unstable();
    names.dedup();
    match names.as_slice() {
        [] => None,
        [only] if only == "元" => Some(HeadUnit::Known(InputUnit::Yuan)),
        [only] if only == "万元" => Some(HeadUnit::Known(InputUnit::TenThousandYuan)),
        all => Some(HeadUnit::Unknown(all.join("、"))),
    }
}

/// Characters of the longest name of a unit.
const LONGEST_UNIT: usize = 3;

/// The unit that a head gives in brackets, behind a colon, or at its end where it is one of many yuan.
fn unit_in(head: &str) -> Option<String> {
    let is_closed = head.ends_with(')');
    let open = head.trim_end_matches(')');
    let before = open.strip_suffix('元')?;
    let part = before.rsplit(['(', ':']).next().filter(|part| part.len() < before.len() || is_closed);
    let part =
        part.map(|part| ["单位", "金额", "人民币"].iter().fold(part, |part, word| part.trim_start_matches(*word)));
    let is_name = |part: &&str| part.chars().count() < LONGEST_UNIT && part.chars().all(char::is_alphabetic);
    if let Some(part) = part.filter(is_name) {
        return Some(format!("{part}元"));
    }
    let is_many = |c: char| "十百千万亿".contains(c);
    let many = before.trim_end_matches(is_many).len();
    (many < before.len()).then(|| open[many..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::{HeadUnit, InputUnit, says_no_amount, unit_of};

    #[test]
    fn units_of_heads_are_yuan_ten_thousands_of_them_or_named() {
        let known = |unit| Some(HeadUnit::Known(unit));
        let unknown = |name: &str| Some(HeadUnit::Unknown(name.to_owned()));
        let cases = [
            (vec!["金额（元）"], known(InputUnit::Yuan)),
            (vec!["单位：人民币元"], known(InputUnit::Yuan)),
            (vec!["（单位：元）", "预算数"], known(InputUnit::Yuan)),
            (vec!["金额（单位：万元）"], known(InputUnit::TenThousandYuan)),
            (vec!["预算数万元"], known(InputUnit::TenThousandYuan)),
            (vec!["单位：人民币万元", "金额(万元)"], known(InputUnit::TenThousandYuan)),
            (vec!["金额（千元）"], unknown("千元")),
            (vec!["金额（亿元）"], unknown("亿元")),
            (vec!["单位：百万元"], unknown("百万元")),
            (vec!["预算数千元"], unknown("千元")),
            (vec!["金额（美元）"], unknown("美元")),
            (vec!["金额（元）", "金额（万元）"], unknown("万元、元")),
            (vec!["金额", "单元", "编码（新）"], None),
        ];
        for (heads, right) in cases {
            let rows = vec![heads.iter().map(|head| (*head).to_owned()).collect()];
            assert_eq!(unit_of(&rows), right, "{heads:?}");
        }
    }

    #[test]
    fn heads_of_other_figures_are_told_from_those_that_have_their_words() {
        for head in [
            "序号",
            "年度",
            "预算年度",
            "年份",
            "数量",
            "数量个",
            "上年数",
            "上年度预算",
            "去年执行数",
            "增减额",
            "占比",
            "单位编码",
        ] {
            assert!(says_no_amount(head), "{head}");
        }
        for head in [
            "2025年度",
            "2025年度预算数",
            "2025年度基本支出",
            "年度预算",
            "上年结转",
            "上年财政拨款结转结余",
            "人员经费",
        ] {
            assert!(!says_no_amount(head), "{head}");
        }
    }
}
