//! Questions about rules.
//!
//! Absent from here: distributions, pivots and other figures.

use std::sync::Arc;

use rules::{Answer, Person, Rule, SetKind, Values};

use super::Warehouse;
use crate::bits::{Bits, Few};
use crate::evaluate::{Asked, Scratch};
use crate::facts::Run;
use crate::layout::AttributeLayout;
use crate::live::Live;
use crate::packed::UNKNOWN;
use crate::page::Page;
use crate::page::column::Column;
use crate::plan::{Binder, Bound, Compiler, Live as Lives, Node};
use crate::state::State;
use crate::{Cancel, Count, Crowd, Names, NodeCount, Refusal, spread, value};

/// Up to how many values one thread is quicker than several: looking at them takes about as long as starting one.
const SMALL: usize = 1 << 18;

/// A rule made ready to be asked.
#[derive(Debug, Clone)]
pub struct Question {
    node: Arc<Node>,
    rule: Rule,
    /// The names of sets in the rule, with their identifiers.
    sets: Vec<(SetKind, String, i64)>,
}

impl Lives for Live {
    fn is_live(&self, id: i64) -> bool {
        self.plan(id).is_some()
    }
}

impl Question {
    /// The rule that was made ready.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }
}

impl Warehouse {
    /// Makes a rule ready to be asked.
    ///
    /// # Errors
    /// When the rule cannot be computed.
    pub fn compile(&self, rule: &Rule, names: &dyn Names) -> Result<Question, Refusal> {
        let state = self.look();
        let node = Compiler { layout: &state.layout, names, live: &state }.node(rule)?;
        let mut sets = Vec::new();
        named_sets(rule, names, &mut sets);
        Ok(Question { node: Arc::new(node), rule: rule.clone(), sets })
    }

    /// How many customers it holds of at `now`: exact.
    ///
    /// # Errors
    /// When somebody cancels.
    pub fn count(&self, question: &Question, now: i64, cancel: &Cancel) -> Result<Count, Refusal> {
        let state = self.look();
        let bound = bind(&state, &question.node, now);
        let counts =
            self.each_page(&state, &bound, cancel, |page, scratch| rows(page, &state, &bound, scratch, Bits::len))?;
        let customers = counts.into_iter().map(|n| n as u64).sum();
        Ok(Count { customers, at: now, position: state.position })
    }

    /// How many customers each part of the rule holds of, the whole first.
    ///
    /// # Errors
    /// When somebody cancels.
    pub fn explain(&self, question: &Question, now: i64, cancel: &Cancel) -> Result<Vec<NodeCount>, Refusal> {
        let state = self.look();
        let mut parts = Vec::new();
        each_part(&question.node, String::new(), &mut |path, node| parts.push((path, bind(&state, node, now))));
        let mut found = Vec::new();
        for (path, bound) in parts {
            let counts =
                self.each_page(&state, &bound, cancel, |page, scratch| rows(page, &state, &bound, scratch, Bits::len))?;
            found.push(NodeCount { path, customers: counts.into_iter().map(|n| n as u64).sum() });
        }
        Ok(found)
    }

    /// The customers it holds of, as a set.
    ///
    /// # Errors
    /// When somebody cancels.
    pub fn crowd(&self, question: &Question, now: i64, cancel: &Cancel) -> Result<Crowd, Refusal> {
        let state = self.look();
        let bound = bind(&state, &question.node, now);
        let few = self.each_page(&state, &bound, cancel, |page, scratch| {
            rows(page, &state, &bound, scratch, |bits| Arc::new(Few::of(bits)))
        })?;
        Ok(self.crowd_of(state, few, now))
    }

    /// Everybody, as a set.
    #[must_use]
    pub fn everybody(&self) -> Crowd {
        let state = self.look();
        let few = state.pages().map(|(_, _, page)| Arc::new(Few::of(&page.present))).collect();
        let at = if state.right.0 == i64::MAX { 0 } else { state.right.0 };
        self.crowd_of(state, few, at)
    }

    fn crowd_of(&self, state: State, few: Vec<Arc<Few>>, at: i64) -> Crowd {
        let mut few = few.into_iter();
        let rows = state.shards.iter().map(|pages| few.by_ref().take(pages.len()).collect()).collect();
        Crowd { at, state, rows, threads: self.options.threads }
    }

