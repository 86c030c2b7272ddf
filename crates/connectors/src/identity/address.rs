//! Addresses: splitting what is printed in one cell, official names, and a normal form for comparison.

use super::fold::{bare, fold, is_star};
use super::{mask, region};
use crate::drafts::AddressDraft;

/// An address cut where it was printed. The parts are slices of the input, in its order: together they hold every
/// character of it except white space between parts and the brackets or comma about the zip.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts<'a> {
    /// 省, as printed; empty when absent.
    pub province: &'a str,
    /// 市, as printed; empty when absent.
    pub city: &'a str,
    /// 区县, as printed, `其它区` included; empty when absent.
    pub district: &'a str,
    /// The rest.
    pub street: &'a str,
    /// 邮编, as printed, `000000` included; empty when absent.
    pub zip: &'a str,
}

impl std::fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {} {}", self.province, self.city, self.district, mask::street(self.street))
    }
}

/// Reads one cell into a draft with official names: Taobao's `省 市 区 详细(邮编)`, or an address without spaces. Zip
/// `000000` and 其它区 become `None`. Name and numbers of the receiver are not touched.
#[must_use]
pub fn read(raw: &str) -> AddressDraft {
    let parts = split(raw);
    let place = region::resolve(parts.province, parts.city, parts.district);
    AddressDraft {
        province: place.province.map(str::to_owned),
        city: place.city.map(str::to_owned),
        district: place.district.map(str::to_owned),
        street: some(parts.street),
        zip: some(parts.zip).filter(|zip| zip != "000000"),
        ..AddressDraft::default()
    }
}

/// Puts official names into a draft whose parts came in columns of their own, and clears `000000` and 其它区.
pub fn normalise(address: &mut AddressDraft) {
    let place = region::resolve(
        address.province.as_deref().unwrap_or_default(),
        address.city.as_deref().unwrap_or_default(),
        address.district.as_deref().unwrap_or_default(),
    );
    let (province, city, district) =
        (place.province.map(str::to_owned), place.city.map(str::to_owned), place.district.map(str::to_owned));
    (address.province, address.city, address.district) = (province, city, district);
    address.street = address.street.take().and_then(|street| some(bare(&street)));
    address.zip = address.zip.take().and_then(|zip| some(bare(&zip))).filter(|zip| zip != "000000");
}

/// Cuts an address into its parts. Where the first word is a province, words are taken in Taobao's order, and the
/// list of regions settles which of them are missing; otherwise the names are recognised one behind another.
#[must_use]
pub fn split(raw: &str) -> Parts<'_> {
    let (text, zip) = split_zip(bare(raw));
    let (first, rest) = word(text);
    let parts = match region::province(first) {
        Some(official) if !rest.is_empty() => spaced(first, official, rest),
        _ => unspaced(text),
    };
    Parts { zip, ..parts }
}

/// The first word and what follows the one space behind it.
fn word(text: &str) -> (&str, &str) {
    text.split_once(char::is_whitespace).unwrap_or((text, ""))
}

fn split_zip(text: &str) -> (&str, &str) {
    let is_zip = |zip: &str| zip.len() == 6 && zip.bytes().all(|b| b.is_ascii_digit());
    let bracketed = text
        .strip_suffix([')', '）'])
        .and_then(|inner| inner.rsplit_once(['(', '（']))
        .map(|(rest, zip)| (rest, zip.trim()));
    let (rest, zip) = match bracketed.or_else(|| text.rsplit_once([',', '，']).map(|(rest, zip)| (rest, zip.trim()))) {
        Some((rest, zip)) if is_zip(zip) => (rest, zip),
        _ => (text, ""),
    };
    (rest.trim_end(), zip)
}

