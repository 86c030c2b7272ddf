//! What the demo shop states, the connectors read back: identifiers, addresses, batches, files.

use std::collections::HashMap;

use connectors::drafts::{Draft, IdentifierKind, OrderDraft, OrderStatus};
use connectors::identity;
use connectors::segment::{Setting, body::read_batch};

use super::*;

/// Saturday, 2026-11-21, 12:00 in China.
const NOW: i64 = 1_795_233_600_000;

fn world(seed: u64, customers: u64) -> World {
    World::new(Settings::two_years_to(NOW, seed, customers))
}

#[test]
fn identifiers_and_addresses_are_in_the_normal_form_of_the_connectors() {
    for told in world(53, 400).people_drafts(0..400) {
        let (identifiers, address) = match &told.draft {
            Draft::Order(order) => (&order.buyer.identifiers, Some(&order.address)),
            Draft::Person(person) => (&person.identifiers, Some(&person.address)),
            Draft::Event(event) => (&event.identifiers, None),
            _ => continue,
        };
        for identifier in identifiers {
            assert_eq!(identity::identifier(identifier.kind, &identifier.value).as_ref(), Some(identifier));
        }
        if let Some(address) = address {
            let mut normal = address.clone();
            identity::address::normalise(&mut normal);
            assert_eq!(&normal, address);
        }
    }
}

#[test]
fn masked_nicks_and_privacy_numbers_identify_nobody() {
    let world = World::new(Settings { privacy: Privacy::Masked, ..Settings::two_years_to(NOW, 59, 600) });
    let (mut nicks, mut mobiles) = (0, 0);
    for told in world.people_drafts(0..600) {
        let Draft::Order(order) = &told.draft else { continue };
        if let Some(nick) = order.buyer.nick.as_ref().filter(|nick| nick.contains('*')) {
            assert_eq!(identity::identifier(IdentifierKind::TaobaoNick, nick), None, "{nick}");
            nicks += 1;
        }
        if let Some(mobile) = order.address.mobile.as_ref().filter(|mobile| mobile.contains('-')) {
            assert_eq!(identity::identifier(IdentifierKind::Mobile, mobile), None, "{mobile}");
            mobiles += 1;
        }
    }
    assert!(nicks > 0 && mobiles > 100, "{nicks} {mobiles}");
}

#[test]
fn batches_say_what_the_drafts_say() {
    let world = world(61, 1_200);
    let shop = world.shop(Channel::Web).unwrap();
    let mut out = Vec::new();
    segment::write(&world, shop, 0..1_200, &mut out, &mut |_| {}).unwrap();
    let setting = Setting {
        shop: world.settings().shops[shop].reference(),
        currency: "CNY".into(),
        zone: jiff::tz::Offset::constant(8).to_time_zone(),
    };
    let mut orders: HashMap<String, OrderDraft> = HashMap::new();
    let (mut events, mut people) = (HashMap::<String, u64>::new(), 0);
    for body in out.split(|byte| *byte == b'\n').filter(|body| !body.is_empty()) {
        let body = read_batch(body, NOW).unwrap();
        assert!(body.refused.is_empty());
        for message in body.messages {
            for draft in message.read(&setting).drafts {
                match draft {
                    Draft::Order(order) if order.status == OrderStatus::Paid => {
                        orders.insert(order.number.clone(), *order);
                    }
                    Draft::Event(event) => *events.entry(event.name.clone()).or_default() += 1,
                    Draft::Person(_) => people += 1,
                    _ => {}
                }
            }
        }
    }
    let mut wanted = Amounts::default();
    let mut wanted_events = HashMap::<String, u64>::new();
    for number in 0..1_200 {
        for told in world.person_drafts_of(number, shop) {
            match &told.draft {
                Draft::Order(order) if order.paid_at.is_some() => {
                    let read = &orders[&order.number];
                    assert_eq!((read.total, read.lines.len()), (order.total, order.lines.len()), "{read:?}");
                    wanted.orders += 1;
                }
                Draft::Event(event) => *wanted_events.entry(event.name.clone()).or_default() += 1,
                Draft::Person(_) => wanted.people += 1,
                _ => {}
            }
        }
    }
    assert_eq!(orders.len() as u64, wanted.orders);
    assert!(people >= wanted.people && wanted.people > 50, "{people}");
    for (name, count) in wanted_events {
        assert_eq!(events.get(&name), Some(&count), "{name} of {events:?}");
    }
}
