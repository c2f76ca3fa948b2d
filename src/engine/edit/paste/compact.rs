//! Lists as finance systems and colleagues copy them: a whole code in one cell, perhaps with its name, and amounts, of which
//! heads, the code or the selection tell the column.

use super::super::{InputUnit, parse_amount};
use super::by_row::Columns;
use super::{Block, Spot};
use crate::disclosure::{CellKey, Code, CodeLevel, RowKey};
use crate::evaluate::Evaluated;
use crate::form::{Column, List, ListIndex, RowKind, TableForm};
use crate::spelling;

/// Rows of one list, with what their columns are.
pub(super) struct Compact {
    pub list: ListIndex,
    /// The rows by the columns that they fill: what is not in the block is left as it is.
    pub groups: Vec<(Columns, Vec<Vec<String>>)>,
    /// The unit that the head of the block says.
    pub unit: Option<InputUnit>,
    /// Rows of whose amount nothing tells the column, and the amount.
    pub homeless: Vec<(String, String)>,
}

/// What stands in the columns of a block.
struct Found {
    first_row: usize,
    codes: usize,
    name: Option<usize>,
    project: Option<usize>,
    amounts: Vec<usize>,
}

/// Which column of its list each amount of a row goes to.
enum Targets {
    Known(Vec<usize>),
    /// A single amount: each row tells.
    ByRow,
}

/// The rows of `block` for the list of `table`; `None` where no column of it holds whole codes.
pub(super) fn read(evaluated: Evaluated<'_>, table: &TableForm, block: &Block, spot: &Spot) -> Option<Compact> {
    let lists: Vec<ListIndex> = table.list_indices().collect();
    let &[index] = lists.as_slice() else { return None };
    let list = evaluated.form.list(index);
    let found = find(evaluated, list, block)?;
    let heads = &block.rows[..found.first_row];
    let targets = targets(list, &found, heads, spot)?;
    let mut compact = Compact { list: index, groups: Vec::new(), unit: unit_of(heads), homeless: Vec::new() };
    for row in &block.rows[found.first_row..] {
        compact.take(evaluated, list, &found, &targets, spot, row);
    }
    Some(compact)
}

impl Compact {
    fn take(
        &mut self,
        evaluated: Evaluated<'_>,
        list: &List,
        found: &Found,
        targets: &Targets,
        spot: &Spot,
        row: &[String],
    ) {
        let coded = code_and_name(list, &row[found.codes]);
        let text = |column: Option<usize>| column.map(|column| row[column].clone()).unwrap_or_default();
        let (digits, joint) = match &coded {
            Some((code, name)) => (code.to_string(), name.clone()),
            None => (String::new(), row[found.codes].clone()),
        };
        let name = text(found.name);
        let name = if name.is_empty() { joint } else { name };
        // A list calls its total as it likes.
        let characters: Vec<char> = spelling::plain(&name).collect();
        let is_total = matches!(characters.as_slice(), ['总' | '合' | '共', '计']);
        let name = match list.footing().filter(|_| coded.is_none() && is_total) {
            Some(footing) => footing.total.clone(),
            None => name,
        };
        let mut cells = vec![digits, name];
        let mut columns: Columns = vec![(0, Column::CodePart(CodeLevel::Class)), (1, Column::Name)];
        if let Some(project) = found.project {
            columns.push((cells.len(), Column::Project));
            cells.push(row[project].clone());
        }
        let amounts: Vec<&String> = found.amounts.iter().map(|column| &row[*column]).collect();
        if cells.iter().all(String::is_empty) && amounts.iter().all(|text| text.is_empty()) {
            return;
        }
        let places = match targets {
            Targets::Known(places) => places.clone(),
            Targets::ByRow => {
                let code = coded.map(|(code, _)| code);
                match target(evaluated, self.list, code, spot) {
                    Some(place) => vec![place],
                    None => {
                        let title = cells.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" ");
                        self.homeless.push((title, amounts[0].clone()));
                        return;
                    }
                }
            }
        };
        for (place, amount) in places.into_iter().zip(amounts) {
            columns.push((cells.len(), Column::Amount(place)));
            cells.push(amount.clone());
        }
        match self.groups.iter_mut().find(|(own, _)| *own == columns) {
            Some((_, rows)) => rows.push(cells),
            None => self.groups.push((columns, vec![cells])),
        }
    }
}

/// The code with which a cell begins, of those that the list can have, and the name behind it.
fn code_and_name(list: &List, text: &str) -> Option<(Code, String)> {
    let plain: String = text.trim().chars().map(spelling::half_width).collect();
    let end = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
    let (digits, rest) = plain.split_at(end);
    let code: Code = digits.parse().ok()?;
    let name = rest.trim_start_matches(|c: char| c.is_whitespace() || "-—–_.、:".contains(c));
    let is_name = rest.is_empty() || name.starts_with(|c: char| c.is_alphabetic() && !"年号月日元万".contains(c));
    let is_deep = list.deepest_code().is_some_and(|deepest| code.level() > deepest);
    (is_name && !is_deep).then(|| (code, name.to_owned()))
}

