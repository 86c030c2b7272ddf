use expect_test::expect;
use proptest::prelude::*;

use super::chinese::{Likeness, are_unlike, likeness, similarity};
use super::cluster::{Guard, cluster, pairs_of};
use super::compare::{Comparison, Method};
use super::model::{FitError, Fitting, Model};
use super::propose::{Crowd, Facts, score, score_same_address, score_shared_mobile};
use super::{Agreement, Pair, block};

#[test]
fn names_relate() {
    use Likeness::{Family, Fits, Near, Part, Same, Unlike};
    let rows = [
        ("张三丰", "张三丰", Same),
        ("张 三丰", "张三丰", Same),
        ("张三丰先生", "张三丰", Same),
        ("阿依古丽·买买提", "阿依古丽买买提", Same),
        ("王小明", "王晓明", Near),
        ("欧阳娜娜", "欧阳娜", Near),
        ("王小明", "王明", Near),
        ("王小明", "王大红", Family),
        ("张三", "张四", Family),
        ("欧阳修", "欧阳锋", Family),
        ("王小明", "小明", Part),
        ("王先生", "王小明", Part),
        ("王先生", "王先生", Family),
        ("张**", "张三丰", Fits),
        ("张＊", "张三", Fits),
        ("*三丰", "张三丰", Fits),
        ("张**", "李四", Unlike),
        ("***", "李四", Unlike),
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
fn households_are_told_from_persons() {
    let fact = |name, address, mobile| Facts { name, address, mobile, ..Facts::default() };
    let rows = [
        ("same name, address, mobile", fact("张三", "x", "1"), fact("张三", "x", "1"), 2),
        ("same name and address", fact("张三", "x", "1"), fact("张三", "x", "2"), 2),
        ("same name, a locker of 400", fact("张三", "x", "1"), fact("张三", "x", "2"), 400),
        ("same name and mobile, moved", fact("张三", "x", "1"), fact("张三", "y", "1"), 2),
        ("masked name, address", fact("张**", "x", ""), fact("张三丰", "x", ""), 2),
        ("near name, address", fact("王小明", "x", ""), fact("王晓明", "x", ""), 2),
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
        near name, address: 0.333 (address -1.0, name +0.0)
        family, address: 0.028 (address -1.0, name -4.1)
        couple, mobile: 0.141 (mobile +0.6, name -3.2)
        no name, mobile: 0.600 (mobile +0.6)
        same name only: no proposal
        address one character apart: 0.941 (address -2.3, name +6.3)
    "#]]
    .assert_eq(&shown);
    assert_eq!(
        score_same_address("张三", "张三", 2).evidence,
        score(&fact("张三", "x", ""), &fact("张三", "x", ""), Crowd::default()).unwrap().evidence
    );
    assert!(
        score_shared_mobile("张三", "李四", 2).probability < 0.5
            && score_shared_mobile("张三", "张三", 2).probability > 0.95
    );
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
fn levels_and_methods() {
    let jaro = Comparison::name("n", 0);
    let rows = [
        ("martha", "martha", Some(3)),
        ("martha", "marhta", Some(2)),
        ("dixon", "dicksonx", Some(1)),
        ("abc", "xyz", Some(0)),
        ("", "x", None),
    ];
    for (a, b, level) in rows {
        assert_eq!(jaro.level(&[a], &[b]), level, "{a} {b}");
    }
    assert!((Method::JaroWinkler.similarity("martha", "marhta") - 0.9611).abs() < 1e-4);
    assert!((Method::Levenshtein.similarity("kitten", "sitting") - (1.0 - 3.0 / 7.0)).abs() < 1e-12);
    assert_eq!(Comparison::exact("e", 1).level(&["", "a"], &["", "b"]), Some(0));
    assert_eq!(similarity("张三", "张三"), 1.0);
}

#[test]
fn blocks_unite_keys_once_and_leave_out_crowds() {
    let rows = [["li", "a"], ["li", "a"], ["wu", "a"], ["wu", "li"], ["zu", ""]];
    let keys = |at: u32| (0u8..2).map(move |kind| (kind, rows[at as usize][usize::from(kind)].to_owned()));
    assert_eq!(block::pairs(5, 10, keys), [(0, 1), (0, 2), (1, 2), (2, 3)]);
    assert_eq!(block::pairs(5, 2, keys), [(0, 1), (2, 3)]);
}

#[test]
fn nothing_to_learn_from_is_an_error() {
    let one = vec![vec!["a"]];
    let two = vec![vec![""], vec!["a"]];
    let fit = |records: &[Vec<&str>], pairs: &[Pair]| {
        Model::fit(vec![Comparison::exact("x", 0)], records, pairs, &Fitting::default()).map(|_| ())
    };
    assert_eq!(fit(&one, &[]), Err(FitError::TooFewRecords));
    assert_eq!(fit(&two, &[]), Err(FitError::NoPairs));
    assert_eq!(fit(&two, &[(0, 1)]), Err(FitError::NoEvidence));
}

#[test]
fn rare_values_weigh_more_than_common_ones() {
    let mut records = Vec::new();
    for at in 0..200 {
        let surname = if at < 100 { "wang".to_owned() } else { format!("name{}", at / 2) };
        records.push(vec![surname, format!("street {}", at / 2)]);
    }
    let pairs = block::pairs(200, 200, |at| {
        (0u8..2).map(|kind| (kind, records[at as usize][usize::from(kind)].clone())).collect::<Vec<_>>()
    });
    let model = Model::fit(
        vec![Comparison::name("surname", 0), Comparison::text("street", 1)],
        &records,
        &pairs,
        &Fitting::default(),
    )
    .unwrap();
    let weight = |a: usize| model.score(&records[a], &records[a + 1]).evidence[0].weight;
    assert!(weight(150) > weight(10) + 3.0, "{} {}", weight(150), weight(10));
    assert!(model.score(&records[150], &records[151]).probability > 0.9);
    assert!(model.score(&records[10], &records[51]).probability < 0.5, "a common surname alone is nobody");
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
