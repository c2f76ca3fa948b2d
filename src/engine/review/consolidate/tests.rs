use super::*;
use crate::catalog::Catalog;
use crate::evaluate::evaluate;
use crate::evaluate::tests::Draft;
use crate::file;
use crate::form::FormLibrary;

/// Three units with the figures of the sample, and what each prints, from the published amounts and not from the code
/// that is tested.
const SAMPLE: &str = include_str!("../../../../assets/samples/urumqi-2025.budget");
const PRINTED: &str = include_str!("../../../../tests/fixtures/urumqi-2025-amounts.tsv");

struct Department {
    form: Form,
    catalog: Catalog,
    units: Vec<Disclosure>,
    sum: Consolidated,
}

impl Department {
    fn new(units: Vec<Disclosure>, form: Form) -> Self {
        let catalog = Catalog::builtin().unwrap();
        let evaluations: Vec<_> = units.iter().map(|unit| evaluate(&form, unit)).collect();
        let evaluated: Vec<Evaluated<'_>> = units
            .iter()
            .zip(&evaluations)
            .map(|(disclosure, evaluation)| Evaluated { form: &form, catalog: &catalog, disclosure, evaluation })
            .collect();
        let sum = consolidate(&form, "某某局", &evaluated, &BTreeSet::new(), &Progress::default()).unwrap();
        Self { form, catalog, units, sum }
    }

    fn of_three() -> Self {
        let forms = FormLibrary::builtin().unwrap();
        let units: Vec<Disclosure> = ["甲中心", "乙中心", "丙中心"]
            .map(|body| {
                let unit = file::read(SAMPLE, &forms).unwrap();
                let mut unit = Disclosure { body: body.to_owned(), ..unit };
                for row in unit.tables.values_mut().flat_map(|table| &mut table.rows) {
                    if let Subject::Project(project) = &mut row.subject {
                        project.unit = project.unit.as_ref().map(|_| body.to_owned());
                    }
                }
                let rename = |key: &RowKey| match key {
                    RowKey::Unit(_) => RowKey::Unit(body.to_owned()),
                    RowKey::UnitCode(_, code) => RowKey::UnitCode(body.to_owned(), *code),
                    other => other.clone(),
                };
                for table in unit.tables.values_mut() {
                    let stated = std::mem::take(&mut table.stated);
                    table.stated = stated.into_iter().map(|((row, column), a)| ((rename(&row), column), a)).collect();
                }
                unit
            })
            .into();
        Self::new(units, (**forms.get("xinjiang-2025").unwrap()).clone())
    }

    fn compared(&self, department: &Disclosure) -> Vec<SumDifference> {
        let look = |disclosure: &Disclosure| evaluate(&self.form, disclosure);
        let evaluations: Vec<_> = self.units.iter().map(look).collect();
        let of =
            |disclosure, evaluation| Evaluated { form: &self.form, catalog: &self.catalog, disclosure, evaluation };
        let units: Vec<_> = self.units.iter().zip(&evaluations).map(|(unit, values)| of(unit, values)).collect();
        let (own, sum) = (look(department), look(&self.sum.disclosure));
        compare_with_sum(of(department, &own), of(&self.sum.disclosure, &sum), &units, &Progress::default()).unwrap()
    }
}

#[test]
fn the_sum_of_three_units_is_three_times_what_one_prints() {
    let department = Department::of_three();
    assert_eq!(department.sum.left_out, Vec::<String>::new());
    let evaluation = evaluate(&department.form, &department.sum.disclosure);
    let evaluated = Evaluated {
        form: &department.form,
        catalog: &department.catalog,
        disclosure: &department.sum.disclosure,
        evaluation: &evaluation,
    };
    let mut printed: HashMap<(u8, String, u8), Amount> = HashMap::new();
    for table in &department.form.tables {
        for row in table_snapshot(evaluated, table).rows {
            for (column, amount) in row.figures() {
                printed.insert((table.number.0, row.id(), column.0), amount);
            }
        }
    }
    let mut tried = 0;
    for line in PRINTED.lines().filter(|line| !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (table, row, column) = (fields[0].parse().unwrap(), fields[1], fields[2].parse().unwrap());
        // Projects and subtotals of units stand once for each unit.
        if matches!(table, 7 | 11) && row != "total" {
            continue;
        }
        let one = department.form.text_unit.amount(fields[3].replace(',', "").parse().unwrap()).unwrap();
        assert_eq!(printed.get(&(table, row.to_owned(), column)), Some(&(one + one + one)), "{line}");
        tried += 1;
    }
    assert!(tried > 200, "{tried}");
    assert!(department.compared(&department.sum.disclosure).is_empty());
}

