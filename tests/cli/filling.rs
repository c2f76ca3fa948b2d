//! A disclosure that somebody fills in from nothing, amount by amount: what is not there yet is never called wrong, and at
//! the end it is what was published.

use std::collections::BTreeSet;
use std::path::Path;

use crate::command::{json, run, sample};
use disclosure_engine::audit::{Audit, Finding, Grade, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Component, Disclosure, Row, Said, Subject, TableNumber, TextKey};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::progress::{Progress, progress};
use disclosure_engine::states::{State, components};
use fastrand::Rng;

struct Bench {
    forms: FormLibrary,
    catalog: Catalog,
    published: Disclosure,
}

impl Bench {
    fn of(sample: &str) -> Self {
        let forms = FormLibrary::builtin().unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(sample);
        let published = file::open(&path, &forms).unwrap();
        Self { forms, catalog: Catalog::builtin().unwrap(), published }
    }

    fn with<T>(&self, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        look(Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation })
    }

    fn audit(&self, disclosure: &Disclosure) -> Audit {
        self.with(disclosure, audit)
    }

    fn progress(&self, disclosure: &Disclosure) -> Progress {
        self.with(disclosure, |evaluated| progress(evaluated, &audit(evaluated)))
    }

    /// A new disclosure of the same body.
    fn new_disclosure(&self) -> Disclosure {
        let Disclosure { form, kind, body, year, .. } = &self.published;
        Disclosure::new(form.as_str(), *kind, body.as_str(), *year)
    }

    /// The tables in the order of the work.
    fn tables(&self) -> Vec<TableNumber> {
        let form = self.forms.get(&self.published.form).unwrap();
        let tables = components(form).into_iter().filter_map(|component| match component {
            Component::Table(number) => Some(number),
            _ => None,
        });
        tables.collect()
    }

    /// What the published document is known for.
    fn known(&self) -> BTreeSet<(String, String)> {
        self.audit(&self.published)
            .findings
            .iter()
            .map(|finding| (finding.rule.clone(), finding.message.clone()))
            .collect()
    }

    /// Asserts that nothing is called wrong or doubtful that is not so in the published document.
    #[track_caller]
    fn assert_quiet(&self, disclosure: &Disclosure, known: &BTreeSet<(String, String)>, step: &str) {
        let found = self.audit(disclosure).findings;
        let is_loud = |finding: &&Finding| matches!(finding.grade, Grade::Error | Grade::Warning);
        let is_new = |finding: &&Finding| !known.contains(&(finding.rule.clone(), finding.message.clone()));
        let loud: Vec<_> = found.iter().filter(is_loud).filter(is_new).map(|finding| &finding.message).collect();
        assert!(loud.is_empty(), "{step}: {loud:#?}");
        let proposed = found.iter().filter(|finding| finding.grade == Grade::ToCome && !finding.suspects.is_empty());
        assert_eq!(proposed.count(), 0, "{step}");
    }
}

/// The rows of a table with their amounts in the order in which they are typed, and then what is typed over sums.
fn entries(bench: &Bench, number: TableNumber) -> Vec<Entry> {
    let Some(table) = bench.published.table(number) else { return Vec::new() };
    let mut entries = Vec::new();
    for row in &table.rows {
        entries.push(Entry::Row(number, row.subject.clone()));
        entries.extend(
            row.amounts.iter().map(|(column, amount)| Entry::Amount(number, row.subject.clone(), *column, *amount)),
        );
    }
    entries
}

#[derive(Clone)]
enum Entry {
    Row(TableNumber, Subject),
    Amount(TableNumber, Subject, disclosure_engine::disclosure::ColumnNumber, disclosure_engine::disclosure::Amount),
}

impl Entry {
    fn apply(&self, disclosure: &mut Disclosure) -> String {
        match self {
            Self::Row(number, subject) => {
                disclosure.table_mut(*number).rows.push(Row::new(subject.clone()));
                format!("表{number} 加一行")
            }
            Self::Amount(number, subject, column, amount) => {
                let key = subject.key();
                let table = disclosure.table_mut(*number);
                let place = table.find(&key).unwrap().0;
                table.rows[place].amounts.insert(*column, *amount);
                format!("表{number} {key:?}（{column}）{amount}")
            }
        }
    }
}

