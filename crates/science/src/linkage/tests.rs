use expect_test::expect;
use proptest::prelude::*;

use super::Agreement;
use super::block::{Blocking, Candidates};
use super::chinese::{Likeness, are_unlike, likeness, similarity};
use super::cluster::{Guard, cluster, pairs_of};
use super::kind::Kind;
use super::learn::FitError;
use super::link::{Options, link};
use super::normal::normal;
use super::propose::{Crowd, Facts, Weights, score};
use super::table::{Spec, Table};
use super::{Pair, compare};

#[test]
fn names_relate() {
    use Likeness::{Family, Fits, Near, Part, Same, Sounds, Unfit, Unlike};
    let rows = [
        ("张三丰", "张三丰", Same),
        ("张 三丰", "张三丰", Same),
        ("张三丰先生", "张三丰", Same),
        ("阿依古丽·买买提", "阿依古丽买买提", Same),
        ("王小明", "王晓明", Sounds),
        ("张伟", "章伟", Sounds),
        ("单明", "山鸣", Sounds),
        ("单明", "善鸣", Sounds),
        ("王小明", "Wang Xiaoming", Sounds),
        ("王小明", "xiaoming wang", Sounds),
        ("吕布", "lv bu", Sounds),
        ("王小明", "Wang Xiaohong", Unlike),
        ("王小明", "王小红", Near),
        ("欧阳娜娜", "欧阳娜", Near),
        ("王小明", "王明", Near),
        ("王小明", "王大红", Family),
        ("张三", "张四", Family),
        ("欧阳修", "欧阳锋", Family),
        ("王小明", "小明", Part),
        ("王先生", "王小明", Fits),
        ("王先生", "李小明", Unfit),
        ("王先生", "王先生", Family),
        ("张**", "张三丰", Fits),
        ("张＊", "张三", Fits),
        ("*三丰", "张三丰", Fits),
        ("张**", "李四", Unfit),
        ("***", "李四", Unfit),
        ("张三", "李四", Unlike),
        ("张三", "李三", Unlike),
        ("欧阳修", "欧修", Unlike),
        ("", "张三", Unlike),
        ("Ann Lee", "LEE Ann", Same),
        ("Annabel Lee", "Anabel Lee", Near),
        ("Ann Lee", "Bob Lee", Family),
        ("Ann Lee", "Bob Ray", Unlike),
        ("Ann", "张三", Unlike),
    ];
    for (a, b, expected) in rows {
        assert_eq!(likeness(a, b), expected, "{a} {b}");
        assert_eq!(likeness(b, a), expected, "{b} {a}");
    }
    assert!(
        are_unlike("张三", "李四")
            && are_unlike("张三", "张四")
            && !are_unlike("张三", "张**")
            && !are_unlike("", "张三")
    );
}

#[test]
fn values_have_one_spelling() {
    for (kind, text, expected) in [
        (Kind::Mobile, "+86 138-0000-0001", "13800000001"),
        (Kind::Mobile, "008613800000001", "13800000001"),
        (Kind::Mobile, "138****0001", "138****0001"),
        (Kind::Date, "1990/5/17", "19900517"),
        (Kind::Date, "17.05.1990", "19900517"),
        (Kind::Date, "1990年5月17日", "19900517"),
        (Kind::Date, "1990-05-17T08:00:00Z", "19900517"),
        (Kind::Date, "spring", "spring"),
        (Kind::Place, " 杭州市　西湖区 ", "杭州市西湖区"),
        (Kind::Surname, "  O'Brien  Smith ", "o'brien smith"),
        (Kind::Text, "N/A", ""),
        (Kind::Name, "未知", ""),
    ] {
        assert_eq!(normal(kind, text), expected, "{text}");
    }
}

