//! `diff`: the built binary on the samples, and on what was changed in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::command::{Run, json, run, sample};
use disclosure_engine::disclosure::{Amount, ColumnNumber, Disclosure, RowKey, Subject, TableNumber};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

const SAMPLES: [&str; 2] = ["urumqi-2025.budget", "shayibak-2025.budget"];

fn open(name: &str) -> Disclosure {
    file::open(&sample(name), &FormLibrary::builtin().unwrap()).unwrap()
}

/// Runs `diff` on the two files, in JSON.
fn diff(old: &Path, new: &Path) -> Run {
    run(["diff".as_ref(), old.as_os_str(), new.as_os_str(), "--format".as_ref(), "json".as_ref()])
}

fn saved(folder: &Path, name: &str, disclosure: &Disclosure) -> PathBuf {
    let path = folder.join(name);
    file::save(&path, disclosure).unwrap();
    path
}

#[test]
fn each_sample_says_the_same_as_itself() {
    for name in SAMPLES {
        for format in ["text", "json"] {
            let run = run([
                "diff".as_ref(),
                sample(name).as_os_str(),
                sample(name).as_os_str(),
                "--format".as_ref(),
                format.as_ref(),
            ]);
            assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
        }
        let run = diff(&sample(name), &sample(name));
        let value = &json(&run)[0];
        for list in ["cells", "rows", "texts", "prior"] {
            assert_eq!(value[list].as_array().unwrap().len(), 0, "{list}");
        }
    }
}

/// What each sample prints, by table, row and column, from the published amounts and not from the code that is tested.
fn printed(amounts: &str) -> BTreeMap<(u8, String, u8), String> {
    let lines = amounts.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let cells = lines.map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        ((fields[0].parse().unwrap(), fields[1].to_owned(), fields[2].parse().unwrap()), fields[3].replace(',', ""))
    });
    cells.collect()
}

#[test]
fn the_two_samples_differ_in_just_the_figures_that_they_print() {
    let old = printed(include_str!("../fixtures/urumqi-2025-amounts.tsv"));
    let new = printed(include_str!("../fixtures/shayibak-2025-amounts.tsv"));
    let run = diff(&sample(SAMPLES[0]), &sample(SAMPLES[1]));
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    let value = &json(&run)[0];
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let found = value["cells"].as_array().unwrap().iter().map(|cell| {
        let (table, column) = (cell["table"].as_u64().unwrap() as u8, cell["column"].as_u64().unwrap() as u8);
        ((table, text(&cell["row"]).unwrap(), column), (text(&cell["old"]), text(&cell["new"])))
    });
    // Projects and units go by their names, which differ; all other rows by code or id.
    let by_name =
        |table: u8, row: &str| (table == 7 && row.contains('/')) || table == 11 || row.chars().any(|c| c > '\u{ff}');
    let found: BTreeMap<_, _> = found.filter(|((table, row, _), _)| !by_name(*table, row)).collect();
    let keys = old.keys().chain(new.keys()).filter(|(table, row, _)| !by_name(*table, row));
    let mut expected = BTreeMap::new();
    for key in keys {
        let (old, new) = (old.get(key).cloned(), new.get(key).cloned());
        if old != new {
            expected.insert(key.clone(), (old, new));
        }
    }
    assert!(expected.len() > 200, "{}", expected.len());
    assert_eq!(found, expected);
    let places: Vec<&str> =
        value["texts"].as_array().unwrap().iter().map(|text| text["place"].as_str().unwrap()).collect();
    assert!(places.contains(&"单位名称") && places.contains(&"单位或部门") && !places.contains(&"年度"), "{places:?}");
}

#[test]
fn one_changed_figure_is_told_and_swapped_when_the_files_are() {
    let folder = tempfile::tempdir().unwrap();
    let mut changed = open(SAMPLES[0]);
    let table = changed.table_mut(TableNumber(5));
    let row =
        table.rows.iter_mut().find(|row| row.subject.code().is_some_and(|code| code.to_string() == "2080505")).unwrap();
    let (column, amount) = row.amounts.iter().next().map(|(column, amount)| (*column, *amount)).unwrap();
    row.amounts.insert(column, amount + "10000".parse::<Amount>().unwrap());
    let path = saved(folder.path(), "changed.budget", &changed);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let told = |old: &Path, new: &Path| {
        let run = diff(old, new);
        assert_eq!((run.status, run.err.as_str()), (1, ""));
        let value = json(&run).remove(0);
        assert_eq!(value["rows"].as_array().unwrap().len() + value["prior"].as_array().unwrap().len(), 0, "{value}");
        let [cell] = value["cells"].as_array().unwrap().as_slice() else { panic!("{value}") };
        assert_eq!((cell["table"].as_u64(), text(&cell["row"])), (Some(5), "2080505".to_owned()));
        assert_eq!(cell["column"].as_u64(), Some(u64::from(column.0)));
        (text(&cell["old"]), text(&cell["new"]))
    };
    // Every other printed figure of the sample is stated, and stays.
    let (old, new) = told(&sample(SAMPLES[0]), &path);
    assert_eq!(told(&path, &sample(SAMPLES[0])), (new.clone(), old.clone()));
    let number = |text: &str| text.parse::<f64>().unwrap();
    assert!((number(&new) - number(&old) - 1.0).abs() < 1e-9, "{old} {new}");
    let run = run(["diff".as_ref(), sample(SAMPLES[0]).as_os_str(), path.as_os_str()]);
    assert!(run.out.contains("208 05 05") && run.out.contains("共 1 个数不同"), "{}", run.out);
}

