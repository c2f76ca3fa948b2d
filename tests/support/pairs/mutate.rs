//! What somebody does to a disclosure, at random. Nothing is done twice to one thing, so that nothing is undone by chance.

use std::collections::BTreeSet;

use disclosure_engine::disclosure::{
    Bound, CellKey, ColumnNumber, CommentPlace, Component, Disclosure, Kind, Part, PerformanceField,
    PerformanceSubject, ProjectId, Reply, Rewording, Row, RowKey, Said, SignOffScope, Signature, SlotValue, Subject,
    Table, TableNumber, TextKey,
};
use disclosure_engine::form::Form;
use fastrand::Rng;

use super::random::{self, amount, code, coded, entered_columns, project};

/// Tables whose rows are told by codes, and those of projects.
const CODED: [u8; 5] = [3, 5, 6, 8, 9];
const PROJECTS: [u8; 2] = [7, 11];

/// Somebody who changes a disclosure.
pub struct Hand<'a> {
    pub form: &'a Form,
    base: &'a Disclosure,
    /// What it has changed already.
    touched: BTreeSet<String>,
    /// What it did, for people.
    pub done: Vec<String>,
    visible: bool,
    count: u32,
    side: char,
    seed: u64,
    /// Whether it may give projects other identities, as no person does.
    pub may_renumber: bool,
}

