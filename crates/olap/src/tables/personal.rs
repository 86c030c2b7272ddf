//! Which attributes name or reach a person, and therefore stand in no table.

/// Words that tell it, wherever they stand in the last part of a name.
const WORDS: [&str; 13] = [
    "mobile",
    "phone",
    "email",
    "e_mail",
    "address",
    "nick",
    "real_name",
    "full_name",
    "receiver",
    "wechat",
    "weixin",
    "id_number",
    "passport",
];
/// The same in Chinese, for fields that a shop named itself.
const CHINESE: [&str; 10] = ["手机", "电话", "邮箱", "地址", "姓名", "昵称", "微信", "身份证", "护照", "收货人"];

/// Whether an attribute or property of this name, or with this Chinese label, holds what names or reaches a person.
/// Whether something is *known* (`has_mobile`, a yes or no) is not personal; callers ask only of text.
#[must_use]
pub fn is_personal(name: &str, label: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    matches!(last.as_str(), "name" | "qq" | "tel" | "mail")
        || WORDS.iter().any(|word| last.contains(word))
        || CHINESE.iter().any(|word| label.contains(word) || name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::is_personal;

    #[test]
    fn what_names_or_reaches_a_person_is_known() {
        for (name, label, expected) in [
            ("mobile", "手机号", true),
            ("nick", "昵称", true),
            ("field.wechat_id", "", true),
            ("field.a1", "收货人手机", true),
            ("name", "", true),
            ("province", "省份", false),
            ("item.product", "商品", false),
            ("field.tea", "喜欢的茶", false),
            ("channels", "渠道", false),
        ] {
            assert_eq!(is_personal(name, label), expected, "{name} {label}");
        }
    }
}
