//! The world as a whole: equal seeds make equal worlds, shares are those of a real shop, money and time add up, and
//! the truth names everybody.

use std::collections::{HashMap, HashSet};

use connectors::drafts::{Draft, IdentifierKind, OrderDraft, OrderStatus, RefundStatus};

use super::score::score;
use super::truth::{Truth, identifier_text, write_csv};
use super::*;

/// Saturday, 2026-11-21, 12:00 in China.
const NOW: i64 = 1_795_233_600_000;
const DAY: i64 = 86_400_000;

fn world(seed: u64, customers: u64) -> World {
    World::new(Settings::two_years_to(NOW, seed, customers))
}

fn orders(world: &World) -> Vec<(u64, OrderDraft)> {
    (0..world.settings().customers)
        .flat_map(|person| world.person_drafts(person).into_iter().map(move |told| (person, told)))
        .filter_map(|(person, told)| match told.draft {
            Draft::Order(order) => Some((person, *order)),
            _ => None,
        })
        .collect()
}

#[test]
fn equal_seeds_make_equal_worlds_whatever_the_chunks() {
    let whole: Vec<Told> = world(5, 60).people_drafts(0..60).collect();
    let other = world(5, 60);
    let mut parts: Vec<Told> = other.people_drafts(40..60).collect();
    let mut first: Vec<Told> = other.people_drafts(0..40).collect();
    first.append(&mut parts);
    assert_eq!(whole, first);
    let larger: Vec<Told> = world(5, 6_000).people_drafts(0..60).collect();
    assert_eq!(whole, larger, "a larger world begins with the same people");
    let strange: Vec<Told> = world(6, 60).people_drafts(0..60).collect();
    assert_ne!(whole, strange);
}

#[test]
fn the_numbers_are_those_of_a_believable_shop() {
    let people = 6_000;
    let world = world(7, people);
    let mut amounts = Amounts::default();
    let (mut dealt, mut ordered, mut inquired, mut again) = (0u64, 0u64, 0u64, 0u64);
    let mut largest = 0;
    let mut by_status: HashMap<OrderStatus, u64> = HashMap::new();
    let mut sales = 0;
    for person in 0..people {
        let (mut deals, mut placed, mut asked) = (0, 0, false);
        for told in world.person_drafts(person) {
            amounts.add(&told.draft);
            match &told.draft {
                Draft::Order(order) => {
                    placed += 1;
                    deals += u64::from(order.status.is_deal());
                    *by_status.entry(order.status).or_default() += 1;
                    sales += order.paid.unwrap_or(0);
                }
                Draft::Event(event) => asked |= event.name == "inquired",
                _ => {}
            }
        }
        dealt += u64::from(deals > 0);
        again += u64::from(deals > 1);
        ordered += u64::from(placed > 0 && deals == 0);
        inquired += u64::from(placed == 0 && asked);
        largest = largest.max(deals);
    }
    let permille = |part: u64, whole: u64| part * 1_000 / whole;
    let status = |status| permille(by_status.get(&status).copied().unwrap_or(0), amounts.orders);
    let average = sales / i64::try_from(amounts.orders).unwrap();
    let rows = [
        ("dealt", permille(dealt, people), 620, 720),
        ("ordered without a deal", permille(ordered, people), 40, 110),
        ("inquired only", permille(inquired, people), 70, 150),
        ("repurchase", permille(again, dealt), 330, 480),
        ("orders a thousand people", permille(amounts.orders, people), 2_600, 3_700),
        ("events a thousand people", permille(amounts.events, people), 10_000, 15_000),
        ("lines a thousand orders", permille(amounts.lines, amounts.orders), 1_400, 2_000),
        ("refunds", permille(amounts.refunds, amounts.orders), 25, 80),
        ("finished", status(OrderStatus::Finished), 800, 920),
        ("cancelled", status(OrderStatus::Cancelled), 40, 100),
        ("refunded", status(OrderStatus::Refunded), 15, 60),
        ("on their way", status(OrderStatus::Shipped), 2, 60),
        ("waiting to be sent", status(OrderStatus::Paid), 1, 40),
        ("most deals of one person", largest, 30, 400),
        ("average order, minor units", average as u64, 10_000, 30_000),
    ];
    let wrong: Vec<_> = rows.iter().filter(|(_, value, low, high)| value < low || value > high).collect();
    assert!(wrong.is_empty(), "{wrong:#?}\nof {rows:#?} {by_status:?}");
}