#[test]
fn the_one_altered_figure_of_a_department_is_found() {
    let department = Department::of_three();
    let mut altered = department.sum.disclosure.clone();
    let table = altered.table_mut(TableNumber(6));
    let row = table.rows.iter_mut().find(|row| row.subject.code().is_some_and(|code| code.to_string() == "30101"));
    let amount = row.unwrap().amounts.get_mut(&ColumnNumber(2)).unwrap();
    let was = *amount;
    *amount += "90000".parse::<Amount>().unwrap();
    let is = *amount;
    let found = department.compared(&altered);
    let entered: Vec<&SumDifference> = found.iter().filter(|difference| !difference.cell.follows).collect();
    let [difference] = entered.as_slice() else { panic!("{entered:#?}") };
    assert_eq!((difference.table, difference.row.id.as_str(), difference.cell.column.0), (TableNumber(6), "30101", 2));
    assert_eq!((difference.cell.old, difference.cell.new), (Some(was), Some(is)));
    assert!(!difference.is_rounding && found[0] == **difference);
    let parts: Amount = difference.parts.iter().map(|part| part.unwrap()).sum();
    assert_eq!((difference.parts.len(), parts), (3, was));
}

#[test]
fn a_stated_total_that_is_off_by_rounding_is_told_apart() {
    let unit = |body: &str| {
        let draft = Draft::new().code(3, "2080101", &[(2, "1.004")]);
        Disclosure { body: body.to_owned(), ..draft.disclosure }
    };
    let department = Department::new(vec![unit("甲"), unit("乙"), unit("丙")], Draft::new().form);
    // Shown 1.00 each, in truth 3.012; the department prints 3.00 and has a row that no unit has.
    let own = Draft::new().code(3, "2080101", &[(2, "3.00")]).code(3, "2080199", &[(2, "5")]).disclosure;
    let found = department.compared(&own);
    let told: Vec<_> = found.iter().filter(|f| f.table.0 == 3 && f.cell.column.0 == 2 && f.row.id.len() == 7).collect();
    assert_eq!((told[0].row.id.as_str(), told[0].is_rounding, told[0].cell.old), ("2080199", false, None));
    assert_eq!((told[1].row.id.as_str(), told[1].is_rounding), ("2080101", true));
}

#[test]
fn a_unit_that_prints_nothing_allows_nothing() {
    let unit = |body: &str, draft: Draft| Disclosure { body: body.to_owned(), ..draft.disclosure };
    let with_money = |body: &str| unit(body, Draft::new().code(3, "2080101", &[(2, "10")]));
    let blank = |body: &str| unit(body, Draft::new());
    for (units, printed, is_rounding) in [
        (vec![with_money("甲"), blank("乙"), blank("丙"), blank("丁")], "10.02", false),
        (vec![with_money("甲"), blank("乙"), blank("丙"), blank("丁")], "10.01", false),
        (vec![with_money("甲"), with_money("乙"), blank("丙"), blank("丁")], "20.01", true),
        (vec![with_money("甲"), with_money("乙"), blank("丙"), blank("丁")], "20.02", false),
    ] {
        let own = Draft::new().code(3, "2080101", &[(2, printed)]).disclosure;
        let found = Department::new(units, Draft::new().form).compared(&own);
        let leaf = found.iter().find(|f| f.table.0 == 3 && f.cell.column.0 == 2 && f.row.id == "2080101");
        assert_eq!(leaf.map(|found| found.is_rounding), Some(is_rounding), "{printed}");
    }
}

#[test]
fn projects_stand_under_their_units_and_overlapping_codes_are_told() {
    let mut first =
        Draft::new().project(7, "", "2080101", "补助", &[(3, "1")]).code(3, "2080101", &[(2, "1")]).disclosure;
    first.body = "甲中心".into();
    let mut second =
        Draft::new().project(7, "", "2080101", "补助", &[(3, "2")]).code(3, "20801", &[(2, "7")]).disclosure;
    second.body = "乙中心".into();
    let department = Department::new(vec![first, second], Draft::new().form);
    let draft = Draft { disclosure: department.sum.disclosure.clone(), ..Draft::new() };
    assert_eq!(
        draft.rows(7),
        ["total", "甲中心", "208", "20801", "2080101/补助", "乙中心", "208", "20801", "2080101/补助"]
    );
    assert_eq!((draft.shown(7, "甲中心", 3), draft.shown(7, "total", 3)), ("1.00".into(), "3.00".into()));
    assert_eq!(department.sum.left_out.len(), 1);
    assert!(department.sum.left_out[0].contains("208 01") && department.sum.left_out[0].contains("乙中心"));
}

/// The sum of units and the department's figure, whether rounding explains that they differ, and what each unit has.
type Apart = (Option<String>, Option<String>, bool, Vec<Option<String>>);

