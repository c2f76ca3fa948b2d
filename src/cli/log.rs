//! A log of what a command did with each file, for whoever runs it unattended.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use jiff::Zoned;

use super::Status;
use crate::version;
use disclosure_engine::spelling::visible;

/// A log to which lines are added.
#[derive(Debug)]
pub(super) struct Log {
    file: File,
    /// Whether a line could not be written.
    is_broken: bool,
}

impl Log {
    /// Opens the log at `path`, and notes that a command begins. The error is a sentence.
    pub fn open(path: &Path) -> Result<Self, String> {
        let file = OpenOptions::new().create(true).append(true).open(path);
        let file = file.map_err(|error| format!("{}：日志写不了（{error}），请换一个地方", path.display()))?;
        let mut log = Self { file, is_broken: false };
        log.line(&format!("begin budget-disclosure {}", version::LINE));
        Ok(log)
    }

    /// Notes how the work on a file ended, and how long it took.
    pub fn file(&mut self, path: &Path, ended: &str, took: Duration) {
        let path = path.display().to_string();
        self.line(&format!("{ended}; {:.3} s; {}", took.as_secs_f64(), visible(&path)));
    }

    /// Notes how the command ends. Returns whether all of it is in the log.
    pub fn end(&mut self, status: Status) -> bool {
        self.line(&format!("end with status {}", status as u8));
        !self.is_broken
    }

    fn line(&mut self, what: &str) {
        let when = Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z");
        // One call a line: the lines of several commands do not mix.
        let line = format!("{when} {what}\n");
        self.is_broken |= self.file.write_all(line.as_bytes()).is_err();
    }
}
