//! A form that the program does not bring, from a folder: everything is done with it, without code. And documents that
//! follow no form are refused.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{Run, json, run, sample};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    CellKey, Code, ColumnNumber, Component, Disclosure, Kind, Part, RowKey, Said, SlotValue, TableNumber, TextKey,
};
use disclosure_engine::edit::{NewRow, Step, add_row, say, set_amounts};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

const ID: &str = "yunhan-2025";

fn folder_of_forms() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms/yunhan-2025")
}

/// Runs the binary with the forms of that folder.
fn with_forms(arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Run {
    let forms = folder_of_forms();
    let arguments = arguments.iter().map(|argument| argument.as_ref().to_owned());
    run(arguments.chain(["--forms".into(), forms.into_os_string()]))
}

struct Bench {
    forms: FormLibrary,
    catalog: Catalog,
}

impl Bench {
    fn new() -> Self {
        let mut forms = FormLibrary::builtin().unwrap();
        assert_eq!(forms.add_folder(&folder_of_forms()), 1);
        assert!(forms.unsound().is_empty(), "{:?}", forms.unsound());
        Self { forms, catalog: Catalog::builtin().unwrap() }
    }

    fn change(&self, disclosure: &mut Disclosure, step: impl FnOnce(Evaluated<'_>) -> Step) {
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        let step = step(Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation });
        step.apply(disclosure);
    }

    /// Types an amount in 千元.
    fn enter(&self, disclosure: &mut Disclosure, table: u8, row: RowKey, column: u8, amount: i64) {
        self.change(disclosure, |evaluated| {
            let cell = evaluated.find(&CellKey::new(TableNumber(table), row, ColumnNumber(column))).unwrap();
            let amount = evaluated.form.text_unit.amount(amount.into()).unwrap();
            set_amounts(evaluated, "录入", &[(cell, Some(amount))])
        });
    }

    /// Fills the disclosure at `path` in; `people` and `running` are the money of its only item.
    fn fill(&self, path: &Path, people: i64, running: i64) {
        let mut disclosure = file::open(path, &self.forms).unwrap();
        let code: Code = "2080109".parse().unwrap();
        let list = self.forms.get(ID).unwrap().tables[1].list_indices().next().unwrap();
        self.change(&mut disclosure, |evaluated| {
            let code_name = "社会保险经办机构".to_owned();
            add_row(evaluated, list, NewRow { code: Some(code), code_name, ..NewRow::default() }).unwrap()
        });
        self.enter(&mut disclosure, 2, RowKey::Code(code), 2, people);
        self.enter(&mut disclosure, 2, RowKey::Code(code), 3, running);
        for (id, amount) in [("grant", people), ("other", running), ("used", people + running)] {
            self.enter(&mut disclosure, 1, RowKey::Fixed(id.into()), 1, amount);
        }
        for (id, text) in [("duties.duties", "办理社会保险"), ("meaning.meaning", "财政部门拨付的资金")]
        {
            disclosure.slots.insert(TextKey { id: id.into(), row: None }, SlotValue::Text(text.into()));
        }
        for number in [1, 2] {
            say(&disclosure, Component::Table(TableNumber(number)), Some(Said::Complete)).apply(&mut disclosure);
        }
        for part in [Part::Overview, Part::Section(1), Part::Glossary] {
            say(&disclosure, Component::Text(part), Some(Said::Complete)).apply(&mut disclosure);
        }
        fs::remove_file(path).unwrap();
        file::save_new(path, &disclosure).unwrap();
    }
}

/// A new disclosure of the made-up form, filled in.
fn filled(bench: &Bench, path: &Path, kind: &str, people: i64, running: i64) {
    let made = with_forms(&[&"new", &"--body=某某站", &"--year=2025", &"--kind", &kind, &"--form", &ID, &"-o", &path]);
    assert_eq!((made.status, made.err.as_str()), (0, ""), "{}", made.err);
    bench.fill(path, people, running);
}

#[test]
fn a_form_from_a_folder_goes_through_everything_without_code() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let own = at("own.budget");
    filled(&bench, &own, "unit", 300, 45);

    // The file carries its form: it is checked where nobody has the form.
    let checked = run(["check".as_ref(), "--format=json".as_ref(), own.as_os_str()]);
    assert_eq!(checked.status, 0, "{}{}", checked.out, checked.err);
    let report = &json(&checked)[0];
    assert_eq!((report["form"].as_str(), report["errors"].as_u64()), (Some(ID), Some(0)), "{report}");
    let said = run(["check".as_ref(), own.as_os_str()]);
    assert!(said.out.contains("表式 yunhan-2025（云汉省 2025 年）"), "{}", said.out);

    for extension in ["pdf", "ofd", "docx", "xlsx"] {
        let document = at("own").with_extension(extension);
        let exported = run(["export".as_ref(), own.as_os_str(), "-o".as_ref(), document.as_os_str()]);
        assert_eq!(exported.status, 0, "{extension}: {}", exported.err);
        let imported = at(&format!("{extension}.budget"));
        let read = with_forms(&[&"import", &document, &"-o", &imported]);
        assert_eq!(read.status, 0, "{extension}: {}{}", read.out, read.err);
        assert!(read.out.contains("表式：云汉省 2025 年：2 张表，表头全合"), "{extension}: {}", read.out);
        let differences = with_forms(&[&"diff", &own, &imported]);
        assert_eq!(differences.status, 0, "{extension}: {}", differences.out);
    }

    // What does not agree is found by the form's own rules.
    let broken = at("broken.budget");
    let mut disclosure = file::open(&own, &bench.forms).unwrap();
    bench.enter(&mut disclosure, 1, RowKey::Fixed("used".into()), 1, 346);
    file::save_new(&broken, &disclosure).unwrap();
    let checked = run(["check".as_ref(), broken.as_os_str()]);
    assert_eq!(checked.status, 1);
    assert!(
        checked.out.contains("Y4 两张表的使用数相等") && checked.out.contains("346.0 应为 345.0"),
        "{}",
        checked.out
    );
    let differences = run(["diff".as_ref(), own.as_os_str(), broken.as_os_str()]);
    assert_eq!(differences.status, 1, "{}", differences.out);
    assert!(differences.out.contains("346.0"), "{}", differences.out);
}

