//! Lists as finance systems and colleagues copy them: a code, perhaps whole and in one cell with its name, or a name alone, and
//! amounts, of which heads, the code, the selection or a person tell the column.

use super::super::{InputUnit, parse_amount};
use super::by_row::Columns;
use super::columns::{PastedColumns, code_and_name};
use super::heads::{HeadUnit, Heads};
use super::row_names::{Called, RowNames};
use super::{Block, Spot};
use crate::disclosure::{CellKey, Code, CodeLevel, RowKey};
use crate::evaluate::Evaluated;
use crate::form::{Column, ColumnRole, List, ListIndex, RowKind};
use crate::spelling;

/// Rows of one list, with what their columns are.
pub(super) struct Compact {
    pub list: ListIndex,
    /// The rows by the columns that they fill: what is not in the block is left as it is.
    pub groups: Vec<(Columns, Vec<CompactRow>)>,
    /// The unit that the head of the block says.
    pub unit: Option<HeadUnit>,
    /// Rows of whose amount nothing tells the column, and the amount.
    pub homeless: Vec<(String, String)>,
    /// Rows without a code of whose name nothing tells the code, and texts that are no amounts in rows of whose amount nothing
    /// tells the column; and why they cannot be taken.
    pub refused: Vec<(String, String)>,
}

/// A row as the form's own columns would hold it.
pub(super) struct CompactRow {
    pub cells: Vec<String>,
    /// The unit that it names.
    pub unit: Option<String>,
}

/// What a row says it is.
struct Words {
    /// Its code, or the parts of it.
    code: Vec<String>,
    name: String,
    project: Option<String>,
    unit: Option<String>,
}

/// The rows of `block`, whose `columns` are known.
pub(super) fn read(evaluated: Evaluated<'_>, columns: &PastedColumns, block: &Block, spot: &Spot) -> Compact {
    let (heads, rows) = block.rows.split_at(columns.first_row);
    let unit = Heads::of(heads, block.width()).unit;
    let mut compact =
        Compact { list: columns.list, groups: Vec::new(), unit, homeless: Vec::new(), refused: Vec::new() };
    let names = RowNames::of(evaluated, columns.list);
    // Heads may stand on each page again.
    for row in rows.iter().filter(|row| !heads.contains(row)) {
        compact.take(evaluated, columns, &names, spot, row);
    }
    compact
}

impl Compact {
    fn take(&mut self, evaluated: Evaluated<'_>, said: &PastedColumns, names: &RowNames, spot: &Spot, row: &[String]) {
        let list = evaluated.form.list(self.list);
        let of_role = |wanted: fn(ColumnRole) -> bool| {
            let fits = move |role: &Option<ColumnRole>| role.is_some_and(wanted);
            said.roles.iter().zip(row).filter(move |(role, _)| fits(role)).map(|(role, text)| (*role, text))
        };
        let amounts: Vec<(Option<ColumnRole>, &String)> = of_role(ColumnRole::is_amount).collect();
        let mut words = words_of(evaluated, said, row);
        let is_blank = |text: &String| text.is_empty();
        let is_nothing =
            words.code.iter().all(is_blank) && words.name.is_empty() && words.project.as_ref().is_none_or(is_blank);
        let has_amount = amounts.iter().any(|(_, text)| !text.is_empty());
        if is_nothing {
            if has_amount {
                let amounts: Vec<&str> =
                    amounts.iter().map(|(_, text)| text.as_str()).filter(|text| !text.is_empty()).collect();
                self.refused.push((amounts.join(" "), "这一行没有编码，也没有名称，不知道是哪一行".to_owned()));
            }
            return;
        }
        if let Err(reason) = words.find_code(list, names) {
            if has_amount {
                self.refused.push((words.title(), reason.to_owned()));
            }
            return;
        }
        let levels = [CodeLevel::Class, CodeLevel::Section, CodeLevel::Item];
        let has_project = matches!(list.rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_));
        let mut columns: Columns = Vec::new();
        let mut cells = Vec::new();
        let mut put = |column, text: String| {
            columns.push((cells.len(), column));
            cells.push(text);
        };
        levels.into_iter().zip(&words.code).for_each(|(level, part)| put(Column::CodePart(level), part.clone()));
        put(Column::Name, words.name.clone());
        words.project.iter().filter(|_| has_project).for_each(|project| put(Column::Project, project.clone()));
        for (role, text) in amounts {
            let place = match role {
                Some(ColumnRole::AmountOf(number)) => list.column_place(number),
                _ => target(evaluated, self.list, words.whole_code(), spot),
            };
            match place {
                Some(place) => put(Column::Amount(place), text.clone()),
                None => self.keep_homeless(evaluated, &words, text),
            }
        }
        for (role, text) in of_role(ColumnRole::is_field) {
            let Some(ColumnRole::FieldOf(number)) = role else { continue };
            if let Some(place) = list.field_place(number) {
                put(Column::Field(place), text.clone());
            }
        }
        if !columns.iter().any(|(_, column)| matches!(column, Column::Amount(_))) {
            return;
        }
        let row = CompactRow { cells, unit: words.unit.filter(|unit| !unit.is_empty()) };
        match self.groups.iter_mut().find(|(own, _)| *own == columns) {
            Some((_, rows)) => rows.push(row),
            None => self.groups.push((columns, vec![row])),
        }
    }

    /// Keeps what stands for an amount in a row of which nothing tells the column.
    fn keep_homeless(&mut self, evaluated: Evaluated<'_>, words: &Words, text: &str) {
        match parse_amount(text, &evaluated.form.text_unit, InputUnit::Form) {
            Ok(None) => {}
            Ok(Some(_)) => self.homeless.push((words.title(), text.to_owned())),
            Err(error) => self.refused.push((text.to_owned(), format!("{}：{error}", words.title()))),
        }
    }
}

