use super::*;
use crate::disclosure::Kind;

fn built_in() -> &'static FormFiles {
    builtin_form("xinjiang-2025").unwrap()
}

/// What is wrong after `from` in the form became `to`, the first time that it stands there.
fn broken(from: &str, to: &str) -> Vec<FormError> {
    let text = built_in().text(FORM_FILE).unwrap();
    assert!(text.contains(from), "the form no longer says {from}");
    let errors = Form::load(&built_in().replaced(FORM_FILE, from, to)).expect_err(to);
    errors.iter().cloned().collect()
}

fn line_of(part: &str) -> usize {
    let text = built_in().text(FORM_FILE).unwrap();
    text[..text.find(part).unwrap()].matches('\n').count() + 1
}

#[test]
fn every_built_in_form_is_sound() {
    let forms = FormLibrary::builtin().unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(forms.known().len(), builtin_forms().len());
    assert_eq!(Form::load(built_in()).unwrap().tables.len(), 11);
}

#[test]
fn what_is_misspelt_or_written_twice_is_refused_with_its_place_and_what_was_meant() {
    let identity = "T5[total](2) = T6[total](1)";
    for (from, to, said) in [
        (identity, "T5[total](2) = T66[total](1)", "没有表 T66，是否指 T6？"),
        (identity, "T5[totol](2) = T6[total](1)", "表 T5 没有行 [totol]，是否指 total？"),
        (identity, "T5[total](2) = T6[total](4)", "表 T6 没有列 (4)，此处有 1、2、3"),
        (identity, "T5[total](3..2) = T6[total](1)", "区间 3..2 写反了"),
        (identity, "T5[total..208](2) = T6[total](1)", "区间只能用在固定的行上"),
        ("[own_operations..own_other]", "[own_other..own_operations]", "区间 own_other..own_operations 写反了"),
        ("rule: \"A12\"", "rule: \"A112\"", "rules 里没有规则 A112，是否指 A1"),
        ("(number: 12, title", "(number: 11, title", "第 11 节出现了两次"),
        (
            "title: (unit: \"单位支出总体情况表\"",
            "title: (unit: \"单位收入总体情况表\"",
            "有两张表叫“单位收入总体情况表”",
        ),
        ("{body}{year}年没有收入，", "{boby}{year}年没有收入，", "不认识 {boby}，是否指 body？"),
        ("{body}{year}年没有收入，", "{title}{year}年没有收入，", "空表的说明里只能用 {body}、{year}"),
        ("cover: (unit: \"{year}年", "cover: (unit: \"{yaer}年", "不认识 {yaer}，是否指 year？"),
        ("unit_note: \"单位：万元\"", "unit_note: \"单位：元\"", "表上写的单位应是 amounts 的“万元”"),
        ("\"(2) + (9..12)\"", "\"(1) + (9..12)\"", "引用自己"),
    ] {
        let errors = broken(from, to);
        let error = errors.iter().find(|error| error.message.contains(said));
        let error = error.unwrap_or_else(|| panic!("{to}: {errors:?} does not say {said}"));
        assert_eq!(error.line, line_of(from), "{error}");
        assert!(error.column > 1 && error.file.ends_with("form.ron"), "{error}");
    }
    let doubled = broken("Entered(4, ", "Entered(5, ");
    assert!(doubled.iter().any(|error| error.message.contains("列 (5) 出现了两次")), "{doubled:?}");
    let unused = broken("    rules: [\n", "    rules: [\n        (id: \"Z1\", title: \"无用\", why: \"无用。\"),\n");
    assert_eq!(unused.len(), 1, "{unused:?}");
    assert!(unused[0].message.contains("规则 Z1 没有用到"), "{unused:?}");
}

#[test]
fn all_mistakes_of_a_form_are_told_at_once() {
    let files = built_in()
        .replaced(FORM_FILE, "T5[total](2) = T6[total](1)", "T5[totol](2) = T6[total](1)")
        .replaced(FORM_FILE, "\"T2[total](4)\"", "\"T2[total](44)\"")
        .replaced(NARRATIVE_FILE, "{*incomes}", "{*income}")
        .replaced(NARRATIVE_FILE, "{?duties}", "{?dutys}");
    let errors = Form::load(&files).unwrap_err();
    let of = |file: &str| errors.iter().filter(|error| error.file.ends_with(file)).count();
    assert_eq!((of(FORM_FILE), of(NARRATIVE_FILE)), (2, 2), "{errors}");
}

