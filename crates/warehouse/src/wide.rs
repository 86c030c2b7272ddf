//! Loops over many numbers at once, compiled for the widest registers that the machine has.
//!
//! The program is built for any x86-64, whose baseline counts bits one step at a time; measured, counting and joining sets
//! is five times faster with the registers of the last ten years. `pulp` picks the loop at run time, so no `unsafe` is
//! needed here.
//!
//! Absent from here: what the numbers are.

/// Runs a loop with the widest registers.
#[inline]
pub(crate) fn wide<A>(work: impl FnOnce() -> A) -> A {
    pulp::Arch::new().dispatch(work)
}
