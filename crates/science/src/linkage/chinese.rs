//! Chinese personal names. Most have a surname of one character and a given name of one or two, so one character apart
//! is another person more often than a typing error, and sharing the surname says family rather than identity. Letter
//! distances do not know that. What is heard and typed is another matter: 小 and 晓, 章 and 张 are written for each other,
//! so names are also compared by how they are spoken, each character with all its readings (单 is dan, shan and chan).

use pinyin::ToPinyinMulti as _;

/// How two names relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Other surnames, or names that share nothing.
    Unlike,
    /// A masked name, or one of no more than a surname, that the other one does not fit.
    Unfit,
    /// The same surname with another given name: likelier family.
    Family,
    /// A masked name, or a surname with a form of address, that the other one fits (`张**` and `张三丰`, `王先生` and
    /// `王小明`). Says little beyond the surname.
    Fits,
    /// The given names are one character apart or short of one, or Latin names with a typing error.
    Near,
    /// Spoken alike in every character (`王小明`, `王晓明`), or the one is the other's pinyin (`Xiaoming Wang`).
    Sounds,
    /// One is the other without its surname (`小明` and `王小明`).
    Part,
    /// Equal once spaces, width and forms of address are gone.
    Same,
}

const COMPOUND: [&str; 20] = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒", "司空", "端木",
    "百里", "东郭", "南宫", "独孤", "宇文", "长孙",
];

const ADDRESSED: [&str; 8] = ["先生", "女士", "小姐", "太太", "老师", "同学", "阿姨", "师傅"];

impl Likeness {
    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unlike => "different",
            Self::Unfit => "unfit",
            Self::Family => "family",
            Self::Fits => "fits",
            Self::Near => "near",
            Self::Sounds => "sounds",
            Self::Part => "part",
            Self::Same => "same",
        }
    }
}

impl Likeness {
    /// Whether it is of names of which one shows little more than a surname.
    #[must_use]
    pub fn is_masked(self) -> bool {
        matches!(self, Self::Fits | Self::Unfit)
    }
}

/// Readings of a character that are told apart.
const READINGS: usize = 4;

/// A name with what comparing it needs, worked out once.
#[derive(Clone, PartialEq, Eq)]
pub struct Name {
    /// In plain form and without a form of address, unless it is masked.
    plain: String,
    /// Bytes of the surname.
    surname: u8,
    masked: bool,
    addressed: bool,
    chinese: bool,
    /// Of each character its readings as hashes, 0 for none.
    sounds: Vec<[u32; READINGS]>,
}

impl std::fmt::Debug for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Name(…)")
    }
}

impl Name {
    /// Reads a name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let whole = plain(name);
        let masked = whole.contains('*');
        let (bare, addressed) = if masked { (whole.as_str(), false) } else { without_address(&whole) };
        let chinese = !masked && !bare.is_empty() && is_chinese(bare);
        let surname = u8::try_from(surname(bare).len()).unwrap_or(0);
        let sounds = if chinese { bare.chars().map(readings).collect() } else { Vec::new() };
        Self { plain: bare.to_owned(), surname, masked, addressed, chinese, sounds }
    }

    /// Whether parts of it are masked.
    #[must_use]
    pub fn is_masked(&self) -> bool {
        self.masked
    }

    /// Whether it says no more than a surname.
    #[must_use]
    pub fn is_surname_only(&self) -> bool {
        self.chinese && self.rest().is_empty()
    }

    /// Hashes under which names that sound alike meet: one of each combination of readings, four at most.
    #[must_use]
    pub fn spoken(&self) -> Vec<u64> {
        let mut keys = vec![0_u64];
        for readings in &self.sounds {
            let read = readings.iter().filter(|reading| **reading != 0);
            keys = read
                .flat_map(|reading| keys.iter().map(move |key| key.rotate_left(21) ^ u64::from(*reading)))
                .take(READINGS)
                .collect();
        }
        keys.retain(|key| *key != 0);
        keys
    }

    fn family(&self) -> &str {
        self.plain.get(..usize::from(self.surname)).unwrap_or(&self.plain)
    }

    fn rest(&self) -> &str {
        self.plain.get(usize::from(self.surname)..).unwrap_or("")
    }

    /// Compares two names. An empty name is unlike every other.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        let (a, b) = (self.plain.as_str(), other.plain.as_str());
        if a.is_empty() || b.is_empty() {
            return Likeness::Unlike;
        }
        if self.masked || other.masked {
            return if fits(a, b) { Likeness::Fits } else { Likeness::Unfit };
        }
        if self.addressed != other.addressed && (self.is_surname_only() || other.is_surname_only()) {
            return if self.family() == other.family() { Likeness::Fits } else { Likeness::Unfit };
        }
        if a == b {
            // Two 王先生 share a surname, not a name.
            let only = (self.addressed || other.addressed) && self.rest().is_empty();
            return if only { Likeness::Family } else { Likeness::Same };
        }
        if self.chinese != other.chinese {
            let (han, letters) = if self.chinese { (self, b) } else { (other, a) };
            return if is_pinyin_of(letters, han) { Likeness::Sounds } else { Likeness::Unlike };
        }
        if !self.chinese {
            return latin(a, b);
        }
        if self.sounds_like(other) {
            return Likeness::Sounds;
        }
        let (given_a, given_b) = (self.rest(), other.rest());
        if self.family() == other.family() && !given_a.is_empty() && !given_b.is_empty() {
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

    /// Whether every character of the one can be read as the other's, and there are more than one of them.
    fn sounds_like(&self, other: &Self) -> bool {
        self.sounds.len() > 1
            && self.sounds.len() == other.sounds.len()
            && self
                .sounds
                .iter()
                .zip(&other.sounds)
                .all(|(a, b)| a.iter().any(|sound| *sound != 0 && b.contains(sound)))
    }
}

