//! A code typed for another is told once, with the code that was meant, and nothing of what it brings with it.

use std::sync::LazyLock;

use disclosure_engine::audit::{Finding, Grade, Repair, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    Amount, Code, ColumnNumber, Disclosure, Kind, Project, ProjectId, Row, Said, Subject, TableNumber,
};
use disclosure_engine::edit::make_repair;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::{Form, FormLibrary};
use disclosure_engine::states::components;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::builtin().unwrap());

const RULE: &str = "F15-2";

const SAMPLES: [&str; 2] = [
    include_str!("../../assets/samples/urumqi-2025.budget"),
    include_str!("../../assets/samples/shayibak-2025.budget"),
];

fn with<T>(form: &Form, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
    let evaluation = evaluate(form, disclosure);
    look(Evaluated { form, catalog: &CATALOG, disclosure, evaluation: &evaluation })
}

fn findings(form: &Form, disclosure: &Disclosure) -> Vec<Finding> {
    with(form, disclosure, audit).findings
}

/// Rule, grade and words.
type Told = (String, Grade, String);

/// What is told, in order.
fn told(findings: &[Finding]) -> Vec<Told> {
    let mut told: Vec<_> =
        findings.iter().map(|finding| (finding.rule.clone(), finding.grade, finding.message.clone())).collect();
    told.sort();
    told
}

/// How a code may be typed wrong: a digit at the beginning, in the middle and at the end, and two digits swapped.
fn typed_for(code: Code) -> Vec<Code> {
    let digits = code.to_string().into_bytes();
    let other = |place: usize| {
        let mut digits = digits.clone();
        digits[place] = b'0' + (digits[place] - b'0' + 5) % 10;
        digits
    };
    let mut typed = vec![other(0), other(digits.len() / 2), other(digits.len() - 1)];
    if let Some(place) = (1..digits.len()).find(|&place| digits[place] != digits[place - 1]) {
        let mut swapped = digits.clone();
        swapped.swap(place, place - 1);
        typed.push(swapped);
    }
    typed.into_iter().map(|digits| String::from_utf8(digits).unwrap().parse().unwrap()).collect()
}

/// The disclosure with another code in a stored row.
fn retyped(disclosure: &Disclosure, table: TableNumber, row: usize, typed: Code) -> Disclosure {
    let mut wrong = disclosure.clone();
    match &mut wrong.table_mut(table).rows[row].subject {
        Subject::Code { code, .. } => *code = typed,
        Subject::Project(project) => project.code = Some(typed),
        Subject::Fixed(_) => {}
    }
    wrong
}

/// What is not as it should be: `wrong` is told once beside `base`, and its repair leaves only that.
fn fault(form: &Form, base: &[Told], wrong: &Disclosure, code: Code) -> Option<String> {
    let found = findings(form, wrong);
    let (miscoded, others): (Vec<Finding>, Vec<Finding>) = found.into_iter().partition(|finding| finding.rule == RULE);
    let [miscoded] = &miscoded[..] else { return Some(format!("told {} times: {:?}", miscoded.len(), told(&others))) };
    if !miscoded.message.contains(&format!("应为 {}", code.spaced())) {
        return Some(miscoded.message.clone());
    }
    let more = |found: &[Finding]| {
        let found = told(found);
        let missed = base.iter().filter(|one| !found.contains(one)).map(|one| format!("missed {one:?}"));
        let more = found.iter().filter(|one| !base.contains(one)).map(|one| format!("more {one:?}"));
        let all: Vec<String> = missed.chain(more).collect();
        (!all.is_empty() || base.len() != found.len()).then(|| all.join("; "))
    };
    if let Some(more) = more(&others) {
        return Some(more);
    }
    let mut mended = wrong.clone();
    for repair in &miscoded.repairs {
        let Repair::Recode { .. } = repair else { return Some(format!("{repair:?}")) };
        let step = with(form, &mended, |evaluated| make_repair(evaluated, repair).unwrap());
        step.apply(&mut mended);
    }
    more(&findings(form, &mended)).map(|more| format!("mended: {more}"))
}

