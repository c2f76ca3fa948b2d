//! A county goes through a check with its report, review sheets, a second round and an export, by the commands of the
//! program.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use calamine::{Data, DataType, Reader, Xlsx, open_workbook};
use serde_json::Value;

use super::{County, Fault, Plan, Sent, Shape, Writer};

/// What a county came to.
pub struct Trial {
    plan: Plan,
    files: usize,
    shapes: BTreeMap<&'static str, usize>,
    kinds: usize,
    /// How many faults were found, and at how many the first finding of an error names a cell or a paragraph.
    found: usize,
    named: usize,
    exported: usize,
    refused: usize,
    check: Duration,
    review: Duration,
    export: Duration,
}

impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plan, files, shapes, kinds, found, named, exported, refused, check, review, export } = self;
        let shapes: Vec<String> = shapes.iter().map(|(shape, count)| format!("{count} {shape}")).collect();
        write!(
            f,
            "a county of {} departments and {} units in {files} files ({}): {found} of {} faults of {kinds} kinds found, {named} \
             with their place, no clean file accused; {exported} exported and read again, {refused} refused for errors; \
             check {:.1} s, review {:.1} s, export {:.1} s",
            plan.departments,
            plan.units,
            shapes.join(", "),
            plan.faults,
            check.as_secs_f64(),
            review.as_secs_f64(),
            export.as_secs_f64(),
        )
    }
}

/// Runs the program.
fn run(binary: &Path, arguments: &[&str]) -> (i32, String, String, Duration) {
    let start = Instant::now();
    let output = Command::new(binary).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr), start.elapsed())
}

/// The reports of a check in JSON, by the file below the folder.
fn reports(folder: &Path, out: &str) -> BTreeMap<String, Value> {
    let lines = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let shown = |report: &Value| {
        let file = Path::new(report["file"].as_str().unwrap()).strip_prefix(folder).unwrap().to_owned();
        file.to_str().unwrap().replace('\\', "/")
    };
    lines.map(|report| (shown(&report), report)).collect()
}

/// The errors and doubts of a report that an honest document may not draw.
fn faults_of(report: &Value, shape: Shape) -> Vec<&Value> {
    let findings = report["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    let is_earned = |finding: &&Value| {
        let rule = finding["rule"].as_str().unwrap();
        // Amounts that no single unit has earn the doubt whether they were typed in yuan. A workbook has no parts.
        rule == "F14" || shape == Shape::Xlsx && ["F3", "F4", "F5", "F25-2"].contains(&rule)
    };
    let is_fault = |finding: &&Value| ["error", "warning"].contains(&finding["grade"].as_str().unwrap());
    findings.iter().filter(is_fault).filter(|finding| !is_earned(finding)).collect()
}

/// Sends a county of `plan` through the commands of the program at `binary`.
pub fn run_county(binary: &Path, plan: Plan, seed: u64) -> Trial {
    let root = tempfile::tempdir().unwrap();
    let writer = Writer::new();
    let mut county = County::build(root.path(), plan, seed, &writer);
    let folder = county.folder.to_str().unwrap().to_owned();
    let path = |name: &str| root.path().join(name).to_str().unwrap().to_owned();
    let (report, expected) = (path("报告.xlsx"), format!("--expected={}", county.list.display()));
    // The first round.
    let (status, out, told, check) = run(binary, &["check", "--format=json", &folder, &expected, "--report", &report]);
    assert_eq!(status, 3, "errors, and a scan: {told}");
    let first = reports(&county.folder, &out);
    let (found, named) = first_round(&county, &first);
    intake(&county, &told);
    workbook(&county, Path::new(&report));
    let earlier = path("第一次.json");
    std::fs::write(&earlier, &out).unwrap();
    // What is sent back.
    let (_, out, told, review) = run(binary, &["review", &folder, "-o", &path("审阅")]);
    let sheets = std::fs::read_dir(root.path().join("审阅")).unwrap().count();
    assert_eq!(sheets, county.sent.len(), "a sheet for each body: {out}{told}");
    // The second round.
    let kinds = county.sent.iter().filter_map(|one| one.fault).collect::<BTreeSet<Fault>>().len();
    let left: Vec<usize> = (0..county.sent.len()).filter(|place| county.sent[*place].fault.is_some()).collect();
    let mended = county.mend(&writer);
    let spoilt = county.spoil(&writer);
    let since = format!("--since={earlier}");
    let (_, out, _, _) = run(binary, &["check", "--format=json", &folder, &since]);
    second_round(&county, &reports(&county.folder, &out), &mended, &left, spoilt);
    // What is published.
    let out_folder = path("公开");
    let (status, out, told, export) =
        run(binary, &["export", &folder, "-o", &out_folder, &format!("--format={}", plan.formats), "--verify"]);
    let with_errors = |report: &Value| report["errors"].as_u64().unwrap_or(0) > 0;
    let (_, again, _, _) = run(binary, &["check", "--format=json", &folder]);
    let now = reports(&county.folder, &again);
    let refused = county.sent.iter().filter(|one| with_errors(&now[&one.shown])).count();
    assert_eq!(told.matches("处错误，没有导出").count(), refused, "{told}");
    assert_eq!(status & 1, 1, "{told}");
    assert!(!told.contains("读回来与原来的不同"), "{told}");
    let exported = out.strip_prefix("导出 ").and_then(|rest| rest.split(' ').next()).unwrap().parse().unwrap();
    let mut shapes = BTreeMap::new();
    county.sent.iter().for_each(|one| *shapes.entry(one.shape.extension()).or_default() += 1);
    Trial { plan, files: first.len(), shapes, kinds, found, named, exported, refused, check, review, export }
}

