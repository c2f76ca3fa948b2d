use std::sync::Arc;

use super::super::arrangement::Placed;
use super::super::survey::{Fault, Surveyed};
use super::*;
use crate::received::{Failure, State, Target};
use disclosure_engine::disclosure::{Disclosure, Kind};
use disclosure_engine::form::FormLibrary;

fn file(path: &str, body: Option<(&str, [usize; 2], &str)>) -> Surveyed {
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.for_year(2025).unwrap().clone();
    let target = Target { path: format!("收件/{path}").into(), failure: None, folders: None, packed: None };
    let result = match body {
        None => Err(Failure::unreadable("读不出")),
        Some((body, [errors, warnings], rule)) => {
            let fault = Fault { rule: rule.to_owned(), title: "平".to_owned(), grade: Grade::Error, count: errors };
            Ok(Arc::new(Body {
                disclosure: Disclosure::new(form.id.as_str(), Kind::Unit, body, 2025),
                form,
                counts: [errors, warnings, 0, 0, 0],
                state: if errors > 0 { State::Errors } else { State::Warnings },
                totals: Vec::new(),
                faults: if errors > 0 { vec![fault] } else { Vec::new() },
                since: None,
                own_reasons: Vec::new(),
                shared_with: Vec::new(),
            }))
        }
    };
    Surveyed { target, modified: None, result }
}

fn survey() -> (Survey, Arrangement) {
    let files = vec![
        file("教育局/一中.docx", Some(("某县第一中学", [2, 0], "B1"))),
        file("教育局/二中.docx", Some(("某县第二中学", [0, 3], ""))),
        file("卫健委.zip/医院.pdf", Some(("某县医院", [5, 1], "B1"))),
        file("卫健委.zip/坏.pdf", None),
        file("教育局/旧.docx", Some(("某县第一中学", [9, 0], "A2"))),
    ];
    let departments = [Some("教育局"), Some("教育局"), Some("卫健委"), None, Some("教育局")];
    let placed = departments.iter().enumerate().map(|(place, department)| Placed {
        department: department.map(str::to_owned),
        is_older: place == 4,
        ..Placed::default()
    });
    (Survey::of_files("收件".into(), files), Arrangement { files: placed.collect() })
}

/// The places of the files that are shown, and `-` for the head of a group.
fn shown(view: &View) -> String {
    let (survey, arrangement) = survey();
    let lines = view.lines(&survey, &arrangement);
    let line = |line: &Line| match line {
        Line::Group { .. } => "-".to_owned(),
        Line::File { place, .. } => place.to_string(),
    };
    lines.iter().map(line).collect()
}

#[test]
fn files_are_sought_filtered_and_put_in_order() {
    let with = |change: &dyn Fn(&mut View)| {
        let mut view = View::default();
        change(&mut view);
        shown(&view)
    };
    assert_eq!(with(&|_| {}), "01234");
    assert_eq!(with(&|view| view.only_errors = true), "024");
    assert_eq!(with(&|view| view.search = "第一".to_owned()), "04");
    assert_eq!(with(&|view| view.search = "ZIP".to_lowercase()), "23");
    assert_eq!(with(&|view| view.search = "没有".to_owned()), "");
    // The worst first, then the other way round, then as they lie.
    let clicked = |times: usize| with(&|view| (0..times).for_each(|_| view.order_by(Key::Errors)));
    assert_eq!([clicked(1), clicked(2), clicked(3)], ["42013", "31024", "01234"].map(str::to_owned));
    assert_eq!(with(&|view| view.order_by(Key::State))[..1], *"3", "what cannot be read is the worst");
}

#[test]
fn groups_count_what_is_in_them_and_can_be_folded() {
    let mut view = View { grouping: Grouping::Department, ..View::default() };
    assert_eq!(shown(&view), "-2-014-3");
    let (survey, arrangement) = survey();
    let lines = view.lines(&survey, &arrangement);
    let Line::Group { title, counts, files, .. } = &lines[2] else { panic!("{lines:?}") };
    assert_eq!((title.as_str(), *files, *counts), ("教育局", 3, [2, 3]), "older versions are shown and not counted");
    view.fold("教育局");
    assert_eq!(shown(&view), "-2--3");
    view.fold("教育局");
    view.grouping = Grouping::Rule;
    assert_eq!(shown(&view), "-02");
    let lines = view.lines(&survey, &arrangement);
    assert_eq!(lines[2], Line::File { place: 2, count: Some(5) });
}

#[test]
fn what_files_share_is_doubted_in_each_once_all_are_read() {
    let (mut survey, _) = survey();
    let reason = |words: &str| {
        let fault = Fault { rule: "F30-2".to_owned(), title: "原因".to_owned(), grade: Grade::Warning, count: 1 };
        (words.to_owned(), fault)
    };
    for (place, words) in [(0, "二"), (1, "一"), (2, "一")] {
        let Ok(body) = &mut survey.files[place].result else { panic!("{place} was read") };
        Arc::get_mut(body).unwrap().own_reasons.push(reason(words));
    }
    for _ in 0..2 {
        // A second time nothing is counted twice.
        let mut arrangement = Arrangement::of(&survey);
        survey.doubt(&mut arrangement);
    }
    let told = |place: usize| {
        let body = survey.files[place].body().unwrap();
        (body.count(Grade::Warning), body.state, body.shared_with.clone())
    };
    assert_eq!(told(0), (0, State::Errors, Vec::new()));
    assert_eq!(told(1), (4, State::Warnings, vec!["某县医院".to_owned()]));
    assert_eq!(told(2), (2, State::Errors, vec!["某县第二中学".to_owned()]));
    let view = View { grouping: Grouping::Rule, ..View::default() };
    let lines = view.lines(&survey, &Arrangement::of(&survey));
    let of_rule = |line: &&Line| matches!(line, Line::Group { title, .. } if title.starts_with("F30-2"));
    let Some(Line::Group { files, counts, .. }) = lines.iter().find(of_rule) else { panic!("{lines:?}") };
    assert_eq!((*files, *counts), (2, [0, 2]));
}
