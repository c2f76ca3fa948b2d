//! Which files a command is given: on the command line, or in a list that another program makes.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use super::log::Log;
use crate::named_file::read_named;

/// The longest list of names, in bytes.
const LIST_LIMIT: u64 = 64 * 1024 * 1024;

/// Files and folders, and what is kept of the work on them.
#[derive(Debug, Clone, Args)]
pub struct Several {
    /// .budget files and documents that can be imported; and folders and .zip archives: all of these in them and below
    /// them, except hidden ones, by path. Of several versions of one disclosure in a folder the newest counts
    #[arg(required_unless_present = "files_from", value_name = "FILE|FOLDER")]
    pub paths: Vec<PathBuf>,
    /// Also take the names in this list, one a line; - is standard input
    #[arg(long, value_name = "LIST")]
    pub files_from: Option<PathBuf>,
    /// The names in the list end with a zero byte, as those of find -print0 do
    #[arg(short = '0', long, requires = "files_from")]
    pub null: bool,
    /// Write a line for each file to this log: when, how it ended, how long it took; lines are added to what is there
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

impl Several {
    /// All that were named. The error is a sentence.
    pub(super) fn paths(&self) -> Result<Vec<PathBuf>, String> {
        let mut paths = self.paths.clone();
        if let Some(list) = &self.files_from {
            let bytes = read_list(list)?;
            let end = if self.null { 0 } else { b'\n' };
            let names = bytes.split(|byte| *byte == end).map(|name| match self.null {
                true => name,
                false => name.strip_suffix(b"\r").unwrap_or(name),
            });
            let names = names.filter(|name| !name.is_empty());
            let listed = names.map(|name| {
                path_of(name)
                    .ok_or_else(|| format!("{}：里面有不是 UTF-8 的文件名，这个系统上读不出来", list.display()))
            });
            paths.extend(listed.collect::<Result<Vec<_>, _>>()?);
            if paths.is_empty() {
                return Err(format!("{}：里面没有文件名", list.display()));
            }
        }
        Ok(paths)
    }

    /// The log, where one is wanted. The error is a sentence.
    pub(super) fn log(&self) -> Result<Option<Log>, String> {
        self.log.as_deref().map(Log::open).transpose()
    }
}

fn read_list(list: &Path) -> Result<Vec<u8>, String> {
    let too_long = format!("文件名的清单超过 {} MB", LIST_LIMIT / 1024 / 1024);
    if list != Path::new("-") {
        return read_named(list, LIST_LIMIT, &too_long, Ok::<_, String>);
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LIST_LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("标准输入读不出来：{error}"))?;
    if bytes.len() as u64 > LIST_LIMIT { Err(format!("标准输入：{too_long}")) } else { Ok(bytes) }
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;

    Some(PathBuf::from(std::ffi::OsStr::from_bytes(name)))
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(name).ok().map(PathBuf::from)
}
