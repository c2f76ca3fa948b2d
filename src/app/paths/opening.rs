//! Showing a file or a folder in the program that the desktop has for it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

/// What shows a file on this system.
const OPENER: &str = if cfg!(windows) {
    "explorer"
} else if cfg!(target_os = "macos") {
    "open"
} else {
    "xdg-open"
};

/// Shows what is at `path`.
///
/// # Errors
/// When nothing can be started for it, in a sentence.
pub fn show(path: &Path) -> Result<(), String> {
    let started =
        Command::new(OPENER).arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = started.map_err(|error| {
        format!("{}\n\n系统没有能打开它的程序（{OPENER}：{error}），请在文件管理器里打开。", path.display())
    })?;
    // It is waited for, so that nothing of it stays; what it shows goes on by itself.
    let wait = thread::Builder::new().name("opening".to_owned()).spawn(move || child.wait());
    if let Err(error) = wait {
        log::warn!("nothing waits for {OPENER}: {error}");
    }
    Ok(())
}
