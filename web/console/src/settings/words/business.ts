// The business.
export const zh = {
  business: {
    sentence: "这里的名称、币种与时区，决定每一个日期和金额怎么算、怎么显示。",
    name: "生意名称",
    currency: "币种",
    currencyHint: "已有订单保留各自的币种；不同币种从不相加。",
    zone: "时区",
    zoneHint: "“今天”“近 7 天”“生日当周”都按这个时区的日历。",
    locale: "默认语言",
    localeHint: "新成员、通知与导出文件使用的语言；每个人可以另选自己的。",
    uploadDays: "导入文件保留天数",
    uploadDaysHint: "试跑或失败的导入，上传的文件保留这么多天，方便再试；正式导入成功或取消后立即删除。",
  },
};

export const en = {
  business: {
    sentence: "The name, currency and time zone here decide how every date and amount is worked out and shown.",
    name: "Business name",
    currency: "Currency",
    currencyHint: "Orders keep their own currency; different currencies are never added.",
    zone: "Time zone",
    zoneHint: "“Today”, “the last 7 days” and “birthday this week” follow this zone's calendar.",
    locale: "Default language",
    localeHint: "For new people, notifications and exported files; everybody may choose their own.",
    uploadDays: "Days to keep uploaded files",
    uploadDaysHint:
      "The file of an import that was tried or failed is kept so long, to try again; one that is in or was cancelled is deleted at once.",
  },
};