#[test]
fn a_form_from_a_folder_is_rolled_and_summed() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    filled(&bench, &at("one.budget"), "unit", 300, 45);
    filled(&bench, &at("two.budget"), "unit", 100, 5);
    filled(&bench, &at("whole.budget"), "department", 400, 50);
    let sum = run(["sum".into(), at("whole.budget"), at("one.budget"), at("two.budget")]);
    assert_eq!(sum.status, 0, "{}{}", sum.out, sum.err);
    let sum = run(["sum".into(), at("whole.budget"), at("one.budget")]);
    assert_eq!(sum.status, 1, "{}", sum.out);

    let draft = at("2026.budget");
    let rolled = run([
        "new".as_ref(),
        "--from".as_ref(),
        at("one.budget").as_os_str(),
        "--year=2026".as_ref(),
        "-o".as_ref(),
        draft.as_os_str(),
    ]);
    assert_eq!(rolled.status, 0, "{}", rolled.err);
    assert!(rolled.err.contains("2026 年的表式还没有，暂按 2025 年"), "{}", rolled.err);
    let draft = file::open(&draft, &bench.forms).unwrap();
    assert_eq!((draft.form.as_str(), draft.kind, draft.year), (ID, Kind::Unit, 2026));
    let rows = &draft.table(TableNumber(2)).unwrap().rows;
    assert!(rows.len() == 1 && rows[0].amounts.is_empty(), "{rows:?}");
    assert!(draft.carried.is_some() && draft.slots.contains_key(&TextKey { id: "duties.duties".into(), row: None }));
}

