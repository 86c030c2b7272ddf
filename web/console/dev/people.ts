// Development only: one customer whole: card, timeline, orders, merges, consents. Nobody here exists.
import type { Consent, CustomerCard, CustomerRow, Note, Order, TimelineItem } from "../src/api/index.ts";
import { chance } from "./chance.ts";
import { at, customers, now, orders, shops } from "./shop.ts";

const dayMs = 86_400_000;
const notes = new Map<string, Note[]>();
const consents = new Map<string, Consent[]>();
const edits = new Map<string, Record<string, unknown>>();
const personal = new Map<string, boolean>();

const source = (kind: string, name: string, ms: number) => ({ kind, name, at: at(ms) });

export const rowOf = (id: string): CustomerRow | undefined => customers.find((c) => c.id === id);

export function ordersOf(id: string): Order[] {
  return orders.filter((o) => o.customer_id === id);
}

function notesOf(row: CustomerRow): Note[] {
  const known = notes.get(row.id);
  if (known) return known;
  const made: Note[] = [
    {
      id: `n1-${row.id}`,
      text: "送妈妈的，每次都要礼袋和手写卡片。",
      author: "陈小满",
      at: at(now - 34 * dayMs),
      pinned: true,
    },
    {
      id: `n2-${row.id}`,
      text: "对酒精过敏，推荐时避开精华水。",
      author: "周可",
      at: at(now - 90 * dayMs),
      pinned: false,
    },
  ];
  notes.set(row.id, made);
  return made;
}

function consentsOf(row: CustomerRow): Consent[] {
  const known = consents.get(row.id);
  if (known) return known;
  const made: Consent[] = [
    {
      purpose: "marketing",
      channel: "sms",
      state: "granted",
      evidence: "会员卡登记表 2026-03-02",
      source: "周可",
      at: at(now - 260 * dayMs),
    },
    {
      purpose: "marketing",
      channel: "phone",
      state: "refused",
      evidence: "来电说不要再打电话",
      source: "陈小满",
      at: at(now - 40 * dayMs),
    },
  ];
  consents.set(row.id, made);
  return made;
}

function profilesOf(row: CustomerRow): CustomerCard["profile_list"] {
  const r = chance(Number(row.id));
  const from = Date.parse(row.created_at);
  const count = Math.max(row.profiles, row.deals > 3 ? 3 : 1);
  return Array.from({ length: count }, (_, i) => {
    const shop = shops[(Number(row.id) + i) % shops.length];
    const channel = i < 2 ? (shop?.channel ?? "web") : "wecom";
    return {
      id: `${row.id}${i}`,
      source: `${channel}:${shop?.name ?? ""}`,
      channel,
      shop_id: shop?.id ?? null,
      label: i === 2 ? "企业微信好友" : `${shop?.name ?? ""}`,
      first_seen_at: at(from + i * 30 * dayMs),
      last_seen_at: at(now - r.int(0, 40) * dayMs),
      orders: i === 0 ? Math.max(row.deals - 1, 0) : i === 1 ? Math.min(row.deals, 1) : 0,
      events: r.int(3, 60),
      merged_by: i === 0 ? null : i === 1 ? "identifier" : "person",
    };
  });
}

