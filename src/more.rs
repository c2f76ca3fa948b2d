//! What the command line adds to the forms and lists of codes, for the window and for commands.

use std::path::PathBuf;

use clap::Args;

/// What the program uses beside what it brings.
#[derive(Debug, Clone, Default, Args)]
pub struct More {
    /// More forms: the folder of one, or one with several in it; may be given several times
    #[arg(long, global = true, value_name = "FOLDER")]
    pub forms: Vec<PathBuf>,
    /// A year's own list of codes (政府收支分类科目) in place of the built-in one: a spreadsheet or text with codes and names,
    /// perhaps with years and successors; for the year that its title or its name says and those after it, else for all;
    /// may be given several times
    #[arg(long, global = true, value_name = "FILE")]
    pub catalog: Vec<PathBuf>,
}
