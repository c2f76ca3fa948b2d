//! Which lists of codes the program uses: its own, and those that a command names.

use std::path::{Path, PathBuf};

use disclosure_engine::catalog::{Catalog, LIST_SIZE_LIMIT, UserCatalog, UserCatalogError};
use disclosure_engine::file::read_bytes;

/// A list that was read.
#[derive(Debug, Clone)]
pub struct Named {
    pub path: PathBuf,
    pub list: UserCatalog,
}

/// Reads the list of codes at `path`. Where it does not say itself for which year it is, its name may.
///
/// # Errors
/// A sentence, when it cannot be read or holds no codes.
pub fn read_list(path: &Path) -> Result<UserCatalog, String> {
    let bytes = read_bytes(path, LIST_SIZE_LIMIT as u64).map_err(|error| error.to_string())?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let list = bytes.ok_or(UserCatalogError::TooLarge).and_then(|bytes| Catalog::read_named_list(&bytes, &name));
    list.map_err(|error| error.to_string())
}

/// Reads the lists at `paths`.
///
/// # Errors
/// A sentence, when one of them cannot be read or holds no codes.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Named>, String> {
    let read = |path: &PathBuf| match read_list(path) {
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

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use disclosure_engine::file::FileError;

    use super::*;

    const TEXT: &str = "编码\t名称\n208\t社会保障和就业支出\n30101\t基本工资\n";

    #[test]
    fn what_is_in_a_file_counts_and_not_its_extension_and_its_name_may_say_the_year() {
        let folder = tempfile::tempdir().unwrap();
        for (name, year) in [("科目.xls", None), ("2027年政府收支分类科目.xls", Some(2027))] {
            let path = folder.path().join(name);
            std::fs::write(&path, TEXT).unwrap();
            let list = read_list(&path).unwrap();
            assert_eq!((list.year, list.taken.not_understood.len()), (year, 0), "{name}");
            assert_eq!(
                list,
                Catalog::read_named_list(TEXT.as_bytes(), path.file_stem().unwrap().to_str().unwrap()).unwrap()
            );
        }
    }

    #[test]
    fn a_file_that_is_not_there_or_too_large_or_a_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let large = folder.path().join("大.csv");
        std::fs::File::create(&large).unwrap().set_len(LIST_SIZE_LIMIT as u64 + 1).unwrap();
        let refused = [
            (folder.path().join("没有.csv"), FileError::Read(ErrorKind::NotFound.into()).to_string()),
            (folder.path().to_owned(), FileError::Read(ErrorKind::IsADirectory.into()).to_string()),
            (large, UserCatalogError::TooLarge.to_string()),
        ];
        for (path, sentence) in refused {
            assert_eq!(read_list(&path).unwrap_err(), sentence, "{path:?}");
        }
    }
}
