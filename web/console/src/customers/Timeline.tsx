// Everything that happened with one customer, over all channels, newest first, by day.
import {
  BellOutlined,
  CarOutlined,
  CrownOutlined,
  EditOutlined,
  FileTextOutlined,
  GiftOutlined,
  ImportOutlined,
  MergeOutlined,
  MessageOutlined,
  RollbackOutlined,
  SafetyOutlined,
  StarOutlined,
  TagOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  TrophyOutlined,
  UsergroupAddOutlined,
  WalletOutlined,
} from "@ant-design/icons";
import { Skeleton } from "antd";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type CustomerCard, type Label, type Money, type TimelineItem, usePages } from "../api";
import { useKeepShops, useSession } from "../app/session";
import { Empty, ErrorState, More, NoMatch, useFormat, useLabel, useQueryState } from "../kit";
import { isPerson, saidBy, type Text } from "./by";
import { eventKey } from "./events";
import styles from "./Timeline.module.css";

const KINDS = [
  "order",
  "refund",
  "shipment",
  "event",
  "member",
  "points",
  "credit",
  "coupon",
  "gift",
  "group_buy",
  "draw",
  "segment",
  "note",
  "merge",
  "consent",
  "attribute",
  "import",
] as const;

/** What is filtered by one word though it has several kinds. */
const TOGETHER: Partial<Record<string, string[]>> = { coupon: ["coupon", "coupon_used"] };

const icons: Record<string, ReactNode> = {
  order: <FileTextOutlined />,
  refund: <RollbackOutlined />,
  shipment: <CarOutlined />,
  event: <ThunderboltOutlined />,
  member: <CrownOutlined />,
  points: <StarOutlined />,
  credit: <WalletOutlined />,
  coupon: <TagOutlined />,
  coupon_used: <TagOutlined />,
  gift: <GiftOutlined />,
  group_buy: <UsergroupAddOutlined />,
  draw: <TrophyOutlined />,
  segment: <TeamOutlined />,
  note: <MessageOutlined />,
  merge: <MergeOutlined />,
  consent: <SafetyOutlined />,
  import: <ImportOutlined />,
  attribute: <EditOutlined />,
};

export function Timeline({ card }: { card: CustomerCard }) {
  const { t } = useTranslation(["customers", "kit"]);
  const { query, set } = useQueryState();
  const { business } = useSession();
  const chosen = useMemo(() => (query.kinds ? query.kinds.split(",") : []), [query.kinds]);
  const pages = usePages<TimelineItem>(`/customers/${card.id}/timeline`, {
    kinds: chosen.flatMap((kind) => TOGETHER[kind] ?? [kind]).join(",") || null,
  });
  const rows = pages.rows;
  const days = useMemo(() => byDay(rows ?? [], business.time_zone), [rows, business.time_zone]);
  const turn = (kind: string) => {
    const next = chosen.includes(kind) ? chosen.filter((k) => k !== kind) : [...chosen, kind];
    set({ kinds: next.join(",") || null });
  };
  let body: ReactNode;
  if (pages.error && !rows) body = <ErrorState small error={pages.error} onRetry={() => void pages.refetch()} />;
  else if (!rows) body = <Skeleton active paragraph={{ rows: 8 }} />;
  else if (rows.length === 0)
    body =
      chosen.length > 0 ? (
        <NoMatch onClear={() => set({ kinds: null })} />
      ) : (
        <Empty small title={t("timeline.empty")} text={t("timeline.emptyText")} />
      );
  else
    body = (
      <>
        {days.map(([day, items]) => (
          <section key={day} className={styles.day}>
            <DayName day={day} />
            <ol className={styles.items}>
              {items.map((item) => (
                <Item key={item.id} item={item} />
              ))}
            </ol>
          </section>
        ))}
        <More
          more={pages.hasNextPage}
          busy={pages.isFetchingNextPage}
          load={() => void pages.fetchNextPage()}
          end={t("timeline.end")}
        />
      </>
    );
  return (
    <div className={styles.timeline}>
      {/* biome-ignore lint/a11y/useSemanticElements: a row of toggles, not a form's fields */}
      <div className={styles.kinds} role="group" aria-label={t("timeline.filter")}>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className={styles.kind}
            aria-pressed={chosen.includes(kind)}
            onClick={() => turn(kind)}
          >
            {t(`timeline.kind.${kind}`)}
          </button>
        ))}
      </div>
      <div className={pages.isPlaceholderData ? styles.busy : undefined}>{body}</div>
    </div>
  );
}

