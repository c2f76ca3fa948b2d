//! The property: an honest disclosure, whatever it has and however it is worded, draws no error and no doubt; with one
//! figure of it wrong, the first finding names that figure.

use std::fmt;
use std::ops::AddAssign;
use std::path::Path;

use disclosure_engine::audit::{Finding, Grade, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    CellKey, ColumnNumber, Disclosure, Part, RowKey, SlotValue, TableNumber, TextPlace,
};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{self, ImportOptions};
use disclosure_engine::narrative::narrate;
use disclosure_export::ExportFormat;
use fastrand::Rng;

use super::author::Author;
use super::facts::{Facts, Options};
use super::file::amount;
use super::mistakes::state_all;
use super::other_matters::Other;
use super::printed::{self, Table, rounded};
use super::sentences::{Kind, Mark, Style, Told};

/// What disclosures follow.
pub struct Rules {
    forms: FormLibrary,
    catalog: Catalog,
}

/// How an honest disclosure is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// As its author entered it: exact amounts, words in slots, the program words the sentences.
    Entered,
    /// As it was imported: every figure as it is printed, the sentences as somebody wrote them.
    Printed,
}

/// An honest disclosure.
pub struct Honest {
    pub disclosure: Disclosure,
    pub told: Told,
    pub held: Held,
    style: Style,
}

/// How it went.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub documents: usize,
    /// Figures and words that were made wrong, and those of which the first finding names the place and what is right.
    pub wrong: usize,
    pub named: usize,
    /// Findings of errors and doubts for all of them.
    pub findings: usize,
}

impl Honest {
    pub fn of(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let held = if seed.is_multiple_of(2) { Held::Entered } else { Held::Printed };
        let (mut facts, mut now_printed) = year(&mut rng, held);
        let (mut last, mut last_printed) = year(&mut rng, held);
        if last.spent_at_least_on_three(&facts) {
            last_printed = printed::tables(&last);
        }
        facts.account_for_all(&mut rng, &now_printed);
        now_printed = printed::tables(&facts);
        let style = if rng.bool() { Style::Exact } else { Style::Printed };
        let told = Author::tell(&facts, &now_printed, &last_printed, style, &Other::random(&mut rng));
        let mut disclosure = facts.disclosure(&now_printed);
        disclosure.texts.clear();
        disclosure.prior = prior(&last_printed, held);
        match held {
            Held::Entered => {}
            Held::Printed => {
                print(&mut disclosure);
                state_all(&mut disclosure, &mut now_printed);
                disclosure.texts = told.paragraphs.clone();
                disclosure.texts.insert(Part::Overview, overview(&facts));
                disclosure.texts.insert(Part::Glossary, glossary());
            }
        }
        Self { disclosure, told, held, style }
    }
}

/// What is spent in a year, and its tables.
fn year(rng: &mut Rng, held: Held) -> (Facts, Vec<Table>) {
    loop {
        let mut facts = Facts::random(rng, Options::default());
        facts.carry_over_projects();
        let printed = printed::tables(&facts);
        // What is printed as a zero is not told from nothing once it is printed.
        let is_told = |figure: &printed::Figure| figure.fen == 0 || rounded(figure.fen) != 0;
        let mut figures = printed.iter().flat_map(|table| &table.rows).flat_map(|row| &row.figures);
        if held == Held::Entered || figures.all(is_told) {
            return (facts, printed);
        }
    }
}

fn overview(facts: &Facts) -> Vec<String> {
    vec![
        "一、主要职能".to_owned(),
        "贯彻执行有关法律法规，承担各项工作任务。".to_owned(),
        "二、机构设置及人员情况".to_owned(),
        format!("{}无下属预算单位，下设2个科室，分别是：综合科、业务科。", facts.body),
        format!("{}编制数20，实有人数18人，其中：在职12人，增加0人；退休6人，增加1人；离休0人，增加0人。", facts.body),
    ]
}

fn glossary() -> Vec<String> {
    const TERMS: [&str; 8] = [
        "财政拨款",
        "一般公共预算",
        "财政专户管理资金",
        "其他资金",
        "基本支出",
        "项目支出",
        "“三公”经费",
        "机关运行经费",
    ];
    TERMS.iter().map(|term| format!("{term}：按照有关规定列入预算的内容。")).collect()
}

/// Amounts as a table prints them.
fn print(disclosure: &mut Disclosure) {
    let shown = |fen: i64| amount(rounded(fen));
    for table in disclosure.tables.values_mut() {
        for row in &mut table.rows {
            for amount in row.amounts.values_mut() {
                *amount = shown(super::round_trip::fen(*amount));
            }
        }
    }
    for table in &mut disclosure.performance {
        let funds = &mut table.funds;
        for amount in [&mut funds.total, &mut funds.fiscal, &mut funds.superior, &mut funds.other].into_iter().flatten()
        {
            *amount = shown(super::round_trip::fen(*amount));
        }
    }
}

