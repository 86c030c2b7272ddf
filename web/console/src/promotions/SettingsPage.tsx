// What holds between offers: how many meet, below what nothing is sold, how long an order holds what it took.
import { RightOutlined } from "@ant-design/icons";
import { App, Button, Select, Skeleton, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, type PromotionSettings, put, useGet, useRefresh } from "../api";
import { useCan } from "../app/session";
import {
  AmountField,
  AmountInput,
  ErrorState,
  Field,
  KeepField,
  type Mistake,
  Mistakes,
  Page,
  Panel,
  WholeField,
  WholeInput,
} from "../kit";
import styles from "./Wizard.module.css";

const LAYERS = ["item", "shop", "coupon", "points", "shipping"] as const;
const TOGETHER = ["1", "2", "3", "4", "any"] as const;
const CAPS = ["none", "amount", "per_mille"] as const;

export default function SettingsPage() {
  const { t } = useTranslation(["promotions", "app"]);
  const settings = useGet<PromotionSettings>("/promotions/settings");
  if (settings.data) return <Editor kept={settings.data} />;
  return (
    <Page title={t("app:page.promotionSettings")} sentence={settings.error ? undefined : null}>
      {settings.error ? (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      ) : (
        <Panel>
          <Skeleton active paragraph={{ rows: 8 }} />
        </Panel>
      )}
    </Page>
  );
}

function Editor({ kept }: { kept: PromotionSettings }) {
  const { t } = useTranslation(["promotions", "common", "app"]);
  const can = useCan()("promotions.write");
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [draft, setDraft] = useState(kept);
  const [refused, setRefused] = useState<Mistake[]>([]);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<PromotionSettings>) => {
    setRefused([]);
    setDraft((old) => ({ ...old, ...part }));
  };
  const save = async () => {
    setBusy(true);
    try {
      await put("/promotions/settings", draft);
      await refresh("/promotions", "/price");
      message.success(t("common:saved"));
    } catch (error) {
      if (error instanceof Problem) setRefused(error.errors.map((one) => ({ path: one.field, text: one.detail })));
      message.error(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page
      title={t("app:page.promotionSettings")}
      sentence={t(draft.together === null ? "settings.sentenceAny" : "settings.sentence", {
        count: draft.together ?? 0,
      })}
      actions={
        can ? (
          <Button
            type="primary"
            loading={busy}
            disabled={JSON.stringify(draft) === JSON.stringify(kept)}
            onClick={() => void save()}
          >
            {t("common:save")}
          </Button>
        ) : null
      }
    >
      <Mistakes list={refused}>
        <fieldset className={styles.settings} disabled={!can}>
          <legend className="unseen">{t("app:page.promotionSettings")}</legend>
          <Panel title={t("settings.order")} hint={t("settings.orderHint")}>
            <ol className={styles.layers}>
              {LAYERS.map((layer, at) => (
                <li key={layer}>
                  {at > 0 ? <RightOutlined aria-hidden /> : null}
                  <div>
                    <strong>{t(`layer.${layer}`)}</strong>
                    <span>{t(`settings.layer.${layer}`)}</span>
                  </div>
                </li>
              ))}
            </ol>
            <div className={styles.fields}>
              <Field label={t("settings.together")} path="together" hint={t("settings.togetherHint")}>
                {(id, status) => (
                  <Select
                    id={id}
                    status={status}
                    disabled={!can}
                    style={{ width: "100%" }}
                    value={draft.together === null ? "any" : String(draft.together)}
                    options={TOGETHER.map((value) => ({
                      value,
                      label: value === "any" ? t("settings.any") : t("settings.atMost", { count: Number(value) }),
                    }))}
                    onChange={(value) => change({ together: value === "any" ? null : Number(value) })}
                  />
                )}
              </Field>
            </div>
          </Panel>
          <Panel title={t("settings.floor")} hint={t("settings.floorHint")}>
            <div className={styles.fields}>
              <KeepField
                label={t("settings.floorShare")}
                path="floor_per_mille"
                hint={draft.floor_per_mille === 0 ? t("settings.floorNone") : undefined}
                disabled={!can}
                placeholder={t("noLimit")}
                value={draft.floor_per_mille || null}
                onChange={(value) => change({ floor_per_mille: value ?? 0 })}
              />
              <Cap draft={draft} can={can} change={change} />
              <div className={styles.turn}>
                <Switch
                  id="floor-at-cost"
                  disabled={!can}
                  checked={draft.floor_at_cost}
                  onChange={(floor_at_cost) => change({ floor_at_cost })}
                />
                <label htmlFor="floor-at-cost">{t("settings.cost")}</label>
              </div>
            </div>
          </Panel>
          <Panel title={t("settings.till")}>
            <div className={styles.fields}>
              <WholeField
                label={t("settings.hold")}
                path="hold_minutes"
                hint={t("settings.holdHint")}
                disabled={!can}
                min={1}
                max={10_080}
                unit={t("settings.minutes")}
                value={draft.hold_minutes}
                onChange={(value) => change({ hold_minutes: value ?? 30 })}
              />
              <AmountField
                label={t("settings.prize")}
                path="highest_prize"
                hint={t("settings.prizeHint")}
                disabled={!can}
                value={draft.highest_prize}
                onChange={(value) => change({ highest_prize: value ?? 0 })}
              />
            </div>
          </Panel>
        </fieldset>
      </Mistakes>
    </Page>
  );
}

interface CapProps {
  draft: PromotionSettings;
  can: boolean;
  change: (part: Partial<PromotionSettings>) => void;
}

/** The most that an order may be reduced by: an amount, or a share of its goods. */
function Cap({ draft, can, change }: CapProps) {
  const { t } = useTranslation("promotions");
  const { cap } = draft;
  const kind = cap === null ? "none" : "amount" in cap ? "amount" : "per_mille";
  const fresh = { none: null, amount: { amount: 50_000 }, per_mille: { per_mille: 500 } } as const;
  return (
    <Field label={t("settings.cap")} path="cap" hint={t("settings.capHint")}>
      {(id, status) => (
        <span className={styles.compound}>
          <Select<(typeof CAPS)[number]>
            id={id}
            status={status}
            disabled={!can}
            value={kind}
            options={CAPS.map((value) => ({ value, label: t(`settings.caps.${value}`) }))}
            onChange={(next) => change({ cap: fresh[next] })}
          />
          {cap && "amount" in cap ? (
            <AmountInput
              label={t("settings.caps.amount")}
              disabled={!can}
              value={cap.amount}
              onChange={(amount) => change({ cap: { amount: amount ?? 0 } })}
            />
          ) : null}
          {cap && "per_mille" in cap ? (
            <WholeInput
              label={t("settings.caps.per_mille")}
              disabled={!can}
              min={1}
              max={100}
              unit="%"
              value={Math.round(cap.per_mille / 10)}
              onChange={(share) => change({ cap: { per_mille: (share ?? 50) * 10 } })}
            />
          ) : null}
        </span>
      )}
    </Field>
  );
}
