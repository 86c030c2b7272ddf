//! What people are called: surnames by how common they are, given names by generation and gender, nicks, e-mail
//! addresses, mobiles.
//!
//! Every mobile begins with 160, 161, 163 or 164 (168 for privacy numbers): the shape of a mainland mobile in ranges
//! that no operator was given, so that no test can ever ring a real person. E-mail ends in `.example`.

use super::chance::{Chance, spread};

/// Surname, its spelling in letters, weight.
const SURNAMES: &[(Surname, u32)] = &[
    (("王", "wang"), 72),
    (("李", "li"), 72),
    (("张", "zhang"), 68),
    (("刘", "liu"), 54),
    (("陈", "chen"), 46),
    (("杨", "yang"), 31),
    (("赵", "zhao"), 23),
    (("黄", "huang"), 23),
    (("周", "zhou"), 21),
    (("吴", "wu"), 20),
    (("徐", "xu"), 17),
    (("孙", "sun"), 16),
    (("胡", "hu"), 14),
    (("朱", "zhu"), 13),
    (("高", "gao"), 12),
    (("林", "lin"), 12),
    (("何", "he"), 12),
    (("郭", "guo"), 12),
    (("马", "ma"), 11),
    (("罗", "luo"), 10),
    (("梁", "liang"), 9),
    (("宋", "song"), 8),
    (("郑", "zheng"), 8),
    (("谢", "xie"), 8),
    (("韩", "han"), 7),
    (("唐", "tang"), 7),
    (("冯", "feng"), 6),
    (("于", "yu"), 6),
    (("董", "dong"), 6),
    (("萧", "xiao"), 6),
    (("程", "cheng"), 6),
    (("曹", "cao"), 6),
    (("袁", "yuan"), 5),
    (("邓", "deng"), 6),
    (("许", "xu"), 6),
    (("傅", "fu"), 5),
    (("沈", "shen"), 5),
    (("曾", "zeng"), 6),
    (("彭", "peng"), 6),
    (("吕", "lv"), 5),
    (("苏", "su"), 5),
    (("卢", "lu"), 5),
    (("蒋", "jiang"), 5),
    (("蔡", "cai"), 5),
    (("贾", "jia"), 4),
    (("丁", "ding"), 4),
    (("魏", "wei"), 4),
    (("薛", "xue"), 4),
    (("叶", "ye"), 4),
    (("阎", "yan"), 3),
    (("余", "yu"), 4),
    (("潘", "pan"), 4),
    (("杜", "du"), 4),
    (("戴", "dai"), 3),
    (("夏", "xia"), 3),
    (("钟", "zhong"), 3),
    (("汪", "wang"), 3),
    (("田", "tian"), 3),
    (("任", "ren"), 3),
    (("姜", "jiang"), 3),
    (("欧阳", "ouyang"), 1),
    (("司徒", "situ"), 1),
    (("上官", "shangguan"), 1),
];
const WOMEN: &[&str] = &[
    "芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "秀", "燕", "玲", "雪", "琳", "婷", "雨", "欣", "怡", "佳", "梦",
    "琪", "涵", "萱", "颖", "莉", "倩", "璐", "晨", "妍", "蕾", "慧", "洁", "云", "月", "梅", "兰", "竹", "青", "诗",
    "语", "若",
];
const MEN: &[&str] = &[
    "伟", "强", "磊", "军", "洋", "勇", "杰", "涛", "明", "超", "刚", "平", "辉", "鹏", "华", "飞", "鑫", "波", "斌",
    "宇", "浩", "凯", "健", "俊", "帆", "峰", "龙", "晨", "旭", "睿", "泽", "子", "轩", "昊", "然", "文", "博", "志",
    "建", "国",
];
/// Characters that are typed for one another, because they sound alike.
const SOUNDALIKES: &[(&str, &str)] = &[
    ("娜", "那"),
    ("静", "靖"),
    ("丽", "莉"),
    ("莉", "丽"),
    ("燕", "艳"),
    ("艳", "燕"),
    ("雨", "宇"),
    ("宇", "雨"),
    ("欣", "新"),
    ("怡", "宜"),
    ("颖", "影"),
    ("慧", "惠"),
    ("洁", "杰"),
    ("杰", "洁"),
    ("梅", "玫"),
    ("青", "清"),
    ("诗", "施"),
    ("伟", "卫"),
    ("磊", "垒"),
    ("军", "君"),
    ("洋", "阳"),
    ("勇", "永"),
    ("涛", "滔"),
    ("辉", "晖"),
    ("鹏", "朋"),
    ("华", "桦"),
    ("鑫", "新"),
    ("浩", "昊"),
    ("昊", "浩"),
    ("健", "建"),
    ("建", "健"),
    ("俊", "峻"),
    ("峰", "锋"),
    ("志", "智"),
    ("晨", "辰"),
    ("旭", "绪"),
];
const NICK_HEADS: &[&str] = &[
    "爱喝茶的",
    "山里的",
    "小小",
    "一只",
    "安静的",
    "清风",
    "南方",
    "老街",
    "半糖",
    "晚安",
    "早睡的",
    "不吃辣的",
    "云朵",
    "慢慢走的",
    "江南",
    "微醺",
    "草莓味的",
    "雨后",
    "芝麻",
    "追风的",
    "月下",
    "海边的",
    "懒懒的",
    "今天也要",
];
const NICK_TAILS: &[&str] = &[
    "猫", "小鹿", "阿姨", "先生", "茶客", "豆豆", "团子", "麦子", "橘子", "柚子", "小熊", "鲸鱼", "石头", "木木",
    "栗子", "妈妈", "姑娘", "掌柜", "青蛙", "松鼠", "荷叶", "柠檬", "饺子", "书生",
];
const MAIL_HOSTS: &[&str] = &["qq.example", "163.example", "126.example", "mail.example", "foxmail.example"];

