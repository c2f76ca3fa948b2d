//! Who words the sentences of 情况说明, section by section.

use disclosure_engine::disclosure::{Part, RowKey};

use super::Fen;
use super::facts::{Facts, Fund};
use super::names::{CLASSES, ECONOMIC, GENERAL, GOVERNMENT_FUND, STATE_CAPITAL};
use super::other_matters::Other;
use super::printed::{self, Table};
use super::sentences::{Line, Mark, Style, Told, figure, in_words, numeral};

/// The author of the sentences.
pub struct Author<'a> {
    pub facts: &'a Facts,
    pub now: &'a [Table],
    pub last: &'a [Table],
    pub style: Style,
    told: Told,
    reasons: usize,
}

impl<'a> Author<'a> {
    /// All that is told of `facts`, which print `now`, when last year's tables printed `last`.
    pub fn tell(facts: &'a Facts, now: &'a [Table], last: &'a [Table], style: Style, other: &Other) -> Told {
        let mut author = Self { facts, now, last, style, told: Told::default(), reasons: 0 };
        author.scale();
        author.income();
        author.spending();
        author.grants();
        author.general();
        author.basic();
        author.projects();
        author.fund(8, Fund::GovernmentFund, "政府性基金预算");
        author.fund(9, Fund::StateCapital, "国有资本经营预算");
        author.three();
        author.carried();
        author.other_matters(other);
        author.told
    }

