//! What is taken of lists that users have.

use std::path::Path;

use super::*;
use crate::catalog::Catalog;
use crate::disclosure::Classification;

const FUNCTION: Classification = Classification::Function;
const ECONOMIC: Classification = Classification::Economic;

fn csv(text: &str) -> UserCatalog {
    Catalog::read_list(text.as_bytes()).unwrap()
}

fn fixture(name: &str) -> Result<UserCatalog, UserCatalogError> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog/user/fixtures");
    Catalog::read_list(&std::fs::read(folder.join(name)).unwrap())
}

/// Codes and names of both classifications.
fn pairs(catalog: &UserCatalog) -> Vec<(String, &str)> {
    let all = [&catalog.function, &catalog.economic, &catalog.government_economic];
    let entries = all.into_iter().flat_map(|entries| entries.values()).flatten();
    entries.map(|entry| (entry.code.to_string(), entry.name.as_str())).collect()
}

/// Lines that were not understood.
fn lines(catalog: &UserCatalog) -> Vec<usize> {
    catalog.taken.not_understood.iter().map(|line| line.line).collect()
}

#[track_caller]
fn assert_pairs(catalog: &UserCatalog, expected: &[(&str, &str)]) {
    let expected: Vec<(String, &str)> = expected.iter().map(|(code, name)| ((*code).to_owned(), *name)).collect();
    assert_eq!(pairs(catalog), expected);
    assert_eq!(catalog.taken.not_understood, []);
}

const TWO: [(&str, &str); 2] = [("208", "社会保障和就业支出"), ("30101", "基本工资")];

// Text.

#[test]
fn comma_semicolon_and_tab_separate_cells() {
    for delimiter in [",", ";", "\t"] {
        let text = "编码D名称\n208D社会保障和就业支出\n30101D基本工资\n".replace('D', delimiter);
        assert_pairs(&csv(&text), &TWO);
    }
}

#[test]
fn a_delimiter_within_quotes_separates_nothing() {
    assert_pairs(&csv("编码,名称\n208,\"甲;乙,丙\"\n"), &[("208", "甲;乙,丙")]);
    assert_pairs(&csv("\"编码\";\"名称\"\n208;\"甲,乙\"\n209;\"丙,丁\"\n"), &[("208", "甲,乙"), ("209", "丙,丁")]);
}

#[test]
fn utf8_with_and_without_mark_utf16_and_gb18030_are_read() {
    let text = "编码,名称\r\n208,社会保障和就业支出\r\n30101,基本工资\r\n";
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(text.as_bytes());
    let mut wide = b"\xFF\xFE".to_vec();
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let gb18030 = encoding_rs::GB18030.encode(text).0.into_owned();
    for bytes in [text.as_bytes().to_vec(), marked, wide, gb18030] {
        assert_pairs(&Catalog::read_list(&bytes).unwrap(), &TWO);
    }
}

#[test]
fn what_is_no_text_is_refused() {
    for bytes in [&b"208,\0\n"[..], b"\xFF\xFF\xFF", b"\xFF\xFE\x00\xD8,"] {
        assert!(matches!(Catalog::read_list(bytes), Err(UserCatalogError::NotText)), "{bytes:?}");
    }
}

#[test]
fn lines_are_numbered_as_an_editor_numbers_them() {
    let catalog = csv("\n编码,名称\n\n\n208,\"甲\n乙\"\n\n4,丙\n,,\n5x,丁\n");
    assert_eq!(pairs(&catalog), [("208".to_owned(), "甲乙")]);
    assert_eq!(lines(&catalog), [8, 10]);
    assert_eq!(lines(&csv("编码,名称\r\n\r\n208,甲\r\n\r\n4,丙\r\n")), [5]);
}

// Columns.

#[test]
fn columns_are_found_by_their_heads_wherever_they_stand() {
    assert_pairs(&csv("序号,科目代码,级次,科目名称\n1,208,类,社会保障和就业支出\n2,30101,款,基本工资\n"), &TWO);
    assert_pairs(&csv("Name,Code\n社会保障和就业支出,208\n基本工资,30101\n"), &TWO);
    assert_pairs(&csv("2025年科目,\n,\n编 码,名　称\n208,社会保障和就业支出\n30101,基本工资\n"), &TWO);
}

