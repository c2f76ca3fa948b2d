//! What is tried of random pairs and merges. Nothing here is computed or compared by the code that is tried: what differs
//! is known from what was done.

mod facts;
mod merged;
mod mutate;
mod random;

use std::ops::Range;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::{Form, FormLibrary};
use disclosure_engine::review::compare::{Comparison, compare, report_text};
use disclosure_engine::review::snapshot;
use fastrand::Rng;

pub use merged::try_merge;
use mutate::Hand;

/// Most things that are done to one side.
const MOST: usize = 6;

/// What every disclosure of the tests follows.
pub struct World {
    pub forms: FormLibrary,
    pub catalog: Catalog,
}

impl World {
    pub fn new() -> Self {
        Self { forms: FormLibrary::builtin().unwrap(), catalog: Catalog::builtin().unwrap() }
    }

    pub fn form(&self) -> &Form {
        self.forms.get(random::FORM).unwrap()
    }

    fn compared(&self, old: &Disclosure, new: &Disclosure) -> Comparison {
        let form = self.form();
        let [old, new] = [old, new].map(|disclosure| {
            let evaluation = evaluate(form, disclosure);
            snapshot(Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation })
        });
        compare(form, &old, &new)
    }
}

/// Compares pairs of disclosures. Returns how many differed in print.
pub fn pairs(seeds: Range<u64>) -> String {
    let world = World::new();
    let count = seeds.end - seeds.start;
    seeds.for_each(|seed| try_pair(&world, seed));
    format!("differences: {count} random pairs compared, in print and in what is not printed; each told as it is")
}

/// A random disclosure, and what two people make of it, each with what they did.
#[allow(dead_code)] // The soak tries them itself.
pub fn example(world: &World, seed: u64) -> (Disclosure, [(Disclosure, Vec<String>); 2]) {
    let mut rng = Rng::with_seed(seed);
    let base = random::disclosure(world.form(), &mut rng);
    let sides = ['a', 'b'].map(|side| {
        let mut hand = Hand::new(world.form(), &base, seed, side);
        hand.may_renumber = false;
        let mut made = base.clone();
        for _ in 0..rng.usize(1..=MOST) {
            hand.change(&mut made, &mut rng, false);
        }
        (made, hand.done)
    });
    (base, sides)
}

/// Changes `disclosure` as somebody does who looks for one thing to change, and tells what that was.
#[allow(dead_code)]
pub fn changed(form: &Form, disclosure: &Disclosure, seed: u64) -> (Disclosure, String) {
    let (mut rng, mut made) = (Rng::with_seed(seed), disclosure.clone());
    let mut hand = Hand::new(form, disclosure, seed, 'a');
    for _ in 0..20 {
        hand.change(&mut made, &mut rng, false);
        if hand.is_visible() {
            break;
        }
    }
    let done = hand.done.join(", ");
    (made, done)
}

/// Merges what two people did. Returns how much there was.
pub fn merges(seeds: Range<u64>) -> String {
    let world = World::new();
    let count = seeds.end - seeds.start;
    seeds.for_each(|seed| try_merge(&world, seed));
    format!("merges: {count} random ones; every change of either side was taken or asked about")
}

/// Compares a random disclosure with what a random hand makes of it.
pub fn try_pair(world: &World, seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let base = random::disclosure(world.form(), &mut rng);
    let count = rng.usize(0..=MOST);
    // Half of the pairs differ in nothing that is printed: with many changes they would hardly ever.
    let only_hidden = rng.bool();
    let fails = |kept: &dyn Fn(usize) -> bool| {
        let mut hand = Hand::new(world.form(), &base, seed, 'a');
        let mut new = base.clone();
        for at in 0..count {
            let mut own = Rng::with_seed(seed ^ (at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            if kept(at) {
                hand.change(&mut new, &mut own, only_hidden);
            }
        }
        let (there, back) = (world.compared(&base, &new), world.compared(&new, &base));
        let is_right = |found: &Comparison| found.is_empty() != hand.is_visible();
        let told = hand.done.join(", ");
        (!is_right(&there) || !is_right(&back)).then(|| format!("{told}\n{}", report_text(world.form(), &there)))
    };
    if fails(&|_| true).is_some() {
        let told = smallest(count, &fails);
        panic!("PAIR_SEED={seed}: {told}");
    }
}

/// What fails with the changes that are told to be kept.
type Fails<'a> = dyn Fn(&dyn Fn(usize) -> bool) -> Option<String> + 'a;

/// What fails with the fewest of `count` changes, one left out after the other.
fn smallest(count: usize, fails: &Fails<'_>) -> String {
    let mut left_out = vec![false; count];
    for at in 0..count {
        left_out[at] = true;
        left_out[at] = fails(&|at| !left_out[at]).is_some();
    }
    fails(&|at| !left_out[at]).unwrap_or_default()
}