#[test]
fn columns_are_guessed() {
    for (head, values, expected) in [
        ("given_name", &["x"][..], Kind::GivenName),
        ("Last Name", &["x"], Kind::Surname),
        ("street_number", &["1"], Kind::Number),
        ("address_1", &["x"], Kind::Street),
        ("收货人姓名", &["x"], Kind::Name),
        ("收货地址", &["x"], Kind::Street),
        ("联系手机", &["x"], Kind::Mobile),
        ("soc_sec_id", &["1"], Kind::Code),
        ("a", &["ann@example.com", "bob@example.com"], Kind::Email),
        ("a", &["1990-05-17", "1991-06-18"], Kind::Date),
        ("a", &["13800000001", "138****0001"], Kind::Mobile),
        ("a", &["张三", "李四", "王小明"], Kind::Name),
        ("a", &["文三路1号", "古墩路9号"], Kind::Street),
        ("a", &["6988048", "7364009"], Kind::Code),
        ("a", &[], Kind::Text),
    ] {
        assert_eq!(Kind::guess(head, values.iter().copied()), expected, "{head} {values:?}");
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::from_key(kind.key()), Some(kind));
        assert_eq!(kind.levels().len(), kind.first_guess().len());
        assert!((kind.first_guess().iter().sum::<f64>() - 1.0).abs() < 1e-9, "{kind:?}");
    }
}

#[test]
fn values_agree_to_levels() {
    for (kind, a, b, expected) in [
        (Kind::GivenName, "martha", "martha", "same"),
        (Kind::GivenName, "martha", "marhta", "close"),
        (Kind::GivenName, "dixon", "dicksonx", "near"),
        (Kind::GivenName, "m", "martha", "close"),
        (Kind::GivenName, "abc", "xyz", "different"),
        (Kind::GivenName, "小明", "晓明", "close"),
        (Kind::Street, "giblin street", "gibiln street", "close"),
        (Kind::Street, "street giblin", "giblin street", "close"),
        (Kind::Street, "giblin street", "hobart place", "different"),
        (Kind::Street, "文三路12号3栋502室", "杭州文三路12号3栋502室", "contained"),
        (Kind::Street, "文三路12号3栋502室", "文三路12号3栋503室", "different"),
        (Kind::Street, "文三路12号3栋502室", "文三路12号3幢502室", "close"),
        (Kind::Street, "文三路12号3栋", "文三路12号3栋502室", "near"),
        (Kind::Mobile, "13800000001", "13800000001", "same"),
        (Kind::Mobile, "138****0001", "13800000001", "fits"),
        (Kind::Mobile, "138****0001", "138****0001", "fits"),
        (Kind::Mobile, "*******0001", "13800000001", "tail"),
        (Kind::Mobile, "138****0001", "13800000002", "different"),
        (Kind::Mobile, "138****0001", "13900000001", "different"),
        (Kind::Mobile, "13800000001", "13800000010", "typo"),
        (Kind::Mobile, "13800000001", "13700000021", "different"),
        (Kind::Date, "1990-05-17", "1990-05-18", "typo"),
        (Kind::Date, "1990-05-11", "1990-11-05", "typo"),
        (Kind::Date, "1990-05-17", "1990-05-29", "near"),
        (Kind::Date, "1990-05-17", "1961-01-02", "different"),
        (Kind::Email, "ann@a.com", "ann@b.com", "local"),
        (Kind::Email, "ann.lee@a.com", "an.lee@a.com", "typo"),
        (Kind::Code, "6988048", "6980848", "typo"),
        (Kind::Code, "6988048", "6988", "different"),
        (Kind::Postcode, "3029", "3028", "typo"),
        (Kind::Region, "vic", "nsw", "different"),
        (Kind::Name, "王先生", "王先生", "fits"),
        (Kind::Name, "张**", "张**", "fits"),
    ] {
        let mut table = Table::new(vec![Spec::new("x", kind)]);
        table.push([a]);
        table.push([b]);
        for (one, other) in [(0, 1), (1, 0)] {
            let level = compare::Comparer::new(&table).pattern(one, other);
            assert_eq!(kind.levels()[level as usize & 15], expected, "{a} {b}");
        }
    }
}

#[test]
fn swapped_names_are_one_event() {
    let mut table = Table::new(vec![Spec::new("g", Kind::GivenName), Spec::new("s", Kind::Surname)]);
    for row in [["ann", "lee"], ["lee", "ann"], ["lee", "bob"], ["lee", ""]] {
        table.push(row);
    }
    let mut comparer = compare::Comparer::new(&table);
    let shown: Vec<_> = (1..4).map(|other| comparer.pattern(0, other)).collect();
    assert_eq!(shown, [0xf3, 0x00, 0xf3]);
}