#[test]
fn the_codes_of_units_are_not_those_of_subjects() {
    let text = "单位编码,单位名称,科目编码,科目名称\n101001,某局,208,社会保障和就业支出\n101001,某局,30101,基本工资\n";
    assert_pairs(&csv(text), &TWO);
}

#[test]
fn the_built_in_files_themselves_can_be_read() {
    for (text, classification) in [
        (include_str!("../../../../assets/catalog/functional.csv"), FUNCTION),
        (include_str!("../../../../assets/catalog/economic.csv"), ECONOMIC),
    ] {
        let user = csv(text);
        assert_eq!((user.taken.not_understood_count, user.taken.not_understood.len()), (0, 0));
        let (builtin, read) = (Catalog::builtin().unwrap(), Catalog::default().with_user(&user));
        let codes = builtin.in_year(2025);
        let codes = codes.search(classification, "").map(|entry| entry.code);
        let codes: Vec<_> = codes.filter(|code| !code.to_string().starts_with('5')).collect();
        let read: Vec<_> = read.in_year(2025).search(classification, "").map(|entry| entry.code).collect();
        assert_eq!(codes, read);
    }
}

#[test]
fn parts_of_codes_stand_in_three_columns() {
    let rows = "208,,,社会保障和就业支出\n208,01,,人力资源和社会保障管理事务\n208,1,9,社会保险经办机构\n";
    let expected =
        [("208", "社会保障和就业支出"), ("20801", "人力资源和社会保障管理事务"), ("2080109", "社会保险经办机构")];
    for head in [
        "类,款,项,科目名称\n",
        "科目编码,,,科目名称\n类,款,项,\n",
        "功能分类科目编码,,,名称\n,,,\n类,款,项,\n※,※,※,※\n",
    ] {
        assert_pairs(&csv(&format!("{head}{rows}")), &expected);
    }
    assert_pairs(&csv("类,款,名称\n301,,工资福利支出\n301,01,基本工资\n"), &[("301", "工资福利支出"), TWO[1]]);
}

#[test]
fn parts_that_are_not_repeated_are_those_above() {
    let expected = [("208", "甲"), ("20801", "乙"), ("2080109", "丙"), ("20805", "丁"), ("209", "戊")];
    assert_pairs(&csv("类,款,项,名称\n208,,,甲\n,01,,乙\n,,09,丙\n,05,,丁\n209,,,戊\n"), &expected);
    assert_pairs(&csv("类,款,项,名称\n208,,,甲\n,20801,,乙\n,,2080109,丙\n,20805,,丁\n209,,,戊\n"), &expected);
    assert_eq!(lines(&csv("类,款,项,名称\n,01,,甲\n208,,,乙\n,,09,丙\n")), [2, 4]);
}

#[test]
fn pairs_of_columns_may_stand_side_by_side() {
    let text = "功能科目编码,功能科目名称,经济科目编码,经济科目名称\n208,社会保障和就业支出,30101,基本工资\n";
    assert_pairs(&csv(text), &TWO);
}

#[test]
fn without_a_head_the_first_column_of_codes_and_the_texts_after_it_are_taken() {
    assert_pairs(&csv("1,208,类,社会保障和就业支出\n2,30101,款,基本工资\n"), &TWO);
}

#[test]
fn an_entry_is_no_head_whatever_its_name() {
    assert_pairs(&csv("208,编码名称\n209,代码\n"), &[("208", "编码名称"), ("209", "代码")]);
}

// Which classification.

#[test]
fn the_first_digit_tells_the_classification() {
    let catalog = csv("编码,名称\n208,甲\n20801,乙\n301,丙\n30101,丁\n");
    assert_eq!((catalog.taken.function, catalog.taken.economic), (2, 2));
    let catalog = csv("编码,名称\n208,甲\n401,乙\n3010101,丙\n");
    assert_eq!(lines(&catalog), [3, 4]);
}

