//! Names in free texts: the body, codes, projects.

use super::Checker;
use super::facts::PieceRead;
use crate::audit::finding::Finding;
use crate::audit::rules::{LISTED_NAMES, OTHER_BODY, PROJECT_NAMES, PROJECT_TEXT_NAME, REPLACED};
use crate::disclosure::TextKey;
use crate::evaluate::RowOrigin;
use crate::form::ListIndex;
use crate::form::template::{Each, RowChoice, Word};
use crate::spelling;

impl Checker<'_> {
    /// A name that is not written as the tables have it.
    pub(super) fn name(self, read: PieceRead<'_>, word: Word, expected: &str, said: &str) -> Option<Finding> {
        if word == Word::Numeral || without_blanks(expected) == without_blanks(said) {
            return None;
        }
        let is_same = spelling::is_same(expected, said);
        let is_project = self.is_of_project(&read.paragraph.key.id);
        let (rule, message) = match word {
            Word::Body if is_same || self.is_short_form(expected, said) => return None,
            Word::Body if *expected != self.evaluated.disclosure.body => {
                (OTHER_BODY, format!("表里这个项目的单位是“{expected}”。"))
            }
            Word::Body => (OTHER_BODY, format!("不是本单位的名称“{expected}”。")),
            // Only the other of the two words was put in its place; else the sentence is worded otherwise.
            Word::Kind if !self.is_other_kind(expected, said) => return None,
            Word::Path if self.without_levels(expected) == self.without_levels(said) => return None,
            Word::Kind => (REPLACED, format!("本次公开的是{expected}预算，应是“{expected}”。")),
            _ if is_project && is_same => (PROJECT_NAMES, format!("与表里的“{expected}”是同一个项目，写法不同。")),
            _ if is_project => (PROJECT_TEXT_NAME, format!("与表里的项目名称“{expected}”不一致。")),
            _ if is_same => return None,
            _ => (LISTED_NAMES, format!("表里是“{expected}”。")),
        };
        let project = if is_project { self.project_row(&read.paragraph.key) } else { None };
        // A name that has little in common is another project's, and its own project is missing besides.
        let shared = said.chars().filter(|c| expected.contains(*c)).count();
        let is_alike = shared * 2 >= said.chars().count();
        let project = project.filter(|_| is_alike && matches!(rule, PROJECT_NAMES | PROJECT_TEXT_NAME));
        Some(Finding { project, ..self.finding(read, rule, &message, Some(expected)) })
    }

    fn is_other_kind(self, expected: &str, said: &str) -> bool {
        let (unit, department) = &self.template.words.kinds;
        let other = if expected == unit { department } else { unit };
        without_blanks(said) == without_blanks(other)
    }

    /// Names of 类, 款 and 项 without what stands between them: 一般公共服务支出（类）… or 一般公共服务支出-….
    fn without_levels(self, names: &str) -> String {
        let levels = self.template.words.levels.iter();
        let levels = levels.map(|level| spelling::plain(level).collect::<String>()).filter(|level| !level.is_empty());
        let plain: String = spelling::plain(names).collect();
        let names = levels.fold(plain, |names, level| names.replace(&level, ""));
        names.chars().filter(|c| !"-—–－".contains(*c)).collect()
    }

    /// The row of the project of which the paragraph `key` speaks.
    fn project_row(self, key: &TextKey) -> Option<(ListIndex, usize)> {
        let own = key.row.as_ref()?;
        self.template.lists_of(&key.id).into_iter().find_map(|list| {
            let rows = self.evaluated.evaluation.layout(list).rows.iter().enumerate();
            let mut projects = rows.filter(|(_, row)| row.origin == RowOrigin::Project).map(|(row, _)| row);
            Some((list, projects.find(|&row| self.evaluated.row_key(list, row) == *own)?))
        })
    }

    /// Whether the paragraphs of this id are repeated for each project.
    fn is_of_project(self, id: &str) -> bool {
        let mut groups = self.template.parts.iter().flat_map(|part| &part.groups);
        let group = groups.find(|group| group.paragraphs.iter().any(|paragraph| paragraph.id == id));
        let each = group.and_then(|group| group.each.as_ref());
        matches!(each, Some(Each::Rows { rows: RowChoice::Projects, .. } | Each::Merged))
    }

    /// Whether the body, or the unit that is expected, is called by a short form of its name.
    fn is_short_form(self, expected: &str, said: &str) -> bool {
        let said: String = spelling::plain(said).collect();
        let names = [expected, &self.evaluated.disclosure.body].map(|name| spelling::plain(name).collect::<String>());
        !said.is_empty() && names.iter().any(|name| name.contains(&said) || said.contains(name))
    }
}

fn without_blanks(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}
