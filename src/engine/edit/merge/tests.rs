use super::*;
use crate::disclosure::{
    ColumnNumber, FundsField, Kind, PerformanceField, PerformanceSubject, PerformanceTable, Project, ProjectId, Row,
    RowKey, Subject,
};
use crate::evaluate::tests::Draft;

const TABLE: TableNumber = TableNumber(11);

fn project(id: u32, name: &str, amount: Option<&str>) -> Row {
    let project = Project { id: ProjectId(id), unit: None, code: None, code_name: String::new(), name: name.into() };
    let amounts = amount.map(|amount| (ColumnNumber(1), amount.parse().unwrap()));
    Row { amounts: amounts.into_iter().collect(), ..Row::new(Subject::Project(project)) }
}

fn disclosure(rows: &[Row]) -> Disclosure {
    let mut disclosure = Disclosure::new("form", Kind::Unit, "中心", 2025);
    disclosure.table_mut(TABLE).rows = rows.to_vec();
    disclosure
}

fn merged(base: &Disclosure, mine: &Disclosure, theirs: &Disclosure) -> Disclosure {
    merged_with(base, mine, theirs, &[])
}

fn conflicts(base: &Disclosure, mine: &Disclosure, theirs: &Disclosure) -> Vec<MergePlace> {
    let form = Draft::new().form;
    Merge::new(&form, base, mine, theirs).conflicts().into_iter().map(|conflict| conflict.place).collect()
}

/// What is merged where what the other one has is chosen at some conflicts.
fn merged_with(base: &Disclosure, mine: &Disclosure, theirs: &Disclosure, chosen: &[MergePlace]) -> Disclosure {
    let form = Draft::new().form;
    let merge = Merge::new(&form, base, mine, theirs);
    assert_eq!(merge.conflicts(), merge.conflicts(), "the same each time");
    let step = merge.step(&chosen.iter().cloned().collect());
    let mut merged = mine.clone();
    step.apply(&mut merged);
    let mut back = merged.clone();
    step.revert(&mut back);
    assert_eq!(back, *mine, "undo");
    merged
}

fn rows(disclosure: &Disclosure) -> Vec<(u32, String, Option<String>)> {
    let rows = &disclosure.table(TABLE).unwrap().rows;
    let row = |row: &Row| {
        let project = row.subject.project().unwrap();
        (project.id.0, project.name.clone(), row.amounts.values().next().map(ToString::to_string))
    };
    rows.iter().map(row).collect()
}

#[test]
fn what_each_changed_is_taken_and_what_both_changed_is_asked() {
    let base = disclosure(&[project(1, "甲", Some("1")), project(2, "乙", Some("2")), project(3, "丙", Some("3"))]);
    let mut mine = base.clone();
    mine.table_mut(TABLE).rows[0] = project(1, "甲", Some("10"));
    mine.table_mut(TABLE).rows[2] = project(3, "丙", Some("30"));
    mine.rewritten.insert(crate::disclosure::TextKey::new("a"), "我的".into());
    let mut theirs = base.clone();
    theirs.table_mut(TABLE).rows[1] = project(2, "乙改名", None);
    theirs.table_mut(TABLE).rows[2] = project(3, "丙", Some("300"));
    theirs.rewritten.insert(crate::disclosure::TextKey::new("b"), "别人的".into());
    theirs.body = "新中心".into();
    let merged = merged(&base, &mine, &theirs);
    let wanted = [(1, "甲", Some("10.00")), (2, "乙改名", None), (3, "丙", Some("30.00"))];
    let wanted = wanted.map(|(id, name, sum)| (id, name.to_owned(), sum.map(str::to_owned)));
    assert_eq!(rows(&merged), wanted);
    assert_eq!((merged.rewritten.len(), merged.body.as_str()), (2, "新中心"));
    let cell = MergePlace::Entered(CellKey::new(TABLE, RowKey::Project(ProjectId(3)), ColumnNumber(1)));
    assert_eq!(conflicts(&base, &mine, &theirs), std::slice::from_ref(&cell));
    let other = merged_with(&base, &mine, &theirs, &[cell]);
    assert_eq!(rows(&other)[2].2.as_deref(), Some("300.00"));
    let form = Draft::new().form;
    assert!(Merge::new(&form, &base, &mine, &base).step(&BTreeSet::new()).changes.is_empty(), "nothing to merge");
}