/** Entries under the business's day. */
export function byDay(items: TimelineItem[], zone: string): [string, TimelineItem[]][] {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
  const days = new Map<string, TimelineItem[]>();
  for (const item of items) {
    const day = format.format(new Date(item.at));
    const known = days.get(day);
    if (known) known.push(item);
    else days.set(day, [item]);
  }
  return [...days];
}

function DayName({ day }: { day: string }) {
  const { i18n, t } = useTranslation("common");
  const { business } = useSession();
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: business.time_zone, dateStyle: "short" }).format();
  const date = new Date(`${day}T12:00:00Z`);
  const text = new Intl.DateTimeFormat(i18n.language, {
    timeZone: "UTC",
    year: day.slice(0, 4) === today.slice(0, 4) ? undefined : "numeric",
    month: "long",
    day: "numeric",
    weekday: "short",
  }).format(date);
  return <h2 className={styles.dayName}>{day === today ? t("today") : text}</h2>;
}

function Item({ item }: { item: TimelineItem }) {
  const { t } = useTranslation(["customers", "common"]);
  const keep = useKeepShops();
  const { sentence, extra, amount } = useSaid(item);
  const { business } = useSession();
  const time = new Intl.DateTimeFormat("en-GB", {
    timeZone: business.time_zone,
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(item.at));
  const where = [item.channel ? t(`common:channel.${item.channel}`) : null, item.shop].filter(Boolean).join(" · ");
  const told = [...new Set(extra)].filter((text) => text !== item.shop);
  return (
    <li className={styles.item} data-kind={item.kind}>
      <span className={styles.icon} aria-hidden>
        {icons[item.kind] ?? <BellOutlined />}
      </span>
      <div className={styles.body}>
        <div className={styles.line}>
          {item.link ? (
            <Link to={keep(linkOf(item.link))} className={styles.sentence}>
              {sentence}
            </Link>
          ) : (
            <span className={styles.sentence}>{sentence}</span>
          )}
          {amount ? <span className={styles.amount}>{amount}</span> : null}
        </div>
        <div className={styles.meta}>
          <time dateTime={item.at}>{time}</time>
          {where ? <span>{where}</span> : null}
          {told.map((text) => (
            <span key={text}>{text}</span>
          ))}
        </div>
      </div>
    </li>
  );
}

/** The server names an order's page; the console opens it at the side of the list. */
function linkOf(link: string): string {
  const order = /^\/orders\/(\w+)$/.exec(link);
  return order ? `/orders?order=${order[1]}` : link;
}

const isMoney = (value: unknown): value is Money =>
  typeof value === "object" && value !== null && "amount" in value && "currency" in value;

/** What is said in both languages. */
const isLabel = (value: unknown): value is Label =>
  typeof value === "object" && value !== null && "zh" in value && "en" in value;

/** The amount of an entry: money as such, or minor units beside their currency. */
function moneyOf(d: Record<string, unknown>, f: ReturnType<typeof useFormat>): string | null {
  for (const value of [d.paid, d.amount, d.total]) {
    if (isMoney(value)) return f.money(value);
    if (typeof value === "number" && typeof d.currency === "string") return f.amount(value, d.currency);
  }
  return null;
}

function useSaid(item: TimelineItem): { sentence: ReactNode; extra: string[]; amount: string | null } {
  const { t, i18n } = useTranslation(["customers", "orders"]);
  const f = useFormat();
  const d = item.detail;
  const label = useLabel();
  const text = (key: string) => {
    const value = d[key];
    if (isLabel(value)) return label(value) || null;
    return typeof value === "string" || typeof value === "number" ? String(value) : null;
  };
  const amount = moneyOf(d, f);
  const title = item.title;
  const extra: string[] = [];
  const by = (...more: string[]) => saidBy(text, t("timeline.portal"), ...more);
  const status = text("status");
  if (status && i18n.exists(`orders:status.${status}`))
    extra.push(t(`orders:status.${status}` as "orders:status.paid"));
  const number = text("number");
  switch (item.kind) {
    case "order":
      if (number && number !== title) extra.push(number);
      return { sentence: t("timeline.said.order", { title }), extra, amount };
    case "refund": {
      const reason = text("reason");
      if (reason) extra.push(reason);
      return { sentence: t("timeline.said.refund", { title }), extra, amount };
    }
    case "shipment": {
      const tracking = text("tracking");
      const carrier = text("carrier");
      const last = text("last") ?? text("place");
      if (tracking) extra.push(tracking);
      if (last) extra.push(last);
      return { sentence: carrier ? t("timeline.said.shipment", { carrier }) : title, extra, amount: null };
    }
    case "event": {
      const key = eventKey(title);
      const what = text("product_title") ?? text("product") ?? text("query") ?? text("path") ?? text("category") ?? "";
      if (text("coupon")) extra.push(text("coupon") ?? "");
      return {
        sentence: key ? t(`timeline.event.${key}`, { what }).trim() : what ? `${title} · ${what}` : title,
        extra,
        amount,
      };
    }
    case "credit":
      return { sentence: creditSaid(t, text, title), extra: by("reason"), amount: creditOf(d, f) };
    case "points":
    case "member":
    case "coupon":
    case "coupon_used":
    case "gift":
    case "group_buy":
      return { sentence: title, extra: by(...whyOf(item.kind, text)), amount: null };
    case "segment":
      return { sentence: title, extra: crossedBy(t, text), amount: null };
    case "note":
      return { sentence: <span className={styles.note}>{title}</span>, extra: by(), amount: null };
    case "merge":
      return { sentence: mergeSaid(t, text, title), extra: by(), amount: null };
    case "consent":
      return { sentence: consentSaid(t, text, title), extra: by("evidence"), amount: null };
    case "import":
      return { sentence: t("timeline.said.import", { title }), extra: brought(t, f, d), amount: null };
    case "attribute":
      return { sentence: t("timeline.said.attribute", { title }), extra: by(), amount: null };
    default:
      return { sentence: title, extra, amount };
  }
}

type T = ReturnType<typeof useTranslation<["customers", "orders"]>>["t"];

/** What is said of an entry beside who did it, in the order in which it is said. */
function whyOf(kind: string, text: Text): string[] {
  if (kind === "gift") return ["reason", "note"];
  if (kind === "group_buy" || kind === "coupon_used") return ["order", "reason"];
  // Points and levels that come by the rules give words of the rules as their reason.
  return isPerson(text("by")) || kind === "coupon" ? ["reason"] : [];
}

/** Why somebody came into a segment or left it. */
function crossedBy(t: T, text: Text): string[] {
  const cause = text("cause");
  if (cause !== "change" && cause !== "edit" && cause !== "expiry") return [];
  return [t(`timeline.crossed.${cause}`)];
}

/** What of the customer came with an import. */
function brought(t: T, f: ReturnType<typeof useFormat>, d: Record<string, unknown>): string[] {
  const orders = typeof d.orders === "number" ? d.orders : 0;
  return [
    ...(d.named === true ? [t("timeline.importNamed")] : []),
    ...(orders > 0 ? [t("timeline.importOrders", { count: orders, value: f.count(orders) })] : []),
  ];
}

function mergeSaid(t: T, text: Text, title: string): string {
  const kind = text("what");
  const reason = text("reason") ?? title;
  if (kind === "unmerge") return t("timeline.said.unmerge", { reason });
  if (kind === "undo") return t("timeline.said.undo", { reason });
  return t("timeline.said.merge", { reason });
}

/** What moved in a wallet, in the business's currency. */
const creditOf = (d: Record<string, unknown>, f: ReturnType<typeof useFormat>): string | null =>
  typeof d.amount === "number" ? f.amount(d.amount) : null;

function creditSaid(t: T, text: Text, title: string): string {
  const kind = text("kind");
  return kind ? t(`timeline.said.credit.${kind}` as "timeline.said.credit.earn") : title;
}

function consentSaid(t: T, text: Text, title: string): string {
  const [state, purpose, channel] = [text("state"), text("purpose"), text("channel")];
  if (!state || !purpose || !channel) return title;
  return t("timeline.said.consent", {
    state: t(`consent.state.${state}` as "consent.state.granted"),
    purpose: t(`consent.purpose.${purpose}` as "consent.purpose.marketing"),
    channel: t(`consent.channel.${channel}` as "consent.channel.sms"),
  });
}
