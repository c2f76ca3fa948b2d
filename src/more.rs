//! What the command line adds to the forms and lists of codes, for the window and for commands.

use std::path::PathBuf;

use clap::Args;

use crate::policy::NamedPolicy;

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
    /// What a bureau wants checked (审核要求): rules off or of another grade, words, limits, identities; forms, lists of codes
    /// and the list of bodies that lie beside the file
    #[arg(long, visible_alias = "rules", global = true, value_name = "FILE")]
    pub policy: Option<PathBuf>,
}

impl More {
    /// What a bureau wants checked, and this with what it brings.
    ///
    /// # Errors
    /// A sentence, when its file cannot be read.
    pub fn with_policy(&self) -> Result<(Option<NamedPolicy>, Self), String> {
        let policy = self.policy.as_deref().map(NamedPolicy::read).transpose()?;
        let mut more = self.clone();
        if let Some(policy) = &policy {
            more.forms.extend(policy.forms());
            // Lists that are named themselves go before.
            more.catalog.splice(0..0, policy.catalogs());
        }
        Ok((policy, more))
    }
}
