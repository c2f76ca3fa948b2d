//! Work on many things at once, with the results in their order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// As much as the main thread usually has, so that what can be read there can be read here.
const STACK_SIZE: usize = 8 * 1024 * 1024;

/// Does `work` on all `items`, on all cores. Each time one is finished, `deliver` gets the results whose turn has come
/// (none, while an earlier one is awaited) and how many are finished; it may end it all.
///
/// The items are begun in their order, one after the other as cores become free, and not in batches: thus the first
/// results can be delivered while most of the items still wait.
pub fn in_order<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    deliver: impl FnMut(Vec<R>, usize) -> ControlFlow<()>,
) {
    let (sender, receiver) = channel();
    let next = AtomicUsize::new(0);
    let run = |sender: Sender<(usize, R)>| {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return };
            if sender.send((index, work(item))).is_err() {
                // Nobody receives any more.
                return;
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let mut workers = 0;
        for _ in 0..cores.min(items.len()) {
            let (sender, run) = (sender.clone(), &run);
            let worker = thread::Builder::new().stack_size(STACK_SIZE);
            workers += usize::from(worker.spawn_scoped(scope, move || run(sender)).is_ok());
        }
        if workers == 0 {
            run(sender.clone());
        }
        drop(sender);
        deliver_in_order(receiver, deliver);
    });
}

/// Delivers what comes from `receiver` in the order of its indices.
fn deliver_in_order<R>(receiver: Receiver<(usize, R)>, mut deliver: impl FnMut(Vec<R>, usize) -> ControlFlow<()>) {
    let mut early = BTreeMap::new();
    let mut delivered = 0;
    for (index, result) in receiver {
        early.insert(index, result);
        let finished = delivered + early.len();
        let mut ready = Vec::new();
        while let Some(result) = early.remove(&delivered) {
            ready.push(result);
            delivered += 1;
        }
        if deliver(ready, finished).is_break() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Condvar, Mutex};

    use super::*;

    #[test]
    fn results_come_in_order_and_all_of_them() {
        let items: Vec<usize> = (0..1000).collect();
        let (mut results, mut counts) = (Vec::new(), Vec::new());
        in_order(
            &items,
            |item| item * 2,
            |ready, finished| {
                results.extend(ready);
                counts.push(finished);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(results, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert_eq!(counts, (1..=1000).collect::<Vec<_>>());
        in_order(&[], |item: &usize| *item, |_, _| panic!("there is nothing to deliver"));
    }

    #[test]
    fn a_result_waits_for_those_before_it_and_no_longer() {
        let (sender, receiver) = channel();
        for index in [1, 0, 3, 4, 2] {
            sender.send((index, index)).unwrap();
        }
        drop(sender);
        let mut deliveries = Vec::new();
        deliver_in_order(receiver, |ready, finished| {
            deliveries.push((ready, finished));
            ControlFlow::Continue(())
        });
        assert_eq!(deliveries, [(vec![], 1), (vec![0, 1], 2), (vec![], 3), (vec![], 4), (vec![2, 3, 4], 5)]);
    }

    #[test]
    fn the_first_result_is_delivered_before_the_last_item_is_begun() {
        let items: Vec<usize> = (0..100).collect();
        let (is_delivered, delivery) = (Mutex::new(false), Condvar::new());
        let work = |&item: &usize| {
            if item == 99 {
                drop(delivery.wait_while(is_delivered.lock().unwrap(), |is_delivered| !*is_delivered).unwrap());
            }
        };
        in_order(&items, work, |ready, _| {
            *is_delivered.lock().unwrap() |= !ready.is_empty();
            delivery.notify_all();
            ControlFlow::Continue(())
        });
    }

    #[test]
    fn nothing_more_is_begun_once_nobody_wants_it() {
        let items: Vec<usize> = (0..100_000).collect();
        let begun = AtomicUsize::new(0);
        let work = |_: &usize| {
            begun.fetch_add(1, Ordering::Relaxed);
            thread::sleep(std::time::Duration::from_millis(1));
        };
        in_order(&items, work, |_, _| ControlFlow::Break(()));
        assert!(begun.into_inner() < items.len() / 10);
    }
}