#[test]
fn the_estimate_is_near() {
    let world = world(3, 8_000);
    let mut counted = Amounts::default();
    for told in world.drafts() {
        counted.add(&told.draft);
    }
    let estimate = world.estimate();
    for (name, about, exact) in [
        ("orders", estimate.orders, counted.orders),
        ("events", estimate.events, counted.events),
        ("people", estimate.people, counted.people),
    ] {
        let off = about.abs_diff(exact) * 100 / exact;
        assert!(off < 25, "{name}: {about} of {exact}");
    }
    assert_eq!(estimate.products, counted.products);
}

#[test]
fn money_and_time_add_up() {
    let world = world(11, 2_500);
    let mut numbers = HashSet::new();
    for (person, order) in orders(&world) {
        let what = || format!("person {person}, order {order:?}");
        let (total, paid) = (order.total.unwrap(), order.paid.unwrap_or(0));
        let refunded = order.refunded.unwrap_or(0);
        assert!(0 < total && paid <= total && (0..=paid).contains(&refunded), "{}", what());
        assert_eq!(order.goods.unwrap() - order.discount.unwrap() + order.shipping.unwrap(), total, "{}", what());
        let lines: i64 = order.lines.iter().map(|line| line.total.unwrap()).sum();
        assert_eq!(lines + order.shipping.unwrap(), total, "{}", what());
        assert_eq!(order.paid.is_some(), order.paid_at.is_some(), "{}", what());
        if order.paid.is_some() {
            let lines: i64 = order.lines.iter().map(|line| line.paid.unwrap()).sum();
            assert_eq!(lines, (paid - order.shipping.unwrap()).max(0), "{}", what());
        }
        let given: i64 = order.lines.iter().filter_map(|line| line.refunded).sum();
        assert!(given <= refunded, "{}", what());
        for line in &order.lines {
            assert!(line.refunded.unwrap_or(0) <= line.paid.unwrap_or(0), "{}", what());
            assert!(line.quantity > 0 && line.product.is_some() && line.sku.is_some(), "{}", what());
        }
        let times = [order.placed_at, order.paid_at, order.shipped_at, order.finished_at];
        let times: Vec<i64> = times.into_iter().flatten().collect();
        assert!(times.is_sorted() && times.iter().all(|at| *at <= NOW), "{}", what());
        assert!(order.placed_at.unwrap() >= NOW - 731 * DAY, "{}", what());
        let refused_money = matches!(order.status, OrderStatus::Cancelled | OrderStatus::AwaitingPayment);
        assert_eq!(refused_money, order.paid.is_none(), "{}", what());
        assert!(numbers.insert((order.shop.id.clone(), order.number.clone())), "{}", what());
    }
}

#[test]
fn refunds_belong_to_orders_and_never_exceed_them() {
    let world = world(13, 3_000);
    let mut seen = 0;
    for person in 0..3_000 {
        let told = world.person_drafts(person);
        let paid: HashMap<&str, &OrderDraft> = told
            .iter()
            .filter_map(|told| match &told.draft {
                Draft::Order(order) => Some((order.number.as_str(), order.as_ref())),
                _ => None,
            })
            .collect();
        for told in &told {
            let Draft::Refund(refund) = &told.draft else {
                continue;
            };
            let order = paid[refund.order.as_deref().unwrap()];
            assert!(refund.amount > 0 && refund.amount <= order.paid.unwrap(), "{refund:?}");
            assert!(refund.requested_at.unwrap() >= order.paid_at.unwrap(), "{refund:?}");
            assert!(refund.finished_at.is_none_or(|at| at >= refund.requested_at.unwrap()), "{refund:?}");
            let given = if refund.status == RefundStatus::Succeeded { Some(refund.amount) } else { None };
            assert_eq!(order.refunded, given, "{refund:?}");
            seen += 1;
        }
    }
    assert!(seen > 100);
}

