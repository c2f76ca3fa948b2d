//! What a bureau does with a whole folder: review sheets, documents to publish, sums by department.

use std::fs;
use std::path::Path;

use crate::command::{Run, run, sample};
use crate::sent::{GOOD, put, text_of, unit};
use calamine::{Data, DataType, Reader, Xlsx, open_workbook};
use std::ffi::OsStr;
use tempfile::TempDir;

fn command(name: &str, folder: &Path, out: &Path, options: &[&str]) -> Run {
    let arguments = [name.as_ref(), folder.as_os_str(), "-o".as_ref(), out.as_os_str()];
    run(arguments.into_iter().chain(options.iter().map(OsStr::new)))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn each_body_gets_a_sheet_with_the_page_and_the_sentence_and_amounts_that_are_numbers() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    put(folder.path(), "甲.budget", &unit("某县甲所", true));
    put(folder.path(), "坏.budget", "早上好");
    // One that came as a document, with a doubled word in a sentence.
    let doubled = unit("某县乙所", false).replacen("职级晋升带动", "职级晋升职级晋升带动", 1);
    let draft = out.path().join("乙.budget");
    fs::write(&draft, doubled).unwrap();
    let docx = folder.path().join("乙.docx");
    assert_eq!(command("export", &draft, &docx, &[]).status, 0);
    fs::remove_file(&draft).unwrap();
    let sheets = out.path().join("审阅");
    let told = command("review", folder.path(), &sheets, &[]);
    assert_eq!(told.status, 2, "one cannot be read: {}", told.err);
    assert!(told.err.contains("坏.budget：第 1 行"), "{}", told.err);
    assert_eq!(names(&sheets), ["某县乙所2025年单位预算公开审阅表.xlsx", "某县甲所2025年单位预算公开审阅表.xlsx"]);
    assert!(told.out.contains("共 2 份审阅表"), "{}", told.out);
    let read = |name: &str| {
        let mut workbook: Xlsx<_> = open_workbook(sheets.join(name)).unwrap();
        assert_eq!(workbook.sheet_names(), ["问题"], "nothing was said, accepted or signed");
        workbook.worksheet_range("问题").unwrap()
    };
    let column = |range: &calamine::Range<Data>, head: &str| -> Vec<Data> {
        let at = range.rows().position(|row| row[0].get_string() == Some("序号")).unwrap();
        let place = range.rows().nth(at).unwrap().iter().position(|cell| cell.get_string() == Some(head)).unwrap();
        range.rows().skip(at + 1).map(|row| row[place].clone()).collect()
    };
    let wrong = read("某县甲所2025年单位预算公开审阅表.xlsx");
    assert!(column(&wrong, "差额").iter().any(|cell| matches!(cell, Data::Float(amount) if amount.abs() == 1.0)));
    assert_eq!(column(&wrong, "交给")[0].to_string(), "填表");
    let came = read("某县乙所2025年单位预算公开审阅表.xlsx");
    let at = column(&came, "原文").iter().position(|cell| cell.to_string().contains("职级晋升职级晋升")).unwrap();
    let place = column(&came, "文件里")[at].to_string();
    assert!(place.starts_with("第 ") && place.ends_with(" 段"), "{place}");
    assert_eq!(column(&came, "交给")[at].to_string(), "写文字");
    // What is written must not come in with the next check.
    let inside = command("review", folder.path(), &folder.path().join("审阅"), &[]);
    assert!(inside.status == 2 && inside.err.contains("里面"), "{}", inside.err);
}

#[test]
fn documents_are_published_with_a_page_that_leads_to_them_and_what_has_errors_is_not() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    put(folder.path(), "人社局/甲.budget", &unit("某县甲所", false));
    put(folder.path(), "人社局/乙.budget", &unit("某县乙所", true));
    put(folder.path(), "教育局/丙.budget", &unit("某县丙校", false));
    let options = ["--format=docx,html,xlsx", "--name={department}/{body}{year}年", "--verify"];
    let told = command("export", folder.path(), out.path(), &options);
    assert_eq!(told.status, 1, "{}", told.err);
    assert!(told.err.contains("乙.budget：还有 ") && told.err.contains(" 处错误，没有导出"), "{}", told.err);
    assert!(told.out.starts_with("导出 2 份，6 个文件，6 个读回来与原来的相同；没有导出 1 份"), "{}", told.out);
    assert_eq!(names(out.path()), ["index.html", "人社局", "教育局"]);
    assert_eq!(
        names(&out.path().join("人社局")),
        ["某县甲所2025年.docx", "某县甲所2025年.html", "某县甲所2025年.xlsx"]
    );
    let index = fs::read_to_string(out.path().join("index.html")).unwrap();
    assert!(index.contains("某县丙校") && !index.contains("某县乙所"), "{index}");
    let draft = tempfile::tempdir().unwrap();
    let told = command("export", folder.path(), draft.path(), &["--draft", "--format=html"]);
    assert_eq!((told.status, names(draft.path()).len()), (0, 4), "{}", told.err);
    for (options, why) in [
        (&["--format=doc"][..], "没有 doc 这种格式"),
        (&["--name={year}"], "要有 {body}"),
        (&["--name={who}{body}"], "{who} 不认识"),
    ] {
        let refused = command("export", folder.path(), out.path(), options);
        assert!(refused.status == 2 && refused.err.contains(why), "{}", refused.err);
    }
}