#[test]
fn the_head_overrides_the_first_digit() {
    let catalog = csv("功能科目编码,名称\n401,甲\n");
    assert_eq!((catalog.taken.function, catalog.taken.economic), (1, 0));
    let catalog = csv("编码,经济分类名称\n401,甲\n");
    assert_eq!((catalog.taken.function, catalog.taken.economic), (0, 1));
}

#[test]
fn the_name_of_a_sheet_overrides_the_first_digit_unless_it_names_a_body() {
    let classification = |text: &str| columns::mentioned(text);
    assert_eq!(classification("部门预算支出经济分类"), Some(ECONOMIC));
    assert_eq!(classification("功能"), Some(FUNCTION));
    assert_eq!(classification("经济（部门）"), Some(ECONOMIC));
    assert_eq!(classification("经济和信息化局"), None);
    assert_eq!(classification("功能分类和经济分类"), None);
}

#[test]
fn codes_that_no_disclosure_has_are_passed_over_and_counted() {
    let catalog = csv("编码,名称\n101,税收收入\n101010101,某税\n501,机关工资福利支出\n50101,工资奖金津补贴\n208,甲\n");
    assert_eq!((catalog.taken.revenue, catalog.taken.function), (2, 1));
    assert_eq!(catalog.taken.not_understood_count, 0);
    assert_eq!(
        catalog.taken.to_string(),
        "读入功能分类科目 1 个、支出经济分类科目 0 个、政府预算支出经济分类科目 2 个；跳过收入分类科目 2 个"
    );
}

#[test]
fn a_list_without_any_code_is_refused_with_what_it_lacks() {
    for text in ["", "编码,名称\n", "甲,乙\n丙,丁\n", "编码,名称\n101,税收收入\n"] {
        let error = Catalog::read_list(text.as_bytes()).unwrap_err();
        assert!(matches!(error, UserCatalogError::NoCodes(_)), "{text}");
        assert!(error.to_string().contains("科目编码"), "{error}");
    }
    let error = Catalog::read_list("编码,名称\n20,甲\n".as_bytes()).unwrap_err().to_string();
    assert!(error.contains("第 2 行"), "{error}");
}

// Lines.

#[test]
fn codes_are_read_as_people_and_spreadsheets_write_them() {
    let catalog = csv("编码,名称\n２０８,甲\n208 01,乙\n'2080109,丙\n");
    assert_pairs(&catalog, &[("208", "甲"), ("20801", "乙"), ("2080109", "丙")]);
}

#[test]
fn lines_that_are_not_understood_are_named_with_their_reason() {
    let long = "长".repeat(101);
    let catalog =
        csv(&format!("编码,名称\n208,甲\n,乙\n209,\n20x,丙\n20,丁\n210,{long}\n208,戊\n208, 甲 \n编码,名称\n"));
    assert_eq!(lines(&catalog), [3, 4, 5, 6, 7, 8]);
    assert_eq!(catalog.taken.not_understood[0].to_string(), "第 3 行：“乙”没有科目编码");
    assert_eq!(catalog.taken.not_understood[5].reason, "208 前面已经有了，名称是“甲”，以前面的为准");
    assert_eq!(pairs(&catalog), [("208".to_owned(), "甲")]);
}

#[test]
fn at_most_twenty_lines_are_named_and_all_are_counted() {
    let catalog = csv(&format!("编码,名称\n208,甲\n{}", "20,乙\n".repeat(30)));
    assert_eq!((catalog.taken.not_understood.len(), catalog.taken.not_understood_count), (20, 30));
    assert!(catalog.taken.to_string().ends_with("有 30 行没有看懂，未读入"));
}

#[test]
fn too_many_rows_and_too_large_a_file_are_refused() {
    let rows = "208,名称\n".repeat(100_000);
    assert!(Catalog::read_list(rows.as_bytes()).is_ok());
    let rows = rows + "208,名称\n";
    assert!(matches!(Catalog::read_list(rows.as_bytes()), Err(UserCatalogError::TooMuch)));
    assert!(matches!(Catalog::read_list(&vec![b' '; LIST_SIZE_LIMIT + 1]), Err(UserCatalogError::TooLarge)));
}

// Spreadsheets.

