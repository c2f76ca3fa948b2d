//! What section 十二 tells beside the tables: what an author types, performance tables in all, and sums of them.

use fastrand::Rng;

use super::Fen;
use super::author::Author;
use super::facts::{Facts, Fund};
use super::printed::listed_projects;
use super::sentences::{Line, figure, in_words};
use super::words::{Performance, performance};

use disclosure_engine::disclosure::RowKey;

/// What an author types.
pub struct Other {
    procurement: [Fen; 3],
    medium: Fen,
    small: Fen,
    house: (u32, Fen),
    /// 一般公务用车, 执法执勤用车, 其他车辆: how many, and their value.
    cars: [(i64, Fen); 3],
    furniture: Fen,
    assets: Fen,
    machines: (u32, u32),
}

impl Other {
    pub fn random(rng: &mut Rng) -> Self {
        let mut amount = || rng.i64(0..300_000_000);
        let procurement = [amount(), amount(), amount()];
        let medium = amount() % (procurement.iter().sum::<Fen>() + 1);
        let small = amount() % (medium + 1);
        let values = [amount(), amount(), amount()];
        let (furniture, assets, house) = (amount(), amount(), amount());
        Self {
            procurement,
            medium,
            small,
            house: (rng.u32(10..9_000), house),
            // What has a value is there.
            cars: values.map(|value| (rng.i64(0..9).max(1), value)),
            furniture,
            assets,
            machines: (rng.u32(3..9), rng.u32(0..3)),
        }
    }
}

impl Other {
    /// What is bought within `spending`, and what of it is reserved, as the law wants: three tenths for small and medium
    /// enterprises, of these six for small ones.
    fn reserved_within(&self, spending: Fen) -> ([Fen; 3], Fen, Fen) {
        let bought = self.procurement.map(|amount| amount % (spending / 3 + 1));
        let share = |whole: Fen, tenths: Fen, random: Fen| {
            let least = (whole * tenths / 10 + 10_000).min(whole);
            least + random % (whole - least + 1)
        };
        let medium = share(bought.iter().sum(), 3, self.medium);
        (bought, medium, share(medium, 6, self.small))
    }
}

impl Author<'_> {
    pub(super) fn other_matters(&mut self, other: &Other) {
        self.running();
        self.procurement(other);
        self.assets(other);
        self.performance();
    }

    fn running(&mut self) {
        let (body, year) = (self.facts.body.clone(), self.facts.year);
        let [now, last] = [self.now, self.last].map(|tables| figure(tables, 6, &RowKey::Total, 3));
        let reason = self.reason();
        self.add(12, Line::of("（一）单位运行经费情况"));
        let line = Line::of(&format!("{body}{year}年的事业单位运行经费财政拨款预算")).amount(now);
        let line = line.say("万元，比上年预算").change(self.style, now, last);
        self.add(12, line.say(&format!("，主要原因是{reason}。")));
    }

    fn procurement(&mut self, other: &Other) {
        let (body, year) = (self.facts.body.clone(), self.facts.year);
        let spending = figure(self.now, 1, &RowKey::Fixed("spending_total".to_owned()), 1);
        let (bought, medium, small) = other.reserved_within(spending);
        let [goods, works, services] = bought;
        self.add(12, Line::of("（二）政府采购情况"));
        let line = Line::of(&format!("{year}年，{body}政府采购预算")).sum(bought.iter().sum(), 3);
        let line = line.say("万元，其中：政府采购货物预算").typed(goods).say("万元，政府采购工程预算").typed(works);
        self.add(12, line.say("万元，政府采购服务预算").typed(services).say("万元。"));
        let line = Line::of(&format!("{year}年，{body}面向中小企业预留政府采购项目预算金额")).typed(medium);
        self.add(12, line.say("万元，小微企业预留政府采购项目预算金额").typed(small).say("万元。"));
    }

    fn assets(&mut self, other: &Other) {
        let (body, year) = (self.facts.body.clone(), self.facts.year);
        let ((area, house), (half_million, million)) = (other.house, other.machines);
        self.add(12, Line::of("（三）国有资产占用使用情况"));
        self.add(12, Line::of(&format!("截至{}年底，{body}占用使用国有资产总体情况为：", year - 1)));
        self.add(12, Line::of(&format!("1.房屋{area}.50平方米，价值{}万元。", in_words(house))));
        let count = other.cars.iter().map(|(count, _)| count).sum();
        let value = other.cars.iter().map(|(_, value)| value).sum();
        let mut line = Line::of("2.车辆").count_sum(count).say("辆，价值").sum(value, 3).say("万元；其中：");
        let names = ["一般公务用车", "；执法执勤用车", "；其他车辆"];
        for (name, (count, value)) in names.into_iter().zip(other.cars) {
            line = line.say(&format!("{name}{count}辆，价值")).typed(value).say("万元");
        }
        self.add(12, line.say("。"));
        self.add(12, Line::of("3.办公家具价值").typed(other.furniture).say("万元。"));
        self.add(12, Line::of("4.其他资产价值").typed(other.assets).say("万元。"));
        let machines = format!("单位价值50万元以上大型设备{half_million}台，单位价值100万元以上大型设备{million}台。");
        self.add(12, Line::of(&machines));
        let bought = figure(self.now, 10, &RowKey::Fixed("vehicle_purchase".to_owned()), 1);
        let line = Line::of(&format!("{year}年{}预算", self.kind()));
        let line = match bought {
            0 => line.say("未安排购置车辆经费"),
            fen => line.say("安排购置车辆经费").amount(fen).say("万元"),
        };
        self.add(12, line.say("，安排购置50万元以上大型设备0台，单位价值100万元以上大型设备0台。"));
    }

    fn performance(&mut self) {
        let (year, kind) = (self.facts.year, self.kind());
        let tables = &self.facts.performance;
        let count = tables.iter().filter(|table| table.project.is_some()).count();
        let has_whole = count < tables.len();
        let total = |number, column| figure(self.now, number, &RowKey::Total, column);
        let granted = total(7, 1) + total(8, 4) + total(9, 4);
        let others = total(3, 3) - total(5, 3) - total(8, 4) - total(9, 4) - total(11, 5) - total(11, 9);
        let all = if has_whole { total(3, 1) } else { 0 };
        self.add(12, Line::of("（四）预算绩效情况"));
        let head = format!("{year}年，本{kind}预算绩效管理整体预算绩效目标{}个，涉及预算金额", u8::from(has_whole));
        let line = Line::of(&head);
        let line = if has_whole { line.amount(all) } else { line.typed(0) };
        let line = line.say(&format!("万元；当年预算安排项目共{count}个，其中：财政拨款项目涉及预算金额"));
        // Three figures and six that are added up: rounded each, and once more.
        let line = line.sum(granted, 4).say("万元；非财政拨款项目涉及预算金额").sum(others, 7);
        self.add(12, line.say("万元。具体情况见下表："));
    }
}

