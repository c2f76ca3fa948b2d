//! What a form says of the form of the year before: which it is, and which of its tables, columns and rows were renamed,
//! split or merged. Everything else corresponds by its id.

use std::fmt;
use std::sync::Arc;

use super::error::{FormError, Found, SourceText};
use super::source::{FollowsSource, FormSource};
use super::{FORM_FILE, Form, FormLibrary};

/// An id that differs from another by no more letters is probably a misspelling of it.
const FARTHEST_MISSPELT: usize = 2;

/// The form of the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follows {
    /// Its id.
    pub form: String,
    pub moved: Vec<Moved>,
}

/// What became of places of the form before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// It is called otherwise and means the same.
    Renamed { was: PlaceId, now: PlaceId },
    /// What was one is several, and nobody knows how much went where.
    Split { was: PlaceId, into: Vec<PlaceId> },
    /// What was several is one.
    Merged { of: Vec<PlaceId>, now: PlaceId },
}

/// A table, a column or a fixed row by ids: `spending`, `spending(project)`, `summary[own_other]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId {
    pub table: String,
    pub column: Option<String>,
    pub row: Option<String>,
}

impl fmt::Display for PlaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.table)?;
        self.row.iter().try_for_each(|row| write!(f, "[{row}]"))?;
        self.column.iter().try_for_each(|column| write!(f, "({column})"))
    }
}

impl PlaceId {
    /// Reads `text`, which is borrowed from the file.
    fn read<'a>(source: SourceText<'a>, text: &'a str) -> Result<Self, FormError> {
        let unfit =
            || source.error(text, "应为表、列或固定行的 id，例如 spending、spending(project)、summary[own_other]");
        let part = |open: char, close: char| match text.strip_suffix(close) {
            Some(inside) => inside.split_once(open).map(|(table, id)| (table, Some(id.to_owned()))),
            None => None,
        };
        let (table, column, row) = match (part('(', ')'), part('[', ']')) {
            (Some((table, column)), _) => (table, column, None),
            (_, Some((table, row))) => (table, None, row),
            (None, None) => (text, None, None),
        };
        let is_named = |id: &str| !id.is_empty() && !id.contains(['(', ')', '[', ']']);
        let all = [Some(table), column.as_deref(), row.as_deref()];
        if !all.into_iter().flatten().all(is_named) {
            return Err(unfit());
        }
        Ok(Self { table: table.to_owned(), column, row })
    }

    /// Whether `form` has it.
    pub fn is_in(&self, form: &Form) -> bool {
        let Some(table) = form.tables.iter().find(|table| table.id.text == self.table) else { return false };
        let mut lists = table.list_indices().map(|list| form.list(list));
        match (&self.column, &self.row) {
            (Some(column), _) => lists.any(|list| {
                let ids = list.amounts.iter().map(|own| &own.id).chain(list.fields.iter().map(|own| &own.id));
                ids.into_iter().any(|id| id.text == *column)
            }),
            (None, Some(row)) => lists.any(|list| list.fixed_rows().iter().any(|own| own.id == *row)),
            (None, None) => true,
        }
    }

    /// Of what kind it is: only the same kind takes its place.
    fn kind(&self) -> (bool, bool) {
        (self.column.is_some(), self.row.is_some())
    }
}

impl Follows {
    /// The places of the form before of which it speaks.
    pub fn places_before(&self) -> impl Iterator<Item = &PlaceId> {
        self.moved.iter().flat_map(|moved| match moved {
            Moved::Renamed { was, .. } | Moved::Split { was, .. } => std::slice::from_ref(was),
            Moved::Merged { of, .. } => of.as_slice(),
        })
    }
}

impl Form {
    /// The form that it follows, where that is at hand.
    pub fn form_before(&self) -> Option<&Form> {
        self.before.get().map(|form| &**form)
    }

