//! A catalogue that changed while everything is held: it grew, or it lost something.
//!
//! Absent from here: what new columns should know of what came before them; whoever extends reads that again.

use std::sync::Arc;

use rules::Catalogue;

use super::Warehouse;
use crate::layout::Layout;
use crate::live::Live;
use crate::state::State;
use crate::{Refusal, Schema, snapshot};

/// Which columns stay, by their places before.
pub(crate) struct Kept {
    pub(crate) attributes: Vec<usize>,
    /// By kind; nothing where every property stays.
    pub(crate) kinds: Vec<Option<Vec<usize>>>,
}

impl Warehouse {
    /// Takes in a catalogue that has more attributes, kinds or properties than before; new ones come after the old.
    /// Questions that were compiled before stay good.
    ///
    /// # Errors
    /// When something is gone, comes at another place or is of another type: then the warehouse is to be rebuilt.
    pub fn extend(&self, schema: Schema) -> Result<(), Refusal> {
        let live = self.live.lock();
        let mut inner = self.inner.write();
        let (old, new) = (inner.state.layout.schema.catalogue().clone(), schema.catalogue());
        for (at, one) in old.attributes.iter().enumerate() {
            let same = new
                .attributes
                .get(at)
                .is_some_and(|new| new.name == one.name && new.kind == one.kind && new.derived == one.derived);
            if !same {
                return Err(Refusal::Reshaped(one.name.clone()));
            }
        }
        for (at, kind) in old.kinds.iter().enumerate() {
            let same = new.kinds.get(at).filter(|new| new.name == kind.name);
            let Some(new) = same else { return Err(Refusal::Reshaped(kind.name.clone())) };
            for (place, one) in kind.properties.iter().enumerate() {
                if !new.properties.get(place).is_some_and(|new| new.name == one.name && new.kind == one.kind) {
                    return Err(Refusal::Reshaped(format!("{} of {}", one.name, kind.name)));
                }
            }
        }
        if schema.zone() != inner.state.layout.schema.zone() {
            return Err(Refusal::Reshaped("the time zone".to_owned()));
        }
        let layout = Arc::new(Layout::new(schema, Some(&inner.state.layout)));
        for page in inner.state.shards.iter_mut().flatten() {
            Arc::make_mut(page).extend(&layout);
        }
        inner.state.layout = layout;
        drop(live);
        Ok(())
    }

    /// The same without the attributes and properties that a catalogue has no more, and with room for what it has in
    /// addition, which comes after the rest. This one stays as it is, and questions that were compiled for it stay good for
    /// it; bitmaps and columns of attributes that stay are shared, the
    /// facts of kinds that lost a property are copied. Live segments are asked anew, at the instant that is right: nobody crosses.
    ///
    /// # Errors
    /// When what stays comes in another order, a kind is gone, or a live segment's rule names what is lost: then the
    /// warehouse is to be rebuilt.
    pub fn without(&self, schema: Schema) -> Result<Self, Refusal> {
        let (state, now, segments) = self.to_keep();
        let old = &state.layout;
        if schema.zone() != old.schema.zone() {
            return Err(Refusal::Reshaped("the time zone".to_owned()));
        }
        let kept = kept(old.schema.catalogue(), schema.catalogue())?;
        let layout = Layout::new(schema, Some(old));
        let mut narrow = State::new(layout, state.shards.len());
        narrow.position = state.position;
        for (pages, wide) in narrow.shards.iter_mut().zip(&state.shards) {
            pages.extend(wide.iter().map(|page| Arc::new(page.narrowed(&kept, &narrow.layout))));
        }
        let mut live = Live::new(narrow.shards.len());
        live.now = now;
        if now != i64::MIN {
            live.await_facts(&narrow, now);
        }
        live.learn(&narrow);
        for (id, rule, node) in segments {
            let mut sets = Vec::new();
            snapshot::ids(&node, &mut sets);
            live.restore(&mut narrow, id, &rule, &sets, self.options.threads)?;
        }
        Ok(Self::of(narrow, live, self.options))
    }
}

/// What of a catalogue another still has, which must begin with it.
fn kept(old: &Catalogue, new: &Catalogue) -> Result<Kept, Refusal> {
    let attribute = |at: &usize| {
        let one = old.attributes.get(*at)?;
        new.attribute(&one.name).filter(|new| new.kind == one.kind && new.derived == one.derived)
    };
    let attributes: Vec<usize> = (0..old.attributes.len()).filter(|at| attribute(at).is_some()).collect();
    for (new, at) in new.attributes.iter().zip(&attributes) {
        if old.attributes.get(*at).is_none_or(|old| old.name != new.name) {
            return Err(Refusal::Reshaped(new.name.clone()));
        }
    }
    let mut kinds = Vec::with_capacity(old.kinds.len());
    for (at, kind) in old.kinds.iter().enumerate() {
        let Some(new) = new.kinds.get(at).filter(|new| new.name == kind.name) else {
            return Err(Refusal::Reshaped(kind.name.clone()));
        };
        let stays = |one: &rules::Property| new.property(&one.name).is_some_and(|new| new.kind == one.kind);
        let places: Vec<usize> =
            kind.properties.iter().enumerate().filter(|(_, one)| stays(one)).map(|(place, _)| place).collect();
        for (new, place) in new.properties.iter().zip(&places) {
            if kind.properties.get(*place).is_none_or(|old| old.name != new.name) {
                return Err(Refusal::Reshaped(format!("{} of {}", new.name, kind.name)));
            }
        }
        kinds.push((places.len() < kind.properties.len()).then_some(places));
    }
    Ok(Kept { attributes, kinds })
}
