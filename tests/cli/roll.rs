//! `new --from`: next year's draft from last year's file.

use std::collections::BTreeMap;
use std::path::Path;

use crate::command::{json, run, sample};
use disclosure_engine::audit::{Grade, against_last_year, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Disclosure, Part};
use disclosure_engine::edit::roll_forward;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::narrative::{Paragraph, given_reasons, missing, narrate, prior_cells};

/// Calls `look` with a disclosure and its values.
fn with<T>(disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    let catalog = Catalog::builtin().unwrap();
    look(Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation })
}

/// The sample and its draft for 2026, rolled forward on the command line.
fn rolled(name: &str) -> (Disclosure, Disclosure) {
    let folder = tempfile::tempdir().unwrap();
    let (last, draft) = (sample(name), folder.path().join("2026.budget"));
    let done = run([
        "new".as_ref(),
        "--from".as_ref(),
        last.as_os_str(),
        "--year".as_ref(),
        "2026".as_ref(),
        "-o".as_ref(),
        draft.as_os_str(),
    ]);
    assert_eq!((done.status, done.out.as_str()), (0, ""));
    assert!(done.err.contains("2026 年的表式还没有，暂按 2025 年") && done.err.lines().count() == 1, "{}", done.err);
    // What must be published and is not known yet is still to be filled in; nothing is wrong.
    let checked = run(["check".as_ref(), "--format=json".as_ref(), draft.as_os_str()]);
    let findings = json(&checked)[0]["findings"].as_array().unwrap().clone();
    let rules = |grade: &str| -> std::collections::BTreeSet<String> {
        let of_grade = findings.iter().filter(|finding| finding["grade"] == grade);
        of_grade.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
    };
    assert!(rules("error").is_empty(), "{name}: {:?}", rules("error"));
    assert!(["F3", "F4"].iter().all(|rule| rules("to-come").contains(*rule)), "{name}: {:?}", rules("to-come"));
    // Last year's figures are there: the sentences wait for this year's.
    assert!(!rules("to-come").contains("F25-2") && !rules("warning").contains("F25-2"), "{name}");
    let forms = FormLibrary::builtin().unwrap();
    (file::open(&last, &forms).unwrap(), file::open(&draft, &forms).unwrap())
}

#[test]
fn last_years_document_makes_the_same_draft_as_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let draft_of = |last: &Path, name: &str| {
        let arguments = ["new", "--year", "2026", "--from"].map(AsRef::as_ref);
        let draft = at(name);
        let done = run(arguments.into_iter().chain([last.as_os_str(), "-o".as_ref(), draft.as_os_str()]));
        assert_eq!((done.status, done.out.as_str()), (0, ""), "{name}: {}", done.err);
        draft
    };
    for name in ["urumqi-2025.budget", "shayibak-2025.budget"] {
        let own = draft_of(&sample(name), &format!("own-{name}"));
        for extension in ["docx", "pdf", "xlsx"] {
            let document = at(name).with_extension(extension);
            run(["export".as_ref(), sample(name).as_os_str(), "-o".as_ref(), document.as_os_str()]);
            let draft = draft_of(&document, &format!("{extension}-{name}"));
            let told = run(["diff".as_ref(), own.as_os_str(), draft.as_os_str()]);
            assert_eq!(told.status, 0, "{name} {extension}: {}", told.out);
        }
    }
}

#[test]
fn every_prior_figure_of_a_draft_is_last_years() {
    for name in ["urumqi-2025.budget", "shayibak-2025.budget"] {
        let (last, draft) = rolled(name);
        with(&last, |last| {
            let mut figures = 0;
            for cell in prior_cells(last) {
                let (key, value) = (last.key(cell), last.value(cell));
                let prior = draft.prior.get(&key).copied();
                assert_eq!(prior, Some(value), "{name} {key:?}");
                figures += usize::from(prior.is_some());
            }
            assert_eq!(figures, draft.prior.len(), "{name}");
            assert!(figures >= 14, "{name}: {figures}");
            with(&draft, |draft| assert_eq!(against_last_year(draft, last), [], "{name}"));
        });
    }
}

#[test]
fn a_prior_figure_that_is_changed_is_told_from_last_years() {
    let (last, mut draft) = rolled("urumqi-2025.budget");
    let key = draft.prior.iter().find(|(_, amount)| !amount.is_zero()).unwrap().0.clone();
    draft.prior.remove(&key);
    with(&last, |last| {
        with(&draft, |draft| {
            let findings = against_last_year(draft, last);
            assert_eq!(findings.len(), 1);
            assert_eq!((findings[0].rule.as_str(), findings[0].grade), ("D7", Grade::Error));
            assert_eq!(findings[0].cells, [draft.find(&key).unwrap()]);
        });
    });
}