/// What the published tables state otherwise than the sum: that is typed over it once the table is there.
fn state_differences(bench: &Bench, disclosure: &mut Disclosure, number: TableNumber) {
    let Some(table) = bench.published.table(number) else { return };
    // What is typed over one sum may move another.
    let mut has_moved = true;
    while std::mem::take(&mut has_moved) {
        for ((row, column), amount) in &table.stated {
            let key = disclosure_engine::disclosure::CellKey::new(number, row.clone(), *column);
            let differs = bench.with(disclosure, |evaluated| {
                let unit = &evaluated.form.text_unit;
                evaluated.find(&key).is_some_and(|cell| unit.shown(evaluated.value(cell)) != unit.shown(*amount))
            });
            if differs {
                disclosure.table_mut(number).stated.insert((row.clone(), *column), *amount);
                has_moved = true;
            }
        }
    }
}

fn fill_in(sample: &str) {
    let bench = Bench::of(sample);
    let known = bench.known();
    let mut disclosure = bench.new_disclosure();
    bench.assert_quiet(&disclosure, &known, "新建");
    let mut steps = 0;
    for number in bench.tables() {
        for entry in entries(&bench, number) {
            let step = entry.apply(&mut disclosure);
            bench.assert_quiet(&disclosure, &known, &step);
            steps += 1;
        }
    }
    for number in bench.tables() {
        state_differences(&bench, &mut disclosure, number);
        bench.assert_quiet(&disclosure, &known, &format!("表{number} 的公布数"));
    }
    // All tables agree: they are complete by themselves, and nothing is left but the texts.
    let now = bench.progress(&disclosure);
    let of_tables = now.left.iter().filter(|left| matches!(left.component, Some(Component::Table(_))));
    assert_eq!(of_tables.map(|left| &left.what).collect::<Vec<_>>(), Vec::<&String>::new(), "{sample}");
    assert!(!now.is_publishable());
    for (cell, amount) in &bench.published.prior {
        disclosure.prior.insert(cell.clone(), *amount);
        bench.assert_quiet(&disclosure, &known, &format!("上年预算数 {cell:?}"));
    }
    for (key, value) in &bench.published.slots {
        disclosure.slots.insert(key.clone(), value.clone());
        bench.assert_quiet(&disclosure, &known, &format!("填写 {key}"));
    }
    for (key, text) in &bench.published.rewritten {
        disclosure.rewritten.insert(key.clone(), text.clone());
        bench.assert_quiet(&disclosure, &known, &format!("改写 {key}"));
    }
    for table in &bench.published.performance {
        disclosure.performance.push(table.clone());
        bench.assert_quiet(&disclosure, &known, &format!("绩效目标表 {:?}", table.subject));
    }
    let found: BTreeSet<_> = loud(&bench.audit(&disclosure));
    assert_eq!(found, loud(&bench.audit(&bench.published)), "{sample}: what is known is found at the end");
    let left: Vec<_> =
        bench.progress(&disclosure).left.into_iter().map(|left| format!("{}：{}", left.what, left.why)).collect();
    assert_eq!(left, [""; 0], "{sample}");
    println!("{sample}: {steps} entries in the tables");
    assert!(steps > 50);
}

fn loud(audit: &Audit) -> BTreeSet<(String, Grade, String)> {
    let loud = audit.findings.iter().filter(|finding| matches!(finding.grade, Grade::Error | Grade::Warning));
    loud.map(|finding| (finding.rule.clone(), finding.grade, finding.message.clone())).collect()
}

#[test]
fn shayibak_is_filled_in_from_nothing_without_a_false_word() {
    fill_in("shayibak-2025.budget");
}

#[test]
fn urumqi_is_filled_in_from_nothing_without_a_false_word() {
    fill_in("urumqi-2025.budget");
}