/// Units with figures of their own and a department that added up some of them.
fn department(added: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let forms = disclosure_engine::form::FormLibrary::builtin().unwrap();
    let form = forms.get("xinjiang-2025").unwrap();
    let catalog = disclosure_engine::catalog::Catalog::builtin().unwrap();
    let unit = |body: &str, parts: i64| {
        let mut unit = disclosure_engine::file::read(&text_of(GOOD), &forms).unwrap();
        unit.body = body.to_owned();
        for table in unit.tables.values_mut() {
            table.stated.clear();
            for amount in table.rows.iter_mut().flat_map(|row| row.amounts.values_mut()) {
                let yuan = amount.yuan() * rust_decimal::Decimal::new(parts, 2);
                *amount = disclosure_engine::disclosure::Amount::from_yuan(yuan.round_dp(0)).unwrap();
            }
        }
        let evaluation = disclosure_engine::evaluate::evaluate(form, &unit);
        (unit, evaluation)
    };
    let units = [("某县教育局一中", 100), ("某县教育局二中", 57), ("某县教育局三中", 31)]
        .map(|(body, parts)| unit(body, parts));
    let foreign = unit("某县卫健委医院", 43);
    let evaluated: Vec<_> = added
        .iter()
        .map(|name| units.iter().chain([&foreign]).find(|(unit, _)| unit.body.ends_with(name)).unwrap())
        .map(|(disclosure, evaluation)| disclosure_engine::evaluate::Evaluated {
            form,
            catalog: &catalog,
            disclosure,
            evaluation,
        })
        .collect();
    let ungrouped = std::collections::BTreeSet::new();
    let sum = disclosure_engine::review::consolidate(form, "某县教育局", &evaluated, &ungrouped, &Default::default());
    let save = |name: &str, disclosure: &disclosure_engine::disclosure::Disclosure| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        disclosure_engine::file::save(&path, disclosure).unwrap();
    };
    save("教育局/部门.budget", &sum.unwrap().disclosure);
    for (place, (unit, _)) in units.iter().enumerate() {
        save(&format!("教育局/{place}.budget"), unit);
    }
    save("卫健委/医院.budget", &foreign.0);
    folder
}

#[test]
fn the_cause_comes_first_where_a_department_is_not_the_sum_of_its_units() {
    let sum = |folder: &TempDir| run(["sum".as_ref(), folder.path().as_os_str(), "--by-department".as_ref()]);
    for (added, cause) in [
        (&["一中", "二中", "三中"][..], None),
        (&["一中", "三中"], Some("原因：差的正好是 某县教育局二中（")),
        (&["一中", "二中", "三中", "三中"], Some("原因：多的正好是 某县教育局三中（")),
        (&["一中", "二中", "三中", "医院"], Some("原因：多的正好是 某县卫健委医院（")),
    ] {
        let folder = department(added);
        let told = sum(&folder);
        assert_eq!(told.status, i32::from(cause.is_some()), "{}{}", told.out, told.err);
        let lines: Vec<&str> = told.out.lines().collect();
        assert!(lines[0].starts_with("某县教育局（") && lines[0].contains("与 3 个单位的合计相比"), "{}", told.out);
        match cause {
            None => assert!(lines[0].ends_with("相等"), "{}", told.out),
            Some(cause) => {
                assert!(lines[1].trim_start().starts_with(cause), "{}", told.out);
                assert!(lines.len() <= 12, "what follows is folded: {}", told.out);
            }
        }
        assert!(told.out.contains("没有找到主管部门的单位（1 个）"), "{}", told.out);
    }
    let missing = run(["sum".as_ref(), sample(GOOD).as_os_str(), "--by-department".as_ref()]);
    assert_eq!(missing.status, 2);
}