#[test]
fn rows_that_both_added_stay_apart_and_where_they_were_put() {
    let base = disclosure(&[project(1, "甲", None), project(2, "乙", None)]);
    let mine = disclosure(&[project(1, "甲", None), project(3, "我的", Some("3")), project(2, "乙", None)]);
    let mut theirs = disclosure(&[project(1, "甲", None), project(2, "乙", None), project(3, "别人的", Some("7"))]);
    let stated = (RowKey::Project(ProjectId(3)), ColumnNumber(2));
    theirs.table_mut(TABLE).stated.insert(stated, "8".parse().unwrap());
    let merged = merged(&base, &mine, &theirs);
    let names: Vec<_> = rows(&merged).into_iter().map(|(id, name, _)| (id, name)).collect();
    let wanted = [(1, "甲"), (3, "我的"), (2, "乙"), (4, "别人的")];
    assert_eq!(names, wanted.map(|(id, name)| (id, name.to_owned())));
    let stated: Vec<_> = merged.table(TABLE).unwrap().stated.keys().map(|(row, _)| row.clone()).collect();
    assert_eq!(stated, [RowKey::Project(ProjectId(4))]);
}

#[test]
fn a_row_that_one_took_out_and_the_other_changed_is_asked() {
    let base = disclosure(&[project(1, "甲", Some("1")), project(2, "乙", Some("2")), project(3, "丙", Some("3"))]);
    let mine = disclosure(&[project(2, "乙", Some("20")), project(3, "丙", Some("3"))]);
    let theirs = disclosure(&[project(1, "甲", Some("100"))]);
    let row = |id| MergePlace::Row(TABLE, RowKey::Project(ProjectId(id)));
    // 1 was changed by them, 2 here, 3 by nobody.
    assert_eq!(conflicts(&base, &mine, &theirs), [row(1), row(2)]);
    let ids = |chosen: &[MergePlace]| -> Vec<u32> {
        rows(&merged_with(&base, &mine, &theirs, chosen)).into_iter().map(|(id, ..)| id).collect()
    };
    assert_eq!(ids(&[]), [2]);
    assert_eq!(ids(&[row(1)]), [1, 2]);
    assert_eq!(ids(&[row(1), row(2)]), [1]);
}

#[test]
fn what_speaks_of_a_project_that_both_added_stays_with_its_own() {
    let base = disclosure(&[project(1, "甲", None)]);
    let with = |name: &str| {
        let mut side = disclosure(&[project(1, "甲", None), project(2, name, Some("5"))]);
        let key = |id: &str| TextKey::of_row(id, RowKey::Project(ProjectId(2)));
        side.slots.insert(key("project.goal"), SlotValue::Text(name.into()));
        side.rewritten.insert(key("project"), format!("{name}的段落").into());
        let cell = CellKey::new(TABLE, RowKey::Project(ProjectId(2)), ColumnNumber(1));
        side.prior.insert(cell.clone(), "7".parse().unwrap());
        side.comments.push(crate::disclosure::Comment {
            id: crate::disclosure::CommentId(1),
            place: crate::disclosure::CommentPlace::Cell(cell),
            about: name.into(),
            author: name.into(),
            written: "2025-01-31 16:05".into(),
            text: "请核对".into(),
            replies: Vec::new(),
            resolved: None,
        });
        side
    };
    let form = Draft::new().form;
    let template = form.sentences.as_ref().unwrap();
    let id = template
        .parts
        .iter()
        .flat_map(|part| &part.groups)
        .flat_map(|group| &group.paragraphs)
        .find(|paragraph| template.lists_of(&paragraph.id).iter().any(|list| form.table_of(*list).number == TABLE));
    let id = id.unwrap().id.clone();
    let (mut mine, mut theirs) = (with("我的"), with("别人的"));
    for side in [&mut mine, &mut theirs] {
        let rename = |key: TextKey| TextKey { id: key.id.replace("project", &id), ..key };
        side.slots = std::mem::take(&mut side.slots).into_iter().map(|(key, value)| (rename(key), value)).collect();
        side.rewritten =
            std::mem::take(&mut side.rewritten).into_iter().map(|(key, text)| (rename(key), text)).collect();
    }
    assert_eq!(conflicts(&base, &mine, &theirs), []);
    let merged = merged(&base, &mine, &theirs);
    let ids: BTreeMap<String, RowKey> = merged.tables[&TABLE]
        .rows
        .iter()
        .map(|row| (row.subject.project().unwrap().name.clone(), row.subject.key()))
        .collect();
    assert_eq!(ids.len(), 3);
    for name in ["我的", "别人的"] {
        let key = |id: String| TextKey::of_row(id, ids[name].clone());
        assert_eq!(merged.slots.get(&key(format!("{id}.goal"))), Some(&SlotValue::Text(name.into())));
        assert_eq!(merged.rewritten.get(&key(id.clone())), Some(&format!("{name}的段落").into()));
        let comment = merged.comments.iter().find(|comment| comment.author == name).unwrap();
        assert_eq!(comment.place.row(), Some((TABLE, &ids[name])));
        assert!(merged.prior.keys().any(|cell| cell.row == ids[name]));
    }
    assert_eq!(merged.comments.iter().map(|comment| comment.id.0).collect::<BTreeSet<_>>().len(), 2);
    assert_eq!((merged.slots.len(), merged.rewritten.len(), merged.prior.len()), (2, 2, 2));
}

