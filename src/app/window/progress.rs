//! The way through what is left to fill in, and saying that a table or a part is complete or empty.

use super::Window;
use crate::app::outline::OutlineRequest;
use crate::app::review::ReviewTab;
use crate::app::texts::TextPage;
use disclosure_engine::disclosure::{Component, Part, Said, TableNumber};
use disclosure_engine::edit::{Step, component_label, say, take_proposals};
use disclosure_engine::progress::{Left, LeftPlace, Progress};
use disclosure_engine::states::State;

impl Window {
    /// Goes to what is left to do in another place than the last one, from the first on.
    pub(in crate::app) fn go_to_next_left(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let left = &workspace.progress().left;
        if left.is_empty() {
            return self.grid.set_notice("都填完了，可以导出公开的文件");
        }
        let place = left[self.next_left(workspace.progress())].place.clone();
        self.go_to_left(place);
    }

    /// The first of what is left that comes after what was gone to last, or else after what is shown: who just filled in a
    /// table goes on with the next one, and not from the beginning.
    fn next_left(&self, progress: &Progress) -> usize {
        let order_of = |component: Component| progress.states.iter().position(|(other, _)| *other == component);
        let first_from = |order: Option<usize>| {
            progress.left.iter().position(|left| left.component.is_none() || left.component.and_then(order_of) >= order)
        };
        let shown = self.shown_components();
        let has_worked = self.workspace.as_ref().is_some_and(|workspace| workspace.undo_name().is_some());
        let is_shown = |component: Option<Component>| component.is_none_or(|component| shown.contains(&component));
        let next = match &self.last_left {
            // At first it begins at the beginning, unless somebody just finished what is shown.
            None if !has_worked || !shown.iter().all(|&component| is_done(progress, component)) => None,
            Some((component, place)) if is_shown(*component) => {
                // A table is gone to once, wherever its next blank is.
                let is_table = matches!(place, LeftPlace::Table(..));
                let is_same = |left: &Left| left.place == *place || is_table && left.component == *component;
                let same = progress.left.iter().position(is_same);
                same.map(|same| same + 1).or_else(|| first_from(component.and_then(order_of)))
            }
            _ => first_from(shown.iter().filter_map(|&component| order_of(component)).min().map(|order| order + 1)),
        };
        next.unwrap_or(0) % progress.left.len().max(1)
    }

    /// Goes to where something is left to do.
    pub(super) fn go_to_left(&mut self, place: LeftPlace) {
        let Some(workspace) = &self.workspace else { return };
        let left = workspace.progress().left.iter().find(|left| left.place == place);
        self.last_left = Some((left.and_then(|left| left.component), place.clone()));
        match place {
            LeftPlace::Heading => self.grid.set_notice("单位名称在“编辑 › 单位与年度…”里填"),
            LeftPlace::Table(table, cell) => {
                self.texts.hide();
                self.grid.show_table(table);
                if let Some(cell) = cell {
                    self.grid.go_to(workspace.evaluated(), cell);
                }
            }
            LeftPlace::Text(place) => self.go_to_text(&place),
            LeftPlace::Part(part) => self.show_component(Component::Text(part)),
            LeftPlace::Performance if workspace.protection().is_some() => self.show_component(Component::Performance),
            LeftPlace::Performance => self.begin_add_performance(),
            LeftPlace::Prior => self.show_component(Component::Prior),
            LeftPlace::Findings => {
                self.shows_findings = Some(true);
                self.review.tab = ReviewTab::Findings;
                self.step_finding(false);
            }
        }
    }

    /// Shows a table or a part.
    pub(super) fn show_component(&mut self, component: Component) {
        let has_performance = self.workspace.as_ref().is_some_and(|open| !open.disclosure().performance.is_empty());
        match component {
            Component::Table(table) => self.show_page(OutlineRequest::Table(table)),
            Component::Text(part) => {
                let page = TextPage::ALL.into_iter().find(|page| page.holds(part));
                page.into_iter().for_each(|page| self.turn_to(OutlineRequest::Text(page)));
            }
            Component::Performance if has_performance => {
                self.show_page(OutlineRequest::Text(TextPage::Performance(0)));
            }
            // Where there are none, the way to them is to make one.
            Component::Performance => self.begin_add_performance(),
            Component::Prior => self.turn_to(OutlineRequest::Text(TextPage::Prior)),
        }
    }