/// What differs between a department with these projects, all of one name, and its units.
fn of_one_name(units: &[&[&str]], department: &[&str]) -> Vec<Apart> {
    let with = |body: &str, unit: &str, amounts: &[&str]| {
        let draft = amounts.iter().fold(Draft::new(), |draft, amount| {
            // Names differ in what is not printed.
            draft.project(7, unit, "2080101", "办公楼 维修", &[(3, amount)])
        });
        Disclosure { body: body.to_owned(), ..draft.disclosure }
    };
    let names = ["甲站", "乙站", "丙站"];
    let units: Vec<Disclosure> = units.iter().zip(names).map(|(amounts, body)| with(body, "", amounts)).collect();
    let own = with("某某局", "", department);
    let draft = Draft::new();
    let evaluations: Vec<_> = units.iter().chain([&own]).map(|unit| evaluate(&draft.form, unit)).collect();
    let catalog = Catalog::builtin().unwrap();
    let of = |disclosure, evaluation| Evaluated { form: &draft.form, catalog: &catalog, disclosure, evaluation };
    let evaluated: Vec<_> = units.iter().zip(&evaluations).map(|(unit, values)| of(unit, values)).collect();
    let department = of(&own, evaluations.last().unwrap());
    let found = sum_units(department, &evaluated, &Progress::default()).unwrap();
    assert_eq!(found.sum.left_out, [""; 0]);
    let is_project = |found: &&SumDifference| matches!(found.row.key, RowKey::Project(_)) && !found.cell.follows;
    let text = |amount: Option<Amount>| amount.map(|amount| draft.form.text_unit.text(amount));
    let told = found.differences.iter().filter(is_project).map(|found| {
        let parts = found.parts.iter().map(|part| text(*part)).collect();
        (text(found.cell.old), text(found.cell.new), found.is_rounding, parts)
    });
    told.collect()
}

#[test]
fn projects_of_one_name_in_several_units_are_compared_together() {
    let text = |amount: &str| (!amount.is_empty()).then(|| amount.to_owned());
    let told = |sum: &str, department: &str, is_rounding: bool, parts: &[&str]| {
        vec![(text(sum), text(department), is_rounding, parts.iter().map(|part| text(part)).collect())]
    };
    // One line of the department's for all of its units'.
    assert_eq!(of_one_name(&[&["12"], &["12"]], &["24"]), []);
    assert_eq!(of_one_name(&[&["12"], &["12"], &[]], &["25"]), told("24.00", "25.00", false, &["12.00", "12.00", ""]));
    assert_eq!(of_one_name(&[&["1.004"], &["1.004"], &["1"]], &["3.01"]), told("3.00", "3.01", true, &["1.00"; 3]));
    assert_eq!(of_one_name(&[&["12"], &["8"]], &[]), told("20.00", "", false, &["12.00", "8.00"]));
    // One unit has two of the name, and so has the department, of three.
    assert_eq!(of_one_name(&[&["12", "3"], &["5"]], &["15", "5"]), []);
    assert_eq!(of_one_name(&[&["12", "3"], &["5"]], &["15", "6"]), told("20.00", "21.00", false, &["15.00", "5.00"]));
    // As many as there are: each by itself.
    assert_eq!(of_one_name(&[&["12"], &["5"]], &["12", "5"]), []);
}

#[test]
fn a_unit_of_another_year_is_told() {
    let unit = |body: &str, year: u16| {
        let draft = Draft::new().code(3, "2080101", &[(2, "1")]);
        Disclosure { body: body.to_owned(), year, ..draft.disclosure }
    };
    let draft = Draft::new();
    let year = draft.disclosure.year;
    let all = [unit("甲站", year), unit("乙站", year + 1), unit("某某局", year)];
    let evaluations = all.each_ref().map(|unit| evaluate(&draft.form, unit));
    let catalog = Catalog::builtin().unwrap();
    let of = |place: usize| Evaluated {
        form: &draft.form,
        catalog: &catalog,
        disclosure: &all[place],
        evaluation: &evaluations[place],
    };
    let left_out = |units: &[Evaluated<'_>]| sum_units(of(2), units, &Progress::default()).unwrap().sum.left_out;
    assert_eq!(left_out(&[of(0)]), [""; 0]);
    let told = format!("乙站 是 {} 年的，部门是 {year} 年的：不是同一年的预算，不该相加", year + 1);
    assert_eq!(left_out(&[of(0), of(1)]), [told]);
}

#[test]
fn a_sum_that_is_given_up_ends_and_one_that_is_not_gets_to_the_end() {
    let department = Department::of_three();
    let evaluations: Vec<_> = department.units.iter().map(|unit| evaluate(&department.form, unit)).collect();
    let of = |disclosure, evaluation| Evaluated {
        form: &department.form,
        catalog: &department.catalog,
        disclosure,
        evaluation,
    };
    let units: Vec<_> = department.units.iter().zip(&evaluations).map(|(unit, values)| of(unit, values)).collect();
    let altered = Disclosure { body: "某某局".to_owned(), ..department.units[0].clone() };
    let evaluation = evaluate(&department.form, &altered);
    let progress = Progress::default();
    let found = sum_units(of(&altered, &evaluation), &units, &progress).unwrap();
    assert!(!found.differences.is_empty(), "one unit is not three");
    assert!(progress.share() > 0.5, "{}", progress.share());
    progress.cancel();
    assert!(sum_units(of(&altered, &evaluation), &units, &progress).is_none());
}
