//! Reading the entries of a user's catalogue.

use super::columns::{self, CodeColumns, Columns};
use super::{CELL_LIMIT, Sheet, SheetRow, UserCatalog, UserCatalogError, year};
use crate::catalog::{CatalogEntry, Since, Span};
use crate::disclosure::{Classification, Code, CodeError, CodeLevel};
use crate::spelling;

/// The longest name, in characters; a longer text is an explanation.
const LONGEST_NAME: usize = 100;
const _: () = assert!(LONGEST_NAME < CELL_LIMIT, "a name that was cut must be seen to be too long");

/// What stands over the columns of a code's parts, again on every page of some lists.
const HEADS_OF_PARTS: [&str; 4] = ["类", "款", "项", "※"];

/// Reads all entries of `sheets`. Sheets without codes are passed over.
pub(super) fn read(sheets: &[Sheet]) -> Result<UserCatalog, UserCatalogError> {
    let mut catalog = UserCatalog::default();
    for sheet in sheets {
        let Some((columns, first_row)) = columns::find(sheet) else { continue };
        for columns in columns {
            let classification = columns.classification.or_else(|| columns::mentioned(&sheet.name));
            let titles = sheet.rows[..first_row].iter().flat_map(|row| &row.cells).map(String::as_str);
            catalog.year = catalog.year.or_else(|| year::of(titles.chain([sheet.name.as_str()])));
            let mut reader = Reader { sheet, columns, classification, above: Above::default() };
            for row in &sheet.rows[first_row..] {
                reader.take(row, &mut catalog);
            }
        }
    }
    catalog.taken.function = catalog.function.len();
    catalog.taken.economic = catalog.economic.len();
    catalog.taken.government_economic = catalog.government_economic.len();
    let all = [&catalog.function, &catalog.economic, &catalog.government_economic];
    let all = all.into_iter().flat_map(|entries| entries.values()).flatten();
    catalog.taken.with_years = all.filter(|entry| !entry.span.is_unlimited()).count();
    if catalog.function.is_empty() && catalog.economic.is_empty() && catalog.government_economic.is_empty() {
        return Err(UserCatalogError::NoCodes(Box::new(catalog.taken)));
    }
    Ok(catalog)
}

struct Reader<'a> {
    sheet: &'a Sheet,
    columns: Columns,
    /// What the head or the sheet says that the codes are.
    classification: Option<Classification>,
    above: Above,
}

/// 类 and 款 of the rows above, which sheets with 类, 款, 项 in columns of their own do not always repeat.
#[derive(Default)]
struct Above {
    class: String,
    section: String,
}

/// What a row's code says.
enum Said {
    /// Neither code nor name, or the head again.
    Nothing,
    /// A code of 收入分类.
    Revenue,
    Entry(Classification, Code),
}

impl Reader<'_> {
    fn take(&mut self, row: &SheetRow, catalog: &mut UserCatalog) {
        let name = row.cell(self.columns.name);
        let result = self.said(row, name).and_then(|said| match said {
            Said::Nothing => Ok(()),
            Said::Revenue => {
                catalog.taken.revenue += 1;
                Ok(())
            }
            Said::Entry(classification, code) => {
                self.span(row).and_then(|span| put(catalog, classification, (code, name), span))
            }
        });
        if let Err(reason) = result {
            catalog.taken.refuse(&self.sheet.name, row.line, reason);
        }
    }

    /// When the code of `row` is valid, as its columns say.
    fn span(&self, row: &SheetRow) -> Result<Span, String> {
        let columns = self.columns.years;
        let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column));
        let since = |column: Option<usize>, what: &str| match cell(column) {
            "" => Ok(None),
            text => match Since::read(text) {
                Some(since) => Ok(Some(since)),
                None => Err(format!("{what}“{}”不是年度或日期，例如 2025 或 2025-05-23", shortened(text))),
            },
        };
        let until = since(columns.until, "截止年度")?.map(|until| until.year);
        // What ends within a year is valid in a part of it.
        let ended = since(columns.ended, "停用年度")?;
        let ended = ended.map(|ended| if ended.day.is_some() { ended.year } else { ended.year - 1 });
        let codes = cell(columns.successors).split(|c: char| !c.is_alphanumeric() && c != ' ');
        let successors = codes
            .map(digits)
            .filter(|code| !code.is_empty())
            .map(|code| code.parse::<Code>().map_err(|error| format!("接替的科目：{error}")));
        Ok(Span {
            from: since(columns.from, "启用年度")?,
            until: until.or(ended),
            successors: successors.collect::<Result<_, _>>()?,
            attested: true,
            source: shortened(cell(columns.source)),
            has_unlisted: false,
        })
    }

    fn said(&mut self, row: &SheetRow, name: &str) -> Result<Said, String> {
        let text = match self.columns.code {
            CodeColumns::Whole(column) => row.cell(column).to_owned(),
            CodeColumns::Parts(class, section, item) => {
                let parts = [row.cell(class), row.cell(section), item.map_or("", |item| row.cell(item))];
                if parts.iter().any(|part| HEADS_OF_PARTS.contains(part)) {
                    return Ok(Said::Nothing);
                }
                self.above.join(parts.map(digits))?
            }
        };
        if columns::is_code_head(&text) {
            return Ok(Said::Nothing);
        }
        let text = digits(&text);
        match (text.is_empty(), name.is_empty()) {
            (true, true) => return Ok(Said::Nothing),
            (true, false) => return Err(format!("“{}”没有科目编码", shortened(name))),
            _ => {}
        }
        let is_number = text.chars().all(|c| c.is_ascii_digit());
        let classification = match (self.classification, text.chars().next()) {
            (Some(Classification::Economic) | None, Some('5')) if is_number => Classification::GovernmentEconomic,
            (None, Some('1')) if is_number => return Ok(Said::Revenue),
            (Some(classification), _) => classification,
            (None, Some('2')) => Classification::Function,
            (None, Some('3')) => Classification::Economic,
            (None, _) if is_number => {
                return Err(format!(
                    "{} 既不是功能分类（2 开头）也不是支出经济分类（3、5 开头）的科目",
                    shortened(&text)
                ));
            }
            (None, _) => return Err(CodeError(shortened(&text)).to_string()),
        };
        let code: Code = text.parse().map_err(|error: CodeError| error.to_string())?;
        if classification.is_economic() && code.level() == CodeLevel::Item {
            return Err(format!("{code} 有 7 位，支出经济分类的科目只到款（5 位）"));
        }
        Ok(Said::Entry(classification, code))
    }
}

