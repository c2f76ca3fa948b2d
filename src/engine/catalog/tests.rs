//! What the catalogue finds, knows and calls wrong.

use super::*;

const FUNCTION: Classification = Classification::Function;
const ECONOMIC: Classification = Classification::Economic;

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

/// A catalogue of one classification with these entries, all attested but those marked with `?`.
fn of(classification: Classification, entries: &[(&str, &str)]) -> Catalog {
    let entries = entries.iter().map(|(digits, name)| {
        let attested = !name.ends_with('?');
        let name = name.trim_end_matches('?').to_owned();
        (code(digits), CatalogEntry { code: code(digits), name, attested, fund: None })
    });
    let part = Part::from(entries.collect::<Entries>());
    match classification {
        Classification::Function => Catalog { function: part, ..Catalog::default() },
        Classification::Economic => Catalog { economic: part, ..Catalog::default() },
    }
}

fn found<'a>(catalog: &'a Catalog, typed: &str) -> Vec<&'a str> {
    catalog.search(ECONOMIC, typed).map(|entry| entry.name.as_str()).collect()
}

fn found_codes(catalog: &Catalog, typed: &str) -> Vec<String> {
    catalog.search(ECONOMIC, typed).map(|entry| entry.code.to_string()).collect()
}

// Searching.

#[test]
fn the_built_in_catalogue_is_sound_and_tells_attested_codes_apart() {
    let catalog = Catalog::builtin().unwrap();
    let entry = catalog.get(ECONOMIC, code("30101")).unwrap();
    assert_eq!((entry.name.as_str(), entry.attested), ("基本工资", true));
    assert!(catalog.function.entries.values().any(|entry| !entry.attested));
}

#[test]
fn codes_are_found_by_their_beginning_and_names_by_any_part() {
    let catalog = Catalog::builtin().unwrap();
    assert!(found_codes(&catalog, "301 0").contains(&"30101".to_owned()));
    assert!(!found_codes(&catalog, "301 0").contains(&"30201".to_owned()));
    assert!(found_codes(&catalog, "公务用车运行").contains(&"30231".to_owned()));
}

#[test]
fn names_are_found_by_the_initials_of_their_pinyin() {
    let catalog = Catalog::builtin().unwrap();
    assert_eq!(found(&catalog, "jbgz")[0], "基本工资");
    assert_eq!(found(&catalog, "JBGZ")[0], "基本工资");
    assert_eq!(found(&catalog, "ｊｂｇｚ")[0], "基本工资");
    assert!(found(&catalog, "jbgzx").is_empty());
}

#[test]
fn all_readings_of_a_character_count() {
    let catalog = of(ECONOMIC, &[("30101", "行长"), ("30102", "绿化")]);
    for typed in ["hz", "hc", "xz", "xc"] {
        assert_eq!(found(&catalog, typed), ["行长"], "{typed}");
    }
    assert_eq!(found(&catalog, "lh"), ["绿化"]);
}

#[test]
fn brackets_and_punctuation_are_skipped_and_letters_and_digits_stand_for_themselves() {
    let catalog = of(ECONOMIC, &[("30101", "因公出国（境）费用"), ("30102", "“三公”经费"), ("30103", "5G网络A类")]);
    assert_eq!(found(&catalog, "ygcgjfy"), ["因公出国（境）费用"]);
    assert_eq!(found(&catalog, "出国(境)费"), ["因公出国（境）费用"]);
    assert_eq!(found(&catalog, "出国境费"), ["因公出国（境）费用"]);
    assert_eq!(found(&catalog, "sgjf"), ["“三公”经费"]);
    assert_eq!(found(&catalog, "5gwlal"), ["5G网络A类"]);
}

#[test]
fn characters_and_initials_may_be_mixed() {
    assert_eq!(found(&of(ECONOMIC, &[("30101", "基本工资"), ("30102", "基本养老")]), "基本g"), ["基本工资"]);
}

#[test]
fn each_of_several_words_must_fit() {
    let catalog = of(ECONOMIC, &[("30101", "基本工资"), ("30102", "津贴补贴"), ("30201", "基本公用")]);
    assert_eq!(found(&catalog, "301 jb"), ["基本工资"]);
    assert_eq!(found(&catalog, "gz 基本"), ["基本工资"]);
    assert_eq!(found(&catalog, "基本 302"), ["基本公用"]);
    assert!(found(&catalog, "303 基本").is_empty());
}

