//! Windows and lengths of time.

use crate::{Moment, Period, Unit, Window};

/// `90 days`.
pub(super) fn length(n: u32, unit: Unit) -> String {
    let unit = match unit {
        Unit::Minutes => "minute",
        Unit::Hours => "hour",
        Unit::Days => "day",
        Unit::Weeks => "week",
        Unit::Months => "month",
        Unit::Years => "year",
    };
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

/// A window as an adverb; empty for ever.
pub(super) fn when(window: Window) -> String {
    match window {
        Window::Ever => String::new(),
        Window::Last { n: 1, unit: Unit::Days }
        | Window::Next { n: 1, unit: Unit::Days }
        | Window::Current { period: Period::Day }
        | Window::Ago { from: 0, to: 0, .. } => "today".to_owned(),
        Window::Previous { period: Period::Day } => "yesterday".to_owned(),
        Window::Last { n, unit } => format!("in the last {}", length(n, unit)),
        Window::Next { n, unit } => format!("in the next {}", length(n, unit)),
        Window::Ago { from, to, unit } if from == to => format!("{} ago", length(from, unit)),
        Window::Ago { from, to, unit } => format!("{to} to {} ago", length(from, unit)),
        Window::Over { n, unit } => format!("at least {} ago", length(n, unit)),
        Window::Current { period } => format!("this {}", period_word(period)),
        Window::Previous { period } => format!("last {}", period_word(period)),
        Window::Since { from } => format!("since {}", moment(from)),
        Window::Before { to } => format!("before {}", moment(to)),
        Window::Between { from, to } if from == to => format!("on {}", moment(from)),
        Window::Between { from, to } => format!("from {} to {}", moment(from), moment(to)),
    }
}

const fn period_word(period: Period) -> &'static str {
    match period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
        Period::Quarter => "quarter",
        Period::Year => "year",
    }
}

fn moment(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::Instant(at) => at.strftime("%Y-%m-%d %H:%M:%S%.f UTC").to_string(),
    }
}
