//! What a body really receives and spends, to the 分.

use fastrand::Rng;

use super::Fen;
use super::names::{Code, ECONOMIC, GENERAL, GOVERNMENT_FUND, Namer, Of, STATE_CAPITAL};
use super::words::Performance;

/// What kind of disclosure is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Names that are like codes, labels, figures and formulas, or hard to print.
    pub strange_names: bool,
    /// So many rows that tables run over pages.
    pub long: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(clippy::enum_variant_names, reason = "政府性基金 is what it is called")]
pub enum Fund {
    General,
    GovernmentFund,
    StateCapital,
}

pub struct Facts {
    pub is_department: bool,
    pub body: String,
    pub year: u16,
    /// Units that projects name, in the order in which they are printed.
    pub units: Vec<String>,
    pub items: Vec<Item>,
    pub carried: Vec<Carried>,
    /// 事业收入 to 其他收入, together what the items get of 单位资金.
    pub own_parts: [Fen; 5],
    /// Of what is carried over beside grants, that of 财政专户.
    pub carried_special: Fen,
    /// 因公出国, 公务接待, 公务用车购置, 运行, each by fund.
    pub three: [[Fen; 3]; 4],
    pub performance: Vec<Performance>,
    pub overview: Vec<String>,
    pub glossary: Vec<String>,
}

/// A functional item.
pub struct Item {
    pub code: &'static Code,
    pub fund: Fund,
    /// Basic expenditure from 一般公共预算, by place in [`ECONOMIC`].
    pub economic: Vec<(usize, Fen)>,
    /// Basic expenditure from another fund: 人员, 公用.
    pub basic: [Fen; 2],
    /// Projects from 一般公共预算.
    pub projects: Vec<Project>,
    /// Projects from another fund.
    pub project: Fen,
    /// What of it all a superior transfers.
    pub transfer: Fen,
    /// From 财政专户 and from 单位资金: basic, project.
    pub special: [Fen; 2],
    pub own: [Fen; 2],
}

pub struct Project {
    /// Place in [`Facts::units`].
    pub unit: Option<usize>,
    pub name: String,
    /// 工资福利支出 to 其他支出.
    pub kinds: [Fen; 10],
}

/// Money that was left last year.
pub struct Carried {
    /// The item on which it is spent, by its place.
    pub item: usize,
    /// Place in [`Facts::units`].
    pub unit: Option<usize>,
    pub name: String,
    /// 人员, 公用, 项目 of grants, then of other money.
    pub amounts: [Fen; 6],
}

impl Item {
    /// Basic expenditure from this year's grants.
    pub fn current_basic(&self) -> Fen {
        self.economic.iter().map(|(_, fen)| fen).sum::<Fen>() + self.basic[0] + self.basic[1]
    }

    /// Projects from this year's grants.
    pub fn current_projects(&self) -> Fen {
        self.projects.iter().flat_map(|project| project.kinds).sum::<Fen>() + self.project
    }

    /// This year's grants.
    pub fn current(&self) -> Fen {
        self.current_basic() + self.current_projects()
    }
}

impl Facts {
    pub fn random(rng: &mut Rng, options: Options) -> Self {
        let mut bodies = Namer::new(options.strange_names);
        let mut projects = Namer::new(options.strange_names);
        let is_department = rng.bool();
        let body = bodies.name(rng, Of::Body);
        let units = units(rng, &mut bodies, &body, is_department);
        let mut facts = Self {
            is_department,
            body,
            year: 2025,
            units,
            items: items(rng),
            carried: Vec::new(),
            own_parts: [0; 5],
            carried_special: 0,
            three: [[0; 3]; 4],
            performance: Vec::new(),
            overview: Vec::new(),
            glossary: Vec::new(),
        };
        facts.add_projects(rng, &mut projects, options.long);
        facts.carry_over(rng, &mut Namer::new(options.strange_names), options.long);
        facts.items_with_something();
        for item in &mut facts.items {
            let shares = [0, item.current(), rng.i64(0..=item.current())];
            item.transfer = shares[rng.usize(0..3)];
        }
        let own: Fen = facts.items.iter().flat_map(|item| item.own).sum();
        facts.own_parts = parted(rng, own);
        let other: Fen = facts.carried.iter().flat_map(|carried| carried.amounts[3..].to_vec()).sum();
        facts.carried_special = rng.i64(0..=other);
        facts.spend_on_three(rng);
        facts.tell(rng);
        facts
    }