#[test]
fn structure_codes_projects_and_texts_are_kept_and_amounts_are_not() {
    let (last, draft) = rolled("urumqi-2025.budget");
    assert_eq!((draft.year, draft.kind, &draft.body), (2026, last.kind, &last.body));
    for (number, table) in &last.tables {
        let subjects = |disclosure: &Disclosure| {
            let rows = disclosure.table(*number).map_or(&[][..], |table| &table.rows);
            let coded = rows.iter().filter(|row| row.subject.code().is_some() || row.subject.project().is_some());
            coded.map(|row| row.subject.clone()).collect::<Vec<_>>()
        };
        assert_eq!(subjects(&draft), subjects(&last), "表{number}");
        assert!(draft.table(*number).is_none_or(|rolled| rolled.names == table.names), "表{number}");
    }
    let tables = || draft.tables.values();
    assert!(tables().all(|table| table.stated.is_empty() && table.rows.iter().all(|row| row.amounts.is_empty())));
    let texts =
        |disclosure: &Disclosure, name: &str| disclosure.slots.keys().filter(|key| key.id.ends_with(name)).count();
    for kept in [".duties", ".basis", ".purpose", ".allocation"] {
        assert_eq!(texts(&draft, kept), texts(&last, kept), "{kept}");
    }
    assert_eq!(texts(&draft, ".reason"), 0, "reasons are those of last year");
    assert_eq!(texts(&draft, ".retired"), texts(&last, ".retired"), "persons are a starting point");
    for gone in [".active_change", ".retired_change", ".veteran_change", ".buy_half_million", ".buy_million"] {
        assert!(texts(&last, gone) == 1 && texts(&draft, gone) == 0, "{gone}");
    }
    assert_eq!(draft.performance.len(), last.performance.len());
    let indicators = |disclosure: &Disclosure| disclosure.performance.iter().map(|t| t.indicators.len()).sum::<usize>();
    assert_eq!(indicators(&draft), indicators(&last));
    assert!(draft.performance.iter().all(|table| table.funds.total.is_none()));
    with(&draft, |draft| {
        let audit = audit(draft);
        let ties: Vec<_> = audit.findings.iter().filter(|finding| finding.rule.starts_with('D')).collect();
        assert!(ties.iter().all(|finding| finding.grade == Grade::Rounding), "{ties:?}");
    });
}

#[test]
fn what_a_part_that_was_worded_otherwise_says_in_its_sentences_comes_along_and_the_glossary_as_it_is() {
    let last = file::open(&sample("urumqi-2025.budget"), &FormLibrary::builtin().unwrap()).unwrap();
    let roll = |last: &Disclosure| with(last, |last| roll_forward(last, last.form, 2026).unwrap());
    // The projects, as a body words them that writes a sentence of its own at their end.
    let projects = Part::Section(7);
    let mut worded = last.clone();
    let mut texts = with(&last, |last| {
        let paragraphs = narrate(last).into_iter().filter(|paragraph| paragraph.part == projects);
        let text = |paragraph: Paragraph| paragraph.text(missing(last)).lines().map(str::to_owned).collect::<Vec<_>>();
        paragraphs.flat_map(text).collect::<Vec<_>>()
    });
    texts.push("以上项目均已按规定公开。".to_owned());
    worded.texts.insert(projects, texts);
    worded.texts.insert(Part::Glossary, vec!["本单位名词：按单位习惯解释。".to_owned()]);
    let of_projects = |disclosure: &Disclosure| {
        let template = with(disclosure, |disclosure| disclosure.form.sentences.clone().unwrap());
        let of_part = disclosure.slots.iter().filter(|(key, _)| template.part_of(&key.id) == Some(projects));
        of_part.map(|(key, value)| (key.clone(), value.clone())).collect::<BTreeMap<_, _>>()
    };
    let said = of_projects(&last);
    assert!(said.len() > 20, "{said:?}");
    worded.slots.retain(|key, _| !said.contains_key(key));
    let (draft, expected) = (roll(&worded), roll(&last));
    assert_eq!(of_projects(&draft), of_projects(&expected));
    assert_eq!(draft.last_reasons, expected.last_reasons);
    assert_eq!(draft.texts.into_iter().collect::<Vec<_>>(), [(Part::Glossary, worded.texts[&Part::Glossary].clone())]);
}

