// 概览: what happened and what needs doing. The sentence and every figure come from the server.
import { ApiOutlined, ImportOutlined, RocketOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type Overview as Data, useGet } from "../api";
import { useShops } from "../app/session";
import { Empty, ErrorState, Page, Panel, useQueryState } from "../kit";
import { usePhone } from "../theme/width";
import { Buyers } from "./Buyers";
import { Channels } from "./Channels";
import { Cohorts } from "./Cohorts";
import { Figures } from "./Figures";
import styles from "./Overview.module.css";
import { Sales } from "./Sales";
import { Todo } from "./Todo";

// The pictures' code comes along with the page's, not after its answer.
void import("../kit/Canvas");

const spans = [7, 30, 90, 365] as const;
const usual = 30;
// Everything since the first order.
const all = "all";

export default function Overview() {
  const { t } = useTranslation(["overview", "app"]);
  const { query, set } = useQueryState();
  const { shop } = useShops();
  const phone = usePhone();
  // The address may name any number of days; the buttons offer the usual ones.
  const days = query.days === all ? all : Number(query.days) > 0 ? Number(query.days) : usual;
  const period = days === all ? { all: "true" } : { days };
  const overview = useGet<Data>("/overview", { ...period, shop }, { keep: true });
  const data = overview.data;
  const nothing = data?.todo.some((item) => item.kind === "no_data") ?? false;

  return (
    <Page
      title={t("app:page.overview")}
      sentence={overview.error && !data ? undefined : (data?.sentence ?? null)}
      actions={
        nothing ? null : (
          <Segmented
            aria-label={t("overview:daysLabel")}
            value={days}
            onChange={(value) => set({ days: value === usual ? null : String(value) })}
            options={[
              ...spans.map((value) => ({
                value,
                label: phone ? t("overview:daysShort", { count: value }) : t("overview:days", { count: value }),
              })),
              { value: all, label: t("overview:daysAll") },
            ]}
          />
        )
      }
    >
      {overview.error && !data ? (
        <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
      ) : nothing ? (
        <First />
      ) : (
        <div className={overview.isPlaceholderData ? `${styles.rooms} ${styles.busy}` : styles.rooms}>
          <div className={styles.wide}>
            <Panel>
              <Figures data={data} />
              <Sales data={data} days={days} />
            </Panel>
          </div>
          <div className={styles.side}>
            <Todo data={data} />
          </div>
          <div className={styles.wide}>
            <Buyers data={data} />
          </div>
          <div className={styles.side}>
            <Channels data={data} />
          </div>
          <div className={styles.all}>
            <Cohorts data={data} />
          </div>
        </div>
      )}
    </Page>
  );
}

function First() {
  const { t } = useTranslation("overview");
  const go = useNavigate();
  return (
    <Panel>
      <Empty
        icon={<RocketOutlined />}
        title={t("emptyTitle")}
        text={t("emptyText")}
        action={
          <>
            <Button type="primary" icon={<ImportOutlined />} onClick={() => go("/imports")}>
              {t("emptyAction")}
            </Button>
            <Button icon={<ApiOutlined />} onClick={() => go("/settings/keys")}>
              {t("connect")}
            </Button>
          </>
        }
      />
    </Panel>
  );
}
