//! Which files are shown, in which order and in which groups.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::arrangement::Arrangement;
use super::survey::{Body, Survey};
use disclosure_engine::audit::Grade;
use disclosure_engine::spelling;

/// By what files stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    #[default]
    None,
    Department,
    Rule,
}

impl Grouping {
    pub const ALL: [Self; 3] = [Self::None, Self::Department, Self::Rule];

    pub fn name(self) -> &'static str {
        match self {
            Self::None => "不分组",
            Self::Department => "按部门",
            Self::Rule => "按问题",
        }
    }
}

/// A column by which files are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Body,
    Department,
    Kind,
    Year,
    Errors,
    Warnings,
    Income,
    Spending,
    State,
    Since,
    File,
}

/// What somebody wants to see of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// What must be in the names of bodies, departments or files.
    pub search: String,
    /// Only what has errors.
    pub only_errors: bool,
    pub grouping: Grouping,
    /// The column and whether the largest comes first; without it, by path.
    pub order: Option<(Key, bool)>,
    /// Groups whose files are not shown.
    pub folded: BTreeSet<String>,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The head of a group.
    Group {
        title: String,
        /// How many files are in it.
        files: usize,
        /// How many errors and doubts.
        counts: [usize; 2],
        is_folded: bool,
    },
    /// A file by its place, with how often the rule of its group was broken.
    File { place: usize, count: Option<usize> },
}

impl View {
    /// A click on the head of a column: by it, then the other way round, then as the files lie.
    pub fn order_by(&mut self, key: Key) {
        // Where much is bad, that comes first.
        let first = matches!(key, Key::Errors | Key::Warnings | Key::Income | Key::Spending | Key::State | Key::Since);
        self.order = match self.order {
            Some((own, is_down)) if own == key && is_down == first => Some((key, !first)),
            Some((own, _)) if own == key => None,
            _ => Some((key, first)),
        };
    }

    /// Folds or unfolds a group.
    pub fn fold(&mut self, title: &str) {
        if !self.folded.remove(title) {
            self.folded.insert(title.to_owned());
        }
    }

    /// The lines of the list.
    pub fn lines(&self, survey: &Survey, arrangement: &Arrangement) -> Vec<Line> {
        let sought: String = spelling::plain(&self.search).collect();
        let mut places: Vec<usize> = (0..survey.files.len()).collect();
        places.retain(|place| self.is_shown(survey, *place, arrangement.department(*place), &sought));
        if let Some((key, is_down)) = self.order {
            let sorted = |a: &usize, b: &usize| {
                let by_key = compare(key, (survey, arrangement), *a, *b);
                if is_down { by_key.reverse() } else { by_key }
            };
            places.sort_by(sorted);
        }
        match self.grouping {
            Grouping::None => places.into_iter().map(|place| Line::File { place, count: None }).collect(),
            Grouping::Department => self.by_department(survey, arrangement, &places),
            Grouping::Rule => self.by_rule(survey, arrangement, &places),
        }
    }

    fn is_shown(&self, survey: &Survey, place: usize, department: Option<&str>, sought: &str) -> bool {
        let file = &survey.files[place];
        if self.only_errors && file.body().is_none_or(|body| body.count(Grade::Error) == 0) {
            return false;
        }
        let has = |text: &str| spelling::plain(text).collect::<String>().contains(sought);
        let body = file.body().map_or("", |body| body.disclosure.body.as_str());
        sought.is_empty()
            || has(body)
            || department.is_some_and(has)
            || has(&file.target.path.strip_prefix(&survey.folder).unwrap_or(&file.target.path).to_string_lossy())
    }