#[test]
fn forms_are_listed_shown_checked_and_added() {
    let listed = with_forms(&[&"forms", &"list"]);
    assert_eq!(listed.status, 0, "{}", listed.err);
    assert!(listed.out.contains("xinjiang-2025：新疆维吾尔自治区 2025 年"), "{}", listed.out);
    assert!(listed.out.contains("yunhan-2025：云汉省 2025 年"), "{}", listed.out);
    let shown = with_forms(&[&"forms", &"show", &ID]);
    assert!(shown.out.contains("表2 单位预算使用明细表") && shown.out.contains("金额单位 千元"), "{}", shown.out);
    for expected in ["第 1 版", "千元（1 位小数）", "4 个部分", "贰　单位预算表：各表", "第 1 节", "    Y1 "]
    {
        assert!(shown.out.contains(expected), "{expected}: {}", shown.out);
    }
    assert_eq!(with_forms(&[&"forms", &"show", &"nowhere"]).status, 2);

    let folder = tempfile::tempdir().unwrap();
    let form = folder_of_forms();
    let written = folder.path().join("examples");
    let checked = run(["forms".as_ref(), "check".as_ref(), form.as_os_str(), "-o".as_ref(), written.as_os_str()]);
    assert_eq!(checked.status, 0, "{}{}", checked.out, checked.err);
    assert!(checked.out.ends_with("没有发现问题，可以用 forms add 加入\n"), "{}", checked.out);
    let again = with_forms(&[&"forms", &"check", &form]);
    assert!(again.out.ends_with("没有发现问题，这就是已经在用的那一套\n"), "{}", again.out);
    for name in ["空白.pdf", "空白.docx", "空白.xlsx", "样例.pdf", "样例.docx", "样例.xlsx"] {
        assert!(written.join(format!("{ID}-{name}")).metadata().unwrap().len() > 1000, "{name}");
    }

    // All mistakes at once, and another form is not stopped by them.
    let bad = folder.path().join("forms/bad");
    fs::create_dir_all(&bad).unwrap();
    let text = fs::read_to_string(form.join("form.ron")).unwrap();
    let text = text.replace("T2[total](1)\"", "T2[total](7)\"").replace("[grant] + [other]", "[grand] + [other]");
    fs::write(bad.join("form.ron"), text).unwrap();
    let checked = run(["forms".as_ref(), "check".as_ref(), bad.as_os_str()]);
    assert_eq!(checked.status, 1);
    assert!(checked.out.contains("表 T2 没有列 (7)") && checked.out.contains("是否指 grant？"), "{}", checked.out);
    let others = run(["check".as_ref(), sample("urumqi-2025.budget").as_os_str(), "--forms".as_ref(), bad.as_os_str()]);
    assert_ne!(others.status, 2, "{}", others.err);
    let listed = run(["forms".as_ref(), "list".as_ref(), "--forms".as_ref(), bad.as_os_str()]);
    assert!(listed.out.contains("不能用 bad") && listed.out.contains("form.ron 第 "), "{}", listed.out);
}

/// The form in a folder of `folder` as a second revision, which has no row `other` any more.
fn second_revision(folder: &Path) -> PathBuf {
    let second = folder.join("second");
    fs::create_dir_all(&second).unwrap();
    for entry in fs::read_dir(folder_of_forms()).unwrap().flatten() {
        let text = fs::read_to_string(entry.path()).unwrap();
        let text = text.replace("year: 2025,", "year: 2025, revision: 2,").replace("[grant] + [other]", "[grant]");
        let text = text.replace("                    (id: \"other\", label: \"乙、其他资金\"),\n", "");
        fs::write(second.join(entry.file_name()), text).unwrap();
    }
    second
}

#[test]
fn a_file_that_carries_an_older_revision_says_so_and_goes_over_to_the_newer() {
    let folder = tempfile::tempdir().unwrap();
    let second = second_revision(folder.path());
    let (old, new) = (folder.path().join("old.budget"), folder.path().join("new.budget"));
    let bench = Bench::new();
    let mut disclosure = bench.forms.get(ID).unwrap().disclosure(Kind::Unit, "云汉某某站", 2025);
    bench.enter(&mut disclosure, 1, RowKey::Fixed("grant".into()), 1, 7);
    bench.enter(&mut disclosure, 1, RowKey::Fixed("other".into()), 1, 5);
    file::save_new(&old, &disclosure).unwrap();
    let with_second = |arguments: &[&dyn AsRef<std::ffi::OsStr>]| {
        let arguments = arguments.iter().map(|argument| argument.as_ref().to_owned());
        run(arguments.chain(["--forms".into(), second.clone().into_os_string()]))
    };
    let checked = with_second(&[&"check", &old]);
    let name = "表式 yunhan-2025（云汉省 2025 年；文件自带的第 1 版；这里有第 2 版）；改用这里的：forms follow";
    assert!(checked.out.contains(name), "{}", checked.out);
    assert!(!checked.out.contains("F54"), "{}", checked.out);
    // By the one that is here, without a new file and with one.
    let by_second = with_second(&[&"check", &"--form=yunhan-2025", &old]);
    assert!(by_second.out.contains("表式 yunhan-2025（云汉省 2025 年）\n"), "{}{}", by_second.out, by_second.err);
    assert!(
        by_second.out.contains("F54")
            && by_second.out.contains("表1 里填的内容在表式里已经没有位置：“乙、其他资金” 本年安排数 5.0"),
        "{}",
        by_second.out
    );
    let followed = with_second(&[&"forms", &"follow", &old, &"-o", &new]);
    assert_eq!(followed.status, 0, "{}{}", followed.out, followed.err);
    let told = "文件是按表式 yunhan-2025 的第 1 版填的，现在用的是第 2 版；1 处内容已经没有位置";
    assert!(followed.out.contains(told) && followed.out.contains("已经没有位置："), "{}", followed.out);
    let saved = fs::read_to_string(&new).unwrap();
    assert!(saved.contains("revision: 2") && saved.contains("5000") && saved.contains("7000"), "{saved}");
    assert!(with_second(&[&"check", &new]).out.contains("表式 yunhan-2025（云汉省 2025 年）\n"));
    // There is nothing to go over to twice, and nothing is replaced.
    assert_eq!(with_second(&[&"forms", &"follow", &old, &"-o", &new]).status, 2);
    let third = folder.path().join("third.budget");
    let again = with_second(&[&"forms", &"follow", &new, &"-o", &third]);
    assert!(again.status == 2 && again.err.contains("没有别的版可以改用"), "{}", again.err);
}