    fn each_page<A: Send>(
        &self,
        state: &State,
        bound: &Bound,
        cancel: &Cancel,
        work: impl Fn(&Page, &mut Scratch) -> A + Sync,
    ) -> Result<Vec<A>, Refusal> {
        let pages: Vec<&Arc<Page>> = state.pages().map(|(_, _, page)| page).collect();
        // Pages are alike: the first tells whether starting threads takes longer than they save.
        let weight = pages.first().map_or(0, |page| Asked { page, layout: &state.layout }.weight(bound));
        let threads = if weight.saturating_mul(pages.len()) < SMALL { 1 } else { self.options.threads };
        spread::over(&pages, threads, cancel, |page, scratch| work(page, scratch))
    }

    /// Whether it holds of one customer, and until when; `None` when there is no such customer. This asks the plain meaning
    /// of the rule, of the customer's values as they are held here.
    #[must_use]
    pub fn holds(&self, customer: i64, question: &Question, now: i64) -> Option<Answer> {
        let (state, seat, rules) = {
            let inner = self.inner.read();
            (inner.state.clone(), inner.seat(customer)?, &self.live)
        };
        let page = state.page(seat)?;
        let mut person = person(page, seat.place(), &state);
        for (kind, name, id) in &question.sets {
            if page.sets.get(&(*kind, *id)).is_some_and(|rows| rows.has(seat.place())) {
                person.sets.insert((*kind, name.clone()));
            }
        }
        let mut rule = question.rule.clone();
        if question.sets.iter().any(|(kind, ..)| *kind == SetKind::Segment) {
            let live = rules.lock();
            expand(&mut rule, question, &live, page, seat.place(), &mut person);
        }
        Some(rules::evaluate(&rule, state.layout.schema.catalogue(), &person, now, &state.calendar))
    }

    /// What is known of a customer, as the plain meaning of rules sees one, without sets; `None` when there is no such
    /// customer.
    #[must_use]
    pub fn person(&self, customer: i64) -> Option<Person> {
        let inner = self.inner.read();
        let (state, seat) = (inner.state.clone(), inner.seat(customer)?);
        drop(inner);
        Some(person(state.page(seat)?, seat.place(), &state))
    }
}

impl Lives for State {
    fn is_live(&self, id: i64) -> bool {
        self.plans.contains_key(&id)
    }
}

/// What a plan means at an instant: live segments are taken as they are kept when they are right then, and asked anew
/// otherwise.
pub(crate) fn bind(state: &State, node: &Node, now: i64) -> Bound {
    let plan = |id: i64| state.plans.get(&id).cloned();
    let fresh = state.right.0 <= now && now < state.right.1;
    let expand: Option<&dyn Fn(i64) -> Option<Arc<Node>>> = if fresh { None } else { Some(&plan) };
    Binder { layout: &state.layout, calendar: &state.calendar, now, expand }.node(node)
}

/// The rows of a page of which it holds.
fn rows<A>(page: &Page, state: &State, bound: &Bound, scratch: &mut Scratch, answer: impl Fn(&Bits) -> A) -> A {
    let mut out = scratch.bits();
    Asked { page, layout: &state.layout }.ask(bound, &page.present, &mut out, scratch);
    let found = answer(&out);
    scratch.give(out);
    found
}

/// Calls with every part of a plan and the way to it.
fn each_part(node: &Node, path: String, found: &mut impl FnMut(String, &Node)) {
    let below = |at: usize| if path.is_empty() { at.to_string() } else { format!("{path}.{at}") };
    let parts: Vec<(String, &Node)> = match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().enumerate().map(|(at, part)| (below(at), part)).collect(),
        Node::Not(part) => vec![(below(0), part)],
        Node::Leaf(_) | Node::In(..) | Node::Segment(_) => Vec::new(),
    };
    found(path, node);
    for (path, part) in parts {
        each_part(part, path, found);
    }
}

/// The names of sets in a rule.
fn named_sets(rule: &Rule, names: &dyn Names, found: &mut Vec<(SetKind, String, i64)>) {
    match rule {
        Rule::All { rules } | Rule::Any { rules } => rules.iter().for_each(|part| named_sets(part, names, found)),
        Rule::Not { rule } => named_sets(rule, names, found),
        Rule::In { set, name } => {
            if let Some(id) = names.id(*set, name) {
                found.push((*set, name.clone(), id));
            }
        }
        Rule::Is { .. } | Rule::Did(_) | Rule::Then(_) => {}
    }
}