export function cardOf(id: string, english: boolean): CustomerCard | undefined {
  const row = rowOf(id);
  if (!row) return undefined;
  const r = chance(Number(id) * 7);
  const zh = !english;
  const profile_list = profilesOf(row);
  const [p0, p1, p2] = profile_list;
  const identifiers: CustomerCard["identifiers"] = [];
  const add = (kind: string, value: string | null, profile: string | undefined, strong = true) => {
    if (value && profile)
      identifiers.push({
        id: `${kind}-${profile}`,
        kind,
        value,
        profile_id: profile,
        strength: strong ? "strong" : "weak",
        first_seen_at: row.created_at,
      });
  };
  const mobile = row.mobile ?? "138****2041";
  add("taobao_nick", row.nick, p0?.id);
  add("mobile", mobile, p0?.id);
  add("mobile", mobile, p1?.id);
  add("user_id", p1 ? "u_8f2c…41" : null, p1?.id);
  add("email", p1 ? (row.email ?? "l***@example.com") : null, p1?.id);
  add("wechat_union_id", p2 ? "oT8x…Qk2" : null, p2?.id);
  add("anonymous_id", p1 ? "a7d0…93" : null, p1?.id, false);
  const values = [...new Map(identifiers.map((i) => [`${i.kind} ${i.value}`, i])).values()];
  const edited = edits.get(id) ?? {};
  const attribute = (
    key: string,
    label: string,
    value: unknown,
    sensitive: boolean,
    from: ReturnType<typeof source>,
    type = "text",
    past: [unknown, string, number][] = [],
  ): CustomerCard["attributes"][number] => {
    const mine = key in edited;
    const shown = mine ? edited[key] : value;
    return {
      key,
      label,
      type,
      value: sensitive ? null : shown,
      display: shown === null || shown === undefined ? null : String(shown),
      sensitive,
      source: mine ? source("user", "林晚", now) : shown ? from : null,
      history: past.map(([was, by, ms]) => ({ value: was, source: by, at: at(ms) })),
    };
  };
  const imported = source("import", zh ? "双11订单报表.xlsx" : "orders-1111.xlsx", now - 12 * dayMs);
  const ordered = source("order", ordersOf(id)[0]?.number ?? "3300000000104729", now - 12 * dayMs);
  const staff = source("user", "陈小满", now - 60 * dayMs);
  const bought = ordersOf(id);
  const spread = Array.from({ length: 14 }, (_, i) => i).filter((i) => row.deals > 0 && (i === 0 || r.some(0.4)));
  const each = Math.round(row.deal_amount.amount / Math.max(spread.length, 1));
  return {
    ...row,
    groups: row.groups,
    attributes: [
      attribute("name", zh ? "姓名" : "Name", row.name, true, ordered),
      attribute("gender", zh ? "性别" : "Gender", row.gender, false, staff, "one_of"),
      attribute("birthday", zh ? "生日" : "Birthday", row.birthday, false, staff, "date"),
      attribute("mobile", zh ? "手机" : "Mobile", row.mobile, true, ordered),
      attribute("email", zh ? "邮箱" : "E-mail", row.email, true, imported),
      attribute("province", zh ? "省份" : "Province", row.province, false, imported),
      attribute("city", zh ? "城市" : "City", row.city, false, imported, "text", [
        [row.city, zh ? "双11订单报表.xlsx" : "orders-1111.xlsx", now - 12 * dayMs],
        [zh ? "绍兴市" : "绍兴市", zh ? "2025 会员资料.csv" : "members-2025.csv", now - 400 * dayMs],
      ]),
      attribute("district", zh ? "区县" : "District", row.deals > 0 ? "西湖区" : null, false, imported),
      attribute("street", zh ? "街道地址" : "Street", row.deals > 0 ? "文**路***号" : null, true, ordered),
      attribute("zip", zh ? "邮编" : "Zip", row.deals > 0 ? "310000" : null, false, imported),
      attribute("nick", zh ? "旺旺" : "Nick", row.nick, false, imported),
      attribute("registered_at", zh ? "注册时间" : "Registered", row.created_at, false, imported, "date"),
      attribute("buyer_credit", zh ? "买家信用" : "Buyer credit", null, false, imported),
      attribute("field:skin_type", zh ? "肤质" : "肤质", r.some(0.7) ? "敏感" : null, false, staff, "one_of"),
      attribute("field:anniversary", zh ? "纪念日" : "纪念日", null, false, staff, "date"),
    ],
    identifiers,
    profile_list,
    graph: {
      nodes: [
        { id: "c", kind: "customer", label: row.nick ?? row.name ?? id, detail: "customer" },
        ...profile_list.map((p) => ({
          id: p.id,
          kind: "profile" as const,
          label: p.label,
          detail: p.source.split(":")[0] ?? "",
        })),
        ...values.map((i) => ({
          id: `${i.kind} ${i.value}`,
          kind: "identifier" as const,
          label: i.value,
          detail: i.kind,
        })),
      ],
      links: [
        ...profile_list.map((p) => ({
          from: "c",
          to: p.id,
          reason: p.merged_by === "identifier" ? "mobile" : p.merged_by === "person" ? "person" : "",
        })),
        ...identifiers.map((i) => ({ from: i.profile_id, to: `${i.kind} ${i.value}`, reason: i.kind })),
      ],
    },
    consents: consentsOf(row),
    personalisation: personal.get(id) ?? true,
    may_send: [
      {
        channel: "sms",
        purpose: "marketing",
        allowed: !row.blacklisted,
        reason: row.blacklisted ? "客户在黑名单中，不发送营销信息。" : "客户已同意。",
      },
      { channel: "sms", purpose: "service", allowed: true, reason: "与订单有关的服务通知无需另行同意。" },
      { channel: "email", purpose: "marketing", allowed: false, reason: "没有同意记录，营销信息需要先取得同意。" },
      { channel: "phone", purpose: "marketing", allowed: false, reason: "客户已拒绝。" },
      { channel: "wecom", purpose: "marketing", allowed: false, reason: "没有该渠道的联系方式。" },
    ],
    months: spread
      .map((i) => {
        const month = new Date(now - i * 30.4 * dayMs).toISOString().slice(0, 7);
        return { month, orders: 1 + (i % 3 === 0 ? 1 : 0), amount: Math.round(each * (0.6 + (i % 5) * 0.2)) };
      })
      .sort((a, b) => a.month.localeCompare(b.month)),
    notes: notesOf(row),
    merges:
      profile_list.length > 2
        ? [
            {
              id: `m2-${id}`,
              at: at(now - 34 * dayMs),
              by: "周可",
              reason: zh ? "客户来电确认是同一个人" : "Confirmed on the phone",
              kind: "merge",
              profile_ids: [p2?.id ?? ""],
              from_customer: "9",
              to_customer: id,
              undoable: true,
            },
          ]
        : [],
    deals: row.deals || bought.filter((o) => o.status !== "closed").length,
  };
}

