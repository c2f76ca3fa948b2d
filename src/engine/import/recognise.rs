//! Which form a document follows: all are tried, and the one whose tables are in it is taken, or none.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::facts::Facts;
use super::kind::{self, quoted, titles_of};
use super::tables::{Agreement, Context, Segments};
use super::titles::Titles;
use super::{ImportError, ImportOptions, ImportUnit, Imported, label, side_by_side};
use crate::catalog::Catalog;
use crate::disclosure::{Kind, TableNumber};
use crate::form::{Form, FormLibrary, TableForm};
use crate::readers::{Line, Source};

/// A document as it looks by one form.
pub(super) struct Reading<'f> {
    pub form: &'f Arc<Form>,
    pub facts: Facts,
    pub titles: Titles,
    /// The document, with tables that stand beside each other taken apart.
    pub source: Source,
    pub segments: Segments,
    /// The titles of tables that it prints, whatever they are.
    printed: Vec<String>,
    agreements: Vec<(TableNumber, Agreement)>,
    /// Tables that have their title, and whose columns cannot be told.
    unknown: BTreeSet<TableNumber>,
}

/// That a document of another year than the form's prints a table otherwise than the form: it may follow a form of its own
/// year, which is not there.
pub(super) struct Doubt {
    nearest: String,
    why: String,
    seen: String,
}

impl Doubt {
    /// The import, where most of the document had a place in the form.
    pub fn of(self, imported: Imported) -> Result<Imported, ImportError> {
        let understood = imported.report.understood();
        // While something is asked, what has no place yet may have one.
        let fits = understood.placed * 3 >= understood.amounts * 2 || !imported.report.questions.is_empty();
        if fits {
            return Ok(imported);
        }
        let Self { nearest, why, seen } = self;
        let why = format!("{why}，{} 个数里只有 {} 个有地方放", understood.amounts, understood.placed);
        Err(ImportError::OtherForm { nearest, why, seen, kind: "" })
    }
}

/// How well a form fits a document, what weighs most first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Tables that are its own, less those that are not.
    tables: isize,
    /// Columns that were found, less those that were not.
    columns: isize,
    kind: Ordering,
    titles: usize,
    /// Whether its region is named.
    region: bool,
    /// Whether it is of the document's year.
    year: bool,
}

/// So many tables that are not the form's are a document of another form.
const MOST_UNKNOWN: usize = 3;

impl<'f> Reading<'f> {
    /// Reads `source` by `form`.
    pub fn new(
        source: Source,
        form: &'f Arc<Form>,
        catalog: &Catalog,
        options: &ImportOptions,
    ) -> Result<Self, ImportError> {
        let catalog = &*form.catalog(catalog);
        let facts = Facts::of(&source, form);
        let titles = Titles::new(form, facts.bodies.iter().map(String::as_str));
        let source = side_by_side::taken_apart(source, &titles);
        let assumed = options.assumes_heading.then_some(form.year);
        let context = Context {
            source: &source,
            form,
            catalog,
            titles,
            year: options.year.or(facts.years.first().copied()).or(assumed),
            unit: options.unit.map(ImportUnit::unit),
            said: &options.said,
            said_of_all: options.said_of_all.as_ref(),
        };
        let segments = Segments::find(&context, &options.progress)?;
        let titles = context.titles;
        let agreements = segments.tables.iter().map(|table| (table.number, table.agreement(form))).collect();
        let is_found = |number: &TableNumber| segments.tables.iter().any(|table| table.number == *number);
        let unknown = segments.other_grids.iter().filter_map(|(_, number)| *number).filter(|n| !is_found(n)).collect();
        let printed = titles_of(&source);
        Ok(Self { form, facts, titles, source, segments, printed, agreements, unknown })
    }

    /// What speaks for the form and what against it, in tables.
    fn evidence(&self) -> (usize, usize) {
        let own = self.agreements.iter().filter(|(_, found)| found.is_evidence).count();
        let other = self.agreements.iter().filter(|(_, found)| found.is_other).count();
        (own, other + self.unknown.len())
    }

