//! Columns that are known by the row of numbers below the head (※), and what the heads over them say.

use super::super::report::ColumnsBy;
use super::head::Head;
use crate::disclosure::ColumnNumber;
use crate::form::List;
use crate::sheet::NumberRow;

/// The amount columns by a row that has every number of the form once, each with its place in the form. The numbers of
/// another number of columns may be others.
pub(super) fn by_numbers(list: &List, row: &NumberRow, head: &Head) -> Option<Vec<(usize, usize)>> {
    let place = |&(column, number): &(usize, u8)| Some((column, list.column_place(ColumnNumber(number))?));
    let is_figure = |(_, number): &&(usize, u8)| list.field_place(ColumnNumber(*number)).is_none();
    let places: Vec<(usize, usize)> = row.numbers.iter().filter(is_figure).map(place).collect::<Option<_>>()?;
    let mut found: Vec<usize> = places.iter().map(|(_, place)| *place).collect();
    found.sort_unstable();
    let is_whole = found.into_iter().eq(0..list.amounts.len());
    // Without marks the numbers may count the columns of text too; without heads there is nothing else to go by.
    let is_marked = !row.marks.is_empty();
    (is_whole && (is_marked || head.rows.is_empty() || is_text_before(&places, head))).then_some(places)
}

fn is_text_before(places: &[(usize, usize)], head: &Head) -> bool {
    let first = places.iter().map(|(column, _)| *column).min().unwrap_or(0);
    first > 0 && (first..head.paths.len()).all(|column| !head.lowest(column).ends_with("名称"))
}

/// What the lowest head over a numbered column says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// Nothing, or what the form says.
    Same,
    /// What the form says of the column at this place.
    Of(usize),
    /// Nothing that the form says of any column.
    Foreign,
}

/// What the heads say over columns that are known by their numbers.
pub(super) struct UnderNumbers {
    /// By place in the form.
    says: Vec<(usize, Says)>,
    /// How many columns have a head at all.
    headed: usize,
    /// Whether the heads of some row come in another order than the form's.
    are_out_of_order: bool,
}

impl UnderNumbers {
    /// Compares the heads over `amounts` with those of the form, `paths`.
    pub fn of(amounts: &[(usize, usize)], paths: &[Vec<String>], head: &Head) -> Self {
        let own: Vec<&str> = paths.iter().map(|path| path.last().map_or("", String::as_str)).collect();
        let says = amounts.iter().map(|&(column, place)| (place, says(head.lowest(column), &own, place))).collect();
        let headed = amounts.iter().filter(|(column, _)| !head.lowest(*column).is_empty()).count();
        let are_out_of_order = head.written.iter().any(|row| !are_in_order(row, &own));
        Self { says, headed, are_out_of_order }
    }

    /// How many columns have a head that is not the form's; one that merely slipped is.
    pub fn count(&self) -> usize {
        let is_other = |says: &Says| match says {
            Says::Same => false,
            Says::Of(_) => self.are_out_of_order,
            Says::Foreign => true,
        };
        self.says.iter().filter(|(_, says)| is_other(says)).count()
    }

    /// Whether the numbers count other columns than the form's: two heads of a row changed places, or most are such as the
    /// form does not know. Rows of heads that slipped against each other, as one published document has them, still come
    /// each in the form's order.
    pub fn are_others(&self) -> bool {
        let says = |place: usize| self.says.iter().find(|(own, _)| *own == place).map(|(_, says)| *says);
        let is_swapped = |(_, own): &&(usize, Says)| match own {
            Says::Of(other) => says(*other).is_some_and(|other| other != Says::Same),
            Says::Same | Says::Foreign => false,
        };
        let swapped = self.says.iter().filter(is_swapped).count();
        let foreign = self.says.iter().filter(|(_, says)| *says == Says::Foreign).count();
        self.are_out_of_order && swapped >= 2 || (foreign > 0 && (foreign + swapped) * 2 > self.headed)
    }

