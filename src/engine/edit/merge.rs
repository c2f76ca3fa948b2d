//! What two people changed in the same file, put together.
//!
//! What only one of them changed is taken. Where both changed the same differently a person decides: [`Merge`] keeps the
//! [conflicts](MergeConflict), and makes the step from the answers. Nothing that either of the two did is lost unasked.

mod apart;
mod asked;
mod list;
mod paragraphs;
mod performance;
mod review;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Put, Step};
use crate::disclosure::{CellKey, Disclosure, Kept, Part, Said, SlotValue, Table, TableNumber, TextKey};
use crate::evaluate::evaluate;
use crate::form::Form;
use asked::Asker;
pub use asked::{MergeConflict, MergePlace};

/// What two people made of the same disclosure.
pub struct Merge<'a> {
    form: &'a Form,
    base: &'a Disclosure,
    mine: &'a Disclosure,
    theirs: Disclosure,
}

impl<'a> Merge<'a> {
    /// Puts what `theirs` changed of `base` beside what `mine` did. `form` is that of `mine`.
    pub fn new(form: &'a Form, base: &'a Disclosure, mine: &'a Disclosure, theirs: &Disclosure) -> Self {
        Self { form, base, mine, theirs: apart::apart(form, base, mine, theirs.clone()) }
    }

    /// What the other one has; projects that both added have identities of their own.
    pub fn theirs(&self) -> &Disclosure {
        &self.theirs
    }

    /// What both changed, each in another way.
    pub fn conflicts(&self) -> Vec<MergeConflict> {
        self.merged(&BTreeSet::new()).1
    }

    /// The step that puts what they changed into `mine`. At the places in `theirs` what they have is taken, at other
    /// conflicts what is here.
    pub fn step(&self, theirs: &BTreeSet<MergePlace>) -> Step {
        let (merged, _) = self.merged(theirs);
        let changes = match merged == *self.mine {
            true => Vec::new(),
            false => vec![Change::Whole(Put { place: (), from: Box::new(self.mine.clone()), to: Box::new(merged) })],
        };
        Step::new("合并别人的修改", changes)
    }

    fn merged(&self, chosen: &BTreeSet<MergePlace>) -> (Disclosure, Vec<MergeConflict>) {
        let mut asker = Asker::new(self.form, chosen);
        let mut merged = self.put_together(&mut asker);
        self.ask_about_outdated(&mut asker, &mut merged);
        (merged, asker.conflicts)
    }

