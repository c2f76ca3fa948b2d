//! Several mistakes of one file, each of which ends the reading.

use super::super::silent::tests::files;
use super::super::{Form, FormFiles};

/// What is said of the form that is changed so, and what was not looked at.
fn told(changes: &[(&str, &str)]) -> (Vec<String>, String) {
    let errors = Form::load(&files(changes)).unwrap_err();
    (errors.iter().map(ToString::to_string).collect(), errors.unseen().unwrap_or_default())
}

#[track_caller]
fn assert_told(changes: &[(&str, &str)], expected: &[&str]) -> String {
    let (found, unseen) = told(changes);
    let is_each = found.len() == expected.len() && found.iter().zip(expected).all(|(own, said)| own.contains(said));
    assert!(is_each, "{changes:#?}\n{expected:#?}\n{found:#?}");
    unseen
}

const NO_BOOLEAN: (&str, &str) = ("numbered: false", "numbered: no");
const NO_COLUMN: (&str, &str) = ("Name, Entered(1, \"amount\")", "Name, Enterd(1, \"amount\")");
const NO_FIELD: (&str, &str) = ("(id: \"K2\", title", "(id: \"K2\", titel");
const NO_NUMBER: (&str, &str) = ("performance_of: [3]", "performance_of: [\"3\"]");
const NO_SLOT: (&str, &str) = ("(name: \"active\", label: \"在职\"", "(name: \"active\", lable: \"在职\"");
const NO_WEIGHT: (&str, &str) = ("weights: [100]", "weights: [\"100\"]");

#[test]
fn each_entry_that_cannot_be_read_is_told_with_its_place() {
    let unseen = assert_told(
        &[NO_BOOLEAN, NO_COLUMN, NO_FIELD, NO_NUMBER],
        &[
            "form.ron 第 7 行第 37 列：这里应为 true 或 false（读到这里为止，改好以后，这一项后面可能还有别的）",
            "form.ron 第 18 行",
            "form.ron 第 32 行",
            "form.ron 第 38 行",
        ],
    );
    assert!(unseen.contains("form.ron 里读不出来的各项的其余部分") && !unseen.contains("行以后"), "{unseen}");
    // A field at the top that must be there, and what stands in several fields of one entry.
    assert_told(&[("year: 2030", "year: \"2030\""), NO_BOOLEAN], &["第 2 行", "第 7 行"]);
    assert_told(&[("yuan: 1,", "yuan: one,"), NO_NUMBER], &["第 3 行", "第 38 行"]);
    // The sentences likewise, and each file by itself.
    assert_told(
        &[NO_BOOLEAN, NO_SLOT, NO_WEIGHT, ("keeps: [\"T1[grants](1) 5\"", "keeps [\"T1[grants](1) 5\"")],
        &["examples.ron 第 1 行", "form.ron 第 7 行", "narrative.ron 第 4 行", "narrative.ron 第 7 行"],
    );
}

#[test]
fn a_mark_that_is_wrong_hides_only_its_entry() {
    assert_told(
        &[("grants\", label: ", "grants\"， label: "), NO_FIELD],
        &["form.ron 第 9 行第 30 列：这里是中文的逗号“，”", "第 32 行"],
    );
    assert_told(
        &[("id: \"t-2030\", name", "id: “t-2030”, name"), NO_NUMBER],
        &["第 2 行第 9 列：这里是中文的引号", "第 38 行"],
    );
    // Two fields that run into one: what the second should have said is no mistake of its own.
    assert_told(&[("id: \"t-2030\", name", "id: \"t-2030\" name"), NO_NUMBER], &["第 2 行", "第 38 行"]);
    assert_told(&[("year: 2030, region", "year： 2030， region"), NO_NUMBER], &["第 2 行", "第 38 行"]);
}

#[test]
fn where_nobody_knows_how_far_an_entry_goes_reading_ends() {
    for unclosed in [
        // A bracket and a quote that are missing, and one of another kind.
        ("Entered(1, \"amount\")], rows: Fixed([", "Entered(1, \"amount\"), rows: Fixed(["),
        ("outline: \"收入\"", "outline: \"收入"),
        ("head: [[\"项目\", \"金额\"]]", "head: [[\"项目\", \"金额\"])"),
    ] {
        let (found, unseen) = told(&[unclosed, NO_NUMBER]);
        assert!(matches!(&found[..], [only] if only.contains("后面可能还有别的")), "{found:#?}");
        assert!(unseen.contains("行以后"), "{unseen}");
    }
    // A field that is missing at the top stands nowhere.
    let (found, _) = told(&[(" unit_note: \"元\",", "")]);
    assert!(matches!(&found[..], [only] if only.contains("缺少字段“unit_note”")), "{found:#?}");
}

#[test]
fn a_form_that_cannot_be_read_is_the_changes_of_another_all_the_same() {
    let told = |text: &str| {
        let files = FormFiles::new("t-2031", [("form.ron", text)]).with_base(&files(&[]));
        Form::load(&files).unwrap_err().in_line()
    };
    for text in [
        "Form(id: \"t-2031\", based_on: \"t-2030\", year: 2031",
        "Form(\n id: \"t-2031\",\n based_on: \"t-2030\",\n tables: [(id: \"summary\"],\n)",
    ] {
        let found = told(text);
        assert!(found.contains("t-2031/form.ron 第 ") && !found.contains("不认识"), "{found}");
    }
    assert!(told("Form(id: \"t-2031\", based_on: \"t-2030\", yaer: 2031)").contains("不认识的字段“yaer”"));
}

#[test]
fn as_many_mistakes_as_anyone_reads_are_told() {
    let rules: String = (0..40).map(|rule| format!("(id: \"Q{rule}\", titel: \"某\", why: \"某\"),")).collect();
    let (found, unseen) = told(&[("    rules: [", &format!("    rules: [{rules}"))]);
    assert_eq!(found.len(), super::MOST_TOLD);
    assert!(unseen.contains("第 31 行以后"), "{unseen}");
}