#[test]
fn a_phrase_that_speaks_of_itself_is_refused() {
    let circle = built_in().replaced(NARRATIVE_FILE, "phrases: [", "phrases: [(\"again\", \"{@again T3[total](1)}\"),");
    let circle = circle.replaced(NARRATIVE_FILE, "{@source T3", "{@again T3[total](1)}{@source T3");
    let errors = Form::load(&circle).unwrap_err();
    assert!(errors.iter().any(|error| error.message.contains("引用自己")), "{errors}");
}

#[test]
fn a_misspelt_field_is_refused_with_its_place() {
    let errors = broken("outline:", "outlin:");
    assert!(errors[0].line > 1 && errors[0].message.contains("outlin"), "{errors:?}");
}

#[test]
fn a_unit_that_shows_less_than_a_fen_is_refused() {
    for (yuan, decimals, is_sound) in
        [(10_000, 6, true), (1, 2, true), (10_000, 7, false), (1, 40, false), (0, 0, false)]
    {
        let name = if yuan == 1 { "元" } else { "万元" };
        let unit = format!("name: \"{name}\", yuan: {yuan}, decimals: {decimals}");
        let files = built_in().replaced(FORM_FILE, "name: \"万元\", yuan: 10000, decimals: 2", &unit);
        let files = files.replaced(FORM_FILE, "unit_note: \"单位：万元\"", &format!("unit_note: \"单位：{name}\""));
        let loaded = Form::load(&files);
        assert_eq!(loaded.is_ok(), is_sound, "{unit}");
    }
}

/// The built-in form as one of another id, region and year.
fn other(id: &str, region: &str, year: u16) -> FormFiles {
    let head = format!("id: \"{id}\", region: (code: \"{region}\", name: \"某省\"), ");
    let files = built_in().replaced(FORM_FILE, "year: 2025", &format!("year: {year}"));
    let files = files.replaced(FORM_FILE, "    region: (code: \"650000\", name: \"新疆维吾尔自治区\"),\n", "");
    files.replaced(FORM_FILE, "id: \"xinjiang-2025\",", &head)
}

fn write(folder: &std::path::Path, name: &str, files: &FormFiles) {
    let folder = folder.join(name);
    std::fs::create_dir(&folder).unwrap();
    files.texts().for_each(|(file, text)| std::fs::write(folder.join(file), text).unwrap());
}

#[test]
fn an_unsound_form_of_a_folder_stops_nothing_but_itself() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "good", &other("good-2025", "110000", 2025));
    write(folder.path(), "bad", &other("bad-2025", "120000", 2025).replaced(FORM_FILE, "rule: \"A12\"", "rule: \"\""));
    write(folder.path(), "double", built_in());
    std::fs::create_dir(folder.path().join("no form")).unwrap();
    let mut forms = FormLibrary::builtin().unwrap();
    assert_eq!(forms.add_folder(folder.path()), 3);
    let ids = forms.known().iter().filter(|known| known.origin != Origin::BuiltIn).map(|known| known.form.id.as_str());
    assert_eq!(ids.collect::<Vec<_>>(), ["good-2025"]);
    let unsound: Vec<_> = forms.unsound().iter().map(|form| form.name.as_str()).collect();
    assert_eq!(unsound, ["bad", "double"]);
    assert!(forms.unsound()[1].errors.to_string().contains("编号 xinjiang-2025 与另一套表式（内置）相同"));
}

