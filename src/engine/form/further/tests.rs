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

/// What is said of the form in whose `file` the field `name` at the top is written so.
fn told_of_field(file: &str, name: &str, written: &str) -> (Vec<String>, String) {
    let sound = files(&[]);
    let changed = sound.replaced(file, &format!("{name}: "), written);
    assert!(!changed.same_texts(&sound), "nothing says {name}");
    let errors = Form::load(&changed).unwrap_err();
    (errors.iter().map(ToString::to_string).collect(), errors.unseen().unwrap_or_default())
}

#[test]
fn a_field_that_must_be_there_and_is_written_wrongly_is_one_mistake() {
    let wholes = [("form.ron", super::OF_FORM), ("narrative.ron", super::OF_TEMPLATE)];
    for (file, name) in wholes.iter().flat_map(|(file, required)| required.iter().map(move |(name, _)| (*file, *name)))
    {
        let (first, rest) = name.split_at(1);
        for written in [
            // Misspelt.
            format!("{first}{first}{rest}: "),
            format!("{}{rest}: ", first.to_uppercase()),
            format!("{}: ", &name[..name.len() - 1]),
            format!("\"{name}\": "),
            // With another mark in place of the colon, and with none.
            format!("{name} "),
            format!("{name} = "),
            format!("{name}："),
            // With a value of another kind.
            format!("{name}: 0.5 "),
            // Behind comments with marks and names of their own.
            format!("// “甲\n // 2\" id: [\n {name} = "),
            format!("/* unit_note: ( /* words: */ “ */ {name} "),
            format!("// tables: [], id: 1, year: 1, parts: 1\n{first}{first}{rest}: "),
        ] {
            let (found, unseen) = told_of_field(file, name, &written);
            assert!(matches!(&found[..], [only] if !only.contains("缺少字段")), "{file} {written}: {found:#?}");
            assert!(!unseen.contains("行以后"), "{file} {written}: {unseen}");
        }
    }
}

#[test]
fn behind_a_field_that_is_written_wrongly_the_rest_is_looked_at() {
    for (from, to) in [
        ("year: 2030", "yeer: 2030"),
        ("year: 2030", "Year: 2030"),
        ("unit_note: \"元\"", "unit_note \"元\""),
        ("unit_note: \"元\"", "unit_note = \"元\""),
        ("    rules: [", "    ruls: ["),
        ("    tables: [", "    tables ["),
        // The same field twice: once is as it should be.
        ("year: 2030,", "year: 2030, year: 2030,"),
        ("    rules: [", "    rules: [], rules: ["),
        // One that was to be another.
        ("name: \"某省（2030 年）\"", "id: \"某省（2030 年）\""),
        // Two that run into one, the second with another mark.
        ("year: 2030, region: (", "year: \"2030\" region = ("),
        ("id: \"t-2030\", name: ", "id: \"t-2030\" name "),
        ("id: \"t-2030\", name: ", "id: \"t-2030\" nmae: "),
        // A comma in a text with quotes of another kind.
        ("name: \"某省（2030 年）\"", "name: '某，省'"),
        ("name: \"某省（2030 年）\"", "name: 「某，省」"),
    ] {
        assert_told(&[(from, to), NO_NUMBER], &["form.ron 第", "form.ron 第 38 行"]);
    }
    assert_told(
        &[("yuan: 1,", "yuan: one,"), ("year: 2030", "yeer: 2030"), NO_FIELD],
        &["第 2 行", "第 3 行", "第 32 行"],
    );
    // One that is missing besides cannot be told from what the other was to be; one that has its name can.
    let (found, unseen) = told(&[("year: 2030", "yeer: 2030"), (" unit_note: \"元\",", ""), NO_NUMBER]);
    assert!(
        matches!(&found[..], [first, second] if first.contains("yeer") && second.contains("第 38 行")),
        "{found:#?}"
    );
    assert!(unseen.contains("行以后"), "{unseen}");
    assert_told(&[("year: 2030", "year: \"2030\""), (" unit_note: \"元\",", "")], &["第 2 行", "缺少字段“unit_note”"]);
    // What may be a raw text holds quotes of its own.
    let (found, _) = told(&[("unit_note: \"元\"", "unit_note: r#\"“, yeer: 1, \"#, yeer: 1"), NO_NUMBER]);
    assert!(matches!(&found[..], [only] if only.contains("yeer")), "{found:#?}");
}

