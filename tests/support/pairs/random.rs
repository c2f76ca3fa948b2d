//! A random disclosure with something of everything.

use disclosure_engine::disclosure::{
    Acceptance, Amount, CellKey, ColumnNumber, Comment, CommentId, CommentPlace, Component, Disclosure, Indicator,
    Kind, Part, PerformanceSubject, PerformanceTable, Project, ProjectId, Reply, Row, RowKey, Said, SignOff,
    SignOffScope, Signature, SlotValue, Snapshot, Subject, TableNumber, TextKey,
};
use disclosure_engine::form::{Form, RowKind};
use fastrand::Rng;

pub const FORM: &str = "xinjiang-2025";

/// A whole number of what the tables show in their last place, so that nothing is rounded.
pub fn amount(hundreds: u32) -> Amount {
    format!("{}", u64::from(hundreds) * 100).parse().unwrap()
}

/// The columns of a table in which its row is entered.
pub fn entered_columns(form: &Form, table: TableNumber, row: &Row) -> Vec<ColumnNumber> {
    let lists = form.table(table).unwrap().list_indices().map(|list| form.list(list));
    let mut columns = Vec::new();
    for list in lists {
        let fixed = match &row.subject {
            Subject::Fixed(id) => match list.fixed_rows().iter().position(|fixed| fixed.id == *id) {
                None => continue,
                place => place,
            },
            _ if matches!(list.rows, RowKind::Fixed(_)) => continue,
            _ => None,
        };
        columns.extend(list.amounts.iter().enumerate().filter_map(|(place, column)| {
            let is_computed = match fixed {
                Some(row) => list.definition(row, place).is_some(),
                None => column.expression.as_ref().is_some_and(|it| it.fits(row.subject.code().is_some())),
            };
            (!is_computed).then_some(column.number)
        }));
    }
    columns
}

pub fn code(text: &str) -> disclosure_engine::disclosure::Code {
    text.parse().unwrap()
}

pub fn coded(text: &str, name: &str) -> Row {
    Row::new(Subject::Code { code: code(text), name: name.to_owned() })
}

pub fn project(id: u32, unit: Option<&str>, of: Option<&str>, name: &str) -> Row {
    let code_name = of.map_or_else(String::new, |of| format!("科目{of}"));
    let unit = unit.map(str::to_owned);
    Row::new(Subject::Project(Project {
        id: ProjectId(id),
        unit,
        code: of.map(code),
        code_name,
        name: name.to_owned(),
    }))
}

/// The codes of rows that every disclosure may have; others are added by hand.
pub const CODES: [&str; 5] = ["2080101", "2080102", "2080505", "2100101", "2210201"];
const ECONOMIC: [&str; 4] = ["30101", "30102", "30201", "30301"];
const UNITS: [&str; 2] = ["第一中心", "第二中心"];

pub fn disclosure(form: &Form, rng: &mut Rng) -> Disclosure {
    let kind = if rng.bool() { Kind::Unit } else { Kind::Department };
    let mut disclosure = Disclosure::new(FORM, kind, "某某社会保险中心", 2025);
    for table in [3, 5, 8, 9] {
        let chosen = CODES.iter().filter(|_| rng.u8(0..4) > 0).map(|text| coded(text, &format!("科目{text}")));
        disclosure.table_mut(TableNumber(table)).rows = chosen.collect();
    }
    disclosure.table_mut(TableNumber(6)).rows =
        ECONOMIC.iter().map(|text| coded(text, &format!("科目{text}"))).collect();
    let with_units = kind == Kind::Department;
    for table in [7, 11] {
        let mut rows = Vec::new();
        for id in 1..=rng.u32(2..6) {
            let unit = with_units.then(|| UNITS[rng.usize(..UNITS.len())]);
            let of = (table == 7).then(|| CODES[rng.usize(..2)]);
            // Some have one name.
            let name = if id > 1 && rng.u8(0..6) == 0 { format!("补助{}", id - 1) } else { format!("补助{id}") };
            rows.push(project(id, unit, of, &name));
        }
        disclosure.table_mut(TableNumber(table)).rows = rows;
    }
    for (table, ids) in [(1, 4), (4, 4), (10, 5)] {
        let lists = form.table(TableNumber(table)).unwrap().list_indices();
        let fixed: Vec<String> =
            lists.flat_map(|list| form.list(list).fixed_rows().iter().map(|row| row.id.clone())).collect();
        let mut rows: Vec<Row> = Vec::new();
        for _ in 0..ids {
            let row = Row::new(Subject::Fixed(fixed[rng.usize(..fixed.len())].clone()));
            let is_new = rows.iter().all(|other| other.subject != row.subject);
            if is_new && !entered_columns(form, TableNumber(table), &row).is_empty() {
                rows.push(row);
            }
        }
        disclosure.table_mut(TableNumber(table)).rows = rows;
    }
    fill(form, &mut disclosure, rng);
    texts(&mut disclosure, rng);
    review(&mut disclosure);
    disclosure
}