#[test]
fn seasons_show() {
    let world = world(17, 5_000);
    let mut by_day: HashMap<String, u64> = HashMap::new();
    for (_, order) in orders(&world) {
        *by_day.entry(calendar::date_of(order.placed_at.unwrap()).to_string()).or_default() += 1;
    }
    let on = |day: &str| by_day.get(day).copied().unwrap_or(0);
    let ordinary: u64 = (10..=24).map(|day| on(&format!("2026-05-{day}"))).sum::<u64>() / 15;
    assert!(on("2025-11-11") > ordinary * 6, "{} {ordinary}", on("2025-11-11"));
    assert!(on("2026-06-18") > ordinary * 4, "{} {ordinary}", on("2026-06-18"));
    assert!(on("2026-02-18") < ordinary, "{} {ordinary}", on("2026-02-18"));
}

#[test]
fn the_truth_names_every_identifier_and_scores_its_own_answer_full() {
    let world = world(19, 1_500);
    let truth = Truth::of(&world);
    let mut csv = Vec::new();
    write_csv(&world, &mut csv).unwrap();
    let read = Truth::read_csv(csv.as_slice()).unwrap();
    assert_eq!(read.len(), truth.len());
    let named: Vec<(String, String, i64)> = (0..1_500u64)
        .flat_map(|person| world.handles(person).into_iter().map(move |handle| (person, handle)))
        .filter(|(_, handle)| handle.names_profile)
        .map(|(person, handle)| (handle.source.clone(), identifier_text(&handle.identifier), person as i64))
        .collect();
    let right = score(&read, named.iter().map(|(source, identifier, person)| (source, identifier, *person)));
    assert_eq!((right.precision, right.recall, right.unknown), (1.0, 1.0, 0), "{right:?}");
    assert!(right.true_pairs > 300, "{right:?}");
    assert!(right.shared < 20, "{right:?}");
    let apart =
        score(&read, named.iter().enumerate().map(|(at, (source, identifier, _))| (source, identifier, at as i64)));
    assert_eq!((apart.precision, apart.recall), (1.0, 0.0));
    // Every identifier that a draft states is known.
    for told in world.people_drafts(0..200) {
        let (Draft::Order(order), shop) = (&told.draft, &world.settings().shops[told.shop].id) else {
            continue;
        };
        for identifier in &order.buyer.identifiers {
            assert!(truth.owner(truth::key(shop, &identifier_text(identifier))).is_some());
        }
    }
}

#[test]
fn people_come_under_several_names_and_families_share() {
    let people = 4_000;
    let world = world(23, people);
    let mut bearers: HashMap<String, HashSet<u64>> = HashMap::new();
    let (mut two_nicks, mut several_shops, mut visitors) = (0, 0, 0);
    for person in 0..people {
        let handles = world.handles(person);
        let of = |kind| {
            handles
                .iter()
                .filter(move |handle| handle.identifier.kind == kind)
                .map(|handle| handle.identifier.value.clone())
        };
        two_nicks += u64::from(of(IdentifierKind::TaobaoNick).collect::<HashSet<_>>().len() > 1);
        several_shops += u64::from(handles.iter().map(|handle| &handle.source).collect::<HashSet<_>>().len() > 1);
        visitors += u64::from(
            !handles.is_empty() && handles.iter().all(|handle| handle.identifier.kind == IdentifierKind::AnonymousId),
        );
        for mobile in of(IdentifierKind::Mobile) {
            bearers.entry(mobile).or_default().insert(person);
        }
    }
    let shared = bearers.values().filter(|people| people.len() > 1).count();
    for (name, count, low, high) in [
        ("two nicks", two_nicks, 40, 300),
        ("several shops", several_shops, 500, 1_600),
        ("visitors only", visitors, 60, 500),
        ("shared mobiles", shared as u64, 60, 600),
    ] {
        assert!((low..=high).contains(&count), "{name}: {count}");
    }
    for mobile in bearers.keys() {
        let digits = mobile.strip_prefix("+86").unwrap();
        assert!(digits.len() == 11 && (digits.starts_with("160") || digits.starts_with("161")), "{mobile}");
    }
}

