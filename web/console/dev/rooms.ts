// Development only: the answers of the customer rooms: list, card, proposals, groups, views.
import type { CustomerRow, View } from "../src/api/index.ts";
import { type Answer, empty, has, nothing, ok, page, type Route, refuse } from "./answer.ts";
import { cardOf, change, forgetNote, ordersOf, rowOf, timelineOf } from "./people.ts";
import { at, customers, groups, now, proposals } from "./shop.ts";

const missing = refuse(404, "not_found", "没有这位客户", "可能已被清除。");

function listed(query: URLSearchParams): CustomerRow[] {
  const tab = query.get("tab") ?? "all";
  const number = (key: string) => (query.get(key) ? Number(query.get(key)) : null);
  const within = (value: number, from: number | null, to: number | null) =>
    (from === null || value >= from) && (to === null || value <= to);
  const found = (empty ? [] : customers).filter(
    (c) =>
      (tab === "all" || c.contact_group === tab) &&
      has([c.nick, c.name, c.mobile, c.email], query.get("q")) &&
      has([c.province], query.get("province")) &&
      (!query.get("channel") || c.channels.some((one) => one === query.get("channel"))) &&
      (!query.get("tag") || c.tags.includes(query.get("tag") ?? "")) &&
      (!query.get("group") || c.groups.some((g) => g.id === query.get("group"))) &&
      within(c.deals, number("min_deals"), number("max_deals")) &&
      within(c.deal_amount.amount, number("min_amount"), number("max_amount")) &&
      (!query.get("blacklisted") || String(c.blacklisted) === query.get("blacklisted")),
  );
  const sort = query.get("sort");
  if (sort === "amount") found.sort((a, b) => b.deal_amount.amount - a.deal_amount.amount);
  if (sort === "deals") found.sort((a, b) => b.deals - a.deals);
  if (sort === "created_at") found.sort((a, b) => b.created_at.localeCompare(a.created_at));
  return found;
}

const views: View[] = [
  {
    id: "1",
    list: "customers",
    name: "浙江老客",
    query: { province: "浙江省", min_deals: "2" },
    columns: [],
    shared: true,
  },
  {
    id: "2",
    list: "customers",
    name: "大额客户",
    query: { min_amount: "100000", sort: "amount" },
    columns: [],
    shared: false,
  },
];

function bulk(body: Record<string, unknown>): Answer {
  const filter = body.filter ? new URLSearchParams(body.filter as Record<string, string>) : null;
  const ids = (body.ids as string[] | undefined) ?? (filter ? listed(filter).map((c) => c.id) : []);
  const { kind, value } = body.action as { kind: string; value: string };
  for (const c of customers.filter((one) => ids.includes(one.id))) {
    if (kind === "tag_add" && !c.tags.includes(value)) c.tags.push(value);
    if (kind === "tag_remove") c.tags = c.tags.filter((tag) => tag !== value);
    if (kind === "group_remove") c.groups = c.groups.filter((g) => g.id !== value);
    const group = groups.find((g) => g.id === value);
    if (kind === "group_add" && group && !c.groups.some((g) => g.id === value))
      c.groups.push({ id: group.id, name: group.name });
  }
  return ok({ changed: ids.length, job_id: null, total: ids.length });
}

const decide = (id: string, state: "accepted" | "refused" | "open") => {
  const proposal = proposals.find((p) => p.id === id);
  const by = state === "open" ? { decided_by: null, decided_at: null } : { decided_by: "林晚", decided_at: at(now) };
  if (proposal) Object.assign(proposal, { state, ...by });
  return proposal;
};

const retag = (from: string, to: string | null) => {
  for (const c of customers) {
    if (!c.tags.includes(from)) continue;
    const others = c.tags.filter((tag) => tag !== from && tag !== to);
    c.tags = to ? [...others, to] : others;
  }
  return { name: to, size: customers.filter((c) => to && c.tags.includes(to)).length };
};

