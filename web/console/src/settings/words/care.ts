// How personal data is cared for.
export const zh = {
  care: {
    sentence: "个人信息默认打码，每一次查看都有记录；客户要求时，可以完整交给他，也可以完整清除。",
    masked: "默认打码",
    maskedText:
      "手机号、邮箱、姓名和街道地址在列表、卡片、导出文件和日志里都只露出一部分。有“查看完整手机号等”权限的人可以逐项查看，每次都记入操作日志。",
    maskedRoles: "可以查看完整内容的角色",
    export: "交给本人",
    exportText:
      "在客户卡片的“更多”里选择“导出此人数据”，得到一份包含他全部资料、订单、行为、备注和同意记录的 JSON 文件。",
    erase: "清除个人数据",
    eraseText:
      "在客户卡片的“更多”里选择“清除”。姓名、联系方式、地址、标识、行为与备注会从每一张表里抹去；订单金额作为账目保留，但不再指向任何人。清除后无法恢复，需要输入客户名称确认，只有店主可以做。",
    consent: "同意的默认值",
    consentText:
      "没有记录就是“未知”，未知不等于同意：营销信息不会发给未知的人；服务信息（发货、退款）可以发送。每一次同意或拒绝都要留下来源与证据。",
    personalisation: "个性化",
    personalisationText: "客户可以要求不做个性化推荐。打开开关后，人群与推荐都不再用到他的行为。",
    retention: "日志保留",
    retentionText: "操作日志只能追加，不能修改，任何人都不能删除其中一条。",
    table: { purpose: "用途", known: "已同意", refused: "已拒绝", unknown: "未知" },
    purposes: { marketing: "营销", service: "服务通知", profiling: "画像与推荐" },
    send: "可以发送",
    sendNot: "不会发送",
    use: "会使用",
    useNot: "不会使用",
    toAudit: "查看操作日志",
  },
};

export const en = {
  care: {
    sentence:
      "Personal data is masked by default and every look at it is written down; on request a customer gets all of it, or has all of it erased.",
    masked: "Masked by default",
    maskedText:
      "Mobiles, e-mail addresses, names and street addresses show only in part, in lists, cards, exports and logs. Whoever has “See full mobiles and names” may open them one by one, and each time is in the audit log.",
    maskedRoles: "Roles that may see them in full",
    export: "Handing it over",
    exportText:
      "Under More on the customer card, choose to export this person's data: one JSON file with every detail, order, event, note and consent.",
    erase: "Erasing it",
    eraseText:
      "Under More on the customer card, choose to erase. Names, contacts, addresses, identifiers, events and notes go from every table; order amounts stay as accounts that point to nobody. It cannot be undone, asks for the customer's name, and only the owner may do it.",
    consent: "Consent when nothing is known",
    consentText:
      "Without a record, consent is unknown, and unknown is not yes: marketing does not go to them, service messages (shipping, refunds) may. Every yes and no keeps its source and evidence.",
    personalisation: "Personalisation",
    personalisationText:
      "A customer may ask not to be personalised for. With the switch off, segments and recommendations no longer use their behaviour.",
    retention: "The audit log",
    retentionText: "It can only be added to. Nobody can change or delete an entry.",
    table: { purpose: "Purpose", known: "Granted", refused: "Refused", unknown: "Unknown" },
    purposes: { marketing: "Marketing", service: "Service messages", profiling: "Profiling" },
    send: "may be sent",
    sendNot: "is not sent",
    use: "is used",
    useNot: "is not used",
    toAudit: "See the audit log",
  },
};