fn words_of(evaluated: Evaluated<'_>, said: &PastedColumns, row: &[String]) -> Words {
    let list = evaluated.form.list(said.list);
    let mut words = Words { code: Vec::new(), name: String::new(), project: None, unit: None };
    // Beside its code the name of a row may stand in one cell.
    let mut joint = String::new();
    let parts = said.roles.iter().filter(|role| **role == Some(ColumnRole::Code)).count();
    for (role, text) in said.roles.iter().zip(row) {
        match role {
            Some(ColumnRole::Code) if parts > 1 && text.chars().all(|c| c.is_ascii_digit()) => {
                words.code.push(text.clone())
            }
            Some(ColumnRole::Code) => match code_and_name(list, text) {
                Some((code, name)) => {
                    words.code.push(code.to_string());
                    joint = name;
                }
                None => joint.push_str(text),
            },
            Some(ColumnRole::Name) => words.name.clone_from(text),
            Some(ColumnRole::Project) => words.project = Some(text.clone()),
            Some(ColumnRole::Unit) => words.unit = Some(text.clone()),
            Some(ColumnRole::Amount | ColumnRole::AmountOf(_) | ColumnRole::FieldOf(_)) | None => {}
        }
    }
    if words.name.is_empty() {
        words.name = joint;
    }
    // A list calls its total as it likes, and says it in whatever column of texts it likes.
    let is_total =
        |text: &str| matches!(spelling::plain(text).collect::<Vec<_>>().as_slice(), ['总' | '合' | '共', '计']);
    let texts = [Some(words.name.as_str()), words.project.as_deref(), words.unit.as_deref()];
    let says_total = words.code.iter().all(String::is_empty) && texts.into_iter().flatten().any(is_total);
    if let Some(footing) = list.footing().filter(|_| says_total) {
        return Words { code: Vec::new(), name: footing.total.clone(), project: None, unit: None };
    }
    words
}

impl Words {
    fn whole_code(&self) -> Option<Code> {
        self.code.concat().parse().ok()
    }

    /// What a reader knows the row by.
    fn title(&self) -> String {
        let texts = self.code.iter().chain([&self.name]).chain(&self.project);
        texts.filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    }

    /// Finds the code of a row that says its name alone, in a list of codes.
    fn find_code(&mut self, list: &List, names: &RowNames) -> Result<(), &'static str> {
        let is_total = list.footing().is_some_and(|footing| footing.total == self.name);
        if list.deepest_code().is_none() || self.code.iter().any(|part| !part.is_empty()) || is_total {
            return Ok(());
        }
        let by_project = matches!(list.rows, RowKind::FunctionProject(_));
        let name = self.project.as_ref().filter(|project| by_project && !project.is_empty()).unwrap_or(&self.name);
        match names.called(name) {
            Called::Row(Some(code)) => self.code = vec![code.to_string()],
            Called::Row(None) => {}
            Called::Several => return Err("没有编码，叫这个名称的不止一行，不知道是哪一行；请带上编码再粘贴"),
            Called::Nothing => return Err("没有编码，也没有叫这个名称的科目或项目；请带上编码再粘贴"),
        }
        Ok(())
    }
}

/// The column of the only amount in the row of `code`: the only one of the list, the one that its class has, the one that is
/// selected, or the one in which alone something stands there.
fn target(evaluated: Evaluated<'_>, list: ListIndex, code: Option<Code>, spot: &Spot) -> Option<usize> {
    let form = evaluated.form;
    let amounts = &form.list(list).amounts;
    if amounts.len() == 1 {
        return Some(0);
    }
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
    // Where rows have no codes, those without are no totals.
    let by_code = form.list(list).classification().and_then(|_| form.only_column(list, code));
    by_code.or(selected).or_else(|| code.and_then(filled))
}