/// A surname with its spelling.
pub(crate) type Surname = (&'static str, &'static str);

/// A surname by how common it is.
pub(crate) fn surname(chance: &mut Chance) -> Surname {
    chance.weighted(SURNAMES)
}

/// A given name of one character (a quarter) or two.
pub(crate) fn given(chance: &mut Chance, woman: bool) -> String {
    let characters = if woman { WOMEN } else { MEN };
    let first = chance.pick(characters);
    let mut name = String::with_capacity(6);
    name.push_str(first);
    if chance.happens(0.74) {
        let second = chance.pick(characters);
        name.push_str(second);
    }
    name
}

/// The name as somebody else typed it; `None` when it has no character with a soundalike.
pub(crate) fn misspelt(name: &str) -> Option<String> {
    SOUNDALIKES.iter().find(|(right, _)| name.ends_with(right)).map(|(right, wrong)| {
        let kept = name.strip_suffix(right).unwrap_or(name);
        format!("{kept}{wrong}")
    })
}

/// A nick that nobody else bears: the number is part of it. `slot` tells a person's first nick from her second.
pub(crate) fn nick(chance: &mut Chance, number: u64, slot: u64) -> String {
    let unique = number * 2 + slot;
    if chance.happens(0.42) {
        // The nick that Taobao hands out to those who choose none.
        format!("tb{:09}", 100_000_000 + unique * 3)
    } else {
        let head = chance.pick(NICK_HEADS);
        let tail = chance.pick(NICK_TAILS);
        format!("{head}{tail}{unique}")
    }
}

/// An e-mail address that nobody else has, on a host that cannot exist.
pub(crate) fn email(chance: &mut Chance, letters: &str, number: u64) -> String {
    let host = chance.pick(MAIL_HOSTS);
    format!("{letters}{number}@{host}")
}

/// Which range a mobile is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Range {
    /// A person's own.
    Own,
    /// Her second one.
    Second,
    /// Of somebody who receives a present and is no customer.
    Friend,
}

/// The mobile of this person in this range: eleven digits, no two alike.
pub(crate) fn mobile(seed: u64, range: Range, number: u64) -> String {
    let prefix = match range {
        Range::Own => "160",
        Range::Second => "161",
        Range::Friend => "163",
    };
    format!("{prefix}{:08}", spread(number, seed))
}

/// A privacy number: a number of the platform with an extension, for one order.
pub(crate) fn privacy_number((number, extension): (u64, u64)) -> String {
    format!("168{number:08}-{extension:04}")
}

/// `张**`.
pub(crate) fn masked_name(name: &str) -> String {
    let first: String = name.chars().take(1).collect();
    format!("{first}**")
}

/// The street with its digits gone.
pub(crate) fn masked_street(street: &str) -> String {
    street.chars().map(|letter| if letter.is_ascii_digit() { '*' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::chance::Stream;
    use super::*;

    #[test]
    fn mobiles_have_the_shape_and_never_meet() {
        let mut seen = std::collections::HashSet::new();
        for number in 0..30_000 {
            for range in [Range::Own, Range::Second, Range::Friend] {
                let mobile = mobile(9, range, number);
                assert_eq!(mobile.len(), 11);
                assert!(mobile.bytes().all(|digit| digit.is_ascii_digit()));
                assert!(seen.insert(mobile));
            }
        }
    }

    #[test]
    fn masks_keep_only_the_ends() {
        assert_eq!(masked_name("欧阳静"), "欧**");
        assert_eq!(masked_street("松风路12号"), "松风路**号");
        assert_eq!(misspelt("李文静").as_deref(), Some("李文靖"));
        assert_eq!(misspelt("王国"), None);
    }

    #[test]
    fn nicks_are_unique_and_unmasked() {
        let mut seen = std::collections::HashSet::new();
        for number in 0..20_000 {
            let mut chance = Chance::new(3, Stream::Person, number);
            for slot in 0..2 {
                let nick = nick(&mut chance, number, slot);
                assert!(!nick.contains('*'));
                assert!(seen.insert(nick));
            }
        }
    }
}
