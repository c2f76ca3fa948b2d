//! The licences of everything that is in the program: libraries, fonts, and the program itself.

/// What each part is called, its version and its licence, then the licences word by word: what `.ci/licences` gathered.
pub fn text() -> &'static str {
    include_str!("../assets/licences/licences.txt")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The packages that `Cargo.lock` names, as `cargo tree` calls them (`egui v0.37.0`); those of this program are left out.
    fn locked() -> BTreeSet<String> {
        let lock = include_str!("../Cargo.lock");
        let packages = lock.split("[[package]]\n").skip(1).filter(|package| package.contains("\nsource = "));
        let field = |package: &str, name: &str| -> String {
            let line = package.lines().find_map(|line| line.strip_prefix(&format!("{name} = \"")));
            line.unwrap().trim_end_matches('"').to_owned()
        };
        packages.map(|package| format!("{} v{}", field(package, "name"), field(package, "version"))).collect()
    }

    #[test]
    fn the_licences_are_those_of_the_versions_that_are_built_in() {
        let locked = locked();
        let listed: BTreeSet<&str> = text().lines().filter_map(|line| line.strip_prefix("· ")).collect();
        let libraries = listed.iter().filter_map(|line| line.split_once("：")).map(|(library, _)| library);
        let unknown: Vec<&str> = libraries.clone().filter(|&library| !locked.contains(library)).collect();
        assert!(unknown.is_empty(), "Cargo.lock has others; make the list anew with .ci/licences: {unknown:?}");
        assert!(libraries.count() > 300);
        let named = |name: &str| listed.iter().any(|line| line.starts_with(&format!("{name} ")));
        for direct in ["egui", "typst", "clap", "calamine", "rust_decimal", "zip", "softbuffer", "winsafe", "zbus"] {
            assert!(named(direct), "{direct}");
        }
        for text_of in ["SIL OPEN FONT LICENSE", "Permission is hereby granted", "Mozilla Public License"] {
            assert!(text().contains(text_of), "{text_of}");
        }
    }
}
