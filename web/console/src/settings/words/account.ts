// One's own account.
export const zh = {
  account: {
    sentence: "你的名字、语言、外观与密码，只影响你自己。",
    profile: "资料",
    name: "姓名",
    login: "登录名",
    language: "语言",
    appearance: "外观",
    password: "修改密码",
    current: "当前密码",
    new: "新密码",
    again: "再输入一次",
    differ: "两次输入的密码不一样",
    short: "密码至少要 {{least}} 个字符",
    changed: "密码已修改",
    version: "熟客 {{version}}",
  },
};

export const en = {
  account: {
    sentence: "Your name, language, appearance and password concern you alone.",
    profile: "Profile",
    name: "Name",
    login: "Sign-in name",
    language: "Language",
    appearance: "Appearance",
    password: "Change password",
    current: "Current password",
    new: "New password",
    again: "Once more",
    differ: "The two passwords differ",
    short: "The password needs at least {{least}} characters",
    changed: "Password changed",
    version: "Regulars {{version}}",
  },
};
