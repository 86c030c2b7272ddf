// 红包: what the shop holds for its customers, how it comes and goes, what runs out ahead, and handing it out.
import { SendOutlined, SettingOutlined, WalletOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useGet, type WalletBatch, type WalletLiability, type WalletSettings } from "../api";
import { useCan } from "../app/session";
import { Batches, Empty, ErrorState, Page, Panel, useFormat, useLabel } from "../kit";
import { Flow, type Say } from "../points/Flow";
import { BatchDrawer } from "./BatchDrawer";
import { SettingsDrawer } from "./SettingsDrawer";
import styles from "./Wallet.module.css";

export default function Wallets() {
  const { t } = useTranslation(["wallet", "app"]);
  const f = useFormat();
  const can = useCan()("coupons.write");
  const settings = useGet<WalletSettings>("/wallet/settings");
  const liability = useGet<WalletLiability>("/wallet/liability", { months: 12 });
  const [open, setOpen] = useState<"settings" | "batch" | null>(null);
  const say = useMemo<Say>(
    () => ({
      name: t("flow"),
      part: (key) => t(`part.${key}`),
      whole: (value) => f.amount(value),
      short: (value) => f.shortAmount(value),
    }),
    [t, f],
  );
  const data = liability.data;
  const rules = settings.data;
  const months = useMemo(() => data?.months.map(({ given, ...rest }) => ({ ...rest, earned: given })), [data]);
  const error = liability.error ?? settings.error;
  if (error && !(data && rules))
    return (
      <Page title={t("app:page.wallet")}>
        <ErrorState error={error} onRetry={() => void Promise.all([liability.refetch(), settings.refetch()])} />
      </Page>
    );
  const close = () => setOpen(null);
  const set = can ? (
    <Button
      type={rules?.enabled ? "default" : "primary"}
      icon={<SettingOutlined />}
      onClick={() => setOpen("settings")}
    >
      {t("settings.link")}
    </Button>
  ) : null;
  const drawers = rules ? (
    <>
      <SettingsDrawer settings={rules} open={open === "settings"} onClose={close} />
      <BatchDrawer settings={rules} open={open === "batch"} onClose={close} />
    </>
  ) : null;
  if (data && rules && !rules.enabled && data.holders === 0)
    return (
      <Page title={t("app:page.wallet")}>
        <Panel>
          <Empty icon={<WalletOutlined />} title={t("offTitle")} text={t("offText")} action={set} />
        </Panel>
        {drawers}
      </Page>
    );
  return (
    <Page
      title={t("app:page.wallet")}
      sentence={
        !data || !rules
          ? null
          : rules.enabled && data.holders === 0
            ? t("nobody")
            : rules.enabled
              ? t("sentence", {
                  holders: f.count(data.holders),
                  available: f.amount(data.available, data.currency),
                  soon: f.amount(data.expiring[0]?.amount ?? 0, data.currency),
                })
              : t("off")
      }
      actions={
        <>
          {set}
          {can && rules?.enabled ? (
            <Button type="primary" icon={<SendOutlined />} onClick={() => setOpen("batch")}>
              {t("give")}
            </Button>
          ) : null}
        </>
      }
    >
      <Panel title={t("flow")} hint={data ? t("flowHint", { time: f.instant(data.as_of) }) : undefined}>
        <Flow months={months} say={say} />
      </Panel>
      <div className={styles.two}>
        <Given />
        <Panel title={t("ahead")} hint={t("aheadHint")}>
          {data ? <Ahead data={data} /> : <Skeleton active paragraph={{ rows: 4 }} />}
        </Panel>
      </div>
      {drawers}
    </Page>
  );
}

function Ahead({ data }: { data: WalletLiability }) {
  const { t } = useTranslation("wallet");
  const f = useFormat();
  const months = data.expiring.filter((one) => one.amount > 0);
  const most = Math.max(1, ...months.map((one) => one.amount));
  if (months.length === 0) return <Empty small title={t("aheadNone")} />;
  return (
    <ul className={styles.ahead}>
      {months.map((one) => (
        <li key={one.month}>
          <span>{one.month}</span>
          <span className={styles.track} aria-hidden>
            <span className={styles.bar} style={{ width: `${(100 * one.amount) / most}%` }} />
          </span>
          <strong>{f.amount(one.amount, data.currency)}</strong>
        </li>
      ))}
    </ul>
  );
}

function Given() {
  const { t } = useTranslation("wallet");
  const label = useLabel();
  const f = useFormat();
  const can = useCan()("coupons.write");
  return (
    <Batches<WalletBatch>
      title={t("batches")}
      none={t("batchesNone")}
      path="/wallet/batches"
      touched="/wallet"
      stopAt={can ? "/wallet/batches" : undefined}
      say={(one) => ({
        title: `${label(one.name)} · ${f.amount(one.amount)}`,
        lines: [
          t(`to.${one.to}`),
          t("batchDone", { given: f.count(one.given), skipped: f.count(one.skipped) }),
          t("batchUntil", { day: f.day(one.expires_at) }),
          f.instant(one.created_at),
          one.created_by,
          one.problem,
        ],
        stopText: t("stopText", { given: f.count(one.given) }),
      })}
    />
  );
}