fn people() -> Table {
    let mut table = Table::new(vec![
        Spec::new("name", Kind::Name),
        Spec::new("mobile", Kind::Mobile),
        Spec::new("address", Kind::Street),
    ]);
    for person in 0..400_u32 {
        let letters = |of: &str, at: u32| of.chars().nth(at as usize % of.chars().count()).unwrap();
        let name: String = [
            letters("王李张刘陈杨黄赵", person / 3),
            letters("伟芳娜敏静丽强磊军洋勇", person),
            letters("子涵宇轩浩然梓晨欣", person / 7),
        ]
        .iter()
        .collect();
        let mobile = format!("138{:08}", person * 7_919);
        let address = format!("文三路{}号{}室", person / 2, 100 + person / 2);
        table.push([name.as_str(), &mobile, &address]);
        if person % 4 == 0 {
            table.push([name.as_str(), "", &address]);
        }
        if person % 5 == 0 {
            let masked = format!("{}****{}", &mobile[..3], &mobile[7..]);
            table.push([name.as_str(), &masked, "快递柜1号"]);
        }
    }
    table
}

#[test]
fn a_score_says_why() {
    let table = people();
    let linked = link(&table, &Options::default()).unwrap();
    assert!(linked.links.len() >= 150, "{}", linked.links.len());
    for link in &linked.links {
        let score = linked.explain(&table, link);
        assert!((score.probability - link.probability).abs() < 1e-9);
        let sum: f64 = score.evidence.iter().map(|evidence| evidence.weight).sum();
        assert!((score.start + sum - score.weight).abs() < 1e-6, "the waterfall adds up: {score:?}");
    }
    // Two threads find what one finds.
    let fitting = super::learn::Fitting { candidates: 1, ..Default::default() };
    let one = link(&table, &Options { fitting, ..Options::default() }).unwrap();
    let two = link(&table, &Options { fitting, threads: 2, ..Options::default() }).unwrap();
    assert_eq!(one.links, two.links);
}

#[test]
fn a_hot_key_costs_little() {
    let mut table = Table::new(vec![Spec::new("name", Kind::Name), Spec::new("address", Kind::Street)]);
    for row in 0..3_000_u32 {
        table.push(["王伟", if row % 3 == 0 { "" } else { "快递柜1号" }]);
    }
    let candidates = Candidates::of(&table, &Blocking::default());
    let mut mates = Vec::new();
    let most = (0..3_000).map(|row| {
        candidates.mates(row, &mut mates);
        assert!(mates.iter().all(|mate| candidates.has(row, *mate) && candidates.has(*mate, row)));
        mates.len()
    });
    assert!(most.max().unwrap() <= 60, "a crowd that nothing tells apart is not compared pair by pair");
}

#[test]
fn nothing_to_learn_from_is_an_error() {
    let fit = |rows: &[&str]| {
        let mut table = Table::new(vec![Spec::new("x", Kind::Text)]);
        rows.iter().for_each(|row| table.push([*row]));
        link(&table, &Options::default()).map(|_| ()).unwrap_err()
    };
    assert_eq!(fit(&["a"]), FitError::TooFewRecords);
    assert_eq!(fit(&["", "a"]), FitError::NoPairs);
    assert_eq!(fit(&["b", "a"]), FitError::NoPairs);
    assert_eq!(fit(&["a"; 500]), FitError::AllAlike);
    // One that is another does not make the others two persons.
    let rows = [&["a"; 500][..], &["b"]].concat();
    assert_eq!(fit(&rows), FitError::AllAlike);
}

#[test]
fn what_few_records_teach_is_said_to_be_guessed() {
    let table = people();
    let model = link(&table, &Options::default()).unwrap().model;
    assert!(!model.is_guessed(table.rows()));
    let mut few = Table::new(vec![Spec::new("name", Kind::Name), Spec::new("mobile", Kind::Mobile)]);
    for row in [["张三", "13800000000"], ["张三", "13800000001"], ["李四", "13900000000"]] {
        few.push(row);
    }
    assert!(link(&few, &Options::default()).unwrap().model.is_guessed(few.rows()));
}

#[test]
fn files_are_linked_with_each_other_only() {
    let table = people();
    let files: Vec<u32> = (0..table.rows()).map(|row| row % 2).collect();
    let linked = link(&table, &Options { files: Some(&files), ..Options::default() }).unwrap();
    assert!(!linked.links.is_empty() && linked.links.iter().all(|link| link.a % 2 != link.b % 2));
}

