//! Amounts: whole minor units (分), rates in thousandths, discounts spread to the last unit.
//!
//! Absent from here: floats, and exchange between currencies.

/// What is left of `amount` at a rate of `keep` thousandths, rounded half up to a minor unit.
pub(crate) fn kept(amount: i64, keep: u16) -> i64 {
    narrow((i128::from(amount) * i128::from(keep) + 500).div_euclid(1000))
}

/// An intermediate result as an amount. Carts are limited so that none overflows; beyond that it saturates.
pub(crate) fn narrow(wide: i128) -> i64 {
    i64::try_from(wide).unwrap_or(if wide < 0 { i64::MIN } else { i64::MAX })
}

/// `each` for `count` pieces.
pub(crate) fn times(each: i64, count: u32) -> i64 {
    each.saturating_mul(i64::from(count))
}

/// Spreads `total` over parts in proportion to their weights, exactly: the shares add up to `total`, or to all the room
/// there is when that is less. Units that division leaves go to the largest remainders, then to the earlier part. A part
/// whose share exceeds its room takes its room, and the others share the rest in the same way.
pub(crate) fn spread(total: i64, parts: &[(i64, i64)]) -> Vec<i64> {
    // Most parts of carts are single lines.
    if let [(weight, room)] = parts {
        return vec![if *weight > 0 && *room > 0 { total.min(*room).max(0) } else { 0 }];
    }
    let mut shares = vec![0_i64; parts.len()];
    let mut open: Vec<(usize, i64, i64)> = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| part.0 > 0 && part.1 > 0)
        .map(|(at, part)| (at, part.0, part.1))
        .collect();
    let room: i64 = open.iter().map(|part| part.2).sum();
    let mut rest = total.min(room).max(0);
    while rest > 0 && !open.is_empty() {
        let given = proportional(rest, &open);
        let over = |at: usize| given.get(at).copied().unwrap_or(0) > open.get(at).map_or(0, |part| part.2);
        if !(0..open.len()).any(over) {
            for (part, share) in open.iter().zip(&given) {
                set(&mut shares, part.0, *share);
            }
            break;
        }
        let full: Vec<bool> = (0..open.len()).map(over).collect();
        for (part, _) in open.iter().zip(&full).filter(|(_, full)| **full) {
            set(&mut shares, part.0, part.2);
            rest -= part.2;
        }
        let mut filled = full.iter();
        open.retain(|_| !filled.next().copied().unwrap_or(false));
    }
    shares
}

/// Shares of `rest` by weight, with the largest remainders rounded up.
fn proportional(rest: i64, open: &[(usize, i64, i64)]) -> Vec<i64> {
    let weights: i128 = open.iter().map(|part| i128::from(part.1)).sum();
    let mut given = Vec::with_capacity(open.len());
    let mut remainders = Vec::with_capacity(open.len());
    for (at, part) in open.iter().enumerate() {
        let (share, remainder) = divided(rest, part.1, weights);
        given.push(share);
        remainders.push((remainder, at));
    }
    let short = rest - given.iter().sum::<i64>();
    remainders.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    for (_, at) in remainders.into_iter().take(usize::try_from(short).unwrap_or(0)) {
        if let Some(share) = given.get_mut(at) {
            *share += 1;
        }
    }
    given
}

/// `rest * weight / weights` and what is left over. Amounts are nearly always small enough to be divided as they are.
fn divided(rest: i64, weight: i64, weights: i128) -> (i64, i64) {
    match (rest.checked_mul(weight), i64::try_from(weights)) {
        (Some(product), Ok(weights)) => (product / weights, product % weights),
        _ => {
            let product = i128::from(rest) * i128::from(weight);
            (narrow(product / weights), narrow(product % weights))
        }
    }
}

fn set(shares: &mut [i64], at: usize, value: i64) {
    if let Some(share) = shares.get_mut(at) {
        *share = value;
    }
}

/// An amount as a person reads it: `¥23`, `¥23.50`, `JP¥1200`, `XTS 23.50`.
#[must_use]
pub fn shown(minor: i64, currency: &str) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let size = minor.unsigned_abs();
    let mark = match currency {
        "CNY" => "¥".to_owned(),
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "JP¥".to_owned(),
        other => format!("{other} "),
    };
    if matches!(currency, "JPY" | "KRW" | "VND") {
        return format!("{sign}{mark}{size}");
    }
    match size % 100 {
        0 => format!("{sign}{mark}{}", size / 100),
        rest => format!("{sign}{mark}{}.{rest:02}", size / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_is_spread_to_the_last_cent() {
        for (total, parts, shares) in [
            (100, vec![(1, 100), (1, 100), (1, 100)], vec![34, 33, 33]),
            (50, vec![(299, 999), (101, 999)], vec![37, 13]),
            (100, vec![(90, 20), (10, 999)], vec![20, 80]),
            (100, vec![(90, 20), (10, 30)], vec![20, 30]),
            (7, vec![(0, 9), (5, 9)], vec![0, 7]),
            (7, vec![], vec![]),
        ] {
            assert_eq!(spread(total, &parts), shares, "{total} over {parts:?}");
        }
    }

    #[test]
    fn amounts_are_read_easily() {
        for (minor, currency, text) in [
            (2300, "CNY", "¥23"),
            (2305, "CNY", "¥23.05"),
            (-5, "EUR", "-€0.05"),
            (1200, "JPY", "JP¥1200"),
            (5, "XTS", "XTS 0.05"),
        ] {
            assert_eq!(shown(minor, currency), text);
        }
    }

    #[test]
    fn rates_round_half_up() {
        assert_eq!([kept(5, 900), kept(15, 900), kept(9990, 885)], [5, 14, 8841]);
    }
}
