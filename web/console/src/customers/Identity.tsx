// Who this is made of: the picture, the profiles (which can be taken out again), and the merges with their undo.
import { SplitCellsOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type CustomerCard, type MergeRecord, post, useRefresh } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { Empty, FormDrawer, Instant, useConfirm, useFormat } from "../kit";
import styles from "./Card.module.css";
import { Graph } from "./Graph";
import { useSourceName } from "./source";

export function Identity({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("customers");
  const single = card.profile_list.length < 2;
  return (
    <div className={styles.identity}>
      <p className={styles.lead}>
        {single
          ? t("identity.single")
          : t("identity.lead", {
              count: card.profile_list.length,
              identifiers: card.identifiers.length,
            })}
      </p>
      {card.graph.nodes.length > 0 ? <Graph card={card} /> : <Empty small title={t("identity.none")} />}
      <Profiles card={card} />
      <Merges card={card} />
    </div>
  );
}

function Profiles({ card }: { card: CustomerCard }) {
  const { t } = useTranslation(["customers", "common"]);
  const f = useFormat();
  const sourceName = useSourceName();
  const may = useCan()("customers.merge") && card.profile_list.length > 1;
  const [chosen, setChosen] = useState<string[]>([]);
  const [asking, setAsking] = useState(false);
  const all = chosen.length === card.profile_list.length;
  return (
    <section>
      <div className={styles.subHead}>
        <h2 className={styles.sub}>{t("identity.profiles")}</h2>
        {chosen.length > 0 ? (
          <Button size="small" icon={<SplitCellsOutlined />} disabled={all} onClick={() => setAsking(true)}>
            {t("identity.split", { count: chosen.length })}
          </Button>
        ) : may ? (
          <span className={styles.quietSmall}>{t("identity.splitHint")}</span>
        ) : null}
      </div>
      <ul className={styles.profiles}>
        {card.profile_list.map((profile) => (
          <li key={profile.id}>
            {may ? (
              <Checkbox
                checked={chosen.includes(profile.id)}
                aria-label={t("identity.choose", { name: profile.label })}
                onChange={(event) =>
                  setChosen(
                    event.target.checked ? [...chosen, profile.id] : chosen.filter((other) => other !== profile.id),
                  )
                }
              />
            ) : null}
            <div className={styles.profile}>
              <span className={styles.profileName}>
                {profile.label}
                <span className={styles.quietSmall}>{sourceName(profile.source)}</span>
              </span>
              <span className={styles.quietSmall}>
                {t("identity.facts", { orders: f.count(profile.orders), events: f.count(profile.events) })}
                {" · "}
                {t("identity.seen", { from: f.day(profile.first_seen_at), to: f.day(profile.last_seen_at) })}
              </span>
            </div>
            <span className={styles.quietSmall}>{profile.merged_by ? t(`identity.by.${profile.merged_by}`) : ""}</span>
          </li>
        ))}
      </ul>
      {all ? <p className={styles.quietSmall}>{t("identity.notAll")}</p> : null}
      <Split card={card} chosen={chosen} open={asking} onClose={() => setAsking(false)} onDone={() => setChosen([])} />
    </section>
  );
}

function Split({
  card,
  chosen,
  open,
  onClose,
  onDone,
}: {
  card: CustomerCard;
  chosen: string[];
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation(["customers", "common"]);
  const { message } = App.useApp();
  const f = useFormat();
  const refresh = useRefresh();
  const profiles = card.profile_list.filter((p) => chosen.includes(p.id));
  const orders = profiles.reduce((sum, p) => sum + p.orders, 0);
  const events = profiles.reduce((sum, p) => sum + p.events, 0);
  const moving = card.identifiers.filter((i) => chosen.includes(i.profile_id));
  return (
    <FormDrawer<{ reason: string }>
      open={open}
      onClose={onClose}
      title={t("identity.splitTitle", { count: profiles.length })}
      initial={{ reason: "" }}
      verb={t("identity.splitVerb")}
      save={async ({ reason }) => {
        await post(`/customers/${card.id}/unmerge`, { profile_ids: chosen, reason });
        message.success(t("identity.splitDone"));
        onDone();
        await refresh("/customers");
      }}
    >
      <p className={styles.lead}>{t("identity.splitText", { orders: f.count(orders), events: f.count(events) })}</p>
      <ul className={styles.moving}>
        {profiles.map((p) => (
          <li key={p.id}>
            <strong>{p.label}</strong>
            <span className={styles.quietSmall}>
              {t("identity.facts", { orders: f.count(p.orders), events: f.count(p.events) })}
            </span>
          </li>
        ))}
        {moving.map((i) => (
          <li key={i.id}>
            <span>{i.value}</span>
            <span className={styles.quietSmall}>{t(`identity.kind.${i.kind}` as "identity.kind.mobile", i.kind)}</span>
          </li>
        ))}
      </ul>
      <Form.Item name="reason" label={t("merge.reason")} rules={[{ required: true, message: t("common:required") }]}>
        <Input.TextArea rows={2} maxLength={400} placeholder={t("identity.splitExample")} />
      </Form.Item>
    </FormDrawer>
  );
}

function Merges({ card }: { card: CustomerCard }) {
  const { t } = useTranslation(["customers", "common"]);
  const may = useCan()("customers.merge");
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const go = useNavigate();
  const keep = useKeepShops();
  if (card.merges.length === 0) return null;
  const undo = (record: MergeRecord) =>
    confirm({
      title: record.kind === "merge" ? t("merge.undoAsk") : t("merge.undoSplitAsk"),
      text: t("merge.undoText", { count: record.profile_ids.length }),
      verb: t("common:undo"),
      run: async () => {
        const { customer_ids } = await post<{ customer_ids: string[] }>(`/merges/${record.id}/undo`);
        message.success(t("merge.undone"));
        await refresh("/customers", "/proposals");
        const first = customer_ids[0];
        if (first && !customer_ids.includes(card.id)) go(keep(`/customers/${first}`), { replace: true });
      },
    });
  return (
    <section>
      <h2 className={styles.sub}>{t("merge.history")}</h2>
      <ul className={styles.merges}>
        {card.merges.map((record) => (
          <li key={record.id}>
            <div className={styles.profile}>
              <span>
                {t(record.kind === "merge" ? "merge.didMerge" : "merge.didSplit", {
                  count: record.profile_ids.length,
                })}
              </span>
              <span className={styles.quietSmall}>
                {/^[a-z_]+$/.test(record.reason)
                  ? t(`identity.reason.${record.reason}` as "identity.reason.mobile", record.reason)
                  : record.reason}{" "}
                · {record.by} · <Instant at={record.at} ago />
              </span>
            </div>
            {record.undoable && may ? (
              <Button size="small" onClick={() => undo(record)}>
                {t("common:undo")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
