//! What a bureau wants checked beside the forms (审核要求): rules off or of another grade, words, limits, identities.
//!
//! A file of it is applied to every form that a library has or gets: what it adds is written as the changes of the form.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::civil::Date;
use serde::Deserialize;

use super::Form;
use super::error::FormErrors;
use super::files::{FORM_FILE, FormFiles, NARRATIVE_FILE};
use super::texts::{RULES_OF_WORDS, RuleWords};
use crate::spelling;

/// The largest file, in bytes.
pub const POLICY_SIZE_LIMIT: usize = 512 * 1024;

/// What a bureau wants checked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename = "Policy", deny_unknown_fields)]
pub struct Policy {
    /// Whose it is and for when.
    pub name: String,
    /// What becomes of rules, by id.
    #[serde(default)]
    pub grades: Vec<(String, RuleSetting)>,
    /// More words that rules look for, by the id of the rule.
    #[serde(default)]
    pub words: Vec<(String, Vec<String>)>,
    /// Ids of the forms for which the rules, limits and identities are; without them those that have what they name.
    #[serde(default)]
    pub of_forms: Vec<String>,
    #[serde(default)]
    pub rules: Vec<PolicyRule>,
    #[serde(default)]
    pub limits: Vec<PolicyLimit>,
    #[serde(default)]
    pub identities: Vec<PolicyIdentity>,
    /// When the budgets were approved.
    #[serde(default)]
    pub approved_on: Option<String>,
    /// Folders with forms, beside the file.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Lists of codes, beside the file.
    #[serde(default)]
    pub catalogs: Vec<String>,
    /// The list of who must disclose, beside the file.
    #[serde(default)]
    pub bodies: Option<String>,
}

/// What becomes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum RuleSetting {
    /// 不查.
    Off,
    /// 存疑.
    Warning,
    /// 错误.
    Error,
}

/// A rule that the forms do not have.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyRule {
    pub id: String,
    pub title: String,
    pub why: String,
    #[serde(default)]
    pub doubtful: bool,
}

/// As `limits` of a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyLimit {
    pub rule: String,
    pub least: String,
    pub most: String,
    pub message: String,
}

/// As `identities` of a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyIdentity {
    pub rule: String,
    pub check: String,
    #[serde(default)]
    pub when: Vec<String>,
}

/// What a policy says of a form to which it was applied.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormPolicy {
    pub name: String,
    /// What becomes of rules, by id.
    pub grades: BTreeMap<String, RuleSetting>,
    pub approved_on: Option<Date>,
}

/// Why a file of it cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    #[error("第 {line} 行第 {column} 列：{message}")]
    Written { line: usize, column: usize, message: String },
    #[error("approved_on：“{0}”不是日期，应写成 2025-01-25")]
    Date(String),
    #[error("words：规则 {0} 不看词，可以写的是 {known}", known = RULES_OF_WORDS.join("、"))]
    Words(String),
    #[error("规则 {0} 出现了两次")]
    Twice(String),
    #[error("没有规则 {0}：每一套表式里都没有，rules 里也没有写")]
    UnknownRule(String),
    #[error("没有表式 {0}")]
    UnknownForm(String),
    #[error("rules、limits、identities 用不到表式 {form} 上：{mistakes}")]
    Unsound { form: String, mistakes: String },
}

impl PolicyError {
    /// That what a policy adds does not fit the form: where it stands in the policy, what is wrong with it says.
    pub(super) fn unsound(form: &Form, errors: &FormErrors) -> Self {
        let mistakes: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        Self::Unsound { form: form.id.clone(), mistakes: mistakes.join("；") }
    }
}

impl Policy {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// When it cannot be understood.
    pub fn read(text: &str) -> Result<Self, PolicyError> {
        let policy: Self = crate::ron_text::parse(text).map_err(|error| PolicyError::Written {
            line: error.span.start.line,
            column: error.span.start.col,
            message: crate::ron_text::explain(&error.code),
        })?;
        policy.date()?;
        if let Some((rule, _)) = policy.words.iter().find(|(rule, _)| !RULES_OF_WORDS.contains(&rule.as_str())) {
            return Err(PolicyError::Words(rule.clone()));
        }
        let mut seen = BTreeSet::new();
        let ids = policy.rules.iter().map(|rule| &rule.id);
        if let Some(id) = ids.clone().find(|id| !seen.insert(*id)) {
            return Err(PolicyError::Twice(id.clone()));
        }
        Ok(policy)
    }

    fn date(&self) -> Result<Option<Date>, PolicyError> {
        let read = |text: &String| text.trim().parse::<Date>().map_err(|_| PolicyError::Date(text.clone()));
        self.approved_on.as_ref().map(read).transpose()
    }

    /// Whether it adds rules, limits or identities.
    fn adds(&self) -> bool {
        !(self.rules.is_empty() && self.limits.is_empty() && self.identities.is_empty())
    }

    /// Whether what it adds is for `form`.
    pub(super) fn is_for(&self, form: &Form) -> bool {
        self.of_forms.is_empty() || self.of_forms.contains(&form.id)
    }

    /// `form` with what it wants.
    ///
    /// # Errors
    /// When the form does not have what it names.
    pub(super) fn applied_to(&self, form: &Form) -> Result<Form, FormErrors> {
        let with_more = if self.adds() && self.is_for(form) { self.added_to(form)? } else { form.clone() };
        Ok(self.set_on(with_more))
    }

