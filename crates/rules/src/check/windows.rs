//! Windows: which are possible for facts, days, anniversaries and instants.

use super::Checking;
use super::values::backwards;
use crate::problem::label;
use crate::{Code, Moment, Type, Unit, Window};

impl Checking<'_> {
    /// A window for facts, which are of the past.
    pub(super) fn window_of_facts(&mut self, window: &Window) {
        self.under("window", |this| {
            if matches!(window, Window::Next { .. }) {
                this.say(
                    Code::LooksForward,
                    label(
                        "行为只能发生在过去，不能用 in next；请用 in last、since 等。",
                        "What customers did lies in the past: use `in last`, `since` and the like instead of `in next`.",
                    ),
                );
            }
            this.window(window);
        });
    }

    /// A window for an attribute that is a day, an anniversary or an instant.
    pub(super) fn window_of_attribute(&mut self, window: &Window, kind: Type) {
        self.under("window", |this| {
            let small = matches!(
                window,
                Window::Last { unit: Unit::Minutes | Unit::Hours, .. }
                    | Window::Next { unit: Unit::Minutes | Unit::Hours, .. }
                    | Window::Over { unit: Unit::Minutes | Unit::Hours, .. }
                    | Window::Ago { unit: Unit::Minutes | Unit::Hours, .. }
            );
            let instants = match window {
                Window::Since { from: moment } | Window::Before { to: moment } => is_instant(moment),
                Window::Between { from, to } => is_instant(from) || is_instant(to),
                _ => false,
            };
            let endless = matches!(
                window,
                Window::Ever | Window::Over { .. } | Window::Since { .. } | Window::Before { .. }
            );
            if kind != Type::Instant && (small || instants) {
                this.say(
                    Code::WrongWindow,
                    label(
                        "这是日期，没有时刻；请用天、周、月或年，以及 2026-11-11 这样的日期。",
                        "This is a calendar day without a time: use days, weeks, months or years, and days such as 2026-11-11.",
                    ),
                );
            } else if kind == Type::Anniversary && endless {
                this.say(
                    Code::WrongWindow,
                    label(
                        "纪念日每年都有，时间范围必须有首有尾，如 in next 7 days、in this month。",
                        "An anniversary comes every year: use a window with two ends, such as `in next 7 days` or `in this month`.",
                    ),
                );
            }
            this.window(window);
        });
    }

    fn window(&mut self, window: &Window) {
        match window {
            Window::Ever
            | Window::Current { .. }
            | Window::Previous { .. }
            | Window::Since { .. }
            | Window::Before { .. } => {}
            Window::Last { n, .. } | Window::Next { n, .. } | Window::Over { n, .. } => self.count("n", *n, 1),
            Window::Ago { from, to, .. } => {
                self.count("from", *from, 0);
                self.count("to", *to, 0);
                if from < to {
                    self.say(
                        Code::WrongOrder,
                        label(
                            "请先写较远的一端，如 5 to 3 days ago。",
                            "Write the farther end first, as in `5 to 3 days ago`.",
                        ),
                    );
                }
            }
            Window::Between { from, to } => {
                let backward = match (from, to) {
                    (Moment::Day(from), Moment::Day(to)) => from > to,
                    (Moment::Instant(from), Moment::Instant(to)) => from >= to,
                    // Where the day begins depends on the time zone: such a window is at worst empty.
                    _ => false,
                };
                if backward {
                    self.say(Code::WrongOrder, backwards());
                }
            }
        }
    }
}

const fn is_instant(moment: &Moment) -> bool {
    matches!(moment, Moment::Instant(_))
}
