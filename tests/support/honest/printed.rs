//! What the eleven tables print of the facts: each figure is the exact amount rounded to a hundredth of 万元.

use disclosure_engine::disclosure::{Code as ModelCode, ProjectId, RowKey};

use super::Fen;
use super::facts::{Facts, Fund, Item};
use super::names::{CLASSES, ECONOMIC, ECONOMIC_CLASSES};

/// A table as it is printed.
pub struct Table {
    pub number: u8,
    pub rows: Vec<Row>,
}

/// A printed row. A table with two lists side by side has two of them on a line.
pub struct Row {
    /// Which of the lists of the table it belongs to.
    pub list: usize,
    pub key: RowKey,
    /// Codes and names, as they stand in the columns before the figures.
    pub texts: Vec<String>,
    /// Its figures by column number.
    pub figures: Vec<Figure>,
}

pub struct Figure {
    pub column: u8,
    pub fen: Fen,
    /// Whether an author may state another figure than the one that follows from others.
    pub is_computed: bool,
}

/// An amount as a table prints it: nothing for nothing.
pub fn text(fen: Fen) -> String {
    if fen == 0 {
        return String::new();
    }
    let places = rounded(fen) / 10_000;
    let (whole, cents) = (places.abs() / 100, places.abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if places < 0 { "-" } else { "" };
    format!("{sign}{grouped}.{cents:02}")
}

/// An amount rounded to a hundredth of 万元, halves away from zero.
pub fn rounded(fen: Fen) -> Fen {
    (fen.abs() + 5_000) / 10_000 * 10_000 * fen.signum()
}

pub fn tables(facts: &Facts) -> Vec<Table> {
    let carried: Vec<[Fen; 6]> = (0..facts.items.len()).map(|item| facts.carried_by(item)).collect();
    let items = || facts.items.iter().zip(&carried);
    let of_fund = |fund: Fund, figures: fn(&Item) -> Vec<Fen>| {
        let items = facts.items.iter().filter(move |item| item.fund == fund && item.current() != 0);
        items.map(|item| (item.code.code, item.code.names.to_vec(), figures(item))).collect::<Vec<_>>()
    };
    let table = |number, rows| Table { number, rows };
    let income: Vec<_> =
        items().map(|(item, carried)| (item.code.code, item.code.names.to_vec(), income(item, carried))).collect();
    let spending: Vec<_> =
        items().map(|(item, carried)| (item.code.code, item.code.names.to_vec(), spending(item, carried))).collect();
    let with_basic = |item: &Item| vec![item.current(), item.basic[0], item.basic[1], item.current_projects()];
    vec![
        table(1, overall(facts, &income, &spending)),
        table(2, coded(&[3, 2, 2], &income, &[1, 2])),
        table(3, coded(&[3, 2, 2], &spending, &[1])),
        table(4, grants(facts)),
        table(
            5,
            coded(
                &[3, 2, 2],
                &of_fund(Fund::General, |item| vec![item.current(), item.current_basic(), item.current_projects()]),
                &[1, 3],
            ),
        ),
        table(6, coded(&[3, 2], &economic(facts), &[1])),
        table(7, projects(facts)),
        table(8, coded(&[3, 2, 2], &of_fund(Fund::GovernmentFund, with_basic), &[1])),
        table(9, coded(&[3, 2, 2], &of_fund(Fund::StateCapital, with_basic), &[1])),
        table(10, three(facts)),
        table(11, carried_over(facts)),
    ]
}

/// 表2 of an item, from (1).
fn income(item: &Item, carried: &[Fen; 6]) -> Vec<Fen> {
    let mut funds = [0; 6];
    let place = item.fund as usize * 2;
    (funds[place], funds[place + 1]) = (item.current() - item.transfer, item.transfer);
    let others = [
        item.special[0] + item.special[1],
        item.own[0] + item.own[1],
        carried[..3].iter().sum(),
        carried[3..].iter().sum(),
    ];
    let mut figures = vec![item.current() + others.iter().sum::<Fen>(), item.current()];
    figures.extend(funds);
    figures.extend(others);
    figures
}

/// 表3 of an item.
fn spending(item: &Item, carried: &[Fen; 6]) -> Vec<Fen> {
    let basic =
        item.current_basic() + item.special[0] + item.own[0] + carried[0] + carried[1] + carried[3] + carried[4];
    let project = item.current_projects() + item.special[1] + item.own[1] + carried[2] + carried[5];
    vec![basic + project, basic, project]
}

type Coded = (&'static str, Vec<&'static str>, Vec<Fen>);

/// 表6 by 款.
fn economic(facts: &Facts) -> Vec<Coded> {
    let mut rows = Vec::new();
    for (place, (code, name)) in ECONOMIC.iter().enumerate() {
        let own = facts.items.iter().flat_map(|item| &item.economic).filter(|(own, _)| *own == place);
        let fen: Fen = own.map(|(_, fen)| fen).sum();
        let class = ECONOMIC_CLASSES.iter().find(|(class, _)| code.starts_with(class)).unwrap();
        let is_personnel = matches!(class.0, "301" | "303");
        let split = if is_personnel { vec![fen, fen, 0] } else { vec![fen, 0, fen] };
        if fen != 0 {
            rows.push((*code, vec![class.1, *name], split));
        }
    }
    rows
}

/// Rows by code with those of 款 and 类 above them and the total; `widths` are the digits of each part of a code.
/// `computed` are the columns that are not entered.
fn coded(widths: &[usize], items: &[Coded], computed: &[u8]) -> Vec<Row> {
    let Some((_, _, first)) = items.first() else { return Vec::new() };
    let (width, levels) = (first.len(), widths.len());
    let sum = |prefix: &str| {
        let mut sums = vec![0; width];
        for (_, _, figures) in items.iter().filter(|(code, ..)| code.starts_with(prefix)) {
            sums.iter_mut().zip(figures).for_each(|(sum, fen)| *sum += fen);
        }
        sums
    };
    let row = |prefix: &str, name: &str, level: usize| {
        let is_leaf = level == levels;
        let mut texts: Vec<String> = Vec::new();
        let mut from = 0;
        for (place, digits) in widths.iter().enumerate() {
            texts.push(if place < level { prefix[from..from + digits].to_owned() } else { String::new() });
            from += digits;
        }
        texts.push(name.to_owned());
        let figures = sum(prefix).into_iter().zip(1..).map(|(fen, column)| Figure {
            column,
            fen,
            is_computed: !is_leaf || computed.contains(&column),
        });
        let key = if level == 0 { RowKey::Total } else { RowKey::Code(prefix.parse::<ModelCode>().unwrap()) };
        Row { list: 0, key, texts, figures: figures.collect() }
    };
    let mut rows = vec![row("", "总计", 0)];
    let mut before = "";
    for (code, names, _) in items {
        let mut end = 0;
        for (level, digits) in widths.iter().enumerate() {
            end += digits;
            if before.get(..end) != Some(&code[..end]) {
                rows.push(row(&code[..end], names[level], level + 1));
            }
        }
        before = code;
    }
    rows
}

fn label(list: usize, id: &str, label: &str, figures: &[Fen], computed: &[u8]) -> Row {
    let figures = figures.iter().zip(1..).map(|(fen, column)| Figure {
        column,
        fen: *fen,
        is_computed: computed.contains(&column),
    });
    Row { list, key: RowKey::Fixed(id.to_owned()), texts: vec![label.to_owned()], figures: figures.collect() }
}

/// 表1.
fn overall(facts: &Facts, income: &[Coded], spending: &[Coded]) -> Vec<Row> {
    // Of 表2, column (n) over all items.
    let column = |number: usize| income.iter().map(|(.., figures)| figures[number - 1]).sum::<Fen>();
    let carried = |fund: Fund| -> Fen {
        let own = facts.carried.iter().filter(|carried| facts.items[carried.item].fund == fund);
        own.flat_map(|carried| carried.amounts[..3].to_vec()).sum()
    };
    let (left, special) = (column(12), facts.carried_special);
    let own = facts.own_parts;
    let this_year = column(2) + column(9) + column(10);
    let entered = |id, text, fen| label(0, id, text, &[fen], &[]);
    let computed = |id, text, fen| label(0, id, text, &[fen], &[1]);
    let mut rows = vec![
        computed("income", "一、本年收入", this_year),
        computed("general", "1.一般公共预算拨款", column(3) + column(4)),
        computed("general_local", "其中：一般财力", column(3)),
        computed("general_transfer", "上级一般公共预算安排转移支付", column(4)),
        computed("government_fund", "2.政府性基金预算拨款", column(5) + column(6)),
        computed("government_fund_local", "其中：政府性基金收入", column(5)),
        computed("government_fund_transfer", "上级政府性基金安排转移支付", column(6)),
        computed("state_capital", "3.国有资本经营预算拨款", column(7) + column(8)),
        computed("state_capital_local", "其中：国有资本经营收入", column(7)),
        computed("state_capital_transfer", "上级国有资本经营预算安排转移支付", column(8)),
        computed("special_account", "4.财政专户核拨", column(9)),
        computed("own_funds", "5.单位资金", column(10)),
        entered("own_operations", "其中：事业收入", own[0]),
        entered("own_superior_grants", "上级补助收入", own[1]),
        entered("own_affiliates", "附属单位上缴收入", own[2]),
        entered("own_business", "事业单位经营收入", own[3]),
        entered("own_other", "其他收入", own[4]),
        computed("carry_over", "二、上年结转结余", column(11) + left),
        computed("fiscal_carry_over", "1.财政拨款结转", column(11)),
        entered("carry_over_general", "其中：一般公共预算拨款", carried(Fund::General)),
        entered("carry_over_government_fund", "政府性基金预算拨款", carried(Fund::GovernmentFund)),
        entered("carry_over_state_capital", "国有资本经营预算拨款", carried(Fund::StateCapital)),
        computed("other_carry_over", "2.非财政拨款结转结余", left),
        entered("carry_over_special_account", "其中：财政专户核拨", special),
        entered("carry_over_own_funds", "单位资金", left - special),
        computed("income_total", "收入总计", column(1)),
    ];
    for (code, name) in CLASSES {
        let own = spending.iter().filter(|(own, ..)| own.starts_with(code));
        let fen = own.map(|(.., figures)| figures[0]).sum();
        rows.push(label(1, code, &format!("{code} {name}"), &[fen], &[1]));
    }
    let total = spending.iter().map(|(.., figures)| figures[0]).sum();
    rows.push(label(1, "spending_total", "支出总计", &[total], &[1]));
    rows
}

/// 表4.
fn grants(facts: &Facts) -> Vec<Row> {
    let of = |fund: Fund, code: &str| -> Fen {
        let own = facts.items.iter().filter(|item| item.fund == fund && item.code.code.starts_with(code));
        own.map(Item::current).sum()
    };
    let funds = |code: &str| [Fund::General, Fund::GovernmentFund, Fund::StateCapital].map(|fund| of(fund, code));
    let [general, government, state] = funds("");
    let all = general + government + state;
    let income = |id, text, fen| label(0, id, text, &[fen], &[1]);
    let mut rows = vec![
        income("grants", "一、财政拨款（补助）", all),
        income("general", "一般公共预算", general),
        income("government_fund", "政府性基金预算", government),
        income("state_capital", "国有资本经营预算", state),
        income("income_total", "收入总计", all),
    ];
    let mut spending = |id: &str, text: &str, code: &str| {
        let [general, government, state] = funds(code);
        let figures = [general + government + state, general, government, state];
        rows.push(label(1, id, text, &figures, &[1, 2, 3, 4]));
    };
    for (code, name) in CLASSES {
        spending(code, &format!("{code} {name}"), code);
    }
    spending("spending_total", "支出总计", "");
    rows
}

/// 表10.
fn three(facts: &Facts) -> Vec<Row> {
    let [abroad, reception, purchase, running] = facts.three;
    let add = |rows: &[[Fen; 3]]| [0, 1, 2].map(|fund| rows.iter().map(|row| row[fund]).sum::<Fen>());
    let row = |id, text, funds: [Fen; 3], is_sum: bool| {
        let computed: &[u8] = if is_sum { &[1, 2, 3, 4] } else { &[1] };
        label(0, id, text, &[funds.iter().sum(), funds[0], funds[1], funds[2]], computed)
    };
    vec![
        row("total", "合计", add(&facts.three), true),
        row("abroad", "因公出国（境）费", abroad, false),
        row("reception", "公务接待费", reception, false),
        row("vehicles", "公务用车购置及运行费（小计）", add(&[purchase, running]), true),
        row("vehicle_purchase", "其中：公务用车购置费", purchase, false),
        row("vehicle_running", "公务用车运行费", running, false),
    ]
}

/// The figures of rows of projects: 表7 has its sum first, 表11 has three.
fn of_project(amounts: &[Fen]) -> Vec<Fen> {
    if amounts.len() == 10 {
        let mut figures = vec![amounts.iter().sum()];
        figures.extend(amounts);
        return figures;
    }
    let (fiscal, other): (Fen, Fen) = (amounts[..3].iter().sum(), amounts[3..].iter().sum());
    let mut figures = vec![fiscal + other, fiscal];
    figures.extend(&amounts[..3]);
    figures.push(other);
    figures.extend(&amounts[3..]);
    figures
}

fn project_row<'a>(key: RowKey, texts: Vec<String>, amounts: impl Iterator<Item = &'a [Fen]>) -> Row {
    let mut sums: Vec<Fen> = Vec::new();
    for amounts in amounts {
        sums.resize(amounts.len(), 0);
        sums.iter_mut().zip(amounts).for_each(|(sum, fen)| *sum += fen);
    }
    let is_leaf = matches!(key, RowKey::Project(_));
    let always: &[u8] = if sums.len() == 10 { &[1] } else { &[1, 2, 6] };
    let figures = of_project(&sums).into_iter().zip(1..).map(|(fen, column)| Figure {
        column,
        fen,
        is_computed: !is_leaf || always.contains(&column),
    });
    Row { list: 0, key, texts, figures: figures.collect() }
}