#[test]
fn masked_values_never_become_identifiers() {
    for privacy in [Privacy::Open, Privacy::Mixed, Privacy::Masked] {
        let world = World::new(Settings { privacy, ..Settings::two_years_to(NOW, 29, 800) });
        for (_, order) in orders(&world) {
            for identifier in &order.buyer.identifiers {
                assert!(!identifier.value.contains('*'), "{identifier:?}");
                assert!(identifier.kind != IdentifierKind::Mobile || !identifier.value.contains('-'), "{identifier:?}");
            }
        }
    }
}

#[test]
fn privacy_changes_what_is_shown_and_nothing_else() {
    let told = |privacy| {
        let world = World::new(Settings { privacy, ..Settings::two_years_to(NOW, 31, 500) });
        orders(&world)
            .into_iter()
            .map(|(person, order)| (person, order.number, order.total, order.paid_at, order.lines))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(Privacy::Open), told(Privacy::Masked));
}

/// Joins profiles that state an equal identifier, as a resolver without any doubt would.
fn joined_by_equal_identifiers(world: &World) -> Vec<(String, String, i64)> {
    let mut first_of: HashMap<String, usize> = HashMap::new();
    let mut leader: Vec<usize> = Vec::new();
    fn find(leader: &mut [usize], mut at: usize) -> usize {
        while leader[at] != at {
            leader[at] = leader[leader[at]];
            at = leader[at];
        }
        at
    }
    let mut profiles: HashMap<(usize, String), usize> = HashMap::new();
    for told in world.drafts() {
        let identifiers = match &told.draft {
            Draft::Order(order) => &order.buyer.identifiers,
            Draft::Person(person) => &person.identifiers,
            Draft::Event(event) => &event.identifiers,
            _ => continue,
        };
        let Some(named_by) = identifiers.first() else { continue };
        let next = leader.len();
        let profile = *profiles.entry((told.shop, identifier_text(named_by))).or_insert(next);
        if profile == next {
            leader.push(next);
        }
        for identifier in identifiers {
            let scoped = matches!(identifier.kind, IdentifierKind::UserId | IdentifierKind::CustomerNumber);
            let scope = if scoped { told.shop.to_string() } else { String::new() };
            let other = *first_of.entry(format!("{scope}{}", identifier_text(identifier))).or_insert(profile);
            let (left, right) = (find(&mut leader, other), find(&mut leader, profile));
            leader[left] = right;
        }
    }
    profiles
        .into_iter()
        .map(|((shop, identifier), at)| {
            (world.settings().shops[shop].id.clone(), identifier, find(&mut leader, at) as i64)
        })
        .collect()
}

#[test]
fn joining_by_equal_identifiers_alone_is_good_but_neither_right_nor_complete() {
    let world = world(37, 4_000);
    let score = score(&Truth::of(&world), joined_by_equal_identifiers(&world));
    assert!((0.6..0.97).contains(&score.precision), "families share mobiles: {score:?}");
    assert!((0.6..0.99).contains(&score.recall), "some are known by name and address only: {score:?}");
    assert_eq!(score.unknown, 0);
}

#[test]
fn one_shop_tells_its_part_of_the_same_story() {
    let world = world(47, 300);
    for person in 0..300 {
        let told = world.person_drafts(person);
        for shop in 0..world.settings().shops.len() {
            let its: Vec<&Told> = told.iter().filter(|told| told.shop == shop).collect();
            let alone = world.person_drafts_of(person, shop);
            assert_eq!(its, alone.iter().collect::<Vec<_>>(), "person {person}, shop {shop}");
        }
    }
}
