//! Work on all disclosures of folders, of which the newest version of each counts.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::progress::Progress;
use super::{Status, complain, intake, terminal};
use crate::received::{Checker, Examined, Failure, Found, Target, find, in_order, is_archive, real};
use disclosure_engine::review::intake::{ExpectedBody, Intake, Submission, departments, intake};

/// What came, and what was made of each.
pub(super) struct Batch<R> {
    pub found: Found,
    /// The files that were read, and what was made of them, in the order of their paths.
    pub submissions: Vec<Submission>,
    pub made: Vec<R>,
    pub intake: Intake,
    /// To which department each belongs, where something tells.
    pub departments: Vec<Option<String>>,
    pub failed: Vec<(PathBuf, Failure)>,
}

impl<R: Send> Batch<R> {
    /// Does `work` on everything that `paths` lead to, on all cores; `doing` is told meanwhile.
    pub fn of(
        checker: &Checker<'_>,
        paths: &[PathBuf],
        expected: Option<&[ExpectedBody]>,
        doing: &str,
        work: impl Fn(Examined<'_>) -> Result<R, Failure> + Sync,
    ) -> Self {
        let mut progress = Progress::on_stderr();
        progress.show("正在查找文件");
        let found = find(paths, &AtomicBool::new(false));
        let (mut submissions, mut made, mut failed) = (Vec::new(), Vec::new(), Vec::new());
        let one = |target: &Target| {
            checker.examine(target, |examined| {
                let submission = target.submission(&examined.disclosure, target.modified());
                Ok((submission, work(examined)?))
            })
        };
        let mut place = 0;
        in_order(&found.targets, one, |ready, finished| {
            for result in ready {
                match result {
                    Ok((submission, result)) => {
                        submissions.push(submission);
                        made.push(result);
                    }
                    Err(failure) => failed.push((found.targets[place].path.clone(), failure)),
                }
                place += 1;
            }
            progress.show(&format!("{doing}：{finished}/{}", found.targets.len()));
            ControlFlow::Continue(())
        });
        progress.hide();
        let intake = intake(&submissions, expected);
        let departments = departments(&submissions, &intake, expected);
        Self { found, submissions, made, intake, departments, failed }
    }

    /// The places of those that count: of several versions the newest.
    pub fn newest(&self) -> impl Iterator<Item = usize> {
        (0..self.submissions.len()).filter(|place| !self.intake.is_superseded(*place))
    }

    /// Tells what could not be read, and what is to be told of all together. Returns how that ends.
    pub fn tell(&self) -> Status {
        for (path, failure) in &self.failed {
            complain(format!("{}：{}", path.display(), failure.sentence));
        }
        let mut lines = intake::lines(&self.submissions, &self.intake);
        lines.extend(self.found.passed_over());
        lines.iter().for_each(terminal::tell);
        let failed: Vec<Status> = self.failed.iter().map(|(_, failure)| Status::from(failure.state)).collect();
        Status::of_all(&failed)
    }
}

/// Whether what is at `path` is worked on as a folder.
pub(super) fn is_folder(path: &Path) -> bool {
    path.is_dir() || is_archive(path)
}

/// Makes the folder `output` for what is made of `inputs`. The error is a sentence.
pub(super) fn make_folder(output: &Path, inputs: &[PathBuf]) -> Result<(), String> {
    if output.is_file() {
        return Err(format!("{}：这是一个文件，要写的是一个文件夹", output.display()));
    }
    std::fs::create_dir_all(output).map_err(|error| format!("{}：建不了文件夹（{error}）", output.display()))?;
    let own = real(output);
    match inputs.iter().find(|input| own.starts_with(real(input))) {
        // What is written there would come in with the next check.
        Some(input) => Err(format!(
            "{}：在要读的文件夹 {} 里面，写在里面的下次会当作收来的文件；请换一个文件夹",
            output.display(),
            input.display()
        )),
        None => Ok(()),
    }
}

/// Names for files that are not taken yet: the second of a name gets a number.
#[derive(Debug, Default)]
pub(super) struct Names(std::collections::HashSet<String>);

impl Names {
    /// `name`, which has the end `end`, or the same with a number.
    pub fn free(&mut self, name: &str, end: &str) -> String {
        let stem = name.strip_suffix(end).unwrap_or(name);
        let numbered = (2..).map(|number| format!("{stem}（{number}）{end}"));
        let mut names = std::iter::once(format!("{stem}{end}")).chain(numbered);
        // Some systems take 甲.DOCX for 甲.docx.
        names.find(|name| self.0.insert(name.to_lowercase())).unwrap_or_default()
    }
}
