//! The list of a folder, and the sum of its units.

use super::*;
use disclosure_engine::disclosure::{Amount, Disclosure};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

/// A folder with three units, a file that cannot be read, and their department, of which one figure is altered.
fn department(folder: &std::path::Path) -> PathBuf {
    let forms = FormLibrary::builtin().unwrap();
    let catalog = disclosure_engine::catalog::Catalog::builtin().unwrap();
    let units = ["甲中心", "乙中心", "丙中心"].map(|body| {
        let unit = file::open(&sample("urumqi-2025.budget"), &forms).unwrap();
        let unit = Disclosure { body: body.to_owned(), ..unit };
        file::save(&folder.join(format!("{body}.budget")), &unit).unwrap();
        unit
    });
    let form = forms.get("xinjiang-2025").unwrap();
    let evaluations = units.each_ref().map(|unit| disclosure_engine::evaluate::evaluate(form, unit));
    let evaluated: Vec<_> = units
        .iter()
        .zip(&evaluations)
        .map(|(disclosure, evaluation)| disclosure_engine::evaluate::Evaluated {
            form,
            catalog: &catalog,
            disclosure,
            evaluation,
        })
        .collect();
    let sum = disclosure_engine::review::consolidate(
        form,
        "某某局",
        &evaluated,
        &std::collections::BTreeSet::new(),
        &Default::default(),
    );
    let sum = sum.unwrap();
    let mut department = sum.disclosure;
    let table = department.table_mut(TableNumber(6));
    let row = table.rows.iter_mut().find(|row| row.subject.code().is_some_and(|code| code.to_string() == "30101"));
    *row.unwrap().amounts.get_mut(&ColumnNumber(2)).unwrap() += "90000".parse::<Amount>().unwrap();
    let path = folder.join("部门.budget");
    file::save(&path, &department).unwrap();
    std::fs::write(folder.join("坏.budget"), "Budget(").unwrap();
    path
}

#[test]
fn a_folder_is_listed_its_sum_compared_and_a_file_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = department(folder.path());
    // The desktop has no dialog: the program's own is asked for a folder.
    let mut harness = window(None, Some(PathAnswer::Unavailable));
    menu(&mut harness, "文件夹列表与汇总核对");
    let field = |harness: &mut Test| {
        harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "文件夹").click();
        harness.run();
    };
    field(&mut harness);
    type_text(&mut harness, path.parent().unwrap().to_str().unwrap());
    harness.get_by_label("选择").click();
    harness.run_steps(4);
    for _ in 0..600 {
        harness.step();
        if harness.query_by_label_contains("共 5 份").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    harness.get_by_label_contains("读不出 1");
    harness.get_by_label("部门与 3 个单位的合计核对").click();
    for _ in 0..600 {
        harness.step();
        if harness.query_by_label_contains("打开合计数").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    harness.run();
    let altered: Vec<String> = harness.query_all_by_label_contains("● 不等").map(|node| format!("{node:?}")).collect();
    assert_eq!(altered.len(), 1, "{altered:?}");
    harness.get_by_label_contains("表6 301 01 基本工资（2）人员经费：3,926.07 → 3,935.07（+9.00）");
    harness.get_by_label("乙中心").click();
    harness.run();
    harness.run();
    assert_eq!(disclosure(&harness).body, "乙中心");
    // The list is there again, without being read anew.
    menu(&mut harness, "文件夹列表与汇总核对");
    harness.run();
    harness.get_by_label_contains("共 5 份");
    harness.get_by_label("打开合计数").click();
    harness.run();
    harness.run();
    assert_eq!(disclosure(&harness).body, "某某局");
}

#[test]
fn units_of_the_departments_year_are_chosen_and_documents_are_read_too() {
    let folder = tempfile::tempdir().unwrap();
    department(folder.path());
    let forms = FormLibrary::builtin().unwrap();
    let earlier = file::open(&folder.path().join("乙中心.budget"), &forms).unwrap();
    file::save(&folder.path().join("去年.budget"), &Disclosure { year: earlier.year - 1, ..earlier }).unwrap();
    for name in ["送来的.docx", "~$送来的.docx", "说明.doc", "公开.pdf"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    let mut harness = window(None, None);
    let ctx = harness.ctx.clone();
    harness.state_mut().as_mut().unwrap().list_folder(&ctx, folder.path());
    for _ in 0..600 {
        harness.step();
        if harness.query_by_label_contains("共 8 份").is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    harness.get_by_label_contains("读不出 3");
    harness.get_by_label_contains("另有 1 个文件没有核对（.doc 1）");
    harness.get_by_label("部门与 3 个单位的合计核对");
}