#[test]
fn forms_of_one_year_do_not_hide_each_other() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a", &other("a-2024", "110000", 2024));
    write(folder.path(), "b", &other("b-2025", "110000", 2025));
    write(folder.path(), "c", &other("c-2027", "110000", 2027));
    let mut forms = FormLibrary::builtin().unwrap();
    forms.add_folder(folder.path());
    let is_of_test = |form: &&&std::sync::Arc<Form>| {
        ["65", "11"].iter().any(|code| form.region.as_ref().unwrap().code.starts_with(code))
    };
    let choices = |year| {
        let choices = forms.choices(year, Kind::Unit);
        choices.iter().filter(is_of_test).map(|form| form.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(choices(2025), ["xinjiang-2025", "b-2025"]);
    assert_eq!(choices(2024), ["xinjiang-2025", "a-2024"]);
    assert_eq!(choices(2030), ["xinjiang-2025", "c-2027"]);
    let own = forms.get("a-2024").unwrap();
    assert_eq!(forms.successor(own, 2026).unwrap().id, "b-2025");
    assert_eq!(forms.for_year(2026).unwrap().id, "xinjiang-2025");
}

#[test]
fn a_form_that_a_disclosure_carries_hides_none_that_says_something_else() {
    let forms = FormLibrary::builtin().unwrap();
    let copy = forms.clone();
    assert_eq!(forms.carry(built_in()).unwrap(), "xinjiang-2025");
    let changed = built_in().replaced(FORM_FILE, "outline: \"收支总体\"", "outline: \"收支\"");
    let id = forms.carry(&changed).unwrap();
    assert_eq!(id, "xinjiang-2025@file");
    let form = copy.get(&id).unwrap();
    assert_eq!((form.given_id(), form.revision_here()), ("xinjiang-2025", Some(1)));
    assert_eq!(forms.carry(&changed).unwrap(), id);
    assert_eq!(copy.get(&id).unwrap().tables[0].outline, "收支");
    assert_eq!(forms.get("xinjiang-2025").unwrap().tables[0].outline, "收支总体");
    assert_eq!(forms.all().count(), builtin_forms().len());
}

#[test]
fn what_a_carried_form_is_beside_that_of_this_machine_is_told() {
    let forms = FormLibrary::builtin().unwrap();
    let changed = |revision: u32, outline: &str| {
        let numbered = format!("year: 2025,\n    revision: {revision},");
        let changed = built_in().replaced(FORM_FILE, "outline: \"收支总体\"", &format!("outline: \"{outline}\""));
        forms.carry(&changed.replaced(FORM_FILE, "year: 2025,", &numbered)).unwrap()
    };
    for (revision, outline, id, expected) in [
        (1, "一", "xinjiang-2025@file", "文件自带的第 1 版；这里的也是第 1 版，内容不同"),
        (2, "二", "xinjiang-2025@file2", "文件自带的第 2 版；这里的是第 1 版，旧一些"),
        (2, "三", "xinjiang-2025@file3", "文件自带的第 2 版；这里的是第 1 版，旧一些"),
    ] {
        assert_eq!(changed(revision, outline), id);
        assert_eq!(forms.get(id).unwrap().standing().unwrap(), expected);
    }
    assert_eq!(forms.get("xinjiang-2025").unwrap().standing(), None);
}

#[test]
fn a_form_comes_out_of_a_zip_file_with_or_without_a_folder() {
    use std::io::Write;
    for prefix in ["", "某省/"] {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (file, text) in built_in().texts() {
            zip.start_file(format!("{prefix}{file}"), zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let files = FormFiles::read_zip("某省.zip", &bytes).unwrap();
        assert!(files.same_texts(built_in()), "{prefix}");
        assert!(FormFiles::read_zip("某省.zip", &bytes[..bytes.len() / 2]).is_err());
    }
}

#[test]
fn forms_that_are_based_on_each_other_without_end_are_refused() {
    let on = |base: &str| format!("Form(id: \"a\", based_on: \"{base}\")");
    let alone = FormFiles::new("a", [(FORM_FILE, on("b").as_str())]);
    let told = Form::load(&alone).unwrap_err().to_string();
    assert!(told.contains("a/form.ron 第 1 行第 26 列") && told.contains("没有表式 b"), "{told}");
    let deep = (0..30).fold(alone.clone(), |base, _| alone.with_base(&base));
    assert!(Form::load(&deep).unwrap_err().to_string().contains("一层套一层"));
    // What a file carries is no deeper either.
    let endless = (format!("{}form.ron", "base/a/".repeat(100_000)), on("b"));
    let carried = FormFiles::new("a", [(FORM_FILE.to_owned(), on("b")), endless]);
    assert!(carried.base().is_none());
}
