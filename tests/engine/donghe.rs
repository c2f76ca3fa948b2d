//! A made-up region's forms of three years: which codes the form itself had added is known a year later, and what stands in
//! the forms of another region is told to be of another region.

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Code, Disclosure, Kind, Row, Subject, TableNumber};
use disclosure_engine::edit::{codes_since, follow_codes, roll_forward};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::{CODES_FILE, FORM_FILE, Form, FormFiles, FormLibrary};
use disclosure_engine::review::restated;

const HEAD: &str = "科目编码,科目名称,启用年度,停用年度,接替科目,文号\n";

fn form(region: &str, year: u16) -> String {
    let follows = if year > 2030 { format!("follows: (form: \"donghe-{}\"),", year - 1) } else { String::new() };
    format!(
        "Form(id: \"donghe-{year}\", name: \"东河\", year: {year}, {follows}
            region: (code: \"{region}\", name: \"地区{region}\"),
            amounts: (name: \"万元\", yuan: 10000, decimals: 2),
            preparer: (unit: \"单位：\", department: \"部门：\"), unit_note: \"单位：万元\",
            tables: [(id: \"t\", number: 1, title: (unit: \"支出表\", department: \"支出表\"), outline: \"支出\",
                head: [[\"类\", \"款\", \"项\", \"科目\", \"金额\"]], numbered: true, empty: \"没有支出。\",
                lists: [(columns: [Class, Section, Item, Name, Entered(1, \"amount\")],
                    rows: Function((total: \"合计\", rule: \"Q1\")))])],
            identities: [], rules: [(id: \"Q1\", title: \"逐级汇总\", why: \"逐级相加。\")])"
    )
}

/// The forms of the years from 2030 on, each with these codes of its own; `None` where it brings none.
fn forms(codes: &[Option<&str>]) -> FormLibrary {
    let forms = FormLibrary::builtin().unwrap();
    for (year, codes) in (2030..).zip(codes) {
        let mut texts = vec![(FORM_FILE.to_owned(), form("990200", year))];
        texts.extend(codes.map(|codes| (CODES_FILE.to_owned(), format!("{HEAD}{codes}"))));
        forms.carry(&FormFiles::new(format!("donghe-{year}"), texts)).unwrap_or_else(|errors| panic!("{errors}"));
    }
    forms
}

fn with<T>(forms: &FormLibrary, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
    let form: &Form = forms.get(&disclosure.form).unwrap();
    let (catalog, evaluation) = (Catalog::builtin().unwrap(), evaluate(form, disclosure));
    look(Evaluated { form, catalog: &form.catalog(&catalog), disclosure, evaluation: &evaluation })
}

fn named(disclosure: &Disclosure) -> Vec<(String, String)> {
    let rows = &disclosure.table(TableNumber(1)).unwrap().rows;
    let named = rows.iter().filter_map(|row| match &row.subject {
        Subject::Code { code, name } => Some((code.to_string(), name.clone())),
        _ => None,
    });
    let mut named: Vec<(String, String)> = named.collect();
    named.sort();
    named
}

/// What is told of the codes of last year's rows, and the rows after the changes were followed.
fn rolled(codes: &[Option<&str>], rows: &[(&str, &str)]) -> (Vec<String>, Vec<(String, String)>) {
    let forms = forms(codes);
    let year = 2030 + codes.len() as u16 - 2;
    let mut last = forms.get(&format!("donghe-{year}")).unwrap().disclosure(Kind::Unit, "东河站", year);
    for (code, name) in rows {
        let code: Code = code.parse().unwrap();
        last.table_mut(TableNumber(1)).rows.push(Row::new(Subject::Code { code, name: (*name).to_owned() }));
    }
    let form = forms.get(&format!("donghe-{}", year + 1)).unwrap();
    let mut draft = with(&forms, &last, |last| roll_forward(last, form, year + 1)).unwrap();
    let (told, step) = with(&forms, &draft, |evaluated| {
        let since = codes_since(evaluated, year);
        let told: Vec<String> = since.changes.iter().map(|(_, change)| change.text()).collect();
        (told, follow_codes(evaluated, &since.followed()).unwrap().step)
    });
    step.apply(&mut draft);
    (told, named(&draft))
}

#[test]
fn a_code_that_the_form_of_the_year_before_had_added_is_followed_like_any_other() {
    let own = |rows: &[(&str, &str)]| -> Vec<(String, String)> {
        let mut own: Vec<_> = rows.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
        own.sort();
        own
    };
    let added = Some("2080198,人才服务,2030,,,\n2080197,就业驿站,,,,\n2080110,劳动维权,,,,\n");
    let rows = [("2080198", "人才服务"), ("2080197", "就业驿站"), ("2080109", "社会保险经办机构")];
    // Renamed; ended in favour of another.
    let next = Some("2080198,人才发展,,,,\n2080197,就业驿站,,2031,2080198,\n");
    let (told, followed) = rolled(&[added, next], &rows[..1]);
    assert_eq!(told, ["208 01 98 人才服务：改名为“人才发展”"]);
    assert_eq!(followed, own(&[("2080198", "人才发展")]));
    let (told, followed) = rolled(&[added, next], &rows[1..]);
    assert_eq!(told, ["208 01 97 就业驿站：2031 年起停用，由 208 01 98 人才发展 接替"]);
    assert_eq!(followed, own(&[("2080198", "人才发展"), ("2080109", "社会保险经办机构")]));
    // What the next form does not say again is no code any more; a national one that it called otherwise has its name back.
    for nothing in [Some("2080196,别的,,,,\n"), None] {
        let (told, followed) = rolled(&[added, nothing], &rows);
        assert_eq!(
            told,
            [
                "208 01 97 就业驿站：今年的科目表里没有了，没有说由哪个科目接替",
                "208 01 98 人才服务：今年的科目表里没有了，没有说由哪个科目接替"
            ]
        );
        assert_eq!(followed, own(&rows));
        let (told, followed) = rolled(&[added, nothing], &[("2080110", "劳动维权")]);
        assert_eq!(told, ["208 01 10 劳动维权：改名为“劳动关系和维权”（没有见到公开的文件，请核对）"]);
        assert_eq!(followed, own(&[("2080110", "劳动关系和维权")]));
    }
    // Said again, nothing changed; and it is said of the year before, not of those before that.
    assert_eq!(rolled(&[added, added], &rows), (vec![], own(&rows)));
    let third = Some("2080198,人才工作,,,,\n");
    let (told, _) = rolled(&[added, next, third], &[("2080198", "人才发展")]);
    assert_eq!(told, ["208 01 98 人才发展：改名为“人才工作”"]);
}

#[test]
fn a_form_of_another_region_is_told_and_one_of_a_part_of_it_is_not() {
    let load = |region: &str| {
        let text = form(region, 2030).replace("donghe-2030", &format!("donghe-{region}"));
        Form::load(&FormFiles::new(region, [(FORM_FILE, text.as_str())])).unwrap_or_else(|errors| panic!("{errors}"))
    };
    let catalog = Catalog::builtin().unwrap();
    for (unit, department, is_other) in [
        ("990200", "990200", false),
        ("990201", "990200", false),
        ("990000", "990201", false),
        ("990202", "990201", true),
        ("990300", "990200", true),
        ("650000", "990000", true),
    ] {
        let (unit_form, department_form) = (load(unit), load(department));
        let disclosure = unit_form.disclosure(Kind::Unit, "东河站", 2030);
        let evaluation = evaluate(&unit_form, &disclosure);
        let evaluated =
            Evaluated { form: &unit_form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
        let told = restated(evaluated, &department_form).unwrap().told;
        let told: Vec<&String> = told.iter().filter(|line| line.contains("地区不同")).collect();
        assert_eq!(!told.is_empty(), is_other, "{unit} {department}: {told:?}");
    }
}
