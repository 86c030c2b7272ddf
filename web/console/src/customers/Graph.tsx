// The identity, drawn: the customer, the profiles that make it up, the identifiers that hold them together.
import {
  IdcardOutlined,
  MailOutlined,
  MobileOutlined,
  ShopOutlined,
  TagOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerCard } from "../api";
import styles from "./Graph.module.css";
import { type Drawn, layout, lit, NODE, NODE_HEIGHT, type Placed, WIDTH } from "./layout";
import { useSourceName } from "./source";

function icon(node: Placed): ReactNode {
  if (node.kind === "customer") return <UserOutlined />;
  if (node.kind === "profile") return <ShopOutlined />;
  const kind = `${node.id} ${node.detail}`.toLowerCase();
  if (/mobile|phone|手机/.test(kind)) return <MobileOutlined />;
  if (/mail|邮/.test(kind)) return <MailOutlined />;
  if (/nick|昵称|旺旺/.test(kind)) return <TagOutlined />;
  return <IdcardOutlined />;
}

const edge = (link: Drawn) => {
  const x1 = link.from.x + NODE[link.from.kind];
  const y1 = link.from.y + NODE_HEIGHT / 2;
  const x2 = link.to.x;
  const y2 = link.to.y + NODE_HEIGHT / 2;
  const bend = (x2 - x1) / 2;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
};

/** Why each profile belongs: the identifier that it shares with another, or somebody's word. */
function reasonsOf(card: CustomerCard): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const node of card.graph.nodes.filter((one) => one.kind === "profile")) {
    const profile = card.profile_list.find((one) => node.id === one.id || node.id === `profile-${one.id}`);
    if (!profile) continue;
    if (profile.merged_by === "person") {
      reasons.set(node.id, "person");
      continue;
    }
    const shared = card.identifiers.find(
      (own) =>
        own.profile_id === profile.id &&
        card.identifiers.some(
          (other) => other.profile_id !== own.profile_id && other.kind === own.kind && other.value === own.value,
        ),
    );
    if (shared) reasons.set(node.id, shared.kind);
    else if (profile.merged_by === "identifier") reasons.set(node.id, "identifier");
  }
  return reasons;
}

export function Graph({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("customers");
  const [at, setAt] = useState<string | null>(null);
  const picture = useMemo(() => layout(card.graph), [card.graph]);
  const bright = useMemo(() => lit(picture.links, at), [picture, at]);
  const touched = useMemo(
    () => new Set(picture.links.filter((link) => bright.has(link.key)).flatMap((link) => [link.from.id, link.to.id])),
    [picture, bright],
  );
  const sourceName = useSourceName();
  const reasons = useMemo(() => reasonsOf(card), [card]);
  const word = (reason: string) => t(`identity.reason.${reason}` as "identity.reason.mobile", reason);
  const detail = (node: Placed) =>
    node.kind === "profile"
      ? sourceName(node.detail)
      : t(
          `identity.kind.${node.kind === "customer" ? "customer" : node.detail}` as "identity.kind.mobile",
          node.detail,
        );
  return (
    <figure className={styles.figure} aria-label={t("identity.picture")}>
      <div className={styles.heads} aria-hidden>
        <span>{t("identity.customer")}</span>
        <span>{t("identity.profiles")}</span>
        <span>{t("identity.identifiers")}</span>
      </div>
      <div className={styles.canvas} style={{ height: picture.height, width: WIDTH }}>
        <svg
          width={WIDTH}
          height={picture.height}
          viewBox={`0 0 ${WIDTH} ${picture.height}`}
          className={styles.links}
          aria-hidden="true"
        >
          {picture.links.map((link) => (
            <path
              key={link.key}
              d={edge(link)}
              className={styles.link}
              data-shared={link.to.shared || undefined}
              data-lit={bright.has(link.key) || undefined}
              data-dim={(at !== null && !bright.has(link.key)) || undefined}
            />
          ))}
        </svg>
        {picture.links
          .filter((link) => reasons.has(link.to.id))
          .map((link) => (
            <span
              key={link.key}
              className={styles.reason}
              style={{
                left: (link.from.x + NODE[link.from.kind] + link.to.x) / 2,
                top: (link.from.y + link.to.y + NODE_HEIGHT) / 2,
              }}
            >
              {word(reasons.get(link.to.id) ?? "")}
            </span>
          ))}
        {picture.nodes.map((node) => (
          <button
            key={node.id}
            type="button"
            className={styles.node}
            data-kind={node.kind}
            data-shared={node.shared || undefined}
            data-dim={(at !== null && at !== node.id && !touched.has(node.id)) || undefined}
            style={{ left: node.x, top: node.y, width: NODE[node.kind], height: NODE_HEIGHT }}
            onMouseEnter={() => setAt(node.id)}
            onMouseLeave={() => setAt(null)}
            onFocus={() => setAt(node.id)}
            onBlur={() => setAt(null)}
            title={`${node.label} · ${detail(node)}`}
          >
            <span className={styles.icon} aria-hidden>
              {icon(node)}
            </span>
            <span className={styles.text}>
              <span className={styles.label}>{node.label}</span>
              <span className={styles.detail}>
                {detail(node)}
                {node.shared ? ` · ${t("identity.shared")}` : ""}
              </span>
            </span>
          </button>
        ))}
      </div>
    </figure>
  );
}
