//! Behaviours, sequences, filters and bounds.

use super::{Checking, MAX_COUNT};
use crate::problem::label;
use crate::{Aggregate, Behaviour, Bound, Code, Decimal, FactKind, Filter, Occasion, Sequence, Span, Step, Type, Unit};

impl<'a> Checking<'a> {
    pub(super) fn behaviour(&mut self, behaviour: &Behaviour) {
        self.window_of_facts(&behaviour.window);
        let Some(kind) = self.kind(&behaviour.kind) else { return };
        self.filter_of(behaviour.filter.as_ref(), kind);
        if behaviour.occasion != Occasion::Every && !behaviour.bounds.is_empty() {
            self.under("bounds", |this| {
                this.say(
                    Code::WrongBound,
                    label(
                        "首次或最近一次行为只问时间，不能再限定次数或金额。",
                        "The first or last of something is asked for its time only: no counts or sums with it.",
                    ),
                );
            });
        }
        for (at, bound) in behaviour.bounds.iter().enumerate() {
            self.under(&format!("bounds.{at}"), |this| this.bound(bound, kind));
        }
    }

    fn bound(&mut self, bound: &Bound, kind: &FactKind) {
        self.nodes += 1;
        match (&bound.property, bound.aggregate) {
            (None, Aggregate::Times) => {
                if bound.value.0 < 0 || bound.value.0 % Decimal::SCALE != 0 {
                    let found = bound.value.to_string();
                    self.under("value", |this| {
                        let message =
                            label("次数必须是不小于 0 的整数。", "A number of times is a whole number, not below 0.");
                        let problem = this.here(Code::WrongCount, message).found(&found);
                        this.problems.push(problem);
                    });
                }
            }
            (Some(_), Aggregate::Times) => self.under("property", |this| {
                this.say(
                    Code::WrongBound,
                    label("次数数的是行为本身，不带属性。", "Times counts the facts themselves, without a property."),
                );
            }),
            (None, _) => self.say(
                Code::WrongBound,
                label("请写出合计、最高、最低或平均的是哪个属性。", "Say which property is added up or compared."),
            ),
            (Some(name), _) => match kind.property(name) {
                None => self.unknown_property("property", kind, name),
                Some(property) if matches!(property.kind, Type::Number | Type::Money) => {}
                Some(property) => {
                    let words = property.kind.label();
                    let message = label(
                        format!("“{name}”是{}，只有数字和金额可以合计或比较大小。", words.zh),
                        format!("`{name}` is {}; only numbers and amounts can be added up.", words.en),
                    );
                    self.under("property", |this| this.say(Code::WrongBound, message));
                }
            },
        }
    }

    pub(super) fn sequence(&mut self, sequence: &Sequence) {
        self.window_of_facts(&sequence.window);
        let mut kinds = Vec::new();
        for (step, part) in [("first", &sequence.first), ("then", &sequence.then)] {
            self.under(step, |this| kinds.push(this.step(part)));
        }
        self.under("within", |this| this.span(sequence.within));
        let Some(name) = &sequence.same else { return };
        let [Some(first), Some(then)] = kinds.as_slice() else { return };
        match (first.property(name), then.property(name)) {
            (None, _) => self.unknown_property("same", first, name),
            (_, None) => self.unknown_property("same", then, name),
            (Some(one), Some(other)) if one.kind != other.kind => {
                let message = label(
                    format!("“{}”和“{}”的“{name}”类型不同，无法比较。", first.name, then.name),
                    format!("`{name}` is of different types in `{}` and `{}`.", first.name, then.name),
                );
                self.under("same", |this| this.say(Code::NotShared, message));
            }
            _ => {}
        }
    }

    fn step(&mut self, step: &Step) -> Option<&'a FactKind> {
        let kind = self.kind(&step.kind)?;
        self.filter_of(step.filter.as_ref(), kind);
        Some(kind)
    }

    fn span(&mut self, span: Span) {
        if matches!(span.unit, Unit::Months | Unit::Years) {
            self.say(
                Code::WrongSpan,
                label(
                    "月和年长短不一，间隔请用分钟、小时、天或周。",
                    "Months and years differ in length: use minutes, hours, days or weeks.",
                ),
            );
        }
        self.count("n", span.n, 1);
    }

    /// A number of units between `least` and [`MAX_COUNT`].
    pub(super) fn count(&mut self, step: &str, n: u32, least: u32) {
        if !(least..=MAX_COUNT).contains(&n) {
            let message = label(
                format!("数量必须在 {least} 到 {MAX_COUNT} 之间。"),
                format!("The number must be between {least} and {MAX_COUNT}."),
            );
            self.under(step, |this| {
                let problem = this.here(Code::WrongCount, message).found(&n.to_string());
                this.problems.push(problem);
            });
        }
    }

    fn filter_of(&mut self, filter: Option<&Filter>, kind: &FactKind) {
        if let Some(filter) = filter {
            self.under("filter", |this| this.filter(filter, kind));
        }
    }

    fn filter(&mut self, filter: &Filter, kind: &FactKind) {
        self.deeper(|this| match filter {
            Filter::All { filters } | Filter::Any { filters } => {
                for (at, part) in filters.iter().enumerate() {
                    this.under(&format!("filters.{at}"), |this| this.filter(part, kind));
                }
            }
            Filter::Not { filter } => this.under("filter", |this| this.filter(filter, kind)),
            Filter::Property { property: name, test } => match kind.property(name) {
                None => this.unknown_property("property", kind, name),
                Some(property) => {
                    this.under("test", |this| this.test(test, property.kind, &property.choices, false));
                }
            },
        });
    }
}
