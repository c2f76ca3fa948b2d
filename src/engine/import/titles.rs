//! The titles of tables.

use super::figure::is_figure;
use super::label;
use super::part_titles::PartTitles;
use crate::disclosure::{Kind, TableNumber, YEARS};
use crate::form::{Form, PerformanceForm};

/// Words that differ from year to year and between 单位 and 部门, and tell no table from another.
const FILLING: [&str; 4] = ["单位", "部门", "预算", "公开"];

/// What may stand before or after a title on its line.
const AROUND: [&str; 12] = ["附表", "附件", "续表", "年度", "表", "续", "之", "号", "年", "第", "本级", "空"];

/// The titles of a form's tables, to be found again in a document.
pub(super) struct Titles {
    titles: Vec<(String, TableNumber)>,
    /// The keys of what a document calls its body: it may stand before a title.
    bodies: Vec<String>,
    /// The keys of the labels in performance tables whose values are names, one of which may be worded like a title.
    labels_of_names: Vec<String>,
    /// The titles of the parts of the document.
    pub parts: PartTitles,
}

/// A title that a document prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Title {
    pub number: TableNumber,
    /// The year that it names, if it names one.
    pub year: Option<u16>,
}

/// Longer lines are no titles.
const LONGEST: usize = 80;
/// Texts beside a title on its line.
const MOST_BESIDE: usize = 3;

impl Titles {
    pub fn new<'a>(form: &Form, bodies: impl IntoIterator<Item = &'a str>) -> Self {
        let mut titles: Vec<(String, TableNumber)> = Vec::new();
        for table in &form.tables {
            for kind in [Kind::Unit, Kind::Department] {
                let title = (core(&table.plain_title(kind)), table.number);
                if !titles.contains(&title) {
                    titles.push(title);
                }
            }
            titles.extend(table.also.iter().map(|title| (core(title), table.number)));
        }
        // The longest goes first: others may end like it.
        titles.sort_by_key(|(title, _)| std::cmp::Reverse(title.len()));
        let bodies: Vec<&str> = bodies.into_iter().collect();
        let parts = PartTitles::new(form, bodies.iter().copied());
        let bodies = bodies.into_iter().map(core).filter(|body| !body.is_empty()).collect();
        let labels_of_names =
            form.document.iter().flat_map(|document| labels_of_names(&document.performance)).collect();
        Self { titles, bodies, labels_of_names, parts }
    }

    /// The title that a line of these texts holds, by itself or beside the number of the table and the unit.
    pub fn of_line<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Option<Title> {
        let texts: Vec<&str> = texts.take(MOST_BESIDE + 2).collect();
        let is_too_long = texts.len() > MOST_BESIDE + 1;
        if is_too_long || texts.iter().any(|text| is_figure(text) && text.contains('.')) {
            return None;
        }
        let mut found = texts.iter().enumerate().filter_map(|(at, text)| Some((at, self.find(text)?)));
        let (at, title) = found.next()?;
        let is_name = texts[..at].iter().any(|text| self.labels_of_names.contains(&label::key(text)));
        (!is_name).then_some(title)
    }

    /// The table of which `text` is the title.
    pub fn find(&self, text: &str) -> Option<Title> {
        if text.chars().count() > LONGEST || text.contains(['。', '；', '，']) {
            return None;
        }
        let core = core(text);
        let core = trim(&core, |text| strip_end(text));
        let (title, number) = self.titles.iter().find(|(title, _)| core.ends_with(title.as_str()))?;
        let before = &core[..core.len() - title.len()];
        let rest = trim(before, |text| self.strip_start(text));
        rest.is_empty().then(|| Title { number: *number, year: year_in(before) })
    }

    fn strip_start<'t>(&self, text: &'t str) -> &'t str {
        let words = AROUND.iter().copied().chain(self.bodies.iter().map(String::as_str));
        let text = words.into_iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
        text.trim_start_matches(|c: char| c.is_ascii_digit() || label::is_numeral(c))
    }
}

/// The keys of the labels in performance tables at the right of which a name or a sentence stands.
fn labels_of_names(PerformanceForm { project, whole, .. }: &PerformanceForm) -> Vec<String> {
    let contacts = [Kind::Unit, Kind::Department].map(|kind| whole.contact.get(kind));
    let labels = [&project.name, &project.contact, &project.goal, &whole.goal].map(String::as_str);
    labels.into_iter().chain(contacts).map(label::key).filter(|key| !key.is_empty()).collect()
}

