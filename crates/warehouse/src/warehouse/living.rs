//! Live segments come, go and follow time.
//!
//! Absent from here: how they are kept right.

use rules::SetKind;

use super::{Question, Warehouse};
use crate::bits::Bits;
use crate::live::Live;
use crate::plan::Compiler;
use crate::{Cancel, Count, Crossing, Crowd, LiveSegment, Names, Preview, Refusal};

/// After how many milliseconds without a look at the clock much may have come due at once.
const LONG_SLEEP: i64 = 60_000;

impl Warehouse {
    /// Catches up with every expiry until `now`, exactly and in order; each crossing carries the instant that passed. A
    /// clock that was set back changes nothing until it has come up again.
    pub fn advance(&self, now: i64) -> Vec<Crossing> {
        let mut live = self.live.lock();
        let mut out = Vec::new();
        self.catch_up(&mut live, now, &mut out);
        out
    }

    /// Catches up with expiries. What touches many customers is reckoned on a copy, which shares what does not change, so
    /// that questions go on seeing the state before it and wait for nothing.
    pub(super) fn catch_up(&self, live: &mut Live, now: i64, out: &mut Vec<Crossing>) {
        if live.moves_by(now) || now.saturating_sub(live.now) > LONG_SLEEP && live.now != i64::MIN {
            let mut state = self.look();
            live.advance(&mut state, now, self.options.threads, out);
            self.inner.write().state = state;
        } else {
            live.advance(&mut self.inner.write().state, now, self.options.threads, out);
        }
    }

    /// When to call [`Self::advance`] next, if nothing new arrives.
    #[must_use]
    pub fn next_expiry(&self) -> Option<i64> {
        self.live.lock().next()
    }

    /// Makes a rule live, or another rule in its place, and answers everybody who crosses: for a new segment, who is in it,
    /// as having entered at `now`; also in segments that name it. Expiries that came due before are answered first.
    ///
    /// # Errors
    /// When the rule cannot be computed, names a segment that is not live, or would depend on itself: nothing has changed
    /// then, but for expiries.
    pub fn define(&self, segment: &LiveSegment, names: &dyn Names, now: i64) -> Result<Vec<Crossing>, Refusal> {
        let mut live = self.live.lock();
        let node = Compiler { layout: &self.look().layout, names, live: &*live }.node(&segment.rule)?;
        let mut out = Vec::new();
        self.catch_up(&mut live, now, &mut out);
        let mut inner = self.inner.write();
        live.learn(&inner.state);
        let now = live.now;
        let crossings = live.put(&mut inner.state, segment.id, &segment.rule, node, now, self.options.threads)?;
        live.mark_right(&mut inner.state);
        out.extend(crossings);
        Ok(out)
    }

    /// Replaces a live segment's rule: [`Self::define`] by another name, for one that is there.
    ///
    /// # Errors
    /// As [`Self::define`], and when it is not live.
    pub fn replace(&self, segment: &LiveSegment, names: &dyn Names, now: i64) -> Result<Vec<Crossing>, Refusal> {
        if self.look().plans.contains_key(&segment.id) {
            self.define(segment, names, now)
        } else {
            Err(Refusal::UnknownSegment(segment.id))
        }
    }

    /// As [`Self::define`] of a segment whose members were known before a restart: answers only what differs. Segments must
    /// be defined after those that they name.
    ///
    /// # Errors
    /// As [`Self::define`].
    pub fn define_after(
        &self,
        segment: &LiveSegment,
        members: &[i64],
        names: &dyn Names,
        now: i64,
    ) -> Result<Vec<Crossing>, Refusal> {
        let crossings = self.define(segment, names, now)?;
        let before: rustc_hash::FxHashSet<i64> = members.iter().copied().collect();
        let (own, mut others): (Vec<Crossing>, Vec<Crossing>) =
            crossings.into_iter().partition(|one| one.segment == segment.id);
        drop(own);
        let crowd = self.live_crowd(segment.id);
        let at = crowd.as_ref().map_or(now, Crowd::at);
        let mut inside = rustc_hash::FxHashSet::default();
        for customer in crowd.iter().flat_map(Crowd::customers) {
            inside.insert(customer);
            if !before.contains(&customer) {
                others.push(Crossing { at, customer, segment: segment.id, entered: true });
            }
        }
        let left = before.iter().filter(|customer| !inside.contains(customer));
        others.extend(left.map(|&customer| Crossing { at, customer, segment: segment.id, entered: false }));
        others.sort_unstable();
        Ok(others)
    }

