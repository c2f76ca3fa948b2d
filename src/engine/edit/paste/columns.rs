//! Which column of a pasted list is which: told by its heads and by what stands in the columns, or said by a person.

use std::cell::OnceCell;

use super::super::{InputUnit, parse_amount};
use super::heads::Heads;
use super::row_names::RowNames;
use super::{Block, Spot};
use crate::disclosure::{Code, CodeLevel};
use crate::evaluate::Evaluated;
use crate::form::{ColumnRole, List, ListIndex, RowKind, TableForm};
use crate::spelling;

/// What a person, or an earlier paste, says of the columns of a list, asked by what they are taken for.
pub type SaidOfColumns<'a> = &'a dyn Fn(&PastedColumns) -> Option<Vec<Option<ColumnRole>>>;

/// A list that is pasted, and what its columns hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedColumns {
    /// The list that it fills.
    pub list: ListIndex,
    /// Where its rows begin, below its heads.
    pub first_row: usize,
    /// What each column holds, from the left; `None` is not taken.
    pub roles: Vec<Option<ColumnRole>>,
    /// Whether heads, contents, or a person told of all columns that must be known what they hold.
    pub is_told: bool,
    /// Whether it is a list wherever it is pasted: its rows say their codes, or a person said what they say.
    pub is_plainly_list: bool,
    /// Whether each of its amounts stands under a head that names a column of the form.
    pub is_by_heads: bool,
    /// Whether there are heads over it.
    pub has_heads: bool,
    /// What tells it from lists of another shape: the table, and the words of its heads.
    pub shape: String,
}

impl PastedColumns {
    /// The same with what a person says its columns are.
    #[must_use]
    pub fn said(self, roles: Vec<Option<ColumnRole>>) -> Self {
        Self { is_plainly_list: true, roles, is_told: true, ..self }
    }

    /// Whether an earlier paste may say what they are: without heads, what the selection or the contents tell of this one is
    /// not overruled by it.
    pub fn may_be_remembered(&self) -> bool {
        self.has_heads || !self.is_told
    }

    /// What the columns of figures in `block` are called that are not taken, those that count the rows or number something
    /// aside.
    pub(super) fn left_out(&self, evaluated: Evaluated<'_>, block: &Block) -> Vec<String> {
        let reader = Reader::new(evaluated, self.list, block);
        let codes: Vec<usize> =
            (0..self.roles.len()).filter(|column| self.roles[*column] == Some(ColumnRole::Code)).collect();
        let is_left = |column: &usize| {
            self.roles[*column].is_none()
                && reader.contents(*column) == Contents::Figures
                && !reader.counts_rows(*column, &codes)
        };
        (0..self.roles.len()).filter(is_left).map(|column| reader.heads.name(column)).collect()
    }

    /// Whether something says which row each is, and something is an amount.
    pub fn are_enough(&self) -> bool {
        let (amounts, names): (Vec<ColumnRole>, Vec<ColumnRole>) =
            self.roles.iter().flatten().filter(|role| !role.is_field()).partition(|role| role.is_amount());
        !amounts.is_empty() && !names.is_empty()
    }

    /// Those of `block`, pasted into `table`; `None` where it is no list whose rows say which they are.
    pub(super) fn of(evaluated: Evaluated<'_>, table: &TableForm, block: &Block, spot: &Spot) -> Option<Self> {
        let lists: Vec<ListIndex> = table.list_indices().collect();
        let by_labels = |list: &ListIndex| {
            let reader = Reader::new(evaluated, *list, block);
            let width = block.width();
            (0..width).map(|column| reader.named(column)).max().unwrap_or(0)
        };
        let list = match lists.as_slice() {
            [only] => *only,
            _ => *lists.iter().filter(|list| by_labels(list) > 0).max_by_key(|list| by_labels(list))?,
        };
        Reader::new(evaluated, list, block).columns(spot)
    }
}

/// What stands in a column, below the heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Contents {
    Blank,
    Text,
    Figures,
}

struct Reader<'a> {
    evaluated: Evaluated<'a>,
    index: ListIndex,
    list: &'a List,
    block: &'a Block,
    /// Where the rows begin.
    first_row: usize,
    heads: Heads,
    names: OnceCell<RowNames>,
}

