//! How well a score puts those for whom something came true before those for whom it did not.

/// The area under the curve of receiver operating characteristics: the chance that one of those for whom it came true has
/// the higher score than one of the others, equals counting half. `None` when either are missing or a score is not a number.
#[must_use]
pub fn auc(scores: &[f64], came_true: &[bool]) -> Option<f64> {
    let mut ranked: Vec<(f64, bool)> = scores.iter().copied().zip(came_true.iter().copied()).collect();
    if ranked.iter().any(|(score, _)| score.is_nan()) {
        return None;
    }
    ranked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut wins, mut below, mut positive) = (0.0, 0.0, 0.0);
    for equals in ranked.chunk_by(|a, b| a.0 == b.0) {
        let yes = equals.iter().filter(|(_, came_true)| *came_true).count() as f64;
        let no = equals.len() as f64 - yes;
        wins += yes * (below + no / 2.0);
        below += no;
        positive += yes;
    }
    (positive > 0.0 && below > 0.0).then(|| wins / (positive * below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_count_half() {
        assert_eq!(auc(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true]), Some(0.75));
        assert_eq!(auc(&[1.0, 1.0, 1.0], &[false, true, true]), Some(0.5));
        assert_eq!(auc(&[1.0, 2.0], &[true, true]), None);
        assert_eq!(auc(&[f64::NAN, 2.0], &[true, false]), None);
    }
}
