// The card's part.
export const zh = {
  card: {
    title: "价值",
    asOf: "截至 {{time}}",
    next: "预计下次",
    noNext: "买得还少，说不准",
    lastOf: "上次 {{day}}",
    expected: "一年内预计",
    expected90: "90 天内 {{value}} 次",
    why: "为什么可能流失",
    alive: "还是客户的可能",
    aliveHint: "点是她购买的日子；虚线是预测：一直不来会怎样。",
    bought: "购买",
    parts: "由哪些部分组成",
    delivered: "客户让渡价值 {{value}}",
    index: "，指数 {{value}}",
    serve: "服务成本 {{value}}",
  },
};

export const en = {
  card: {
    title: "Value",
    asOf: "as of {{time}}",
    next: "Expected next",
    noNext: "Too few purchases to tell",
    lastOf: "last {{day}}",
    expected: "Expected in a year",
    expected90: "{{value}} times in 90 days",
    why: "Why she may be lost",
    alive: "Chance of being a customer still",
    aliveHint: "Dots are her purchases; the dashed part is foretold: what silence would mean.",
    bought: "Purchase",
    parts: "What it is made of",
    delivered: "Delivered value {{value}}",
    index: ", index {{value}}",
    serve: "Cost to serve {{value}}",
  },
};