#[test]
fn spreadsheets_of_every_format_are_read() {
    for name in ["catalog.xlsx", "catalog.xls", "catalog.ods"] {
        let catalog = fixture(name).unwrap();
        let expected = [
            ("208", "社会保障和就业支出"),
            ("20801", "人力资源和社会保障管理事务"),
            ("2080109", "社会保险经办机构"),
            ("301", "工资福利支出"),
            ("30101", "基本工资"),
        ];
        let mut own = catalog.clone();
        own.government_economic.clear();
        assert_pairs(&own, &expected);
        assert_eq!(catalog.taken.government_economic, 2, "{name}");
    }
}

#[test]
fn a_sheet_with_parts_of_codes_and_a_cell_in_its_last_corner_is_read() {
    let catalog = fixture("parts.xlsx").unwrap();
    let expected =
        [("208", "社会保障和就业支出"), ("20801", "人力资源和社会保障管理事务"), ("2080109", "社会保险经办机构")];
    assert_pairs(&catalog, &expected);
}

#[test]
fn an_encrypted_spreadsheet_is_refused_with_a_sentence() {
    let error = fixture("encrypted.xlsx").unwrap_err();
    assert!(matches!(error, UserCatalogError::Encrypted));
    assert!(error.to_string().contains("密码"));
}

/// The bytes of a fixture.
fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog/user/fixtures").join(name)).unwrap()
}

/// A workbook with a text of 300 megabytes.
fn unfolding() -> Vec<u8> {
    use std::io::Write;

    let mut zip = zip::ZipWriter::new_append(std::io::Cursor::new(bytes("catalog.xlsx"))).unwrap();
    zip.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>").unwrap();
    (0..300).for_each(|_| zip.write_all(&vec![b'9'; 1 << 20]).unwrap());
    zip.write_all(b"</t></si></sst>").unwrap();
    zip.finish().unwrap().into_inner()
}

