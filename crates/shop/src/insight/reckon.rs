//! Reckoning an insight from the warehouse.

use std::collections::BTreeMap;

use platform::{Error, Instant};
use rules::{Catalogue, Decimal, Label, Names, Rule};
use science::crowds::{false_discovery, share, tgi, two_proportions};
use warehouse::{Cancel, Crowd, Distribution, Grouping, Key, Measure, Refusal, Warehouse};

use super::dimensions::{SPECS, Spec};
use super::model::{Bar, DimensionKind, Figure, Insight, People, ShownDimension, Strong};

/// Bars of a dimension at most.
const BARS: usize = 40;
/// Differences that are named.
const STRONGEST: usize = 8;
/// Differences that are named beside them because the crowd is asked for them.
const ASKED: usize = 4;
/// Differences of one dimension that are named.
const PER_DIMENSION: usize = 2;
/// A difference is named when so many of the crowd are behind it.
const BEHIND: u64 = 10;
/// Shares of a dimension add up to no more than this where nobody has several values, thousandths.
const SEVERAL: f64 = 1_010.0;
/// Among several values of everybody one is named when its part differs by a tenth, as a logarithm.
const APART: f64 = 0.095;
/// The rate of false discoveries below which a difference counts.
const RATE: f64 = 0.05;

/// A crowd and what it is compared with.
pub struct Crowds {
    /// The crowd.
    pub crowd: Crowd,
    /// What it is compared with.
    pub base: Crowd,
}

/// The names of dimensions in the order of the page; `wanted` or all of them.
///
/// # Errors
/// `invalid` for a dimension that there is not.
pub(super) fn chosen(wanted: Option<&[String]>) -> Result<Vec<&'static str>, Error> {
    let all: Vec<&'static str> = SPECS.iter().map(|spec| spec.key).collect();
    match wanted {
        None => Ok(all),
        Some(wanted) => {
            if wanted.iter().any(|key| !all.contains(&key.as_str())) {
                return Err(Error::invalid("dimensions", "unknown"));
            }
            Ok(all.into_iter().filter(|key| wanted.iter().any(|one| one == key)).collect())
        }
    }
}

/// Every dimension's name and words.
pub(super) fn dimensions() -> Vec<(&'static str, Label)> {
    SPECS.iter().map(|spec| (spec.key, spec.label())).collect()
}