    /// Ends a live segment. Nobody is said to leave it.
    ///
    /// # Errors
    /// While another segment names it.
    pub fn undefine(&self, id: i64) -> Result<(), Refusal> {
        let mut live = self.live.lock();
        let mut inner = self.inner.write();
        live.remove(&mut inner.state, id)?;
        live.mark_right(&mut inner.state);
        Ok(())
    }

    /// What replacing a live segment's rule by this one would do. Of one that is not live yet, everybody would enter.
    ///
    /// # Errors
    /// When somebody cancels.
    pub fn preview(&self, id: i64, question: &Question, now: i64, cancel: &Cancel) -> Result<Preview, Refusal> {
        let after = self.crowd(question, now, cancel)?;
        let size = after.len();
        let Some(before) = self.live_crowd(id) else { return Ok(Preview { enter: size, leave: 0, size, at: now }) };
        let parts = Crowd::parts([&before, &after]);
        let part = |place: usize| parts.get(place).copied().unwrap_or(0);
        Ok(Preview { enter: part(0b10), leave: part(0b01), size, at: now })
    }

    /// The live segments that a customer is in, rising.
    #[must_use]
    pub fn segments_of(&self, customer: i64) -> Vec<i64> {
        let inner = self.inner.read();
        let Some(seat) = inner.seat(customer) else { return Vec::new() };
        let Some(page) = inner.state.page(seat) else { return Vec::new() };
        let inside = page.members.iter().filter(|(_, rows)| rows.has(seat.place()));
        let mut ids: Vec<i64> = inside.map(|(&id, _)| id).collect();
        ids.sort_unstable();
        ids
    }

    /// Whether there is this customer.
    #[must_use]
    pub fn knows(&self, customer: i64) -> bool {
        self.inner.read().seat(customer).is_some()
    }

    /// Whether a customer is in a live segment, a list or a group.
    #[must_use]
    pub fn is_in(&self, customer: i64, kind: SetKind, id: i64) -> bool {
        let inner = self.inner.read();
        let Some(seat) = inner.seat(customer) else { return false };
        let Some(page) = inner.state.page(seat) else { return false };
        let rows = if kind == SetKind::Segment { page.members.get(&id) } else { page.sets.get(&(kind, id)) };
        rows.is_some_and(|rows| rows.has(seat.place()))
    }

    /// The live segments' identifiers, rising.
    #[must_use]
    pub fn live(&self) -> Vec<i64> {
        self.live.lock().ids()
    }

    /// The live segments with their rules, rising.
    #[must_use]
    pub fn live_segments(&self) -> Vec<LiveSegment> {
        self.live.lock().rules()
    }

    /// How many are in a live segment, and as of when.
    #[must_use]
    pub fn size(&self, id: i64) -> Option<Count> {
        let state = self.look();
        state.plans.get(&id)?;
        let customers =
            state.pages().filter_map(|(_, _, page)| page.members.get(&id)).map(|rows| rows.len() as u64).sum();
        Some(Count { customers, at: state.right.0, position: state.position })
    }

    /// Who is in a live segment.
    #[must_use]
    pub fn live_crowd(&self, id: i64) -> Option<Crowd> {
        let state = self.look();
        state.plans.get(&id)?;
        Some(self.kept_crowd(state, |page| page.members.get(&id)))
    }

    /// Who is in a list or group.
    #[must_use]
    pub fn set_crowd(&self, kind: SetKind, id: i64) -> Crowd {
        self.kept_crowd(self.look(), |page| page.sets.get(&(kind, id)))
    }

    fn kept_crowd(
        &self,
        state: crate::state::State,
        rows: impl Fn(&crate::page::Page) -> Option<&std::sync::Arc<crate::bits::Few>>,
    ) -> Crowd {
        let none = std::sync::Arc::new(crate::bits::Few::of(&Bits::new()));
        let of = |page: &std::sync::Arc<crate::page::Page>| rows(page).unwrap_or(&none).clone();
        let rows = state.shards.iter().map(|pages| pages.iter().map(of).collect()).collect();
        let at = if state.right.0 == i64::MAX { 0 } else { state.right.0 };
        Crowd { at, state, rows, threads: self.options.threads }
    }
}