impl<'a> Reader<'a> {
    fn new(evaluated: Evaluated<'a>, index: ListIndex, block: &'a Block) -> Self {
        let list = evaluated.form.list(index);
        let (heads, names) = (Heads::default(), OnceCell::new());
        let mut reader = Self { evaluated, index, list, block, first_row: 0, heads, names };
        let is_row = |row: &Vec<String>| {
            row.iter().any(|text| reader.is_code(text) || reader.is_amount(text) || is_like_figure(text))
        };
        // A row that counts the columns belongs to the heads.
        let is_numbers = |row: &Vec<String>| crate::sheet::NumberRow::of(row.iter().map(String::as_str)).is_some();
        let mut rows = block.rows.iter().enumerate();
        let first = rows.find(|(place, row)| is_row(row) && !(*place > 0 && is_numbers(row)));
        reader.first_row = first.map_or(block.height(), |(place, _)| place);
        reader.heads = Heads::of(&block.rows[..reader.first_row], block.width());
        reader
    }

    fn is_code(&self, text: &str) -> bool {
        let Some(classification) = self.list.classification() else { return false };
        let code = code_and_name(self.list, text).map(|(code, _)| code);
        code.is_some_and(|code| self.evaluated.codes().is_known(classification, code.class()))
    }

    /// Whether `text` is a code that the list of codes has, deeper than a class.
    fn is_whole_code(&self, text: &str) -> bool {
        let code = code_and_name(self.list, text).map(|(code, _)| code);
        let code = code.filter(|code| code.level() != CodeLevel::Class);
        code.zip(self.list.classification())
            .is_some_and(|(code, classification)| self.evaluated.codes().is_known(classification, code))
    }

    fn is_amount(&self, text: &str) -> bool {
        parse_amount(text, &self.evaluated.form.text_unit, InputUnit::Form).is_ok_and(|own| own.is_some())
    }

