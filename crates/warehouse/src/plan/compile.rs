//! From the tree of a rule to a plan: names are looked up, tests held against types. What makes no sense is refused.
//!
//! Absent from here: `now`.

use std::sync::Arc;

use rules::{Aggregate, Behaviour, Comparison, Decimal, Filter, Rule, Sequence, SetKind, Step, Test, Type, Value};

use super::{Body, BoundPlan, Did, FilterPlan, Leaf, Node, StepPlan, TagTest, Tester, Then};
use crate::dictionary::Dictionary;
use crate::layout::Layout;
use crate::packed::UNKNOWN;
use crate::pass::Pass;
use crate::{KindId, Names, Refusal, value};

/// Which live segments there are.
pub(crate) trait Live {
    /// Whether a live segment of this number is defined.
    fn is_live(&self, id: i64) -> bool;
}

/// Looks names up.
pub(crate) struct Compiler<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) names: &'a dyn Names,
    pub(crate) live: &'a dyn Live,
}

impl Compiler<'_> {
    /// The plan of a rule.
    pub(crate) fn node(&self, rule: &Rule) -> Result<Node, Refusal> {
        let parts = |rules: &[Rule]| rules.iter().map(|part| self.node(part)).collect::<Result<Vec<_>, _>>();
        let leaf = |body: Body| Node::Leaf(Arc::new(Leaf { rule: rule.clone(), body }));
        Ok(match rule {
            Rule::All { rules } => Node::All(parts(rules)?),
            Rule::Any { rules } => Node::Any(parts(rules)?),
            Rule::Not { rule } => Node::Not(Box::new(self.node(rule)?)),
            Rule::Is { attribute, test } => leaf(self.attribute(attribute, test)?),
            Rule::Did(behaviour) => leaf(Body::Did(self.behaviour(behaviour)?)),
            Rule::Then(sequence) => leaf(Body::Then(self.sequence(sequence)?)),
            Rule::In { set, name } => {
                let id = self.names.id(*set, name).ok_or_else(|| Refusal::UnknownSet(name.clone()))?;
                match set {
                    SetKind::Segment if self.live.is_live(id) => Node::Segment(id),
                    SetKind::Segment => return Err(Refusal::UnknownSegment(id)),
                    SetKind::List | SetKind::Group => Node::In(*set, id),
                }
            }
        })
    }

    fn attribute(&self, name: &str, test: &Test) -> Result<Body, Refusal> {
        let id = self.layout.schema.attribute(name).ok_or_else(|| Refusal::UnknownAttribute(name.to_owned()))?;
        let layout = self.layout.attribute(id).ok_or_else(|| Refusal::UnknownAttribute(name.to_owned()))?;
        if let Some(of) = layout.age_of {
            return match tester(test, Type::Number, &layout.dictionary).map_err(|why| wrong(name, why))? {
                Tester::Fixed(ages) => Ok(Body::Age { attribute: of.0, ages }),
                Tester::Characters { .. } | Tester::When(_) => Err(wrong(name, "an age is a number")),
            };
        }
        if layout.kind == Type::Tags {
            let codes = |values: &[Value]| {
                let code = |value: &Value| match value {
                    Value::Text(text) => Ok(layout.dictionary.code(text) as u32),
                    _ => Err(wrong(name, "tags are text")),
                };
                values.iter().map(code).collect::<Result<Vec<_>, _>>()
            };
            let test = match test {
                Test::Known => TagTest::Known,
                Test::OneOf { values } => TagTest::OneOf(codes(values)?),
                Test::AllOf { values } => TagTest::AllOf(codes(values)?),
                _ => return Err(wrong(name, "tags are asked with `in`, `has all` or `is known`")),
            };
            return Ok(Body::Tags { attribute: id.0, test });
        }
        let test = tester(test, layout.kind, &layout.dictionary).map_err(|why| wrong(name, why))?;
        Ok(Body::Is { attribute: id.0, kind: layout.kind, test })
    }

    fn kind(&self, name: &str) -> Result<KindId, Refusal> {
        self.layout.schema.kind(name).ok_or_else(|| Refusal::UnknownKind(name.to_owned()))
    }

    /// A property's number, and whether it is of items.
    fn property(&self, kind: KindId, name: &str) -> Result<(u16, bool), Refusal> {
        let unknown = || Refusal::UnknownProperty {
            kind: self
                .layout
                .schema
                .catalogue()
                .kinds
                .get(usize::from(kind.0))
                .map_or_else(String::new, |one| one.name.clone()),
            property: name.to_owned(),
        };
        let id = self.layout.schema.property(kind, name).ok_or_else(unknown)?;
        Ok((id.0, name.starts_with("item.")))
    }

    fn behaviour(&self, behaviour: &Behaviour) -> Result<Did, Refusal> {
        let kind = self.kind(&behaviour.kind)?;
        let bound = |bound: &rules::Bound| {
            let property = match (bound.aggregate, &bound.property) {
                (Aggregate::Times, _) => (0, false),
                (_, None) => return Err(wrong(&behaviour.kind, "a sum, least, greatest or average needs a property")),
                (_, Some(name)) => {
                    let (property, of_item) = self.property(kind, name)?;
                    let layout = self.layout.property(kind, crate::PropertyId(property));
                    if !layout.is_some_and(|one| matches!(one.kind, Type::Number | Type::Money)) {
                        return Err(wrong(name, "only numbers and amounts are reckoned with"));
                    }
                    (property, of_item)
                }
            };
            Ok(BoundPlan { aggregate: bound.aggregate, property, comparison: bound.comparison, limit: bound.value.0 })
        };
        Ok(Did {
            kind: kind.0,
            occasion: behaviour.occasion,
            filter: behaviour.filter.as_ref().map(|filter| self.filter(kind, filter)).transpose()?,
            bounds: behaviour.bounds.iter().map(bound).collect::<Result<_, _>>()?,
            window: behaviour.window,
        })
    }

    fn sequence(&self, sequence: &Sequence) -> Result<Then, Refusal> {
        let step = |step: &Step| {
            let kind = self.kind(&step.kind)?;
            let same = sequence.same.as_ref().map(|name| self.property(kind, name)).transpose()?;
            let filter = step.filter.as_ref().map(|filter| self.filter(kind, filter)).transpose()?;
            let holds = same.and_then(|(id, _)| self.layout.property(kind, crate::PropertyId(id))).map(|one| one.kind);
            Ok::<_, Refusal>((StepPlan { kind: kind.0, filter, same }, holds))
        };
        let ((first, one), (then, other)) = (step(&sequence.first)?, step(&sequence.then)?);
        let texts = |kind: Type| matches!(kind, Type::Text | Type::Choice);
        let numbers = |kind: Type| matches!(kind, Type::Number | Type::Money);
        if let (Some(one), Some(other)) = (one, other)
            && one != other
            && !(texts(one) && texts(other))
            && !(numbers(one) && numbers(other))
        {
            return Err(wrong(
                sequence.same.as_deref().unwrap_or_default(),
                "the two kinds hold it as different types",
            ));
        }
        let span = sequence.within.milliseconds().ok_or_else(|| {
            wrong(
                &sequence.then.kind,
                "how soon is said in minutes, hours, days or weeks; months and years differ in length",
            )
        })?;
        Ok(Then { first, then, negated: sequence.negated, span, window: sequence.window })
    }

    /// The plan of a filter on facts of a kind.
    pub(crate) fn filter(&self, kind: KindId, filter: &Filter) -> Result<FilterPlan, Refusal> {
        let parts =
            |filters: &[Filter]| filters.iter().map(|part| self.filter(kind, part)).collect::<Result<Vec<_>, _>>();
        Ok(match filter {
            Filter::All { filters } => FilterPlan::All(parts(filters)?),
            Filter::Any { filters } => FilterPlan::Any(parts(filters)?),
            Filter::Not { filter } => FilterPlan::Not(Box::new(self.filter(kind, filter)?)),
            Filter::Property { property: name, test } => {
                let (property, of_item) = self.property(kind, name)?;
                let layout = self.layout.property(kind, crate::PropertyId(property));
                let layout = layout.ok_or_else(|| Refusal::UnknownKind(name.clone()))?;
                let test = tester(test, layout.kind, &layout.dictionary).map_err(|why| wrong(name, why))?;
                if matches!(test, Tester::When(_)) {
                    return Err(wrong(name, "windows are for the fact's own instant, not for its properties"));
                }
                FilterPlan::Property { property, of_item, kind: kind.0, test }
            }
        })
    }
}

