//! How far an answer is that takes a while: whoever asks names it, and may ask beside how far it is.
//!
//! What is told lives in this process alone and as long as the question: beside another process, or afterwards, nothing is.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use platform::App;
use serde::Serialize;
use utoipa::ToSchema;

/// Letters of a name at most.
const NAME: usize = 64;
/// Questions that are told of at a time; more are answered and not told of.
const MOST: usize = 1_000;

#[derive(Debug, Default)]
struct Told {
    /// Place in the steps of the question.
    step: AtomicUsize,
    done: AtomicI64,
}

/// The questions under way, by whose they are and how they are called.
#[derive(Debug, Default)]
struct Running(Mutex<HashMap<(String, String), Arc<Told>>>);

impl Running {
    fn of(app: &App) -> Arc<Self> {
        app.memory.get(Self::default)
    }
}

/// A question under way; its end is the end of telling.
#[derive(Debug)]
pub struct Progress {
    running: Arc<Running>,
    key: Option<(String, String)>,
    told: Arc<Told>,
}

impl Progress {
    /// Begins to tell of a question that `who` calls so; of one without a name nothing is told.
    #[must_use]
    pub fn begin(app: &App, who: &str, name: Option<&str>) -> Self {
        let (running, told) = (Running::of(app), Arc::new(Told::default()));
        let named = name.filter(|name| !name.is_empty() && name.len() <= NAME);
        let key = named.map(|name| (who.to_owned(), name.to_owned())).filter(|key| {
            let mut all = running.0.lock().unwrap_or_else(PoisonError::into_inner);
            let room = all.len() < MOST;
            if room {
                all.insert(key.clone(), Arc::clone(&told));
            }
            room
        });
        Self { running, key, told }
    }

    /// The question has come to this step.
    pub fn step(&self, place: usize) {
        self.told.done.store(0, Ordering::Relaxed);
        self.told.step.store(place, Ordering::Relaxed);
    }

    /// So much of the step is done.
    pub fn done(&self, done: i64) {
        self.told.done.store(done, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        let Some(key) = self.key.take() else { return };
        let mut all = self.running.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Another question of the same name may have begun meanwhile.
        if all.get(&key).is_some_and(|told| Arc::ptr_eq(told, &self.told)) {
            all.remove(&key);
        }
    }
}

/// How far a question is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = QuestionProgress)]
pub struct QuestionProgress {
    /// The step; null when the question is not under way here.
    pub step: Option<String>,
    /// Its place among all steps, from 0.
    pub place: i64,
    /// How many steps there are.
    pub steps: i64,
    /// What is done of the step, such as lines read; 0 where nothing is counted.
    pub done: i64,
}

/// How far the question is that `who` calls so, of these steps.
#[must_use]
pub fn progress(app: &App, who: &str, name: &str, steps: &[&str]) -> QuestionProgress {
    let running = Running::of(app);
    let all = running.0.lock().unwrap_or_else(PoisonError::into_inner);
    let told = all.get(&(who.to_owned(), name.to_owned()));
    let place = told.map_or(0, |told| told.step.load(Ordering::Relaxed)).min(steps.len().saturating_sub(1));
    QuestionProgress {
        step: told.and_then(|_| steps.get(place)).map(|step| (*step).to_owned()),
        place: i64::try_from(place).unwrap_or(0),
        steps: i64::try_from(steps.len()).unwrap_or(0),
        done: told.map_or(0, |told| told.done.load(Ordering::Relaxed)),
    }
}

#[cfg(test)]
mod tests {
    use platform::Error;
    use platform::testing::on_both;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_question_is_told_of_while_it_lasts_and_to_who_asked() {
        on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
            let told = |who: &str| {
                let found = progress(&app, who, "q", &["reading", "finding"]);
                (found.step, found.place, found.done)
            };
            let nothing = (None, 0, 0);
            assert_eq!(told("user 1"), nothing);
            let question = Progress::begin(&app, "user 1", Some("q"));
            question.done(30_000);
            assert_eq!(told("user 1"), (Some("reading".to_owned()), 0, 30_000));
            assert_eq!(told("user 2"), nothing);
            question.step(1);
            assert_eq!(told("user 1"), (Some("finding".to_owned()), 1, 0));
            let again = Progress::begin(&app, "user 1", Some("q"));
            drop(question);
            assert_eq!(told("user 1").0.as_deref(), Some("reading"));
            drop(again);
            assert_eq!(told("user 1"), nothing);
            drop(Progress::begin(&app, "user 1", None));
            Ok::<(), Error>(())
        })
        .await
        .unwrap();
    }
}
