//! Sign-in names: 旺旺 nicks and the Alipay account that older exports print.

use super::fold::{bare, is_star};
use super::{email, mobile};

/// Words that stand in a nick column for "not shown". A word shared by strangers must never become a key.
const NOBODY: [&str; 6] = ["匿名", "匿名用户", "匿名买家", "未知", "无", "-"];

/// The nick when it may serve as a key: whole, not encrypted (`~…~`), not a word for nobody. Case is kept as printed.
#[must_use]
pub fn strong(raw: &str) -> Option<&str> {
    let nick = bare(raw);
    let encrypted = nick.len() > 1 && nick.starts_with('~') && nick.ends_with('~');
    let fits = !nick.is_empty()
        && nick.len() <= 256
        && !nick.chars().any(|c| is_star(c) || c.is_control())
        && !encrypted
        && !NOBODY.contains(&nick);
    fits.then_some(nick)
}

/// The Alipay account in normal form: an e-mail in lower case, or a mobile in E.164. `None` when masked or neither.
#[must_use]
pub fn alipay(raw: &str) -> Option<String> {
    if raw.contains(['@', '＠']) { email::normalise(raw) } else { mobile::classify(raw).into_full() }
}
