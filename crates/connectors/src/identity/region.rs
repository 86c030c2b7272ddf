//! The regions of China: provinces, cities, districts with their GB/T 2260 codes, compiled in from
//! `data/regions.csv` (origin and licence in `data/NOTICE`).
//!
//! A municipality is its own city (`北京市` / `北京市` / `朝阳区`); a county governed by its province stands as a city
//! without districts (`石河子市`). Absent: towns and streets, and names that were abolished before 2023, except where
//! only the last character changed (`临安市`, now `临安区`).

use std::collections::HashMap;
use std::sync::LazyLock;

static LIST: &str = include_str!("../../data/regions.csv");

/// What addresses abroad carry in place of a province.
pub const ABROAD: &str = "海外";

/// Provinces by the numbers that Taobao's CRM methods used until 2014, from 1.
const OLD_TOP: [&str; 35] = [
    "北京市",
    "天津市",
    "河北省",
    "山西省",
    "内蒙古自治区",
    "辽宁省",
    "吉林省",
    "黑龙江省",
    "上海市",
    "江苏省",
    "浙江省",
    "安徽省",
    "福建省",
    "江西省",
    "山东省",
    "河南省",
    "湖北省",
    "湖南省",
    "广东省",
    "广西壮族自治区",
    "海南省",
    "重庆市",
    "四川省",
    "贵州省",
    "云南省",
    "西藏自治区",
    "陕西省",
    "甘肃省",
    "青海省",
    "宁夏回族自治区",
    "新疆维吾尔自治区",
    "台湾省",
    "香港特别行政区",
    "澳门特别行政区",
    ABROAD,
];

const PROVINCE_ENDS: [&str; 7] = ["维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市"];

const CITY_ENDS: [&str; 4] = ["自治州", "地区", "市", "盟"];

/// Names of peoples that stand between a prefecture's short name and 自治州.
const PEOPLES: [&str; 17] = [
    "土家族",
    "朝鲜族",
    "蒙古",
    "苗族",
    "藏族",
    "羌族",
    "彝族",
    "布依族",
    "侗族",
    "哈尼族",
    "壮族",
    "傣族",
    "白族",
    "景颇族",
    "傈僳族",
    "回族",
    "哈萨克",
];

/// A place, as far as the list knows it. Names that the list does not know are kept as they were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place<'a> {
    /// Official name (`浙江省`).
    pub province: Option<&'a str>,
    /// Official name (`杭州市`).
    pub city: Option<&'a str>,
    /// Official name (`西湖区`); `None` for 其它区 and for cities without districts.
    pub district: Option<&'a str>,
    /// GB code of the finest part known: `330106`, `330100`, `330000`.
    pub code: Option<u32>,
}

struct Index {
    provinces: HashMap<&'static str, (&'static str, u32)>,
    by_code: HashMap<u32, &'static str>,
    /// (province, city as given) to (official name, code).
    cities: HashMap<(&'static str, &'static str), (&'static str, u32)>,
    /// City as given to (province, official name), where no other province has that name.
    lone_cities: HashMap<&'static str, (&'static str, &'static str)>,
    /// (province, city, district or its stem) to (official name, code); the name is empty where a stem is shared.
    districts: HashMap<(&'static str, &'static str, &'static str), (&'static str, u32)>,
    /// (province, district) to its city; empty where several cities have one.
    homes: HashMap<(&'static str, &'static str), &'static str>,
}

static INDEX: LazyLock<Index> = LazyLock::new(Index::read);

impl Index {
    fn read() -> Self {
        let mut index = Self {
            provinces: HashMap::with_capacity(80),
            by_code: HashMap::with_capacity(40),
            cities: HashMap::with_capacity(1000),
            lone_cities: HashMap::with_capacity(1000),
            districts: HashMap::with_capacity(8000),
            homes: HashMap::with_capacity(4000),
        };
        for line in LIST.lines().skip(1) {
            let mut cells = line.split(',');
            let (Some(province), Some(city), Some(district), Some(code)) =
                (cells.next(), cells.next(), cells.next(), cells.next().and_then(|code| code.parse::<u32>().ok()))
            else {
                continue;
            };
            index.add(province, city, district, code);
        }
        index.provinces.insert(ABROAD, (ABROAD, 990_000));
        index.provinces.insert("内蒙", ("内蒙古自治区", 150_000));
        index.by_code.insert(99, ABROAD);
        index
    }

