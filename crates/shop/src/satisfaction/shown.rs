//! Answers as scores, trends and control charts.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan as _};
use platform::Error;
use platform::http::ShopScope;
use rules::{Catalogue, Filter};
use science::quality::charts::{Chart, Sample, individuals, shares};
use science::quality::signals::{RuleSet, signals};
use science::satisfaction::{Measure, Score, score, trend};

use super::model::{
    ControlLimits, SatisfactionChange, SatisfactionCrowd, SatisfactionPage, SatisfactionPeriod, SatisfactionPoint,
    SatisfactionProduct, SatisfactionSeries, SatisfactionSlope,
};
use super::read::{Answer, Read, Source};
use super::words;
use crate::analysis::{Period, behind};
use crate::products::Product;
use crate::shops::Business;
use crate::value::label;
use crate::value::numbers::{count, decimals, float};

/// How often intervals hold the truth.
const LEVEL: f64 = 0.95;
/// Reviews below which a product is not held against others, and products that are told.
const PRODUCTS: (usize, usize) = (10, 20);

/// A period, with its first instant.
#[derive(Debug, Clone, Copy)]
struct Slot {
    start: Date,
    /// The last day.
    end: Date,
    began: i64,
    whole: bool,
}

/// What the answer is made with.
pub(super) struct Given<'g> {
    pub(super) business: &'g Business,
    pub(super) period: &'g Period,
    pub(super) by: SatisfactionPeriod,
    pub(super) scope: &'g ShopScope,
    pub(super) catalogue: &'g Catalogue,
    /// Products by shop and number.
    pub(super) products: &'g BTreeMap<(i64, String), Product>,
}

/// In the unit in which it is shown.
fn unit(measure: Measure, value: f64) -> f64 {
    match measure {
        Measure::Csat => decimals(1_000.0 * value, 1),
        Measure::Nps => decimals(value, 1),
        Measure::Ces => decimals(value, 2),
    }
}

/// The greatest answers of those who are not content and of those in between.
fn limits(measure: Measure) -> (i64, i64) {
    match measure {
        Measure::Csat => (2, 3),
        Measure::Nps => (6, 8),
        Measure::Ces => (3, 4),
    }
}

/// How many answers lie between two, both included.
fn within(values: &[i64], (from, to): (i64, i64)) -> i64 {
    count(values.iter().filter(|it| (from..=to).contains(*it)).count())
}