/// What is said of the file of a form that is based on another, where that is known.
fn told_of_changes(text: &str) -> Vec<String> {
    let files = FormFiles::new("t-2031", [("form.ron", text)]).with_base(&files(&[]));
    Form::load(&files).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn a_form_that_cannot_be_read_is_the_changes_of_another_all_the_same() {
    for text in [
        "Form(id: \"t-2031\", based_on: \"t-2030\", year: 2031",
        "Form(\n id: \"t-2031\",\n based_on: \"t-2030\",\n tables: [(id: \"summary\"],\n)",
    ] {
        let found = told_of_changes(text).concat();
        assert!(found.contains("t-2031/form.ron 第 ") && !found.contains("不认识"), "{found}");
    }
    let found = told_of_changes("Form(id: \"t-2031\", based_on: \"t-2030\", yaer: 2031)").concat();
    assert!(found.contains("不认识的字段“yaer”"), "{found}");
}

#[test]
fn whatever_marks_stand_at_based_on_the_form_is_the_changes_of_another() {
    let text = |based_on: &str| {
        let tables = "tables: [(id: \"summary\", outline: \"收入\")], removed: (rules: [\"K5\"])";
        format!("Form(\n    id: \"t-2031\",\n    {based_on},\n    year: 2031,\n    {tables},\n)")
    };
    for (based_on, has_id) in [
        ("based_on：\"t-2030\"", true),
        ("based_on \"t-2030\"", true),
        ("based_on = \"t-2030\"", true),
        ("based_on: “t-2030”", true),
        ("based_on：“t-2030\"", true),
        ("based_on: Some（\"t-2030\"）", true),
        ("based_on = // t-2029: “\n    Some(\"t-2030\")", true),
        ("// 见 http://a.b\n    based_on：\"t-2030\"", true),
        ("/* http:// */ based_on：\"t-2030\"", true),
        ("\"based_on\": \"t-2030\"", true),
        ("Based_On: \"t-2030\"", true),
        ("basd_on: \"t-2030\"", true),
        ("revision: \"1\" based_on \"t-2030\"", true),
        ("name: “某表\", based_on: \"t-2030\"", true),
        ("based_on: t-2030", false),
        ("based_on", false),
        ("based_on: None", false),
        ("based_on: [\"t-2030\"]", false),
    ] {
        let text = text(based_on);
        let own = FormFiles::new("t-2031", [("form.ron", text.as_str())]);
        assert_eq!(own.based_on(), has_id.then_some("t-2030"), "{based_on}");
        let found = told_of_changes(&text);
        assert!(matches!(&found[..], [only] if !only.contains("没有表式")), "{based_on}: {found:#?}");
        if !has_id {
            let found = Form::load(&own).unwrap_err();
            assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), told_of_changes(&text), "{based_on}");
        }
    }
    // The mistakes behind it are told as those of changes.
    let found = told_of_changes(&text("based_on：\"t-2030\", yaer: 1"));
    assert!(matches!(&found[..], [first, second] if first.contains("：") && second.contains("yaer")), "{found:#?}");
    // Where its name is only mentioned, the form is whole.
    for whole in [
        "Form(\n // based_on: \"t-2030\"\n id: \"t-2031\" year: 1)",
        "Form(\n /* based_on: \"t-2030\" */ id: \"based_on: t-2030\" year: 1)",
        "Form(id: \"a\", tables: [(based_on: \"t-2030\")] year: 1)",
        "Form(id: based_on, year: 1)",
    ] {
        assert_eq!(FormFiles::new("t-2031", [("form.ron", whole)]).based_on(), None, "{whole}");
    }
}

#[test]
fn as_many_mistakes_as_anyone_reads_are_told() {
    let rules: String = (0..40).map(|rule| format!("(id: \"Q{rule}\", titel: \"某\", why: \"某\"),")).collect();
    let (found, unseen) = told(&[("    rules: [", &format!("    rules: [{rules}"))]);
    assert_eq!(found.len(), super::MOST_TOLD);
    assert!(unseen.contains("第 31 行以后"), "{unseen}");
}

#[test]
fn one_mark_that_is_wrong_is_one_mistake() {
    let sound = files(&[]);
    let mut more = Vec::new();
    for file in ["form.ron", "narrative.ron"] {
        let text = sound.text(file).unwrap();
        let begins = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let marks =
            text.char_indices().filter(|(at, c)| ":,()[]\"".contains(*c) || c.is_ascii_alphabetic() && begins(*at));
        for (at, c) in marks {
            let (before, behind) = (&text[..at], &text[at + c.len_utf8()..]);
            let full_width = char::from_u32(u32::from(c) + 0xfee0).unwrap();
            let mut typed = vec![String::new(), format!("{c}{c}")];
            if !c.is_ascii_alphabetic() {
                typed.extend([String::from(full_width), "//".into(), "=".into(), "“".into()]);
            }
            for typed in typed {
                let changed = format!("{before}{typed}{behind}");
                let others = sound.texts().filter(|(other, _)| *other != file);
                let changed = FormFiles::new("t-2030", others.chain([(file, changed.as_str())]));
                let Err(errors) = Form::load(&changed) else { continue };
                let read: Vec<String> = errors.iter().map(ToString::to_string).collect();
                let read: Vec<String> = read.into_iter().filter(|error| error.contains("读到这里为止")).collect();
                if read.len() > 1 {
                    let line = before.matches('\n').count() + 1;
                    more.push(format!("{file} {line}: {c} -> {typed}: {read:#?}"));
                }
            }
        }
    }
    assert!(more.is_empty(), "{} {}", more.len(), more.join("\n"));
}