    fn add(&mut self, province: &'static str, city: &'static str, district: &'static str, code: u32) {
        let province_code = code / 10_000 * 10_000;
        self.by_code.insert(code / 10_000, province);
        for name in [province, stem(province, &PROVINCE_ENDS)] {
            self.provinces.insert(name, (province, province_code));
        }
        // A county under its province has a code of its own; a city's code ends in 00; no finer code is published
        // for Taiwan, Hong Kong and Macau.
        let city_code = match (district.is_empty(), code % 10_000) {
            (_, 0) => province_code,
            (true, _) => code,
            (false, _) if city == province => province_code,
            (false, _) => code / 100 * 100,
        };
        for name in [city, short_city(city)] {
            self.cities.insert((province, name), (city, city_code));
            self.lone_cities
                .entry(name)
                .and_modify(|known| {
                    if *known != (province, city) {
                        *known = ("", "");
                    }
                })
                .or_insert((province, city));
        }
        if !district.is_empty() {
            self.districts.insert((province, city, district), (district, code));
            let stem = stem(district, &["区", "县", "市"]);
            if stem.len() >= 6 && stem != district {
                self.districts
                    .entry((province, city, stem))
                    .and_modify(|known| known.0 = "")
                    .or_insert((district, code));
            }
            self.homes
                .entry((province, district))
                .and_modify(|home| {
                    if *home != city {
                        *home = "";
                    }
                })
                .or_insert(city);
        }
    }
}

/// The name without the first of the endings that it has; names of one character are left whole.
fn stem<'a>(name: &'a str, ends: &[&str]) -> &'a str {
    ends.iter().find_map(|end| name.strip_suffix(end)).filter(|rest| rest.chars().nth(1).is_some()).unwrap_or(name)
}

fn short_city(city: &'static str) -> &'static str {
    let Some(rest) = city.strip_suffix("自治州") else { return stem(city, &CITY_ENDS) };
    let end = PEOPLES.iter().filter_map(|people| rest.find(people)).filter(|at| *at > 0).min();
    end.and_then(|at| rest.get(..at)).unwrap_or(rest)
}

/// The official name of a province given in full, short (`浙江`), or as a six-digit GB code; [`ABROAD`] for 海外.
#[must_use]
pub fn province(text: &str) -> Option<&'static str> {
    let text = text.trim();
    match INDEX.provinces.get(text) {
        Some((name, _)) => Some(name),
        None if text.len() == 6 => text.parse().ok().and_then(province_of_code),
        None => None,
    }
}

/// The GB code of a province (`浙江省` or `浙江` to 330000).
#[must_use]
pub fn province_code(text: &str) -> Option<u32> {
    INDEX.provinces.get(text.trim()).map(|(_, code)| *code)
}

/// The province of a six-digit GB code, of the code of any place in it, or of [`ABROAD`]'s 990000.
#[must_use]
pub fn province_of_code(code: u32) -> Option<&'static str> {
    INDEX.by_code.get(&(code / 10_000)).copied()
}

/// The province of a code in Taobao's CRM methods: 1 to 35 as used until 2014, six digits since.
#[must_use]
pub fn province_of_top_code(code: u32) -> Option<&'static str> {
    match code {
        1..=35 => usize::try_from(code - 1).ok().and_then(|at| OLD_TOP.get(at)).copied(),
        _ => province_of_code(code),
    }
}

/// The province of a city that only one province has (`杭州`, `杭州市` to `浙江省`), and the city's official name.
#[must_use]
pub fn province_of_city(city: &str) -> Option<(&'static str, &'static str)> {
    INDEX.lone_cities.get(city.trim()).copied().filter(|(province, _)| !province.is_empty())
}

