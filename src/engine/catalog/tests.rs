//! What the catalogue finds, knows and calls wrong.

use super::*;
use crate::disclosure::Fund;

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
        (code(digits), vec![CatalogEntry { code: code(digits), name, attested, fund: None, span: Span::default() }])
    });
    let listed = Listed::builtin(entries.collect::<Entries>());
    match classification {
        Classification::Function => Catalog { function: listed, ..Catalog::default() },
        Classification::Economic => Catalog { economic: listed, ..Catalog::default() },
        Classification::GovernmentEconomic => Catalog { government_economic: listed, ..Catalog::default() },
    }
}

fn found<'a>(catalog: &'a Catalog, typed: &str) -> Vec<&'a str> {
    catalog.in_year(2025).search(ECONOMIC, typed).map(|entry| entry.name.as_str()).collect()
}

fn found_codes(catalog: &Catalog, typed: &str) -> Vec<String> {
    catalog.in_year(2025).search(ECONOMIC, typed).map(|entry| entry.code.to_string()).collect()
}

// Searching.

#[test]
fn the_built_in_catalogue_is_sound_and_tells_attested_codes_apart() {
    let catalog = Catalog::builtin().unwrap();
    let entry = catalog.in_year(2025).get(ECONOMIC, code("30101")).unwrap();
    assert_eq!((entry.name.as_str(), entry.attested), ("基本工资", true));
    assert!(catalog.in_year(2025).search(FUNCTION, "").any(|entry| !entry.attested));
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
fn codes_of_the_governments_own_classification_are_offered_only_where_a_table_is_of_it() {
    let catalog = Catalog::builtin().unwrap();
    assert_eq!(
        catalog.in_year(2025).search(ECONOMIC, "5").filter(|entry| entry.code.to_string().starts_with('5')).count(),
        0
    );
    assert!(!catalog.in_year(2025).is_known(ECONOMIC, code("501")));
    // Where a table asks for them, they are, and no others.
    let own = Classification::GovernmentEconomic;
    let codes: Vec<String> = catalog.in_year(2025).search(own, "").map(|entry| entry.code.to_string()).collect();
    assert!(codes.iter().all(|code| code.starts_with('5')) && codes.len() > 60, "{codes:?}");
    let classes = codes.iter().filter(|code| code.len() == 3).map(String::as_str).collect::<Vec<_>>();
    let first_to_last: Vec<String> = (501..=514).chain([599]).map(|class| class.to_string()).collect();
    assert_eq!(classes, first_to_last);
    let name = |digits: &str| catalog.in_year(2025).get(own, code(digits)).map(|entry| entry.name.as_str());
    assert_eq!((name("501"), name("50205")), (Some("机关工资福利支出"), Some("委托业务费")));
    assert_eq!(name("301"), None);
}

// Knowing.

#[test]
fn a_code_is_known_when_it_or_a_code_below_it_is_in_the_catalogue() {
    let catalog = of(FUNCTION, &[("2080109", "甲"), ("21005", "乙")]);
    for (known, unknown) in [("2080109", "2080108"), ("20801", "20802"), ("208", "209"), ("210", "2100501")] {
        assert!(catalog.in_year(2025).is_known(FUNCTION, code(known)), "{known}");
        assert!(!catalog.in_year(2025).is_known(FUNCTION, code(unknown)), "{unknown}");
    }
    assert!(!catalog.in_year(2025).is_known(ECONOMIC, code("208")));
}

#[test]
fn another_name_than_the_attested_one_is_told() {
    let catalog = of(ECONOMIC, &[("30212", "因公出国（境）费用")]);
    let attested = |name| catalog.in_year(2025).name_differs(ECONOMIC, code("30212"), name);
    assert_eq!(attested("因公出国费用"), Some("因公出国（境）费用"));
    for same in ["因公出国（境）费用", " 因公出国(境)费用　", "因公出国〔境〕\n费用", "因公出国【境】费用", "", " 　"]
    {
        assert_eq!(attested(same), None, "{same}");
    }
    assert_eq!(catalog.in_year(2025).name_differs(ECONOMIC, code("30211"), "甲"), None);
}

#[test]
fn an_unattested_name_calls_nothing_wrong() {
    assert_eq!(of(ECONOMIC, &[("30212", "甲?")]).in_year(2025).name_differs(ECONOMIC, code("30212"), "乙"), None);
}

// A user's own.

#[test]
fn a_users_catalogue_replaces_the_classifications_that_it_holds_and_is_attested() {
    let builtin = Catalog::builtin().unwrap();
    let catalog = builtin.with_user(&Catalog::read_list("编码,名称\n30101,新名\n".as_bytes()).unwrap());
    assert_eq!(catalog.in_year(2025).search(ECONOMIC, "").count(), 1);
    assert_eq!(catalog.in_year(2025).name_differs(ECONOMIC, code("30101"), "基本工资"), Some("新名"));
    assert_eq!(catalog.function.base.entries, builtin.function.base.entries);
}

#[test]
fn a_search_before_a_users_catalogue_came_does_not_show_in_one_after_it() {
    let builtin = Catalog::builtin().unwrap();
    assert_eq!(found(&builtin, "jbgz")[0], "基本工资");
    let catalog = builtin.with_user(&Catalog::read_list("编码,名称\n30101,新名\n".as_bytes()).unwrap());
    assert!(found(&catalog, "jbgz").is_empty());
    assert_eq!(found(&catalog, "xm"), ["新名"]);
}

#[test]
fn what_the_catalogue_does_not_show_is_not_known() {
    let catalog = Catalog::builtin().unwrap();
    // An item that no document shows does not take the budget of its 类 where the catalogue names another.
    assert_eq!(catalog.in_year(2025).fund(code("2121903")), None);
    assert_eq!(catalog.in_year(2025).fund(code("2010101")), Some(Fund::General));
    assert!(catalog.in_year(2025).codes_called(FUNCTION, "城市建设支出").contains(&code("2121903")));
}

#[test]
fn a_former_name_within_a_present_one_is_none() {
    let catalog = Catalog::builtin().unwrap();
    let found =
        |text: &str| catalog.in_year(2025).former_names_in(text).iter().map(|found| found.former).collect::<Vec<_>>();
    assert_eq!(found("环境保护支出"), ["环境保护"]);
    assert_eq!(found("节能环保支出（类）环境保护管理事务（款）"), [""; 0]);
}

// Years.

/// Three years: a code that ended, two with one successor, one renamed, one that came within a year, lists of users.
fn years() -> Catalog {
    let text = "编码,名称,启用年度,停用年度,接替科目,文号\n\
                20801,甲,,,,\n2080101,旧项,,2026,2080102,甲文\n2080102,新项,2026,,,\n\
                2080103,散项,,2026,2080104/2080102,\n2080104,丁项,,,,\n\
                2080105,原名,,2026,,\n2080105,现名,2026,,,乙文\n\
                2080106,年中,2025年5月23日,,,丙文\n2080107,没人接,,2026,,\n2080108,同名,,2026,,\n2080208,同名,,,,\n";
    let list = Catalog::read_list(text.as_bytes()).unwrap();
    assert_eq!(list.taken.not_understood, []);
    Catalog::default().with_user(&list)
}

#[test]
fn what_became_of_a_code_is_told_with_its_successor() {
    let catalog = years();
    for (digits, name, told, successor) in [
        ("2080101", "旧项", "208 01 01 旧项：2026 年起停用，由 208 01 02 新项 接替（甲文）", Some("2080102")),
        ("2080103", "散项", "208 01 03 散项：2026 年起停用，由 208 01 04 丁项、208 01 02 新项 接替", None),
        ("2080105", "原名", "208 01 05 原名：改名为“现名”（乙文）", None),
        ("2080107", "没人接", "208 01 07 没人接：2026 年起停用，没有说由哪个科目接替", None),
        ("2080108", "同名", "208 01 08 同名：2026 年起停用，同名的是 208 02 08 同名", Some("2080208")),
    ] {
        let change = catalog.change(FUNCTION, (code(digits), name), 2025, 2026).unwrap();
        assert_eq!(change.text(), told);
        assert!(change.attested);
        assert_eq!(change.successor().map(|(code, _)| code), successor.map(code), "{digits}");
    }
    for (digits, name) in
        [("2080104", "丁项"), ("2080104", "另一个名字"), ("2080105", "现名"), ("2080999", "谁也不知道")]
    {
        assert_eq!(catalog.change(FUNCTION, (code(digits), name), 2025, 2026), None, "{digits} {name}");
    }
    // Nothing changed from 2026 to 2027, and within 2025.
    assert_eq!(catalog.change(FUNCTION, (code("2080102"), "新项"), 2026, 2027), None);
    let new = |before, year| {
        let new = catalog.new_codes(FUNCTION, before, year, |class| class == code("208"));
        new.iter().map(NewCode::text).collect::<Vec<_>>()
    };
    // What came within a year is new in the budget of the next.
    assert_eq!(new(2025, 2026), ["208 01 02 新项：2026 年增设", "208 01 06 年中：2025 年 5 月 23 日增设（丙文）"]);
    assert_eq!(new(2026, 2027), [""; 0]);
}

#[test]
fn a_code_is_unfit_in_the_years_in_which_it_is_not_valid() {
    let catalog = years();
    for (digits, year, known) in [
        ("2080101", 2025, true),
        ("2080101", 2026, false),
        ("2080102", 2025, false),
        ("2080102", 2026, true),
        ("2080106", 2024, false),
        ("2080106", 2025, true),
        ("2080105", 2020, true),
    ] {
        assert_eq!(catalog.in_year(year).is_known(FUNCTION, code(digits)), known, "{digits} {year}");
    }
    let offered = |year: u16| catalog.in_year(year).search(FUNCTION, "20801010").count();
    assert_eq!((offered(2025), catalog.in_year(2026).search(FUNCTION, "2080101").count()), (0, 0));
    assert_eq!(catalog.in_year(2025).get(FUNCTION, code("2080105")).unwrap().name, "原名");
    assert_eq!(catalog.in_year(2026).get(FUNCTION, code("2080105")).unwrap().name, "现名");
}

#[test]
fn the_list_of_a_year_holds_for_it_and_the_years_after_it_and_for_none_before() {
    let list = |text: &str| Catalog::read_list(text.as_bytes()).unwrap();
    let builtin = Catalog::builtin().unwrap();
    let catalog = builtin
        .with_user(&list("2026年科目,\n编码,名称\n2080101,二六\n2080109,社会保险经办机构\n"))
        .with_user(&list("2028年科目,\n编码,名称\n2080101,二八\n2089999,新来\n"));
    let name = |year: u16| catalog.in_year(year).get(FUNCTION, code("2080101")).unwrap().name.clone();
    assert_eq!([2025, 2026, 2027, 2028, 2030].map(name), ["行政运行", "二六", "二六", "二八", "二八"]);
    // Both lists are whole: what one lacks is gone, what the other lacked is new.
    let change = catalog.change(FUNCTION, (code("2080109"), "社会保险经办机构"), 2027, 2028).unwrap();
    assert_eq!(change.text(), "208 01 09 社会保险经办机构：今年的科目表里没有了，没有说由哪个科目接替");
    let renamed = catalog.change(FUNCTION, (code("2080101"), "二六"), 2027, 2028).unwrap();
    assert_eq!(renamed.became, Became::Renamed("二八".to_owned()));
    let new = catalog.new_codes(FUNCTION, 2027, 2028, |_| true);
    assert_eq!(new.iter().map(NewCode::text).collect::<Vec<_>>(), ["208 99 99 新来：新增"]);
    // A list for all years takes the place of the built-in one only.
    let catalog = catalog.with_user(&list("编码,名称\n2080101,一直\n"));
    let name = |year: u16| catalog.in_year(year).get(FUNCTION, code("2080101")).unwrap().name.clone();
    assert_eq!([2025, 2026, 2028].map(name), ["一直", "二六", "二八"]);
}

#[test]
fn the_built_in_list_knows_what_public_documents_say_of_the_years() {
    let catalog = Catalog::builtin().unwrap();
    for digits in ["2170404", "22911", "23107"] {
        assert!(!catalog.in_year(2024).is_known(FUNCTION, code(digits)), "{digits}");
        assert!(catalog.in_year(2025).is_known(FUNCTION, code(digits)), "{digits}");
        let entry = catalog.in_year(2025).valid(FUNCTION, code(digits)).unwrap();
        assert_eq!(entry.span.beginning().unwrap(), "2025 年 5 月 23 日增设（财预〔2025〕41号）");
        assert!(entry.attested && entry.name.starts_with("中央金融机构注资特别国债"));
    }
    // Items that no public document names are not called wrong, and not offered.
    for digits in ["2291101", "2310701", "2200601"] {
        assert!(catalog.in_year(2025).is_known(FUNCTION, code(digits)), "{digits}");
        assert!(!catalog.in_year(2023).is_known(FUNCTION, code(digits)), "{digits}");
        assert_eq!(catalog.in_year(2025).get(FUNCTION, code(digits)), None);
    }
    // What nobody attests is offered and says so.
    let change = catalog.change(FUNCTION, (code("2080504"), "未归口管理的行政单位离退休"), 2019, 2020).unwrap();
    assert!(!change.attested && change.text().contains("没有见到公开的文件，请核对"), "{}", change.text());
    assert_eq!(change.successor().unwrap(), (code("2080501"), "行政单位离退休"));
    let old = catalog.in_year(2018);
    assert!(old.is_name_of(FUNCTION, code("210"), "医疗卫生与计划生育支出"));
    assert_eq!(old.name_differs(FUNCTION, code("210"), "卫生健康支出"), None);
    assert_eq!(old.former_names_in("医疗卫生与计划生育支出"), []);
    assert_eq!(catalog.in_year(2025).former_names_in("医疗卫生与计划生育支出").len(), 1);
}