/// The workbook of the fixtures with each of its parts as `change` makes it, which gets its name and what is in it.
fn changed(change: impl Fn(&str, String) -> String) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};

    let mut whole = zip::ZipArchive::new(Cursor::new(bytes("catalog.xlsx"))).unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..whole.len() {
        let mut entry = whole.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(change(&name, text).as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with 300 sheets that are all the same part, of a megabyte.
fn same_part() -> Vec<u8> {
    changed(|name, text| match name {
        "xl/workbook.xml" => {
            let sheet = |id| format!("<sheet name=\"S{id}\" sheetId=\"{id}\" r:id=\"rId2\"/>");
            let sheets: String = (10..310).map(sheet).collect();
            text.replace("</sheets>", &(sheets + "</sheets>"))
        }
        "xl/worksheets/sheet2.xml" => text.replace("</sheetData>", &(" ".repeat(1 << 20) + "</sheetData>")),
        _ => text,
    })
}

/// A workbook all rows and sheets of which are hidden.
fn folded() -> Vec<u8> {
    changed(|_, text| text.replace("<row ", "<row hidden=\"1\" ").replace("state=\"visible\"", "state=\"hidden\""))
}

/// An old workbook with a cell in the last corner that its format has room for, and beyond.
fn far_corner() -> Vec<u8> {
    let mut bytes = bytes("catalog.xls");
    // A cell with a text: LABELSST, ten bytes long.
    let cell = bytes.windows(4).rposition(|four| four == [0xFD, 0, 10, 0]).unwrap();
    bytes[cell + 4..cell + 8].fill(0xFF);
    bytes
}

/// An old workbook whose chain of directories leads back to itself.
fn circle() -> Vec<u8> {
    let mut bytes = bytes("catalog.xls");
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let (table, first) = (number(76) as usize, number(48));
    let at = (table + 1) * 512 + first as usize * 4;
    bytes[at..at + 4].copy_from_slice(&first.to_le_bytes());
    bytes
}

#[test]
fn a_list_that_asks_for_more_than_there_is_memory_is_refused_before_it_is_read() {
    assert!(matches!(Catalog::read_list(&unfolding()), Err(UserCatalogError::TooMuch)));
    assert!(matches!(Catalog::read_list(&same_part()), Err(UserCatalogError::TooMuch)));
    assert!(matches!(Catalog::read_list(&far_corner()), Err(UserCatalogError::TooMuch)));
    assert!(matches!(Catalog::read_list(&circle()), Err(UserCatalogError::Unread)));
}

#[test]
fn what_is_folded_away_in_a_list_is_read() {
    let list = "<html><table><tr><td>编码<td>名称<tr style='display:none'><td>208<td>社会保障和就业支出\
                <tr><td>30101<td>基本工资</table></html>";
    assert_pairs(&csv(list), &TWO);
    let list = format!(
        "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table>{}</Table></Worksheet></Workbook>",
        [("编码", "名称"), TWO[0], TWO[1]]
            .map(|(code, name)| {
                format!("<Row Hidden=\"1\"><Cell><Data>{code}</Data></Cell><Cell><Data>{name}</Data></Cell></Row>")
            })
            .concat()
    );
    assert_pairs(&csv(&list), &TWO);
    assert_eq!(pairs(&Catalog::read_list(&folded()).unwrap()), pairs(&fixture("catalog.xlsx").unwrap()));
}

#[test]
fn a_damaged_spreadsheet_is_refused_and_nothing_panics() {
    for name in ["catalog.xlsx", "catalog.xls", "catalog.ods", "encrypted.xlsx"] {
        let whole = bytes(name);
        for length in (0..whole.len()).step_by(97) {
            let _ = Catalog::read_list(&whole[..length]);
        }
        for place in (0..whole.len()).step_by(41) {
            let mut damaged = whole.clone();
            damaged[place] ^= 0x55;
            let _ = Catalog::read_list(&damaged);
        }
        assert!(Catalog::read_list(&whole[..whole.len() / 2]).is_err(), "{name}");
    }
}

// Years.

#[test]
fn a_list_may_say_for_which_year_it_is_and_a_code_for_which_years() {
    let list = csv("2026年政府收支分类科目,\n编码,名称\n208,甲\n");
    assert_eq!(list.year, Some(2026));
    assert_eq!(csv("编码,名称\n208,2027年甲\n").year, None);
    let text = "科目编码,科目名称,启用年度,停用年度,接替科目,文号\n\
                2080504,旧,,2020,208 05 01,\n\
                2080501,原来叫,,2020,,\n2080501,现在叫,2020年,,,\n\
                2170404,注资,2025年5月23日,,,财预〔2025〕41号\n\
                20899,散了,,2026,20801、20802,\n";
    let list = csv(text);
    assert_eq!((lines(&list), list.taken.with_years, list.year), (Vec::new(), 5, None));
    let catalog = Catalog::default().with_user(&list);
    let name = |code: &str, year: u16| {
        let codes = catalog.in_year(year);
        codes.valid(FUNCTION, code.parse().unwrap()).map(|entry| entry.name.clone())
    };
    for (code, year, wanted) in [
        ("2080504", 2019, Some("旧")),
        ("2080504", 2020, None),
        ("2080501", 2019, Some("原来叫")),
        ("2080501", 2020, Some("现在叫")),
        ("2170404", 2024, None),
        ("2170404", 2025, Some("注资")),
        ("20899", 2025, Some("散了")),
    ] {
        assert_eq!(name(code, year).as_deref(), wanted, "{code} {year}");
    }
    assert!(list.taken.to_string().contains("其中 5 个写明了年度"), "{}", list.taken);
}

#[test]
fn years_that_are_not_understood_are_named_with_their_line() {
    let list = csv(
        "编码,名称,启用年度,截止年度,接替科目\n208,甲,去年,,\n209,乙,2025,2020,\n210,丙,,,2O8\n211,丁,,2030,\n211,戊,2029,,\n212,己,,,\n",
    );
    assert_eq!(lines(&list), [2, 3, 4, 6]);
    let reasons: Vec<&str> = list.taken.not_understood.iter().map(|line| line.reason.as_str()).collect();
    assert!(reasons[0].contains("启用年度“去年”不是年度或日期"), "{reasons:?}");
    assert!(reasons[1].contains("年度写反了") && reasons[2].contains("接替的科目"), "{reasons:?}");
    assert!(reasons[3].contains("前面已经有了"), "{reasons:?}");
}
