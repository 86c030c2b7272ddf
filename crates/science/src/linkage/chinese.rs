//! Chinese personal names. Most have a surname of one character and a given name of one or two, so one character apart
//! is another person more often than a typing error, and sharing the surname says family rather than identity. Letter
//! distances do not know that. Absent: homophones (小 and 晓), which need a pronunciation list.

/// How two names relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Other surnames, or names that share nothing.
    Unlike,
    /// The same surname with another given name: likelier family.
    Family,
    /// A masked name that the other one fits (`张**` and `张三丰`). Says little beyond the surname.
    Fits,
    /// The given names are one character apart or short of one, or Latin names with a typing error.
    Near,
    /// One is the other without its surname, or with a form of address (`小明` and `王小明`, `王先生` and `王小明`).
    Part,
    /// Equal once spaces, width and forms of address are gone.
    Same,
}

const COMPOUND: [&str; 20] = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒", "司空", "端木",
    "百里", "东郭", "南宫", "独孤", "宇文", "长孙",
];

const ADDRESSED: [&str; 8] = ["先生", "女士", "小姐", "太太", "老师", "同学", "阿姨", "师傅"];

/// Compares two names. An empty name is unlike every other.
#[must_use]
pub fn likeness(a: &str, b: &str) -> Likeness {
    let (a, b) = (plain(a), plain(b));
    if a.is_empty() || b.is_empty() {
        return Likeness::Unlike;
    }
    if a.contains('*') || b.contains('*') {
        return if fits(&a, &b) { Likeness::Fits } else { Likeness::Unlike };
    }
    let ((a, a_addressed), (b, b_addressed)) = (without_address(&a), without_address(&b));
    if a_addressed != b_addressed && surname(a) == surname(b) && (a == surname(a) || b == surname(b)) {
        return Likeness::Part;
    }
    if a == b {
        // Two 王先生 share a surname, not a name.
        return if (a_addressed || b_addressed) && a == surname(a) { Likeness::Family } else { Likeness::Same };
    }
    if !is_chinese(a) || !is_chinese(b) {
        return latin(a, b);
    }
    let (family_a, family_b) = (surname(a), surname(b));
    let (given_a, given_b) = (rest(a, family_a), rest(b, family_b));
    if family_a == family_b && !given_a.is_empty() && !given_b.is_empty() {
        let forwards = given_a.chars().zip(given_b.chars()).filter(|(x, y)| x == y).count();
        let backwards = given_a.chars().rev().zip(given_b.chars().rev()).filter(|(x, y)| x == y).count();
        let same = forwards.max(backwards);
        let longest = given_a.chars().count().max(given_b.chars().count());
        return if longest > 1 && same + 1 == longest { Likeness::Near } else { Likeness::Family };
    }
    let two = |given: &str| given.chars().count() > 1;
    if two(given_a) && given_a == b || two(given_b) && given_b == a {
        return Likeness::Part;
    }
    Likeness::Unlike
}

/// Likeness as a similarity from 0 to 1: 1 same, .85 part, .75 near, .5 fits, .35 family, 0 unlike.
#[must_use]
pub fn similarity(a: &str, b: &str) -> f64 {
    match likeness(a, b) {
        Likeness::Same => 1.0,
        Likeness::Part => 0.85,
        Likeness::Near => 0.75,
        Likeness::Fits => 0.5,
        Likeness::Family => 0.35,
        Likeness::Unlike => 0.0,
    }
}

/// Whether two names, both given, speak against one person: what stops a shared mobile from joining profiles at once.
#[must_use]
pub fn are_unlike(a: &str, b: &str) -> bool {
    !a.trim().is_empty() && !b.trim().is_empty() && likeness(a, b) <= Likeness::Family
}

/// Half-width, lower case, without spaces at the ends; Chinese names without any space or dot.
fn plain(name: &str) -> String {
    let folded = name.trim().chars().map(|c| match c {
        '\u{3000}' => ' ',
        '＊' | '•' | '●' => '*',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    });
    let text: String = folded.flat_map(char::to_lowercase).collect();
    if text.chars().any(is_han) {
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '·' | '.' | '-')).collect()
    } else {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_chinese(name: &str) -> bool {
    name.chars().all(is_han)
}

fn surname(name: &str) -> &str {
    let compound = COMPOUND.iter().find(|surname| name.starts_with(**surname) && name.chars().count() > 2);
    let end = compound.map_or_else(|| name.chars().next().map_or(0, char::len_utf8), |surname| surname.len());
    name.get(..end).unwrap_or(name)
}

fn rest<'a>(name: &'a str, surname: &str) -> &'a str {
    name.get(surname.len()..).unwrap_or("")
}

/// `王先生` to `王`, and whether there was a form of address.
fn without_address(name: &str) -> (&str, bool) {
    let found = ADDRESSED.iter().find_map(|word| name.strip_suffix(word)).filter(|left| !left.is_empty());
    found.map_or((name, false), |left| (left, true))
}

/// Whether the shown characters of masked names do not contradict. A run of stars stands for any number of characters,
/// since platforms print a fixed number of them.
fn fits(a: &str, b: &str) -> bool {
    let head = |name: &str| name.split('*').next().unwrap_or("").to_owned();
    let tail = |name: &str| name.rsplit('*').next().unwrap_or("").to_owned();
    let agree = |x: &str, y: &str| x.starts_with(y) || y.starts_with(x);
    let (a_head, b_head, a_tail, b_tail) = (head(a), head(b), tail(a), tail(b));
    let ends = |x: &str, y: &str| x.ends_with(y) || y.ends_with(x);
    if a_head.is_empty() && a_tail.is_empty() || b_head.is_empty() && b_tail.is_empty() {
        return false;
    }
    agree(&a_head, &b_head) && ends(&a_tail, &b_tail)
}

fn latin(a: &str, b: &str) -> Likeness {
    let sorted = |name: &str| {
        let mut words: Vec<&str> = name.split(' ').collect();
        words.sort_unstable();
        words.join(" ")
    };
    if sorted(a) == sorted(b) {
        return Likeness::Same;
    }
    if strsim::jaro_winkler(a, b) >= 0.92 && strsim::levenshtein(a, b) <= 2 {
        return Likeness::Near;
    }
    let last = |name: &str| name.rsplit(' ').next().unwrap_or("").to_owned();
    let full = a.contains(' ') && b.contains(' ');
    if full && last(a) == last(b) { Likeness::Family } else { Likeness::Unlike }
}
