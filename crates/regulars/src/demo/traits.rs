//! What people answer when the shop asks them at the till or on its own site: how they like their tea, whom they give it to,
//! and whether they may be written to.

use serde_json::{Value, json};

use super::chance::Chance;

/// Under this key stands whether somebody agrees to be written to.
pub const AGREES: &str = "accepts_marketing";
/// How she likes her tea: one of [`TASTES`].
pub const TASTE: &str = "tea_taste";
/// Cups a day.
pub const CUPS: &str = "cups_a_day";
/// Whom she gives tea to.
pub const GIFTS_FOR: &str = "gifts_for";
/// What a present may cost.
pub const BUDGET: &str = "gift_budget";
/// Whether she buys for a company.
pub const COMPANY: &str = "buys_for_company";

/// The choices of [`TASTE`].
pub const TASTES: [&str; 4] = ["清香", "浓香", "花香", "陈香"];
const RECEIVERS: &[&str] = &["长辈", "朋友", "客户", "老师", "同事"];
const BUDGETS: &[i64] = &[10_000, 20_000, 30_000, 50_000, 80_000];

/// What somebody answers; most leave some questions out.
pub(crate) fn answers(chance: &mut Chance) -> Vec<(String, Value)> {
    let mut answers = Vec::new();
    let mut answer = |key: &str, value: Value| answers.push((key.to_owned(), value));
    if chance.happens(0.55) {
        answer(TASTE, json!(chance.pick(&TASTES)));
    }
    if chance.happens(0.35) {
        answer(CUPS, json!(chance.between(1, 8)));
    }
    if chance.happens(0.25) {
        let first = chance.pick(RECEIVERS);
        let second = chance.pick(RECEIVERS);
        let both = if first == second { vec![first] } else { vec![first, second] };
        answer(GIFTS_FOR, json!(both));
        answer(BUDGET, json!({ "amount": chance.pick(BUDGETS), "currency": "CNY" }));
    }
    if chance.happens(0.12) {
        answer(COMPANY, json!(chance.happens(0.5)));
    }
    answers
}