export function timelineOf(id: string, kinds: string[]): TimelineItem[] {
  const row = rowOf(id);
  if (!row) return [];
  const r = chance(Number(id) * 13);
  const items: TimelineItem[] = [];
  const put = (
    kind: string,
    ms: number,
    title: string,
    detail: Record<string, unknown>,
    more: Partial<TimelineItem> = {},
  ) =>
    items.push({
      id: `${kind}-${items.length}`,
      at: at(ms),
      kind,
      channel: null,
      shop: null,
      title,
      detail,
      link: null,
      profile_id: null,
      ...more,
    });
  for (const o of ordersOf(id)) {
    const ms = Date.parse(o.placed_at ?? at(now));
    const place = { channel: o.channel, shop: o.shop };
    put(
      "order",
      ms,
      o.title ?? "",
      { number: o.number, status: o.status, paid: o.paid },
      { ...place, link: `/orders/${o.id}` },
    );
    put("event", ms - 840_000, "Product Added", { product_title: o.title }, place);
    put("event", ms - 1_500_000, "Product Viewed", { product_title: o.title }, place);
    for (const s of o.shipments)
      put("shipment", Date.parse(s.shipped_at ?? at(ms)), "", { carrier: s.carrier, tracking: s.tracking }, place);
    for (const f of o.refunds)
      put(
        "refund",
        Date.parse(f.requested_at ?? at(ms)),
        f.title ?? "",
        { amount: f.amount, reason: f.reason, status: f.status },
        place,
      );
  }
  for (let i = 0; i < 24; i++) {
    const ms = now - r.int(1, 200) * dayMs - r.int(0, dayMs);
    const place = { channel: r.pick(row.channels), shop: r.pick(shops).name };
    put(
      "event",
      ms,
      ...r.pick([
        ["Product Viewed", { product_title: "明前龙井 2026 春茶 125g" }],
        ["Products Searched", { query: "白茶 礼盒" }],
        ["Product Added", { product_title: "陈皮白茶 小饼 15 枚" }],
        ["Product Reviewed", { product_title: "桂花乌龙 冷泡茶包 12 枚" }],
      ] as [string, Record<string, unknown>][]),
      place,
    );
  }
  for (const n of notesOf(row)) put("note", Date.parse(n.at), n.text, { author: n.author });
  put("points", now - 30 * dayMs, "手工调整积分：+100", { by: "周可", reason: { zh: "破损补偿", en: "" } });
  put("points", now - 29 * dayMs, "使用积分：-100", { by: "portal", reason: { zh: "手作粗陶茶杯", en: "A cup" } });
  put("points", now - 28 * dayMs, "获得积分：+10", { by: "system", reason: { zh: "刮刮卡", en: "Scratch card" } });
  put("member", now - 27 * dayMs, "等级：金卡", { kind: "level", by: "陈小满", reason: "长期支持小店" });
  put("coupon", now - 26 * dayMs, "得到优惠券：满 199 减 25", { by: "周可", reason: "老客答谢", code: null });
  put("coupon_used", now - 20 * dayMs, "用掉优惠券：满 199 减 25", { by: null, reason: null, code: null });
  put("merge", now - 34 * dayMs, "客户来电确认是同一个人", { kind: "merge", by: "周可" });
  put("consent", now - 40 * dayMs, "", { state: "refused", purpose: "marketing", channel: "phone", by: "陈小满" });
  put("import", Date.parse(row.created_at), "2025 会员资料.csv", { by: "周可" });
  return items
    .filter((item) => kinds.length === 0 || kinds.includes(item.kind))
    .sort((a, b) => b.at.localeCompare(a.at));
}

export function change(id: string, verb: string, body: Record<string, unknown>): unknown {
  const row = rowOf(id);
  if (!row) return {};
  if (verb === "note") {
    const note = {
      id: `n${Date.now()}`,
      text: String(body.text),
      author: "林晚",
      at: at(Date.now()),
      pinned: body.pinned === true,
    };
    notesOf(row).unshift(note);
    return note;
  }
  if (verb === "edit") {
    edits.set(id, { ...edits.get(id), ...(body.attributes as Record<string, unknown>) });
    return cardOf(id, false);
  }
  if (verb === "blacklist") {
    row.blacklisted = body.on === true;
    return body;
  }
  if (verb === "personalisation") {
    personal.set(id, body.on === true);
    return body;
  }
  if (verb === "consent") {
    const rest = consentsOf(row).filter((c) => c.purpose !== body.purpose || c.channel !== body.channel);
    consents.set(id, [...rest, { ...(body as unknown as Consent), source: "林晚", at: at(Date.now()) }]);
    return { items: consents.get(id) };
  }
  return {};
}

export function forgetNote(id: string, note: string): void {
  const row = rowOf(id);
  if (row)
    notes.set(
      id,
      notesOf(row).filter((n) => n.id !== note),
    );
}