#[test]
fn a_new_disclosure_follows_the_form_of_its_region_and_kind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.budget");
    // The region that the body names, or else the one for which the program was made; the others are told.
    let named = with_forms(&[&"new", &"--body=云汉某某站", &"--year=2025", &"-o", &path]);
    assert_eq!(named.status, 0, "{}", named.err);
    assert!(
        named.err.contains("按 云汉省 2025 年（yunhan-2025）；要按别的，用 --form：shanghai-2025"),
        "{}",
        named.err
    );
    let other = folder.path().join("other.budget");
    let unnamed = with_forms(&[&"new", &"--body=某某站", &"--year=2025", &"-o", &other]);
    assert_eq!(unnamed.status, 0, "{}", unnamed.err);
    assert!(unnamed.err.contains("xinjiang-2025") && unnamed.err.contains("yunhan-2025"), "{}", unnamed.err);
    let of_kind = folder.path().join("kind.budget");
    let kind = ["--form=shanghai-2025", "--kind=department", "--body=某局", "--year=2025"];
    let made = with_forms(&[&"new", &kind[0], &kind[1], &kind[2], &kind[3], &"-o", &of_kind]);
    assert_eq!(made.status, 0, "{}", made.err);
    assert!(fs::read_to_string(&of_kind).unwrap().contains("shanghai-2025-department"));
}

/// A document as text with tables of tab-separated cells.
fn document(tables: &[(&str, &str, &str)]) -> String {
    let mut text = "某市某某局2025年部门预算公开\n编制部门：某市某某局\n".to_owned();
    for (title, head, row) in tables {
        text.push_str(&format!("{title}\n单位：万元\n{head}\n{row}\n\n"));
    }
    text
}