    fn by_department(&self, survey: &Survey, arrangement: &Arrangement, places: &[usize]) -> Vec<Line> {
        let mut groups: BTreeMap<(bool, Option<&str>), Vec<usize>> = BTreeMap::new();
        for place in places {
            let department = arrangement.department(*place);
            groups.entry((department.is_none(), department)).or_default().push(*place);
        }
        let mut lines = Vec::new();
        for ((_, department), places) in groups {
            let bodies = places.iter().filter(|place| !arrangement.is_older(**place));
            let bodies: Vec<_> = bodies.filter_map(|place| survey.files[*place].body()).collect();
            let counts = [Grade::Error, Grade::Warning].map(|grade| bodies.iter().map(|body| body.count(grade)).sum());
            let files = places.into_iter().map(|place| (place, None)).collect();
            self.push_group(&mut lines, department.unwrap_or("部门不明").to_owned(), counts, files);
        }
        lines
    }

    fn by_rule(&self, survey: &Survey, arrangement: &Arrangement, places: &[usize]) -> Vec<Line> {
        type Group = (String, [usize; 2], Vec<(usize, Option<usize>)>);
        let mut groups: BTreeMap<(Grade, &str), Group> = BTreeMap::new();
        for place in places.iter().filter(|place| !arrangement.is_older(**place)) {
            for fault in survey.files[*place].body().into_iter().flat_map(|body| &body.faults) {
                let group = groups.entry((fault.grade, &fault.rule)).or_default();
                group.0.clone_from(&fault.title);
                group.1[usize::from(fault.grade != Grade::Error)] += fault.count;
                group.2.push((*place, Some(fault.count)));
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        // What is found most often comes first, errors before doubts.
        groups.sort_by_key(|((grade, _), (_, counts, _))| (*grade, std::cmp::Reverse(counts.iter().sum::<usize>())));
        let mut lines = Vec::new();
        for ((_, rule), (title, counts, files)) in groups {
            self.push_group(&mut lines, format!("{rule} {title}"), counts, files);
        }
        lines
    }

    fn push_group(&self, lines: &mut Vec<Line>, title: String, counts: [usize; 2], files: Vec<(usize, Option<usize>)>) {
        let is_folded = self.folded.contains(&title);
        lines.push(Line::Group { title, files: files.len(), counts, is_folded });
        if !is_folded {
            lines.extend(files.into_iter().map(|(place, count)| Line::File { place, count }));
        }
    }
}

/// The order of two files by `key`; what has nothing there comes first.
fn compare(key: Key, (survey, arrangement): (&Survey, &Arrangement), a: usize, b: usize) -> Ordering {
    let bodies = [a, b].map(|place| survey.files[place].body());
    let by = |value: fn(&Body) -> i128| {
        let [a, b] = bodies.map(|body| body.map(|body| value(body)));
        a.cmp(&b)
    };
    let total = |place: usize| {
        let [a, b] = bodies.map(|body| body.and_then(|body| body.totals.get(place)).map(|(_, total)| *total));
        a.cmp(&b)
    };
    match key {
        Key::Body => {
            let [a, b] = bodies.map(|body| body.map(|body| &body.disclosure.body));
            a.cmp(&b)
        }
        Key::Department => arrangement.department(a).cmp(&arrangement.department(b)),
        Key::Kind => by(|body| i128::from(body.is_department())),
        Key::Year => by(|body| i128::from(body.disclosure.year)),
        Key::Errors => by(|body| body.count(Grade::Error) as i128),
        Key::Warnings => by(|body| body.count(Grade::Warning) as i128),
        Key::Income => total(0),
        Key::Spending => total(1),
        Key::State => {
            let state = |place: usize| match &survey.files[place].result {
                Ok(body) => body.state,
                Err(failure) => failure.state,
            };
            state(a).cmp(&state(b))
        }
        Key::Since => {
            // What is new, then what is left.
            let since = |body: Option<&std::sync::Arc<Body>>| {
                body.and_then(|body| body.since).map(|[_, left, new]| (new, left))
            };
            let [a, b] = bodies.map(since);
            a.cmp(&b)
        }
        Key::File => survey.files[a].target.path.cmp(&survey.files[b].target.path),
    }
}

#[cfg(test)]
mod tests;