    /// What of last year's money is spent on the item at `place`: 人员, 公用, 项目 of grants, then of other money.
    pub fn carried_by(&self, place: usize) -> [Fen; 6] {
        let mut sums = [0; 6];
        for carried in self.carried.iter().filter(|carried| carried.item == place) {
            sums.iter_mut().zip(carried.amounts).for_each(|(sum, fen)| *sum += fen);
        }
        sums
    }

    fn add_projects(&mut self, rng: &mut Rng, namer: &mut Namer, long: bool) {
        // A department names its units in 表7 or does not.
        let by_unit = !self.units.is_empty() && self.is_department && rng.bool();
        let count = if long { rng.usize(20..60) } else { rng.usize(0..7) };
        let general: Vec<usize> =
            (0..self.items.len()).filter(|&item| self.items[item].fund == Fund::General).collect();
        if general.is_empty() {
            return;
        }
        for _ in 0..count {
            let item = general[rng.usize(0..general.len())];
            let mut kinds = [0; 10];
            for _ in 0..rng.usize(1..4) {
                kinds[rng.usize(0..10)] = amount(rng);
            }
            let unit = by_unit.then(|| rng.usize(0..self.units.len()));
            let name = namer.name(rng, Of::Project);
            self.items[item].projects.push(Project { unit, name, kinds });
        }
    }

    fn carry_over(&mut self, rng: &mut Rng, namer: &mut Namer, long: bool) {
        let count = match rng.u8(0..4) {
            0 => 0,
            _ if long => rng.usize(20..80),
            _ => rng.usize(1..9),
        };
        if self.items.is_empty() {
            return;
        }
        // Some print projects without the unit that has them.
        let has_units = !self.units.is_empty() && rng.u8(0..4) > 0;
        for _ in 0..count {
            let mut amounts = [0; 6];
            for _ in 0..rng.usize(1..3) {
                amounts[rng.usize(0..6)] = amount(rng);
            }
            let unit = has_units.then(|| rng.usize(0..self.units.len()));
            let (item, name) = (rng.usize(0..self.items.len()), namer.name(rng, Of::Project));
            self.carried.push(Carried { item, unit, name, amounts });
        }
        self.carried.sort_by_key(|carried| carried.unit);
    }

    /// Leaves items on which nothing is spent.
    fn items_with_something(&mut self) {
        let carried: Vec<Fen> = (0..self.items.len()).map(|item| self.carried_by(item).iter().sum()).collect();
        let is_used = |place: usize| {
            let item = &self.items[place];
            item.current() + item.special[0] + item.special[1] + item.own[0] + item.own[1] + carried[place] != 0
        };
        let used: Vec<usize> = (0..self.items.len()).filter(|&place| is_used(place)).collect();
        for carried in &mut self.carried {
            carried.item = used.iter().position(|&place| place == carried.item).unwrap();
        }
        let mut place = 0;
        self.items.retain(|_| {
            place += 1;
            used.contains(&(place - 1))
        });
    }

    /// Last year at least as much was spent on 三公 as the year after, `next`, spends. Returns whether that changed anything.
    pub fn spent_at_least_on_three(&mut self, next: &Self) -> bool {
        let sum = |facts: &Self| facts.three.iter().flatten().sum::<Fen>();
        let missing = sum(next) - sum(self);
        if missing > 0 {
            // On receptions, and so much more that it is printed.
            self.three[1][0] += missing + 10_000;
        }
        missing > 0
    }

    fn spend_on_three(&mut self, rng: &mut Rng) {
        let basic = |code: &str| -> Fen {
            let of_item = |item: &Item| -> Fen {
                let own = item.economic.iter().filter(|(place, _)| ECONOMIC[*place].0 == code);
                own.map(|(_, fen)| fen).sum()
            };
            self.items.iter().map(of_item).sum()
        };
        let least = ["30212", "30217", "31013", "30231"].map(basic);
        for (row, least) in self.three.iter_mut().zip(least) {
            row[0] = least + if rng.bool() { amount(rng) } else { 0 };
            for fund in &mut row[1..] {
                *fund = if rng.u8(0..5) == 0 { amount(rng) } else { 0 };
            }
        }
    }
}

