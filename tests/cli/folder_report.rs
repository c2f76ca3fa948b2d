//! `check --report`: the workbook for whoever answers for all files, read back as a person filters it.

use std::fs;
use std::path::Path;

use crate::command::{Run, run};
use crate::sent::{DEPARTMENT, put, text_of, unit};
use calamine::{Data, DataType, Range, Reader, Xlsx, open_workbook};
use std::collections::BTreeMap;
use std::ffi::OsStr;

fn report(folder: &Path, options: &[&str]) -> (Run, BTreeMap<String, Range<Data>>) {
    let out = tempfile::tempdir().unwrap();
    let path = out.path().join("报告.xlsx");
    let arguments = ["check".as_ref(), folder.as_os_str(), "--report".as_ref(), path.as_os_str()];
    let told = run(arguments.into_iter().chain(options.iter().map(OsStr::new)));
    let mut workbook: Xlsx<_> = open_workbook(&path).unwrap_or_else(|error| panic!("{error}: {}", told.err));
    let sheets = workbook.worksheets().into_iter().collect();
    (told, sheets)
}

/// The rows of a sheet below its heads, by head.
fn rows(sheet: &Range<Data>) -> Vec<BTreeMap<String, Data>> {
    let mut rows = sheet.rows().skip_while(|row| row[0] != Data::String("序号".to_owned()));
    let heads: Vec<String> = rows.next().unwrap().iter().map(Data::to_string).collect();
    rows.map(|row| heads.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

#[test]
fn the_boss_filters_bodies_kinds_and_findings_by_department() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "01-人社局/中心.budget", &unit("某县人社局社保中心", true));
    put(folder.path(), "01-人社局/所.budget", &unit("某县人社局就业所", false));
    put(folder.path(), "02-沙区/部门.budget", &text_of(DEPARTMENT));
    put(folder.path(), "02-沙区/坏.budget", "早上好");
    put(folder.path(), "02-沙区/照片.jpg", "x");
    let list = tempfile::tempdir().unwrap();
    put(list.path(), "名单.csv", "单位名称,主管部门\n某县人社局社保中心,某县人社局\n某县图书馆,文旅局\n");
    let list = format!("--expected={}", list.path().join("名单.csv").display());
    let (told, sheets) = report(folder.path(), &[&list]);
    assert_eq!(told.status, 3, "{}", told.err);
    assert_eq!(sheets.keys().map(String::as_str).collect::<Vec<_>>(), ["各单位", "各类问题", "没有核对的", "问题"]);
    let bodies = rows(&sheets["各单位"]);
    let of = |rows: &[BTreeMap<String, Data>], body: &str| {
        let found = rows.iter().find(|row| row["单位"].get_string() == Some(body));
        found.unwrap_or_else(|| panic!("{body}: {rows:?}")).clone()
    };
    let centre = of(&bodies, "某县人社局社保中心");
    assert_eq!((centre["部门"].to_string().as_str(), centre["结果"].to_string().as_str()), ("某县人社局", "有错误"));
    assert!(matches!(centre["错误"], Data::Float(count) if count >= 1.0), "{centre:?}");
    // Who is not on the list belongs where the folder says.
    assert_eq!(of(&bodies, "某县人社局就业所")["部门"].to_string(), "人社局");
    let findings = rows(&sheets["问题"]);
    let errors: Vec<_> = findings.iter().filter(|row| row["等级"].get_string() == Some("错误")).collect();
    assert!(!errors.is_empty() && errors.iter().all(|row| row["单位"].get_string() == Some("某县人社局社保中心")));
    let first = errors[0];
    assert!(matches!(first["差额"], Data::Float(_)) && matches!(first["应为"], Data::Float(_)), "{first:?}");
    assert!(first["编号"].to_string().starts_with(&format!("{}-", first["规则"])), "{first:?}");
    let kinds = rows(&sheets["各类问题"]);
    let counted: f64 = kinds
        .iter()
        .filter(|row| row["等级"].get_string() == Some("错误"))
        .map(|row| row["处数"].as_f64().unwrap())
        .sum();
    assert_eq!(counted as usize, errors.len());
    let unchecked: Vec<String> = rows(&sheets["没有核对的"]).iter().map(|row| row["情况"].to_string()).collect();
    for matter in ["读不出", "没有交", "名单上没有", "不核对的文件"] {
        assert!(unchecked.iter().any(|own| own == matter), "{matter}: {unchecked:?}");
    }
}

#[test]
fn the_heads_stand_still_and_have_a_filter() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.budget", &unit("某县社保中心", true));
    let out = tempfile::tempdir().unwrap();
    let path = out.path().join("报告.xlsx");
    run(["check".as_ref(), folder.path().as_os_str(), "--report".as_ref(), path.as_os_str()]);
    let mut package = zip::ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut package.by_name("xl/worksheets/sheet3.xml").unwrap(), &mut xml).unwrap();
    assert!(xml.contains("<autoFilter ref=\"A") && xml.contains("state=\"frozen\""), "{}", &xml[..600]);
    // What is no workbook is refused before anything is read.
    let refused = run(["check".as_ref(), folder.path().as_os_str(), "--report".as_ref(), OsStr::new("报告.pdf")]);
    assert!(refused.status == 2 && refused.err.contains(".xlsx") && refused.out.is_empty(), "{}", refused.err);
    let own = folder.path().join("a.budget");
    let over = run(["check".as_ref(), own.as_os_str(), "--report".as_ref(), own.as_os_str()]);
    assert_eq!(over.status, 2);
}

#[test]
fn the_second_round_says_what_was_mended_and_what_is_new() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.budget", &unit("某县社保中心", true));
    let out = tempfile::tempdir().unwrap();
    let earlier = out.path().join("上次.json");
    fs::write(&earlier, run(["check".as_ref(), "--format=json".as_ref(), folder.path().as_os_str()]).out).unwrap();
    let since = format!("--since={}", earlier.display());
    let (_, same) = report(folder.path(), &[&since]);
    assert!(
        rows(&same["问题"])
            .iter()
            .filter(|row| row["等级"].get_string() == Some("错误"))
            .all(|row| row["与上次比"].get_string() == Some("没有改"))
    );
    put(folder.path(), "a.budget", &unit("某县社保中心", false));
    let (_, mended) = report(folder.path(), &[&since]);
    assert!(matches!(rows(&mended["各单位"])[0]["已改正"], Data::Float(count) if count >= 1.0));
}
