// What a customer said about being written to, with the evidence; and what may be sent today, and why not.
import { CheckCircleFilled, CloseCircleFilled, MinusCircleOutlined } from "@ant-design/icons";
import { App, Form, Input, Radio, Switch, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Consent, type CustomerCard, put, useRefresh } from "../api";
import { useCan } from "../app/session";
import { FormDrawer, useFormat } from "../kit";
import styles from "./Card.module.css";

const PURPOSES = ["marketing", "service", "profiling"] as const;
const CHANNELS = ["sms", "email", "phone", "wecom", "any"] as const;

const mark = {
  granted: <CheckCircleFilled className={styles.good} />,
  refused: <CloseCircleFilled className={styles.bad} />,
  unknown: <MinusCircleOutlined className={styles.none} />,
};

export function Consents({ card }: { card: CustomerCard }) {
  const { t } = useTranslation("customers");
  const can = useCan()("customers.write");
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [asked, setAsked] = useState<Consent | null>(null);
  const [busy, setBusy] = useState(false);
  const personal = async (on: boolean) => {
    setBusy(true);
    try {
      await put(`/customers/${card.id}/personalisation`, { on });
      await refresh(`/customers/${card.id}`);
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={styles.identity}>
      <section>
        <h2 className={styles.sub}>{t("consent.maySend")}</h2>
        <ul className={styles.send}>
          {card.may_send.map((one) => (
            <li key={`${one.channel} ${one.purpose}`}>
              <span aria-hidden>{one.allowed ? mark.granted : mark.refused}</span>
              <span>
                {t(`consent.channel.${one.channel}` as "consent.channel.sms", one.channel)} ·{" "}
                {t(`consent.purpose.${one.purpose}` as "consent.purpose.marketing", one.purpose)}
              </span>
              <span className={styles.why}>
                {one.allowed ? t("consent.allowed") : t("consent.notAllowed")}
                {one.reason ? ` · ${one.reason}` : ""}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2 className={styles.sub}>{t("consent.title")}</h2>
        <p className={styles.quiet}>{can ? t("consent.hint") : t("consent.hintRead")}</p>
        <div className={styles.scroll}>
          <table className={styles.consents}>
            <thead>
              <tr>
                <th scope="col">
                  <span className="unseen">{t("consent.purposeHead")}</span>
                </th>
                {CHANNELS.map((channel) => (
                  <th key={channel} scope="col">
                    {t(`consent.channel.${channel}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {PURPOSES.map((purpose) => (
                <tr key={purpose}>
                  <th scope="row">{t(`consent.purpose.${purpose}`)}</th>
                  {CHANNELS.map((channel) => (
                    <td key={channel}>
                      <Cell card={card} purpose={purpose} channel={channel} onOpen={can ? setAsked : undefined} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section className={styles.personal}>
        <div>
          <h2 className={styles.sub}>{t("consent.personal")}</h2>
          <p className={styles.quiet}>{t("consent.personalText")}</p>
        </div>
        <Switch
          aria-label={t("consent.personal")}
          checked={card.personalisation}
          disabled={!can}
          loading={busy}
          onChange={(on) => void personal(on)}
        />
      </section>
      <Edit card={card} asked={asked} onClose={() => setAsked(null)} />
    </div>
  );
}

function Cell({
  card,
  purpose,
  channel,
  onOpen,
}: {
  card: CustomerCard;
  purpose: Consent["purpose"];
  channel: Consent["channel"];
  onOpen?: (consent: Consent) => void;
}) {
  const { t } = useTranslation("customers");
  const f = useFormat();
  const consent = card.consents.find((c) => c.purpose === purpose && c.channel === channel) ?? {
    purpose,
    channel,
    state: "unknown" as const,
    evidence: null,
    source: null,
    at: null,
  };
  const state = t(`consent.state.${consent.state}`);
  const why = [state, consent.evidence, consent.source, consent.at ? f.instant(consent.at) : null].filter(Boolean);
  const label = `${t(`consent.purpose.${purpose}`)} ${t(`consent.channel.${channel}`)}: ${why.join(" · ")}`;
  return (
    <Tooltip title={why.join(" · ")}>
      {onOpen ? (
        <button type="button" className={styles.cell} aria-label={label} onClick={() => onOpen(consent)}>
          {mark[consent.state]}
        </button>
      ) : (
        <span className={styles.cell} role="img" aria-label={label}>
          {mark[consent.state]}
        </span>
      )}
    </Tooltip>
  );
}

function Edit({ card, asked, onClose }: { card: CustomerCard; asked: Consent | null; onClose: () => void }) {
  const { t } = useTranslation(["customers", "common"]);
  const { message } = App.useApp();
  const refresh = useRefresh();
  return (
    <FormDrawer<{ state: Consent["state"]; evidence: string }>
      open={asked !== null}
      onClose={onClose}
      title={
        asked
          ? t("consent.editTitle", {
              purpose: t(`consent.purpose.${asked.purpose}`),
              channel: t(`consent.channel.${asked.channel}`),
            })
          : ""
      }
      initial={{ state: asked?.state === "unknown" ? undefined : asked?.state, evidence: asked?.evidence ?? "" }}
      save={async (values) => {
        await put(`/customers/${card.id}/consents`, { purpose: asked?.purpose, channel: asked?.channel, ...values });
        await refresh(`/customers/${card.id}`);
        message.success(t("common:saved"));
      }}
    >
      {(form) => (
        <>
          <Form.Item name="state" label={t("consent.said")} rules={[{ required: true, message: t("common:required") }]}>
            <Radio.Group
              options={(["granted", "refused"] as const).map((value) => ({
                value,
                label: t(`consent.state.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item
            name="evidence"
            label={t("consent.evidence")}
            extra={t("consent.evidenceHint")}
            rules={[
              {
                validator: (_rule, value: string | undefined) =>
                  form.getFieldValue("state") === "granted" && !value?.trim()
                    ? Promise.reject(new Error(t("consent.evidenceNeeded")))
                    : Promise.resolve(),
              },
            ]}
          >
            <Input.TextArea rows={3} maxLength={1000} placeholder={t("consent.evidenceExample")} />
          </Form.Item>
        </>
      )}
    </FormDrawer>
  );
}
