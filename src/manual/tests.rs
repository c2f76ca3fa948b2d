use std::collections::BTreeSet;

use super::*;
use disclosure_engine::audit::all_rules;
use disclosure_engine::form::FormLibrary;
use disclosure_export::booklet::{Look, Span, plain};
use disclosure_export::picture;

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
    assert!(matches!(&read[5], Block::Picture(picture) if picture.alternative == "图" && picture.png == PICTURES[1].1));
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
}

#[test]
fn each_picture_that_the_manual_shows_is_there_says_what_it_shows_and_is_used() {
    let blocks = CHAPTERS.iter().flat_map(|chapter| &chapter.sections).flat_map(|section| &section.blocks);
    let shown: Vec<_> =
        blocks.filter_map(|block| if let Block::Picture(shown) = block { Some(shown) } else { None }).collect();
    // One that there is not would have become a text.
    let cited: usize = FILES.iter().map(|(_, text)| text.matches("![").count()).sum();
    assert_eq!(shown.len(), cited);
    for (name, png) in PICTURES {
        assert!(picture(png).is_some_and(|image| image.width > 300 && image.height > 200), "{name}");
        let alternatives: Vec<_> =
            shown.iter().filter(|shown| shown.png == png).map(|shown| &shown.alternative).collect();
        assert!(
            matches!(alternatives[..], [alternative] if alternative.chars().count() > 12),
            "{name}: {alternatives:?}"
        );
    }
    let bytes: usize = PICTURES.iter().map(|(_, png)| png.len()).sum();
    assert!(bytes < 400_000, "{bytes} bytes");
}

#[test]
fn the_booklet_has_each_chapter_with_all_of_its_words() {
    let booklet = booklet();
    assert_eq!(booklet.chapters.len(), FILES.len());
    for ((name, text), chapter) in FILES.iter().zip(&booklet.chapters) {
        let written: String = chapter.blocks.iter().map(Block::text).collect();
        let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
        assert!(headings.clone().count() > 0, "{name}");
        headings.for_each(|heading| assert!(written.contains(heading), "{name}: {heading}"));
    }
    assert_eq!(day("2026-03-31"), Some((2026, 3, 31)));
    assert_eq!(day("soon"), None);
}
