//! The kinds of fault that are put into a disclosure that has none.

use disclosure_engine::disclosure::{Amount, ColumnNumber, Disclosure, Part, RowKey, Subject, TableNumber};
use fastrand::Rng;

use super::Sent;
use crate::honest::checked::Honest;
use crate::honest::sentences::Kind;

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A figure of 表6 is another.
    Leaf,
    /// It was typed in yuan.
    Yuan,
    /// The total of 表3 is another than its rows come to.
    Total,
    /// The basic expenditure of 表5 is another than that of 表6.
    Tie,
    /// A row is missing of which the totals tell.
    Row,
    /// A code was typed that there is not.
    Code,
    /// An amount of a sentence is another than the table's.
    SentenceAmount,
    /// A percentage of one.
    SentenceShare,
    /// It says that something grew that shrank.
    Direction,
    DoubledWord,
    Telephone,
    /// A bracket is closed by one of another width.
    Bracket,
}

/// All of them.
pub const FAULTS: [Fault; 12] = [
    Fault::Leaf,
    Fault::SentenceAmount,
    Fault::Total,
    Fault::DoubledWord,
    Fault::Tie,
    Fault::Telephone,
    Fault::Yuan,
    Fault::SentenceShare,
    Fault::Row,
    Fault::Bracket,
    Fault::Code,
    Fault::Direction,
];

/// By which the fault of a file is the same each time.
pub fn seed_of(sent: &Sent) -> u64 {
    sent.honest.disclosure.body.chars().map(|c| u64::from(u32::from(c))).sum()
}

/// What `sent` says, with its fault.
pub fn faulty(sent: &Sent) -> Disclosure {
    let spoilt = sent.fault.and_then(|fault| spoilt(&sent.honest, fault, &mut Rng::with_seed(seed_of(sent))));
    spoilt.unwrap_or_else(|| sent.honest.disclosure.clone())
}

/// The disclosure with `fault`; `None` where it has no place for it.
pub fn spoilt(honest: &Honest, fault: Fault, rng: &mut Rng) -> Option<Disclosure> {
    let mut disclosure = honest.disclosure.clone();
    let wan = |count: i64| -> Amount { (count * 10_000).to_string().parse().unwrap() };
    match fault {
        Fault::Leaf => *leaf(&mut disclosure, 6, rng)? += wan(rng.i64(3..90)),
        Fault::Yuan => {
            let amount = leaf(&mut disclosure, 6, rng)?;
            *amount = Amount::from_yuan(amount.yuan() * rust_decimal::Decimal::from(10_000)).ok()?;
        }
        Fault::Total => *stated(&mut disclosure, 3, &RowKey::Total, 1)? += wan(rng.i64(3..90)),
        Fault::Tie => *stated(&mut disclosure, 5, &RowKey::Total, 2)? += wan(rng.i64(3..90)),
        Fault::Row => {
            let rows = &mut disclosure.table_mut(TableNumber(6)).rows;
            let place = (0..rows.len()).filter(|place| rows[*place].amounts.values().any(is_shown)).nth(1)?;
            rows.remove(place);
        }
        Fault::Code => {
            let table = disclosure.table_mut(TableNumber(6));
            let row = table.rows.iter_mut().rev().find(|row| row.amounts.values().any(is_shown))?;
            let Subject::Code { code, .. } = &mut row.subject else { return None };
            let was = RowKey::Code(*code);
            *code = format!("{}98", &code.to_string().replace(' ', "")[..3]).parse().ok()?;
            // What is printed in the row goes with it.
            let (now, stated) = (RowKey::Code(*code), &mut table.stated);
            let own: Vec<_> = stated.keys().filter(|(row, _)| *row == was).cloned().collect();
            for key in own {
                let amount = stated.remove(&key)?;
                stated.insert((now.clone(), key.1), amount);
            }
        }
        Fault::SentenceAmount => change_mark(honest, &mut disclosure, Kind::Amount, rng)?,
        Fault::SentenceShare => change_mark(honest, &mut disclosure, Kind::Share, rng)?,
        Fault::Direction => change_mark(honest, &mut disclosure, Kind::Direction, rng)?,
        Fault::DoubledWord => append(&mut disclosure, "办公地点位于位于城区。")?,
        Fault::Telephone => append(&mut disclosure, "联系人电话13812345678。")?,
        Fault::Bracket => append(&mut disclosure, "下设科室（包括综合科、业务科)。")?,
    }
    Some(disclosure)
}

fn is_shown(amount: &Amount) -> bool {
    !amount.is_zero()
}

/// An entered amount of a table.
fn leaf<'d>(disclosure: &'d mut Disclosure, table: u8, rng: &mut Rng) -> Option<&'d mut Amount> {
    let rows = &mut disclosure.table_mut(TableNumber(table)).rows;
    let amounts: Vec<&mut Amount> =
        rows.iter_mut().flat_map(|row| row.amounts.values_mut()).filter(|amount| is_shown(amount)).collect();
    let place = rng.usize(0..amounts.len().max(1));
    amounts.into_iter().nth(place)
}

/// A total as it is printed.
fn stated<'d>(disclosure: &'d mut Disclosure, table: u8, row: &RowKey, column: u8) -> Option<&'d mut Amount> {
    let stated = &mut disclosure.table_mut(TableNumber(table)).stated;
    stated.get_mut(&(row.clone(), ColumnNumber(column))).filter(|amount| is_shown(amount))
}

/// Puts a sentence behind the second paragraph of the overview.
fn append(disclosure: &mut Disclosure, sentence: &str) -> Option<()> {
    disclosure.texts.get_mut(&Part::Overview)?.get_mut(1)?.push_str(sentence);
    Some(())
}

/// Makes a figure or a word of direction in a sentence another.
fn change_mark(honest: &Honest, disclosure: &mut Disclosure, kind: Kind, rng: &mut Rng) -> Option<()> {
    let marks: Vec<_> = honest.told.marks.iter().filter(|mark| mark.kind == kind).collect();
    let mark = marks.get(rng.usize(0..marks.len().max(1)))?;
    let text = disclosure.texts.get_mut(&mark.part)?.get_mut(mark.paragraph)?;
    let characters: Vec<char> = text.chars().collect();
    let said: String = characters[mark.range.clone()].iter().collect();
    let other = match said.as_str() {
        "增加" => "减少".to_owned(),
        "减少" => "增加".to_owned(),
        "增长" => "下降".to_owned(),
        "下降" => "增长".to_owned(),
        figure => {
            // Its first digit is another.
            let place = figure.find(|c: char| c.is_ascii_digit())?;
            let digit = figure[place..=place].parse::<u8>().ok()?;
            format!("{}{}{}", &figure[..place], digit % 9 + 1, &figure[place + 1..])
        }
    };
    let rest = |range: &[char]| range.iter().collect::<String>();
    *text = format!("{}{other}{}", rest(&characters[..mark.range.start]), rest(&characters[mark.range.end..]));
    Some(())
}