#[test]
fn households_are_told_from_persons() {
    let fact = |name, address, mobile| Facts { name, address, mobile, ..Facts::default() };
    let rows = [
        ("same name, address, mobile", fact("张三", "x", "1"), fact("张三", "x", "1"), 2),
        ("same name and address", fact("张三", "x", "1"), fact("张三", "x", "2"), 2),
        ("same name, a locker of 400", fact("张三", "x", "1"), fact("张三", "x", "2"), 400),
        ("same name and mobile, moved", fact("张三", "x", "1"), fact("张三", "y", "1"), 2),
        ("masked name, address", fact("张**", "x", ""), fact("张三丰", "x", ""), 2),
        ("name as it is heard, address", fact("王小明", "x", ""), fact("王晓明", "x", ""), 2),
        ("near name, address", fact("王小明", "x", ""), fact("王小红", "x", ""), 2),
        ("family, address", fact("张三", "x", ""), fact("张四", "x", ""), 2),
        ("couple, mobile", fact("张三", "", "1"), fact("李四", "", "1"), 2),
        ("no name, mobile", fact("", "", "1"), fact("李四", "", "1"), 2),
        ("same name only", fact("张三", "x", "1"), fact("张三", "y", "2"), 2),
        (
            "address one character apart",
            fact("张三", "浙江省杭州市西湖区文三路123号3栋502室", ""),
            fact("张三", "浙江省杭州市西湖区文三路123号3栋503室", ""),
            2,
        ),
    ];
    let mut shown = String::new();
    for (what, a, b, k) in rows {
        let crowd = Crowd { at_address: k, with_mobile: k };
        let scored = score(&a, &b, crowd);
        let text = scored.map_or("no proposal".to_owned(), |scored| {
            let evidence: Vec<_> = scored.evidence.iter().map(|e| format!("{} {:+.1}", e.field, e.weight)).collect();
            format!("{:.3} ({})", scored.probability, evidence.join(", "))
        });
        shown.push_str(&format!("{what}: {text}\n"));
    }
    expect![[r#"
        same name, address, mobile: 0.995 (mobile +0.6, address +0.7, name +6.3)
        same name and address: 0.976 (address -1.0, name +6.3)
        same name, a locker of 400: 0.657 (address -9.6, name +10.6)
        same name and mobile, moved: 0.992 (mobile +0.6, name +6.3)
        masked name, address: 0.548 (address -1.0, name +1.3)
        name as it is heard, address: 0.833 (address -1.0, name +3.3)
        near name, address: 0.333 (address -1.0, name +0.0)
        family, address: 0.028 (address -1.0, name -4.1)
        couple, mobile: 0.141 (mobile +0.6, name -3.2)
        no name, mobile: 0.600 (mobile +0.6)
        same name only: no proposal
        address one character apart: 0.941 (address -2.3, name +6.3)
    "#]]
    .assert_eq(&shown);
}

#[test]
fn more_facts_move_the_score() {
    let one = Facts { name: "王小明", address: "x", gender: "male", birthday: "1990-05-17", ..Facts::default() };
    let plain = score(&one, &Facts { birthday: "", gender: "", ..one }, Crowd::default()).unwrap();
    let same = score(&one, &one, Crowd::default()).unwrap();
    let other = score(&one, &Facts { gender: "female", birthday: "1961-01-02", ..one }, Crowd::default()).unwrap();
    assert!(other.probability < plain.probability && plain.probability < same.probability);
    assert_eq!(other.evidence.last().map(|evidence| evidence.agreement), Some(Agreement::Different));
    assert_eq!(format!("{one:?}"), "Facts(…)");
}

#[test]
fn weights_have_names() {
    let stated = Weights::default();
    let figures: std::collections::BTreeMap<_, _> = stated.figures().into_iter().collect();
    assert_eq!(figures.len(), stated.figures().len(), "each name is one figure's");
    assert_eq!(figures["odds.mobile"], 1.5);
    assert_eq!((figures["name.same.m"], figures["email.same.u"]), (0.80, 0.05));
    assert_eq!(Weights::with(|name| figures.get(name).copied()), stated);
    let other = Weights::with(|name| (name == "odds.mobile").then_some(9.0));
    assert_eq!(other.figures().into_iter().filter(|(name, value)| figures[name] != *value).count(), 1);
    assert_eq!(Weights::with(|_| Some(f64::NAN)), stated);
}

#[test]
fn chains_do_not_grow_into_one_person() {
    // 0-1-2-…-9: each link is likely, the ends have nothing to do with each other.
    let chain: Vec<(Pair, f64)> = (0..9).map(|at| ((at, at + 1), 0.9 - f64::from(at) * 0.01)).collect();
    let groups = cluster(&chain, &Guard::default(), |_| 0.0);
    assert!(groups.iter().all(|group| group.len() <= 3), "{groups:?}");
    let trusting = Guard { mean: 0.0, ..Guard::default() };
    assert_eq!(cluster(&chain, &trusting, |_| 0.0).len(), 1, "without the guard all ten are one");
    // Three records that agree with each other are one person, though one link was not compared.
    let links = [((0, 1), 0.99), ((1, 2), 0.98)];
    assert_eq!(cluster(&links, &Guard::default(), |_| 0.7), [vec![0, 1, 2]]);
}

#[test]
fn two_clean_sources_link_one_to_one() {
    let links = [((0, 2), 0.9), ((1, 2), 0.95), ((0, 3), 0.6)];
    let guard = Guard { sources: Some(&[0, 0, 1, 1]), ..Guard::default() };
    assert_eq!(cluster(&links, &guard, |_| 0.0), [vec![0, 3], vec![1, 2]]);
    assert_eq!(pairs_of(&[vec![0, 3, 5]]), [(0, 3), (0, 5), (3, 5)]);
}

proptest! {
    #[test]
    fn names_of_any_text_compare_both_ways_alike(a in "\\PC{0,12}", b in "\\PC{0,12}") {
        prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
        prop_assert!((0.0..=1.0).contains(&similarity(&a, &b)));
    }

    #[test]
    fn any_text_in_any_column_is_linked_or_refused(rows in prop::collection::vec(("\\PC{0,8}", "[0-9*-]{0,9}"), 0..12)) {
        for kind in Kind::ALL {
            let mut table = Table::new(vec![Spec::new("a", kind), Spec::new("b", Kind::Mobile)]);
            rows.iter().for_each(|(a, b)| table.push([a.as_str(), b.as_str()]));
            if let Ok(linked) = link(&table, &Options::default()) {
                prop_assert!(linked.links.iter().all(|link| (0.0..=1.0).contains(&link.probability)));
            }
        }
    }

    #[test]
    fn clusters_hold_each_record_once_and_keep_the_guard(
        links in prop::collection::btree_map((0u32..12, 0u32..12).prop_filter("two", |(a, b)| a < b), 0.0f64..1.0, 0..40),
        most in 2usize..6,
    ) {
        let links: Vec<_> = links.into_iter().collect();
        let sources: Vec<u32> = (0..12).map(|at| at % 5).collect();
        let guard = Guard { most, sources: Some(&sources), ..Guard::default() };
        let groups = cluster(&links, &guard, |_| 0.0);
        let mut seen = std::collections::HashSet::new();
        for group in &groups {
            prop_assert!(group.len() > 1 && group.len() <= most);
            let mut used = std::collections::HashSet::new();
            for record in group {
                prop_assert!(seen.insert(*record));
                prop_assert!(used.insert(sources[*record as usize]));
            }
        }
        let mut reversed = links.clone();
        reversed.reverse();
        prop_assert_eq!(groups, cluster(&reversed, &guard, |_| 0.0), "the order of links does not matter");
    }

    #[test]
    fn probabilities_are_probabilities(a in "[ab ]{0,4}", b in "[ab ]{0,4}", k in 0u32..1000) {
        let facts = |name| Facts { name, address: "x", ..Facts::default() };
        let scored = score(&facts(&a), &facts(&b), Crowd { at_address: k, with_mobile: k }).unwrap();
        prop_assert!((0.0..=1.0).contains(&scored.probability));
        let sum: f64 = scored.evidence.iter().map(|evidence| evidence.weight).sum();
        prop_assert!((sum - scored.weight).abs() < 1e-9);
    }
}
