// Its shops.
export const zh = {
  shops: {
    sentence_other: "{{count}} 家店铺的订单、行为与商品分开记，客户合在一起认。",
    add: "添加店铺",
    name: "店铺名称",
    channel: "渠道",
    platformId: "平台店铺号",
    platformIdHint: "平台后台里的店铺编号；用来认出它的导出文件，可以不填。",
    currency: "币种",
    state: "状态",
    open: "使用中",
    archived: "已归档",
    archive: "归档",
    reopen: "恢复使用",
    archiveAsk: "归档“{{name}}”？",
    archiveText: "它的订单和客户都保留，只是不再出现在店铺筛选里。随时可以恢复。",
    change: "修改店铺",
    empty: "还没有店铺",
  },
};

export const en = {
  shops: {
    sentence_one: "{{count}} shop. Orders, events and products belong to a shop; customers are shared by all.",
    sentence_other:
      "{{count}} shops keep their own orders, events and products; customers are known across all of them.",
    add: "Add a shop",
    name: "Shop name",
    channel: "Channel",
    platformId: "Platform's shop number",
    platformIdHint: "The number in the platform's back office, to recognise its files; may be left empty.",
    currency: "Currency",
    state: "State",
    open: "In use",
    archived: "Archived",
    archive: "Archive",
    reopen: "Use again",
    archiveAsk: "Archive “{{name}}”?",
    archiveText: "Its orders and customers stay; it only leaves the shop filter. It can be used again at any time.",
    change: "Change the shop",
    empty: "No shops yet",
  },
};