fn strip_end(text: &str) -> &str {
    let text = text.trim_end_matches(|c: char| c.is_ascii_digit());
    // `…情况表（表2）` and `…情况表（空表）`, but not the 表 of the title itself.
    ["附表", "续表", "空表", "续"]
        .iter()
        .find_map(|word| text.strip_suffix(word))
        .unwrap_or_else(|| text.strip_suffix('表').filter(|rest| rest.ends_with('表')).unwrap_or(text))
}

fn trim(text: &str, strip: impl Fn(&str) -> &str) -> &str {
    let mut rest = text;
    loop {
        let next = strip(rest);
        if next.len() == rest.len() {
            return rest;
        }
        rest = next;
    }
}

fn core(text: &str) -> String {
    FILLING.iter().fold(label::key(text), |core, word| core.replace(word, ""))
}

/// The year that a text names: four digits of this century before 年, or by themselves at the beginning.
pub(super) fn year_in(text: &str) -> Option<u16> {
    let key = label::key(text);
    let mut rest = key.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = &rest[start..];
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let (digits, after) = digits.split_at(end);
        let year = digits.parse::<u16>().ok().filter(|year| digits.len() == 4 && YEARS.contains(year));
        if let Some(year) = year.filter(|_| after.is_empty() || after.starts_with('年')) {
            return Some(year);
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::FormLibrary;

    fn find(text: &str) -> Option<(u8, Option<u16>)> {
        let forms = FormLibrary::builtin().unwrap();
        let titles = Titles::new(forms.for_year(2025).unwrap(), ["乌鲁木齐市社会保险中心"]);
        titles.find(text).map(|title| (title.number.0, title.year))
    }

    #[test]
    fn titles_are_known_however_they_are_decorated() {
        for text in [
            "单位收入总体情况表",
            "部门收入总体情况表",
            "部门（单位）收入总体情况表",
            "表2 单位收入总体情况表",
            "表二：单位收入总体情况表",
            "附表2-单位收入总体情况表（续表）",
            "单位收入总体情况表（表2）",
            "- 二、 单位收入总体情况表",
            "乌鲁木齐市社会保险中心单位收入总体情况表",
        ] {
            assert_eq!(find(text), Some((2, None)), "{text}");
        }
        assert_eq!(find("2025年单位收入总体情况表"), Some((2, Some(2025))));
        assert_eq!(find("财政拨款收支总体情况表"), Some((4, None)));
        assert_eq!(find("财政拨款“三公”经费支出情况表"), Some((10, None)));
        assert_eq!(find("财政拨款三公经费支出情况表"), Some((10, None)));
    }

    #[test]
    fn what_only_ends_like_a_title_is_none() {
        for text in [
            "政府性基金预算支出情况表为空表",
            "收入支出决算总表",
            "附属机构收入总体情况表",
            "决算支出总体情况表",
            "财政拨款支出总体情况表",
            "一般公共预算“三公”经费支出情况表",
            "项目支出绩效目标表",
            "详见附件，单位收入总体情况表",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_that_is_worded_like_a_title_is_none() {
        let forms = FormLibrary::builtin().unwrap();
        let form = forms.for_year(2025).unwrap();
        let goal = form.document.as_ref().unwrap().performance.whole.goal.as_str();
        let titles = Titles::new(form, []);
        let of_line = |texts: &[&str]| titles.of_line(texts.iter().copied()).map(|title| title.number.0);
        let title = "单位收入总体情况表";
        assert_eq!(of_line(&[title]), Some(2));
        assert_eq!(of_line(&["表2", title, "单位：万元"]), Some(2));
        assert_eq!(of_line(&["编制单位：", "某局", "单位：万元", title]), Some(2));
        for texts in [&["项目名称", title][..], &["项目名称", title, "项目负责人", "某人"], &[goal, title]]
        {
            assert_eq!(of_line(texts), None, "{texts:?}");
        }
        assert_eq!(of_line(&["一", title, "12.00"]), None);
        assert_eq!(of_line(&["一", "二", "三", "四", title]), None);
    }

    #[test]
    fn years_are_four_digits_by_themselves() {
        assert_eq!(year_in("第三部分 2025 年单位预算情况说明"), Some(2025));
        assert_eq!(year_in("12025年"), None);
        assert_eq!(year_in("表2"), None);
    }
}
