//! What a disclosure says beside its tables: performance tables and paragraphs.

use fastrand::Rng;

use super::Fen;
use super::facts::{Facts, Fund, amount};

/// 项目支出绩效目标表 of a project, or 整体绩效目标表.
pub struct Performance {
    /// `None` for the body as a whole.
    pub project: Option<String>,
    pub fiscal: Fen,
    pub superior: Fen,
    pub other: Fen,
    pub goal: String,
    pub indicators: Vec<Indicator>,
}

pub struct Indicator {
    pub levels: [&'static str; 2],
    pub name: String,
    pub value: &'static str,
    pub weight: u8,
}

const LEVELS: [[&str; 2]; 5] = [
    ["产出指标", "数量指标"],
    ["产出指标", "质量指标"],
    ["产出指标", "时效指标"],
    ["效益指标", "社会效益指标"],
    ["满意度指标", "满意度指标"],
];
const MEASURED: [&str; 5] =
    ["补助人数（人次）", "发放准确率", "资金在规定时间内下达率", "政策知晓率", "服务对象满意度"];
const VALUES: [&str; 5] = [">=19824人次", "=100%", "2025年12月31日前", "≥95%", "优"];

impl Facts {
    /// Adds what is said of the figures.
    pub(super) fn tell(&mut self, rng: &mut Rng) {
        let projects: Vec<(String, Fen)> = self
            .items
            .iter()
            .filter(|item| item.fund == Fund::General)
            .flat_map(|item| &item.projects)
            .map(|project| (project.name.clone(), project.kinds.iter().sum()))
            .collect();
        for (name, fen) in projects.into_iter().take(rng.usize(0..4)) {
            let other = if rng.u8(0..3) == 0 { amount(rng) } else { 0 };
            self.performance.push(performance(rng, Some(name), fen, [0, other]));
        }
        if self.is_department && rng.bool() {
            let (fiscal, superior) = (amount(rng), amount(rng));
            self.performance.push(performance(rng, None, fiscal, [superior, 0]));
        }
        if rng.bool() {
            self.overview = vec![
                "一、主要职能".to_owned(),
                format!("{}贯彻执行有关法律法规，承担{}年各项工作任务。", self.body, self.year),
                "二、机构设置及人员情况".to_owned(),
                format!("编制数 {}，实有人数 {} 人，其中：在职 {} 人。", rng.u8(10..90), rng.u8(10..90), rng.u8(1..9)),
            ];
        }
        if rng.bool() {
            self.glossary = vec![
                "一、财政拨款：指由一般公共预算、政府性基金预算安排的财政拨款数。".to_owned(),
                "二、基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出，".repeat(3) + "等。",
            ];
        }
    }
}

pub(super) fn performance(
    rng: &mut Rng,
    project: Option<String>,
    fiscal: Fen,
    [superior, other]: [Fen; 2],
) -> Performance {
    let count = rng.usize(1..7);
    let mut indicators: Vec<Indicator> = (0..count)
        .map(|place| {
            // The last two say what it was good for.
            let level = if place + 2 < count { place.min(2) } else { (place + 5).saturating_sub(count).min(4) };
            let name = format!("{}{}", MEASURED[rng.usize(0..MEASURED.len())], place + 1);
            Indicator { levels: LEVELS[level], name, value: VALUES[rng.usize(0..VALUES.len())], weight: 10 }
        })
        .collect();
    for place in count..3 {
        // Every level that a table must have.
        let name = format!("{}{}", MEASURED[4], place + 1);
        indicators.push(Indicator {
            levels: LEVELS[if place == 1 { 3 } else { 4 }],
            name,
            value: VALUES[3],
            weight: 10,
        });
    }
    if count < 3 {
        indicators[0].levels = LEVELS[0];
        indicators[1].levels = LEVELS[3];
    }
    let count = indicators.len();
    indicators[0].weight = 90 - 10 * u8::try_from(count - 1).unwrap();
    let goal = "保障各项补助按时足额发放，提升服务水平。".repeat(rng.usize(1..4));
    Performance { project, fiscal, superior, other, goal, indicators }
}
