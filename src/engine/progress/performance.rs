//! How far the performance tables are: which projects have none, and what is blank in those that there are.

use std::collections::HashSet;

use super::{LeftPlace, Survey};
use crate::audit::{INDICATORS_EMPTY_RULE, text_label};
use crate::disclosure::{
    Component, FundsField, PerformanceField, PerformanceFunds, PerformanceSubject, Said, TextPlace,
};
use crate::evaluate::RowOrigin;
use crate::spelling;
use crate::states::State;

impl Survey<'_> {
    pub(super) fn performance(&mut self) -> State {
        let component = Component::Performance;
        let without = self.projects_without_table();
        let is_begun = !self.evaluated.disclosure.performance.is_empty();
        if !is_begun && self.said(component) == Some(Said::Absent) {
            self.leave(Some(component), LeftPlace::Performance, "绩效目标表", "导入的文件里没有绩效目标表");
            return State::Absent;
        }
        let blanks: Vec<(TextPlace, String)> = self.without_money().chain(self.blank_tables()).collect();
        match (without.first(), blanks.is_empty(), is_begun) {
            (None, true, true) => return State::Complete,
            // Whether there are projects is not known before the tables are complete.
            (None, true, false) if self.evaluated.states().are_all_complete() => return State::Empty,
            (None, true, false) => return State::Untouched,
            _ => {}
        }
        if let Some(first) = without.first() {
            let rest = if without.len() > 1 { format!("等 {} 个项目", without.len()) } else { String::new() };
            self.leave(Some(component), LeftPlace::Performance, "绩效目标表", format!("“{first}”{rest}还没有"));
        }
        for (place, why) in blanks {
            self.leave(Some(component), LeftPlace::Text(place), "绩效目标表", why);
        }
        if is_begun { State::InProgress } else { State::Untouched }
    }

    fn projects_without_table(&self) -> Vec<String> {
        let evaluated = self.evaluated;
        let plain = |name: &str| -> String { spelling::plain(name).collect() };
        let tables = evaluated.disclosure.performance.iter();
        let named: HashSet<String> = tables
            .filter_map(|table| match &table.subject {
                PerformanceSubject::Project(name) => Some(plain(name)),
                PerformanceSubject::Whole => None,
            })
            .collect();
        let projects = evaluated.form.texts.performance_of.iter().flat_map(|&list| {
            let rows = evaluated.evaluation.layout(list).rows.iter().enumerate();
            let rows = rows.filter(|(_, row)| row.origin == RowOrigin::Project);
            rows.filter_map(move |(row, _)| Some(evaluated.stored(list, row)?.subject.project()?.name.clone()))
        });
        projects.filter(|name| !named.contains(&plain(name))).collect()
    }

    /// Tables that account for no money, as those that were taken from last year do.
    fn without_money(&self) -> impl Iterator<Item = (TextPlace, String)> {
        let evaluated = self.evaluated;
        let tables = evaluated.disclosure.performance.iter().enumerate();
        let without = tables.filter(|(_, table)| table.funds == PerformanceFunds::default());
        without.map(move |(place, _)| {
            let place = TextPlace::Performance(place, PerformanceField::Funds(FundsField::Total));
            let why = format!("{}：预算金额没有填", text_label(evaluated, &place));
            (place, why)
        })
    }

    /// What is blank in the tables, as the checks say it.
    fn blank_tables(&self) -> impl Iterator<Item = (TextPlace, String)> {
        let blank = self.audit.findings.iter().filter(|finding| finding.rule == INDICATORS_EMPTY_RULE);
        blank.filter_map(|finding| Some((finding.text.as_ref()?.place.clone(), finding.message.clone())))
    }
}