    /// What is to be told of it where the columns are taken `by` numbers or heads.
    pub fn remark(&self, by: ColumnsBy) -> Option<String> {
        let mut others: Vec<usize> =
            self.says.iter().filter(|(_, says)| *says != Says::Same).map(|(place, _)| *place).collect();
        others.sort_unstable();
        let columns: String = others.iter().map(|place| format!("（{}）", place + 1)).collect();
        match by {
            _ if others.is_empty() => None,
            ColumnsBy::Numbers => Some(format!("第 {columns} 列上方的表头与表式不同，以 ※ 行的编号为准")),
            _ => Some(format!(
                "※ 行的编号与表式相同，但第 {columns} 列上方的表头写的是别的列：以表头为准，表式没有的列不取"
            )),
        }
    }
}

/// Whether those of `heads` that the form has come in its order; one may stand over several of its columns.
fn are_in_order(heads: &[String], own: &[&str]) -> bool {
    let mut last = 0;
    heads.iter().filter(|head| own.contains(&head.as_str())).all(|head| {
        let place = own.iter().enumerate().skip(last).find(|(_, own)| *own == head).map(|(place, _)| place);
        last = place.unwrap_or(last);
        place.is_some()
    })
}

/// So much of the shorter of two heads, in percent, stands in the other too where they mean the same.
const ALIKE: usize = 60;

/// What `lowest` says of the column at `place`, where the form says `own` of its columns.
fn says(lowest: &str, own: &[&str], place: usize) -> Says {
    if lowest.is_empty() || lowest.ends_with(own[place]) || own[place].is_empty() {
        return Says::Same;
    }
    if let Some(other) = own.iter().position(|other| *other == lowest) {
        return Says::Of(other);
    }
    let alike = |own: &str| {
        let shortest = own.chars().count().min(lowest.chars().count());
        shared_characters(own, lowest) * 100 / shortest.max(1)
    };
    let of_own = alike(own[place]);
    if of_own >= ALIKE { Says::Same } else { Says::Foreign }
}

/// How many characters two texts share, each as often as it stands in both.
fn shared_characters(one: &str, other: &str) -> usize {
    let mut rest: Vec<char> = other.chars().collect();
    let mut is_shared = |c: &char| rest.iter().position(|own| own == c).map(|at| rest.swap_remove(at)).is_some();
    one.chars().filter(|c| is_shared(c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head that says this over its columns, of which the first is the first amount.
    fn under(form: &[&str], document: &[&str]) -> UnderNumbers {
        let path = |text: &&str| if text.is_empty() { Vec::new() } else { vec![(*text).to_owned()] };
        let written = vec![document.iter().filter(|text| !text.is_empty()).map(|text| (*text).to_owned()).collect()];
        let head = Head { paths: document.iter().map(path).collect(), written, ..Head::default() };
        let paths: Vec<Vec<String>> = form.iter().map(path).collect();
        UnderNumbers::of(&(0..form.len()).map(|place| (place, place)).collect::<Vec<_>>(), &paths, &head)
    }

    #[test]
    fn heads_tell_whether_the_numbers_count_the_forms_columns() {
        let three = ["总额", "基本支出", "项目支出"];
        for (document, others, count) in [
            (["总额", "基本支出", "项目支出"], false, 0),
            (["合计金额", "基本支出", "项目支出"], false, 1),
            (["总额", "", "项目支出"], false, 0),
            (["总额", "项目支出", "基本支出"], true, 2),
            (["总额", "项目支出", "运转支出"], true, 1),
            (["年初数", "人头费", "专项费"], true, 3),
            // A head that slipped: its own column is bare, or has it still.
            (["总额", "项目支出", ""], false, 0),
            (["总额", "项目支出", "项目支出"], false, 0),
            // One that has another name may be renamed.
            (["总额", "人员和公用", "项目支出"], false, 1),
            (["总额", "基本支出（小计）", "项目支出（含结转）"], false, 0),
        ] {
            let under = under(&three, &document);
            assert_eq!((under.are_others(), under.count()), (others, count), "{document:?}");
        }
        let wide = ["合计", "一般公共预算", "上级转移支付", "政府性基金", "国有资本", "专户", "事业收入", "其他收入"];
        let mut swapped = wide;
        swapped.swap(2, 3);
        assert!(under(&wide, &swapped).are_others(), "two of eight changed places");
        let mut renamed = wide;
        renamed[5] = "教育收费";
        assert!(!under(&wide, &renamed).are_others() && under(&wide, &renamed).count() == 1);
    }
}