/// Amounts, stated ones among them, and last year's.
fn fill(form: &Form, disclosure: &mut Disclosure, rng: &mut Rng) {
    let mut prior = Vec::new();
    for (&number, table) in &mut disclosure.tables {
        for row in &mut table.rows {
            for column in entered_columns(form, number, row) {
                // A fixed row is stored while it holds an amount.
                let is_needed = matches!(row.subject, Subject::Fixed(_)) && row.amounts.is_empty();
                if is_needed || rng.u8(0..3) > 0 {
                    row.amounts.insert(column, amount(rng.u32(1..90_000)));
                }
                if rng.u8(0..8) == 0 {
                    prior.push((CellKey::new(number, row.subject.key(), column), amount(rng.u32(1..90_000))));
                }
            }
        }
        let is_listed = table.rows.iter().any(|row| !matches!(row.subject, Subject::Fixed(_)));
        if is_listed && rng.bool() {
            table.stated.insert((RowKey::Total, ColumnNumber(1)), amount(8_000_000 + rng.u32(0..1_000)));
        }
    }
    disclosure.prior.extend(prior);
}

fn texts(disclosure: &mut Disclosure, rng: &mut Rng) {
    let key = TextKey::new;
    let words = |text: &str| SlotValue::Text(text.to_owned());
    disclosure.slots.insert(key("running.reason"), words("人员增加"));
    disclosure.slots.insert(key("procurement.goods"), SlotValue::Amount(amount(77)));
    for (table, id) in [(7, "project_basis.basis"), (7, "project_period.period"), (11, "carried.purpose")] {
        for row in &disclosure.tables[&TableNumber(table)].rows {
            if rng.bool() {
                let text = words(&format!("{id}{:?}", row.subject.key()));
                disclosure.slots.insert(TextKey::of_row(id, row.subject.key()), text);
            }
        }
    }
    disclosure.rewritten.insert(key("term_grants"), "一、财政拨款：改写过的。".into());
    let paragraphs = (1..rng.usize(4..9)).map(|number| format!("第{number}段，本单位的职能之{number}。"));
    disclosure.texts.insert(Part::Overview, paragraphs.collect());
    if rng.bool() {
        disclosure.texts.insert(Part::Section(1), vec!["一。".to_owned(), "收支总体情况说明。".to_owned()]);
    }
    for number in 1..=rng.usize(1..4) {
        let subject = match number {
            2 if rng.bool() => PerformanceSubject::Whole,
            3 => PerformanceSubject::Project("补助1".to_owned()),
            number => PerformanceSubject::Project(format!("补助{number}")),
        };
        disclosure.performance.push(performance(subject, &format!("0991-{number}"), rng));
    }
}

/// A performance table; its telephone and the evidence of its indicators tell which they are, whatever else is changed.
pub fn performance(subject: PerformanceSubject, mark: &str, rng: &mut Rng) -> PerformanceTable {
    let indicators = (1..rng.usize(3..6)).map(|number| indicator(&format!("{mark}/{number}")));
    let mut table = PerformanceTable {
        subject,
        telephone: mark.to_owned(),
        goal: format!("目标{mark}"),
        indicators: indicators.collect(),
        ..PerformanceTable::default()
    };
    table.funds.total = Some(amount(rng.u32(1..9_000)));
    table
}

pub fn indicator(mark: &str) -> Indicator {
    Indicator {
        level_one: "产出指标".to_owned(),
        level_two: "数量指标".to_owned(),
        level_three: format!("指标{mark}"),
        value: ">=95%".to_owned(),
        evidence: mark.to_owned(),
        ..Indicator::default()
    }
}

/// Comments, accepted findings and sign-offs.
fn review(disclosure: &mut Disclosure) {
    let row = disclosure.tables[&TableNumber(11)].rows[0].subject.key();
    let cell = CellKey::new(TableNumber(11), row, ColumnNumber(2));
    for (id, place) in [(1, CommentPlace::Cell(cell)), (2, CommentPlace::Part(Part::Overview))] {
        disclosure.comments.push(comment(id, place, &format!("批注{id}")));
    }
    let reply = Reply { author: "乙".into(), written: "2025-01-02 10:00".into(), text: "已答".into() };
    disclosure.comments[0].replies.push(reply);
    disclosure.acceptances.push(acceptance("A1", "尾差"));
    disclosure.sign_offs.push(sign_off(SignOffScope::Table(TableNumber(3)), "丙"));
    disclosure.said.insert(Component::Table(TableNumber(8)), Said::Empty);
}

pub fn comment(id: u32, place: CommentPlace, text: &str) -> Comment {
    Comment {
        id: CommentId(id),
        place,
        about: "一处".to_owned(),
        author: "甲".to_owned(),
        written: "2025-01-01 10:00".to_owned(),
        text: text.to_owned(),
        replies: Vec::new(),
        resolved: None,
    }
}

pub fn acceptance(subject: &str, reason: &str) -> Acceptance {
    Acceptance {
        rule: "A12".to_owned(),
        subject: subject.to_owned(),
        reason: reason.to_owned(),
        author: "甲".to_owned(),
        written: "2025-01-01 10:00".to_owned(),
    }
}

pub fn sign_off(scope: SignOffScope, author: &str) -> SignOff {
    let signature = Signature { author: author.to_owned(), written: "2025-01-03 10:00".to_owned() };
    SignOff { scope, signature, snapshot: Snapshot::default() }
}
