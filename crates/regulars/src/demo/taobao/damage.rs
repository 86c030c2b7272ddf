//! Damage: what spreadsheets and hands do to exported rows, in a given share, so that mending can be shown.

use super::columns::Column;
use crate::demo::chance::{Chance, Stream};

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Damage {
    /// The number went through a spreadsheet: `2.03E+17`.
    #[default]
    LostDigits,
    /// The number is gone.
    NoNumber,
    /// The date is none: `2025-13-45 99:99:99`.
    BadDate,
}

/// Decides about the row of this order. Damage has a stream of its own, so the world does not change with it. Order
/// rows and item rows are decided apart (`lines`).
pub(super) fn strike(seed: u64, order: &str, lines: bool, has_dates: bool, permille: u32) -> Option<Damage> {
    if permille == 0 {
        return None;
    }
    let digits = order.get(6..).and_then(|digits| digits.parse::<u64>().ok()).unwrap_or(0);
    let mut chance = Chance::new(seed, Stream::Damage, digits * 2 + u64::from(lines));
    if chance.below(1_000) >= u64::from(permille) {
        return None;
    }
    let kinds: &[Damage] = if has_dates {
        &[Damage::LostDigits, Damage::LostDigits, Damage::NoNumber, Damage::BadDate]
    } else {
        &[Damage::LostDigits, Damage::LostDigits, Damage::NoNumber]
    };
    Some(chance.pick(kinds))
}

/// What the damaged cell says, when this column is the one that was struck.
pub(super) fn cell(damage: Damage, column: Column, number: &str) -> Option<String> {
    match (damage, column) {
        (Damage::LostDigits, Column::OrderNumber) => {
            let (first, rest) = number.split_at_checked(1)?;
            Some(format!("{first}.{}E+{}", rest.get(..2)?, number.len() - 1))
        }
        (Damage::NoNumber, Column::OrderNumber) => Some("=\"\"".to_owned()),
        (Damage::BadDate, Column::PlacedAt) => Some("2025-13-45 99:99:99".to_owned()),
        _ => None,
    }
}
