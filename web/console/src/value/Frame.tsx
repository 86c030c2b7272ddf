// What every page of value that a reckoning makes shares: its question with all its states, the way to reckon again and to
// change what counts.
import { FundOutlined, LockOutlined, ReloadOutlined, SettingOutlined } from "@ant-design/icons";
import { App, Button, Skeleton } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Params, post, useGet, useRefresh, type ValueHead, type ValueRun } from "../api";
import { useCan } from "../app/session";
import { Empty, ErrorState, Panel } from "../kit";
import { Reckoning } from "./Reckoning";
import { SettingsDrawer } from "./SettingsDrawer";
import { Sheet } from "./Sheet";
import styles from "./Value.module.css";

export const RUN = "/insight/value/run";

interface Props<T> {
  title: string;
  path: string;
  params?: Params;
  sentence: (data: T) => ReactNode;
  children: (data: T, busy: boolean) => ReactNode;
}

export function Frame<T extends ValueHead>({ title, path, params, sentence, children }: Props<T>) {
  const { t } = useTranslation("value");
  const can = useCan()("segments.write");
  const answer = useGet<T>(path, params, { keep: true });
  const [setting, setSetting] = useState(false);
  const { data, error } = answer;
  const reckon = useReckon();
  const actions =
    can && (data || error?.code === "value_not_reckoned") ? (
      <>
        {data ? (
          <Button icon={<ReloadOutlined />} onClick={() => void reckon()}>
            {t("reckon")}
          </Button>
        ) : null}
        <Button icon={<SettingOutlined />} onClick={() => setSetting(true)}>
          {t("settings.open")}
        </Button>
      </>
    ) : null;
  let body: ReactNode;
  if (data?.population === 0)
    body = (
      <Panel>
        <Empty
          icon={<FundOutlined />}
          title={t("nobody")}
          text={t("nobodyText")}
          action={
            <Link to="/imports">
              <Button type="primary" tabIndex={-1}>
                {t("import")}
              </Button>
            </Link>
          }
        />
      </Panel>
    );
  else if (data) {
    const busy = answer.isPlaceholderData;
    body = (
      <div className={styles.whole} data-busy={busy || undefined} aria-busy={busy}>
        {children(data, busy)}
      </div>
    );
  } else if (error?.code === "value_not_reckoned") body = <NotYet reckon={can ? reckon : undefined} />;
  else if (error?.code === "all_shops_needed")
    body = (
      <Panel>
        <Empty icon={<LockOutlined />} title={t("allShops")} text={t("allShopsText")} />
      </Panel>
    );
  else if (error) body = <ErrorState error={error} onRetry={() => void answer.refetch()} />;
  else
    body = (
      <Panel>
        <Skeleton active paragraph={{ rows: 10 }} />
      </Panel>
    );
  return (
    <Sheet title={title} data={data} failed={error !== null} sentence={sentence} actions={actions}>
      {error && !data && error.code !== "value_not_reckoned" ? null : <Reckoning />}
      {body}
      <SettingsDrawer open={setting} onClose={() => setSetting(false)} />
    </Sheet>
  );
}

function useReckon(): () => Promise<void> {
  const refresh = useRefresh();
  const { message } = App.useApp();
  return async () => {
    try {
      await post<ValueRun>("/insight/value/recompute");
      await refresh(RUN);
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    }
  };
}

/** Nothing was ever reckoned: say what will be here, and begin. */
function NotYet({ reckon }: { reckon: (() => Promise<void>) | undefined }) {
  const { t } = useTranslation("value");
  return (
    <Panel>
      <Empty
        icon={<FundOutlined />}
        title={t("notYet")}
        text={reckon ? t("notYetText") : t("notYetWait")}
        action={
          reckon ? (
            <Button type="primary" onClick={() => void reckon()}>
              {t("reckonFirst")}
            </Button>
          ) : null
        }
      />
    </Panel>
  );
}