    pub fn kind(&self) -> &'static str {
        if self.facts.is_department { "部门" } else { "单位" }
    }

    pub fn add(&mut self, section: u8, line: Line) {
        let part = Part::Section(section);
        let paragraphs = self.told.paragraphs.entry(part).or_default();
        let paragraph = paragraphs.len();
        paragraphs.push(line.text);
        let mark = |(range, kind, slack)| Mark { part, paragraph, range, kind, slack };
        self.told.marks.extend(line.marks.into_iter().map(mark));
    }

    /// A reason that is no other's.
    pub fn reason(&mut self) -> String {
        const MATTERS: [&str; 6] = ["网络租赁", "人员调动", "会议安排", "设备维护", "工作任务", "培训计划"];
        const WAYS: [&str; 5] = ["有所调整", "另作安排", "按实际需要核定", "由相关科室统筹", "跨年度结算"];
        self.reasons += 1;
        let (matter, way) = (MATTERS[self.reasons % 6], WAYS[self.reasons / 6 % 5]);
        format!("{}批{matter}{way}", numeral(self.reasons))
    }

    fn total(&self, number: u8, column: u8) -> Fen {
        figure(self.now, number, &RowKey::Total, column)
    }

    fn fixed(&self, number: u8, id: &str, column: u8) -> Fen {
        figure(self.now, number, &RowKey::Fixed(id.to_owned()), column)
    }

    fn both(&self, number: u8, key: &RowKey, column: u8) -> (Fen, Fen) {
        (figure(self.now, number, key, column), figure(self.last, number, key, column))
    }

    fn scale(&mut self) {
        let (body, year, kind) = (self.facts.body.clone(), self.facts.year, self.kind());
        let total = self.fixed(1, "income_total", 1);
        self.add(
            1,
            Line::of(&format!("按照全口径预算的原则，{body}{year}年所有收入和支出均纳入{kind}预算管理。收支总预算"))
                .amount(total)
                .say("万元。"),
        );
        let sources = [
            ("一般公共预算", [3, 4].as_slice()),
            ("政府性基金预算", &[5, 6]),
            ("国有资本经营预算", &[7, 8]),
            ("财政专户管理资金", &[9]),
            ("单位资金", &[10]),
            ("财政拨款结转结余", &[11]),
            ("非财政拨款结转结余", &[12]),
        ];
        let has_money = |columns: &[u8]| columns.iter().any(|&column| self.total(2, column) != 0);
        let names: Vec<&str> =
            sources.iter().filter(|(_, columns)| has_money(columns)).map(|(name, _)| *name).collect();
        self.add(1, Line::of(&format!("收入预算包括：{}。", listed(&names))));
        let classes: Vec<&str> =
            CLASSES.iter().filter(|(code, _)| self.fixed(1, code, 1) != 0).map(|(_, name)| *name).collect();
        self.add(1, Line::of(&format!("支出预算包括：{}。", listed(&classes))));
    }

    /// … 万元，占…%，比上年预算…，主要原因是….
    fn source(&mut self, name: &str, (now, last): (Fen, Fen), whole: Fen) -> Line {
        let reason = self.reason();
        Line::of(name)
            .amount(now)
            .say("万元，占")
            .share(now, whole)
            .say("%，比上年预算")
            .change(self.style, now, last)
            .say(&format!("，主要原因是{reason}。"))
    }

    /// The same without a share.
    fn item(&mut self, name: &str, (now, last): (Fen, Fen)) -> Line {
        let reason = self.reason();
        let line = Line::of(name).amount(now).say("万元，比上年预算").change(self.style, now, last);
        line.say(&format!("，主要原因是{reason}。"))
    }

    fn income(&mut self) {
        let whole = self.total(2, 1);
        let head = format!("{}{}收入预算", self.facts.body, self.kind());
        self.add(2, Line::of(&head).amount(whole).say("万元，其中："));
        let sources = [
            (3, "一般公共预算"),
            (4, "上级一般公共预算安排的转移支付资金"),
            (5, "政府性基金预算"),
            (6, "上级政府性基金安排的转移支付资金"),
            (7, "国有资本经营预算"),
            (8, "上级国有资本经营预算安排的转移支付资金"),
            (9, "财政专户管理资金"),
            (10, "单位资金"),
            (11, "财政拨款结转"),
            (12, "非财政拨款结转结余"),
        ];
        for (column, name) in sources {
            let both = self.both(2, &RowKey::Total, column);
            if both != (0, 0) {
                let line = self.source(name, both, whole);
                self.add(2, line);
            } else if column < 9 {
                self.add(2, Line::of(&format!("{name}未安排。")));
            }
        }
    }

    fn spending(&mut self) {
        let whole = self.total(3, 1);
        let head = format!("{}{}年支出预算", self.facts.body, self.facts.year);
        self.add(3, Line::of(&head).amount(whole).say("万元，其中："));
        for (column, name) in [(2, "基本支出"), (3, "项目支出")] {
            let both = self.both(3, &RowKey::Total, column);
            let line = self.source(name, both, whole);
            self.add(3, line);
        }
    }

    fn grants(&mut self) {
        let income = |id: &str| self.fixed(4, id, 1);
        let (all, general, fund, capital) =
            (income("income_total"), income("general"), income("government_fund"), income("state_capital"));
        let year = self.facts.year;
        self.add(4, Line::of(&format!("{year}年财政拨款收支总预算")).amount(all).say("万元。"));
        let is_only_general = fund == 0 && capital == 0;
        let line = Line::of("收入预算包括：一般公共预算拨款").amount(general).say("万元");
        if is_only_general {
            self.add(4, Line::of("收入全部为一般公共预算拨款，无政府性基金预算拨款和国有资本经营预算。"));
            self.add(4, line.say("。"));
        } else {
            let line = line.say("，政府性基金预算拨款").amount(fund).say("万元，国有资本经营预算拨款");
            self.add(4, line.amount(capital).say("万元。"));
        }
        for (column, name) in [(2, "一般公共预算"), (3, "政府性基金预算"), (4, "国有资本经营预算")]
        {
            if is_only_general && column > 2 {
                continue;
            }
            let mut line = Line::of(&format!("{name}支出包括："));
            let classes: Vec<_> = CLASSES.iter().filter(|(code, _)| self.fixed(4, code, column) != 0).collect();
            if classes.is_empty() {
                line = line.amount(self.fixed(4, "spending_total", column)).say("万元");
            }
            for (place, (code, class)) in classes.iter().enumerate() {
                let separator = if place > 0 { "；" } else { "" };
                line = line.say(separator).say(class).amount(self.fixed(4, code, column));
                line = line.say(&format!("万元，主要用于{}", self.reason()));
            }
            self.add(4, line.say("。"));
        }
    }

    fn general(&mut self) {
        let (body, year) = (self.facts.body.clone(), self.facts.year);
        let whole = self.total(5, 1);
        self.add(5, Line::of("（一）一般公共预算当年拨款规模变化情况"));
        self.add(5, Line::of(&format!("{body}{year}年一般公共预算拨款合计")).amount(whole).say("万元，其中："));
        for (column, name) in [(2, "基本支出"), (3, "项目支出")] {
            let both = self.both(5, &RowKey::Total, column);
            let line = self.item(name, both);
            self.add(5, line);
        }
        self.add(5, Line::of("（二）一般公共预算当年拨款结构情况"));
        let mut number = 0;
        for (code, name) in CLASSES {
            let key = RowKey::Code(code.parse().unwrap());
            if self.now[4].rows.iter().any(|row| row.key == key) {
                number += 1;
                let fen = figure(self.now, 5, &key, 1);
                let line = Line::of(&format!("{number}、{name}（类）")).amount(fen).say("万元，占");
                self.add(5, line.share(fen, whole).say("%。"));
            }
        }
        self.add(5, Line::of("（三）一般公共预算当年拨款具体使用情况"));
        for (number, (path, key)) in self.items(5, &GENERAL).into_iter().enumerate() {
            let both = self.both(5, &key, 1);
            let line = self.item(&format!("{}、{path}：{year}年预算数为", number + 1), both);
            self.add(5, line);
        }
    }

    /// The items of a table this year and last, with their whole names.
    fn items(&self, number: u8, codes: &'static [super::names::Code]) -> Vec<(String, RowKey)> {
        let has_row =
            |tables: &[Table], key: &RowKey| tables[usize::from(number) - 1].rows.iter().any(|row| row.key == *key);
        let items = codes.iter().map(|code| {
            let [class, section, item] = code.names;
            (format!("{class}（类）{section}（款）{item}（项）"), RowKey::Code(code.code.parse().unwrap()))
        });
        // One that had nothing last year either is told only where it has a row.
        let is_told = |key: &RowKey| has_row(self.now, key) || figure(self.last, number, key, 1) != 0;
        items.filter(|(_, key)| is_told(key)).collect()
    }

    fn basic(&mut self) {
        let head = format!("{}{}年一般公共预算基本支出", self.facts.body, self.facts.year);
        self.add(6, Line::of(&head).amount(self.total(6, 1)).say("万元，其中："));
        for (column, name) in [(2, "人员经费"), (3, "公用经费")] {
            let of_row = |code: &&(&str, &str)| figure(self.now, 6, &RowKey::Code(code.0.parse().unwrap()), column);
            let names: Vec<&str> = ECONOMIC.iter().filter(|code| of_row(code) != 0).map(|(_, name)| *name).collect();
            let line = Line::of(name).amount(self.total(6, column));
            self.add(6, line.say(&format!("万元，主要包括：{}。", listed(&names))));
        }
    }

    fn projects(&mut self) {
        let (body, year) = (self.facts.body.clone(), self.facts.year);
        let listed = printed::listed_projects(self.facts);
        if listed.is_empty() {
            let what = "没有安排一般公共预算项目支出，一般公共预算项目支出情况表为空表。";
            self.add(7, Line::of(&format!("{body}{year}年{what}")));
        }
        for (place, listed) in listed.iter().enumerate() {
            let kinds = &listed.project.kinds;
            let fen: Fen = kinds.iter().sum();
            self.add(7, Line::of(&format!("（{}）项目名称：{}", numeral(place + 1), listed.project.name)));
            let basis = self.reason();
            self.add(7, Line::of(&format!("设立的政策依据：关于{basis}的通知")));
            self.add(7, Line::of("预算安排规模：").amount(fen).say("万元"));
            let unit = listed.project.unit.map_or(&body, |unit| &self.facts.units[unit]).clone();
            self.add(7, Line::of(&format!("项目承担单位：{unit}")));
            let allocation = self.allocation(fen);
            self.add(7, allocation);
            self.add(7, Line::of(&format!("资金执行时间：{year}年1月1日-{year}年12月31日")));
            if kinds[2] != 0 {
                for label in
                    ["资金来源", "补贴人数", "补贴标准", "补贴范围", "补贴方式", "发放程序", "受益人群和社会效益"]
                {
                    let words = self.reason();
                    self.add(7, Line::of(&format!("{label}：{words}")));
                }
            }
        }
    }

    /// For what the money of a project is, at times with its parts.
    fn allocation(&mut self, fen: Fen) -> Line {
        let words = self.reason();
        if self.reasons.is_multiple_of(2) || fen < 300_000 {
            return Line::of(&format!("资金分配情况：全部用于{words}"));
        }
        let part = fen / 3;
        let (first, second, third) = (in_words(part), in_words(part), in_words(fen - part - part));
        Line::of(&format!("资金分配情况：办公费{first}万元，印刷费{second}万元，{words}{third}万元"))
    }

    fn fund(&mut self, number: u8, fund: Fund, name: &str) {
        let (body, year) = (self.facts.body.clone(), self.facts.year);
        let key = RowKey::Total;
        if self.now[usize::from(number) - 1].rows.is_empty() {
            let what = format!("没有使用{name}拨款安排的支出，{name}支出情况表为空表。");
            self.add(number, Line::of(&format!("{body}{year}年{what}")));
            return;
        }
        let (now, last) = self.both(number, &key, 1);
        let reason = self.reason();
        let line = Line::of(&format!("{body}{year}年{name}拨款")).amount(now).say("万元。与上年预算相比");
        let line = line.change(self.style, now, last);
        self.add(number, line.say(&format!("。主要原因是{reason}。其中：")));
        let codes: &'static [_] = if fund == Fund::GovernmentFund { &GOVERNMENT_FUND } else { &STATE_CAPITAL };
        for (place, (path, key)) in self.items(number, codes).into_iter().enumerate() {
            let (now, last) = self.both(number, &key, 1);
            let reason = self.reason();
            let line = Line::of(&format!("{}、{path}支出", place + 1)).amount(now).say("万元，与上年预算相比");
            self.add(number, line.change(self.style, now, last).say(&format!("。主要原因是{reason}。")));
        }
    }

    fn three(&mut self) {
        let (body, year) = (self.facts.body.clone(), self.facts.year);
        let parts = [
            ("因公出国（境）费", "abroad"),
            ("公务用车购置费", "vehicle_purchase"),
            ("公务用车运行费", "vehicle_running"),
            ("公务接待费", "reception"),
        ];
        let mut line = Line::of(&format!("{body}{year}年财政拨款“三公”经费数为"));
        line = line.amount(self.fixed(10, "total", 1)).say("万元，其中：");
        for (place, (name, id)) in parts.iter().enumerate() {
            line = line.say(if place > 0 { "，" } else { "" }).say(name).amount(self.fixed(10, id, 1)).say("万元");
        }
        self.add(10, line.say("。"));
        let key = |id: &str| RowKey::Fixed(id.to_owned());
        let (now, last) = self.both(10, &key("total"), 1);
        let line = Line::of(&format!("{year}年财政拨款“三公”经费预算比上年预算"));
        let mut line = line.change(self.style, now, last).say("，其中：");
        for (place, (name, id)) in parts.iter().enumerate() {
            let (now, last) = self.both(10, &key(id), 1);
            line = line.say(if place > 0 { "；" } else { "" }).say(name).change(self.style, now, last);
            line = line.say(&format!("，主要原因是{}", self.reason()));
        }
        self.add(10, line.say("。"));
    }

    fn carried(&mut self) {
        let (body, year) = (self.facts.body.clone(), self.facts.year);
        if self.facts.carried.is_empty() {
            let what = "没有上年结转结余，上年结转结余情况明细表为空表。";
            self.add(11, Line::of(&format!("{body}{year}年{what}")));
            return;
        }
        let line =
            Line::of(&format!("{body}{year}年上年结转结余")).amount(self.total(11, 1)).say("万元，包括：财政拨款");
        let line = line.amount(self.total(11, 2)).say("万元，非财政拨款").amount(self.total(11, 6));
        self.add(11, line.say("万元，其中："));
        for (place, carried) in self.facts.carried.iter().enumerate() {
            let purpose = self.reason();
            let line = Line::of(&format!("{}.{}", place + 1, carried.name)).amount(carried.amounts.iter().sum());
            self.add(11, line.say(&format!("万元，主要用于：{purpose}。")));
        }
    }
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "无".to_owned() } else { names.join("、") }
}