fn find(evaluated: Evaluated<'_>, list: &List, block: &Block) -> Option<Found> {
    let classification = list.classification()?;
    let is_code = |text: &str| {
        let code = code_and_name(list, text).map(|(code, _)| code);
        code.is_some_and(|code| evaluated.codes().is_known(classification, code.class()))
    };
    let is_amount =
        |text: &str| parse_amount(text, &evaluated.form.text_unit, InputUnit::Form).is_ok_and(|own| own.is_some());
    let coded = |row: &Vec<String>| row.iter().position(|text| is_code(text));
    let (first_row, codes) = block.rows.iter().enumerate().find_map(|(place, row)| Some((place, coded(row)?)))?;
    let rows = &block.rows[first_row..];
    let texts = |column: usize| rows.iter().map(move |row| row[column].as_str()).filter(|text| !text.is_empty());
    let share = |column: usize, is: &dyn Fn(&str) -> bool| {
        (texts(column).filter(|text| is(text)).count(), texts(column).count())
    };
    let (own, all) = share(codes, &is_code);
    // Codes that are parted into columns are another kind of list.
    let is_parted = rows
        .iter()
        .all(|row| code_and_name(list, &row[codes]).is_none_or(|(code, _)| code.level() == CodeLevel::Class))
        && rows.iter().any(|row| row.get(codes + 1).is_some_and(|next| next.len() <= 2 && next.parse::<u8>().is_ok()));
    if own * 4 < all * 3 || is_parted {
        return None;
    }
    let columns = || codes + 1..block.width();
    let amounts: Vec<usize> = columns().filter(|&at| share(at, &is_amount).0 * 2 > share(at, &is_amount).1).collect();
    let mut names = columns().filter(|at| !amounts.contains(at) && texts(*at).next().is_some());
    let (mut name, mut project) = (names.next(), None);
    if matches!(list.rows, RowKind::FunctionProject(_)) {
        project = names.next();
        let is_code_name = |row: &Vec<String>| {
            let code = code_and_name(list, &row[codes]).map(|(code, _)| code);
            let own = name.map(|name| row[name].as_str()).unwrap_or_default();
            code.is_some_and(|code| own.is_empty() || evaluated.codes().is_name_of(classification, code, own))
        };
        // A single text that is not the name of the code is the project.
        if project.is_none() && !rows.iter().all(is_code_name) {
            project = name.take();
        }
    }
    (!amounts.is_empty()).then_some(Found { first_row, codes, name, project, amounts })
}

/// Which columns of the list the amounts of a block go to; `None` where nothing tells.
fn targets(list: &List, found: &Found, heads: &[Vec<String>], spot: &Spot) -> Option<Targets> {
    let named: Vec<Option<usize>> = found.amounts.iter().map(|column| by_head(list, heads, *column)).collect();
    if let Some(places) = named.iter().copied().collect::<Option<Vec<usize>>>() {
        return Some(Targets::Known(places));
    }
    let (count, width) = (found.amounts.len(), list.amounts.len());
    if count == 1 {
        return Some(Targets::ByRow);
    } else if count == width {
        return Some(Targets::Known((0..width).collect()));
    }
    let first = spot.amount.filter(|first| first + count <= width)?;
    Some(Targets::Known((first..first + count).collect()))
}

/// The amount column whose title the heads over `column` of the block say.
fn by_head(list: &List, heads: &[Vec<String>], column: usize) -> Option<usize> {
    let key = |text: &str| {
        let text: String = spelling::plain(text).filter(|c| c.is_alphanumeric()).collect();
        text.trim_end_matches("万元").trim_end_matches('元').to_owned()
    };
    let head = heads.iter().rev().map(|row| key(&row[column])).find(|head| !head.is_empty())?;
    let mut fitting = list.amounts.iter().enumerate().filter(|(_, own)| key(&own.title).ends_with(&head));
    let (place, _) = fitting.next()?;
    fitting.next().is_none().then_some(place)
}

/// The unit that a head gives in brackets: 金额(元).
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

/// The column of the only amount in the row of `code`: the one that its class has, the one that is selected, or the one in
/// which alone something stands there.
fn target(evaluated: Evaluated<'_>, list: ListIndex, code: Option<Code>, spot: &Spot) -> Option<usize> {
    let form = evaluated.form;
    let amounts = &form.list(list).amounts;
    let number = form.table_of(list).number;
    let filled = |code: Code| {
        let is_filled = |column: &usize| {
            let key = CellKey::new(number, RowKey::Code(code), amounts[*column].number);
            amounts[*column].expression.is_none() && evaluated.disclosure.entered(&key).is_some()
        };
        let mut filled = (0..amounts.len()).filter(is_filled);
        filled.next().filter(|_| filled.next().is_none())
    };
    let selected = spot.amount.filter(|column| amounts[*column].expression.is_none());
    form.only_column(list, code).or(selected).or_else(|| code.and_then(filled))
}
