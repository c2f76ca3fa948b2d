//! Everything that a disclosure holds, one fact a line, under names that are the same in every version of it.

use std::collections::{BTreeMap, BTreeSet};

use disclosure_engine::disclosure::{
    CommentPlace, Disclosure, FundsField, IndicatorField, Part, PerformanceField, PerformanceSubject, RowKey, Subject,
    TableNumber, TextKey,
};

/// Facts by name.
pub type Facts = BTreeMap<String, String>;

/// Names the projects: those of the base by their identity, others by what they are called.
pub struct Names(BTreeSet<(TableNumber, RowKey)>);

impl Names {
    pub fn of(base: &Disclosure) -> Self {
        let rows =
            base.tables.iter().flat_map(|(number, table)| table.rows.iter().map(|row| (*number, row.subject.key())));
        Self(rows.collect())
    }

    /// What a row of `disclosure` is called in facts.
    pub fn row(&self, disclosure: &Disclosure, table: TableNumber, key: &RowKey) -> String {
        match key {
            RowKey::Project(_) if !self.0.contains(&(table, key.clone())) => {
                let stored = disclosure.table(table).and_then(|table| table.find(key));
                let name = stored.and_then(|(_, row)| row.subject.project()).map(|project| project.name.clone());
                format!("T{}/new {}/", table.0, name.unwrap_or_else(|| format!("{key:?}")))
            }
            key => format!("T{}/{key:?}/", table.0),
        }
    }

    pub fn text(&self, disclosure: &Disclosure, key: &TextKey) -> String {
        let table = TableNumber(if key.id.starts_with("project_") { 7 } else { 11 });
        let row = key.row.as_ref().map(|row| self.row(disclosure, table, row));
        format!("{} {}", key.id, row.unwrap_or_default())
    }

    fn place(&self, disclosure: &Disclosure, place: &CommentPlace) -> String {
        match place.row() {
            Some((table, row)) => self.row(disclosure, table, row),
            None => format!("{place:?}"),
        }
    }
}

pub fn facts(names: &Names, disclosure: &Disclosure) -> Facts {
    let mut facts = Facts::new();
    let mut put = |name: String, value: String| {
        assert!(facts.insert(name.clone(), value).is_none(), "{name} twice");
    };
    put("form".into(), disclosure.form.clone());
    put("kind".into(), format!("{:?}", disclosure.kind));
    put("body".into(), disclosure.body.clone());
    put("year".into(), disclosure.year.to_string());
    for (number, table) in &disclosure.tables {
        for row in &table.rows {
            let name = names.row(disclosure, *number, &row.subject.key());
            put(format!("{name}here"), String::new());
            match &row.subject {
                Subject::Fixed(_) => {}
                Subject::Code { name: words, .. } => put(format!("{name}name"), words.clone()),
                Subject::Project(project) => {
                    put(format!("{name}name"), project.name.clone());
                    put(format!("{name}unit"), format!("{:?}", project.unit));
                    put(format!("{name}code"), format!("{:?} {}", project.code, project.code_name));
                }
            }
            row.amounts.iter().for_each(|(column, amount)| put(format!("{name}cell {column}"), format!("{amount:?}")));
        }
        for ((row, column), amount) in &table.stated {
            put(format!("{}stated {column}", names.row(disclosure, *number, row)), format!("{amount:?}"));
        }
        table.names.iter().for_each(|(code, name)| put(format!("total name {number} {code}"), name.clone()));
        table.note.iter().for_each(|note| put(format!("note {number}"), note.clone()));
    }
    for (cell, amount) in &disclosure.prior {
        let row = names.row(disclosure, cell.table, &cell.row);
        put(format!("prior {row}{}", cell.column), format!("{amount:?}"));
    }
    for (key, value) in &disclosure.slots {
        put(format!("slot {}", names.text(disclosure, key)), format!("{value:?}"));
    }
    for (key, text) in &disclosure.rewritten {
        put(format!("rewritten {}", names.text(disclosure, key)), format!("{text:?}"));
    }
    for (part, rows) in &disclosure.orders {
        let table = if *part == Part::Section(7) { 7 } else { 11 };
        let rows: String = rows.iter().map(|row| names.row(disclosure, TableNumber(table), row)).collect();
        put(format!("order {part:?}"), rows);
    }
    texts(disclosure, &mut put);
    review(names, disclosure, &mut put);
    facts
}

fn texts(disclosure: &Disclosure, put: &mut impl FnMut(String, String)) {
    for (part, paragraphs) in &disclosure.texts {
        put(format!("part {part:?}"), String::new());
        paragraphs.iter().for_each(|text| put(format!("paragraph {part:?} {text}"), String::new()));
    }
    for table in &disclosure.performance {
        let name = format!("performance {}/", table.telephone);
        let subject = match &table.subject {
            PerformanceSubject::Project(name) => name.clone(),
            PerformanceSubject::Whole => "whole".to_owned(),
        };
        put(format!("{name}here"), String::new());
        put(format!("{name}subject"), subject);
        for field in [PerformanceField::Contact, PerformanceField::Goal] {
            put(format!("{name}{field:?}"), table.text(field).unwrap_or_default().to_owned());
        }
        for field in [FundsField::Total, FundsField::Fiscal, FundsField::Superior, FundsField::Other] {
            put(format!("{name}{field:?}"), format!("{:?}", table.funds.amount(field)));
        }
        for indicator in &table.indicators {
            let name = format!("{name}indicator {}/", indicator.evidence);
            put(format!("{name}weight"), format!("{:?}", indicator.weight));
            let fields = IndicatorField::ALL.iter();
            fields.for_each(|field| put(format!("{name}{field:?}"), indicator.text(*field).to_owned()));
        }
    }
}

fn review(names: &Names, disclosure: &Disclosure, put: &mut impl FnMut(String, String)) {
    for comment in &disclosure.comments {
        let name = format!("comment {} {}/", comment.author, comment.text);
        put(format!("{name}place"), names.place(disclosure, &comment.place));
        put(format!("{name}resolved"), format!("{:?}", comment.resolved));
        comment.replies.iter().for_each(|reply| put(format!("{name}reply {}", reply.text), reply.author.clone()));
    }
    for acceptance in &disclosure.acceptances {
        put(format!("acceptance {}", acceptance.subject), acceptance.reason.clone());
    }
    for sign_off in &disclosure.sign_offs {
        put(format!("sign-off {:?} {}", sign_off.scope, sign_off.signature.author), sign_off.signature.written.clone());
    }
    for (component, said) in &disclosure.said {
        put(format!("said {component:?}"), format!("{said:?}"));
    }
}

/// The orders of what has one: the marks of the items, by name.
pub fn orders(disclosure: &Disclosure) -> BTreeMap<String, Vec<String>> {
    let mut orders = BTreeMap::new();
    for (number, table) in &disclosure.tables {
        let rows = table.rows.iter().map(|row| format!("{:?}", row.subject.key()));
        orders.insert(format!("rows {number}"), rows.collect());
    }
    for (part, paragraphs) in &disclosure.texts {
        orders.insert(format!("paragraphs {part:?}"), paragraphs.clone());
    }
    orders.insert("tables".into(), disclosure.performance.iter().map(|table| table.telephone.clone()).collect());
    for table in &disclosure.performance {
        let marks = table.indicators.iter().map(|indicator| indicator.evidence.clone());
        orders.insert(format!("indicators {}", table.telephone), marks.collect());
    }
    orders
}
