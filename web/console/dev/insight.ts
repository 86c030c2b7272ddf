// Development only: how a made-up crowd differs from everybody.
import type { Insight, InsightBar, InsightDimension } from "../src/api/segments.ts";
import { chance } from "./chance.ts";

const both = (zh: string, en = zh) => ({ zh, en });
const provinces =
  "浙江省 江苏省 广东省 上海市 四川省 山东省 北京市 湖北省 河南省 湖南省 福建省 安徽省 河北省 陕西省 重庆市 辽宁省 江西省 天津市 广西壮族自治区 云南省 山西省 黑龙江省 吉林省 贵州省 内蒙古自治区 新疆维吾尔自治区 甘肃省 海南省 宁夏回族自治区 青海省 西藏自治区 香港特别行政区 台湾省 澳门特别行政区".split(
    " ",
  );
const en: Record<string, string> = {
  浙江省: "Zhejiang",
  江苏省: "Jiangsu",
  广东省: "Guangdong",
  上海市: "Shanghai",
  四川省: "Sichuan",
  山东省: "Shandong",
  北京市: "Beijing",
  湖北省: "Hubei",
};

export function insight(segment: number, base: number, at: string, seed = 7): Insight {
  const r = chance(seed);
  const make = (
    key: string,
    zh: string,
    name: string,
    kind: InsightDimension["kind"],
    values: [string, string, string, number][],
  ): InsightDimension => {
    const weights = values.map(([, , , w]) => w);
    const sum = weights.reduce((a, b) => a + b, 0);
    const lean = weights.map((w) => w * (0.45 + r.next() * 1.3));
    const leanSum = lean.reduce((a, b) => a + b, 0);
    const [known, baseKnown] = [Math.round(segment * 0.93), Math.round(base * 0.9)];
    const bars: InsightBar[] = values.map(([value, z, e], i) => {
      const share = Math.round((1000 * (lean[i] ?? 0)) / leanSum);
      const base_share = Math.round((1000 * (weights[i] ?? 0)) / sum);
      const customers = Math.round((known * share) / 1000);
      return {
        value,
        label: both(z, e),
        customers,
        share,
        base_customers: Math.round((baseKnown * base_share) / 1000),
        base_share,
        tgi: base_share ? Math.round((100 * share) / base_share) : null,
        significant: customers > 20 && Math.abs(share - base_share) > 18,
        p: 0.003,
      };
    });
    return {
      key,
      label: both(zh, name),
      kind,
      known,
      base_known: baseKnown,
      lacking: both("未知", "Unknown"),
      further: 0,
      bars,
    };
  };
  const dimensions: InsightDimension[] = [
    make("gender", "性别", "Gender", "choice", [
      ["female", "女", "Female", 62],
      ["male", "男", "Male", 38],
    ]),
    make("age", "年龄", "Age", "number_band", [
      ["18-24", "18–24", "18–24", 18],
      ["25-34", "25–34", "25–34", 40],
      ["35-44", "35–44", "35–44", 26],
      ["45-54", "45–54", "45–54", 11],
      ["55+", "55 以上", "55+", 5],
    ]),
    make(
      "province",
      "省份",
      "Province",
      "map",
      provinces.map((p, i) => [p, p, en[p] ?? p, 100 / (i + 2)]),
    ),
    make("city", "城市", "City", "choice", [
      ["杭州市", "杭州", "Hangzhou", 22],
      ["上海市", "上海", "Shanghai", 18],
      ["苏州市", "苏州", "Suzhou", 12],
      ["成都市", "成都", "Chengdu", 10],
      ["深圳市", "深圳", "Shenzhen", 9],
      ["广州市", "广州", "Guangzhou", 8],
      ["宁波市", "宁波", "Ningbo", 5],
    ]),
    make("channels", "渠道", "Channel", "choice", [
      ["tmall", "天猫", "Tmall", 40],
      ["taobao", "淘宝", "Taobao", 30],
      ["douyin", "抖店", "Douyin", 22],
      ["web", "官网", "Web", 8],
    ]),
    make("deals", "成交次数", "Deals", "number_band", [
      ["0", "0 次", "0", 28],
      ["1", "1 次", "1", 34],
      ["2-3", "2–3 次", "2–3", 24],
      ["4-9", "4–9 次", "4–9", 11],
      ["10+", "10 次以上", "10+", 3],
    ]),
    make("deal_amount", "成交金额", "Deal amount", "number_band", [
      ["0-100", "100 元以下", "below ¥100", 22],
      ["100-300", "100–300 元", "¥100–300", 36],
      ["300-1000", "300–1000 元", "¥300–1,000", 29],
      ["1000+", "1000 元以上", "above ¥1,000", 13],
    ]),
    make("last_deal", "最近成交", "Last deal", "number_band", [
      ["30", "30 天内", "within 30 days", 21],
      ["90", "31–90 天", "31–90 days", 26],
      ["180", "91–180 天", "91–180 days", 19],
      ["365", "181–365 天", "181–365 days", 18],
      ["over", "一年以上", "over a year", 16],
    ]),
    make("category", "偏爱类目", "Favourite category", "choice", [
      ["护肤", "护肤", "Skin care", 34],
      ["茶叶", "茶叶", "Tea", 30],
      ["茶器", "茶器", "Teaware", 14],
      ["口红", "口红", "Lipstick", 14],
      ["礼盒", "礼盒", "Gift boxes", 8],
    ]),
    make(
      "hour",
      "付款时段",
      "Hour of payment",
      "time",
      Array.from({ length: 24 }, (_, hour) => {
        const text = `${String(hour).padStart(2, "0")}:00`;
        const weight = Math.exp(-((hour - 21) ** 2) / 18) * 10 + Math.exp(-((hour - 12.5) ** 2) / 10) * 6;
        return [String(hour), text, text, Math.max(0.4, weight)];
      }),
    ),
    make(
      "weekday",
      "付款星期",
      "Weekday of payment",
      "time",
      ["一 Monday", "二 Tuesday", "三 Wednesday", "四 Thursday", "五 Friday", "六 Saturday", "日 Sunday"].map(
        (names, i) => [String(i + 1), `周${names[0]}`, names.slice(2), i > 4 ? 18 : 12],
      ),
    ),
    make(
      "week_hours",
      "一周里的付款时段",
      "Payments through the week",
      "week_hours",
      Array.from({ length: 168 }, (_, index) => {
        const [day, hour] = [Math.floor(index / 24) + 1, index % 24];
        const weight =
          Math.exp(-((hour - 21) ** 2) / 18) * (day > 5 ? 14 : 9) + Math.exp(-((hour - 12.5) ** 2) / 10) * 6;
        const text = `${String(hour).padStart(2, "0")}:00`;
        return [
          `${day}-${String(hour).padStart(2, "0")}`,
          `周${"一二三四五六日"[day - 1]} ${text}`,
          `${["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][day - 1]} ${text}`,
          Math.max(0.4, weight),
        ];
      }),
    ),
  ];
  const strongest = dimensions
    .filter((d) => d.kind !== "time" && d.kind !== "week_hours")
    .flatMap((d) => d.bars.filter((b) => b.significant && b.tgi !== null).map((b) => ({ d, b })))
    .sort((a, b) => Math.abs((b.b.tgi ?? 100) - 100) * b.b.share - Math.abs((a.b.tgi ?? 100) - 100) * a.b.share)
    .slice(0, 5)
    .map(({ d, b }) => ({
      dimension: d.key,
      value: b.value,
      label: both(`${d.label.zh}：${b.label.zh}`, `${d.label.en}: ${b.label.en}`),
      share: b.share,
      base_share: b.base_share,
      tgi: b.tgi ?? 100,
      customers: b.customers,
      asked: false,
    }));
  return {
    at,
    rule: "everyone",
    segment: { customers: segment },
    base: { customers: base },
    strongest,
    figures: [
      { key: "orders", label: both("人均成交次数", "Deals per buyer"), segment: "2.8", base: "1.7", tgi: 165 },
      { key: "spend", label: both("人均成交金额", "Spend per buyer"), segment: "412.60", base: "236.10", tgi: 175 },
      { key: "average_order", label: both("客单价", "Average order"), segment: "147.30", base: "138.90", tgi: 106 },
      { key: "buyers", label: both("成交客户占比", "Share of buyers"), segment: "0.8312", base: "0.7204", tgi: 115.4 },
    ],
    dimensions,
  };
}