/// Last year's figures that this year's sentences need.
fn prior(last: &[Table], held: Held) -> std::collections::BTreeMap<CellKey, disclosure_engine::disclosure::Amount> {
    let mut prior = std::collections::BTreeMap::new();
    let columns: [(u8, &[u8]); 7] = [
        (2, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        (3, &[2, 3]),
        (5, &[1, 2, 3]),
        (6, &[3]),
        (8, &[1]),
        (9, &[1]),
        (10, &[1]),
    ];
    for (number, columns) in columns {
        // What nobody says of last year is not nothing: where there was nothing, the totals and the prescribed rows say so.
        let has_money = last[usize::from(number) - 1].rows.iter().flat_map(|row| &row.figures).any(|own| own.fen != 0);
        let is_total = |column: u8| number != 10 && (number != 5 || column > 1 || !has_money);
        for column in columns.iter().copied().filter(|column| is_total(*column)) {
            let key = CellKey::new(TableNumber(number), RowKey::Total, ColumnNumber(column));
            prior.insert(key, amount(0));
        }
        for row in &last[usize::from(number) - 1].rows {
            if matches!(&row.key, RowKey::Fixed(id) if number == 10 && id != "vehicles") {
                prior.insert(CellKey::new(TableNumber(number), row.key.clone(), ColumnNumber(1)), amount(0));
            }
            let is_item = matches!(&row.key, RowKey::Code(code) if code.to_string().replace(' ', "").len() == 7);
            for figure in row.figures.iter().filter(|figure| figure.fen != 0 && columns.contains(&figure.column)) {
                let is_wanted = match &row.key {
                    RowKey::Total => number != 5 || figure.column > 1,
                    RowKey::Fixed(id) => number == 10 && id != "vehicles",
                    _ => is_item && figure.column == 1,
                };
                let fen = if held == Held::Entered { figure.fen } else { rounded(figure.fen) };
                if is_wanted && fen != 0 {
                    let key = CellKey::new(TableNumber(number), row.key.clone(), ColumnNumber(figure.column));
                    prior.insert(key, amount(fen));
                }
            }
        }
    }
    prior
}

impl Rules {
    pub fn builtin() -> Self {
        Self { forms: FormLibrary::builtin().unwrap(), catalog: Catalog::builtin().unwrap() }
    }

    fn with<T>(&self, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        look(Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation })
    }

    /// The errors and doubts of a disclosure.
    fn findings(&self, disclosure: &Disclosure) -> Vec<Finding> {
        let mut findings = self.with(disclosure, |evaluated| audit(evaluated).findings);
        // Amounts that no single unit has earn the doubt whether they were typed in yuan.
        let is_earned = |finding: &Finding| finding.rule == "F14";
        findings.retain(|finding| matches!(finding.grade, Grade::Error | Grade::Warning) && !is_earned(finding));
        findings
    }

    /// What an honest disclosure draws though nothing in it is wrong.
    pub fn false_claims(&self, honest: &Honest) -> Vec<String> {
        self.claims(honest.disclosure.clone(), honest.held)
    }

    /// What `disclosure` draws, which is held as an author or an import holds it.
    fn claims(&self, mut disclosure: Disclosure, held: Held) -> Vec<String> {
        if held == Held::Entered {
            self.fill_slots(&mut disclosure);
        }
        let findings = self.findings(&disclosure);
        findings.iter().map(|finding| format!("{} {}", finding.rule, finding.message)).collect()
    }

    /// The same of one that was printed, had its author typed every figure as it is printed, and no total and no sentence.
    pub fn false_claims_as_typed(&self, honest: &Honest) -> Vec<String> {
        let mut typed = honest.disclosure.clone();
        typed.tables.values_mut().for_each(|table| table.stated.clear());
        typed.texts.retain(|part, _| matches!(part, Part::Overview | Part::Glossary));
        self.claims(typed, Held::Entered)
    }

    /// Fills in all that an author must, each with words of its own.
    fn fill_slots(&self, disclosure: &mut Disclosure) {
        use disclosure_engine::form::template::SlotKind;
        let asked = self.with(disclosure, |evaluated| {
            let paragraphs = narrate(evaluated);
            let slots = paragraphs.iter().flat_map(|paragraph| paragraph.slots());
            slots.filter(|slot| slot.text.is_none()).map(|slot| (slot.key.clone(), slot.form.kind)).collect::<Vec<_>>()
        });
        for (place, (key, kind)) in asked.into_iter().enumerate() {
            let value = match kind {
                SlotKind::Text => {
                    SlotValue::Text(format!("{}类任务按实际需要核定", super::sentences::numeral(place + 1)))
                }
                // Cars and houses are worth something.
                SlotKind::Amount if key.id.ends_with("_value") => SlotValue::Amount(amount(1_000_000)),
                SlotKind::Amount => SlotValue::Amount(amount(0)),
                SlotKind::Count => SlotValue::Count(key.id.ends_with("_cars").into()),
                SlotKind::Area => SlotValue::Area(10.into()),
            };
            disclosure.slots.insert(key, value);
        }
    }

    /// What it draws after it was exported as `extension` and read again.
    pub fn false_claims_of_export(&self, honest: &Honest, extension: &str) -> Vec<String> {
        let format = ExportFormat::of(Path::new("x").with_extension(extension).as_path()).unwrap();
        let bytes = self.with(&honest.disclosure, |evaluated| format.write(evaluated, false).unwrap());
        let options = ImportOptions { year: Some(honest.disclosure.year), ..ImportOptions::default() };
        let back = import::read(&bytes, &self.forms, &self.catalog, &options).unwrap();
        let mut findings = self.findings(&back.disclosure);
        // A workbook holds no sentences.
        findings
            .retain(|finding| extension != "xlsx" || !matches!(finding.rule.as_str(), "F3" | "F4" | "F5" | "F25-2"));
        findings.iter().map(|finding| format!("{extension}: {} {}", finding.rule, finding.message)).collect()
    }

    /// Makes one figure of the sentences wrong and tells how it is named; `None` where the first finding names it with what
    /// is right.
    pub fn wrong_figure(&self, honest: &Honest, mark: &Mark, rng: &mut Rng, tally: &mut Tally) -> Option<String> {
        let right = &honest.told.paragraphs[&mark.part][mark.paragraph];
        let text: Vec<char> = right.chars().collect();
        let said: String = text[mark.range.clone()].iter().collect();
        let wrong = mistaken(&said, mark, rng);
        let rest = |range: &[char]| range.iter().collect::<String>();
        let changed = format!("{}{wrong}{}", rest(&text[..mark.range.start]), rest(&text[mark.range.end..]));
        let mut disclosure = honest.disclosure.clone();
        disclosure.texts.get_mut(&mark.part).unwrap()[mark.paragraph].clone_from(&changed);
        let findings = self.findings(&disclosure);
        tally.wrong += 1;
        tally.findings += findings.len();
        let is_named = findings.first().is_some_and(|first| {
            let place = TextPlace::Paragraph(mark.part, mark.paragraph);
            let is_there = first.text.as_ref().is_some_and(|spot| {
                spot.place == place && spot.range.start < mark.range.end + 1 && mark.range.start < spot.range.end + 1
            });
            let mended = first.repairs.first().and_then(|repair| repair.mended(&disclosure));
            // Who adds up or reckons from exact amounts may be off by a hundredth from who does so from what is printed.
            let may_be_off = honest.style == Style::Exact || mark.kind == Kind::Sum;
            let is_right = mended.as_deref() == Some(right) || may_be_off && mended.is_some();
            first.grade == Grade::Error && is_there && is_right
        });
        tally.named += usize::from(is_named);
        (!is_named).then(|| {
            let told: Vec<String> = findings.iter().map(|f| format!("{} {}", f.rule, f.message)).collect();
            format!("{:?} {said} → {wrong} in “{changed}”:\n    {}", mark.kind, told.join("\n    "))
        })
    }
}

/// Another figure or word, beyond what rounding may make of it.
fn mistaken(said: &str, mark: &Mark, rng: &mut Rng) -> String {
    let opposite = |word: &str| match word {
        "增加" => "减少",
        "减少" => "增加",
        "增长" => "下降",
        _ => "增长",
    };
    if mark.kind == Kind::Direction {
        return opposite(said).to_owned();
    }
    let digits: String = said.chars().filter(char::is_ascii_digit).collect();
    let number: i64 = digits.parse().unwrap();
    let beside = mark.slack + 1 + rng.i64(0..number / 4 + 900);
    let other = if number > beside && rng.bool() { number - beside } else { number + beside };
    if said.contains('.') { super::sentences::in_words(other * 10_000) } else { other.to_string() }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.wrong += other.wrong;
        self.named += other.named;
        self.findings += other.findings;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { documents, wrong, named, findings } = self;
        let each = *findings as f64 / (*wrong).max(1) as f64;
        write!(
            f,
            "{documents} honest documents, no false claim; {wrong} wrong figures, {named} named first, {each:.2} findings each"
        )
    }
}