#[test]
fn in_whatever_order_amounts_come_none_is_called_wrong() {
    let bench = Bench::of("shayibak-2025.budget");
    let known = bench.known();
    for seed in 0..3 {
        let mut rng = Rng::with_seed(seed);
        let mut entries: Vec<Entry> = bench.tables().into_iter().flat_map(|number| entries(&bench, number)).collect();
        // Rows stay in front of their amounts and in their order.
        let (rows, mut amounts): (Vec<Entry>, Vec<Entry>) =
            entries.drain(..).partition(|entry| matches!(entry, Entry::Row(..)));
        rng.shuffle(&mut amounts);
        let mut disclosure = bench.new_disclosure();
        for entry in rows.iter().chain(&amounts) {
            let step = entry.apply(&mut disclosure);
            bench.assert_quiet(&disclosure, &known, &step);
        }
    }
}

#[test]
fn last_years_file_brings_no_error_before_this_years_figures_come() {
    let bench = Bench::of("urumqi-2025.budget");
    let form = bench.forms.get(&bench.published.form).unwrap();
    let mut disclosure =
        bench.with(&bench.published, |last| disclosure_engine::edit::roll_forward(last, form, 2026).unwrap());
    bench.assert_quiet(&disclosure, &bench.known(), "新建");
    for number in bench.tables() {
        for entry in entries(&bench, number) {
            if let Entry::Row(_, subject) = &entry
                && disclosure.table(number).is_some_and(|table| table.find(&subject.key()).is_some())
            {
                continue;
            }
            let step = entry.apply(&mut disclosure);
            bench.assert_quiet(&disclosure, &bench.known(), &step);
        }
    }
}

#[test]
fn a_published_document_is_whole_and_an_amount_that_is_wiped_is_an_error() {
    for sample in ["urumqi-2025.budget", "shayibak-2025.budget"] {
        let bench = Bench::of(sample);
        let now = bench.progress(&bench.published);
        assert!(now.is_publishable(), "{sample}: {:#?}", now.left);
        assert!(now.states.iter().all(|(_, state)| matches!(state, State::Complete | State::Empty)), "{sample}");
        let (mut wiped, mut caught) = (0, 0);
        for number in bench.tables() {
            // Nothing else says how much the table of 三公 holds.
            for entry in entries(&bench, number) {
                let Entry::Amount(_, subject, column, _) = entry else { continue };
                let mut disclosure = bench.published.clone();
                let table = disclosure.table_mut(number);
                let place = table.find(&subject.key()).unwrap().0;
                table.rows[place].amounts.remove(&column);
                wiped += 1;
                caught += usize::from(bench.audit(&disclosure).count(Grade::Error) > 0);
            }
        }
        assert_eq!(caught, wiped, "{sample}");
    }
}

#[test]
fn what_was_said_is_kept_in_the_file_and_a_file_that_says_nothing_is_written_as_before() {
    let bench = Bench::of("urumqi-2025.budget");
    assert!(!file::write(&bench.published).contains("said"));
    let mut disclosure = bench.new_disclosure();
    disclosure.said.insert(Component::Table(TableNumber(8)), Said::Empty);
    disclosure.said.insert(Component::Text(disclosure_engine::disclosure::Part::Section(3)), Said::Absent);
    disclosure.said.insert(Component::Performance, Said::Complete);
    disclosure.said.insert(Component::Prior, Said::Complete);
    assert_eq!(file::read(&file::write(&disclosure), &bench.forms).unwrap(), disclosure);
    let twice = file::write(&disclosure).replace("of: Prior", "of: Performance");
    assert!(file::read(&twice, &bench.forms).unwrap_err().to_string().contains("写了两次"));
}

/// The published tables, and nothing else.
fn tables_only(bench: &Bench) -> Disclosure {
    let mut disclosure = bench.new_disclosure();
    for number in bench.tables() {
        entries(bench, number).iter().for_each(|entry| drop(entry.apply(&mut disclosure)));
    }
    for number in bench.tables() {
        state_differences(bench, &mut disclosure, number);
    }
    disclosure
}