    fn put_together(&self, asker: &mut Asker<'_>) -> Disclosure {
        // Named one by one, so that nothing that is added to the model is forgotten here.
        let Disclosure {
            form,
            carried: _,
            keys: _,
            kind,
            body,
            year,
            tables,
            comments,
            prior,
            slots,
            last_reasons,
            rewritten,
            orders,
            texts: _,
            performance,
            acceptances,
            sign_offs,
            said,
            kept,
        } = self.base;
        let (mine, theirs) = (self.mine, &self.theirs);
        let numbers: BTreeSet<TableNumber> =
            [tables, &mine.tables, &theirs.tables].into_iter().flat_map(|tables| tables.keys().copied()).collect();
        let mut tables = BTreeMap::new();
        for number in numbers {
            let of = |disclosure: &Disclosure| disclosure.table(number).cloned().unwrap_or_default();
            let table = rows::table(asker, number, [&of(self.base), &of(mine), &of(theirs)]);
            if table != Table::default() || mine.tables.contains_key(&number) {
                tables.insert(number, table);
            }
        }
        let form = asker.text(|| MergePlace::Form, [form, &mine.form, &theirs.form]);
        Disclosure {
            keys: mine.keys.clone(),
            carried: [mine, theirs, self.base].iter().find(|one| one.form == form).and_then(|one| one.carried.clone()),
            form,
            kind: asker.value(|| MergePlace::Kind, [kind, &mine.kind, &theirs.kind], |_, kind| kind.name().to_owned()),
            body: asker.text(|| MergePlace::Body, [body, &mine.body, &theirs.body]),
            year: asker.value(|| MergePlace::Year, [year, &mine.year, &theirs.year], |_, year| year.to_string()),
            tables,
            comments: review::comments(asker, [comments, &mine.comments, &theirs.comments]),
            prior: asker.map(
                |cell| MergePlace::Prior(cell.clone()),
                [prior, &mine.prior, &theirs.prior],
                |asker, amount| asker.amount_text(Some(*amount)),
            ),
            slots: asker.map(
                |key| MergePlace::Slot(key.clone()),
                [slots, &mine.slots, &theirs.slots],
                |asker, value| match value {
                    SlotValue::Text(text) => text.clone(),
                    SlotValue::Amount(amount) => asker.amount_text(Some(*amount)),
                    SlotValue::Count(count) => count.to_string(),
                    SlotValue::Area(area) => area.to_string(),
                },
            ),
            last_reasons: offered([last_reasons, &mine.last_reasons, &theirs.last_reasons]),
            rewritten: asker.map(
                |key| MergePlace::Rewritten(key.clone()),
                [rewritten, &mine.rewritten, &theirs.rewritten],
                |_, rewording| rewording.text().to_owned(),
            ),
            orders: asker.map(
                |part| MergePlace::Order(*part),
                [orders, &mine.orders, &theirs.orders],
                |_, rows| format!("另排的次序（{} 个项目）", rows.len()),
            ),
            texts: self.parts(asker),
            performance: performance::performance(asker, [performance, &mine.performance, &theirs.performance]),
            acceptances: review::acceptances(asker, [acceptances, &mine.acceptances, &theirs.acceptances]),
            sign_offs: review::sign_offs(asker, [sign_offs, &mine.sign_offs, &theirs.sign_offs]),
            said: asker.map(
                |component| MergePlace::Said(*component),
                [said, &mine.said, &theirs.said],
                |_, said| match said {
                    Said::Complete => "填完了".to_owned(),
                    Said::Empty => "是空表".to_owned(),
                    Said::Absent => "不在文件里".to_owned(),
                },
            ),
            kept: all_kept([kept, &mine.kept, &theirs.kept]),
        }
    }

