// The catalogue as the picker offers it: every condition under a heading, in the reader's words, found by any part of
// its name in either language. Pure.
import type { Catalogue, Choice, FactKind, Label, RuleAttribute, SetKind, Test, ValueType } from "../../api";
import { type LeafRule, leaf, type Node } from "./tree";

/** The headings that are our own; those of attributes come from the catalogue. */
export const OWN_HEADINGS = ["behaviour", "sequence", "sets"] as const;

export interface Entry {
  key: string;
  heading: string;
  label: Label;
  /** Beside the label, quietly. */
  hint?: Label;
  /** What its line of explanation is called among the words, if it has one. */
  about?: string;
  /** Of a set: how many are in it, and when they were so many. */
  size?: { count: number; at: string };
  /** Found by these too. */
  also?: string;
  make: () => Node;
}

/** What a new condition asks before anything is chosen. */
export function firstTest(type: ValueType): Test {
  switch (type) {
    case "number":
    case "money":
      return { test: "compare", comparison: ">=", value: { number: "" } };
    case "flag":
      return { test: "compare", comparison: "=", value: { flag: true } };
    case "anniversary":
      return { test: "when", window: { window: "next", n: 7, unit: "days" } };
    case "day":
    case "instant":
      return { test: "when", window: { window: "last", n: 30, unit: "days" } };
    default:
      return { test: "one_of", values: [] };
  }
}

/** The same of a fact's property: windows are asked of attributes only. */
export function firstTestOfFact(type: ValueType): Test {
  return type === "day" ? { test: "compare", comparison: ">=", value: { day: "" } } : firstTest(type);
}

/** The headings in their order: the catalogue's, then what people do, then sets. */
export function headingsOf(catalogue: Catalogue): Choice[] {
  const named = new Map((catalogue.groups ?? []).map((group) => [group.value, group]));
  for (const { group = "" } of catalogue.attributes)
    if (!named.has(group)) named.set(group, { value: group, label: { zh: group, en: group } });
  return [...named.values()];
}

/** Words that people look for and that no label holds, by the catalogue's names. */
export const synonyms: Record<string, string> = {
  province: "地区 地域 region",
  city: "地区 地域 region town",
  gender: "男 女 sex male female",
  has_mobile: "手机 电话 mobile phone cell",
  level: "会员等级 VIP vip tier",
  member: "入会 会员 loyalty",
  paid: "购买 成交 买过 复购 回购 bought purchase buy product category item 没买 未购买",
  ordered: "下单 拍下 order 没下单",
  carted: "购物车 加入购物车 basket",
  viewed: "看过 访问 浏览 visit browse",
  favourited: "喜欢 收藏 like wish",
  inquired: "询单 客服 聊天 chat ask",
  refunded: "退货 售后 return",
  reviewed: "评分 好评 差评 rating star",
  deal_amount: "消费 花费 总额 spend spent money monetary revenue",
  deals: "频次 复购 frequency orders",
  last_deal_at: "沉睡 流失 最近购买 recency asleep sleeping dormant lapsed inactive churn lost",
  birthday: "过生日",
  churn_reasons: "流失原因 为什么流失 why lost churn",
  families_soon: "品类 补货 再买 快用完 refill family soon",
  families_due: "品类 补货 再买 该买 复购 refill family due replenish",
  families_overdue: "品类 补货 过期 没再买 refill family overdue late",
  probability_alive: "活跃概率 alive P(alive)",
  rfm_group_before: "上个月 变动 流动 moved last month",
  stage_before: "上个月 变动 流动 moved last month",
  referred_customers: "老带新 推荐 邀请 referral invited",
};

const attributeEntry = (attribute: RuleAttribute): Entry => ({
  key: `is ${attribute.name}`,
  heading: attribute.group ?? "",
  label: attribute.label,
  about: `is_${attribute.name.replaceAll(".", "_")}`,
  also: `${attribute.name} ${synonyms[attribute.name] ?? ""}`,
  make: () => leaf({ type: "is", attribute: attribute.name, test: firstTest(attribute.type) }),
});

const window = { window: "last" as const, n: 30, unit: "days" as const };
const did = (kind: string, more: Partial<LeafRule> = {}): LeafRule =>
  ({ type: "did", kind, occasion: "every", bounds: [], window, ...more }) as LeafRule;

const kindEntry = (kind: FactKind): Entry => ({
  key: `did ${kind.name}`,
  heading: "behaviour",
  label: kind.label,
  about: `did_${kind.name}`,
  also: `${kind.name} ${synonyms[kind.name] ?? ""}`,
  make: () => leaf(did(kind.name)),
});

