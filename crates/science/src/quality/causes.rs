//! Cause and effect: Ishikawa's diagram as a tree, with how often each cause was found.

/// The six bones that a diagram usually begins with (5M1E).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bone {
    /// 人
    People,
    /// 机
    Machine,
    /// 料
    Material,
    /// 法
    Method,
    /// 测
    Measurement,
    /// 环
    Environment,
}

impl Bone {
    /// All six, in the usual order.
    pub const ALL: [Self; 6] =
        [Self::People, Self::Machine, Self::Material, Self::Method, Self::Measurement, Self::Environment];

    /// Its name in Chinese and in English.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::People => ("人员", "People"),
            Self::Machine => ("机器", "Machine"),
            Self::Material => ("物料", "Material"),
            Self::Method => ("方法", "Method"),
            Self::Measurement => ("测量", "Measurement"),
            Self::Environment => ("环境", "Environment"),
        }
    }
}

/// A cause with the causes behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// What it is.
    pub name: String,
    /// How often it was found to be the cause itself.
    pub own: u64,
    /// How often it or a cause behind it was.
    pub all: u64,
    /// The causes behind it, the most frequent first, equals by name.
    pub causes: Vec<Cause>,
}

/// Deeper causes than this are a mistake in the data; what lies beyond counts for the last.
pub const DEEPEST: usize = 16;

/// The tree of an effect. A finding is the way from a bone to the cause that was found ("people", "training", "new staff"),
/// and how often; blank steps are passed over.
#[must_use]
pub fn cause_and_effect<'a>(effect: &str, findings: impl IntoIterator<Item = (Vec<&'a str>, u64)>) -> Cause {
    let mut root = Cause { name: effect.to_owned(), own: 0, all: 0, causes: Vec::new() };
    for (way, count) in findings {
        let mut at = &mut root;
        at.all = at.all.saturating_add(count);
        for step in way.iter().map(|step| step.trim()).filter(|step| !step.is_empty()).take(DEEPEST) {
            let place = at.causes.iter().position(|cause| cause.name == step).unwrap_or_else(|| {
                at.causes.push(Cause { name: step.to_owned(), own: 0, all: 0, causes: Vec::new() });
                at.causes.len() - 1
            });
            let Some(next) = at.causes.get_mut(place) else { break };
            at = next;
            at.all = at.all.saturating_add(count);
        }
        at.own = at.own.saturating_add(count);
    }
    root.sort();
    root
}

impl Cause {
    fn sort(&mut self) {
        self.causes.sort_by(|a, b| b.all.cmp(&a.all).then_with(|| a.name.cmp(&b.name)));
        self.causes.iter_mut().for_each(Self::sort);
    }
}