#[test]
fn a_document_of_a_form_that_is_not_known_is_refused_with_what_was_seen() {
    let heads = "功能分类科目编码\t科目名称\t合计\t基本支出\t项目支出";
    let row = "2080109\t社会保险经办机构\t30.00\t20.00\t10.00";
    let economic = "项目\t\t\t一般公共预算基本支出\t\t\n类\t款\t经济分类科目名称\t合计\t人员经费\t公用经费";
    let wages = "301\t01\t基本工资\t20.00\t20.00\t";
    let other = "科目\t一季度\t二季度\t三季度\t四季度\t全年";
    let figures = "社会保险\t1.00\t2.00\t3.00\t4.00\t10.00";
    let cases = [
        (
            "another place's tables",
            document(&[("部门支出预算表", heads, row), ("部门基本支出预算表", economic, wages)]),
            ["的表式", "部门支出预算表、部门基本支出预算表"],
        ),
        (
            "titles that agree, columns that do not",
            document(&[("部门支出总体情况表", other, figures), ("一般公共预算支出情况表", other, figures)]),
            ["不是", "部门支出总体情况表"],
        ),
        (
            "final accounts",
            document(&[
                ("收入支出决算总表", heads, row),
                ("支出决算表", heads, row),
                ("财政拨款支出决算表", heads, row),
            ]),
            ["决算公开", "支出决算表"],
        ),
        (
            "a government's budget",
            document(&[("一般公共预算收支平衡表", heads, row), ("政府债务限额和余额情况表", other, figures)]),
            ["政府预算", "政府债务限额和余额情况表"],
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, text, said) in cases {
        let source = folder.path().join("source.txt");
        fs::write(&source, text).unwrap();
        let imported = folder.path().join("imported.budget");
        let arguments: [OsString; 4] = ["import".into(), source.clone().into(), "-o".into(), imported.clone().into()];
        for run in [run(arguments), run(["check".as_ref(), source.as_os_str()])] {
            assert_eq!(run.status, 2, "{name}: {}{}", run.out, run.err);
            let told = format!("{}{}", run.err, run.out);
            assert!(said.iter().all(|part| told.contains(part)), "{name}: {told}");
        }
        assert!(!imported.exists(), "{name}");
    }
}

#[test]
fn a_document_of_another_year_most_of_whose_figures_have_no_place_is_refused() {
    let known = "功能分类科目编码\t功能分类科目名称\t合计\t基本支出\t项目支出";
    let other = "功能分类科目编码\t功能分类科目名称\t合计\t运转类\t特定目标类\t统筹类\t上级类";
    let row = "2080109\t社会保险经办机构\t30.00\t20.00\t10.00";
    let rows =
        "2080109\t社会保险经办机构\t30.00\t5.00\t5.00\t10.00\t10.00\n2080199\t其他\t8.00\t2.00\t2.00\t2.00\t2.00";
    let text = document(&[("部门支出总体情况表", known, row), ("一般公共预算支出情况表", other, rows)]);
    let folder = tempfile::tempdir().unwrap();
    let import = |text: &str, form: &[&str]| {
        let (source, imported) = (folder.path().join("source.txt"), folder.path().join("imported.budget"));
        fs::write(&source, text).unwrap();
        let of_file: [OsString; 4] = ["import".into(), source.into(), "-o".into(), imported.clone().into()];
        let run = run(of_file.into_iter().chain(form.iter().map(OsString::from)));
        (run, fs::remove_file(imported).is_ok())
    };
    let later = text.replace("2025", "2027");
    let (refused, is_there) = import(&later, &[]);
    assert!(refused.status == 2 && !is_there, "{}{}", refused.out, refused.err);
    for said in ["不是", "表5 有 6 列对不上", "个数里只有", "一般公共预算支出情况表", "请指定表式"]
    {
        assert!(refused.err.contains(said), "{said}: {}", refused.err);
    }
    // The same of the form's own year is a document with a table that somebody changed, and a person may say which form it is.
    for (text, form) in [(text.as_str(), [].as_slice()), (&later, &["--form", "xinjiang-2025"])] {
        let (taken, is_there) = import(text, form);
        assert!(taken.status == 0 && is_there, "{}{}", taken.out, taken.err);
        assert!(taken.out.contains("没有放进表里的数"), "{}", taken.out);
    }
}

#[test]
fn a_document_without_figures_is_of_the_form_for_its_kind() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).into_os_string();
    for (form, said) in [("shanghai-2026", "单位"), ("shanghai-2026-department", "部门")] {
        let (blank, document, imported) =
            (path(&format!("{form}.budget")), path("blank.docx"), path("imported.budget"));
        let body = ["--body", "上海市黄浦区水务局", "--year", "2026", "--form", form].map(OsString::from);
        let done = [
            run(["new".into(), "-o".into(), blank.clone()].into_iter().chain(body)),
            run(["export".into(), "--draft".into(), blank, "-o".into(), document.clone()]),
            run(["import".into(), document.clone(), "-o".into(), imported.clone()]),
        ];
        let told = done.map(|run| format!("{}{}", run.out, run.err)).join("\n");
        assert!(told.contains(&format!("2026 年{said}预算公开（表式 {form}）")), "{told}");
        fs::remove_file(document).unwrap();
        fs::remove_file(imported).unwrap();
    }
}

#[test]
fn a_part_of_a_document_is_still_of_its_form() {
    let heads = "功能分类科目编码\t功能分类科目名称\t合计\t基本支出\t项目支出";
    let row = "2080109\t社会保险经办机构\t30.00\t20.00\t10.00";
    let folder = tempfile::tempdir().unwrap();
    for title in ["部门支出总体情况表", "一般公共预算支出情况表"] {
        let source = folder.path().join("source.txt");
        fs::write(&source, document(&[(title, heads, row)])).unwrap();
        let imported = folder.path().join(format!("{title}.budget"));
        let run = with_forms(&[&"import", &source, &"-o", &imported]);
        assert_eq!(run.status, 0, "{title}: {}{}", run.out, run.err);
        assert!(run.out.contains("表式：新疆维吾尔自治区 2025 年：1 张表，表头全合"), "{title}: {}", run.out);
    }
}