/// Every fault is found and no clean file is accused. Returns how many were found and how many with their place.
fn first_round(county: &County, reports: &BTreeMap<String, Value>) -> (usize, usize) {
    let (mut found, mut named, mut wrong) = (0, 0, Vec::new());
    for one in &county.sent {
        let report = &reports[&one.shown];
        let faults = faults_of(report, one.shape);
        match one.fault {
            None if !faults.is_empty() || report["failure"].is_string() => wrong.push(told(one, report, &faults)),
            Some(fault) if faults.is_empty() => {
                wrong.push(format!("{fault:?} not found: {}", told(one, report, &faults)))
            }
            Some(_) => {
                found += 1;
                let first = faults[0];
                let has_place = !first["table"].is_null() || !first["section"].is_null();
                named += usize::from(has_place);
            }
            None => {}
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), county.sent.len(), wrong.join("\n"));
    (found, named)
}

fn told(one: &Sent, report: &Value, faults: &[&Value]) -> String {
    let told: Vec<String> =
        faults.iter().map(|finding| format!("{} {}", finding["rule"], finding["message"])).collect();
    format!("{} {:?} {} {}", one.shown, one.fault, report["failure"], told.join("; "))
}

/// Who sent twice, into the wrong folder or nothing is told.
fn intake(county: &County, told: &str) {
    let after = |head: &str| -> Vec<&str> {
        let lines = told.lines().skip_while(|line| !line.contains(head)).skip(1);
        lines
            .map(|line| line.trim_start_matches("budget-disclosure: "))
            .take_while(|line| line.starts_with("  "))
            .collect()
    };
    let twice = after("一个单位交了几份的");
    assert!(twice.len() == 1 && twice[0].contains(&county.twice) && twice[0].contains("旧稿.budget"), "{told}");
    let misfiled = after("像是放错文件夹的");
    assert!(misfiled.iter().any(|line| line.contains(&county.misfiled)), "{told}");
    let missing = after("名单上有、没有交的");
    assert!(missing.len() == 1 && missing[0].contains(&county.missing), "{told}");
    assert!(told.contains("扫描件.pdf：这是扫描的 PDF"), "{told}");
    assert!(told.contains("另有 1 个文件没有核对（.jpg 1）"), "{told}");
}

/// The report has a row for each body, and names those with faults.
fn workbook(county: &County, path: &Path) {
    let mut workbook: Xlsx<_> = open_workbook(path).unwrap();
    let bodies = workbook.worksheet_range("各单位").unwrap();
    let heads = bodies.rows().position(|row| row[0] == Data::String("序号".to_owned())).unwrap();
    let rows: Vec<_> = bodies.rows().skip(heads + 1).collect();
    assert_eq!(rows.len(), county.sent.len() + 1, "each body, and the older version of one");
    let column =
        |head: &str| bodies.rows().nth(heads).unwrap().iter().position(|cell| cell.get_string() == Some(head)).unwrap();
    let departments: BTreeSet<String> = rows.iter().map(|row| row[column("部门")].to_string()).collect();
    assert_eq!(departments.len(), county.sent.iter().map(|one| one.department).collect::<BTreeSet<_>>().len());
}

/// What was mended, is left and is new is told of the right files.
fn second_round(county: &County, reports: &BTreeMap<String, Value>, mended: &[usize], before: &[usize], spoilt: usize) {
    let of = |place: usize| (&county.sent[place], &reports[&county.sent[place].shown]);
    let count = |report: &Value, is_new: bool| {
        let findings = report["findings"].as_array().unwrap().iter();
        findings.filter(|finding| finding["is_new"].as_bool() == Some(is_new)).count()
    };
    for place in mended {
        let (one, report) = of(*place);
        assert!(!report["mended"].as_array().unwrap().is_empty(), "{report}");
        // What a document earns, such as a doubt about a row's size, goes along with the code that was put right.
        assert!(faults_of(report, one.shape).is_empty(), "{report}");
    }
    for place in before.iter().filter(|place| !mended.contains(place)) {
        let (_, report) = of(*place);
        assert!(report["mended"].as_array().unwrap().is_empty() && count(report, true) == 0, "{report}");
        assert!(count(report, false) > 0, "{report}");
    }
    let (_, report) = of(spoilt);
    assert!(count(report, true) > 0, "{report}");
}