    fn texts(&self, column: usize) -> impl Iterator<Item = &'a str> {
        let rows = &self.block.rows[self.first_row..];
        rows.iter().map(move |row| row[column].as_str()).filter(|text| !text.is_empty())
    }

    fn count(&self, column: usize, is: impl Fn(&str) -> bool) -> usize {
        self.texts(column).filter(|text| is(text)).count()
    }

    fn contents(&self, column: usize) -> Contents {
        match self.texts(column).count() {
            0 => Contents::Blank,
            all if self.count(column, |text| self.is_amount(text)) * 2 > all => Contents::Figures,
            _ => Contents::Text,
        }
    }

    /// How many texts of a column are names of rows of the list, or of codes that it can have.
    fn named(&self, column: usize) -> usize {
        let names = self.names.get_or_init(|| RowNames::of(self.evaluated, self.index));
        self.count(column, |text| names.has(text))
    }

    /// The columns of codes: one with whole codes, or several with their parts.
    fn codes(&self) -> Vec<usize> {
        let width = self.block.width();
        let share = |column: &usize| (self.count(*column, |text| self.is_code(text)), self.texts(*column).count());
        let candidates = (0..width).filter(|column| {
            let (own, all) = share(column);
            own > 0 && own * 4 >= all * 3
        });
        // Amounts may look like codes, too: whole codes that the list of codes knows are likelier, then what comes first.
        let Some(first) = candidates.max_by_key(|column| {
            let own = self.count(*column, |text| self.is_whole_code(text));
            (own * 4 >= self.texts(*column).count() * 3, std::cmp::Reverse(*column))
        }) else {
            return Vec::new();
        };
        let is_class =
            |text: &str| code_and_name(self.list, text).is_none_or(|(code, _)| code.level() == CodeLevel::Class);
        let mut codes = vec![first];
        if self.texts(first).all(is_class) {
            let is_part = |text: &str| text.len() <= 2 && text.parse::<u8>().is_ok();
            let is_parts = |column: &usize| self.texts(*column).next().is_some() && self.texts(*column).all(is_part);
            let deepest = self.list.deepest_code().map_or(0, |level| level as usize);
            codes.extend((first + 1..width).take_while(is_parts).take(deepest));
        }
        codes
    }

    fn columns(&self, spot: &Spot) -> Option<PastedColumns> {
        let width = self.block.width();
        let codes = self.codes();
        let field = |column: usize| self.heads.field(self.list, column).filter(|_| !codes.contains(&column));
        let rest = || (0..width).filter(|column| !codes.contains(column) && field(*column).is_none());
        let mut amounts: Vec<usize> = rest().filter(|column| self.contents(*column) == Contents::Figures).collect();
        let others = amounts.len();
        amounts.retain(|column| !(others > 1 && self.counts_rows(*column, &codes)));
        let texts: Vec<usize> = rest().filter(|column| self.contents(*column) == Contents::Text).collect();
        // Figures that look like codes, without a word beside or over them, may be amounts.
        let is_bare = !self.heads.are_there() && texts.is_empty();
        let says_codes = |column: &usize| {
            let is_named = |text: &str| text.contains(char::is_alphabetic);
            self.texts(*column).any(is_named) || self.texts(*column).all(|text| self.is_whole_code(text))
        };
        let is_list = match codes.first() {
            Some(codes) => !is_bare || says_codes(codes),
            None => self.is_named_list(&texts),
        };
        if amounts.is_empty() || !is_list {
            return None;
        }
        let mut roles: Vec<Option<ColumnRole>> =
            (0..width).map(|column| Some(ColumnRole::FieldOf(field(column)?))).collect();
        codes.iter().for_each(|column| roles[*column] = Some(ColumnRole::Code));
        let are_names_told = self.put_names(&texts, &codes, &mut roles);
        let (are_amounts_told, is_by_heads) = self.put_amounts(&amounts, spot, &mut roles);
        Some(PastedColumns {
            list: self.index,
            first_row: self.first_row,
            is_told: are_names_told && are_amounts_told,
            is_plainly_list: !codes.is_empty(),
            is_by_heads,
            has_heads: self.heads.are_there(),
            shape: self.shape(&roles),
            roles,
        })
    }

    /// Whether a column of figures counts the rows: 1, 2, 3 before the codes, or a head that says so.
    fn counts_rows(&self, column: usize, codes: &[usize]) -> bool {
        let is_before = codes.first().is_none_or(|first| column < *first);
        let counts = self.texts(column).map(str::parse::<usize>).map(Result::ok);
        self.heads.counts_rows(column) || is_before && counts.eq((1..).take(self.texts(column).count()).map(Some))
    }

    /// Whether a list without codes is one: under heads, or with names that the list knows.
    fn is_named_list(&self, texts: &[usize]) -> bool {
        let most = |column: &usize| self.named(*column) * 2 >= self.texts(*column).count();
        !texts.is_empty() && (self.heads.are_there() || texts.iter().any(most))
    }

    /// Puts which columns hold names into `roles`. Returns whether it is certain.
    fn put_names(&self, texts: &[usize], codes: &[usize], roles: &mut [Option<ColumnRole>]) -> bool {
        let has_projects = matches!(self.list.rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_));
        let mut rest: Vec<usize> = texts.to_vec();
        let mut take = |column: Option<usize>, role| {
            let column = column?;
            rest.retain(|own| *own != column);
            roles[column] = Some(role);
            Some(column)
        };
        let headed = |role| texts.iter().copied().find(|column| self.heads.says(*column) == Some(role));
        let unit = has_projects.then(|| take(headed(ColumnRole::Unit), ColumnRole::Unit)).flatten();
        let project = has_projects.then(|| take(headed(ColumnRole::Project), ColumnRole::Project)).flatten();
        let free = |column: &&usize| Some(**column) != unit && Some(**column) != project;
        if codes.is_empty() {
            if project.is_some() {
                return true;
            }
            let known =
                texts.iter().filter(free).max_by_key(|column| (self.named(**column), std::cmp::Reverse(**column)));
            let (Some(&column), is_only) = (known, texts.iter().filter(free).count() == 1) else { return false };
            let is_told = self.named(column) * 2 >= self.texts(column).count()
                || is_only && has_projects
                || headed(ColumnRole::Name) == Some(column);
            let is_of_functions = matches!(self.list.rows, RowKind::FunctionProject(_));
            take(Some(column), if is_of_functions { ColumnRole::Project } else { ColumnRole::Name });
            return is_told;
        }
        let names: Vec<usize> = texts.iter().filter(free).copied().collect();
        if !has_projects {
            let name =
                headed(ColumnRole::Name).or_else(|| names.iter().copied().find(|column| self.named(*column) > 0));
            take(name.or(names.first().copied()), ColumnRole::Name);
            return true;
        }
        if project.is_some() {
            take(names.first().copied(), ColumnRole::Name);
            return true;
        }
        self.put_projects(&names, codes, roles)
    }

    /// The same for a list of projects by code, of which no head says which column is the project's.
    fn put_projects(&self, names: &[usize], codes: &[usize], roles: &mut [Option<ColumnRole>]) -> bool {
        match *names {
            [] => true,
            // A single text that is not the name of the code is the project.
            [only] => {
                let role = if self.are_code_names(only, codes) { ColumnRole::Name } else { ColumnRole::Project };
                roles[only] = Some(role);
                true
            }
            [name, project, ..] => {
                (roles[name], roles[project]) = (Some(ColumnRole::Name), Some(ColumnRole::Project));
                names.len() == 2 && !self.are_code_names(project, codes)
            }
        }
    }

    fn are_code_names(&self, column: usize, codes: &[usize]) -> bool {
        let (Some(classification), Some(&codes)) = (self.list.classification(), codes.first()) else { return false };
        self.block.rows[self.first_row..].iter().all(|row| {
            let code = code_and_name(self.list, &row[codes]).map(|(code, _)| code);
            let is_name = |code| self.evaluated.codes().is_name_of(classification, code, &row[column]);
            row[column].is_empty() || code.is_some_and(is_name)
        })
    }

    /// Puts which columns of the form the `amounts` are into `roles`. Returns whether it is certain, and whether heads say it.
    fn put_amounts(&self, amounts: &[usize], spot: &Spot, roles: &mut [Option<ColumnRole>]) -> (bool, bool) {
        let own = &self.list.amounts;
        let number = |place: usize| Some(ColumnRole::AmountOf(own[place].number));
        let named: Vec<Option<usize>> = amounts.iter().map(|column| self.heads.amount(self.list, *column)).collect();
        let is_twice = |place: &Option<usize>| named.iter().filter(|other| *other == place).count() > 1;
        if named.iter().any(Option::is_some) && !named.iter().flatten().any(|place| is_twice(&Some(*place))) {
            amounts.iter().zip(&named).for_each(|(column, place)| roles[*column] = place.and_then(number));
            let is_other = |column: &usize| self.heads.is_no_amount(*column);
            let is_told = amounts.iter().zip(&named).all(|(column, place)| place.is_some() || is_other(column));
            return (is_told, named.iter().all(Option::is_some));
        }
        let left: Vec<usize> = amounts.iter().copied().filter(|column| !self.heads.is_no_amount(*column)).collect();
        let has_heads = left.iter().any(|column| self.heads.over(*column).is_some());
        let (count, width) = (left.len(), own.len());
        match *left.as_slice() {
            [] => return (false, false),
            [only] => {
                roles[only] = Some(ColumnRole::Amount);
                return (true, false);
            }
            _ => {}
        }
        let first = if count == width { Some(0) } else { spot.amount.filter(|first| first + count <= width) };
        if let Some(first) = first {
            left.iter().zip(first..).for_each(|(column, place)| roles[*column] = number(place));
        }
        (first.is_some() && !has_heads, false)
    }

    /// What lists of one shape have in common: the table, how many columns there are, and the words over them, or where there
    /// are none what stands in them.
    fn shape(&self, roles: &[Option<ColumnRole>]) -> String {
        let form = self.evaluated.form;
        let number = form.table_of(self.index).number;
        let words = if self.heads.are_there() {
            self.heads.words()
        } else {
            let kind = |(column, role): (usize, &Option<ColumnRole>)| match (self.contents(column), role) {
                (_, Some(ColumnRole::Code)) => 'c',
                (Contents::Blank, _) => ' ',
                (Contents::Text, _) => 't',
                (Contents::Figures, _) => 'f',
            };
            roles.iter().enumerate().map(kind).collect()
        };
        format!("paste {} {number} {}:{words}", form.id, roles.len())
    }
}

/// Whether `text` has what figures have and nothing else, though it may be none: 12..5.
fn is_like_figure(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || ".,".contains(c))
}

/// The code with which a cell begins, of those that the list can have, and the name behind it.
pub(super) fn code_and_name(list: &List, text: &str) -> Option<(Code, String)> {
    let plain: String = text.trim().chars().map(spelling::half_width).collect();
    let end = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
    let (digits, rest) = plain.split_at(end);
    let code: Code = digits.parse().ok()?;
    let name = rest.trim_start_matches(|c: char| c.is_whitespace() || "-—–_.、:".contains(c));
    let is_name = rest.is_empty() || name.starts_with(|c: char| c.is_alphabetic() && !"年号月日元万".contains(c));
    let is_deep = list.deepest_code().is_some_and(|deepest| code.level() > deepest);
    (is_name && !is_deep).then(|| (code, name.to_owned()))
}