impl Facts {
    /// Carried-over money that is spent on projects alone, each under a name of its own.
    pub fn carry_over_projects(&mut self) {
        for carried in &mut self.carried {
            let [first, second, third, fourth, fifth, sixth] = carried.amounts;
            carried.amounts = [0, 0, first + second + third, 0, 0, fourth + fifth + sixth];
            carried.name.push_str("结转");
        }
    }

    /// A performance table for each project, whatever money pays it, some with carried-over money, and at times one for the
    /// body as a whole.
    pub fn account_for_all(&mut self, rng: &mut Rng, printed: &[super::printed::Table]) {
        let mut tables: Vec<(String, Fen, Fen)> = listed_projects(self)
            .iter()
            .map(|listed| (listed.project.name.clone(), listed.project.kinds.iter().sum(), 0))
            .collect();
        let own = tables.len();
        for carried in &self.carried {
            let (fiscal, other): (Fen, Fen) = (carried.amounts[..3].iter().sum(), carried.amounts[3..].iter().sum());
            if own > 0 && fiscal + other > 1_000_000 && rng.u8(0..4) == 0 {
                let with = &mut tables[rng.usize(0..own)];
                (with.1, with.2) = (with.1 + fiscal, with.2 + other);
            } else {
                tables.push((carried.name.clone(), fiscal, other));
            }
        }
        for item in &self.items {
            let name = item.code.names[2];
            tables.extend((item.project != 0).then(|| (format!("{name}补充"), item.project, 0)));
            let others = item.special[1] + item.own[1];
            tables.extend((others != 0).then(|| (format!("{name}自筹"), 0, others)));
        }
        let table = |(place, (name, fiscal, other)): (usize, (String, Fen, Fen))| {
            let mut table = performance(rng, Some(name), fiscal, [0, other]);
            for indicator in &mut table.indicators {
                indicator.name.push_str(&format!("（第{}表）", super::sentences::numeral(place + 1)));
            }
            table
        };
        self.performance = tables.into_iter().enumerate().map(table).collect();
        if self.is_department && rng.bool() {
            self.performance.push(self.whole(rng, printed));
        }
    }

    fn whole(&self, rng: &mut Rng, printed: &[super::printed::Table]) -> Performance {
        let of = |id: &str| figure(printed, 1, &RowKey::Fixed(id.to_owned()), 1);
        let local = of("general_local") + of("government_fund_local") + of("state_capital_local");
        let superior = of("general_transfer") + of("government_fund_transfer") + of("state_capital_transfer");
        let other = of("special_account") + of("own_funds") + of("other_carry_over");
        performance(rng, None, local + of("fiscal_carry_over"), [superior, other])
    }

    /// Whether something of the kind is spent from the fund.
    pub fn has_fund(&self, fund: Fund) -> bool {
        self.items.iter().any(|item| item.fund == fund)
    }
}
