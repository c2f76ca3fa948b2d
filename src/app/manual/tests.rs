use std::collections::BTreeSet;

use super::markdown::{Block, Look, Span, plain};
use super::*;
use disclosure_engine::audit::all_rules;
use disclosure_engine::form::FormLibrary;

#[test]
fn the_pages_are_read_as_they_are_written() {
    let text =
        "# 题\n\n一行\n又一行，**粗**和`码`。\n- 甲\n2. 乙\n\n| 头 | 尾 |\n|---|---|\n| 一 | 二 |\n![图](window)\n";
    let read = blocks(text);
    let span = |text: &str, look| Span { text: text.to_owned(), look };
    assert_eq!(read[0], Block::Heading { level: 1, text: "题".to_owned() });
    let words = [
        ("一行又一行，", Look::Plain),
        ("粗", Look::Bold),
        ("和", Look::Plain),
        ("码", Look::Code),
        ("。", Look::Plain),
    ];
    assert_eq!(read[1], Block::Text(words.map(|(text, look)| span(text, look)).into()));
    assert!(matches!(&read[2], Block::Item(mark, item) if mark == "•" && plain(item) == "甲"));
    assert!(matches!(&read[3], Block::Item(mark, item) if mark == "2." && plain(item) == "乙"));
    assert!(matches!(&read[4], Block::Table(rows) if rows.len() == 2 && rows[1].len() == 2), "{read:?}");
    assert!(matches!(&read[5], Block::Picture { name, .. } if name == "window"));
    // A star that stands alone is a star.
    assert_eq!(blocks("12*3"), [Block::Text(vec![span("12*3", Look::Plain)])]);
}

#[test]
fn every_chapter_has_a_title_sections_and_names_of_its_own() {
    let titles: BTreeSet<&str> = CHAPTERS.iter().map(|chapter| chapter.title.as_str()).collect();
    assert_eq!(titles.len(), FILES.len());
    for chapter in CHAPTERS.iter() {
        assert!(chapter.sections.len() > 1, "{}", chapter.title);
        let headings: BTreeSet<&str> = chapter.sections.iter().map(|section| section.heading.as_str()).collect();
        assert_eq!(headings.len(), chapter.sections.len(), "{}", chapter.title);
        assert!(!chapter.title.is_empty());
    }
}

#[test]
fn each_rule_that_the_manual_names_is_one_and_is_found_by_its_number() {
    let library = FormLibrary::builtin().unwrap();
    let rules: Vec<_> = library.all().flat_map(|form| all_rules(form)).collect();
    let named = regex::Regex::new(r"[A-FS]\d+(?:-\d+)?").unwrap();
    let keys = ["F1", "F2", "F4", "F6", "F7", "F8", "F9", "F10"];
    let mut count = 0;
    for (name, text) in FILES {
        for id in named.find_iter(text).map(|found| found.as_str()) {
            let is_rule = rules.iter().any(|rule| rule.id == id || rule.id.starts_with(&format!("{id}-")));
            assert!(is_rule || keys.contains(&id), "{name}: {id}");
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
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
