//! What figures of lift are called and how they are counted, in both languages.

use rules::Label;
use science::lift::Refusal;

use crate::value::{Definition, define, label};

/// How each figure is counted.
pub(super) fn definitions() -> Vec<Definition> {
    ROWS.iter().map(|(key, name, text)| define(key, *name, *text)).collect()
}

/// Nothing could be read.
pub(super) fn nothing() -> Label {
    label(("现在还不能下结论。", "Nothing can be said yet."))
}

/// The groups were drawn by lot, and differ by more than chance.
pub(super) fn effect(more: bool) -> Label {
    label(if more {
        (
            "两组抽签分开，差别不是偶然：这次行动有增量。",
            "Drawn by lot and apart by more than chance: the action added something.",
        )
    } else {
        (
            "两组抽签分开，差别不是偶然：这次行动反而让客户买得更少。",
            "Drawn by lot and apart by more than chance: the action took something away.",
        )
    })
}

/// The groups were drawn by lot, and may differ by chance.
pub(super) fn no_effect() -> Label {
    label((
        "两组抽签分开，看到的差别可能只是偶然，还看不出增量。",
        "Drawn by lot; the difference seen may be chance alone, and no effect shows.",
    ))
}

/// Nobody drew lots.
pub(super) fn observational(balanced: bool) -> Label {
    label(if balanced {
        (
            "观察性对比：两组不是抽签分的，看到的差别不能当作行动的效果。它们之前差不多，但别的方面仍可能不同。",
            "Observational: nobody drew these groups by lot, so a difference is no effect. They were alike before, and may still differ otherwise.",
        )
    } else {
        (
            "观察性对比：两组不是抽签分的，看到的差别不能当作行动的效果。它们在此之前就已经不同。",
            "Observational: nobody drew these groups by lot, so a difference is no effect. They differed before already.",
        )
    })
}

/// Why nothing is read.
pub(super) fn refused(refusal: &Refusal) -> Label {
    label(match refusal {
        Refusal::TooFew { .. } => {
            ("每组至少要有两位只在这一组的客户。", "Each group needs at least two customers who are in no other.")
        }
        Refusal::SampleRatio(_) => (
            "两组的人数和抽签的比例对不上，一定漏了什么：先找出原因，结果不能看。",
            "The groups are not as large as the lot would have them: something was lost. Find out what before reading anything.",
        ),
        _ => ("这两组的数字无法比较。", "The figures of these groups cannot be compared."),
    })
}

type Row = (&'static str, (&'static str, &'static str), (&'static str, &'static str));

const ROWS: &[Row] = &[
    (
        "population",
        ("统计人群", "Population"),
        (
            "现在在两组之一的客户；同在两组的不算。没有买过的客户按 0 计。",
            "Customers who are in one of the groups now; who is in both is left out. Who bought nothing counts as 0.",
        ),
    ),
    (
        "difference",
        ("差别", "Difference"),
        (
            "行动组人均减去对照组人均，95% 区间（Welch）。",
            "The mean of the treated less that of those left alone, with Welch's 95 % interval.",
        ),
    ),
    (
        "adjusted",
        ("校正后的差别", "Adjusted difference"),
        (
            "用每位客户之前同样多天的数字去掉本来就有的差别（CUPED），区间更窄。只在抽签分组时给出。",
            "With what each customer had in as many days before taken out (CUPED), which narrows the interval. Told of groups drawn by lot.",
        ),
    ),
    (
        "always",
        ("随时可看的区间", "Valid at any look"),
        (
            "不管看多少次都成立的 95% 区间，所以可以每天看。",
            "An interval that holds however often somebody looks, so it may be looked at every day.",
        ),
    ),
    (
        "detectable",
        ("能看出的最小差别", "Least difference that would show"),
        (
            "这么多客户，五次里有四次能看出来的最小差别。",
            "The least difference that groups of this size would show four times out of five.",
        ),
    ),
    (
        "beforehand",
        ("之前的差别", "Difference beforehand"),
        (
            "同样多天之前两组的差别；超过 0.1 个标准差就算不均衡。",
            "How the groups differed in as many days before; beyond 0.1 standard deviations they are called unbalanced.",
        ),
    ),
    (
        "ratio",
        ("人数核对", "Check of sizes"),
        (
            "抽签分组的人数应当接近抽签的比例；偶然出现这样的偏差不到千分之一时，结果不能看。",
            "Groups drawn by lot should be as large as the lot would have them; when chance alone would do it less than once in a thousand, \
             nothing is read.",
        ),
    ),
];