type Deed = fn(&mut Hand<'_>, &mut Disclosure, &mut Rng) -> Option<String>;

/// What changes what is printed.
const SEEN: [Deed; 22] = [
    |hand, disclosure, rng| hand.reorder_sentences(disclosure, rng),
    |hand, disclosure, rng| hand.enter(disclosure, rng),
    |hand, disclosure, rng| hand.enter(disclosure, rng),
    |hand, disclosure, rng| hand.state(disclosure, rng),
    |hand, disclosure, rng| hand.state(disclosure, rng),
    |hand, disclosure, rng| hand.add_row(disclosure, rng),
    |hand, disclosure, rng| hand.add_project(disclosure, rng),
    |hand, disclosure, rng| hand.remove_row(disclosure, rng),
    |hand, disclosure, rng| hand.rename(disclosure, rng),
    |hand, disclosure, rng| hand.move_project(disclosure, rng),
    |hand, disclosure, rng| hand.reorder(disclosure, rng),
    |hand, disclosure, rng| hand.prior(disclosure, rng),
    |hand, disclosure, rng| hand.fill_slot(disclosure, rng),
    |hand, disclosure, rng| hand.rewrite(disclosure, rng),
    |hand, disclosure, rng| hand.edit_paragraphs(disclosure, rng),
    |hand, disclosure, rng| hand.whole_part(disclosure, rng),
    |hand, disclosure, rng| hand.performance_field(disclosure, rng),
    |hand, disclosure, rng| hand.indicators(disclosure, rng),
    |hand, disclosure, rng| hand.performance_tables(disclosure, rng),
    |hand, disclosure, rng| hand.note_or_heading(disclosure, rng),
    |hand, disclosure, rng| hand.name_total(disclosure, rng),
    |hand, disclosure, rng| hand.spelling(disclosure, rng),
];

/// What does not.
const HIDDEN: [Deed; 9] = [
    |hand, disclosure, rng| hand.hidden_digits(disclosure, rng),
    |hand, disclosure, rng| hand.comments(disclosure, rng),
    |hand, disclosure, rng| hand.accept(disclosure, rng),
    |hand, disclosure, rng| hand.say(disclosure, rng),
    |hand, disclosure, rng| hand.sign(disclosure, rng),
    |hand, disclosure, rng| hand.renumber(disclosure, rng),
    |hand, disclosure, rng| hand.restate(disclosure, rng),
    |hand, disclosure, rng| hand.zero(disclosure, rng),
    |hand, disclosure, rng| hand.unused_slot(disclosure, rng),
];

impl<'a> Hand<'a> {
    pub fn new(form: &'a Form, base: &'a Disclosure, seed: u64, side: char) -> Self {
        let (touched, done) = (BTreeSet::new(), Vec::new());
        Self { form, base, touched, done, visible: false, count: 0, side, seed, may_renumber: true }
    }

    /// Whether something was done that is printed.
    pub fn is_visible(&self) -> bool {
        self.visible
    }

    /// Does something, where it can be done; only what is not printed if it is `only_hidden`.
    pub fn change(&mut self, disclosure: &mut Disclosure, rng: &mut Rng, only_hidden: bool) {
        let is_hidden = only_hidden || rng.u8(0..4) == 0;
        let deed = if is_hidden { HIDDEN[rng.usize(..HIDDEN.len())] } else { SEEN[rng.usize(..SEEN.len())] };
        self.count += 1;
        if let Some(told) = deed(self, disclosure, rng) {
            self.done.push(told);
            self.visible |= !is_hidden;
        }
    }

    /// Claims something to be changed; `None` where it was changed before.
    fn claim(&mut self, what: String) -> Option<String> {
        self.touched.insert(what.clone()).then_some(what)
    }

    /// Words that nobody else writes.
    fn words(&self) -> String {
        format!("新写{}{}", self.side, self.count)
    }

    /// An amount that stands nowhere else.
    fn fresh(&self) -> disclosure_engine::disclosure::Amount {
        let side = if self.side == 'a' { 1 } else { 2 };
        amount(side * 1_000_000 + self.count * 7 + (self.seed % 1_000) as u32 * 100)
    }

    /// A stored row of the base, as it is now.
    fn row(&self, disclosure: &Disclosure, rng: &mut Rng, tables: &[u8]) -> Option<(TableNumber, usize, Row)> {
        let number = TableNumber(tables[rng.usize(..tables.len())]);
        let rows = &disclosure.table(number)?.rows;
        let known = |row: &Row| self.base.table(number).is_some_and(|table| table.find(&row.subject.key()).is_some());
        let places: Vec<usize> = (0..rows.len()).filter(|&place| known(&rows[place])).collect();
        let place = *places.get(rng.usize(..places.len().max(1)))?;
        Some((number, place, rows[place].clone()))
    }

    fn enter(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (number, place, row) = self.row(disclosure, rng, &[1, 3, 4, 5, 6, 7, 8, 9, 10, 11])?;
        let columns = entered_columns(self.form, number, &row);
        let column = *columns.get(rng.usize(..columns.len().max(1)))?;
        let is_blanked = row.amounts.contains_key(&column) && row.amounts.len() > 1 && rng.u8(0..3) == 0;
        let what = self.claim(format!("cell {number} {:?} {column}", row.subject.key()))?;
        let amounts = &mut disclosure.table_mut(number).rows[place].amounts;
        match is_blanked {
            true => drop(amounts.remove(&column)),
            false => drop(amounts.insert(column, self.fresh())),
        }
        Some(what)
    }

    /// States another sum in a total, or no longer.
    fn state(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let number = TableNumber([3, 5, 7, 8, 9, 11][rng.usize(..6)]);
        let rows = &disclosure.table(number)?.rows;
        let class = rows.iter().filter_map(|row| row.subject.code()).next().filter(|_| number.0 != 7);
        let key = match class {
            Some(code) if rng.bool() => RowKey::Code(code.class()),
            _ => RowKey::Total,
        };
        let place = (key, ColumnNumber(1));
        let what = self.claim(format!("stated {number} {place:?}"))?;
        let stated = &mut disclosure.table_mut(number).stated;
        match stated.contains_key(&place) && rng.bool() {
            true => drop(stated.remove(&place)),
            false => drop(stated.insert(place, self.fresh())),
        }
        Some(what)
    }

    fn add_row(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let number = TableNumber(CODED[rng.usize(..CODED.len())]);
        // Some add the same.
        let item = if rng.u8(0..4) == 0 { 50 } else { self.count + if self.side == 'a' { 10 } else { 60 } };
        let text = if number.0 == 6 { format!("303{item:02}") } else { format!("20801{item:02}") };
        let what = self.claim(format!("row {number} {text}"))?;
        let mut row = coded(&text, &format!("科目{text}"));
        let column = *entered_columns(self.form, number, &row).first()?;
        row.amounts.insert(column, self.fresh());
        let table = disclosure.table_mut(number);
        let place = table.rows.iter().position(|other| other.subject.code() > row.subject.code());
        table.rows.insert(place.unwrap_or(table.rows.len()), row);
        Some(what)
    }

    /// Adds a project under the next identity, as programs before this one gave them, with what speaks of it.
    fn add_project(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let number = TableNumber(PROJECTS[rng.usize(..2)]);
        let name =
            if rng.u8(0..5) == 0 { "两人都加的项目".to_owned() } else { format!("项目{}", self.words()) };
        let what = self.claim(format!("project {number} {name}"))?;
        let unit = self.base.table(number)?.rows.first()?.subject.project()?.unit.clone();
        let id = disclosure.free_project_id(number);
        let mut row = project(id.0, unit.as_deref(), (number.0 == 7).then_some("2080101"), &name);
        let key = row.subject.key();
        let column = *entered_columns(self.form, number, &row).first()?;
        row.amounts.insert(column, self.fresh());
        let slot = if number.0 == 7 { "project_basis.basis" } else { "carried.purpose" };
        disclosure.slots.insert(TextKey::of_row(slot, key.clone()), SlotValue::Text(self.words()));
        disclosure.prior.insert(CellKey::new(number, key.clone(), column), self.fresh());
        let at = CommentPlace::Cell(CellKey::new(number, key, column));
        let comment = random::comment(disclosure.free_comment_id().0, at, &self.words());
        disclosure.comments.push(comment);
        disclosure.table_mut(number).rows.push(row);
        Some(what)
    }

    /// Removes a row; at times the total is stated as if it were there.
    fn remove_row(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (number, place, row) = self.row(disclosure, rng, &[3, 5, 6, 7, 8, 9, 11])?;
        let key = row.subject.key();
        let what = self.claim(format!("row {number} {key:?}"))?;
        let table = disclosure.table_mut(number);
        table.rows.remove(place);
        table.stated.retain(|(row, _), _| *row != key);
        let total = (RowKey::Total, ColumnNumber(1));
        if rng.u8(0..3) == 0 && self.touched.insert(format!("stated {number} {total:?}")) {
            let fresh = self.fresh();
            disclosure.table_mut(number).stated.insert(total, fresh);
        }
        Some(what)
    }

    fn rename(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (number, place, row) = self.row(disclosure, rng, &[3, 5, 6, 7, 8, 9, 11])?;
        let what = self.claim(format!("name {number} {:?}", row.subject.key()))?;
        let words = self.words();
        match &mut disclosure.table_mut(number).rows[place].subject {
            Subject::Code { name, .. } => *name = words,
            Subject::Project(project) => project.name = words,
            Subject::Fixed(_) => return None,
        }
        Some(what)
    }

    /// Puts a project under another unit, or under another code.
    fn move_project(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (number, place, row) = self.row(disclosure, rng, &PROJECTS)?;
        let what = self.claim(format!("under {number} {:?}", row.subject.key()))?;
        let words = self.words();
        let Subject::Project(project) = &mut disclosure.table_mut(number).rows[place].subject else { return None };
        if project.unit.is_some() && rng.bool() {
            project.unit = Some(words);
        } else if number.0 == 7 {
            project.code = Some(code(if self.side == 'a' { "2080199" } else { "2080198" }));
            project.code_name = words;
        } else {
            return None;
        }
        Some(what)
    }

    /// Swaps two neighbours under one total.
    fn reorder(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (number, place, row) = self.row(disclosure, rng, &[3, 5, 6, 7, 8, 9, 11])?;
        let rows = &disclosure.table(number)?.rows;
        let next = rows.get(place + 1)?;
        let under = |row: &Row| {
            (row.subject.code().map(|code| code.parent()), row.subject.project().map(|p| (p.unit.clone(), p.code)))
        };
        let name = |row: &Row| row.subject.project().map(|project| project.name.clone());
        let is_known = self.base.table(number)?.find(&next.subject.key()).is_some();
        if under(&row) != under(next) || name(&row).is_some() && name(&row) == name(next) || !is_known {
            return None;
        }
        let what = self.claim(format!("order {number}"))?;
        disclosure.table_mut(number).rows.swap(place, place + 1);
        Some(what)
    }

    fn prior(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (number, _, row) = self.row(disclosure, rng, &[3, 5, 6, 8, 9, 10, 11])?;
        let column = *entered_columns(self.form, number, &row).first()?;
        let cell = CellKey::new(number, row.subject.key(), column);
        let what = self.claim(format!("prior {cell:?}"))?;
        match disclosure.prior.contains_key(&cell) && rng.bool() {
            true => drop(disclosure.prior.remove(&cell)),
            false => drop(disclosure.prior.insert(cell, self.fresh())),
        }
        Some(what)
    }

    fn fill_slot(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (key, value) = match rng.u8(0..4) {
            0 => (TextKey::new("running.reason"), SlotValue::Text(self.words())),
            1 => (TextKey::new("procurement.goods"), SlotValue::Amount(self.fresh())),
            at => {
                let (table, id) = [(7, "project_basis.basis"), (11, "carried.purpose")][usize::from(at % 2)];
                let (_, _, row) = self.row(disclosure, rng, &[table])?;
                (TextKey::of_row(id, row.subject.key()), SlotValue::Text(self.words()))
            }
        };
        let what = self.claim(format!("slot {key}"))?;
        match key.row.is_some() && disclosure.slots.contains_key(&key) && rng.u8(0..3) == 0 {
            true => drop(disclosure.slots.remove(&key)),
            false => drop(disclosure.slots.insert(key, value)),
        }
        Some(what)
    }

    fn rewrite(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let key = match rng.u8(0..4) {
            0 => TextKey::new("term_grants"),
            1 => TextKey::new("term_general"),
            2 => TextKey::new("term_basic"),
            _ => TextKey::of_row("project_amount", self.row(disclosure, rng, &[7])?.2.subject.key()),
        };
        let what = self.claim(format!("rewritten {key}"))?;
        match disclosure.rewritten.contains_key(&key) && rng.bool() {
            true => drop(disclosure.rewritten.remove(&key)),
            false => {
                // The year follows from the disclosure in some, whatever is written around it.
                let text = format!("{}年{}", disclosure.year, self.words());
                let bound = Bound { range: 0..4, source: "year".to_owned() };
                let bound = if rng.bool() { vec![bound] } else { Vec::new() };
                drop(disclosure.rewritten.insert(key, Rewording::new(text, bound)));
            }
        }
        Some(what)
    }

    /// Has a section speak of its projects in another order.
    fn reorder_sentences(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (part, table) = *rng.choice(&[(Part::Section(7), TableNumber(7)), (Part::Section(11), TableNumber(11))])?;
        let own: Vec<RowKey> = disclosure.table(table)?.rows.iter().map(|row| row.subject.key()).collect();
        let mut rows = own.clone();
        rng.shuffle(&mut rows);
        rows.truncate(rng.usize(0..=rows.len()));
        // Those that are not named follow in the order of the table.
        let told = |order: &[RowKey]| {
            let mut told = own.clone();
            told.sort_by_key(|row| order.iter().position(|other| other == row).unwrap_or(order.len()));
            told
        };
        let before = disclosure.orders.get(&part).map(Vec::as_slice).unwrap_or_default();
        (told(before) != told(&rows)).then_some(())?;
        let what = self.claim(format!("order {part:?}"))?;
        disclosure.orders.insert(part, rows);
        Some(what)
    }

    fn edit_paragraphs(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let words = format!("{}，本单位的职能。", self.words());
        let paragraphs = disclosure.texts.get(&Part::Overview)?;
        let known = |text: &String| self.base.texts.get(&Part::Overview).is_some_and(|base| base.contains(text));
        let places: Vec<usize> = (0..paragraphs.len()).filter(|&place| known(&paragraphs[place])).collect();
        let place = *places.get(rng.usize(..places.len().max(1)))?;
        let text = paragraphs[place].clone();
        let next = paragraphs.get(place + 1).filter(|text| known(text)).is_some();
        let deed = rng.u8(0..4);
        let what = match deed {
            1 => self.claim(format!("paragraph before {text} {}", self.count))?,
            2 if !next => return None,
            2 => self.claim("order of paragraphs".to_owned())?,
            _ => self.claim(format!("paragraph {text}"))?,
        };
        let paragraphs = disclosure.texts.get_mut(&Part::Overview)?;
        match deed {
            0 => paragraphs[place] = words,
            1 => paragraphs.insert(place, words),
            2 => paragraphs.swap(place, place + 1),
            _ => drop(paragraphs.remove(place)),
        }
        Some(format!("{what} ({deed})"))
    }

    /// Writes a part as a whole, or leaves it to the template.
    fn whole_part(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let part = [Part::Section(1), Part::Section(2), Part::Section(12)][rng.usize(..3)];
        // What is filled in there is not printed any more: what somebody did to it is not seen.
        let is_filled = self.touched.iter().any(|what| what.contains("running.") || what.contains("procurement."));
        if part == Part::Section(12) && is_filled {
            return None;
        }
        let what = self.claim(format!("part {part:?}"))?;
        if part == Part::Section(12) {
            self.touched.extend(["slot running.reason", "slot procurement.goods"].map(str::to_owned));
        }
        let words = vec![self.words(), format!("{}之二", self.words())];
        match disclosure.texts.remove(&part) {
            Some(_) => {}
            None => drop(disclosure.texts.insert(part, words)),
        }
        Some(what)
    }

    fn performance_field(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (words, fresh) = (self.words(), self.fresh());
        let place = rng.usize(..disclosure.performance.len().max(1));
        let mark = disclosure.performance.get(place)?.telephone.clone();
        let deed = rng.u8(0..5);
        let what = self.claim(format!("performance {mark} {deed}"))?;
        let table = &mut disclosure.performance[place];
        match deed {
            0 => table.goal = words,
            1 => table.contact = words,
            2 => table.funds.total = Some(fresh),
            3 => table.funds.superior = Some(fresh),
            _ => *table.text_mut(PerformanceField::Project)? = words,
        }
        Some(what)
    }

    fn indicators(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let words = self.words();
        let place = rng.usize(..disclosure.performance.len().max(1));
        let mark = disclosure.performance.get(place)?.telephone.clone();
        let base = self.base.performance.iter().find(|table| table.telephone == mark)?;
        let known = |mark: &str| base.indicators.iter().any(|indicator| indicator.evidence == mark);
        let table = &disclosure.performance[place];
        let at = rng.usize(..table.indicators.len().max(1));
        let own = table.indicators.get(at)?.evidence.clone();
        let has_next = table.indicators.get(at + 1).is_some_and(|next| known(&next.evidence));
        let deed = rng.u8(0..6);
        if !known(&own) || deed == 5 && !has_next {
            return None;
        }
        let what = self.claim(match deed {
            4 => format!("indicator added {mark} {}", self.count),
            5 => format!("order of indicators {mark}"),
            3 => format!("indicator {own}"),
            _ => format!("indicator {own} {deed}"),
        })?;
        let indicators = &mut disclosure.performance[place].indicators;
        match deed {
            0 => indicators[at].value = words,
            1 => indicators[at].level_three = words,
            2 => indicators[at].weight = Some((self.count * 3 + if self.side == 'a' { 1 } else { 2 }).into()),
            3 => drop(indicators.remove(at)),
            4 => indicators.insert(at, random::indicator(&words)),
            _ => indicators.swap(at, at + 1),
        }
        Some(what)
    }

    fn performance_tables(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let words = self.words();
        let place = rng.usize(..disclosure.performance.len().max(1));
        let mark = |at: usize| disclosure.performance.get(at).map(|table| table.telephone.clone());
        let known = |mark: &String| self.base.performance.iter().any(|table| table.telephone == *mark);
        let deed = rng.u8(0..3);
        let what = self.claim(match deed {
            0 => format!("performance table added {words}"),
            1 => format!("performance table {}", mark(place).filter(known)?),
            _ => {
                mark(place).filter(known).and(mark(place + 1)).filter(known)?;
                "order of performance tables".to_owned()
            }
        })?;
        let tables = &mut disclosure.performance;
        match deed {
            0 => tables.push(random::performance(PerformanceSubject::Project(words.clone()), &words, rng)),
            1 => drop(tables.remove(place)),
            _ => tables.swap(place, place + 1),
        }
        Some(what)
    }

    fn note_or_heading(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let deed = rng.u8(0..4);
        let what = self.claim(format!("heading {deed}"))?;
        match deed {
            0 => disclosure.body = self.words(),
            1 => disclosure.kind = if disclosure.kind == Kind::Unit { Kind::Department } else { Kind::Unit },
            2 => disclosure.year = if self.side == 'a' { 2026 } else { 2027 },
            _ => disclosure.table_mut(TableNumber(3)).note = Some(self.words()),
        }
        Some(what)
    }

    /// Calls a derived row otherwise.
    fn name_total(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (number, _, row) = self.row(disclosure, rng, &[3, 5, 8, 9])?;
        let section = row.subject.code()?.section()?;
        let what = self.claim(format!("total {number} {section}"))?;
        let words = self.words();
        disclosure.table_mut(number).names.insert(section, words);
        Some(what)
    }

    /// Adds to an amount what no table shows.
    fn hidden_digits(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (number, place, row) = self.row(disclosure, rng, &[8, 9])?;
        let (&column, &held) = row.amounts.iter().next()?;
        let what = self.claim(format!("cell {number} {:?} {column}", row.subject.key()))?;
        let hidden = if self.side == 'a' { "0.000001" } else { "0.000002" }.parse().unwrap();
        disclosure.table_mut(number).rows[place].amounts.insert(column, held + hidden);
        Some(format!("{what} (hidden)"))
    }

    fn comments(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (words, side) = (self.words(), self.side);
        let deed = rng.u8(0..4);
        let is_known = !disclosure.comments.is_empty() && disclosure.comments[0].text == "批注1";
        if !is_known && deed > 0 {
            return None;
        }
        let what = self.claim(format!("comment {deed} {}", if deed == 0 { words.as_str() } else { "" }))?;
        match deed {
            0 => {
                let id = disclosure.free_comment_id().0;
                disclosure.comments.push(random::comment(id, CommentPlace::Part(Part::Glossary), &words));
            }
            1 => {
                let reply = Reply { author: side.into(), written: "2025-02-01 10:00".into(), text: words };
                disclosure.comments[0].replies.push(reply);
            }
            2 => {
                let signature = Signature { author: side.into(), written: "2025-02-01 11:00".into() };
                disclosure.comments[0].resolved = Some(signature);
            }
            _ => drop(disclosure.comments.remove(0)),
        }
        Some(what)
    }

    fn accept(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let deed = rng.u8(0..3);
        let words = self.words();
        if deed > 0 && disclosure.acceptances.is_empty() {
            return None;
        }
        let what = self.claim(format!("acceptance {}", if deed == 0 { words.as_str() } else { "" }))?;
        match deed {
            0 => disclosure.acceptances.push(random::acceptance(&words, "核对过")),
            1 => disclosure.acceptances[0].reason = words,
            _ => drop(disclosure.acceptances.remove(0)),
        }
        Some(what)
    }

    fn sign(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let deed = rng.bool();
        let words = self.words();
        if !deed && disclosure.sign_offs.is_empty() {
            return None;
        }
        let what = self.claim(format!("sign-off {deed} {}", if deed { words.as_str() } else { "" }))?;
        match deed {
            true => disclosure.sign_offs.push(random::sign_off(SignOffScope::Whole, &words)),
            false => drop(disclosure.sign_offs.remove(0)),
        }
        Some(what)
    }

    /// Says of something how far it is. That a table is complete can be read in the sentences, which then know that there
    /// is nothing more.
    fn say(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let component = [Component::Text(Part::Glossary), Component::Prior][rng.usize(..2)];
        let said = [Some(Said::Complete), Some(Said::Empty), None][rng.usize(..3)];
        let what = self.claim(format!("said {component:?}"))?;
        match said {
            Some(said) => disclosure.said.insert(component, said),
            None => disclosure.said.remove(&component),
        };
        Some(what)
    }

    /// Gives every project another identity, as another program would that reads the same document.
    fn renumber(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        if !self.may_renumber {
            return None;
        }
        let number = TableNumber(PROJECTS[rng.usize(..2)]);
        // Once, and by nobody who has spoken of the projects of the base before or will again.
        let what = self.touched.is_empty().then(|| self.claim("identities".to_owned())).flatten()?;
        let highest = disclosure.free_project_id(number).0;
        let renamed = |row: &RowKey| match row {
            RowKey::Project(id) => RowKey::Project(ProjectId(highest + 50 - id.0)),
            other => other.clone(),
        };
        let prefix = if number.0 == 7 { "project_" } else { "carried" };
        let text = |key: TextKey| match &key.row {
            Some(row) if key.id.starts_with(prefix) => TextKey { row: Some(renamed(row)), ..key },
            _ => key,
        };
        let table = disclosure.table_mut(number);
        for row in &mut table.rows {
            if let Subject::Project(project) = &mut row.subject {
                project.id = ProjectId(highest + 50 - project.id.0);
            }
        }
        table.stated = std::mem::take(&mut table.stated).into_iter().map(|((r, c), a)| ((renamed(&r), c), a)).collect();
        let cell =
            |cell: CellKey| if cell.table == number { CellKey { row: renamed(&cell.row), ..cell } } else { cell };
        disclosure.prior = std::mem::take(&mut disclosure.prior).into_iter().map(|(c, a)| (cell(c), a)).collect();
        disclosure.slots = std::mem::take(&mut disclosure.slots).into_iter().map(|(k, v)| (text(k), v)).collect();
        disclosure.rewritten =
            std::mem::take(&mut disclosure.rewritten).into_iter().map(|(k, v)| (text(k), v)).collect();
        Some(what)
    }

    /// States what the two columns of a row of 表3 come to, as an import does.
    fn restate(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (number, _, row) = self.row(disclosure, rng, &[3])?;
        is_begun(disclosure.table(number)?).then_some(())?;
        let key = row.subject.key();
        let cells = [2, 3].map(|column| format!("cell {number} {key:?} {column}"));
        if cells.iter().any(|cell| self.touched.contains(cell)) {
            return None;
        }
        let sum = row.amounts.values().copied().sum();
        let what = self.claim(format!("stated {number} {key:?}"))?;
        self.touched.extend(cells);
        disclosure.table_mut(number).stated.insert((key, ColumnNumber(1)), sum);
        Some(what)
    }

    /// Enters nothing where nothing is.
    fn zero(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (number, place, row) = self.row(disclosure, rng, &[3, 5, 6, 8, 9])?;
        is_begun(disclosure.table(number)?).then_some(())?;
        let blank = entered_columns(self.form, number, &row).into_iter().find(|it| !row.amounts.contains_key(it))?;
        let what = self.claim(format!("cell {number} {:?} {blank}", row.subject.key()))?;
        disclosure.table_mut(number).rows[place].amounts.insert(blank, amount(0));
        Some(format!("{what} (zero)"))
    }

    /// Writes a name with a blank in it.
    fn spelling(&mut self, disclosure: &mut Disclosure, rng: &mut Rng) -> Option<String> {
        let (number, place, row) = self.row(disclosure, rng, &[3, 5, 6, 8, 9])?;
        let what = self.claim(format!("name {number} {:?}", row.subject.key()))?;
        let blank = if self.side == 'a' { "科\u{3000}目" } else { "科 目" };
        let Subject::Code { name, .. } = &mut disclosure.table_mut(number).rows[place].subject else { return None };
        *name = name.replace("科目", blank);
        Some(format!("{what} (spelling)"))
    }

    /// Fills a slot of a project that is not there.
    fn unused_slot(&mut self, disclosure: &mut Disclosure, _: &mut Rng) -> Option<String> {
        let key = TextKey::of_row("project_basis.basis", RowKey::Project(ProjectId(900)));
        let what = self.claim("slot of a project that is gone".to_owned())?;
        disclosure.slots.insert(key, SlotValue::Text(self.words()));
        Some(what)
    }
}

/// Whether something stands in a table: to enter nothing in one in which nothing stands says something of it, and the
/// sentences that speak of it are told.
fn is_begun(table: &Table) -> bool {
    !table.stated.is_empty() || table.rows.iter().any(|row| !row.amounts.is_empty())
}