    /// `form` with its words and the grades of rules alone.
    pub(super) fn set_on(&self, mut form: Form) -> Form {
        for (rule, words) in &self.words {
            let words = words.iter().map(|word| word.chars().map(spelling::half_width).collect::<String>());
            let words = words.filter(|word| !spelling::is_blank(word)).collect();
            form.texts.words.push(RuleWords { rule: rule.clone(), words });
        }
        let approved_on = self.date().ok().flatten();
        form.policy =
            Some(FormPolicy { name: self.name.clone(), grades: self.grades.iter().cloned().collect(), approved_on });
        form
    }

    /// `form` with its rules, limits and identities, as a form that is based on it would have them.
    fn added_to(&self, form: &Form) -> Result<Form, FormErrors> {
        let files = FormFiles::new(self.name.as_str(), self.written(form)).with_base(form.files());
        let Form { rules, identities, sentences, evaluation_order, .. } = Form::load(&files)?;
        Ok(Form { rules, identities, sentences, evaluation_order, before: form.before.clone(), ..form.clone() })
    }

    /// The files of that form.
    fn written(&self, form: &Form) -> Vec<(String, String)> {
        let base = form.files().id().unwrap_or(&form.id);
        let mut text = format!("Form(id: {base:?}, based_on: {base:?}, rules: [");
        for PolicyRule { id, title, why, doubtful } in &self.rules {
            // Nothing that is written here can fail.
            let _ = write!(text, "(id: {id:?}, title: {title:?}, why: {why:?}, doubtful: {doubtful}),");
        }
        text.push_str("], identities: [");
        for PolicyIdentity { rule, check, when } in &self.identities {
            let _ = write!(text, "(rule: {rule:?}, check: {check:?}, when: {when:?}),");
        }
        text.push_str("])");
        let mut files = vec![(FORM_FILE.to_owned(), text)];
        if !self.limits.is_empty() {
            let mut text = "Template(more_limits: [".to_owned();
            for PolicyLimit { rule, least, most, message } in &self.limits {
                let _ = write!(text, "(rule: {rule:?}, least: {least:?}, most: {most:?}, message: {message:?}),");
            }
            text.push_str("])");
            files.push((NARRATIVE_FILE.to_owned(), text));
        }
        files
    }
}

#[cfg(test)]
mod tests {
    use super::super::FormLibrary;
    use super::*;

    fn library(text: &str) -> Result<FormLibrary, String> {
        let policy = Policy::read(text).map_err(|error| error.to_string())?;
        FormLibrary::builtin().unwrap().with_policy(Some(policy)).map_err(|error| error.to_string())
    }

    #[test]
    fn rules_limits_and_words_are_added_and_the_form_is_the_same() {
        let forms = library(
            r#"Policy(name: "某市", grades: [("F30", Off), ("B24", Error)], words: [("F52", ["某专项"])], rules: [
                (id: "P1", title: "接待费不多于一半", why: "压减接待。", doubtful: true),
                (id: "P2", title: "收入等于支出", why: "平衡。"),
            ], limits: [(rule: "P1", least: "T10[reception](1)", most: "T10[total](1) * 50%", message: "接待费多于一半")],
            identities: [(rule: "P2", check: "T1[income_total](1) = T1[spending_total](1)")], of_forms: ["xinjiang-2025"])"#,
        );
        let forms = forms.unwrap();
        let (own, plain) = (forms.get("xinjiang-2025").unwrap(), FormLibrary::builtin().unwrap());
        let before = plain.get("xinjiang-2025").unwrap();
        assert_eq!(own.rules.len(), before.rules.len() + 2);
        assert_eq!(own.identities.len(), before.identities.len() + 1);
        let limits = |form: &Form| form.sentences.as_ref().unwrap().limits.len();
        assert_eq!(limits(own), limits(before) + 1);
        assert_eq!((own.files(), own.revision, own.carried()), (before.files(), before.revision, None));
        assert_eq!(own.texts.words_of("F52").collect::<Vec<_>>(), ["某专项"]);
        // Without it the forms are what they were.
        let plain_again = forms.with_policy(None).unwrap();
        assert_eq!(plain_again.get("xinjiang-2025").unwrap().rules.len(), before.rules.len());
        // Another form has the words and the grades alone.
        let other = forms.get("shanghai-2025").unwrap();
        assert!(other.rules.iter().all(|rule| rule.id != "P1") && other.policy.is_some());
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, part) in [
            ("Policy(name: \"甲\", grades: [(\"F30\", Of)])", "不认识“Of”"),
            ("Policy(name: \"甲\", words: [(\"F19\", [\"乙\"])])", "F19 不看词"),
            ("Policy(name: \"甲\", approved_on: \"去年\")", "不是日期"),
            ("Policy(name: \"甲\", of_forms: [\"mars-2030\"])", "没有表式 mars-2030"),
            (
                "Policy(name: \"甲\", rules: [(id: \"P1\", title: \"乙\", why: \"丙。\")], limits: [(rule: \"P1\", least: \"T10[receptoin](1)\", most: \"T10[total](1)\", message: \"多\")])",
                "receptoin",
            ),
            (
                "Policy(name: \"甲\", rules: [(id: \"P1\", title: \"乙\", why: \"丙。\"), (id: \"P1\", title: \"乙\", why: \"丙。\")])",
                "两次",
            ),
        ] {
            let told = library(text).map(drop).unwrap_err();
            assert!(told.contains(part), "{text}: {told}");
        }
    }
}
