// Development only: a rule as a plain sentence in both languages, roughly.
import type { Filter, Label, Rule, Test, Value, Window } from "../src/api/rules.ts";
import { catalogue } from "./catalogue.ts";
import { windowText } from "./ruleText.ts";

type Tongue = keyof Label;
const units: Record<string, [string, string]> = {
  days: ["天", "days"],
  months: ["个月", "months"],
  weeks: ["周", "weeks"],
  hours: ["小时", "hours"],
  years: ["年", "years"],
  minutes: ["分钟", "minutes"],
};
const periods: Record<string, string> = { day: "天", week: "周", month: "月", quarter: "季度", year: "年" };

function when(w: Window | undefined, zh: boolean): string {
  if (!w || w.window === "ever") return "";
  if (!zh) return windowText(w);
  const unit = (u: string) => units[u]?.[0] ?? u;
  switch (w.window) {
    case "last":
      return w.n === 1 && w.unit === "days" ? "今天" : `最近 ${w.n} ${unit(w.unit)}`;
    case "next":
      return `未来 ${w.n} ${unit(w.unit)}`;
    case "over":
      return `${w.n} ${unit(w.unit)}以前`;
    case "ago":
      return `${w.from} 至 ${w.to} ${unit(w.unit)}前`;
    case "current":
      return `本${periods[w.period]}`;
    case "previous":
      return `上${periods[w.period]}`;
    default:
      return windowText(w).replace("since", "自").replace("before", "早于").replace("between", "").replace("and", "至");
  }
}
function value(v: Value, choices: { value: string; label: Label }[] | undefined, t: Tongue): string {
  if ("text" in v) {
    const named = choices?.find((c) => c.value === v.text)?.label[t];
    return named ?? (t === "zh" ? `“${v.text}”` : `“${v.text}”`);
  }
  if ("number" in v) return v.number;
  if ("flag" in v) return v.flag ? (t === "zh" ? "是" : "yes") : t === "zh" ? "否" : "no";
  return "day" in v ? v.day : v.instant;
}
function test(label: string, x: Test, t: Tongue, choices?: { value: string; label: Label }[]): string {
  const zh = t === "zh";
  const list = (values: Value[]) => values.map((v) => value(v, choices, t)).join(zh ? "、" : ", ");
  switch (x.test) {
    case "known":
      return zh ? `${label}已知` : `${label} known`;
    case "compare":
      return `${label} ${x.comparison} ${value(x.value, choices, t)}`;
    case "between":
      return zh
        ? `${label}在 ${value(x.from, choices, t)} 到 ${value(x.to, choices, t)} 之间`
        : `${label} between ${value(x.from, choices, t)} and ${value(x.to, choices, t)}`;
    case "one_of":
      return zh ? `${label}是${list(x.values)}${x.values.length > 1 ? "之一" : ""}` : `${label} is ${list(x.values)}`;
    case "all_of":
      return zh ? `${label}同时有${list(x.values)}` : `${label} has all of ${list(x.values)}`;
    case "contains":
      return zh ? `${label}包含“${x.text}”` : `${label} contains “${x.text}”`;
    case "starts_with":
      return zh ? `${label}以“${x.text}”开头` : `${label} begins with “${x.text}”`;
    case "when":
      return zh ? `${label}在${when(x.window, true)}` : `${label} ${when(x.window, false)}`;
  }
}
const kindOf = (name: string) => catalogue.kinds.find((k) => k.name === name);

function filter(f: Filter | null | undefined, kind: string, t: Tongue): string {
  if (!f) return "";
  if (f.type === "property") {
    const p = kindOf(kind)?.properties.find((one) => one.name === f.property);
    return test(p?.label[t] ?? f.property, f.test, t, p?.choices);
  }
  if (f.type === "not") return (t === "zh" ? "不是" : "not ") + filter(f.filter, kind, t);
  const word = f.type === "all" ? (t === "zh" ? "且" : " and ") : t === "zh" ? "或" : " or ";
  return f.filters.map((one) => filter(one, kind, t)).join(word);
}

function say(rule: Rule, t: Tongue, deep = false): string {
  const zh = t === "zh";
  switch (rule.type) {
    case "all":
    case "any": {
      if (rule.rules.length === 0) return zh ? "所有客户" : "everyone";
      const join = rule.type === "all" ? (zh ? "，并且" : ", and ") : zh ? "，或者" : ", or ";
      const text = rule.rules.map((one) => say(one, t, true)).join(join);
      return deep ? (zh ? `（${text}）` : `(${text})`) : text;
    }
    case "not":
      if (rule.rule.type === "did")
        return say(rule.rule, t).replace(
          /^(.*?)(付款|下单|浏览|收藏|加购|咨询|退款|评价|搜索)/,
          zh ? "$1没有$2" : "$1",
        );
      return (zh ? "不" : "not ") + say(rule.rule, t, true);
    case "is": {
      const a = catalogue.attributes.find((one) => one.name === rule.attribute);
      return test(a?.label[t] ?? rule.attribute, rule.test, t, a?.choices);
    }
    case "in": {
      const set = { segment: ["人群", "segment"], list: ["名单", "list"], group: ["分组", "group"] }[rule.set];
      return zh ? `在${set[0]}“${rule.name}”里` : `in the ${set[1]} “${rule.name}”`;
    }
    case "did": {
      const kind = kindOf(rule.kind);
      const what = filter(rule.filter, rule.kind, t);
      const bounds = (rule.bounds ?? []).map((b) => {
        if (b.aggregate === "times")
          return zh
            ? `${b.comparison === ">=" ? "至少" : b.comparison} ${b.value} 次`
            : `${b.comparison} ${b.value} times`;
        const name = kind?.properties.find((p) => p.name === b.property)?.label[t] ?? b.property;
        const agg = {
          sum: ["合计", "total"],
          min: ["最低", "least"],
          max: ["最高", "greatest"],
          average: ["平均", "average"],
          times: ["", ""],
        }[b.aggregate];
        return zh ? `${name}${agg[0]} ${b.comparison} ${b.value}` : `${agg[1]} ${name} ${b.comparison} ${b.value}`;
      });
      const first =
        rule.occasion === "first"
          ? zh
            ? "首次"
            : "first "
          : rule.occasion === "last"
            ? zh
              ? "最近一次"
              : "last "
            : "";
      const window = when(rule.window, zh);
      return zh
        ? `${window ? `${window}${first ? "是" : ""}` : ""}${first}${kind?.label.zh ?? rule.kind}${what ? `（${what}）` : ""}${bounds.join("、")}`
        : `${first}${kind?.label.en ?? rule.kind}${what ? ` (${what})` : ""} ${bounds.join(", ")} ${window}`
            .replace(/ +/g, " ")
            .trim();
    }
    case "then": {
      const [a, b] = [kindOf(rule.first.kind)?.label[t], kindOf(rule.then.kind)?.label[t]];
      const span = zh ? `${rule.within.n} ${units[rule.within.unit]?.[0]}` : `${rule.within.n} ${rule.within.unit}`;
      return zh
        ? `${when(rule.window, true)}${a}后 ${span}内${rule.negated ? "没有" : ""}${b}${rule.same ? "同一件商品" : ""}`
        : `${a} and then ${rule.negated ? "not " : ""}${b}${rule.same ? " the same product" : ""} within ${span} ${when(rule.window, false)}`.trim();
    }
  }
}

export const sentence = (rule: Rule): Label => {
  const en = say(rule, "en");
  return { zh: `${say(rule, "zh")}。`, en: `${en.charAt(0).toUpperCase()}${en.slice(1)}.` };
};
