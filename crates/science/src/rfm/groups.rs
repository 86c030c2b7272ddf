//! The eight groups of the trade: high or low in each of the three, with a name in both languages.

use super::{Buyer, Cell};

/// One of the eight groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 重要价值: recent, frequent, high.
    Champion,
    /// 重要发展: recent and high, but not frequent.
    Develop,
    /// 重要保持: frequent and high, but not recent.
    Keep,
    /// 重要挽留: high, but neither recent nor frequent.
    WinBack,
    /// 一般价值: recent and frequent, but low.
    Regular,
    /// 一般发展: recent only.
    Newcomer,
    /// 一般保持: frequent only.
    Fading,
    /// 一般挽留: none of the three.
    Lost,
}

impl Group {
    /// All eight, the most valuable first.
    pub const ALL: [Self; 8] = [
        Self::Champion,
        Self::Develop,
        Self::Keep,
        Self::WinBack,
        Self::Regular,
        Self::Newcomer,
        Self::Fading,
        Self::Lost,
    ];

    /// The group of who is recent, frequent, high.
    #[must_use]
    pub fn of(recent: bool, frequent: bool, high: bool) -> Self {
        match (high, recent, frequent) {
            (true, true, true) => Self::Champion,
            (true, true, false) => Self::Develop,
            (true, false, true) => Self::Keep,
            (true, false, false) => Self::WinBack,
            (false, true, true) => Self::Regular,
            (false, true, false) => Self::Newcomer,
            (false, false, true) => Self::Fading,
            (false, false, false) => Self::Lost,
        }
    }

    /// A word for keys and files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Champion => "champion",
            Self::Develop => "develop",
            Self::Keep => "keep",
            Self::WinBack => "win_back",
            Self::Regular => "regular",
            Self::Newcomer => "newcomer",
            Self::Fading => "fading",
            Self::Lost => "lost",
        }
    }

    /// The group of a key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.key() == key)
    }

    /// Its name in Chinese and in English.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Champion => ("重要价值客户", "Champions"),
            Self::Develop => ("重要发展客户", "Valuable, to develop"),
            Self::Keep => ("重要保持客户", "Valuable, to keep"),
            Self::WinBack => ("重要挽留客户", "Valuable, to win back"),
            Self::Regular => ("一般价值客户", "Regular, low value"),
            Self::Newcomer => ("一般发展客户", "Recent, low value"),
            Self::Fading => ("一般保持客户", "Frequent once, low value"),
            Self::Lost => ("一般挽留客户", "Lost, low value"),
        }
    }
}

/// From where on a value is high.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Recent: at most this long ago, in the unit of [`Buyer::recency`].
    pub recency: i64,
    /// Frequent: at least so many purchases.
    pub frequency: u64,
    /// High: at least so much, in minor units.
    pub monetary: i64,
}

/// What parts high from low.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Values that the shop chose.
    Values(Thresholds),
    /// At least these scores.
    Scores(Cell),
    /// At least the mean of everybody; of recency, at most. The trade's usual way.
    Mean,
    /// At least the median of everybody, of the two in the middle the better; of recency, at most.
    Median,
}

impl Cut {
    /// The group of each customer, in the order given. `cells` are their scores, used by [`Cut::Scores`] only; without them
    /// a score counts as 0.
    #[must_use]
    pub fn groups(&self, buyers: &[Buyer], cells: &[Cell]) -> Vec<Group> {
        let by_values = |limits: Thresholds| {
            let group = |buyer: &Buyer| {
                Group::of(
                    buyer.recency <= limits.recency,
                    buyer.frequency >= limits.frequency,
                    buyer.monetary >= limits.monetary,
                )
            };
            buyers.iter().map(group).collect()
        };
        match self {
            Self::Values(limits) => by_values(*limits),
            Self::Mean | Self::Median => by_values(self.thresholds(buyers).unwrap_or_default()),
            Self::Scores(least) => {
                let none = Cell { recency: 0, frequency: 0, monetary: 0 };
                let cell = |at: usize| cells.get(at).copied().unwrap_or(none);
                let group = |cell: Cell| {
                    Group::of(
                        cell.recency >= least.recency,
                        cell.frequency >= least.frequency,
                        cell.monetary >= least.monetary,
                    )
                };
                (0..buyers.len()).map(|at| group(cell(at))).collect()
            }
        }
    }

    /// The values that part high from low; `None` when scores do, or when there is nobody to take a mean of.
    #[must_use]
    pub fn thresholds(&self, buyers: &[Buyer]) -> Option<Thresholds> {
        let n = i128::try_from(buyers.len()).ok().filter(|n| *n > 0)?;
        match self {
            Self::Values(limits) => Some(*limits),
            Self::Scores(_) => None,
            Self::Mean => {
                let sum = |value: fn(&Buyer) -> i128| buyers.iter().map(value).sum::<i128>();
                // Whole values: at most the mean is at most its floor, at least the mean at least its ceiling.
                let ceiling = |sum: i128| sum.div_euclid(n) + i128::from(sum.rem_euclid(n) > 0);
                Some(Thresholds {
                    recency: whole(sum(|buyer| i128::from(buyer.recency)).div_euclid(n)),
                    frequency: u64::try_from(ceiling(sum(|buyer| i128::from(buyer.frequency)))).unwrap_or(u64::MAX),
                    monetary: whole(ceiling(sum(|buyer| i128::from(buyer.monetary)))),
                })
            }
            Self::Median => Some(Thresholds {
                recency: better(buyers.iter().map(|buyer| std::cmp::Reverse(buyer.recency)))?.0,
                frequency: better(buyers.iter().map(|buyer| buyer.frequency))?,
                monetary: better(buyers.iter().map(|buyer| buyer.monetary))?,
            }),
        }
    }
}

impl Default for Thresholds {
    /// Where nobody is high by accident: what a cut falls back to when there is nobody.
    fn default() -> Self {
        Self { recency: i64::MIN, frequency: u64::MAX, monetary: i64::MAX }
    }
}

fn whole(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

/// The middle value; of two in the middle the greater.
fn better<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    let middle = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable(middle).1)
}