/// Compares two names. An empty name is unlike every other.
#[must_use]
pub fn likeness(a: &str, b: &str) -> Likeness {
    Name::of(a).likeness(&Name::of(b))
}

/// The readings of a character without tones, as hashes; of what has none, itself.
fn readings(c: char) -> [u32; READINGS] {
    let mut found = [0; READINGS];
    let mut places = found.iter_mut();
    let mut put = |sound: u32, seen: &mut Vec<u32>| {
        if !seen.contains(&sound) {
            seen.push(sound);
            if let Some(place) = places.next() {
                *place = sound;
            }
        }
    };
    let mut seen = Vec::with_capacity(READINGS);
    match c.to_pinyin_multi() {
        Some(multi) => multi.into_iter().for_each(|reading| put(spelt(reading.plain()), &mut seen)),
        None => put(u32::from(c), &mut seen),
    }
    found
}

/// A syllable as a number: letters in base 27, so that no two are one; above every character.
fn spelt(syllable: &str) -> u32 {
    syllable.bytes().fold(0_u32, |sum, byte| {
        sum.wrapping_mul(27).wrapping_add(u32::from(byte.to_ascii_lowercase().wrapping_sub(b'a')) + 1)
    }) | 1 << 31
}

/// Whether Latin letters spell a Chinese name, surname first or last.
fn is_pinyin_of(letters: &str, name: &Name) -> bool {
    let letters: String = letters.chars().filter(char::is_ascii_alphabetic).collect();
    if letters.is_empty() || name.rest().is_empty() {
        return false;
    }
    let last = format!("{}{}", name.rest(), name.family());
    [name.plain.as_str(), &last].into_iter().any(|order| spells(&letters, &order.chars().collect::<Vec<_>>()))
}

fn spells(letters: &str, characters: &[char]) -> bool {
    let Some((first, others)) = characters.split_first() else { return letters.is_empty() };
    first.to_pinyin_multi().is_some_and(|multi| {
        multi.into_iter().any(|reading| {
            letters.strip_prefix(&reading.plain().replace('ü', "v")).is_some_and(|rest| spells(rest, others))
        })
    })
}

/// Likeness as a similarity from 0 to 1: 1 same, .85 part, .8 sounds alike, .75 near, .5 fits, .35 family, 0 unlike.
#[must_use]
pub fn similarity(a: &str, b: &str) -> f64 {
    similarity_of(likeness(a, b))
}

/// A relation as a similarity from 0 to 1.
#[must_use]
pub fn similarity_of(likeness: Likeness) -> f64 {
    match likeness {
        Likeness::Same => 1.0,
        Likeness::Part => 0.85,
        Likeness::Sounds => 0.8,
        Likeness::Near => 0.75,
        Likeness::Fits => 0.5,
        Likeness::Family => 0.35,
        Likeness::Unlike | Likeness::Unfit => 0.0,
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