fn wrong(name: &str, why: impl Into<String>) -> Refusal {
    Refusal::WrongTest { name: name.to_owned(), why: why.into() }
}

/// The numbers that pass a test of a value of a type.
fn tester(test: &Test, kind: Type, dictionary: &Dictionary) -> Result<Tester, &'static str> {
    let number = |one: &Value| value::number(one, kind, dictionary).ok_or("it holds values of another type");
    let text = matches!(kind, Type::Text | Type::Choice);
    Ok(Tester::Fixed(match test {
        Test::Known => Pass::known(),
        Test::Compare { comparison, value } => {
            let value = number(value)?;
            if text && !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
                return Err("text is equal or not");
            }
            compared(*comparison, value)
        }
        Test::Between { from, to } => {
            if text {
                return Err("text has no order here");
            }
            Pass::range(number(from)?, number(to)?)
        }
        Test::OneOf { values } => Pass::any_of(values.iter().map(number).collect::<Result<_, _>>()?),
        Test::AllOf { .. } => return Err("only tags can all be there"),
        Test::Contains { text: characters } | Test::StartsWith { text: characters } => {
            if !text {
                return Err("only text has characters");
            }
            let at_start = matches!(test, Test::StartsWith { .. });
            return Ok(Tester::Characters { text: characters.to_lowercase(), at_start });
        }
        Test::When { window } => {
            if !matches!(kind, Type::Day | Type::Anniversary | Type::Instant) {
                return Err("only days and instants lie in a window");
            }
            return Ok(Tester::When(*window));
        }
    }))
}

/// The numbers that compare so with one.
pub(crate) fn compared(comparison: Comparison, value: i64) -> Pass {
    match comparison {
        Comparison::Equal => Pass::range(value, value),
        Comparison::NotEqual => Pass::other_than(value),
        Comparison::Less => value.checked_sub(1).map_or(Pass::NONE, |high| Pass::range(UNKNOWN + 1, high)),
        Comparison::AtMost => Pass::range(UNKNOWN + 1, value),
        Comparison::More => value.checked_add(1).map_or(Pass::NONE, |low| Pass::range(low, i64::MAX)),
        Comparison::AtLeast => Pass::range(value, i64::MAX),
    }
}

/// A whole number of ages from the ten-thousandths that pass: the ages from the first to the second, both included.
pub(super) fn ages(ranges: &[(i64, i64)]) -> impl Iterator<Item = (i64, i64)> + '_ {
    ranges.iter().map(|&(low, high)| {
        let first = if low <= 0 { 0 } else { (low - 1) / Decimal::SCALE + 1 };
        (first, if high < 0 { -1 } else { high / Decimal::SCALE })
    })
}