#[test]
fn the_same_project_added_by_both_is_one() {
    let base = disclosure(&[]);
    let mine = disclosure(&[project(1, "别的", None), project(2, "补助", Some("5"))]);
    let theirs = disclosure(&[project(1, "补助", Some("5")), project(2, "再一个", None)]);
    let merged = merged(&base, &mine, &theirs);
    let names: Vec<String> = rows(&merged).into_iter().map(|(_, name, _)| name).collect();
    assert_eq!(names, ["别的", "补助", "再一个"]);
    let theirs = disclosure(&[project(1, "补助", Some("6"))]);
    assert_eq!(conflicts(&base, &mine, &theirs).len(), 1, "two amounts of one project");
}

#[test]
fn a_performance_table_that_was_renamed_and_changed_is_still_the_same() {
    let table = |name: &str, total: &str| {
        let mut table = PerformanceTable { telephone: "0991-1".into(), ..PerformanceTable::default() };
        table.subject = PerformanceSubject::Project(name.into());
        table.funds.total = Some(total.parse().unwrap());
        table
    };
    let side = |name: &str, total: &str| {
        let mut side = disclosure(&[]);
        side.performance = vec![table(name, total)];
        side
    };
    let (base, mine, theirs) = (side("甲", "10000"), side("乙", "20000"), side("甲", "30000"));
    let asked = conflicts(&base, &mine, &theirs);
    assert_eq!(asked, [MergePlace::Performance(0, PerformanceField::Funds(FundsField::Total))]);
    assert_eq!(merged(&base, &mine, &theirs).performance, [table("乙", "20000")]);
    assert_eq!(merged_with(&base, &mine, &theirs, &asked).performance, [table("乙", "30000")]);
}

#[test]
fn two_performance_tables_of_one_name_both_stay() {
    let table = |goal: &str| PerformanceTable {
        subject: PerformanceSubject::Project("补助".into()),
        goal: goal.into(),
        ..PerformanceTable::default()
    };
    let mut base = disclosure(&[]);
    base.performance = vec![table("甲"), table("乙")];
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    mine.performance[0].goal = "甲改".into();
    theirs.performance[1].goal = "乙改".into();
    assert_eq!(conflicts(&base, &mine, &theirs), []);
    let merged = merged(&base, &mine, &theirs);
    assert_eq!(merged.performance, [table("甲改"), table("乙改")]);
}

fn with_overview(paragraphs: &[&str]) -> Disclosure {
    let mut side = disclosure(&[]);
    side.texts.insert(Part::Overview, paragraphs.iter().map(|text| (*text).to_owned()).collect());
    side
}

