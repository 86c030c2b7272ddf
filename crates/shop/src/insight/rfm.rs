//! RFM: eight cells by whether recency, frequency and monetary are on the better side of the base's middle.

use rules::Label;
use warehouse::Rfm;

/// A cell: whether recent, frequent, high in value; and its words.
const CELLS: [(bool, bool, bool, &str, &str); 8] = [
    (true, true, true, "重要价值客户", "Champions"),
    (false, true, true, "重要唤回客户", "Valuable, to win back"),
    (true, false, true, "重要发展客户", "Valuable, to develop"),
    (false, false, true, "重要挽留客户", "Valuable, leaving"),
    (true, true, false, "一般价值客户", "Loyal, low value"),
    (false, true, false, "一般保持客户", "Loyal once, low value"),
    (true, false, false, "新客户", "New, low value"),
    (false, false, false, "流失客户", "Lost, low value"),
];

/// Where the middle of the base lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Middle {
    last: i64,
    times: u32,
    sum: i64,
}

fn middle<T: Copy + Ord + Default>(values: &[T]) -> T {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

impl Middle {
    pub(super) fn of(base: &[Rfm]) -> Self {
        let last: Vec<i64> = base.iter().flat_map(|part| part.last.iter().copied()).collect();
        let times: Vec<u32> = base.iter().flat_map(|part| part.times.iter().copied()).collect();
        let sum: Vec<i64> = base.iter().flat_map(|part| part.sum.iter().copied()).collect();
        Self { last: middle(&last), times: middle(&times), sum: middle(&sum) }
    }

    /// How many are in each cell.
    pub(super) fn count(&self, people: &[Rfm]) -> [u64; 8] {
        let mut counts = [0; 8];
        let each = people.iter().flat_map(|part| part.last.iter().zip(&part.times).zip(&part.sum));
        for ((last, times), sum) in each {
            let frequent = *times > self.times || *times == self.times && *times > 1;
            let (recent, high) = (*last >= self.last, *sum >= self.sum);
            let cell = CELLS.iter().position(|cell| (cell.0, cell.1, cell.2) == (recent, frequent, high));
            if let Some(count) = cell.and_then(|cell| counts.get_mut(cell)) {
                *count += 1;
            }
        }
        counts
    }
}

/// The words of a cell.
pub(super) fn label(cell: usize) -> Label {
    let (zh, en) = CELLS.get(cell).map_or(("", ""), |cell| (cell.3, cell.4));
    Label { zh: zh.to_owned(), en: en.to_owned() }
}