/// The official name of a city in a province given by its official name.
#[must_use]
pub fn city(province: &str, city: &str) -> Option<&'static str> {
    lookup_city(province, city).map(|(name, _)| name)
}

/// The official name of a district, given with the official names of its province and city.
#[must_use]
pub fn district(province: &str, city: &str, district: &str) -> Option<&'static str> {
    lookup_district(province, city, district).map(|(name, _)| name)
}

/// The city of a district, when the province has one district of that name.
#[must_use]
pub fn city_of_district(province: &str, district: &str) -> Option<&'static str> {
    INDEX.homes.get(&(province, district)).copied().filter(|home| !home.is_empty())
}

fn lookup_city(province: &str, city: &str) -> Option<(&'static str, u32)> {
    INDEX.cities.get(&(province, city)).copied()
}

fn lookup_district(province: &str, city: &str, district: &str) -> Option<(&'static str, u32)> {
    let found = |name: &str| INDEX.districts.get(&(province, city, name)).copied().filter(|known| !known.0.is_empty());
    found(district).or_else(|| found(stem(district, &["区", "县", "市"])))
}

/// Whether the text says that there is no district: 其它区, 其他区, 市辖区, or nothing.
#[must_use]
pub fn is_no_district(text: &str) -> bool {
    matches!(text.trim(), "" | "其它区" | "其他区" | "其它" | "其他" | "市辖区" | "县" | "无" | "-" | "全境")
}

/// Puts official names in place of the given ones and finds the GB code. 自治区直辖县级 and 省直辖县级 give way to the
/// county they speak of, a district that repeats its city is dropped, and a missing city is found through its district.
#[must_use]
pub fn resolve<'a>(given_province: &'a str, given_city: &'a str, given_district: &'a str) -> Place<'a> {
    let (mut city, mut district) = (given_city.trim(), given_district.trim());
    let mut official = province(given_province);
    if official.is_none() {
        official = province_of_city(city).map(|(name, _)| name);
    }
    let Some(official) = official else {
        let kept = |text: &'a str| Some(text).filter(|text| !text.is_empty());
        return Place {
            province: kept(given_province.trim()),
            city: kept(city),
            district: kept(district).filter(|text| !is_no_district(text)),
            code: None,
        };
    };
    let mut place = Place { province: Some(official), code: province_code(official), ..Place::default() };
    if city.contains("直辖县级") {
        (city, district) = (district, "");
    }
    if matches!(city, "市辖区" | "县" | "") {
        city = if lookup_city(official, official).is_some() {
            official
        } else {
            city_of_district(official, district).unwrap_or("")
        };
    }
    let mut known = lookup_city(official, city);
    if known.is_none() && district.is_empty() {
        // Two levels only (`北京 朝阳区`): what stands in the city's place is a district.
        if let Some(home) = city_of_district(official, city) {
            (district, city) = (city, home);
            known = lookup_city(official, city);
        }
    }
    let Some((city_name, city_code)) = known else {
        place.city = Some(city).filter(|text| !text.is_empty());
        place.district = Some(district).filter(|text| !is_no_district(text));
        return place;
    };
    place.city = Some(city_name);
    place.code = Some(city_code);
    if is_no_district(district) || district == city || district == city_name {
        return place;
    }
    match lookup_district(official, city_name, district) {
        Some((name, code)) => (place.district, place.code) = (Some(name), Some(code)),
        None => place.district = Some(district),
    }
    place
}

/// The longest beginning of `text` for which `known` answers, and the answer. Region names have at most 15 characters.
pub(super) fn longest<T>(text: &str, known: impl Fn(&str) -> Option<T>) -> Option<(usize, T)> {
    let mut best = None;
    for (at, c) in text.char_indices().take(15) {
        let end = at + c.len_utf8();
        if let Some(found) = text.get(..end).and_then(&known) {
            best = Some((end, found));
        }
    }
    best
}