#[test]
fn a_row_that_is_gone_and_a_renamed_project_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut changed = open(SAMPLES[0]);
    let table = changed.table_mut(TableNumber(7));
    let Subject::Project(project) = &mut table.rows[0].subject else { panic!() };
    let was = project.name.clone();
    project.name.push_str("（二期）");
    let fallen = table.rows.pop().unwrap();
    let key = fallen.subject.key();
    table.stated.retain(|(row, _), _| *row != key);
    assert!(matches!(key, RowKey::Project(_)) && !fallen.amounts.contains_key(&ColumnNumber(1)));
    let path = saved(folder.path(), "changed.budget", &changed);
    let run = diff(&sample(SAMPLES[0]), &path);
    assert_eq!(run.status, 1, "{}", run.err);
    let value = json(&run).remove(0);
    let rows = value["rows"].as_array().unwrap();
    assert_eq!(
        rows.iter().map(|row| row["change"].as_str().unwrap()).collect::<Vec<_>>(),
        ["renamed", "removed"],
        "{rows:?}"
    );
    assert!(
        rows[0]["was"].as_str().unwrap().ends_with(&was) && rows[0]["certainty"].as_u64().unwrap() >= 80,
        "{rows:?}"
    );
    assert!(rows[1]["row"].as_str().unwrap().ends_with(&fallen.subject.project().unwrap().name));
}

#[test]
fn a_document_is_compared_with_the_file_from_which_it_was_exported() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("out.docx");
    let exported = run(["export".as_ref(), sample(SAMPLES[0]).as_os_str(), "-o".as_ref(), document.as_os_str()]);
    assert_eq!(exported.status, 0, "{}", exported.err);
    let run = diff(&sample(SAMPLES[0]), &document);
    assert!(run.status < 2, "{}", run.err);
    let value = json(&run).remove(0);
    assert_eq!((&value["cells"], &value["rows"]), (&serde_json::json!([]), &serde_json::json!([])));
}

#[test]
fn what_cannot_be_read_is_told_for_each_file() {
    let folder = tempfile::tempdir().unwrap();
    let run = diff(&folder.path().join("no-old.budget"), &folder.path().join("no-new.budget"));
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("no-old") && run.err.contains("no-new"), "{}", run.err);
}

#[test]
fn a_department_is_compared_with_the_sum_of_its_units() {
    let folder = tempfile::tempdir().unwrap();
    let unit = |body: &str| {
        let disclosure = Disclosure { body: body.to_owned(), ..open(SAMPLES[0]) };
        saved(folder.path(), &format!("{body}.budget"), &disclosure)
    };
    let units = ["甲中心", "乙中心", "丙中心"].map(unit);
    // A department that says what one of three units says: every figure is a third of the sum.
    let sum = |department: &Path| run([Path::new("sum"), department, &units[0], &units[1], &units[2]]);
    let found = sum(&sample(SAMPLES[0]));
    assert_eq!((found.status, found.err.as_str()), (1, ""), "{}", found.err);
    let line = found.out.lines().find(|line| line.contains("表6 301 01 基本工资（2）")).unwrap();
    assert!(line.contains("3,926.07 → 1,308.69"), "{line}");
    assert!(found.out.contains("甲中心 1,308.69，乙中心 1,308.69，丙中心 1,308.69"));
    // One unit alone is its own sum.
    let alone = run([Path::new("sum"), &units[0], &units[0]]);
    assert_eq!(alone.status, 0, "{}{}", alone.out, alone.err);
}

#[test]
fn the_review_sheet_is_written_in_each_format() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["out.docx", "out.xlsx", "out.txt"] {
        let out = folder.path().join(name);
        let (file, old) = (sample(SAMPLES[0]), sample(SAMPLES[1]));
        let written = run([Path::new("review"), &file, Path::new("--against"), &old, Path::new("-o"), &out]);
        assert_eq!((written.status, written.err.as_str()), (0, ""));
        assert!(std::fs::metadata(&out).unwrap().len() > 1_000);
    }
    let text = std::fs::read_to_string(folder.path().join("out.txt")).unwrap();
    assert!(text.contains("【差别】") && text.contains("乌鲁木齐市社会保险中心 2025 年预算公开 审阅表"), "{text}");
    let refused = run([Path::new("review"), &sample(SAMPLES[0]), Path::new("-o"), &folder.path().join("out.pdf")]);
    assert_eq!(refused.status, 2);
}
