// Words of goods for members only.
export const zh = {
  goods: {
    title: "会员专享商品",
    sentence_other: "{{count}} 条规则：不够等级的买家算价时会跳过这些商品，也不能下单；会说明需要哪个等级、还差多少。",
    sentenceNone: "还没有会员专享商品，所有商品人人可买。",
    off: "会员制度没有开启，这些规则暂不生效。",
    none: "还没有会员专享商品",
    noneText: "选几件商品或一个类目，只卖给某个等级及以上的会员。",
    add: "加一条规则",
    rule: "规则 {{n}}",
    remove: "去掉规则 {{n}}",
    level: "卖给",
    from: "{{name}} 及以上",
    byBenefit: "享“会员专享”权益的等级（{{name}} 及以上）",
    products: "商品",
    categories: "类目",
    categoriesHint: "输入类目名按回车；下级类目也算",
  },
};

export const en = {
  goods: {
    title: "Goods for members only",
    sentence_one:
      "One rule: a cart of anybody below its level is priced without such goods and not reserved, and told which level it takes and how far it is.",
    sentence_other:
      "{{count}} rules: a cart of anybody below their level is priced without such goods and not reserved, and told which level it takes and how far it is.",
    sentenceNone: "Nothing is for members only: everybody may buy everything.",
    off: "The programme is switched off, so these rules rest.",
    none: "Nothing is for members only yet",
    noneText: "Choose products or a category that are sold to members from a level on.",
    add: "Add a rule",
    rule: "Rule {{n}}",
    remove: "Remove rule {{n}}",
    level: "Sold to",
    from: "{{name}} and above",
    byBenefit: "Levels with the benefit “for members only” ({{name}} and above)",
    products: "Products",
    categories: "Categories",
    categoriesHint: "Type a name and press enter; what lies under it counts too",
  },
};