/// Puts the rules of live segments in the place of their names.
fn expand(rule: &mut Rule, question: &Question, live: &Live, page: &Page, row: u16, person: &mut Person) {
    match rule {
        Rule::All { rules } | Rule::Any { rules } => {
            rules.iter_mut().for_each(|part| expand(part, question, live, page, row, person));
        }
        Rule::Not { rule } => expand(rule, question, live, page, row, person),
        Rule::In { set: SetKind::Segment, name } => {
            let id = question.sets.iter().find(|(kind, one, _)| *kind == SetKind::Segment && one == name);
            if let Some((.., id)) = id
                && let Some(node) = live.plan(*id)
            {
                *rule = plain(&node, live, page, row, person);
            }
        }
        Rule::In { .. } | Rule::Is { .. } | Rule::Did(_) | Rule::Then(_) => {}
    }
}

/// The rule of a plan. Sets are named by their numbers, and the person is put into those that hold him.
fn plain(node: &Node, live: &Live, page: &Page, row: u16, person: &mut Person) -> Rule {
    let mut parts = |nodes: &[Node]| nodes.iter().map(|node| plain(node, live, page, row, person)).collect();
    match node {
        Node::All(nodes) => Rule::All { rules: parts(nodes) },
        Node::Any(nodes) => Rule::Any { rules: parts(nodes) },
        Node::Not(node) => Rule::Not { rule: Box::new(plain(node, live, page, row, person)) },
        Node::Leaf(leaf) => leaf.rule.clone(),
        Node::In(kind, id) => {
            // A name that no one can give.
            let name = format!("\u{0}{id}");
            if page.sets.get(&(*kind, *id)).is_some_and(|rows| rows.has(row)) {
                person.sets.insert((*kind, name.clone()));
            }
            Rule::In { set: *kind, name }
        }
        Node::Segment(id) => {
            live.plan(*id).map_or_else(|| Rule::Any { rules: Vec::new() }, |node| plain(&node, live, page, row, person))
        }
    }
}

/// What is known of a row.
fn person(page: &Page, row: u16, state: &State) -> Person {
    let kinds = state.layout.kinds.len();
    Person {
        attributes: attributes(page, row, state),
        facts: (0..kinds).flat_map(|kind| facts(page, row, state, kind)).collect(),
        ..Person::default()
    }
}

/// The attributes of a row that are known.
pub(super) fn attributes(page: &Page, row: u16, state: &State) -> std::collections::BTreeMap<String, Values> {
    let catalogue = state.layout.schema.catalogue();
    let attributes = catalogue.attributes.iter().zip(&state.layout.attributes).zip(&page.columns);
    attributes
        .filter_map(|((attribute, layout), column)| Some((attribute.name.clone(), known(column, row, layout)?)))
        .collect()
}

/// The value of an attribute that a row has, where it is known.
pub(super) fn known(column: &Column, row: u16, layout: &AttributeLayout) -> Option<Values> {
    if layout.kind != rules::Type::Tags {
        return value::value(column.get(row), layout.kind, &layout.dictionary).map(Values::One);
    }
    let tags: std::collections::BTreeSet<String> = column
        .tags(row)
        .filter_map(|code| layout.dictionary.text(i64::from(code)))
        .map(|text| text.to_string())
        .collect();
    (!tags.is_empty()).then_some(Values::Tags(tags))
}

/// The facts of a kind of a row, always in the same order while the state is the same.
pub(super) fn facts(page: &Page, row: u16, state: &State, kind: usize) -> Vec<rules::Fact> {
    let catalogue = state.layout.schema.catalogue();
    let (Some(named), Some(layout), Some(facts)) =
        (catalogue.kinds.get(kind), state.layout.kinds.get(kind), page.kinds.get(kind))
    else {
        return Vec::new();
    };
    let mut run = Run::default();
    run.clear(layout.properties.len());
    facts.gather(row, UNKNOWN + 1, i64::MAX, &vec![true; layout.properties.len()], &layout.of_item, &mut run);
    let said = |of_item: bool, place: usize| {
        let properties = named.properties.iter().zip(&layout.properties).zip(&layout.of_item).enumerate();
        properties
            .filter(|(_, (_, own))| **own == of_item)
            .filter_map(|(at, ((property, layout), _))| {
                let one = value::value(run.value(at as u16, place), layout.kind, &layout.dictionary)?;
                Some((property.name.clone(), one))
            })
            .collect()
    };
    (0..run.len())
        .map(|fact| rules::Fact {
            kind: named.name.clone(),
            at: run.at.get(fact).copied().unwrap_or(0),
            properties: said(false, fact),
            items: run.items_of(fact).map(|item| said(true, item)).collect(),
        })
        .collect()
}
