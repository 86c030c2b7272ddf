//! A comparison as it is told.

use platform::Id;
use science::lift::means::Estimate;
use science::lift::{Assignment, Group, Plan, Reading, Refusal};

use super::model::{LiftBefore, LiftEstimate, LiftGroup, LiftMeasure, LiftPage, LiftRatio};
use super::read::{Side, Sides};
use super::words;
use crate::analysis::Period;
use crate::shops::Business;
use crate::value::numbers::{count, decimals, float};

/// What is told of.
pub(super) struct Given<'g> {
    pub(super) business: &'g Business,
    pub(super) period: &'g Period,
    pub(super) before: &'g Period,
    pub(super) measure: LiftMeasure,
    /// The weights of control and treated, when lots were drawn.
    pub(super) drawn: Option<(u32, u32)>,
}

/// The mean of these; 0 of none.
fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / float(count(values.len())) }
}

/// An estimate, with this many decimals, of which one is `unit`.
fn estimate(found: &Estimate, unit: f64) -> LiftEstimate {
    let told = |value: f64| decimals(value * unit, 3);
    LiftEstimate {
        value: told(found.value),
        from: told(found.interval.0),
        to: told(found.interval.1),
        chance: decimals(found.chance, 6),
    }
}

impl Given<'_> {
    fn group(side: &Side) -> LiftGroup {
        LiftGroup {
            id: Id(side.id),
            name: side.name.clone(),
            live: side.live,
            customers: count(side.after.len()),
            mean: decimals(mean(&side.after), 3),
            before: decimals(mean(&side.before), 3),
        }
    }

    /// Reads the groups, when they may be read.
    pub(super) fn page(&self, sides: Sides) -> LiftPage {
        let Sides { control, treated, both } = sides;
        let all = control.after.len() + treated.after.len();
        let mut page = LiftPage {
            head: self.period.head(self.business, count(all), words::definitions()),
            measure: self.measure,
            randomised: self.drawn.is_some(),
            from: self.period.from,
            to: self.period.to,
            before_from: self.before.from,
            control: Self::group(&control),
            treated: Self::group(&treated),
            both: count(both),
            ratio: None,
            refused: None,
            difference: None,
            relative: None,
            adjusted: None,
            gone: None,
            always: None,
            detectable: None,
            beforehand: None,
            told: words::nothing(),
        };
        let side = |side: &'_ Side| -> (Vec<f64>, Vec<f64>) { (side.after.clone(), side.before.clone()) };
        let (one, other) = (side(&control), side(&treated));
        let assignment = self
            .drawn
            .map_or(Assignment::Observational, |(control, treated)| Assignment::Randomised { control, treated });
        let plan = Plan { planned: u64::try_from(all).unwrap_or(u64::MAX).max(2), ..Plan::default() };
        let read = Reading::new(
            Group { outcomes: &one.0, before: Some(&one.1) },
            Group { outcomes: &other.0, before: Some(&other.1) },
            assignment,
            &plan,
        );
        match read {
            Ok(reading) => self.read(&mut page, &reading),
            Err(refusal) => {
                if let Refusal::SampleRatio(check) = &refusal {
                    page.ratio = Some(ratio(check));
                }
                page.refused = Some(words::refused(&refusal));
            }
        }
        page
    }

    fn read(&self, page: &mut LiftPage, reading: &Reading) {
        page.ratio = reading.ratio.as_ref().map(ratio);
        page.difference = Some(estimate(&reading.difference, 1.0));
        page.relative = reading.relative.as_ref().map(|found| estimate(found, 1_000.0));
        page.beforehand = reading.beforehand.as_ref().map(|found| LiftBefore {
            difference: estimate(&found.difference, 1.0),
            standardised: found.standardised.map(|value| decimals(value, 3)),
        });
        let sure = |found: &LiftEstimate| found.from > 0.0 || found.to < 0.0;
        if reading.is_causal() {
            page.adjusted = reading.adjusted.as_ref().map(|(_, found)| estimate(found, 1.0));
            page.gone = reading.adjusted.as_ref().map(|(found, _)| decimals(found.gone * 1_000.0, 1));
            page.always = reading.always.as_ref().map(|found| LiftEstimate {
                value: decimals(found.value, 3),
                from: decimals(found.interval.0, 3),
                to: decimals(found.interval.1, 3),
                chance: decimals(found.chance, 6),
            });
            page.detectable = reading.detectable.map(|least| decimals(least, 3));
            page.told = match page.adjusted.or(page.difference) {
                Some(found) if sure(&found) => words::effect(found.value > 0.0),
                _ => words::no_effect(),
            };
        } else {
            // Austin, Statistics in Medicine 28, 2009.
            let balanced = page.beforehand.and_then(|found| found.standardised).is_none_or(|value| value.abs() <= 0.1);
            page.told = words::observational(balanced);
        }
    }
}

fn ratio(check: &science::lift::ratio::Check) -> LiftRatio {
    let expected = |at: usize| decimals(check.expected.get(at).copied().unwrap_or_default(), 1);
    LiftRatio { control: expected(0), treated: expected(1), chance: decimals(check.chance, 6), passes: check.passes() }
}
