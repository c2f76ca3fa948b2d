//! What a person writes of the facts: reasons, purposes, numbers of people, and last year's figures, so that the sentences
//! of the form can be worded.

use disclosure_engine::disclosure::{CellKey, Disclosure, SlotValue};
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::form::template::{SlotForm, SlotKind};
use disclosure_engine::narrative::{narrate, prior_cells};
use fastrand::Rng;

use super::file::amount;
use super::{Fen, facts};

const WORDS: [&str; 10] = [
    "在职人员增加并按规定调整工资",
    "项目完成，不再安排；另有2个项目结转",
    "落实“访惠聚”工作（含慰问）",
    "乌财社〔2024〕122号",
    "第一季度拨付60%，余款年底前拨付",
    "2025年1月1日-2025年12月31日",
    "办公费、差旅费、\u{300A}报刊\u{300B}征订费等",
    "人均1,500.00元/月",
    "按月发放到社会保障卡",
    "无",
];

/// Paragraphs of their own, a line each.
const DUTIES: [&str; 5] = [
    "（一）贯彻执行有关法律法规和政策。",
    "（二）承担本级预算的编制、执行和公开，组织绩效评价，接受监督。",
    "1、办理登记、核定、发放和稽核。",
    "2.完成上级交办的其他任务。",
    "负责本辖区内相关政策的宣传、咨询、培训和服务工作，协调有关部门和单位研究解决工作中的困难和问题，并对执行情况进行检查。",
];

/// Fills in what the sentences of `disclosure` need. `evaluate` evaluates it.
pub fn tell_all(rng: &mut Rng, disclosure: &mut Disclosure, with: impl Fn(&Disclosure, &mut dyn FnMut(Evaluated<'_>))) {
    let mut prior: Vec<CellKey> = Vec::new();
    with(disclosure, &mut |evaluated| {
        prior = prior_cells(evaluated).into_iter().map(|cell| evaluated.key(cell)).collect();
    });
    for cell in prior {
        if rng.u8(0..3) > 0 {
            disclosure.prior.insert(cell, amount(whole(facts::amount(rng))));
        }
    }
    disclosure.texts.clear();
    // Filled slots may bring paragraphs with others.
    for _ in 0..2 {
        let mut slots = Vec::new();
        with(disclosure, &mut |evaluated| {
            let paragraphs = narrate(evaluated);
            let open = paragraphs.iter().flat_map(|paragraph| paragraph.slots()).filter(|slot| !slot.is_filled);
            slots.extend(open.map(|slot| (slot.key.clone(), slot.form.clone())));
        });
        for (key, form) in slots {
            if !disclosure.slots.contains_key(&key) && rng.u8(0..12) > 0 {
                disclosure.slots.insert(key.clone(), value(rng, &key.id, &form));
            }
        }
    }
}

/// As a sentence prints it: to a hundred yuan.
fn whole(fen: Fen) -> Fen {
    fen / 10_000 * 10_000
}

fn value(rng: &mut Rng, id: &str, form: &SlotForm) -> SlotValue {
    match form.kind {
        SlotKind::Text if id.ends_with("duties") => {
            let count = rng.usize(1..=DUTIES.len());
            SlotValue::Text(DUTIES[..count].join("\n"))
        }
        SlotKind::Text => SlotValue::Text(WORDS[rng.usize(0..WORDS.len())].to_owned()),
        SlotKind::Amount => SlotValue::Amount(amount(whole(facts::amount(rng)))),
        SlotKind::Count if id.ends_with("_change") => SlotValue::Count(rng.i64(-5..6)),
        SlotKind::Count => SlotValue::Count(rng.i64(0..60)),
        SlotKind::Area => SlotValue::Area(rust_decimal::Decimal::new(rng.i64(0..900_000), 2)),
    }
}