fn spaced<'a>(province: &'a str, official: &str, rest: &'a str) -> Parts<'a> {
    let found = Parts { province, ..Parts::default() };
    let rest = rest.trim_start();
    let (second, behind) = word(rest);
    let abroad = official == region::ABROAD;
    let city = region::city(official, second);
    if city.is_none() && !abroad && !second.contains("直辖县级") && !matches!(second, "市辖区" | "县") {
        if region::city_of_district(official, second).is_some() {
            return Parts { district: second, street: behind.trim(), ..found };
        }
        if behind.is_empty() || !ends_like_city(second) {
            let cut = unspaced_in(official, rest);
            return Parts { province, ..cut };
        }
    }
    let (third, street) = word(behind);
    let given = Parts { city: second, district: third, street: street.trim(), ..found };
    let known = matches!(third, "其它区" | "其他区" | "其它" | "其他" | "市辖区")
        || region::district(official, city.unwrap_or(official), third).is_some()
        || second.contains("直辖县级")
        || abroad && third == region::ABROAD;
    if known {
        return given;
    }
    // A double space stands where a city has no districts; then the third word is empty.
    let street = behind.trim();
    let (district, inner) = beginning(street, |name| {
        city.and_then(|city| region::district(official, city, name)).filter(|_| ends_like_district(name))
    });
    match district {
        "" if ends_like_district(third) && !given.street.is_empty() => given,
        "" => Parts { district: "", street, ..given },
        _ => Parts { district, street: inner, ..given },
    }
}

fn ends_like_city(text: &str) -> bool {
    ["市", "州", "盟", "地区", "县", "区"].iter().any(|end| text.ends_with(end))
}

fn ends_like_district(text: &str) -> bool {
    ["区", "县", "市", "旗", "镇", "乡", "街道"].iter().any(|end| text.ends_with(end))
}

/// Recognises names one behind another, with or without spaces between them. Short names begin streets too (北京路 is in
/// Guangzhou), so a short province counts only before a city or district.
fn unspaced(text: &str) -> Parts<'_> {
    let street = Parts { street: text, ..Parts::default() };
    let province = region::longest(text, region::province).filter(|(_, name)| *name != region::ABROAD);
    let city = region::longest(text, |name| region::province_of_city(name).filter(|(_, city)| *city == name));
    match (province, city) {
        // 吉林市 begins like 吉林省's short name: the longer name is the one that was written.
        (Some((end, _)), Some((longer, (home, _)))) if longer > end => unspaced_in(home, text),
        (Some((end, official)), _) => {
            let Some((province, rest)) = text.split_at_checked(end) else { return street };
            let inner = unspaced_in(official, rest.trim_start());
            if province != official && inner.city.is_empty() && inner.district.is_empty() {
                return street;
            }
            Parts { province, ..inner }
        }
        (None, Some((_, (home, _)))) => unspaced_in(home, text),
        (None, None) => street,
    }
}

/// City and district at the beginning of a text inside a province. A short city counts only before a district.
fn unspaced_in<'a>(official: &str, text: &'a str) -> Parts<'a> {
    let lone = || {
        let home = |name: &str| region::city_of_district(official, name).filter(|_| ends_like_district(name));
        let (district, street) = beginning(text, home);
        Parts { district, street, ..Parts::default() }
    };
    let Some((end, name)) = region::longest(text, |name| region::city(official, name)) else { return lone() };
    let Some((city, rest)) = text.split_at_checked(end) else { return lone() };
    let (district, street) = beginning(rest.trim_start(), |district| {
        let known = region::district(official, name, district).is_some() || matches!(district, "其它区" | "其他区");
        (known && ends_like_district(district)).then_some(())
    });
    if district.is_empty() && city != name {
        return lone();
    }
    Parts { city, district, street, ..Parts::default() }
}