#[test]
fn last_years_reasons_are_in_the_draft_and_are_not_printed() {
    let (last, draft) = rolled("urumqi-2025.budget");
    assert_eq!(draft.last_reasons, with(&last, given_reasons));
    assert!(draft.last_reasons.len() > 10, "{:?}", draft.last_reasons);
    let mut without = draft.clone();
    without.last_reasons.clear();
    let printed =
        |disclosure: &Disclosure| with(disclosure, |disclosure| (narrate(disclosure), audit(disclosure).findings));
    assert_eq!(printed(&draft), printed(&without));
}

#[test]
fn a_draft_is_only_made_for_the_next_year_and_from_a_file_that_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let (last, draft) = (sample("urumqi-2025.budget"), folder.path().join("x.budget"));
    for (from, year, said) in [
        (last.as_path(), "2025", "新的年度应是 2026 年"),
        (last.as_path(), "2030", "新的年度应是 2026 年"),
        (Path::new("没有.budget"), "2026", "没有这个文件"),
    ] {
        let done = run([
            "new".as_ref(),
            "--from".as_ref(),
            from.as_os_str(),
            "--year".as_ref(),
            year.as_ref(),
            "-o".as_ref(),
            draft.as_os_str(),
        ]);
        assert_eq!(done.status, 2);
        assert!(done.err.contains(said), "{}", done.err);
        assert!(!draft.exists());
    }
}

/// Runs `check` on `draft` against `last`.
fn check_against(last: &Path, draft: &Path, more: &[&str]) -> crate::command::Run {
    let arguments = ["check".as_ref(), "--against".as_ref(), last.as_os_str(), draft.as_os_str()];
    run(arguments.into_iter().chain(more.iter().map(std::ffi::OsStr::new)))
}

#[test]
fn check_compares_last_years_figures_with_last_years_file() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut draft) = rolled("urumqi-2025.budget");
    let (last, path) = (sample("urumqi-2025.budget"), folder.path().join("2026.budget"));
    file::save(&path, &draft).unwrap();
    let same = check_against(&last, &path, &[]);
    assert!(same.out.contains("上年文件核对：乌鲁木齐市社会保险中心 2025 年，全部一致"), "{}", same.out);
    let forms = FormLibrary::builtin().unwrap();
    let unit = &forms.get(&draft.form).unwrap().text_unit;
    let (_, amount) = draft.prior.iter_mut().next().unwrap();
    let before = unit.text(*amount);
    *amount += unit.amount(1.into()).unwrap();
    file::save(&path, &draft).unwrap();
    let wrong = check_against(&last, &path, &[]);
    assert_eq!(wrong.status, 1);
    assert!(wrong.out.contains("2025 年，1 处不一致") && wrong.out.contains("错误 D7"), "{}", wrong.out);
    let message = wrong.out.lines().find(|line| line.contains("2025 年的公开文件里是")).expect(&wrong.out);
    assert!(message.contains(&before), "{message}");
    let report = &json(&check_against(&last, &path, &["--format", "json"]))[0];
    assert_eq!(report["against"], serde_json::json!({"body": draft.body, "year": 2025}));
    let found: Vec<_> = report["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "D7").collect();
    assert_eq!(found.len(), 1);
    assert!(found[0]["table"].is_number() && found[0]["difference"] == "1.00", "{}", found[0]);
    let without = run(["check".as_ref(), "--format=json".as_ref(), path.as_os_str()]);
    assert!(json(&without)[0].get("against").is_none() && !without.out.contains("D7"));
}

#[test]
fn check_takes_only_the_file_of_the_year_before() {
    let (folder, last) = (tempfile::tempdir().unwrap(), sample("urumqi-2025.budget"));
    let other = check_against(&last, &last, &[]);
    assert_eq!((other.status, other.out.as_str()), (2, ""));
    assert!(other.err.contains("2025 年的上年是 2024 年"), "{}", other.err);
    let missing = check_against(&folder.path().join("没有.budget"), &last, &[]);
    assert_eq!((missing.status, missing.out.as_str()), (2, ""));
    assert!(missing.err.contains("没有这个文件"), "{}", missing.err);
    let (_, mut draft) = rolled("urumqi-2025.budget");
    draft.body = "乌鲁木齐市社会保险管理中心".into();
    let path = folder.path().join("2026.budget");
    file::save(&path, &draft).unwrap();
    let renamed = check_against(&last, &path, &[]);
    assert!(renamed.out.contains("（单位名称不同），全部一致"), "{}", renamed.out);
}
