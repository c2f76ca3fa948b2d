use super::*;
use disclosure_engine::audit::all_rules;
use disclosure_engine::form::FormLibrary;

#[test]
fn a_rule_is_found_by_its_number() {
    let library = FormLibrary::builtin().unwrap();
    let rules: Vec<_> = library.all().flat_map(|form| all_rules(form)).collect();
    let found = search::rules("b16", &rules);
    assert!(!found.is_empty() && found.iter().all(|rule| rule.heading.starts_with("B16 ")), "{found:?}");
}

#[test]
fn what_people_ask_for_is_found() {
    for (query, chapter) in [
        ("尾差", "filling"),
        ("草稿", "export"),
        ("拼音", "filling"),
        ("公布数", "filling"),
        ("文件夹 汇总", "bureau"),
        ("上年 填 0", "last-year"),
        ("元 万元 一万倍", "questions"),
        ("ＰＤＦ", "import"),
    ] {
        let found = search::sections(query);
        assert!(found.iter().any(|found| CHAPTERS[found.chapter].name == chapter), "{query}: {found:?}");
    }
    assert!(search::sections("这几个字哪里也没有").is_empty() && search::sections("  ").is_empty());
}

#[test]
fn each_place_that_the_window_opens_is_there() {
    let source = include_str!("../window/manual.rs");
    let place = regex::Regex::new(r#"ManualPlace::(?:of\("([^"]+)"\)|under\("([^"]+)", "([^"]+)"\))"#).unwrap();
    let mut count = 0;
    for found in place.captures_iter(source) {
        let name = found.get(1).or(found.get(2)).unwrap().as_str();
        let chapter = CHAPTERS.iter().find(|chapter| chapter.name == name).unwrap_or_else(|| panic!("{name}"));
        if let Some(heading) = found.get(3) {
            let has_it = chapter.sections.iter().any(|section| section.heading == heading.as_str());
            assert!(has_it, "{name}: {}", heading.as_str());
        }
        count += 1;
    }
    assert!(count > 15, "{count}");
}