/// The longest known beginning, and the rest without the space before it.
fn beginning<T>(text: &str, known: impl Fn(&str) -> Option<T>) -> (&str, &str) {
    let (head, rest) =
        region::longest(text, known).and_then(|(end, _)| text.split_at_checked(end)).unwrap_or(("", text));
    (head, rest.trim())
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A street in the form in which two writings of one place are equal: half-width, lower case, without punctuation,
/// white space and zip, house numbers in Arabic digits, 幢 and 号楼 as 栋, 房 as 室. One `-` stays between two digits.
/// Not for showing.
#[must_use]
pub fn normal_street(raw: &str) -> String {
    let (text, _) = split_zip(bare(raw));
    let mut plain: Vec<char> = Vec::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().map(fold).flat_map(char::to_lowercase) {
        if !c.is_alphanumeric() && !is_star(c) {
            gap = true;
            continue;
        }
        if gap && c.is_ascii_digit() && plain.last().is_some_and(char::is_ascii_digit) {
            plain.push('-');
        }
        gap = false;
        plain.push(c);
    }
    let mut normal = String::with_capacity(text.len());
    let mut rest = plain.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        let run = rest.iter().take_while(|c| numeral(**c).is_some()).count();
        let (digits, after) = rest.split_at_checked(run).unwrap_or((&[], rest));
        if run > 0 && counts_houses(after) {
            normal.push_str(&number(digits));
            rest = after;
            continue;
        }
        rest = match rest {
            ['号', '楼', ..] => {
                normal.push('栋');
                rest.get(2..).unwrap_or_default()
            }
            ['第', next, ..] if numeral(*next).is_some() => behind,
            _ => {
                normal.push(match first {
                    '幢' => '栋',
                    '房' => '室',
                    other => *other,
                });
                behind
            }
        };
    }
    normal
}

/// The whole address in normal form: official region names and [`normal_street`], a region repeated in the street left
/// out. `None` when there is no street or part of it is hidden, since such an address names no place.
#[must_use]
pub fn normal_address(address: &AddressDraft) -> Option<String> {
    let street = address.street.as_deref()?;
    if street.chars().any(is_star) {
        return None;
    }
    let inner = split(street);
    let (own_city, own_province) = (stated(&address.city), stated(&address.province));
    let place = region::resolve(
        own_province.unwrap_or(inner.province),
        own_city.unwrap_or(inner.city),
        stated(&address.district).unwrap_or(inner.district),
    );
    let repeated = region::resolve(inner.province, inner.city, inner.district);
    // What the street begins with is the region only when it does not contradict the columns.
    let agrees = repeated.city.is_some() && (own_city.is_none() || repeated.city == place.city);
    let street = normal_street(if agrees { inner.street } else { street });
    if street.is_empty() {
        return None;
    }
    let mut whole = String::with_capacity(street.len() + 36);
    for part in [place.province, place.city, place.district].into_iter().flatten() {
        whole.push_str(part);
    }
    whole.push_str(&street);
    Some(whole)
}

fn stated(part: &Option<String>) -> Option<&str> {
    part.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

fn numeral(c: char) -> Option<u32> {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match c {
        '〇' => Some(0),
        '十' => Some(10),
        '百' => Some(100),
        _ => DIGITS.iter().position(|digit| *digit == c).and_then(|at| u32::try_from(at).ok()),
    }
}

/// Whether a number before this text counts houses, floors or rooms. 文三路's 三 does not.
fn counts_houses(after: &[char]) -> bool {
    matches!(after, ['号' | '栋' | '幢' | '座' | '楼' | '层' | '室' | '房' | '弄' | '期' | '组' | '队', ..])
        || matches!(after, ['单', '元', ..])
}

/// `十二` to 12, `一百零三` to 103, `三〇二` to 302.
fn number(digits: &[char]) -> String {
    let values = || digits.iter().filter_map(|c| numeral(*c));
    if !values().any(|value| value >= 10) {
        return values().map(|value| value.to_string()).collect();
    }
    let (mut total, mut pending) = (0u32, None::<u32>);
    for value in values() {
        if value >= 10 {
            total = total.saturating_add(pending.take().unwrap_or(1).saturating_mul(value));
        } else {
            pending = Some(value);
        }
    }
    total.saturating_add(pending.unwrap_or(0)).to_string()
}