    /// The parts that are written as a whole.
    fn parts(&self, asker: &mut Asker<'_>) -> BTreeMap<Part, Vec<String>> {
        let (mine, theirs) = (self.mine, &self.theirs);
        let parts: BTreeSet<Part> = mine.texts.keys().chain(theirs.texts.keys()).copied().collect();
        let mut merged = BTreeMap::new();
        for part in parts {
            let texts = [self.base, mine, theirs].map(|disclosure| disclosure.texts.get(&part));
            let whole = match texts {
                [Some(base), Some(own), Some(other)] => {
                    Some(paragraphs::paragraphs(asker, part, [base.as_slice(), own, other]))
                }
                // Who writes a part as a whole leaves nothing of its sentences to whoever fills them in.
                [None, Some(whole), None] if self.fills(part, theirs) => {
                    let theirs_chosen = asker.ask(
                        MergePlace::Part(part),
                        whole.join("\n"),
                        "按句式生成，并填写或改写了句子".to_owned(),
                    );
                    (!theirs_chosen).then(|| whole.clone())
                }
                [None, None, Some(whole)] if self.fills(part, mine) => {
                    let theirs_chosen = asker.ask(
                        MergePlace::Part(part),
                        "按句式生成，并填写或改写了句子".to_owned(),
                        whole.join("\n"),
                    );
                    theirs_chosen.then(|| whole.clone())
                }
                [base, own, other] => {
                    let told = |_: &Asker<'_>, whole: &Option<&Vec<String>>| {
                        whole.map_or_else(|| "按句式生成".to_owned(), |whole| whole.join("\n"))
                    };
                    asker.value(|| MergePlace::Part(part), [&base, &own, &other], told).cloned()
                }
            };
            merged.extend(whole.map(|whole| (part, whole)));
        }
        merged
    }

    /// Whether `side` filled in or wrote anew a sentence of `part`.
    fn fills(&self, part: Part, side: &Disclosure) -> bool {
        let is_in_part = |key: &TextKey| {
            let template = self.form.sentences.as_ref();
            template.and_then(|template| template.part_of(&key.id)) == Some(part)
        };
        let slots = side.slots.keys().chain(self.base.slots.keys());
        let slots = slots.filter(|key| side.slots.get(key) != self.base.slots.get(key));
        let rewritten = side.rewritten.keys().chain(self.base.rewritten.keys());
        let rewritten = rewritten.filter(|key| side.rewritten.get(key) != self.base.rewritten.get(key));
        slots.chain(rewritten).any(is_in_part)
    }

    /// Asks about what one of the two states (公布数) over figures of which the other changed some: it was stated for
    /// another sum.
    fn ask_about_outdated(&self, asker: &mut Asker<'_>, merged: &mut Disclosure) {
        let sides = [self.mine, &self.theirs];
        let mut stated = Vec::new();
        for (number, table) in &merged.tables {
            for ((row, column), amount) in &table.stated {
                let cell = CellKey::new(*number, row.clone(), *column);
                let was = self.base.stated(&cell);
                let [own, other] = sides.map(|side| side.stated(&cell) == Some(*amount));
                if own != other && was != Some(*amount) {
                    stated.push((cell, *amount, own));
                }
            }
        }
        if stated.is_empty() {
            return;
        }
        let now = self.computed(merged, &stated);
        let then = sides.map(|side| self.computed(side, &stated));
        for (place, (cell, amount, is_own)) in stated.into_iter().enumerate() {
            let then = if is_own { &then[0] } else { &then[1] };
            let is_asked = asker.conflicts.iter().any(|conflict| conflict.place == MergePlace::Stated(cell.clone()));
            if is_asked || now[place] == then[place] {
                continue;
            }
            let kept = asker.figure_text(&cell, amount);
            let otherwise = sides[usize::from(is_own)].stated(&cell);
            let sum = || format!("由程序计算：{}", now[place].as_deref().unwrap_or_default());
            let sum = otherwise.map_or_else(sum, |amount| asker.figure_text(&cell, amount));
            let (own, other) = if is_own { (kept, sum) } else { (sum, kept) };
            let is_theirs = asker.ask(MergePlace::Stated(cell.clone()), own, other);
            if is_theirs == is_own {
                let stated = &mut merged.table_mut(cell.table).stated;
                match otherwise {
                    Some(amount) => stated.insert((cell.row, cell.column), amount),
                    None => stated.remove(&(cell.row, cell.column)),
                };
            }
        }
    }

    /// What the program computes in the cells, as it is shown; `None` where there is no such cell.
    fn computed<T>(&self, disclosure: &Disclosure, cells: &[(CellKey, T, bool)]) -> Vec<Option<String>> {
        let evaluation = evaluate(self.form, disclosure);
        let computed = cells.iter().map(|(cell, ..)| {
            let found = evaluation.find(self.form, disclosure, cell)?;
            Some(
                self.form
                    .unit_of_column(found.list, found.column)
                    .text(evaluation.values(found.list).computed(found.row, found.column)),
            )
        });
        computed.collect()
    }
}

#[cfg(test)]
mod tests;

/// Last year's reasons, which are only offered: where both have another, nobody is asked, and what is here stays.
fn offered([base, mine, theirs]: [&BTreeMap<TextKey, String>; 3]) -> BTreeMap<TextKey, String> {
    let keys: BTreeSet<&TextKey> = mine.keys().chain(theirs.keys()).collect();
    let merged = keys.into_iter().filter_map(|key| {
        let (was, own, other) = (base.get(key), mine.get(key), theirs.get(key));
        let kept = if own == was { other } else { own };
        Some((key.clone(), kept?.clone()))
    });
    merged.collect()
}

/// What the form has no place for: nobody can change it, and what either file keeps is kept.
fn all_kept([base, mine, theirs]: [&[Kept]; 3]) -> Vec<Kept> {
    let added = theirs.iter().filter(|kept| !base.contains(kept) && !mine.contains(kept));
    mine.iter().chain(added).cloned().collect()
}
