//! Which lists of codes the program uses: its own, and those that a command names.

use std::path::PathBuf;

use disclosure_engine::catalog::{Catalog, UserCatalog};

/// A list that was read.
#[derive(Debug, Clone)]
pub struct Named {
    pub path: PathBuf,
    pub list: UserCatalog,
}

/// Reads the lists at `paths`.
///
/// # Errors
/// A sentence, when one of them cannot be read or holds no codes.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Named>, String> {
    let read = |path: &PathBuf| match Catalog::read_file(path) {
        Ok(list) => Ok(Named { path: path.clone(), list }),
        Err(error) => Err(format!("{}：{error}", path.display())),
    };
    paths.iter().map(read).collect()
}

/// The program's own list with `lists` in its place, each for the year for which it is, the last of one year.
///
/// # Errors
/// When what is built into the program is broken.
pub fn catalog<'l>(lists: impl Iterator<Item = &'l UserCatalog>) -> Result<Catalog, String> {
    let builtin = Catalog::builtin().map_err(|error| error.to_string())?;
    Ok(lists.fold(builtin, |catalog, list| catalog.with_user(list)))
}