/// How a crowd, which this rule says and which is asked for these names, differs from its base along these dimensions.
///
/// # Errors
/// When the warehouse refuses or the question is given up.
pub fn insight(
    warehouse: &Warehouse,
    catalogue: &Catalogue,
    (rule, names, crowds): (&Rule, &Names, &Crowds),
    dimensions: &[&'static str],
    now: i64,
    cancel: &Cancel,
) -> Result<Insight, Refusal> {
    let schema = warehouse.schema();
    let Crowds { crowd, base } = crowds;
    // Within the base, the crowd is compared with the rest of it: nobody is on both sides.
    let inside = crowd.and(base).len() == crowd.len();
    let asked: Vec<(&Spec, warehouse::Dimension)> = SPECS
        .iter()
        .filter(|spec| dimensions.contains(&spec.key))
        .filter_map(|spec| Some((spec, spec.dimension(&schema)?)))
        .collect();
    let looks: Vec<warehouse::Dimension> = asked.iter().map(|(_, look)| look.clone()).collect();
    let found = warehouse.distribution(crowd, base, &looks, now, BARS, cancel)?;
    let shown: Vec<ShownDimension> = asked
        .iter()
        .zip(found)
        .map(|((spec, _), found)| {
            (spec, if spec.of_everybody() { never(found, (crowd.len(), base.len())) } else { found })
        })
        .map(|(spec, found)| ShownDimension {
            key: spec.key.to_owned(),
            label: spec.label(),
            kind: spec.kind(),
            known: found.known,
            base_known: found.base_known,
            lacking: spec.lacking(),
            further: found.further,
            bars: whole(spec, found.bars)
                .iter()
                .map(|bar| {
                    let (value, label) = spec.bar(&bar.key, catalogue);
                    let shares = ((bar.customers, found.known), (bar.base_customers, found.base_known));
                    let rule = spec.rule(&bar.key, catalogue).map(|rule| rules::print(&rule, catalogue));
                    Bar { rule, ..raw(value, label, shares.0, shares.1) }
                })
                .collect(),
        })
        .collect();
    // The hours of a week are many and say again what hours and weekdays say: they are judged among themselves.
    let (mut weeks, mut shown): (Vec<_>, Vec<_>) =
        shown.into_iter().partition(|dimension| dimension.kind == DimensionKind::WeekHours);
    judge(&mut weeks, inside);
    judge(&mut shown, inside);
    let strongest = strongest(&shown, names);
    shown.extend(weeks);
    shown.sort_by_key(|one| SPECS.iter().position(|spec| spec.key == one.key).unwrap_or(SPECS.len()));
    Ok(Insight {
        at: Instant(now),
        rule: rules::print(rule, catalogue),
        segment: People { customers: crowd.len() },
        base: People { customers: base.len() },
        strongest,
        figures: figures(warehouse, crowds, now, cancel)?,
        dimensions: shown,
    })
}

/// Of how often something was done: who never did it, in the first band.
fn never(mut found: Distribution, (crowd, base): (u64, u64)) -> Distribution {
    let none = warehouse::Bar {
        key: Key::Index(0),
        customers: crowd.saturating_sub(found.known),
        base_customers: base.saturating_sub(found.base_known),
    };
    found.bars.retain(|bar| bar.key != none.key);
    found.bars.insert(0, none);
    Distribution { known: crowd, base_known: base, ..found }
}

/// The bars of a dimension; of the hours of a week all of them, those that nobody has too.
fn whole(spec: &Spec, bars: Vec<warehouse::Bar>) -> Vec<warehouse::Bar> {
    if spec.kind() != DimensionKind::WeekHours {
        return bars;
    }
    let found: BTreeMap<Key, warehouse::Bar> = bars.into_iter().map(|bar| (bar.key.clone(), bar)).collect();
    (0..7 * 24)
        .map(|spot| {
            let none = warehouse::Bar { key: Key::Index(spot), customers: 0, base_customers: 0 };
            found.get(&none.key).cloned().unwrap_or(none)
        })
        .collect()
}

fn raw(value: String, label: Label, crowd: (u64, u64), base: (u64, u64)) -> Bar {
    Bar {
        value,
        label,
        rule: None,
        customers: crowd.0,
        share: permille(crowd),
        base_customers: base.0,
        base_share: permille(base),
        tgi: tgi(crowd, base).map(tenths),
        significant: false,
        p: 1.0,
    }
}

/// To one decimal.
fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A share in thousandths, to one decimal.
fn permille(of: (u64, u64)) -> f64 {
    share(of).map_or(0.0, |share| tenths(share * 1_000.0))
}

/// Says of every bar whether its difference is more than chance.
fn judge(shown: &mut [ShownDimension], inside: bool) {
    let chances: Vec<f64> = shown
        .iter()
        .flat_map(|dimension| dimension.bars.iter().map(|bar| (dimension.known, dimension.base_known, bar)))
        .map(|(known, base_known, bar)| {
            let crowd = (bar.customers, known);
            let other = if inside {
                (bar.base_customers.saturating_sub(bar.customers), base_known.saturating_sub(known))
            } else {
                (bar.base_customers, base_known)
            };
            two_proportions(crowd, other)
        })
        .collect();
    let corrected = false_discovery(&chances);
    for (bar, p) in shown.iter_mut().flat_map(|dimension| &mut dimension.bars).zip(corrected) {
        bar.p = p;
        bar.significant = p <= RATE;
    }
}

/// By how much a bar stands out among those of its dimension. Where people have several values, as the weekdays on which
/// they bought, whoever does more has more of each: then a value counts by its part of all of them.
fn weight(dimension: &ShownDimension, bar: &Bar) -> Option<f64> {
    let sum = |of: fn(&Bar) -> f64| dimension.bars.iter().map(of).sum::<f64>();
    let (all, base) = (sum(|bar| bar.share), sum(|bar| bar.base_share));
    let several = all > SEVERAL || base > SEVERAL;
    let part = |share: f64, all: f64| if several { share * 1_000.0 / all.max(1.0) } else { share };
    // What nobody in the crowd has is as different as what one in twenty thousand has.
    let (share, other) = (part(bar.share, all).max(0.05), part(bar.base_share, base));
    let apart = (share / other).ln().abs();
    (other > 0.0 && (!several || apart >= APART)).then_some(share * apart)
}

/// The differences that stand out: by how much of the crowd's being different each accounts for. What the crowd's rule asks
/// for is no news, and of yes and no one says it all.
fn strongest(shown: &[ShownDimension], names: &Names) -> Vec<Strong> {
    let spec = |dimension: &ShownDimension| SPECS.iter().find(|spec| spec.key == dimension.key);
    let most = |dimension: &ShownDimension| if dimension.bars.len() == 2 { 1 } else { PER_DIMENSION };
    let mut found: Vec<(&ShownDimension, &Bar, f64)> = shown
        .iter()
        .filter(|dimension| !spec(dimension).is_some_and(Spec::is_echo))
        .flat_map(|dimension| dimension.bars.iter().map(move |bar| (dimension, bar)))
        .filter(|(_, bar)| bar.significant && bar.customers >= BEHIND && bar.base_share > 0.0)
        .filter_map(|(dimension, bar)| Some((dimension, bar, weight(dimension, bar)?)))
        .collect();
    found.sort_by(|a, b| b.2.total_cmp(&a.2));
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    found.retain(|(dimension, ..)| {
        let count = taken.entry(&dimension.key).or_default();
        *count += 1;
        *count <= most(dimension)
    });
    // What the crowd is asked for is no news: it stands behind the others, and takes the place of none.
    let asked = |dimension: &ShownDimension| spec(dimension).is_some_and(|spec| spec.is_asked(names));
    let (own, news): (Vec<_>, Vec<_>) = found.into_iter().partition(|(dimension, ..)| asked(dimension));
    let strong = |asked: bool| {
        move |(dimension, bar, _): (&ShownDimension, &Bar, f64)| Strong {
            dimension: dimension.key.clone(),
            value: bar.value.clone(),
            label: Label {
                zh: format!("{}：{}", dimension.label.zh, bar.label.zh),
                en: format!("{}: {}", dimension.label.en, bar.label.en),
            },
            share: bar.share,
            base_share: bar.base_share,
            tgi: bar.tgi.unwrap_or(0.0),
            customers: bar.customers,
            asked,
        }
    };
    let news = news.into_iter().take(STRONGEST).map(strong(false));
    news.chain(own.into_iter().take(ASKED).map(strong(true))).collect()
}

/// What the deals of a crowd come to.
#[derive(Debug, Clone, Copy, Default)]
struct Worth {
    people: i64,
    deals: i64,
    buyers: i64,
    amount: i64,
    pieces: i64,
}

fn worth(warehouse: &Warehouse, crowd: &Crowd, now: i64, cancel: &Cancel) -> Result<Worth, Refusal> {
    let schema = warehouse.schema();
    let people = i64::try_from(crowd.len()).unwrap_or(i64::MAX);
    let none = Worth { people, ..Worth::default() };
    let Some(kind) = schema.kind("dealt") else { return Ok(none) };
    let (Some(amount), Some(pieces)) = (schema.property(kind, "amount"), schema.property(kind, "quantity")) else {
        return Ok(none);
    };
    let grouping = Grouping {
        kind,
        filter: None,
        from: None,
        to: Some(now.saturating_add(1)),
        axes: Vec::new(),
        measures: vec![Measure::Facts, Measure::Customers, Measure::Sum(amount), Measure::Sum(pieces)],
        limit: 1,
    };
    let groups = warehouse.group(crowd, &grouping, cancel)?;
    let Some(group) = groups.first() else { return Ok(none) };
    let figure = |at: usize| group.values.get(at).copied().flatten().unwrap_or(Decimal(0)).0;
    let whole = |at: usize| figure(at) / Decimal::SCALE;
    Ok(Worth { people, deals: whole(0), buyers: whole(1), amount: figure(2), pieces: figure(3) })
}

fn figures(warehouse: &Warehouse, crowds: &Crowds, now: i64, cancel: &Cancel) -> Result<Vec<Figure>, Refusal> {
    let crowd = worth(warehouse, &crowds.crowd, now, cancel)?;
    let base = worth(warehouse, &crowds.base, now, cancel)?;
    // Ten-thousandths over a whole number, rounded half away from zero.
    let ratio = |sum: i64, of: i64| {
        (of > 0).then(|| {
            Decimal(
                (i128::from(sum) * 2 + i128::from(of)).div_euclid(i128::from(of) * 2).try_into().unwrap_or(i64::MAX),
            )
        })
    };
    /// A figure above the figure that it is divided by.
    type Ratio = fn(&Worth) -> (i64, i64);
    let rows: [(&str, &str, &str, Ratio); 6] = [
        ("buyers", "成交客户占比", "Share of buyers", |one| (one.buyers * Decimal::SCALE, one.people)),
        ("orders", "人均成交次数", "Deals per buyer", |one| (one.deals * Decimal::SCALE, one.buyers)),
        ("spend", "人均成交金额", "Spend per buyer", |one| (one.amount, one.buyers)),
        ("average_order", "客单价", "Average order", |one| (one.amount, one.deals)),
        ("pieces", "单均件数", "Pieces per deal", |one| (one.pieces, one.deals)),
        ("amount", "成交总额", "Deal amount", |one| (one.amount, 1)),
    ];
    Ok(rows
        .into_iter()
        .map(|(key, zh, en, of)| {
            let say = |one: &Worth| {
                let (sum, of) = of(one);
                ratio(sum, of)
            };
            let (segment, base) = (say(&crowd), say(&base));
            #[allow(clippy::as_conversions, clippy::cast_precision_loss, reason = "an index is shown rounded")]
            let tgi = match (segment, base) {
                (Some(one), Some(other)) if other.0 > 0 && key != "amount" => {
                    Some(tenths(100.0 * one.0 as f64 / other.0 as f64))
                }
                _ => None,
            };
            let text = |value: Option<Decimal>| value.map_or_else(String::new, |value| value.to_string());
            Figure {
                key: key.to_owned(),
                label: Label { zh: zh.to_owned(), en: en.to_owned() },
                segment: text(segment),
                base: text(base),
                tgi,
            }
        })
        .collect())
}