#[test]
fn what_is_not_finished_is_exported_as_a_draft_that_says_why_and_checked_as_such() {
    let bench = Bench::of("urumqi-2025.budget");
    let folder = tempfile::tempdir().unwrap();
    let (path, out) = (folder.path().join("tables.budget"), folder.path().join("out.xlsx"));
    file::save_new(&path, &tables_only(&bench)).unwrap();
    let exported = run(["export".as_ref(), path.as_os_str(), "-o".as_ref(), out.as_os_str()]);
    assert_eq!(exported.status, 0, "{}", exported.err);
    for why in ["没有填完，已按草稿导出", "概况：还没有写", "上年预算数：没有上年预算数"]
    {
        assert!(exported.err.contains(why), "{why}: {}", exported.err);
    }
    let checked = run(["check".as_ref(), path.as_os_str()]);
    assert!(checked.status == 0 && checked.out.contains("还要填"), "{}", checked.out);
    let told = run(["check".as_ref(), "--format=json".as_ref(), path.as_os_str()]);
    let report = &json(&told)[0];
    let state = |of: &str| {
        let states = report["states"].as_array().unwrap().iter();
        states.filter(|state| state["of"] == of).map(|state| state["state"].clone()).next().unwrap()
    };
    assert_eq!(
        (&state("表2"), &state("表8"), &state("概况")),
        (&"complete".into(), &"empty".into(), &"untouched".into())
    );
    assert!(report["left"].as_array().unwrap().iter().any(|left| left["of"] == "概况"));
    // The date comes last, and makes it final.
    let mut undated = bench.published.clone();
    assert!(undated.slots.remove(&TextKey::new("signature.date")).is_some());
    let undated_path = folder.path().join("undated.budget");
    file::save_new(&undated_path, &undated).unwrap();
    let exported = run(["export".as_ref(), undated_path.as_os_str(), "-o".as_ref(), out.as_os_str()]);
    assert!(exported.err.contains("没有填完，已按草稿导出") && exported.err.contains("公开日期"), "{}", exported.err);
    // What is finished is final, without a word.
    let finished = run(["export".as_ref(), sample("urumqi-2025.budget").as_os_str(), "-o".as_ref(), out.as_os_str()]);
    assert_eq!((finished.status, finished.err.as_str()), (0, ""));
}

/// What nobody knows yet is not said: that there is no money, no project, no vehicle to be bought.
#[test]
fn what_is_not_known_yet_is_not_said_in_an_export() {
    let bench = Bench::of("urumqi-2025.budget");
    let folder = tempfile::tempdir().unwrap();
    let mut begun = bench.new_disclosure();
    begun.slots.insert(TextKey::new("staff.posts"), disclosure_engine::disclosure::SlotValue::Count(20));
    // One amount in a table says nothing of its other columns.
    let mut half = bench.new_disclosure();
    for number in [2, 10].map(TableNumber) {
        entries(&bench, number).iter().take(2).for_each(|entry| drop(entry.apply(&mut half)));
    }
    let others = [("empty", bench.new_disclosure()), ("begun", begun), ("half", half)];
    for (name, disclosure) in others.into_iter().chain([("tables", tables_only(&bench))]) {
        let path = folder.path().join(format!("{name}.budget"));
        let out = folder.path().join(format!("{name}.html"));
        file::save_new(&path, &disclosure).unwrap();
        let exported = run(["export".as_ref(), path.as_os_str(), "-o".as_ref(), out.as_os_str()]);
        assert_eq!(exported.status, 0, "{}", exported.err);
        let page = std::fs::read_to_string(&out).unwrap();
        let are_tables_known = name == "tables";
        for claim in ["项目共0个", "绩效目标0个"] {
            assert!(!page.contains(claim), "{name}: {claim}");
        }
        for claim in ["未安排", "包括：无", "收入全部为", "为空表", "0.00万元"] {
            assert!(are_tables_known || !page.contains(claim), "{name}: {claim}");
        }
        assert!(!are_tables_known || page.contains("未安排"), "what is known is said");
    }
}
