//! Saying that a table or a part is complete, or empty, and taking it back.

use super::{Change, Put, Step};
use crate::audit::part_label;
use crate::disclosure::{Component, Disclosure, Said};

/// The step that says `to` of `component`; `None` takes back what was said. What is said already makes no step.
pub fn say(disclosure: &Disclosure, component: Component, to: Option<Said>) -> Step {
    let from = disclosure.said.get(&component).copied();
    let what = match to {
        Some(Said::Complete) => "填完了",
        Some(Said::Empty) => "是空表",
        Some(Said::Absent) => "不在文件里",
        None => "还没有填完",
    };
    let changes = if from == to { Vec::new() } else { vec![Change::Said(Put { place: component, from, to })] };
    Step::new(format!("{} {what}", component_label(component)), changes)
}

/// The component in words: `表2`, `情况说明 第二节`.
pub fn component_label(component: Component) -> String {
    match component {
        Component::Table(number) => format!("表{number}"),
        Component::Text(part) => part_label(part),
        Component::Performance => "绩效目标表".to_owned(),
        Component::Prior => "上年预算数".to_owned(),
    }
}
