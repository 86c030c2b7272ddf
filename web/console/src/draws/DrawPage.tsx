// One draw: its prizes with their odds and what is left, who drew what, the proof, and the rules as buyers read them.
import { App, Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { type Draw, post, remove, useGet, useRefresh } from "../api";
import { useCan, useKeepShops } from "../app/session";
import { Empty, FormDrawer, Page, PageWaiting, Panel, useConfirm, useFormat, useLabel } from "../kit";
import { DrawTag } from "./Draws";
import styles from "./Draws.module.css";
import { Proof } from "./Proof";
import { Tickets } from "./Tickets";
import { odds, RULES, WHOLE, winning } from "./terms";
import { usePublishDraw } from "./usePublishDraw";

export default function DrawPage() {
  const { t } = useTranslation(["draws", "app"]);
  const { id = "" } = useParams();
  const f = useFormat();
  const label = useLabel();
  const draw = useGet<Draw>(`/draws/${id}`, {}, { every: ({ state }) => state === "running" && 5000 });
  const data = draw.data;
  if (!data) return <PageWaiting title={t("app:page.draw")} query={draw} />;
  return (
    <Page
      title={label(data.terms.name) || t("app:page.draw")}
      sentence={
        <>
          <DrawTag state={data.state} />{" "}
          {t("standing", {
            from: f.instant(data.terms.starts_at),
            until: f.instant(data.terms.ends_at),
            tickets: f.count(data.tickets),
            winners: f.count(data.winners),
          })}
        </>
      }
      actions={<Deeds draw={data} />}
    >
      <div className={styles.two}>
        <div className={styles.column}>
          <Panel title={t("prizes")} hint={t("prizesHint")}>
            <Prizes draw={data} />
          </Panel>
          {data.state === "draft" ? null : <Tickets draw={data} />}
        </div>
        <div className={styles.column}>
          <Proof draw={data} />
          <Panel
            title={t("rulesTitle")}
            hint={data.kept_until ? t("kept", { day: f.day(data.kept_until) }) : undefined}
          >
            {RULES.every((key) => !label(data.terms.rules[key])) ? (
              <Empty small title={t("rulesNone")} />
            ) : (
              <dl className={styles.rules}>
                {RULES.map((key) => (
                  <div key={key}>
                    <dt>{t(`rule.${key}`)}</dt>
                    <dd>{label(data.terms.rules[key]) || "–"}</dd>
                  </div>
                ))}
              </dl>
            )}
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function Prizes({ draw }: { draw: Draw }) {
  const { t } = useTranslation("draws");
  const f = useFormat();
  const label = useLabel();
  const { prizes } = draw.terms;
  return (
    <ul className={styles.prizes}>
      {prizes.map((one, at) => {
        const left = draw.left[at] ?? one.quantity;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a prize is known by its place
          <li key={at}>
            <span>
              {label(one.name)}
              <br />
              <span className={styles.quiet}>
                {t(`prizeKind.${one.kind}`)} · {t("worthOf", { amount: f.amount(one.worth) })}
              </span>
            </span>
            <strong className={styles.odds}>{odds(one.chance_ppm, f.setting.locale)}</strong>
            <span className={styles.left}>
              <span className={styles.track} aria-hidden>
                <span style={{ width: `${(100 * left) / Math.max(1, one.quantity)}%` }} />
              </span>
              <span className={styles.quiet}>
                {t("leftOf", { left: f.count(left), quantity: f.count(one.quantity) })}
              </span>
            </span>
          </li>
        );
      })}
      <li>
        <span>{t("nothing")}</span>
        <strong className={styles.odds}>{odds(WHOLE - winning(prizes), f.setting.locale)}</strong>
        <span />
      </li>
    </ul>
  );
}

function Deeds({ draw }: { draw: Draw }) {
  const { t } = useTranslation(["draws", "common"]);
  const label = useLabel();
  const can = useCan()("coupons.write");
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const go = useNavigate();
  const keep = useKeepShops();
  const publish = usePublishDraw(() => {});
  const [ending, setEnding] = useState(false);
  if (!can) return null;
  const name = label(draw.terms.name);
  if (draw.state === "draft")
    return (
      <>
        <Button
          danger
          type="text"
          onClick={() =>
            confirm({
              title: t("dropAsk", { name }),
              text: t("dropText"),
              verb: t("common:delete"),
              danger: true,
              run: async () => {
                await remove(`/draws/${draw.id}`);
                await refresh("/draws");
                go(keep("/draws"), { replace: true });
              },
            })
          }
        >
          {t("common:delete")}
        </Button>
        <Link to={keep(`/draws/${draw.id}/edit`)}>
          <Button>{t("common:edit")}</Button>
        </Link>
        <Button
          type="primary"
          onClick={() => publish(draw).catch((error: unknown) => message.error(String((error as Error).message)))}
        >
          {t("publish")}
        </Button>
      </>
    );
  if (draw.state === "ended") return null;
  return (
    <>
      <Button danger onClick={() => setEnding(true)}>
        {t("end")}
      </Button>
      <FormDrawer<{ reason: string }>
        open={ending}
        onClose={() => setEnding(false)}
        title={t("endAsk", { name })}
        verb={t("end")}
        initial={{ reason: "" }}
        save={async ({ reason }) => {
          await post(`/draws/${draw.id}/end`, { reason: reason.trim() });
          await refresh("/draws");
          message.success(t("ended"));
        }}
      >
        <p className={styles.said}>{t("endText")}</p>
        <Form.Item
          name="reason"
          label={t("reason")}
          rules={[{ required: true, whitespace: true, message: t("common:required") }]}
        >
          <Input.TextArea rows={2} maxLength={400} />
        </Form.Item>
      </FormDrawer>
    </>
  );
}