#[test]
fn each_code_of_the_samples_that_is_typed_wrong_is_told_once_with_what_was_meant() {
    let forms = FormLibrary::builtin().unwrap();
    let (mut tried, mut faults) = (0, Vec::new());
    for sample in SAMPLES {
        let right = disclosure_engine::file::read(sample, &forms).unwrap();
        let form = forms.get(&right.form).unwrap();
        let base = told(&findings(form, &right));
        for (&number, table) in &right.tables {
            let codes: Vec<Option<Code>> = table.rows.iter().map(|row| row.subject.code()).collect();
            for (row, code) in codes.iter().enumerate().filter_map(|(row, code)| Some((row, (*code)?))) {
                // The ways take turns from row to row.
                let ways = typed_for(code).into_iter().skip(row % 2).step_by(2);
                for typed in ways.filter(|typed| !codes.contains(&Some(*typed))) {
                    let what = format!("表{number} {} for {}", typed.spaced(), code.spaced());
                    let fault = fault(form, &base, &retyped(&right, number, row, typed), code);
                    faults.extend(fault.map(|fault| format!("{what}: {fault}")));
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 100, "{tried}");
    assert!(faults.is_empty(), "{} of {tried}: {}", faults.len(), faults.join("\n"));
}

/// A row of a code, with its amount in one column.
type Line<'a> = (u8, &'a str, &'a str, u8, u32);

/// A whole disclosure of a unit that holds only these rows.
fn whole(form: &Form, lines: &[Line<'_>]) -> Disclosure {
    let mut disclosure = Disclosure::new(form.id.as_str(), Kind::Unit, "某某中心", form.year);
    disclosure.said = components(form).into_iter().map(|component| (component, Said::Complete)).collect();
    for &(table, code, name, column, yuan) in lines {
        let amount = Amount::from_yuan(yuan.into()).unwrap();
        let code = code.parse().unwrap();
        let subject = match table {
            7 => Subject::Project(Project {
                id: ProjectId(1),
                unit: None,
                code: Some(code),
                code_name: name.to_owned(),
                name: "设备购置".to_owned(),
            }),
            _ => Subject::Code { code, name: name.to_owned() },
        };
        let row = Row { amounts: [(ColumnNumber(column), amount)].into(), ..Row::new(subject) };
        disclosure.table_mut(TableNumber(table)).rows.push(row);
    }
    disclosure
}

const RIGHT: [Line<'static>; 8] = [
    (2, "2080505", "机关事业单位基本养老保险缴费支出", 3, 50_000),
    (2, "2120803", "城市建设支出", 5, 70_000),
    (3, "2080505", "机关事业单位基本养老保险缴费支出", 2, 50_000),
    (3, "2120803", "城市建设支出", 3, 70_000),
    (5, "2080505", "机关事业单位基本养老保险缴费支出", 2, 50_000),
    (6, "30108", "机关事业单位基本养老保险缴费", 2, 50_000),
    (6, "30201", "办公费", 3, 20_000),
    (8, "2120803", "城市建设支出", 3, 70_000),
];

#[test]
fn a_code_is_known_by_what_stands_elsewhere_or_by_its_name() {
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.get("xinjiang-2025").unwrap();
    let right = whole(form, &RIGHT);
    let base = told(&findings(form, &right));
    for (table, code, typed) in [
        (2, "2080505", "7080505"),
        (2, "2080505", "2085005"),
        (3, "2120803", "2120308"),
        (3, "2080505", "2080506"),
        (5, "2080505", "2080550"),
        (5, "2080505", "2080501"),
        (6, "30108", "30180"),
        (6, "30201", "80201"),
        (8, "2120803", "2210803"),
        (8, "2120803", "2120802"),
    ] {
        let (code, typed): (Code, Code) = (code.parse().unwrap(), typed.parse().unwrap());
        let number = TableNumber(table);
        let row = right.table(number).unwrap().rows.iter().position(|row| row.subject.code() == Some(code)).unwrap();
        let fault = fault(form, &base, &retyped(&right, number, row, typed), code);
        assert_eq!(fault, None, "表{table} {} for {}", typed.spaced(), code.spaced());
    }
}

#[test]
fn a_new_code_is_not_a_code_typed_wrong() {
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.get("xinjiang-2025").unwrap();
    for lines in [
        // In no other table.
        vec![(3, "2080595", "新设的科目", 2, 30_000)],
        // With the name of another code, and other amounts.
        vec![(3, "7080505", "机关事业单位基本养老保险缴费支出", 2, 30_000)],
        // In all tables where it belongs.
        vec![
            (2, "2080595", "机关事业单位基本养老保险缴费支出", 3, 50_000),
            (3, "2080595", "机关事业单位基本养老保险缴费支出", 2, 50_000),
            (5, "2080595", "机关事业单位基本养老保险缴费支出", 2, 50_000),
        ],
        vec![(6, "30195", "新设的科目", 2, 30_000)],
    ] {
        let disclosure = whole(form, &[&RIGHT[..], &lines].concat());
        let found = findings(form, &disclosure);
        assert!(found.iter().all(|finding| finding.rule != RULE), "{lines:?}: {:?}", told(&found));
        assert!(found.iter().any(|finding| finding.rule == "F15"), "{lines:?}");
    }
}
