//! What a bureau wants checked (审核要求): a file, with the forms and lists that lie beside it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::named_file::read_named;
use disclosure_engine::audit::{all_rules, column_rules};
use disclosure_engine::form::{FormLibrary, POLICY_SIZE_LIMIT, Policy, PolicyError};

/// A policy that was read, and where it lies.
#[derive(Debug, Clone)]
pub struct NamedPolicy {
    pub path: PathBuf,
    pub policy: Policy,
}

impl NamedPolicy {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// A sentence, when it cannot be read or understood.
    pub fn read(path: &Path) -> Result<Self, String> {
        let understand = |bytes| {
            let text = String::from_utf8(bytes).map_err(|_| "不是 UTF-8 编码的文字".to_owned())?;
            Policy::read(text.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())
        };
        let policy = read_named(path, POLICY_SIZE_LIMIT as u64, "文件太大，不会是审核要求", understand)?;
        Ok(Self { path: path.to_owned(), policy })
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(name)
    }

    /// The folders of its forms.
    pub fn forms(&self) -> Vec<PathBuf> {
        self.policy.forms.iter().map(|name| self.beside(name)).collect()
    }

    /// Its lists of codes.
    pub fn catalogs(&self) -> Vec<PathBuf> {
        self.policy.catalogs.iter().map(|name| self.beside(name)).collect()
    }

    /// Its list of who must disclose.
    pub fn bodies(&self) -> Option<PathBuf> {
        self.policy.bodies.as_deref().map(|name| self.beside(name))
    }

    /// `forms` as it wants them.
    ///
    /// # Errors
    /// A sentence, when it names what there is not.
    pub fn apply(&self, forms: &FormLibrary) -> Result<FormLibrary, String> {
        let named = |error: PolicyError| format!("{}：{error}", self.path.display());
        let plain = forms.with_policy(None).map_err(named)?;
        let mut known: BTreeSet<&str> = plain.all().flat_map(|form| all_rules(form)).map(|rule| rule.id).collect();
        known.extend(column_rules().iter().map(|rule| rule.id));
        let own = || self.policy.rules.iter().map(|rule| rule.id.as_str());
        if let Some(taken) = own().find(|id| known.contains(id)) {
            return Err(format!("{}：规则 {taken} 已经有了，rules 里的请换一个编号", self.path.display()));
        }
        let is_known = |id: &str| known.contains(id) || own().any(|own| own == id);
        if let Some((unknown, _)) = self.policy.grades.iter().find(|(id, _)| !is_known(id)) {
            return Err(named(PolicyError::UnknownRule(unknown.clone())));
        }
        plain.with_policy(Some(self.policy.clone())).map_err(named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(text: &str) -> Result<FormLibrary, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("要求.ron");
        std::fs::write(&path, text).unwrap();
        NamedPolicy::read(&path)?.apply(&FormLibrary::builtin().unwrap())
    }

    #[test]
    fn rules_that_there_are_not_and_those_that_are_taken_are_told() {
        assert!(apply("\u{feff}Policy(name: \"甲\", grades: [(\"F30\", Off), (\"F14-3\", Error)])").is_ok());
        for (text, part) in [
            ("Policy(name: \"甲\", grades: [(\"F999\", Off)])", "没有规则 F999"),
            ("Policy(name: \"甲\", rules: [(id: \"B16\", title: \"乙\", why: \"丙。\")])", "B16 已经有了"),
            ("Policy(name: 甲)", "第 1 行"),
        ] {
            let told = apply(text).map(drop).unwrap_err();
            assert!(told.contains("要求.ron：") && told.contains(part), "{text}: {told}");
        }
    }
}