/// A project of 一般公共预算 as it is stored and printed: by unit, then by code.
pub struct ListedProject<'a> {
    pub item: &'a Item,
    pub project: &'a super::facts::Project,
}

pub fn listed_projects(facts: &Facts) -> Vec<ListedProject<'_>> {
    let of_item = |item| item_projects(item);
    let mut projects: Vec<_> = facts.items.iter().flat_map(of_item).collect();
    projects.sort_by_key(|listed| listed.project.unit);
    projects
}

fn item_projects(item: &Item) -> impl Iterator<Item = ListedProject<'_>> {
    item.projects.iter().map(move |project| ListedProject { item, project })
}

/// 表7.
fn projects(facts: &Facts) -> Vec<Row> {
    let all = listed_projects(facts);
    if all.is_empty() {
        return Vec::new();
    }
    let texts = |code: [&str; 3], name: &str, project: &str| {
        code.into_iter().chain([name, project]).map(str::to_owned).collect::<Vec<_>>()
    };
    let sums = |is_part: &dyn Fn(&ListedProject<'_>) -> bool, key, texts| {
        project_row(key, texts, all.iter().filter(|listed| is_part(listed)).map(|listed| &listed.project.kinds[..]))
    };
    let mut rows = vec![sums(&|_| true, RowKey::Total, texts([""; 3], "总计", ""))];
    let (mut unit, mut before) = (None, "");
    for (listed, id) in all.iter().zip(1..) {
        let (code, names) = (listed.item.code.code, listed.item.code.names);
        if listed.project.unit != unit {
            unit = listed.project.unit;
            before = "";
            let name = &facts.units[unit.unwrap()];
            rows.push(sums(&|other| other.project.unit == unit, RowKey::Unit(name.clone()), texts([""; 3], name, "")));
        }
        let own = |end: usize| {
            move |other: &ListedProject<'_>| other.project.unit == unit && other.item.code.code[..end] == code[..end]
        };
        let key = |end: usize| {
            let code = code[..end].parse().unwrap();
            unit.map_or(RowKey::Code(code), |unit| RowKey::UnitCode(facts.units[unit].clone(), code))
        };
        if before.get(..3) != Some(&code[..3]) {
            rows.push(sums(&own(3), key(3), texts([&code[..3], "", ""], names[0], "")));
        }
        if before.get(..5) != Some(&code[..5]) {
            rows.push(sums(&own(5), key(5), texts([&code[..3], &code[3..5], ""], names[1], "")));
        }
        before = code;
        let parts = [&code[..3], &code[3..5], &code[5..]];
        let texts = texts(parts, names[2], &listed.project.name);
        let kinds = [&listed.project.kinds[..]];
        rows.push(project_row(RowKey::Project(ProjectId(id)), texts, kinds.into_iter()));
    }
    rows
}

/// 表11.
fn carried_over(facts: &Facts) -> Vec<Row> {
    if facts.carried.is_empty() {
        return Vec::new();
    }
    let all = || facts.carried.iter();
    let mut rows = vec![project_row(RowKey::Total, vec!["总计".to_owned()], all().map(|carried| &carried.amounts[..]))];
    let mut unit = None;
    for (carried, id) in all().zip(1..) {
        if carried.unit != unit {
            unit = carried.unit;
            let name = &facts.units[unit.unwrap()];
            let own = all().filter(|carried| carried.unit == unit).map(|carried| &carried.amounts[..]);
            rows.push(project_row(RowKey::Unit(name.clone()), vec![name.clone()], own));
        }
        let key = RowKey::Project(ProjectId(id));
        rows.push(project_row(key, vec![carried.name.clone()], [&carried.amounts[..]].into_iter()));
    }
    rows
}
