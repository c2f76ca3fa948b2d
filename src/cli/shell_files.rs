//! `shell-files`: what a package needs for the shells, taken from the commands as they are.

use std::fs;
use std::io;
use std::path::Path;

use clap::CommandFactory;
use clap_complete::{Shell, generate_to};

use super::{Arguments, Status, complain};

const NAME: &str = env!("CARGO_PKG_NAME");

/// Writes a man page for each command, and completions for each shell, into `folder`.
pub(super) fn run(folder: &Path) -> Status {
    match write(folder) {
        Ok(()) => Status::Done,
        Err(error) => complain(format!("{}：写不进去（{error}）", folder.display())),
    }
}

fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Arguments::command(), folder)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        generate_to(shell, &mut Arguments::command(), NAME, folder)?;
    }
    Ok(())
}
