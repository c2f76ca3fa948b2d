//! What keeps the pages for people true: each rule and fault that code names stands in `assets/forms/README.md`, what the
//! pages name exists, and the examples in them are sound.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use disclosure_engine::audit::{Grade, all_rules, column_rules, example_mistakes, short_source_of, source_of};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::form::{FORM_FILE, Form, FormFiles, FormLibrary, NARRATIVE_FILE, Policy};
use regex::Regex;

const FORMS: &str = "assets/forms/README.md";
const PAGES: [&str; 6] =
    ["README.md", "src/README.md", FORMS, "assets/samples/README.md", "assets/fonts/README.md", "fuzz/README.md"];
/// Folders that are made and not kept.
const MADE: [&str; 5] = ["target", ".git", "corpus", "artifacts", "coverage"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The text of every file below `folder` with one of these extensions, by its path from the root.
fn files(folder: &Path, extensions: &[&str]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !MADE.contains(&name) {
                found.extend(files(&path, extensions));
            }
        } else if extensions.contains(&extension) {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    found
}

/// Id and grade of each line of the tables of rules.
fn rules_of_the_page() -> BTreeMap<String, String> {
    let line = Regex::new(r"(?m)^\| ([A-FS]\d+(?:-\d+)?) \| (错误|存疑) \|(?: [^|\n]+ \|){3}$").unwrap();
    let text = page(FORMS);
    let mut rules = BTreeMap::new();
    for found in line.captures_iter(&text) {
        let (id, grade) = (found[1].to_owned(), found[2].to_owned());
        assert!(rules.insert(id, grade).is_none(), "{} stands twice in {FORMS}", &found[1]);
    }
    rules
}

#[test]
fn the_source_of_each_rule_is_that_of_the_data() {
    let line = Regex::new(r"(?m)^\| ([A-FS]\d+(?:-\d+)?) \| (?:错误|存疑) \|(?: [^|\n]+ \|){2} ([^|\n]+) \|$").unwrap();
    let text = page(FORMS);
    let mut wrong = Vec::new();
    for found in line.captures_iter(&text) {
        let (id, written) = (&found[1], &found[2]);
        // Behind it stands how the samples keep the rule.
        let source = short_source_of(id).unwrap_or_default();
        if written.split('；').next() != Some(source) || source_of(id).is_none_or(|full| full.chars().count() < 5) {
            wrong.push(format!("{id}: {written} and {source}"));
        }
    }
    assert!(line.captures_iter(&text).count() > 150 && wrong.is_empty(), "{wrong:?}");
}

/// The faults of the page: `F36`.
fn faults_of_the_page() -> BTreeSet<String> {
    let line = Regex::new(r"(?m)^\| (\d+) \|").unwrap();
    line.captures_iter(&page(FORMS)).map(|found| format!("F{}", &found[1])).collect()
}

#[test]
fn each_rule_stands_in_the_page_with_its_grade_and_no_other_does() {
    let mut rules = BTreeMap::new();
    let library = FormLibrary::builtin().unwrap();
    for form in library.all() {
        for rule in all_rules(form) {
            let grade = if rule.grade == Grade::Error { "错误" } else { "存疑" };
            rules.insert(rule.id.to_owned(), grade.to_owned());
        }
    }
    // No built-in form has such columns.
    rules.extend(column_rules().iter().map(|rule| (rule.id.to_owned(), "存疑".to_owned())));
    assert!(column_rules().iter().all(|rule| rule.grade == Grade::Warning));
    assert_eq!(rules_of_the_page(), rules);
}

#[test]
fn each_rule_and_fault_that_code_or_a_form_names_stands_in_the_page() {
    let (rules, faults) = (rules_of_the_page(), faults_of_the_page());
    // Elsewhere in the program such words are keys (F2), cells of a workbook (B12) and paper (A4).
    let folders = ["audit", "disclosure", "edit", "evaluate", "form", "narrative", "review"];
    let code = folders.into_iter().flat_map(|folder| files(&root().join("src/engine").join(folder), &["rs"]));
    let named = Regex::new(r#"(?m)//.*$|"[A-F]\d+(?:-\d+)?""#).unwrap();
    let id = Regex::new(r"\b[A-DF]\d{1,2}(?:-\d+)?\b").unwrap();
    let by_form = Regex::new(r#"rule: "([^"]+)""#).unwrap();
    let mut unknown = Vec::new();
    let mut seen = BTreeSet::new();
    let mut look = |file: &str, id: &str| {
        seen.insert(id.to_owned());
        if !rules.contains_key(id) && !faults.contains(id) {
            unknown.push(format!("{file}: {id}"));
        }
    };
    for (file, text) in code {
        for place in named.find_iter(&text) {
            id.find_iter(place.as_str()).for_each(|id| look(&file, id.as_str()));
        }
    }
    for (file, text) in files(&root().join("assets/forms"), &["ron"]) {
        by_form.captures_iter(&text).for_each(|id| look(&file, &id[1]));
    }
    assert!(["A19", "C8", "D7", "F18", "F36-2", "F46"].iter().all(|id| seen.contains(*id)), "{seen:?}");
    assert!(unknown.is_empty(), "these do not stand in {FORMS}:\n{}", unknown.join("\n"));
}

#[test]
fn each_page_that_is_cited_exists() {
    let cited = Regex::new(r"[A-Za-z0-9_./-]+\.md\b").unwrap();
    let mut missing = Vec::new();
    let mut count = 0;
    for (file, text) in files(&root(), &["rs", "md", "ron", "toml", "sh", "py", "typ"]) {
        let beside = root().join(&file);
        for name in cited.find_iter(&text).map(|name| name.as_str()) {
            count += 1;
            let is_there = root().join(name).is_file() || beside.with_file_name(name).is_file();
            if !is_there {
                missing.push(format!("{file}: {name}"));
            }
        }
    }
    assert!(count > 20, "{count}");
    assert!(missing.is_empty(), "no such page:\n{}", missing.join("\n"));
}

#[test]
fn each_file_that_a_page_names_exists_and_has_in_it_what_the_page_says() {
    let quoted = Regex::new(r"`([^`\s]+/[^`\s]*)`(?: \(`(\w+)`\))?").unwrap();
    // `CODE/NAME` is no path.
    let path = Regex::new(r"^[A-Za-z0-9_.-]*[a-z][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)+/?$").unwrap();
    let mut missing = Vec::new();
    let mut count = 0;
    for name in PAGES {
        for found in quoted.captures_iter(&page(name)).filter(|found| path.is_match(&found[1])) {
            count += 1;
            let places = [root(), root().join("src"), root().join(name).with_file_name("")];
            let Some(place) = places.iter().map(|place| place.join(&found[1])).find(|place| place.exists()) else {
                missing.push(format!("{name}: {}", &found[1]));
                continue;
            };
            if let Some(word) = found.get(2) {
                let word = Regex::new(&format!(r"\b{}\b", word.as_str())).unwrap();
                if !fs::read_to_string(&place).is_ok_and(|text| word.is_match(&text)) {
                    missing.push(format!("{name}: {} has no {word}", &found[1]));
                }
            }
        }
    }
    assert!(count > 60, "{count}");
    assert!(missing.is_empty(), "no such file, or not in it:\n{}", missing.join("\n"));
}

#[test]
fn the_examples_of_the_page_of_forms_can_be_loaded() {
    let text = page(FORMS);
    let example = |begin: &str| {
        let start = text.find(&format!("```ron\n{begin}(")).unwrap_or_else(|| panic!("no example of a {begin}"));
        let example = &text[start + "```ron\n".len()..];
        &example[..example.find("\n```").unwrap()]
    };
    let base = FormFiles::new("page", [(FORM_FILE, example("Form")), (NARRATIVE_FILE, example("Template"))]);
    let form = Form::load(&base).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!((form.tables.len(), form.identities.len(), form.row_rules.len()), (2, 2, 1));
    let template = form.sentences.as_ref().unwrap();
    assert_eq!((template.parts.len(), template.limits.len()), (2, 3));
    let mistakes = example_mistakes(&form, &Catalog::builtin().unwrap());
    assert!(mistakes.is_empty(), "{mistakes:?}");

    let after = |begin: &str| {
        let start = text.find(begin).unwrap_or_else(|| panic!("no example that begins {begin}"));
        let example = &text[start..];
        example[..example.find("\n```").unwrap()].to_owned()
    };
    // One with columns that hold no money.
    let cars = FormFiles::new("cars", [(FORM_FILE.to_owned(), after("Form(\n    id: \"cars-2030\""))]);
    let cars = Form::load(&cars).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!((cars.lists[0].amounts.len(), cars.lists[0].fields.len()), (5, 2));
    let mistakes = example_mistakes(&cars, &Catalog::builtin().unwrap());
    assert!(mistakes.is_empty(), "{mistakes:?}");

    // What a bureau wants beside them.
    let policy = Policy::read(&after("Policy(\n    name:")).unwrap();
    let wanted = FormLibrary::builtin().unwrap().with_policy(Some(policy)).unwrap_or_else(|error| panic!("{error}"));
    assert!(wanted.get("xinjiang-2025").unwrap().rules.iter().any(|rule| rule.id == "P2"));

    // And next year's, which is written as what changes.
    let changes = [
        (FORM_FILE, after("Form(\n    id: \"county-2031\"")),
        (NARRATIVE_FILE, after("Template(\n    slots: [(name: \"posts\", label: \"核定")),
    ];
    let changes = changes.map(|(file, text)| (file.to_owned(), text));
    let next = FormFiles::new("next", changes).with_base(&base);
    let form = Form::load(&next).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!((form.tables.len(), form.identities.len(), form.lists[2].amounts.len()), (2, 1, 4));
    assert!(form.sentences.is_some() && form.follows.is_some());
}

#[test]
fn the_page_of_forms_explains_every_field_that_a_form_may_have() {
    let field = Regex::new(r"(?m)^ {4}pub ([a-z_]+):|^ {8}([a-z_]+): ").unwrap();
    let text = page(FORMS);
    let mut missing = Vec::new();
    let mut count = 0;
    for file in [
        "form/source.rs",
        "form/changes.rs",
        "form/document.rs",
        "form/policy.rs",
        "form/template/source.rs",
        "form/template/changes.rs",
    ] {
        let code = fs::read_to_string(root().join("src/engine").join(file)).unwrap();
        for found in field.captures_iter(&code) {
            let name = found.get(1).or(found.get(2)).unwrap().as_str();
            count += 1;
            let named = Regex::new(&format!(r"\b{name}\b")).unwrap();
            if !named.is_match(&text) {
                missing.push(format!("{file}: {name}"));
            }
        }
    }
    assert!(count > 100, "{count}");
    assert!(missing.is_empty(), "{FORMS} does not say:\n{}", missing.join("\n"));
}
