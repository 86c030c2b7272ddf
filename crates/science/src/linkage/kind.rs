//! What a column holds, guessed from its head and its values, and what agreement on it can mean.

/// What a column holds; it decides how two values are compared and who else may share a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A whole personal name, Chinese or Latin, masked or not.
    Name,
    /// A given name.
    GivenName,
    /// A surname.
    Surname,
    /// A street, or a whole address.
    Street,
    /// A house number, a flat.
    Number,
    /// A town, a suburb.
    Place,
    /// A postal code.
    Postcode,
    /// A state, a province.
    Region,
    /// A mobile or another telephone number; `*` stands for a digit that is not shown.
    Mobile,
    /// An e-mail address.
    Email,
    /// A birthday.
    Date,
    /// A number or code of one person: identity card, member number.
    Code,
    /// Gender, or another property with few values.
    Category,
    /// Any other text about a person.
    Text,
}

/// Who besides one person shares a value for a reason other than chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Neighbours do.
    Place,
    /// Those who live together do.
    Home,
    /// Nobody does.
    Person,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 14] = [
        Self::Name,
        Self::GivenName,
        Self::Surname,
        Self::Street,
        Self::Number,
        Self::Place,
        Self::Postcode,
        Self::Region,
        Self::Mobile,
        Self::Email,
        Self::Date,
        Self::Code,
        Self::Category,
        Self::Text,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::GivenName => "given-name",
            Self::Surname => "surname",
            Self::Street => "street",
            Self::Number => "number",
            Self::Place => "place",
            Self::Postcode => "postcode",
            Self::Region => "region",
            Self::Mobile => "mobile",
            Self::Email => "email",
            Self::Date => "date",
            Self::Code => "code",
            Self::Category => "category",
            Self::Text => "text",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Who shares a value.
    #[must_use]
    pub fn scope(self) -> Scope {
        match self {
            Self::Place | Self::Postcode | Self::Region => Scope::Place,
            Self::Street | Self::Number | Self::Mobile | Self::Surname => Scope::Home,
            _ => Scope::Person,
        }
    }

    /// Whether it says where somebody lives.
    #[must_use]
    pub fn is_of_address(self) -> bool {
        matches!(self, Self::Street | Self::Number | Self::Place | Self::Postcode | Self::Region)
    }

    /// The levels of agreement, none first, equal last.
    #[must_use]
    pub fn levels(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["different", "unfit", "family", "fits", "near", "sounds", "part", "same"],
            Self::GivenName => &["different", "near", "close", "swapped", "same"],
            Self::Surname => &["different", "near", "close", "same"],
            Self::Street => &["different", "near", "close", "contained", "same"],
            Self::Place | Self::Text => &["different", "near", "close", "same"],
            Self::Number | Self::Postcode | Self::Code => &["different", "near", "typo", "same"],
            Self::Mobile => &["different", "tail", "typo", "fits", "same"],
            Self::Email => &["different", "typo", "local", "same"],
            Self::Date => &["different", "near", "typo", "same"],
            Self::Region | Self::Category => &["different", "same"],
        }
    }

    /// How the levels of one person's two records are spread before anything is learnt.
    #[must_use]
    pub fn first_guess(self) -> &'static [f64] {
        match self {
            Self::Name => &[0.03, 0.01, 0.02, 0.05, 0.03, 0.02, 0.03, 0.81],
            Self::GivenName => &[0.04, 0.03, 0.07, 0.02, 0.84],
            Self::Street => &[0.06, 0.04, 0.06, 0.02, 0.82],
            Self::Mobile => &[0.10, 0.01, 0.03, 0.02, 0.84],
            Self::Surname | Self::Place | Self::Text | Self::Number => &[0.07, 0.04, 0.07, 0.82],
            Self::Postcode | Self::Code | Self::Date | Self::Email => &[0.05, 0.03, 0.07, 0.85],
            Self::Region | Self::Category => &[0.05, 0.95],
        }
    }

    /// What a column of this head with these values holds. The head is believed where it says something; otherwise the
    /// values decide.
    #[must_use]
    pub fn guess<'a>(head: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        by_head(head).unwrap_or_else(|| by_values(values))
    }
}

/// Heads as they are met, in the order in which they are tried; matched as parts of the head.
const HEADS: [(Kind, &[&str]); 15] = [
    (Kind::Email, &["mail", "邮箱", "邮件"]),
    (Kind::Postcode, &["postcode", "post_code", "postal", "zip", "邮编", "邮政编码"]),
    (Kind::Date, &["birth", "dob", "born", "生日", "出生"]),
    (Kind::Mobile, &["mobile", "phone", "tel", "cell", "手机", "电话", "联系方式"]),
    (Kind::GivenName, &["given", "first_name", "firstname", "forename", "fname"]),
    (Kind::Surname, &["surname", "last_name", "lastname", "family_name", "lname"]),
    (Kind::Number, &["street_number", "house_number", "house_no", "street_no", "flat", "unit", "门牌"]),
    (Kind::Street, &["street", "address", "addr", "地址", "街道", "road"]),
    (Kind::Place, &["suburb", "city", "town", "district", "locality", "village", "市", "区", "县"]),
    (Kind::Region, &["state", "province", "region", "county", "country", "省"]),
    (Kind::Category, &["gender", "sex", "性别", "channel", "渠道"]),
    (Kind::Code, &["soc_sec", "ssn", "passport", "national_id", "id_card", "member_no", "身份证", "会员号", "卡号"]),
    (Kind::Name, &["name", "姓名", "名字", "收货人", "收件人", "receiver", "recipient", "consignee"]),
    (Kind::Text, &["nick", "昵称"]),
    (Kind::Text, &["company", "公司"]),
];

fn by_head(head: &str) -> Option<Kind> {
    let head = head.trim().to_lowercase().replace([' ', '-'], "_");
    HEADS.iter().find(|(_, words)| words.iter().any(|word| head.contains(word))).map(|(kind, _)| *kind)
}

fn by_values<'a>(values: impl IntoIterator<Item = &'a str>) -> Kind {
    let values: Vec<&str> = values.into_iter().map(str::trim).filter(|value| !value.is_empty()).collect();
    let most = |test: fn(&str) -> bool| values.iter().filter(|value| test(value)).count() * 10 >= values.len() * 8;
    let distinct: std::collections::BTreeSet<&str> = values.iter().copied().collect();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    if values.is_empty() {
        return Kind::Text;
    }
    if most(|value| value.contains('@')) {
        Kind::Email
    } else if most(|value| super::normal::date(value).is_some()) {
        Kind::Date
    } else if most(|value| super::normal::mobile(value).len() == 11 && value.contains('1')) {
        Kind::Mobile
    } else if distinct.len() <= 12 && distinct.len() * 10 <= values.len() {
        Kind::Category
    } else if values.iter().map(|value| digits(value)).sum::<usize>() * 2
        > values.iter().map(|value| value.chars().count()).sum()
    {
        Kind::Code
    } else if most(|value| (2..=4).contains(&value.chars().count()) && !value.is_ascii()) {
        Kind::Name
    } else if most(|value| value.contains(['路', '号', '街', '村'])) {
        Kind::Street
    } else {
        Kind::Text
    }
}
