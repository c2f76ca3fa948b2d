//! Lists whose items are recognised in three disclosures: what came, went, changed and was put elsewhere.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::asked::{Asker, MergePlace};

/// A key by which items are one, `None` for an item that this key does not tell apart.
pub(super) type KeyOf<'a, T, K> = &'a dyn Fn(&T) -> Option<K>;

/// How the items of a list are merged.
pub(super) trait Items<T> {
    /// Where it is asked whether an item is there; `id` is the same in all three lists.
    fn place(&self, item: &T, id: usize) -> MergePlace;
    /// Where it is asked in which order they are.
    fn order(&self) -> MergePlace;
    /// An item in words.
    fn told(&self, asker: &Asker<'_>, item: &T) -> String;
    /// The item before anything was filled in, for one that both added.
    fn blank(&self, item: &T) -> T;
    fn merge(&self, asker: &mut Asker<'_>, id: usize, items: [&T; 3]) -> T;
}

/// The merged list. Items are one by the first of `keys` that says so, in their order where several have one key.
pub(super) fn list<T: PartialEq + Clone, K: Ord>(
    asker: &mut Asker<'_>,
    [base, mine, theirs]: [&[T]; 3],
    keys: &[KeyOf<'_, T, K>],
    items: &impl Items<T>,
) -> Vec<T> {
    let ids = Ids::of([base, mine, theirs], keys);
    let places = |ids: &[usize]| -> HashMap<usize, usize> { ids.iter().enumerate().map(|(p, id)| (*id, p)).collect() };
    let (own, other) = (places(&ids.mine), places(&ids.theirs));
    let mut merged: BTreeMap<usize, T> = BTreeMap::new();
    for id in 0..ids.count {
        let old = base.get(id);
        let (own, other) = (own.get(&id).map(|&place| &mine[place]), other.get(&id).map(|&place| &theirs[place]));
        merged.extend(one(asker, id, [old, own, other], items).map(|item| (id, item)));
    }
    let order = ids.order(asker, &merged, items);
    order.into_iter().filter_map(|id| merged.remove(&id)).collect()
}

/// The merged item, `None` where it is gone.
fn one<T: PartialEq + Clone>(
    asker: &mut Asker<'_>,
    id: usize,
    [old, own, other]: [Option<&T>; 3],
    items: &impl Items<T>,
) -> Option<T> {
    const GONE: &str = "（删除）";
    match (old, own, other) {
        (_, Some(own), Some(other)) if own == other => Some(own.clone()),
        (Some(old), Some(own), Some(other)) => Some(items.merge(asker, id, [old, own, other])),
        (None, Some(own), Some(other)) => Some(items.merge(asker, id, [&items.blank(own), own, other])),
        (None, item, None) | (None, None, item) => item.cloned(),
        (Some(_), None, None) => None,
        (Some(old), Some(own), None) => {
            let is_taken_out = own == old || {
                let told = items.told(asker, own);
                asker.ask(items.place(own, id), told, GONE.to_owned())
            };
            (!is_taken_out).then(|| own.clone())
        }
        (Some(old), None, Some(other)) => {
            let comes_back = other != old && {
                let told = items.told(asker, other);
                asker.ask(items.place(other, id), GONE.to_owned(), told)
            };
            comes_back.then(|| other.clone())
        }
    }
}

/// Which items of three lists are one: those of the base are counted from 0, others after them.
struct Ids {
    base: usize,
    mine: Vec<usize>,
    theirs: Vec<usize>,
    count: usize,
}

impl Ids {
    fn of<T, K: Ord>([base, mine, theirs]: [&[T]; 3], keys: &[KeyOf<'_, T, K>]) -> Self {
        let mut count = base.len();
        let mut fresh = || {
            count += 1;
            count - 1
        };
        let olds: Vec<usize> = (0..base.len()).collect();
        let own: Vec<Option<usize>> = partners(base, &olds, mine, &all(mine), keys);
        let mine_ids: Vec<usize> = own.iter().map(|id| id.unwrap_or_else(&mut fresh)).collect();
        let mut other = partners(base, &olds, theirs, &all(theirs), keys);
        // What both added and call the same is one.
        let added: Vec<usize> = (0..mine.len()).filter(|&place| own[place].is_none()).collect();
        let rest: Vec<usize> = (0..theirs.len()).filter(|&place| other[place].is_none()).collect();
        let both = partners(mine, &added, theirs, &rest, keys);
        for (&place, partner) in rest.iter().zip(rest.iter().map(|&place| both[place])) {
            other[place] = partner.map(|partner| mine_ids[partner]);
        }
        let theirs_ids = other.into_iter().map(|id| id.unwrap_or_else(&mut fresh)).collect();
        Self { base: base.len(), mine: mine_ids, theirs: theirs_ids, count }
    }

    /// The order of the merged items: that of the one who put what all have elsewhere. What only the other one has follows
    /// what it follows there.
    fn order<T>(&self, asker: &mut Asker<'_>, merged: &BTreeMap<usize, T>, items: &impl Items<T>) -> Vec<usize> {
        let (own, other): (BTreeSet<usize>, BTreeSet<usize>) =
            (self.mine.iter().copied().collect(), self.theirs.iter().copied().collect());
        let is_common =
            |id: &usize| *id < self.base && own.contains(id) && other.contains(id) && merged.contains_key(id);
        let common = |ids: &[usize]| -> Vec<usize> { ids.iter().copied().filter(is_common).collect() };
        let (mine, theirs) = (common(&self.mine), common(&self.theirs));
        let follows_theirs = if mine.is_sorted() {
            !theirs.is_sorted()
        } else {
            !theirs.is_sorted() && mine != theirs && {
                let told = |ids: &[usize]| {
                    let names = ids.iter().filter_map(|id| merged.get(id)).map(|item| items.told(asker, item));
                    names.collect::<Vec<_>>().join("、")
                };
                let (mine, theirs) = (told(&mine), told(&theirs));
                asker.ask(items.order(), mine, theirs)
            }
        };
        let (first, second) = if follows_theirs { (&self.theirs, &self.mine) } else { (&self.mine, &self.theirs) };
        let known: BTreeSet<usize> = first.iter().copied().collect();
        let mut after: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
        let mut last = None;
        for &id in second {
            if known.contains(&id) {
                last = Some(id);
            } else {
                after.entry(last).or_default().push(id);
            }
        }
        let mut order = after.remove(&None).unwrap_or_default();
        for &id in first {
            order.push(id);
            order.extend(after.remove(&Some(id)).unwrap_or_default());
        }
        order
    }
}

fn all<T>(items: &[T]) -> Vec<usize> {
    (0..items.len()).collect()
}

/// For each item of `new` its partner among the `olds` of `old`; only the `news` get one.
fn partners<T, K: Ord>(
    old: &[T],
    olds: &[usize],
    new: &[T],
    news: &[usize],
    keys: &[KeyOf<'_, T, K>],
) -> Vec<Option<usize>> {
    let mut partners: Vec<Option<usize>> = vec![None; new.len()];
    let mut is_used = vec![false; old.len()];
    for key in keys {
        let mut places: BTreeMap<K, VecDeque<usize>> = BTreeMap::new();
        for &place in olds.iter().filter(|&&place| !is_used[place]) {
            if let Some(key) = key(&old[place]) {
                places.entry(key).or_default().push_back(place);
            }
        }
        for &place in news {
            if partners[place].is_none() {
                let found = key(&new[place]).and_then(|key| places.get_mut(&key)?.pop_front());
                found.into_iter().for_each(|found| is_used[found] = true);
                partners[place] = found;
            }
        }
    }
    partners
}