export const routes: Route[] = [
  ["GET", /^\/customers$/, ({ query }) => page(listed(query), query)],
  [
    "GET",
    /^\/customers\/counts$/,
    () => {
      const all = empty ? [] : customers;
      const of = (group: string) => all.filter((c) => c.contact_group === group).length;
      return ok({
        as_of: at(now),
        exact: true,
        all: all.length,
        dealt: of("dealt"),
        not_dealt: of("not_dealt"),
        inquired: of("inquired"),
      });
    },
  ],
  ["POST", /^\/customers\/bulk$/, ({ body }) => bulk(body)],
  [
    "POST",
    /^\/customers\/merge$/,
    ({ body, english }) => ok(cardOf((body.customer_ids as string[])[0] ?? "", english)),
  ],
  [
    "GET",
    /^\/customers\/(\d+)\/timeline$/,
    ({ id, query }) => page(timelineOf(id, (query.get("kinds") ?? "").split(",").filter(Boolean)), query),
  ],
  ["GET", /^\/customers\/(\d+)\/orders$/, ({ id, query }) => page(ordersOf(id), query)],
  [
    "POST",
    /^\/customers\/(\d+)\/reveal$/,
    ({ id, body }) => {
      const row = rowOf(id);
      const whole: Record<string, string | null> = {
        name: row?.name?.replaceAll("*", "晓") ?? null,
        mobile: row?.mobile?.replace("****", "0013") ?? null,
        email: row?.email?.replace("***", "inwan") ?? null,
        street: "文三路 123 号 3 幢",
      };
      return ok({ values: Object.fromEntries((body.fields as string[]).map((key) => [key, whole[key] ?? null])) });
    },
  ],
  ["POST", /^\/customers\/(\d+)\/notes$/, ({ id, body }) => ok(change(id, "note", body))],
  [
    "DELETE",
    /^\/customers\/(\d+)\/notes\/(.+)$/,
    ({ id, rest }) => {
      forgetNote(id, rest);
      return nothing;
    },
  ],
  ["PUT", /^\/customers\/(\d+)\/consents$/, ({ id, body }) => ok(change(id, "consent", body))],
  ["PUT", /^\/customers\/(\d+)\/personalisation$/, ({ id, body }) => ok(change(id, "personalisation", body))],
  ["PUT", /^\/customers\/(\d+)\/blacklist$/, ({ id, body }) => ok(change(id, "blacklist", body))],
  ["POST", /^\/customers\/(\d+)\/erase$/, () => ok({ erased: { customers: 1, profiles: 3, events: 41, notes: 2 } })],
  ["POST", /^\/customers\/(\d+)\/unmerge$/, ({ id }) => ok({ customer_ids: [id, "10001"] })],
  ["POST", /^\/merges\/(.+)\/undo$/, ({ id }) => ok({ customer_ids: [id.split("-")[1] ?? ""] })],
  ["PATCH", /^\/customers\/(\d+)$/, ({ id, body }) => ok(change(id, "edit", body))],
  [
    "GET",
    /^\/customers\/(\d+)$/,
    ({ id, english }) => {
      const card = cardOf(id, english);
      return card ? ok(card) : missing;
    },
  ],
  ["GET", /^\/groups$/, ({ query }) => page(empty ? [] : groups, query)],
  [
    "POST",
    /^\/groups$/,
    ({ body }) => {
      groups.push({ id: String(groups.length + 1), name: String(body.name), size: 0 });
      return ok(groups.at(-1));
    },
  ],
  ["PATCH", /^\/groups\/(\w+)$/, ({ id, body }) => ok(Object.assign(groups.find((g) => g.id === id) ?? {}, body))],
  [
    "DELETE",
    /^\/groups\/(\w+)$/,
    ({ id }) => {
      groups.splice(
        groups.findIndex((g) => g.id === id),
        1,
      );
      return nothing;
    },
  ],
  ["GET", /^\/views$/, ({ query }) => page(views, query)],
  [
    "POST",
    /^\/views$/,
    ({ body }) => {
      views.push({ id: String(views.length + 1), ...(body as unknown as Omit<View, "id">) });
      return ok(views.at(-1));
    },
  ],
  ["PATCH", /^\/views\/(\w+)$/, ({ id, body }) => ok(Object.assign(views.find((v) => v.id === id) ?? {}, body))],
  [
    "DELETE",
    /^\/views\/(\w+)$/,
    ({ id }) => {
      views.splice(
        views.findIndex((v) => v.id === id),
        1,
      );
      return nothing;
    },
  ],
  [
    "GET",
    /^\/proposals$/,
    ({ query }) =>
      page(
        empty
          ? []
          : proposals.filter(
              (p) => p.state === (query.get("state") ?? "open") && p.score >= Number(query.get("min_score") ?? 0),
            ),
        query,
      ),
  ],
  ["POST", /^\/proposals\/search$/, () => ok({ job_id: "7" })],
  [
    "POST",
    /^\/proposals\/decide$/,
    ({ body }) => {
      const open = proposals.filter(
        (p) =>
          p.state === "open" &&
          (body.ids ? (body.ids as string[]).includes(p.id) : p.score >= Number(body.min_score ?? 2)),
      );
      for (const p of open) decide(p.id, body.decision === "accept" ? "accepted" : "refused");
      return ok({ decided: open.length });
    },
  ],
  ["POST", /^\/proposals\/(\w+)\/accept$/, ({ id }) => ok({ id: decide(id, "accepted")?.left.id ?? "" })],
  ["POST", /^\/proposals\/(\w+)\/refuse$/, ({ id }) => ok(decide(id, "refused"))],
  ["POST", /^\/proposals\/(\w+)\/reopen$/, ({ id }) => ok(decide(id, "open"))],
  ["PATCH", /^\/tags\/(.+)$/, ({ id, body }) => ok(retag(decodeURIComponent(id), String(body.name)))],
  ["DELETE", /^\/tags\/(.+)$/, ({ id }) => ok(retag(decodeURIComponent(id), null))],
];