    /// Whether the document follows the form: most of what is known of its tables says so.
    fn is_it(&self) -> bool {
        let (own, other) = self.evidence();
        // A single list under the form's own title is a part whose columns a person can tell.
        let is_to_be_told = own == 0 && self.agreements.is_empty() && self.unknown.len() == 1;
        own > 0 && own >= other || is_to_be_told
    }

    /// Whether anything of the form's tables is in it.
    fn is_seen(&self) -> bool {
        !self.agreements.is_empty() || !self.unknown.is_empty()
    }

    /// Whether a document in which no table is the form's says itself that it is another one.
    fn is_other_kind(&self) -> bool {
        let is_foreign = |title: &&String| {
            !title.contains("绩效") && self.titles.find(title).is_none() && self.titles.parts.find(title).is_none()
        };
        let is_many = self.printed.iter().filter(is_foreign).count() >= MOST_UNKNOWN;
        self.segments.flat.is_empty() && (is_many || kind::of_other(&self.source, &self.printed).is_some())
    }

    /// How well it fits, to be compared with that of other forms.
    fn rank(&self) -> Rank {
        let (own, other) = self.evidence();
        let columns: isize =
            self.agreements.iter().map(|(_, found)| found.found.cast_signed() - found.off.cast_signed()).sum();
        let year = self.facts.years.first() == Some(&self.form.year);
        let tables = own.cast_signed() - other.cast_signed();
        Rank {
            tables,
            columns,
            kind: self.fits_kind(),
            titles: self.own_titles(),
            region: self.names_region().is_some(),
            year,
        }
    }

    /// Whether the form is for the kind that the document says it is: less than that is a form for both, or a document that
    /// does not say.
    fn fits_kind(&self) -> Ordering {
        match (self.form.kind, self.facts.kind()) {
            (Some(own), Some(said)) if own == said => Ordering::Greater,
            (Some(_), Some(_)) => Ordering::Less,
            _ => Ordering::Equal,
        }
    }

    /// How many tables the document calls as the form does, perhaps with a name or a year before it.
    fn own_titles(&self) -> usize {
        let printed: BTreeSet<String> = self.printed.iter().map(|title| label::key(title)).collect();
        let kinds = self.form.kind.map_or(vec![Kind::Unit, Kind::Department], |kind| vec![kind]);
        let is_printed = |table: &&TableForm| {
            kinds.iter().any(|&kind| {
                let own = label::key(&table.plain_title(kind));
                printed.iter().any(|title| title.ends_with(&own))
            })
        };
        self.form.tables.iter().filter(is_printed).count()
    }

    /// What of a document without tables speaks for the form: titles that are its own, its region and its year.
    fn rank_of_text(&self) -> (usize, bool, bool) {
        let is_own = |title: &&String| self.titles.find(title).is_some() || self.titles.parts.find(title).is_some();
        let own = self.printed.iter().filter(is_own).count();
        (own, self.names_region().is_some(), self.facts.years.first() == Some(&self.form.year))
    }

    /// The region of the form as the document names it, outside of its tables: a code or a project may be called after another.
    fn names_region(&self) -> Option<&str> {
        let texts = self.source.lines.iter().take(200).filter_map(Line::only_text);
        let mut names = self.facts.bodies.iter().map(String::as_str).chain(texts);
        names.find_map(|text| self.form.region_in(text))
    }

    /// What was recognised, with its evidence.
    pub fn told(&self) -> String {
        let whole = self.agreements.iter().filter(|(_, found)| found.off == 0).count();
        let count = self.agreements.len();
        if count == 0 {
            return format!("按 {} 读，没有认出表", self.form.short_name());
        }
        let heads = match whole == count && self.unknown.is_empty() {
            true => "表头全合".to_owned(),
            false => format!("{whole} 张表头全合，{}", self.differences()),
        };
        let region = self.names_region().map(|name| format!("，文件里写着{name}")).unwrap_or_default();
        format!("{}：{count} 张表，{heads}{region}", self.form.short_name())
    }