/// `text` as the digits of a code are written: half-width, without blanks and without the apostrophe by which
/// spreadsheets keep numbers as texts.
fn digits(text: &str) -> String {
    spelling::plain(text).filter(|c| *c != '\'').collect()
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

fn put(
    catalog: &mut UserCatalog,
    classification: Classification,
    (code, name): (Code, &str),
    span: Span,
) -> Result<(), String> {
    if spelling::is_blank(name) {
        return Err(format!("{code} 没有科目名称"));
    } else if name.chars().count() > LONGEST_NAME {
        return Err(format!("{code} 的科目名称超过 {LONGEST_NAME} 字"));
    }
    if let (Some(from), Some(until)) = (span.from, span.until)
        && from.year > until
    {
        return Err(format!("{code} {from}启用，{until} 年就到头了，年度写反了"));
    }
    let entries = match classification {
        Classification::Function => &mut catalog.function,
        Classification::Economic => &mut catalog.economic,
        Classification::GovernmentEconomic => &mut catalog.government_economic,
    };
    let all = entries.entry(code).or_default();
    // A code may be called otherwise in other years.
    match all.iter().find(|other| other.span.overlaps(&span)) {
        None => {
            let place = all.iter().position(|other| other.span.from > span.from).unwrap_or(all.len());
            all.insert(place, CatalogEntry { code, name: name.to_owned(), attested: true, fund: None, span });
            Ok(())
        }
        Some(first) if spelling::is_same(&first.name, name) => Ok(()),
        Some(first) => Err(format!("{code} 前面已经有了，名称是“{}”，以前面的为准", shortened(&first.name))),
    }
}

impl Above {
    /// The code that 类, 款 and 项 of a row make together; empty where all three are.
    fn join(&mut self, parts: [String; 3]) -> Result<String, String> {
        let [class, section, item] = parts;
        // Some lists write the whole code in the column of its level.
        if let Some(whole) = [&item, &section].into_iter().find(|part| part.len() > 2) {
            if let (Some(class), Some(section)) = (whole.get(..3), whole.get(3..5)) {
                *self = Self { class: class.to_owned(), section: section.to_owned() };
            }
            return Ok(whole.clone());
        }
        if !class.is_empty() {
            *self = Self { class: class.clone(), section: String::new() };
        }
        if !section.is_empty() {
            self.section = two_digits(section.clone());
        }
        let needs_class = !section.is_empty() || !item.is_empty();
        if needs_class && self.class.is_empty() || !item.is_empty() && self.section.is_empty() {
            return Err("只有款、项的编码，上面没有它们的类、款".to_owned());
        }
        Ok(match (class.is_empty(), section.is_empty(), item.is_empty()) {
            (true, true, true) => String::new(),
            (_, true, true) => class,
            (_, _, true) => format!("{}{}", self.class, self.section),
            (_, _, false) => format!("{}{}{}", self.class, self.section, two_digits(item)),
        })
    }
}

/// A spreadsheet makes the number 1 of the text 01.
fn two_digits(part: String) -> String {
    if part.len() == 1 { format!("0{part}") } else { part }
}
