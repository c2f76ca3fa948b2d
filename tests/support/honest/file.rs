//! The facts as an author writes them down.

use disclosure_engine::disclosure::{
    Amount, ColumnNumber, Disclosure, Indicator, Kind, Part, PerformanceFunds, PerformanceSubject, PerformanceTable,
    Project, ProjectId, Row, RowKey, Subject, Table, TableNumber,
};

use super::Fen;
use super::facts::Facts;
use super::names::{ECONOMIC_CLASSES, GENERAL, GOVERNMENT_FUND, STATE_CAPITAL};
use super::printed::{self, listed_projects};
use super::words::Performance;

/// An amount of the model.
pub fn amount(fen: Fen) -> Amount {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100).parse().unwrap()
}

impl Facts {
    /// The disclosure of these facts: what is entered, and nothing that follows from it.
    pub fn disclosure(&self, printed: &[printed::Table]) -> Disclosure {
        let kind = if self.is_department { Kind::Department } else { Kind::Unit };
        let mut disclosure = Disclosure::new("xinjiang-2025", kind, self.body.clone(), self.year);
        for table in printed {
            let mut written = Table::default();
            for row in &table.rows {
                let mut stored = Row::new(match self.subject(table.number, row) {
                    Some(subject) => subject,
                    None => {
                        written.names.extend(row.key.code().map(|code| (code, name_of(&code.to_string()))));
                        continue;
                    }
                });
                let entered = row.figures.iter().filter(|figure| !figure.is_computed && figure.fen != 0);
                stored.amounts = entered.map(|figure| (ColumnNumber(figure.column), amount(figure.fen))).collect();
                if !stored.amounts.is_empty() || !matches!(row.key, RowKey::Fixed(_)) {
                    written.rows.push(stored);
                }
            }
            if written != Table::default() {
                disclosure.tables.insert(TableNumber(table.number), written);
            }
        }
        disclosure.performance = self.performance.iter().map(performance).collect();
        for (part, paragraphs) in [(Part::Overview, &self.overview), (Part::Glossary, &self.glossary)] {
            if !paragraphs.is_empty() {
                disclosure.texts.insert(part, paragraphs.clone());
            }
        }
        disclosure
    }

    /// What a printed row is stored as; `None` for one that follows from others.
    fn subject(&self, table: u8, row: &printed::Row) -> Option<Subject> {
        match &row.key {
            RowKey::Fixed(id) => Some(Subject::Fixed(id.clone())),
            RowKey::Code(code) => {
                let is_leaf = row.figures.iter().any(|figure| !figure.is_computed);
                let name = row.texts.last()?.clone();
                (is_leaf && table != 7).then_some(Subject::Code { code: *code, name })
            }
            RowKey::Project(ProjectId(id)) => Some(Subject::Project(self.project(table, *id))),
            _ => None,
        }
    }

    fn project(&self, table: u8, id: u32) -> Project {
        let place = id as usize - 1;
        let unit = |place: Option<usize>| place.map(|place| self.units[place].clone());
        if table == 11 {
            let own = &self.carried[place];
            let (unit, name) = (unit(own.unit), own.name.clone());
            return Project { id: ProjectId(id), unit, code: None, code_name: String::new(), name };
        }
        let all = listed_projects(self);
        let own = &all[place];
        Project {
            id: ProjectId(id),
            unit: unit(own.project.unit),
            code: own.item.code.code.parse().ok(),
            code_name: own.item.code.names[2].to_owned(),
            name: own.project.name.clone(),
        }
    }
}

/// The name of a 类 or 款.
fn name_of(code: &str) -> String {
    let economic = ECONOMIC_CLASSES.iter().find(|(class, _)| *class == code).map(|(_, name)| *name);
    let items = || GENERAL.iter().chain(&GOVERNMENT_FUND).chain(&STATE_CAPITAL);
    let item = || items().find(|item| item.code.starts_with(code));
    economic.or_else(|| Some(item()?.names[if code.len() == 3 { 0 } else { 1 }])).unwrap().to_owned()
}

fn performance(own: &Performance) -> PerformanceTable {
    let some = |fen: Fen| (fen != 0).then(|| amount(fen));
    let indicator = |own: &super::words::Indicator| Indicator {
        level_one: own.levels[0].to_owned(),
        level_two: own.levels[1].to_owned(),
        level_three: own.name.clone(),
        value: own.value.to_owned(),
        weight: Some(own.weight.into()),
        ..Indicator::default()
    };
    PerformanceTable {
        subject: own.project.clone().map_or(PerformanceSubject::Whole, PerformanceSubject::Project),
        funds: PerformanceFunds {
            total: own.project.as_ref().and_then(|_| some(own.fiscal + own.other)),
            fiscal: some(own.fiscal),
            superior: some(own.superior),
            other: some(own.other),
        },
        goal: own.goal.clone(),
        indicators: own.indicators.iter().map(indicator).collect(),
        ..PerformanceTable::default()
    }
}