impl Given<'_> {
    /// The answer.
    ///
    /// # Errors
    /// Where no calendar reaches.
    pub(super) fn page(&self, read: &Read) -> Result<SatisfactionPage, Error> {
        let slots = self.slots()?;
        let told = Source::ALL.into_iter().filter_map(|source| Some((source, read.answers.get(&source)?)));
        Ok(SatisfactionPage {
            head: self.period.head(self.business, read.customers, words::definitions()),
            from: self.period.from,
            to: self.period.to,
            by: self.by,
            series: told.map(|(source, answers)| self.series(source, answers, &slots)).collect(),
            products: self.worst(read),
        })
    }

    /// The periods that touch the days.
    fn slots(&self) -> Result<Vec<Slot>, Error> {
        let (period, mut slots) = (self.period, Vec::new());
        let mut start = match self.by {
            SatisfactionPeriod::Month => period.from.first_of_month(),
            SatisfactionPeriod::Week => {
                let back = i64::from(period.from.weekday().since(Weekday::Monday));
                period.from.checked_sub(back.days()).map_err(Error::internal)?
            }
        };
        let step: Span = match self.by {
            SatisfactionPeriod::Month => 1.month(),
            SatisfactionPeriod::Week => 1.week(),
        };
        while start <= period.to {
            let next = start.checked_add(step).map_err(Error::internal)?;
            let (began, ended) = (self.business.start_of(start)?, self.business.start_of(next)?);
            let whole = start >= period.from && ended <= period.ended && ended <= period.now;
            let end = next.yesterday().map_err(Error::internal)?;
            slots.push(Slot { start, end, began, whole });
            start = next;
        }
        Ok(slots)
    }

    fn series(&self, source: Source, answers: &[Answer], slots: &[Slot]) -> SatisfactionSeries {
        let measure = source.measure();
        let values: Vec<i64> = answers.iter().map(|answer| answer.value).collect();
        let all = score(measure, &values, LEVEL);
        let mut by_slot: Vec<Vec<i64>> = vec![Vec::new(); slots.len()];
        for answer in answers {
            let place = slots.partition_point(|slot| slot.began <= answer.at).checked_sub(1);
            if let Some(own) = place.and_then(|place| by_slot.get_mut(place)) {
                own.push(answer.value);
            }
        }
        let trend = trend(measure, &by_slot, LEVEL);
        let controls = controls(measure, &by_slot, &trend.scores);
        let changes = std::iter::once(None).chain(trend.changes);
        let points = slots.iter().zip(&trend.scores).zip(changes).zip(controls);
        let (least, most) = measure.scale();
        let (limit, _) = limits(measure);
        let show = |value: Option<f64>| value.map(|value| unit(measure, value));
        SatisfactionSeries {
            key: source.key().to_owned(),
            label: label(words::source(source.key())),
            measure: measure.key().to_owned(),
            answers: whole(all.answers),
            outside: whole(all.outside),
            score: show(all.score),
            low: show(all.interval.map(|it| it.0)),
            high: show(all.interval.map(|it| it.1)),
            least,
            spread: (least..=most)
                .map(|answer| self.crowd(source, &answer.to_string(), &values, (answer, answer), self.period))
                .collect(),
            points: points
                .zip(&by_slot)
                .map(|((((slot, told), change), control), own)| SatisfactionPoint {
                    crowds: self.crowds(source, own, slot),
                    start: slot.start,
                    whole: slot.whole,
                    answers: whole(told.answers),
                    score: show(told.score),
                    low: show(told.interval.map(|it| it.0)),
                    high: show(told.interval.map(|it| it.1)),
                    change: change
                        .map(|it| SatisfactionChange { by: unit(measure, it.by), chance: decimals(it.chance, 4) }),
                    control,
                })
                .collect(),
            slope: trend.slope.map(|slope| SatisfactionSlope {
                by: unit(measure, slope.by),
                low: unit(measure, slope.interval.0),
                high: unit(measure, slope.interval.1),
                chance: decimals(slope.chance, 4),
            }),
            unhappy: within(&values, (least, limit)),
            rule: self.behind(source, |property| behind::at_most(property, limit), Vec::new(), self.period),
        }
    }

    /// Who was content, in between and not content in a period.
    fn crowds(&self, source: Source, own: &[i64], slot: &Slot) -> Vec<SatisfactionCrowd> {
        let (least, most) = source.measure().scale();
        let (unhappy, between) = limits(source.measure());
        let period =
            Period { from: slot.start.max(self.period.from), to: slot.end.min(self.period.to), ..*self.period };
        [("content", (between + 1, most)), ("between", (unhappy + 1, between)), ("unhappy", (least, unhappy))]
            .map(|(key, ends)| self.crowd(source, key, own, ends, &period))
            .into()
    }

    /// Who gave an answer between two, both included.
    fn crowd(
        &self,
        source: Source,
        key: &str,
        own: &[i64],
        (from, to): (i64, i64),
        period: &Period,
    ) -> SatisfactionCrowd {
        SatisfactionCrowd {
            key: key.to_owned(),
            answers: within(own, (from, to)),
            rule: self.behind(source, |property| behind::between(property, from, to), Vec::new(), period),
        }
    }

    /// Whose answer passes a test.
    fn behind(&self, source: Source, test: impl Fn(&str) -> Filter, more: Vec<Filter>, period: &Period) -> String {
        let (kind, mut filters) = match source {
            Source::Reviews => ("reviewed", vec![test("rating")]),
            Source::Survey(measure) => ("survey_answered", vec![behind::is("measure", measure.key()), test("score")]),
        };
        if more.is_empty() {
            filters.extend(behind::in_shops(self.scope));
        }
        filters.extend(more);
        rules::print(&behind::did(kind, filters, period), self.catalogue)
    }

    /// The products whose reviews are surely below the share of all others, the worst first.
    fn worst(&self, read: &Read) -> Vec<SatisfactionProduct> {
        let top = |values: &[i64]| values.iter().filter(|value| (4..=5).contains(*value)).count();
        let (all, content) =
            read.ratings.values().fold((0, 0), |(all, content), own| (all + own.len(), content + top(own)));
        let mut found: Vec<SatisfactionProduct> = read
            .ratings
            .iter()
            .filter(|(_, own)| own.len() >= PRODUCTS.0)
            .filter_map(|(key, own)| {
                let told = score(Measure::Csat, own, LEVEL);
                let (share, (low, high)) = (told.score?, told.interval?);
                let others = float(count(content - top(own))) / float(count(all - own.len()).max(1));
                let product = self.products.get(key).filter(|_| high < others)?;
                Some(SatisfactionProduct {
                    product_id: product.id,
                    number: product.number.clone(),
                    title: product.title.clone(),
                    answers: whole(told.answers),
                    score: unit(Measure::Csat, share),
                    low: unit(Measure::Csat, low),
                    high: unit(Measure::Csat, high),
                    rule: self.behind(
                        Source::Reviews,
                        |property| behind::at_most(property, 2),
                        behind::product(key.0, &key.1),
                        self.period,
                    ),
                })
            })
            .collect();
        found.sort_by(|a, b| a.score.total_cmp(&b.score).then(b.answers.cmp(&a.answers)));
        found.truncate(PRODUCTS.1);
        found
    }
}

/// What the control chart says of each period: of shares a p chart, of the others one of single values. Periods without answers
/// are no points of it.
fn controls(measure: Measure, answers: &[Vec<i64>], scores: &[Score]) -> Vec<Option<ControlLimits>> {
    let places: Vec<usize> =
        (0..scores.len()).filter(|at| scores.get(*at).is_some_and(|it| it.score.is_some())).collect();
    let chart = match measure {
        Measure::Csat => {
            let sample = |at: &usize| {
                let own = answers.get(*at).map(Vec::as_slice).unwrap_or_default();
                let of = |from: i64| float(count(own.iter().filter(|it| (from..=5).contains(*it)).count()));
                Sample { count: of(4), of: of(1) }
            };
            shares(&places.iter().map(sample).collect::<Vec<_>>(), None, false)
        }
        Measure::Nps | Measure::Ces => {
            let value = |at: &usize| scores.get(*at).and_then(|it| it.score).unwrap_or_default();
            individuals(&places.iter().map(value).collect::<Vec<_>>(), None).map(|both| both.values)
        }
    };
    let mut found = vec![None; scores.len()];
    let Ok(Chart { points, .. }) = chart else { return found };
    if points.len() < 3 {
        return found;
    }
    let told = signals(&points, RuleSet::WesternElectric);
    for (at, (place, point)) in places.iter().zip(&points).enumerate() {
        if let Some(slot) = found.get_mut(*place) {
            *slot = Some(ControlLimits {
                center: unit(measure, point.center),
                low: unit(measure, point.low),
                high: unit(measure, point.high),
                signals: told.iter().filter(|signal| signal.at == at).map(|signal| signal.rule).collect(),
            });
        }
    }
    found
}

fn whole(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
