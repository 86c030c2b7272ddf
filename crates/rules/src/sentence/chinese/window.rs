//! Windows and lengths of time.

use super::super::Words;
use crate::{Moment, Period, Unit, Window};

/// `90天`.
pub(super) fn length(n: u32, unit: Unit) -> String {
    format!("{n}{}", unit_word(unit))
}

const fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Minutes => "分钟",
        Unit::Hours => "小时",
        Unit::Days => "天",
        Unit::Weeks => "周",
        Unit::Months => "个月",
        Unit::Years => "年",
    }
}

/// A window as the time at which something was done; empty for ever.
pub(super) fn during(words: &Words<'_>, window: Window) -> String {
    match window {
        Window::Ever => String::new(),
        Window::Since { from } => format!("{}以来", moment(words, from)),
        Window::Between { .. } => format!("{}期间", stretch(words, window)),
        window => stretch(words, window),
    }
}

/// A window as the time at which something lies: `在最近30天内`.
pub(super) fn lies(words: &Words<'_>, window: Window) -> String {
    match window {
        Window::Ever => "在此刻之前".to_owned(),
        window => format!("在{}", stretch(words, window)),
    }
}

fn stretch(words: &Words<'_>, window: Window) -> String {
    match window {
        Window::Ever => String::new(),
        Window::Last { n: 1, unit: Unit::Days } | Window::Next { n: 1, unit: Unit::Days } => "今天".to_owned(),
        Window::Last { n, unit } => format!("最近{}内", length(n, unit)),
        Window::Next { n, unit } => format!("未来{}内", length(n, unit)),
        Window::Ago { from: 0, to: 0, .. } => "今天".to_owned(),
        Window::Ago { from, to, unit } if from == to => format!("{}前的当天", length(from, unit)),
        Window::Ago { from, to, unit } => format!("{to}至{}前", length(from, unit)),
        Window::Over { n, unit } => format!("{}以前", length(n, unit)),
        Window::Current { period } => match period {
            Period::Day => "今天",
            Period::Week => "本周",
            Period::Month => "本月",
            Period::Quarter => "本季度",
            Period::Year => "今年",
        }
        .to_owned(),
        Window::Previous { period } => match period {
            Period::Day => "昨天",
            Period::Week => "上周",
            Period::Month => "上个月",
            Period::Quarter => "上个季度",
            Period::Year => "去年",
        }
        .to_owned(),
        Window::Since { from } => format!("{}及以后", moment(words, from)),
        Window::Before { to } => format!("{}之前", moment(words, to)),
        Window::Between { from, to } if from == to => moment(words, from),
        Window::Between { from, to } => format!("{}至{}", moment(words, from), moment(words, to)),
    }
}

fn moment(words: &Words<'_>, moment: Moment) -> String {
    match moment {
        Moment::Day(day) => words.day(day),
        Moment::Instant(at) => at.strftime("%Y-%m-%d %H:%M:%S%.f UTC").to_string(),
    }
}