/** What the shop's own pages call what somebody did. */
const ownEventEntry = (name: string): Entry => ({
  key: `did other ${name}`,
  heading: "behaviour",
  label: label(name, name),
  hint: label("自有行为", "own event"),
  also: "其他行为 自定义 custom event",
  make: () =>
    leaf(
      did("other", {
        filter: { type: "property", property: "name", test: { test: "one_of", values: [{ text: name }] } },
      } as Partial<LeafRule>),
    ),
});

const label = (zh: string, en: string): Label => ({ zh, en });

/** First and last times, and sequences, for the kinds that the shop has. */
function madeOf(catalogue: Catalogue): Entry[] {
  const kind = (name: string) => catalogue.kinds.find((one) => one.name === name);
  const entries: Entry[] = [];
  for (const name of ["paid", "ordered"]) {
    const of = kind(name);
    if (!of) continue;
    entries.push(
      {
        key: `first ${name}`,
        heading: "behaviour",
        label: label(`首次${of.label.zh}`, `First ${of.label.en}`),
        also: "新客 first new",
        make: () => leaf(did(name, { occasion: "first" })),
      },
      {
        key: `last ${name}`,
        heading: "behaviour",
        label: label(`最近一次${of.label.zh}`, `Last ${of.label.en}`),
        also: "沉睡 流失 last recency",
        make: () => leaf(did(name, { occasion: "last", window: { window: "over", n: 90, unit: "days" } })),
      },
    );
  }
  const pair = (key: string, a: string, b: string, negated: boolean, words: Label, same: string | null, n: number) => {
    if (!kind(a) || !kind(b)) return;
    const shared =
      same && [a, b].every((name) => kind(name)?.properties.some((one) => one.name === same)) ? same : null;
    entries.push({
      key,
      heading: "sequence",
      label: words,
      also: "先后 序列 然后 then sequence",
      make: () =>
        leaf({
          type: "then",
          first: { kind: a },
          // biome-ignore lint/suspicious/noThenProperty: the API names it so, and nobody awaits a rule
          then: { kind: b },
          negated,
          within: { n, unit: "days" },
          same: shared,
          window,
        }),
    });
  };
  const first = catalogue.kinds[0]?.name ?? "";
  pair("carted-paid", "carted", "paid", true, label("加购后没有付款", "Carted, then not paid"), "item.product", 3);
  pair("inquired-ordered", "inquired", "ordered", true, label("咨询后没有下单", "Inquired, then not ordered"), null, 2);
  pair("ordered-paid", "ordered", "paid", true, label("下单后没有付款", "Ordered, then not paid"), null, 1);
  pair("viewed-paid", "viewed", "paid", false, label("浏览后付款了", "Viewed, then paid"), "item.product", 7);
  pair(
    "any",
    first,
    catalogue.kinds[1]?.name ?? first,
    false,
    label("先做一件事，再做另一件", "One thing, then another"),
    null,
    7,
  );
  return entries;
}

export interface Sets {
  segments: { name: string; kind: "live" | "list"; size?: number | null; size_at?: string | null }[];
  groups: { name: string }[];
}
const setWords: Record<SetKind, Label> = {
  segment: label("人群", "segment"),
  list: label("名单", "list"),
  group: label("分组", "group"),
};
const setEntry = (set: SetKind, name: string, size?: Entry["size"]): Entry => ({
  size,
  key: `in ${set} ${name}`,
  heading: "sets",
  label: label(name, name),
  hint: setWords[set],
  also: `${setWords[set].zh} ${setWords[set].en}`,
  make: () => leaf({ type: "in", set, name }),
});

export function entriesOf(catalogue: Catalogue, sets: Sets): Entry[] {
  return [
    ...catalogue.attributes.map(attributeEntry),
    ...catalogue.kinds.map(kindEntry),
    ...(catalogue.own_events ?? []).map(ownEventEntry),
    ...madeOf(catalogue),
    ...sets.segments.map(({ name, kind, size, size_at: at }) =>
      setEntry(
        kind === "list" ? "list" : "segment",
        name,
        typeof size === "number" && at ? { count: size, at } : undefined,
      ),
    ),
    ...sets.groups.map(({ name }) => setEntry("group", name)),
  ];
}

/** Every word of the question must be somewhere in the entry. */
export function search(entries: Entry[], asked: string): Entry[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const text = `${entry.label.zh} ${entry.label.en} ${entry.also ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
