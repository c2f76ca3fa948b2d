//! What a bureau wants of rules: those that are off, and those of another grade.

use super::finding::{Finding, Grade};
use super::rules::{own_grade, setting};
use crate::form::{Form, RuleSetting};

/// The findings as the policy of `form` wants them.
pub(super) fn settle(form: &Form, findings: &mut Vec<Finding>) {
    findings.retain_mut(|finding| {
        let wanted = match setting(form, &finding.rule) {
            Some(RuleSetting::Off) => return false,
            Some(RuleSetting::Error) => Grade::Error,
            Some(RuleSetting::Warning) => Grade::Warning,
            None => return true,
        };
        // What is less sure than the rule stays so.
        if Some(finding.grade) == own_grade(form, &finding.rule) {
            finding.grade = wanted;
        }
        true
    });
}
