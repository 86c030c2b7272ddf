// Development only: what rules may name in the made-up shop, and the values that its data has.
import type { Catalogue, Label, Property } from "../src/api/rules.ts";
import { customers, products } from "./shop.ts";

const label = (zh: string, en: string): Label => ({ zh, en });
const choice = (value: string, zh: string, en: string) => ({ value, label: label(zh, en) });
const channels = [
  choice("tmall", "天猫", "Tmall"),
  choice("taobao", "淘宝", "Taobao"),
  choice("douyin", "抖店", "Douyin"),
  choice("web", "官网", "Web"),
  choice("wecom", "企业微信", "WeCom"),
];

const order: Property[] = [
  { name: "amount", type: "money", label: label("金额", "amount") },
  { name: "pieces", type: "number", label: label("件数", "pieces") },
  { name: "channel", type: "choice", label: label("渠道", "channel"), choices: channels },
  { name: "item.category", type: "choice", label: label("商品类目", "product category") },
  { name: "item.title", type: "text", label: label("商品标题", "product title") },
  { name: "item.price", type: "money", label: label("商品单价", "product price") },
  { name: "item.product", type: "text", label: label("商品", "product") },
];
const seen: Property[] = order.filter((p) => p.name.startsWith("item.") || p.name === "channel");

export const catalogue: Catalogue = {
  groups: [
    choice("person", "基本信息", "Person"),
    choice("trade", "交易概况", "Trade"),
    choice("reach", "触达与授权", "Contact and consent"),
    choice("field", "自定义字段", "Own fields"),
  ],
  currency: "CNY",
  attributes: [
    {
      name: "gender",
      type: "choice",
      label: label("性别", "gender"),
      group: "person",
      choices: [choice("female", "女", "female"), choice("male", "男", "male")],
    },
    { name: "age", type: "number", label: label("年龄", "age"), group: "person" },
    { name: "birthday", type: "anniversary", label: label("生日", "birthday"), group: "person" },
    { name: "province", type: "choice", label: label("省份", "province"), group: "person" },
    { name: "city", type: "choice", label: label("城市", "city"), group: "person" },
    { name: "tags", type: "tags", label: label("标签", "tags"), group: "person" },
    {
      name: "field.skin_type",
      type: "choice",
      label: label("肤质", "skin type"),
      group: "field",
      choices: [choice("干性", "干性", "Dry"), choice("油性", "油性", "Oily")],
    },
    { name: "channels", type: "tags", label: label("来过的渠道", "channels"), group: "person", choices: channels },
    { name: "deals", type: "number", label: label("成交次数", "deals"), group: "trade" },
    { name: "deal_amount", type: "money", label: label("成交金额", "deal amount"), group: "trade" },
    { name: "average_order", type: "money", label: label("客单价", "average order"), group: "trade" },
    { name: "first_deal_at", type: "instant", label: label("首次成交时间", "first deal"), group: "trade" },
    { name: "last_deal_at", type: "instant", label: label("最近成交时间", "last deal"), group: "trade" },
    { name: "created_at", type: "instant", label: label("加入时间", "known since"), group: "person" },
    { name: "blacklisted", type: "flag", label: label("在黑名单", "blacklisted"), group: "reach" },
    { name: "sms_reachable", type: "flag", label: label("短信可触达", "reachable by SMS"), group: "reach" },
    { name: "nick", type: "text", label: label("昵称", "nick"), group: "person" },
  ],
  kinds: [
    { name: "viewed", label: label("浏览", "viewed"), properties: seen },
    {
      name: "searched",
      label: label("搜索", "searched"),
      properties: [{ name: "words", type: "text", label: label("搜索词", "words") }],
    },
    { name: "favourited", label: label("收藏", "favourited"), properties: seen },
    { name: "carted", label: label("加购", "carted"), properties: seen },
    { name: "inquired", label: label("咨询", "inquired"), properties: seen },
    { name: "ordered", label: label("下单", "ordered"), properties: order },
    { name: "paid", label: label("付款", "paid"), properties: order },
    { name: "refunded", label: label("退款", "refunded"), properties: order },
    {
      name: "rated",
      label: label("评价", "rated"),
      properties: [{ name: "score", type: "number", label: label("分数", "score") }, ...seen],
    },
  ],
};

/** Values with how many customers have them, the most frequent first. */
export function valuesOf(query: URLSearchParams): { value: string; customers: number }[] {
  const name = query.get("attribute") ?? query.get("property") ?? "";
  const q = (query.get("q") ?? "").toLowerCase();
  const count = new Map<string, number>();
  const add = (value: string | null | undefined, by = 1) => value && count.set(value, (count.get(value) ?? 0) + by);
  for (const c of customers) {
    if (name === "province") add(c.province, 112);
    if (name === "city") add(c.city, 112);
    if (name === "gender") add(c.gender, 112);
    if (name === "tags") for (const tag of c.tags) add(tag, 112);
    if (name === "channels") for (const one of c.channels) add(one, 112);
    if (name === "nick") add(c.nick);
  }
  for (const p of products) {
    if (name === "item.category") add(p.category, p.buyers);
    if (name === "item.title" || name === "item.product") add(p.title, p.buyers);
    if (name === "channel") add(["tmall", "taobao", "douyin", "web"][p.title.length % 4], p.buyers);
  }
  if (name === "field.skin_type")
    for (const [value, n] of [
      ["干性", 4210],
      ["油性", 3120],
      ["混合", 5032],
      ["敏感", 1980],
    ] as const)
      add(value, n);
  if (name === "words")
    for (const [value, n] of [
      ["龙井", 820],
      ["口红", 640],
      ["礼盒", 512],
      ["护手霜", 260],
    ] as const)
      add(value, n);
  return [...count]
    .map(([value, n]) => ({ value, customers: n }))
    .filter(({ value }) => value.toLowerCase().includes(q))
    .sort((a, b) => b.customers - a.customers)
    .slice(0, Number(query.get("limit") ?? 20));
}