#[test]
fn digits_with_blanks_between_them_are_one_code() {
    let catalog = of(ECONOMIC, &[("30101", "甲"), ("30102", "乙")]);
    assert_eq!(found(&catalog, " 301 01 "), ["甲"]);
    assert_eq!(found(&catalog, "３０１　０２"), ["乙"]);
}

#[test]
fn the_likeliest_comes_first() {
    let catalog = of(
        ECONOMIC,
        &[
            ("301", "办公经费"),
            ("30101", "不过"),
            ("30102", "一办"),
            ("30103", "办公费"),
            ("30104", "大办公"),
            ("302", "奥比克"),
        ],
    );
    assert_eq!(found_codes(&catalog, "301")[..2], ["301", "30101"]);
    assert_eq!(found_codes(&catalog, "办"), ["301", "30103", "30102", "30104"]);
    assert_eq!(found_codes(&catalog, "bg"), ["301", "30101", "30103", "30104"]);
    assert_eq!(found_codes(&catalog, "b"), ["301", "30101", "30103", "30102", "30104", "302"]);
}

#[test]
fn a_code_comes_before_a_name_with_the_same_digits() {
    let catalog = of(ECONOMIC, &[("30101", "302项目"), ("302", "乙"), ("30201", "丙")]);
    assert_eq!(found_codes(&catalog, "302"), ["302", "30201", "30101"]);
}

#[test]
fn nothing_typed_finds_everything_by_code() {
    let catalog = of(ECONOMIC, &[("302", "乙"), ("30101", "甲")]);
    for typed in ["", " 　", "（）"] {
        assert_eq!(found(&catalog, typed), ["甲", "乙"]);
    }
}

#[test]
fn codes_of_the_governments_own_classification_are_not_offered() {
    let catalog = Catalog::builtin().unwrap();
    assert_eq!(catalog.search(ECONOMIC, "5").filter(|entry| entry.code.to_string().starts_with('5')).count(), 0);
    assert!(!catalog.is_known(ECONOMIC, code("501")));
}

// Knowing.

#[test]
fn a_code_is_known_when_it_or_a_code_below_it_is_in_the_catalogue() {
    let catalog = of(FUNCTION, &[("2080109", "甲"), ("21005", "乙")]);
    for (known, unknown) in [("2080109", "2080108"), ("20801", "20802"), ("208", "209"), ("210", "2100501")] {
        assert!(catalog.is_known(FUNCTION, code(known)), "{known}");
        assert!(!catalog.is_known(FUNCTION, code(unknown)), "{unknown}");
    }
    assert!(!catalog.is_known(ECONOMIC, code("208")));
}

#[test]
fn another_name_than_the_attested_one_is_told() {
    let catalog = of(ECONOMIC, &[("30212", "因公出国（境）费用")]);
    let attested = |name| catalog.name_differs(ECONOMIC, code("30212"), name);
    assert_eq!(attested("因公出国费用"), Some("因公出国（境）费用"));
    for same in ["因公出国（境）费用", " 因公出国(境)费用　", "因公出国〔境〕\n费用", "因公出国【境】费用", "", " 　"]
    {
        assert_eq!(attested(same), None, "{same}");
    }
    assert_eq!(catalog.name_differs(ECONOMIC, code("30211"), "甲"), None);
}

#[test]
fn an_unattested_name_calls_nothing_wrong() {
    assert_eq!(of(ECONOMIC, &[("30212", "甲?")]).name_differs(ECONOMIC, code("30212"), "乙"), None);
}

// A user's own.

#[test]
fn a_users_catalogue_replaces_the_classifications_that_it_holds_and_is_attested() {
    let builtin = Catalog::builtin().unwrap();
    let catalog = builtin.with_user(&Catalog::read_list("编码,名称\n30101,新名\n".as_bytes()).unwrap());
    assert_eq!(catalog.economic.entries.len(), 1);
    assert_eq!(catalog.name_differs(ECONOMIC, code("30101"), "基本工资"), Some("新名"));
    assert_eq!(catalog.function.entries, builtin.function.entries);
}

#[test]
fn a_search_before_a_users_catalogue_came_does_not_show_in_one_after_it() {
    let builtin = Catalog::builtin().unwrap();
    assert_eq!(found(&builtin, "jbgz")[0], "基本工资");
    let catalog = builtin.with_user(&Catalog::read_list("编码,名称\n30101,新名\n".as_bytes()).unwrap());
    assert!(found(&catalog, "jbgz").is_empty());
    assert_eq!(found(&catalog, "xm"), ["新名"]);
}
