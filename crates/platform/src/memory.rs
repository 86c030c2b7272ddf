//! What departments hold in this process: one value of each type, shared by everything that has the same [`crate::App`].
//!
//! Absent from here: anything that cannot be made anew from the database.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// One value of each type. Cloning is cheap and shares the values.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>>);

impl Memory {
    /// The value of this type, made by `make` when there is none yet.
    pub fn get<T: Send + Sync + 'static>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        let mut values = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = values.get(&TypeId::of::<T>()).and_then(|value| Arc::clone(value).downcast::<T>().ok());
        held.unwrap_or_else(|| {
            let made = Arc::new(make());
            values.insert(TypeId::of::<T>(), Arc::clone(&made) as Arc<dyn Any + Send + Sync>);
            made
        })
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_one_value_that_clones_share() {
        let memory = Memory::default();
        let first = memory.get(|| 7_i64);
        let again = memory.clone().get(|| 8_i64);
        assert_eq!((*first, *again, memory.get(|| "text").len()), (7, 7, 4));
    }
}
