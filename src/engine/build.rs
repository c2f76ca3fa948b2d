//! Finds the forms that are built into the program: every folder of `assets/forms`, with its files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folder of forms, as seen from this crate.
const FORMS: &str = "../../assets/forms";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={FORMS}");
    let mut list = String::from("&[\n");
    for folder in entries(Path::new(FORMS))?.iter().filter(|path| path.is_dir()) {
        let name = name(folder)?;
        let _ = writeln!(list, "    (\"{name}\", &[");
        for file in entries(folder)?.iter().filter(|path| path.is_file()) {
            let file = self::name(file)?;
            let _ = writeln!(
                list,
                "        (\"{file}\", include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{FORMS}/{name}/{file}\"))),"
            );
        }
        list.push_str("    ]),\n");
    }
    list.push_str("]\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    fs::write(PathBuf::from(out).join("builtin_forms.rs"), list)
}

/// What is in `folder`, by name.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

/// The last part of `path`, which stands in the program's text.
fn name(path: &Path) -> io::Result<String> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    match !name.is_empty() && name.chars().all(is_plain) {
        true => Ok(name.to_owned()),
        false => Err(io::Error::other(format!("{}: a form's files are named in plain letters", path.display()))),
    }
}
