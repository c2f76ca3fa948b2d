//! The table at the end of a check of several files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, LineStyle, Table};

use super::outcome::{Outcome, Summary};
use crate::received::{Compared, Failure, State};
use disclosure_engine::audit::Grade;
use disclosure_engine::disclosure::Kind;
use disclosure_engine::spelling::visible;

/// The longest name of a body that is shown whole, in characters.
const BODY_LIMIT: usize = 30;

/// The columns with figures, which are read from the right.
const FIGURES: [usize; 6] = [1, 3, 4, 5, 6, 7];

/// A line for each file, collected while the files are checked.
#[derive(Debug, Default)]
pub(super) struct SummaryTable {
    lines: Vec<Line>,
}

/// The line of a file.
#[derive(Debug)]
struct Line {
    path: PathBuf,
    result: Result<Summary, Failure>,
}

/// What was found in files.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    counts: [usize; Grade::ALL.len()],
    checked: usize,
    /// How many findings were mended, are left and are new since an earlier check; `None` where there was none.
    since: Option<[usize; 3]>,
}

impl SummaryTable {
    /// Puts a line below the others.
    pub fn add(&mut self, outcome: &Outcome) {
        let result = outcome.result.as_ref().map(|checked| checked.summary.clone()).map_err(Failure::clone);
        self.lines.push(Line { path: outcome.path.clone(), result });
    }

    /// Counts findings of these grades, too, in the line at `place`. Returns the state of its file then.
    pub fn add_findings(&mut self, place: usize, grades: impl IntoIterator<Item = Grade>) -> Option<State> {
        let Some(Line { result: Ok(summary), .. }) = self.lines.get_mut(place) else { return None };
        summary.add_findings(grades);
        Some(summary.state)
    }

    /// The table and the totals below it. Older versions of a disclosure, by the places of their lines, are marked and not
    /// counted.
    pub fn text(&self, is_older: impl Fn(usize) -> bool) -> String {
        let mut table = Table::new();
        // Blanks keep the columns apart: a terminal may draw lines of a Chinese font in double width.
        table.load_style(NOTHING.header_separator(LineStyle::none().fill('-').junction('-')));
        // What is still to come the result says.
        let [errors, warnings, rounding, unchecked, _] = Grade::ALL.map(Grade::name);
        table.set_header(["单位", "年度", "类别", errors, warnings, rounding, unchecked, "核对", "结果", "文件"]);
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
            if FIGURES.contains(&column.index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let (mut all, mut states, mut older) = (Found::default(), BTreeMap::<State, usize>::new(), 0);
        for (place, line) in self.lines.iter().enumerate() {
            let (mut row, found, state) = line.told();
            if is_older(place) {
                row[8] += "（旧）";
                older += 1;
            } else {
                all.add(found);
                *states.entry(state).or_default() += 1;
            }
            table.add_row(row);
        }
        let [errors, warnings, rounding, unchecked, _] = all.counts.map(|count| count.to_string());
        let total = "全部".to_owned();
        table.add_row([total, "".into(), "".into(), errors, warnings, rounding, unchecked, all.checked.to_string()]);
        let states: Vec<_> = states.iter().map(|(state, count)| format!("{} {count}", state.name())).collect();
        let since = all.since.map(|counts| format!("\n与上次核对相比：{}", Compared::told(counts))).unwrap_or_default();
        let count = self.lines.len() - older;
        let older = if older == 0 { String::new() } else { format!("；另有旧的 {older} 份，没有算在内") };
        format!("{}\n共 {count} 份：{}{older}{since}", table.trim_fmt(), states.join("；"))
    }
}

impl Line {
    /// Its cells, what was found (nothing of a file that was not checked) and how it stands.
    fn told(&self) -> ([String; 10], Found, State) {
        match &self.result {
            Ok(summary) => {
                let Summary { counts, checked, since, state, .. } = *summary;
                (checked_row(&self.path, summary), Found { counts, checked, since }, state)
            }
            Err(failure) => (failed_row(&self.path, failure), Found::default(), failure.state),
        }
    }
}

impl Found {
    fn add(&mut self, other: Self) {
        self.checked += other.checked;
        self.counts.iter_mut().zip(other.counts).for_each(|(total, count)| *total += count);
        if let Some(since) = other.since {
            let total = self.since.unwrap_or_default();
            self.since = Some([0, 1, 2].map(|place| total[place] + since[place]));
        }
    }
}

fn checked_row(path: &Path, summary: &Summary) -> [String; 10] {
    let kind = match summary.kind {
        Kind::Unit => "单位",
        Kind::Department => "部门",
    };
    let [errors, warnings, rounding, unchecked, _] = summary.counts.map(|count| count.to_string());
    let (body, year, checked) = (shortened(&one_line(&summary.body)), summary.year.to_string(), summary.checked);
    let (state, file) = (summary.state.name().into(), file_cell(path));
    [body, year, kind.into(), errors, warnings, rounding, unchecked, checked.to_string(), state, file]
}

fn failed_row(path: &Path, failure: &Failure) -> [String; 10] {
    let mut row: [String; 10] = Default::default();
    row[8] = failure.state.name().into();
    row[9] = file_cell(path);
    row
}

fn file_cell(path: &Path) -> String {
    one_line(&path.display().to_string())
}

/// `text` without what would break a line or move the cursor; a cell as wide as it is counted.
fn one_line(text: &str) -> String {
    visible(text).into_owned()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(BODY_LIMIT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