#[test]
fn paragraphs_of_one_part_are_merged_one_by_one() {
    let base = with_overview(&["一", "二", "三", "四"]);
    let (mine, theirs) = (with_overview(&["一改", "二", "三", "四"]), with_overview(&["一", "二", "新", "三", "四改"]));
    assert_eq!(conflicts(&base, &mine, &theirs), []);
    assert_eq!(merged(&base, &mine, &theirs).texts[&Part::Overview], ["一改", "二", "新", "三", "四改"]);
    let theirs = with_overview(&["一也改", "二", "三", "四"]);
    assert_eq!(conflicts(&base, &mine, &theirs), [MergePlace::Paragraphs(Part::Overview, 0)]);
}

#[test]
fn a_paragraph_that_was_moved_is_neither_lost_nor_doubled() {
    let overview = |side: Disclosure| side.texts[&Part::Overview].clone();
    let base = with_overview(&["一", "二", "三", "四"]);
    for moved in [["二", "一", "三", "四"], ["二", "三", "一", "四"], ["三", "一", "二", "四"]] {
        let moved = with_overview(&moved);
        let far = with_overview(&["一", "二", "三", "四改"]);
        assert_eq!(conflicts(&base, &far, &moved), [], "what is changed apart from the move is not asked about");
        let [.., last] = &overview(merged(&base, &far, &moved))[..] else { panic!("no paragraph") };
        assert_eq!(last, "四改");
        let removed = with_overview(&["一", "二", "四"]);
        for (mine, theirs) in [(&removed, &moved), (&moved, &removed)] {
            let asked = conflicts(&base, mine, theirs);
            for answers in [&[][..], &asked] {
                let mut found = overview(merged_with(&base, mine, theirs, answers));
                found.sort();
                found.retain(|text| text != "三");
                assert_eq!(found, ["一", "二", "四"]);
            }
        }
    }
}

#[test]
fn a_stated_total_that_they_changed_is_taken_and_one_over_other_figures_is_asked() {
    let base = Draft::new().code(3, "2080101", &[(2, "10"), (3, "5")]).all_stated();
    let total = CellKey::new(TableNumber(3), RowKey::Total, ColumnNumber(2));
    let mut theirs = base.disclosure.clone();
    theirs.table_mut(TableNumber(3)).stated.insert((RowKey::Total, ColumnNumber(2)), base.amount("99999.99"));
    let merged = merged(&base.disclosure, &base.disclosure, &theirs);
    assert_eq!(merged.stated(&total), Some(base.amount("99999.99")));
    // Somebody states a sum over a row that is changed here.
    let base = Draft::new().code(3, "2080101", &[(2, "10"), (3, "5")]);
    let mine = Draft::new().code(3, "2080101", &[(2, "12"), (3, "5")]);
    let theirs = Draft::new().code(3, "2080101", &[(2, "10"), (3, "5")]).stated(3, "total", 2, "10.01");
    let all = [&base, &mine, &theirs].map(|draft| &draft.disclosure);
    assert_eq!(conflicts(all[0], all[1], all[2]), [MergePlace::Stated(total.clone())]);
    assert_eq!(merged_with(all[0], all[1], all[2], &[]).stated(&total), None);
    let taken = merged_with(all[0], all[1], all[2], &[MergePlace::Stated(total.clone())]);
    assert_eq!(taken.stated(&total), Some(base.amount("10.01")));
}

#[test]
fn last_years_reasons_are_never_asked_about_and_what_is_here_stays() {
    let key = |id: &str| crate::disclosure::TextKey::new(id);
    let with = |reasons: &[(&str, &str)]| {
        let mut with = disclosure(&[]);
        with.last_reasons = reasons.iter().map(|(id, reason)| (key(id), (*reason).to_owned())).collect();
        with
    };
    let base = with(&[("a", "甲"), ("b", "乙")]);
    let mine = with(&[("a", "我的"), ("b", "乙"), ("c", "丙")]);
    let theirs = with(&[("a", "别人的"), ("d", "丁")]);
    assert_eq!(conflicts(&base, &mine, &theirs), []);
    assert_eq!(merged(&base, &mine, &theirs), with(&[("a", "我的"), ("c", "丙"), ("d", "丁")]));
}
