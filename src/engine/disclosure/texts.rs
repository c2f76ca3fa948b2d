//! The texts of a disclosure beside its tables, and where a text stands.

use super::{
    Code, ColumnNumber, Disclosure, PerformanceField, ProjectId, Rewording, RowKey, SlotValue, Subject, TableNumber,
    TextKey,
};

/// A part of a disclosure that is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// 第一部分 概况: duties, organs, staff.
    Overview,
    /// A section of 第三部分 预算情况说明, from 1: 一 is 1.
    Section(u8),
    /// 第四部分 名词解释.
    Glossary,
}

/// Where a text of a disclosure stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextPlace {
    /// The name of the body.
    Body,
    /// The name of a stored row's code.
    CodeName(TableNumber, RowKey),
    ProjectName(TableNumber, ProjectId),
    /// The unit of a project row.
    UnitName(TableNumber, ProjectId),
    /// The name of a derived 类 or 款 row.
    TotalName(TableNumber, Code),
    /// A text or a date that is entered in a row.
    Field(TableNumber, RowKey, ColumnNumber),
    /// The sentence under a table.
    Note(TableNumber),
    /// A paragraph, counted from 0 in its part.
    Paragraph(Part, usize),
    /// What a person filled in a slot of the template.
    Slot(TextKey),
    /// A paragraph of the template that a person wrote anew.
    Rewritten(TextKey),
    /// A field of a performance table, counted from 0.
    Performance(usize, PerformanceField),
}

impl Disclosure {
    /// Every text that its author or its source gives, blank ones left out: the body, the names in the tables and the
    /// sentences under them, the paragraphs, the performance tables. Comments are not published and not among them.
    pub fn texts(&self) -> Vec<(TextPlace, &str)> {
        self.texts_but(|_, _, _| false)
    }

    /// The same without the names of codes that `is_known`, of which a large disclosure has thousands.
    pub fn texts_but(&self, is_known: impl Fn(TableNumber, Code, &str) -> bool) -> Vec<(TextPlace, &str)> {
        let mut texts = vec![(TextPlace::Body, self.body.as_str())];
        for (&number, table) in &self.tables {
            let names = table.names.iter().map(|(&code, name)| (TextPlace::TotalName(number, code), name.as_str()));
            texts.extend(names);
            for row in &table.rows {
                let is_known = |code: Code, name: &str| is_known(number, code, name);
                put_subject(&mut texts, number, &row.subject, is_known);
                let field = |column: &ColumnNumber| TextPlace::Field(number, row.subject.key(), *column);
                texts.extend(row.fields.iter().map(|(column, text)| (field(column), text.as_str())));
            }
            texts.extend(table.note.as_deref().map(|note| (TextPlace::Note(number), note)));
        }
        for (&part, paragraphs) in &self.texts {
            let paragraphs = paragraphs.iter().enumerate();
            texts.extend(paragraphs.map(|(place, text)| (TextPlace::Paragraph(part, place), text.as_str())));
        }
        let slots = self.slots.iter().filter_map(|(key, value)| Some((TextPlace::Slot(key.clone()), value.text()?)));
        texts.extend(slots);
        texts.extend(self.rewritten.iter().map(|(key, text)| (TextPlace::Rewritten(key.clone()), text.text())));
        for (place, table) in self.performance.iter().enumerate() {
            let fields = table.texts().into_iter();
            texts.extend(fields.map(|(field, text)| (TextPlace::Performance(place, field), text)));
        }
        texts.retain(|(_, text)| !text.trim().is_empty());
        texts
    }

    /// The text at `place`, if there is such a place.
    pub fn text(&self, place: &TextPlace) -> Option<&str> {
        let row = |table: &TableNumber, key: &RowKey| Some(&self.table(*table)?.find(key)?.1.subject);
        let project = |table: &TableNumber, id: &ProjectId| row(table, &RowKey::Project(*id))?.project();
        match place {
            TextPlace::Body => Some(&self.body),
            TextPlace::CodeName(table, key) => match row(table, key)? {
                Subject::Fixed(_) => None,
                Subject::Code { name, .. } => Some(name),
                Subject::Project(project) => Some(&project.code_name),
            },
            TextPlace::ProjectName(table, id) => Some(&project(table, id)?.name),
            TextPlace::UnitName(table, id) => project(table, id)?.unit.as_deref(),
            TextPlace::TotalName(table, code) => self.table(*table)?.names.get(code).map(String::as_str),
            TextPlace::Field(table, key, column) => {
                let (_, row) = self.table(*table)?.find(key)?;
                Some(row.fields.get(column).map_or("", String::as_str))
            }
            TextPlace::Note(table) => self.table(*table)?.note.as_deref(),
            TextPlace::Paragraph(part, place) => self.texts.get(part)?.get(*place).map(String::as_str),
            TextPlace::Slot(key) => self.slots.get(key).and_then(SlotValue::text),
            TextPlace::Rewritten(key) => self.rewritten.get(key).map(Rewording::text),
            TextPlace::Performance(place, field) => self.performance.get(*place)?.text(*field),
        }
    }
}

fn put_subject<'d>(
    texts: &mut Vec<(TextPlace, &'d str)>,
    table: TableNumber,
    subject: &'d Subject,
    is_known: impl Fn(Code, &str) -> bool,
) {
    let (code, name) = match subject {
        Subject::Fixed(_) => return,
        Subject::Code { code, name } => (Some(*code), name),
        Subject::Project(project) => (project.code, &project.code_name),
    };
    if !name.is_empty() && !code.is_some_and(|code| is_known(code, name)) {
        texts.push((TextPlace::CodeName(table, subject.key()), name));
    }
    if let Subject::Project(project) = subject {
        texts.extend(project.unit.as_deref().map(|unit| (TextPlace::UnitName(table, project.id), unit)));
        texts.push((TextPlace::ProjectName(table, project.id), &project.name));
    }
}