    pub(super) fn add_follows<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
        let Some(follows) = &written.follows else { return };
        if follows.form == self.id {
            found.add(source.error(follows.form, "follows 应写上一年的表式，不是自己"));
        }
        let moved = self.moved(source, follows, found);
        self.follows = Some(Follows { form: follows.form.to_owned(), moved });
    }

    fn moved<'a>(&self, source: SourceText<'a>, written: &FollowsSource<'a>, found: &mut Found) -> Vec<Moved> {
        let mut moved = Vec::new();
        for renamed in &written.renamed {
            let (was, now) = (PlaceId::read(source, renamed.was), self.own_place(source, renamed.now));
            if let (Some(was), Some(now)) = (found.keep(was), found.keep(now)) {
                self.refuse_other_kind(source, renamed.now, [&was].into_iter(), &now, found);
                moved.push(Moved::Renamed { was, now });
            }
        }
        for split in &written.split {
            let was = found.keep(PlaceId::read(source, split.was));
            let into: Vec<_> = split.into.iter().filter_map(|part| found.keep(self.own_place(source, part))).collect();
            if split.into.len() < 2 {
                found.add(source.error(split.was, "split 的 into 至少要写两处"));
            }
            if let Some(was) = was {
                self.refuse_other_kind(source, split.was, into.iter(), &was, found);
                moved.push(Moved::Split { was, into });
            }
        }
        for merged in &written.merged {
            let of: Vec<_> = merged.of.iter().filter_map(|part| found.keep(PlaceId::read(source, part))).collect();
            if merged.of.len() < 2 {
                found.add(source.error(merged.now, "merged 的 of 至少要写两处"));
            }
            if let Some(now) = found.keep(self.own_place(source, merged.now)) {
                self.refuse_other_kind(source, merged.now, of.iter(), &now, found);
                moved.push(Moved::Merged { of, now });
            }
        }
        moved
    }

    /// The place that `text` names, which the form must have.
    fn own_place<'a>(&self, source: SourceText<'a>, text: &'a str) -> Result<PlaceId, FormError> {
        let place = PlaceId::read(source, text)?;
        if place.is_in(self) { Ok(place) } else { Err(source.missing(text, None, format!("表式里没有 {place}"))) }
    }

    fn refuse_other_kind<'a, 'p>(
        &self,
        source: SourceText<'a>,
        near: &'a str,
        mut others: impl Iterator<Item = &'p PlaceId>,
        place: &PlaceId,
        found: &mut Found,
    ) {
        if others.any(|other| other.kind() != place.kind()) {
            found.add(source.error(near, "表对表、列对列、行对行，不能混着写"));
        }
    }
}

impl FormLibrary {
    /// The id of a form of the same region that `form` probably means by the one that it follows, which is not known. One may
    /// be added before the one that it follows: another year, or another number, is another form.
    fn meant_before(&self, form: &Form) -> Option<&str> {
        let id = form.follows.as_ref()?.form.as_str();
        let digits = |id: &str| id.chars().filter(char::is_ascii_digit).collect::<String>();
        let is_near = |known: &&Arc<Form>| {
            let is_alike = known.region == form.region && digits(&known.id) == digits(id);
            is_alike && strsim::damerau_levenshtein(&known.id, id) <= FARTHEST_MISSPELT
        };
        self.all().find(is_near).map(|known| known.id.as_str())
    }

    /// That the form which `form` follows is not known, so that nothing of it was looked at.
    pub fn unknown_before(&self, form: &Form) -> Option<String> {
        let follows = form.follows.as_ref().filter(|follows| self.get(&follows.form).is_none())?;
        let id = &follows.form;
        let is_near =
            |known: &&Arc<Form>| known.id != form.id && strsim::damerau_levenshtein(&known.id, id) <= FARTHEST_MISSPELT;
        let near = self.all().find(is_near);
        let hint = near.map_or_else(|| "，".to_owned(), |near| format!("，是否指 {}？", near.id));
        Some(format!("follows：没有表式 {id}{hint}拆、并、改 id 的写得对不对没有核对"))
    }

    /// Places of the form before that `form` names and that form does not have; nothing of them where that form is not known,
    /// and then whether its id is misspelt.
    pub fn follow_mistakes(&self, form: &Form) -> Vec<FormError> {
        let Some(follows) = &form.follows else { return Vec::new() };
        let Some(before) = self.get(&follows.form) else {
            let meant = self.meant_before(form).map(|meant| {
                let message = format!("follows：没有表式 {}，是否指 {meant}？", follows.form);
                FormError::at(form.files(), FORM_FILE, &format!("\"{}\"", follows.form), message)
            });
            return meant.into_iter().collect();
        };
        let unknown = follows.places_before().filter(|place| !place.is_in(before));
        let mistake = |place: &PlaceId| {
            let message = format!("follows：表式 {} 里没有 {place}", follows.form);
            FormError::at(form.files(), FORM_FILE, &format!("\"{place}\""), message)
        };
        unknown.map(mistake).collect()
    }
}
