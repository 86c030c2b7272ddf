//! The stages of a customer's life with the shop. How many go from stage to stage between two days is
//! [`crate::flows::flows`] of two looks.

/// A stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// 新客: bought for the first time a short while ago, once.
    New,
    /// 活跃: bought once, no longer new, not yet silent for long.
    Active,
    /// 复购: bought again.
    Repeat,
    /// 忠诚: bought often.
    Loyal,
    /// 沉睡: silent for long.
    Sleeping,
    /// 流失: silent for so long that few come back.
    Lost,
}

impl Stage {
    /// All, in the order of a life.
    pub const ALL: [Self; 6] = [Self::New, Self::Active, Self::Repeat, Self::Loyal, Self::Sleeping, Self::Lost];

    /// A word for keys and files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Active => "active",
            Self::Repeat => "repeat",
            Self::Loyal => "loyal",
            Self::Sleeping => "sleeping",
            Self::Lost => "lost",
        }
    }

    /// Its name in Chinese and in English.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::New => ("新客", "New"),
            Self::Active => ("活跃", "Active"),
            Self::Repeat => ("复购", "Repeat"),
            Self::Loyal => ("忠诚", "Loyal"),
            Self::Sleeping => ("沉睡", "Sleeping"),
            Self::Lost => ("流失", "Lost"),
        }
    }
}

/// Where stages part. The shop may move each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// New for so many days after the first purchase.
    pub new_days: i64,
    /// Asleep after more days of silence than these.
    pub sleeping_days: i64,
    /// Lost after more days of silence than these.
    pub lost_days: i64,
    /// Loyal from so many purchases on.
    pub loyal_purchases: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { new_days: 30, sleeping_days: 180, lost_days: 365, loyal_purchases: 4 }
    }
}

/// What a customer had bought until a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// Day of the first purchase.
    pub first: i64,
    /// Day of the last purchase.
    pub last: i64,
    /// Purchases.
    pub purchases: u64,
}

impl Life {
    /// What was bought until a day, of all days of purchase; `None` when nothing was.
    #[must_use]
    pub fn until(days: &[i64], today: i64) -> Option<Self> {
        let bought = || days.iter().copied().filter(|day| *day <= today);
        Some(Self { first: bought().min()?, last: bought().max()?, purchases: bought().count() as u64 })
    }
}

/// The stage on a day; `None` of who has not bought yet. Silence decides first, then how often was bought.
#[must_use]
pub fn stage(life: &Life, today: i64, limits: &Limits) -> Option<Stage> {
    if life.purchases == 0 || life.first > today {
        return None;
    }
    let silence = today.saturating_sub(life.last);
    Some(if silence > limits.lost_days {
        Stage::Lost
    } else if silence > limits.sleeping_days {
        Stage::Sleeping
    } else if life.purchases >= limits.loyal_purchases.max(1) {
        Stage::Loyal
    } else if life.purchases > 1 {
        Stage::Repeat
    } else if today.saturating_sub(life.first) <= limits.new_days {
        Stage::New
    } else {
        Stage::Active
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flows::flows;

    #[test]
    fn a_life_goes_through_the_stages() {
        let bought = [0, 40, 45, 100];
        let rows = [
            (-1, None),
            (0, Some(Stage::New)),
            (30, Some(Stage::New)),
            (31, Some(Stage::Active)),
            (40, Some(Stage::Repeat)),
            (100, Some(Stage::Loyal)),
            (280, Some(Stage::Loyal)),
            (281, Some(Stage::Sleeping)),
            (465, Some(Stage::Sleeping)),
            (466, Some(Stage::Lost)),
            (i64::MAX, Some(Stage::Lost)),
        ];
        for (today, expected) in rows {
            let found = Life::until(&bought, today).and_then(|life| stage(&life, today, &Limits::default()));
            assert_eq!(found, expected, "{today}");
        }
    }

    #[test]
    fn flows_join_two_days() {
        let shop: [(u32, &[i64]); 3] = [(1, &[0]), (2, &[0, 20]), (3, &[50])];
        let look = |today: i64| {
            let of = move |(customer, days): &(u32, &[i64])| {
                Some((*customer, stage(&Life::until(days, today)?, today, &Limits::default())?))
            };
            shop.iter().filter_map(of).collect::<Vec<_>>()
        };
        let told: Vec<_> = flows(look(10), look(60)).iter().map(|flow| (flow.from, flow.to, flow.customers)).collect();
        let (new, active, repeat) = (Some(Stage::New), Some(Stage::Active), Some(Stage::Repeat));
        assert_eq!(told, [(None, new, 1), (new, active, 1), (new, repeat, 1)]);
    }
}