    /// The tables whose columns are not the form's.
    fn differences(&self) -> String {
        let columns = self.agreements.iter().filter(|(_, found)| found.off > 0);
        let columns = columns.map(|(number, found)| format!("表{number} 有 {} 列对不上", found.off));
        let unknown = self.unknown.iter().map(|number| format!("表{number} 的列认不出来"));
        columns.chain(unknown).collect::<Vec<_>>().join("，")
    }

    /// Whether it may follow a form that is not there, though much of it is as in this one.
    pub fn doubt(&self) -> Option<Doubt> {
        let why = self.differences();
        let is_of_year = self.facts.years.first().is_none_or(|year| *year == self.form.year);
        (!is_of_year && !why.is_empty()).then(|| Doubt {
            nearest: self.form.short_name(),
            why,
            seen: quoted(&self.printed),
        })
    }

    /// Why the document is refused.
    fn refusal(&self) -> ImportError {
        let mut why = self.differences();
        if why.is_empty() {
            why = match self.agreements.len() {
                0 => "没有一张表对得上".to_owned(),
                count => format!("有 {count} 张表的列相像，可是标题是别的表"),
            };
        }
        ImportError::OtherForm {
            nearest: self.form.short_name(),
            why,
            seen: quoted(&self.printed),
            kind: kind::of_other(&self.source, &self.printed).unwrap_or_default(),
        }
    }
}

/// Reads `source` by the form that it follows.
///
/// # Errors
/// When it follows none; the nearest one is named with what does not fit.
pub(super) fn recognise<'f>(
    source: Source,
    forms: &'f FormLibrary,
    catalog: &Catalog,
    options: &ImportOptions,
) -> Result<Reading<'f>, ImportError> {
    let is_for = |form: &&Arc<Form>| options.kind.is_none_or(|kind| form.is_for(kind));
    let mut forms: Vec<&Arc<Form>> = forms.all().filter(is_for).collect();
    // A list of codes may be that of any region.
    forms.sort_by_key(|form| !form.is_of_first_region());
    let Some(last) = forms.pop() else {
        return Err(ImportError::UnknownForm { found: String::new(), known: Vec::new() });
    };
    let mut best = None;
    let mut nearest: Option<(usize, Reading<'f>)> = None;
    let mut empty = None;
    let mut take = |reading: Reading<'f>| {
        if reading.is_it() {
            // Of several that fit alike it is the first.
            let rank = reading.rank();
            if best.as_ref().is_none_or(|(best, _)| rank > *best) {
                best = Some((rank, reading));
            }
        } else if reading.is_seen() {
            let seen = reading.agreements.len() + reading.unknown.len();
            if nearest.as_ref().is_none_or(|(most, _)| seen > *most) {
                nearest = Some((seen, reading));
            }
        } else {
            let rank = reading.rank_of_text();
            if empty.as_ref().is_none_or(|(best, _)| rank > *best) {
                empty = Some((rank, reading));
            }
        }
    };
    for form in forms {
        take(Reading::new(source.clone(), form, catalog, options)?);
    }
    take(Reading::new(source, last, catalog, options)?);
    let is_told = !options.said.is_empty() || options.said_of_all.is_some();
    match (best, nearest, empty) {
        // Final accounts may have tables like those of a budget.
        (Some((_, best)), ..) if !is_told && kind::of_other(&best.source, &best.printed).is_some() => {
            Err(best.refusal())
        }
        (Some((_, best)), ..) => Ok(best),
        // Whose columns a person told.
        (None, Some((_, nearest)), _) if is_told => Ok(nearest),
        (None, Some((_, nearest)), _) => Err(nearest.refusal()),
        // Several titles of other tables, or those of another kind of document, are another form's. Else a person may tell
        // which table a list is.
        (None, None, Some((_, empty))) if !is_told && empty.is_other_kind() => Err(empty.refusal()),
        (None, None, Some((_, empty))) => Ok(empty),
        (None, None, None) => Err(ImportError::UnknownForm { found: String::new(), known: Vec::new() }),
    }
}
