//! Listing rules, and checking as a bureau wants it and against what it approved.

use std::fs;
use std::path::Path;

use crate::command::{Run, json, run, sample};
use serde_json::Value;

const SAMPLE: &str = "urumqi-2025.budget";

/// Checks the sample with `option` naming a file that says `text`.
fn check(folder: &Path, option: &str, file: &str, text: &str) -> Run {
    let path = folder.join(file);
    fs::write(&path, text).unwrap();
    let sample = sample(SAMPLE);
    run(["check".as_ref(), "--format".as_ref(), "json".as_ref(), sample.as_os_str(), option.as_ref(), path.as_os_str()])
}

fn rules_of(report: &Value) -> Vec<(String, String)> {
    let findings = report["findings"].as_array().unwrap().iter();
    let text = |finding: &Value, field: &str| finding[field].as_str().unwrap().to_owned();
    findings.map(|finding| (text(finding, "rule"), text(finding, "grade"))).collect()
}

#[test]
fn every_rule_is_listed_with_its_reason_source_and_example() {
    let rules = json(&run(["rules", "--format", "json"]));
    assert!(rules.len() > 150);
    for rule in &rules {
        let has = |field: &str| rule[field].as_str().is_some_and(|text| !text.is_empty());
        assert!(["rule", "grade", "title", "why", "source", "example"].into_iter().all(has), "{rule}");
    }
    let off: Vec<_> = rules.iter().filter(|rule| rule["on"] == false).map(|rule| rule["rule"].clone()).collect();
    assert_eq!(off, ["F42-3", "F42-6", "D9", "F6-2"]);
    let text = run(["rules"]).out;
    assert!(text.contains("B16 错误 表5 基本支出等于表6 总计\n") && text.contains("F6-2 不查 "), "{text}");
    let markdown = run(["rules", "--format", "markdown", "--form", "shanghai-2025"]).out;
    assert!(markdown.lines().any(|line| line.starts_with("| S25 | 错误 | ") && line.matches(" | ").count() == 5));
    let refused = run(["rules", "--form", "mars-2030"]);
    assert!(refused.status == 2 && refused.err.contains("没有表式 mars-2030"), "{}", refused.err);
}

/// `assets/forms/rules.md`: what the program prints of the forms, each rule once. `BLESS=1 cargo test --test cli rules` writes it
/// anew.
#[test]
fn the_page_of_rules_is_what_the_program_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/forms/rules.md");
    let mut page = String::from(
        "# 全部规则\n\n这一页由程序写出（`rules --format markdown --form 表式`），每条规则有程度、理由、依据，和程序对最小的一份\
         违反它的文件说的话。\n怎样查、为什么这样查，看[表式的说明](README.md)。\n",
    );
    let mut known: Vec<String> = Vec::new();
    for (form, title) in [("xinjiang-2025", "新疆的表式和各地共有的"), ("shanghai-2025", "上海的表式另有的")]
    {
        page += &format!("\n## {title}\n\n");
        for line in run(["rules", "--format", "markdown", "--form", form]).out.lines() {
            let id = line.split(' ').nth(1).unwrap_or_default();
            let is_rule = id.chars().any(|c| c.is_ascii_digit());
            if !is_rule || !known.iter().any(|known| known == id) {
                page += line;
                page.push('\n');
                known.extend(is_rule.then(|| id.to_owned()));
            }
        }
    }
    assert!(known.len() > 200, "{}", known.len());
    if std::env::var_os("BLESS").is_some() {
        return fs::write(&path, page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differs = page.lines().zip(written.lines()).find(|(page, written)| page != written);
    assert!(page == written, "BLESS=1 cargo test --test cli rules writes {} anew: {differs:?}", path.display());
}

#[test]
fn a_policy_turns_rules_off_sets_grades_and_adds_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let policy = r#"Policy(name: "某市", grades: [("F44", Off), ("F48-5", Error), ("F6-2", Warning)],
        rules: [(id: "P1", title: "运行费不多于合计的一半", why: "压减。", doubtful: true)],
        limits: [(rule: "P1", least: "T10[vehicle_running](1)", most: "T10[total](1) * 50%", message: "运行费过多")])"#;
    for option in ["--policy", "--rules"] {
        let checked = check(folder.path(), option, "要求.ron", policy);
        assert_eq!((checked.status, checked.err.as_str()), (1, ""), "{}", checked.out);
        let found = rules_of(&json(&checked)[0]);
        let has = |rule: &str, grade: &str| found.contains(&(rule.to_owned(), grade.to_owned()));
        assert!(has("F48-5", "error") && has("P1", "warning") && has("F6-2", "warning") && has("F5-2", "warning"));
        assert!(found.iter().all(|(rule, _)| rule != "F44"), "{found:?}");
    }
    let listed = json(&run(["rules", "--format", "json", "--policy"]
        .map(Into::into)
        .into_iter()
        .chain([folder.path().join("要求.ron").into_os_string()])));
    let of = |id: &str| listed.iter().find(|rule| rule["rule"] == id).unwrap();
    assert!(
        of("F44")["on"] == false && of("F48-5")["grade"] == "error" && of("P1")["title"] == "运行费不多于合计的一半"
    );
    for (text, part) in [
        ("Policy(name: \"某市\", grades: [(\"F44\", Maybe)])", "第 1 行"),
        ("Policy(name: \"某市\", grades: [(\"Z9\", Off)])", "没有规则 Z9"),
        ("Policy(name: \"某市\", forms: [\"没有\"])", "没有表式"),
    ] {
        let refused = check(folder.path(), "--policy", "错.ron", text);
        assert!(refused.status == 2 && refused.err.contains(part) && refused.out.is_empty(), "{}", refused.err);
    }
}

#[test]
fn what_lies_beside_a_policy_is_used() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("名单.txt"), "乌鲁木齐市社会保险中心\n某某中心\n").unwrap();
    let policy = r#"Policy(name: "某市", bodies: "名单.txt", approved_on: "2025-01-25")"#;
    fs::write(folder.path().join("要求.ron"), policy).unwrap();
    fs::copy(sample(SAMPLE), folder.path().join("a.budget")).unwrap();
    let policy = folder.path().join("要求.ron");
    let checked = run(["check".as_ref(), folder.path().as_os_str(), "--policy".as_ref(), policy.as_os_str()]);
    assert!(checked.out.contains("名单上有、没有交的") && checked.out.contains("某某中心"), "{}", checked.out);
}

#[test]
fn amounts_are_compared_with_those_that_were_approved() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "科目编码,批复数（万元）\n2080101,3667.79\n2080102,44.47\n2080109,2372.59\n2080150,989.74\n20805,677.28\n\
                2080699,6715.00\n2082501,280.00\n2089999,282.00\n";
    let checked = check(folder.path(), "--approved", "批复.csv", rows);
    assert!(rules_of(&json(&checked)[0]).iter().all(|(rule, _)| rule != "F56"), "{}", checked.out);
    let checked = check(folder.path(), "--approved", "批复.csv", &rows.replace("3667.79", "3676.79"));
    let report = &json(&checked)[0];
    let found: Vec<&Value> =
        report["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == "F56").collect();
    assert_eq!(found.len(), 1, "{report}");
    let [finding] = found[..] else { unreachable!() };
    assert_eq!((finding["stated"].as_str(), finding["expected"].as_str()), (Some("3667.79"), Some("3676.79")));
    assert_eq!(checked.status, 1);
    let refused = check(folder.path(), "--approved", "批复.csv", &rows.replace("（万元）", ""));
    assert!(refused.status == 2 && refused.err.contains("没有写明金额单位"), "{}", refused.err);
}
