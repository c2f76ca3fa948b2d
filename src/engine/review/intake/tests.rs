use std::time::Duration;

use super::*;

/// A file at `path`, changed so many minutes after the others.
pub(in crate::review) fn submission(path: &str, body: &str, year: u16, minutes: u64) -> Submission {
    let mut folders: Vec<String> = path.split('/').map(str::to_owned).collect();
    folders.pop();
    let modified = Some(SystemTime::UNIX_EPOCH + Duration::from_secs(60 * minutes));
    Submission { path: path.into(), is_named: false, folders, body: body.to_owned(), year, kind: Kind::Unit, modified }
}

fn names(text: &str) -> Vec<ExpectedBody> {
    read_expected(text.as_bytes()).unwrap()
}

#[test]
fn of_several_versions_the_newest_counts() {
    let sent = [
        submission("教育局/一中.docx", "某县第一中学", 2026, 5),
        submission("教育局/一中（改）.docx", "某县 第一中学", 2026, 9),
        submission("教育局/一中 定稿.xlsx", "某县第一中学", 2026, 7),
        submission("教育局/二中.docx", "某县第二中学", 2026, 1),
        submission("教育局/空.docx", "", 2026, 1),
        submission("教育局/空2.docx", " ", 2026, 2),
    ];
    let found = intake(&sent, None);
    assert_eq!(found.versions, [Versions { newest: 1, older: vec![2, 0] }]);
    assert_eq!((0..6).filter(|&place| found.is_superseded(place)).collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn the_disclosures_of_a_department_and_of_its_own_office_are_two() {
    let mut sent = [submission("a.docx", "某县教育局", 2026, 1), submission("b.docx", "某县教育局", 2026, 2)];
    sent[1].kind = Kind::Department;
    assert_eq!(intake(&sent, None).versions, []);
    // So are those of two years, of which neither is the usual one.
    let sent = [submission("a.docx", "某县教育局", 2026, 1), submission("b.docx", "某县教育局", 2025, 2)];
    let found = intake(&sent, None);
    assert_eq!((found.versions, found.of_other_years), (vec![], None));
}

#[test]
fn what_was_named_itself_came_and_all_of_it_counts() {
    let mut sent = ["一稿.docx", "二稿.docx"].map(|path| submission(path, "某县图书馆", 2026, 1));
    sent.iter_mut().for_each(|one| one.is_named = true);
    let found = intake(&sent, Some(&names("某县图书馆")));
    assert_eq!(found, Intake::default());
}

#[test]
fn files_of_another_year_are_told_and_do_not_count_as_come() {
    let sent = [
        submission("a.docx", "某县档案馆", 2026, 1),
        submission("b.docx", "某县图书馆", 2026, 1),
        submission("c.docx", "某县文化馆", 2025, 1),
    ];
    let found = intake(&sent, Some(&names("某县档案馆\n某县图书馆\n某县文化馆\n某县博物馆\n")));
    assert_eq!(found.of_other_years, Some((2026, vec![2])));
    let missing: Vec<&str> = found.missing.iter().map(|one| one.body.as_str()).collect();
    assert_eq!(missing, ["某县文化馆", "某县博物馆"]);
    assert!(found.unlisted.is_empty());
}

#[test]
fn who_is_not_on_the_list_is_told() {
    let sent = [submission("a.docx", "某县档案馆", 2026, 1), submission("b.docx", "邻县图书馆", 2026, 1)];
    let found = intake(&sent, Some(&names("某县档案馆")));
    assert_eq!((found.missing, found.unlisted), (vec![], vec![1]));
}

#[test]
fn a_body_that_is_named_after_another_folder_lies_in_the_wrong_one() {
    let sent = [
        submission("01教育局/一中.docx", "某县教育局第一中学", 2026, 1),
        submission("02水利局/机关.docx", "某县水利局", 2026, 1),
        submission("02水利局/二中.docx", "某县教育局第二中学", 2026, 1),
        submission("02水利局/管理站.docx", "某县河道管理站", 2026, 1),
        submission("二稿/水利局.docx", "某县水利局灌溉站", 2026, 1),
    ];
    let told = |found: &Misfiled| (found.submission, found.folder.clone(), found.belongs.clone());
    // 二稿 is the name of no department: what lies there is in no wrong one.
    let expected = [(2, "02水利局".to_owned(), "01教育局".to_owned())];
    assert_eq!(intake(&sent, None).misfiled.iter().map(told).collect::<Vec<_>>(), expected);
    // All in one folder, or in none, is no sorting.
    let loose = [submission("二中.docx", "某县教育局第二中学", 2026, 1), submission("x.docx", "某县水利局", 2026, 1)];
    assert_eq!(intake(&loose, None).misfiled, []);
}

#[test]
fn the_list_says_to_which_department_a_body_belongs() {
    let list = names("单位名称,主管部门\n某县河道管理站,某县水利局\n某县第二中学,某县教育局\n");
    let sent = [
        submission("水利局/管理站.docx", "某县河道管理站", 2026, 1),
        submission("水利局/二中.docx", "某县第二中学", 2026, 1),
        submission("第二批/x.docx", "某县第二中学", 2026, 1),
    ];
    let found = intake(&sent, Some(&list)).misfiled;
    let expected = Misfiled { submission: 1, folder: "水利局".into(), belongs: "某县教育局".into() };
    assert_eq!(found, [expected]);
}

#[test]
fn a_list_may_be_lines_or_a_table_with_heads_in_any_order() {
    let bodies = |text: &str| names(text).into_iter().map(|one| (one.body, one.department)).collect::<Vec<_>>();
    let one = |body: &str, department: Option<&str>| (body.to_owned(), department.map(str::to_owned));
    assert_eq!(bodies("某县档案馆\n\n 某县 档案馆\n某县图书馆"), [one("某县档案馆", None), one("某县图书馆", None)]);
    assert_eq!(
        bodies("序号,主管部门,单位名称\n1,某县文旅局,某县图书馆\n2,,某县档案馆\n"),
        [one("某县图书馆", Some("某县文旅局")), one("某县档案馆", None)]
    );
    assert!(matches!(read_expected("\n \n".as_bytes()), Err(ExpectedError::NoNames | ExpectedError::Unreadable(_))));
    assert!(matches!(read_expected(&vec![b'a'; SIZE + 1]), Err(ExpectedError::TooLarge)));
}

/// The largest list that is read.
const SIZE: usize = 8 * 1024 * 1024;

#[test]
fn a_file_belongs_to_the_department_of_the_list_the_folder_or_its_own_name() {
    let mut sent = [
        submission("收件/03-教育局/部门.docx", "某县教育局", 2026, 1),
        submission("收件/03-教育局/一中.docx", "某县第一中学", 2026, 1),
        submission("收件/04-文旅局/馆.docx", "某县图书馆", 2026, 1),
        submission("收件/04-文旅局/教育局培训中心.docx", "某县教育局培训中心", 2026, 1),
        submission("收件/零散.docx", "某县气象台", 2026, 1),
        submission("收件/04-文旅局/文旅局.docx", "某县文旅局剧团", 2026, 1),
    ];
    sent[0].kind = Kind::Department;
    let of = |list: Option<&str>| {
        let list = list.map(names);
        let found = intake(&sent, list.as_deref());
        departments(&sent, &found, list.as_deref())
    };
    let told = |names: [Option<&str>; 6]| names.map(|name| name.map(str::to_owned)).to_vec();
    // What lies in the folder of another department belongs where it belongs.
    assert_eq!(
        of(None),
        told([Some("某县教育局"), Some("某县教育局"), Some("文旅局"), Some("某县教育局"), None, Some("文旅局")])
    );
    let by_list = of(Some("单位名称,主管部门\n某县图书馆,教育局\n某县气象台,气象局\n"));
    assert_eq!((by_list[2].as_deref(), by_list[4].as_deref()), (Some("某县教育局"), Some("气象局")));
}

#[test]
fn the_folders_above_the_sorting_sort_nothing() {
    let sent = [
        submission("2026/收件/教育局/一.docx", "某县教育局一中", 2026, 1),
        submission("2026/收件/教育局/二.docx", "某县卫健委医院", 2026, 1),
        submission("2026/收件/卫健委/三.docx", "某县卫健委疾控中心", 2026, 1),
    ];
    let found = intake(&sent, None);
    assert_eq!(found.misfiled.len(), 1);
    assert_eq!((found.misfiled[0].submission, found.misfiled[0].belongs.as_str()), (1, "卫健委"));
}

#[test]
fn what_a_body_was_called_is_read_from_two_columns() {
    let renamed = Renamed::read("old,new\n某县文化馆, 某县文旅中心 \n，\n某县甲,某县乙\n".as_bytes()).unwrap();
    assert_eq!(renamed.earlier("某县 文旅中心"), Some("某县文化馆"));
    assert_eq!((renamed.earlier("某县乙"), renamed.earlier("某县甲")), (Some("某县甲"), None));
    assert!(matches!(Renamed::read("只有一列\n".as_bytes()), Err(ExpectedError::NoRenamed)));
}