    /// Takes what follows from other tables, into the table that is shown or into all.
    pub(in crate::app) fn take_proposals(&mut self, into_all: bool) {
        let Some(workspace) = &mut self.workspace else { return };
        let proposals = &workspace.progress().proposals;
        let mut tables: Vec<TableNumber> = proposals.tables().into_iter().collect();
        if !into_all {
            tables.retain(|&table| self.grid.table() == Some(table));
        }
        if tables.is_empty() {
            return self.grid.set_notice("没有可以带入的：别的表填完了、也说了填完（F7），才知道这里是多少");
        }
        let step = take_proposals(workspace.evaluated(), proposals, &tables);
        let name = step.name.clone();
        workspace.make(step);
        self.grid.go_to_blank_line(workspace);
        self.grid.set_notice(format!("{name}；请看一遍，可以撤销"));
    }

    /// Says of what is shown that it is complete or empty, or takes that back.
    pub(in crate::app) fn say_of_shown(&mut self, said: Said) {
        let components = self.shown_components();
        let takes_back = self.is_said(said);
        let Some(workspace) = &mut self.workspace else { return };
        if let Some(answer) = components.first().filter(|_| !takes_back).and_then(|first| {
            let label = self.texts.shown().map_or_else(|| component_label(*first), |page| page.name().to_owned());
            let progress = workspace.progress();
            let left = |left: &&Left| left.component.is_some_and(|component| components.contains(&component));
            let left: Vec<&Left> = progress.left.iter().filter(left).collect();
            let is_done = components.iter().all(|&component| is_done(progress, component));
            told_of_text(*first, &label, said, (&left, is_done))
        }) {
            return self.grid.set_notice(answer);
        }
        let steps = components.iter().map(|component| {
            let to = (!takes_back).then_some(said);
            say(workspace.disclosure(), *component, to)
        });
        let steps: Vec<Step> = steps.collect();
        let Some(name) = steps.first().map(|step| step.name.clone()) else { return };
        let changes = steps.into_iter().flat_map(|step| step.changes).collect();
        workspace.make(Step::new(name.clone(), changes));
        self.grid.set_notice(format!("{name}；可以撤销"));
    }

    /// Whether that was said of all that is shown.
    pub(in crate::app) fn is_said(&self, said: Said) -> bool {
        let Some(workspace) = &self.workspace else { return false };
        let components = self.shown_components();
        let is_it = |component: &Component| workspace.disclosure().said.get(component) == Some(&said);
        !components.is_empty() && components.iter().all(is_it)
    }

    /// The table or the parts that are shown.
    fn shown_components(&self) -> Vec<Component> {
        let sections = || {
            let form = self.workspace.as_ref().map(|workspace| workspace.form().clone());
            let sections = form.map(|form| form.texts.sections.iter().map(|section| section.number).collect());
            let sections: Vec<u8> = sections.unwrap_or_default();
            sections.into_iter().map(|number| Component::Text(Part::Section(number))).collect()
        };
        match self.texts.shown() {
            None => self.grid.table().map(Component::Table).into_iter().collect(),
            Some(TextPage::Overview) => vec![Component::Text(Part::Overview)],
            Some(TextPage::Narrative) => sections(),
            Some(TextPage::Glossary) => vec![Component::Text(Part::Glossary)],
            Some(TextPage::Prior) => vec![Component::Prior],
            Some(TextPage::Charts) => Vec::new(),
            Some(TextPage::Performance(_)) => vec![Component::Performance],
        }
    }
}

/// What to answer to somebody who says of a page of text or a performance table that it is complete: how far it is follows
/// from its blanks alone. `None` where a person may say it.
fn told_of_text(component: Component, label: &str, said: Said, (left, is_done): (&[&Left], bool)) -> Option<String> {
    const BY_ITSELF: &str = "按 F6 去填；都填好了自然算填完，不用另说";
    match (component, said) {
        (Component::Table(_), _) | (_, Said::Empty | Said::Absent) => None,
        (_, Said::Complete) => Some(match left {
            [] if is_done => format!("{label}填完了，不用另说"),
            [] => format!("{label}现在没有要填的；各表填完以后，还会有要填的"),
            [first, ..] => format!("{label}还没有填完：{}，{}。{BY_ITSELF}", first.what, first.why),
        }),
    }
}

/// Whether `component` is filled in.
fn is_done(progress: &Progress, component: Component) -> bool {
    matches!(progress.state(component), Some(State::Complete | State::Empty))
}