fn units(rng: &mut Rng, namer: &mut Namer, body: &str, is_department: bool) -> Vec<String> {
    if !is_department {
        return vec![body.to_owned()];
    }
    let mut units: Vec<String> = (0..rng.usize(1..5)).map(|_| namer.name(rng, Of::Unit)).collect();
    if rng.bool() {
        units.insert(0, body.to_owned());
    }
    units
}

fn items(rng: &mut Rng) -> Vec<Item> {
    let mut items = Vec::new();
    let funds = [
        (Fund::General, &GENERAL[..], rng.usize(0..GENERAL.len())),
        (Fund::GovernmentFund, &GOVERNMENT_FUND[..], rng.usize(0..=GOVERNMENT_FUND.len())),
        (Fund::StateCapital, &STATE_CAPITAL[..], rng.usize(0..=STATE_CAPITAL.len())),
    ];
    for (fund, codes, count) in funds {
        let mut places: Vec<usize> = (0..codes.len()).collect();
        rng.shuffle(&mut places);
        for &place in &places[..count] {
            items.push(item(rng, fund, &codes[place]));
        }
    }
    items.sort_by_key(|item| item.code.code);
    items
}

fn item(rng: &mut Rng, fund: Fund, code: &'static Code) -> Item {
    let mut item = Item {
        code,
        fund,
        economic: Vec::new(),
        basic: [0; 2],
        projects: Vec::new(),
        project: 0,
        transfer: 0,
        special: [0; 2],
        own: [0; 2],
    };
    let mut maybe = |one_in: u8| if rng.u8(0..one_in) == 0 { amount(rng) } else { 0 };
    if fund == Fund::General {
        (item.special, item.own) = ([maybe(6), maybe(6)], [maybe(6), maybe(6)]);
        item.economic = economic(rng, code.code);
    } else {
        (item.basic, item.project) = ([maybe(3), maybe(3)], maybe(2));
    }
    item
}

/// Basic expenditure on an item, by place in [`ECONOMIC`]. Contributions and pensions have items of their own.
fn economic(rng: &mut Rng, item: &str) -> Vec<(usize, Fen)> {
    const RESERVED: [&str; 4] = ["30108", "30109", "30301", "30302"];
    let codes: &[&str] = match item {
        "2080505" => &RESERVED[..1],
        "2080506" => &RESERVED[1..2],
        "2080501" => &RESERVED[2..],
        _ => &[],
    };
    let of_all = |code: &&str| ECONOMIC.iter().position(|(own, _)| own == code);
    let mut places: Vec<usize> = codes.iter().filter_map(of_all).collect();
    if codes.is_empty() {
        let mut free: Vec<usize> = (0..ECONOMIC.len()).filter(|&at| !RESERVED.contains(&ECONOMIC[at].0)).collect();
        rng.shuffle(&mut free);
        let count = rng.usize(0..8);
        places = free[..count].to_vec();
    }
    places.into_iter().map(|place| (place, amount(rng))).collect()
}

/// An amount that somebody may spend: of whole 万元, of hundredths, exact to the 分, next to nothing, very large.
pub fn amount(rng: &mut Rng) -> Fen {
    match rng.u8(0..20) {
        0..4 => rng.i64(1..3_000) * 1_000_000,
        4..10 => rng.i64(1..500_000) * 10_000,
        10..17 => rng.i64(1..5_000_000_000),
        17..19 => rng.i64(1..20_000),
        _ => rng.i64(1..10_000_000_000_000),
    }
}

/// `whole` in five parts.
fn parted(rng: &mut Rng, whole: Fen) -> [Fen; 5] {
    let mut parts = [0; 5];
    let mut left = whole;
    for part in &mut parts[..4] {
        *part = if rng.bool() { rng.i64(0..=left) } else { 0 };
        left -= *part;
    }
    parts[4] = left;
    parts
}
