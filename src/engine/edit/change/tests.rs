use super::*;
use crate::disclosure::{
    ColumnNumber, CommentPlace, PerformanceSubject, ProjectId, RowKey, SignOffScope, Signature, Snapshot,
};

fn disclosure() -> Disclosure {
    let mut disclosure = Disclosure::new("xinjiang-2025", Kind::Unit, "某中心", 2025);
    disclosure.table_mut(TableNumber(6)).rows.push(row("30101"));
    disclosure.texts.insert(Part::Overview, vec!["一".to_owned()]);
    disclosure.performance.push(PerformanceTable {
        subject: PerformanceSubject::Project("甲".to_owned()),
        ..PerformanceTable::default()
    });
    disclosure
}

fn row(code: &str) -> Row {
    Row::new(Subject::Code { code: code.parse().unwrap(), name: code.to_owned() })
}

fn cell() -> CellKey {
    CellKey::new(TableNumber(6), RowKey::Code("30101".parse().unwrap()), ColumnNumber(2))
}

fn comment() -> Comment {
    Comment {
        id: CommentId(1),
        place: CommentPlace::Cell(cell()),
        about: "表6".to_owned(),
        author: "审核人".to_owned(),
        written: "2025-01-31 16:05".to_owned(),
        text: "请核对".to_owned(),
        replies: Vec::new(),
        resolved: None,
    }
}

fn put<P, V>(place: P, from: V, to: V) -> Put<P, V> {
    Put { place, from, to }
}

fn changes() -> Vec<Change> {
    let table = TableNumber(6);
    let amount: Option<Amount> = Some("100".parse().unwrap());
    let text = |text: &str| Some(text.to_owned());
    let key = TextKey { id: "items.reason".to_owned(), row: None };
    let signature = Signature { author: "审核人".to_owned(), written: "2025-01-31 16:05".to_owned() };
    let sign_off = SignOff { scope: SignOffScope::Table(table), signature, snapshot: Snapshot::default() };
    let acceptance = Acceptance {
        rule: "B16".to_owned(),
        subject: "T5".to_owned(),
        reason: "有批复".to_owned(),
        author: "审核人".to_owned(),
        written: "2025-01-31 16:05".to_owned(),
    };
    let heading = Heading::of(&disclosure());
    let other = Heading { body: "某局".to_owned(), kind: Kind::Department, year: 2026 };
    let subject = |code| row(code).subject;
    let place = RowPlace { table, row: 0 };
    vec![
        Change::Amount(put(cell(), None, amount)),
        Change::Field(put(cell(), None, text("二楼"))),
        Change::Stated(put(cell(), None, amount)),
        Change::Prior(put(cell(), None, amount)),
        Change::insert_row(table, 1, row("30102")),
        Change::remove_row(table, 0, row("30101")),
        Change::Row(put(place, Some(row("30101")), Some(row("30102")))),
        Change::Subject(put(place, subject("30101"), subject("30102"))),
        Change::TotalName(put((table, "301".parse().unwrap()), None, text("工资"))),
        Change::Note(put(TableNumber(9), None, text("本表为空"))),
        Change::Paragraph(put((Part::Overview, 0), "一".to_owned(), "二".to_owned())),
        Change::Slot(put(key.clone(), None, Some(SlotValue::Text("原因".to_owned())))),
        Change::LastReason(put(key.clone(), None, text("上年的原因"))),
        Change::Rewritten(put(key, None, Some("另写".into()))),
        Change::Order(put(Part::Section(7), None, Some(vec![RowKey::Project(ProjectId(1))]))),
        Change::Part(put(Part::Glossary, None, Some(vec!["名词".to_owned()]))),
        Change::PerformanceTable(put(1, None, Some(Box::default()))),
        Change::Performance(put((0, PerformanceField::Goal), String::new(), "做好".to_owned())),
        Change::Acceptance(put(0, None, Some(acceptance))),
        Change::Comment(put(CommentId(1), None, Some(Box::new(comment())))),
        Change::SignOff(put(0, None, Some(Box::new(sign_off)))),
        Change::Heading(put((), heading, other)),
        Change::Whole(put((), Box::new(disclosure()), Box::new(Disclosure::new("x", Kind::Unit, "乙", 2025)))),
    ]
}

#[test]
fn every_kind_of_change_is_taken_back_without_a_trace() {
    for change in changes() {
        let step = Step::new("", vec![change.clone()]);
        let mut changed = disclosure();
        step.apply(&mut changed);
        assert_ne!(changed, disclosure(), "{change:?} changes something");
        step.revert(&mut changed);
        assert_eq!(changed, disclosure(), "{change:?}");
        assert_eq!(change.reversed().reversed(), change);
    }
}

#[test]
fn what_is_reviewed_and_where_a_performance_table_changes_is_told() {
    let review = changes().iter().filter(|change| change.is_review()).count();
    assert_eq!(review, 3, "comment, sign-off, acceptance");
    let tables: Vec<usize> = changes().iter().filter_map(Change::performance).collect();
    assert_eq!(tables, [1, 0]);
}
