//! Work on many pages, spread over threads.
//!
//! Absent from here: a pool that outlives a question. Starting threads takes some ten microseconds.

use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;

use crate::{Cancel, Refusal};

/// Does the same with every item, on up to so many threads, and gives the answers in the items' order. Stops between items
/// when somebody cancels.
pub(crate) fn over<T: Sync, A: Send, S: Default>(
    items: &[T],
    threads: usize,
    cancel: &Cancel,
    work: impl Fn(&T, &mut S) -> A + Sync,
) -> Result<Vec<A>, Refusal> {
    let threads = threads.min(items.len()).max(1);
    if threads == 1 {
        let mut scratch = S::default();
        return items
            .iter()
            .map(|item| {
                cancel.check()?;
                Ok(work(item, &mut scratch))
            })
            .collect();
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let run = || {
        let mut scratch = S::default();
        let mut own = Vec::new();
        while !cancel.is_cancelled() {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { break };
            own.push((at, work(item, &mut scratch)));
        }
        done.lock().append(&mut own);
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(run);
        }
        run();
    });
    cancel.check()?;
    let mut done = done.into_inner();
    done.sort_unstable_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, answer)| answer).collect())
}

/// Does the same with every item, taking it, on up to so many threads, and gives the answers in the items' order.
pub(crate) fn each<T: Send, A: Send, S: Default>(
    items: Vec<T>,
    threads: usize,
    work: impl Fn(T, &mut S) -> A + Sync,
) -> Vec<A> {
    let threads = threads.min(items.len()).max(1);
    if threads == 1 {
        let mut scratch = S::default();
        return items.into_iter().map(|item| work(item, &mut scratch)).collect();
    }
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let waiting = Mutex::new(items.into_iter().enumerate());
    let run = || {
        let mut scratch = S::default();
        let mut own = Vec::new();
        loop {
            let Some((at, item)) = waiting.lock().next() else { break };
            own.push((at, work(item, &mut scratch)));
        }
        done.lock().append(&mut own);
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(run);
        }
        run();
    });
    let mut done = done.into_inner();
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, answer)| answer).collect()
}
