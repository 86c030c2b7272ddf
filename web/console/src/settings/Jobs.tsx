// Background jobs: what runs, what waits, and what was parked because it kept failing.
import { CheckCircleOutlined } from "@ant-design/icons";
import { App, Button, Segmented, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { type Job, post, useRefresh } from "../api";
import { type Column, DataList, Empty, Instant, Page, Panel, useConfirm, useQueryState } from "../kit";
import styles from "./Settings.module.css";

const states = ["parked", "queued", "running", "done"] as const;
const tones = { parked: "error", queued: undefined, running: "processing", done: "success" } as const;

export default function Jobs() {
  const { t, i18n } = useTranslation(["settings", "common", "app"]);
  const { query, set, clear } = useQueryState();
  const { message } = App.useApp();
  const confirm = useConfirm();
  const refresh = useRefresh();
  const key = (kind: string) => kind.replace(".", "_");
  const known = (kind: string) => i18n.exists(`jobs.kinds.${key(kind)}`, { ns: "settings" });
  const state = states.find((s) => s === query.state);

  const retry = async (job: Job) => {
    try {
      await post(`/jobs/${job.id}/retry`);
      await refresh("/jobs");
      message.success(t("settings:jobs.retried"));
    } catch (error) {
      message.error(error instanceof Error ? error.message : String(error));
    }
  };
  const discard = (job: Job) =>
    confirm({
      title: t("settings:jobs.discardAsk"),
      text: t("settings:jobs.discardText"),
      verb: t("common:discard"),
      danger: true,
      run: async () => {
        await post(`/jobs/${job.id}/discard`);
        await refresh("/jobs");
        message.success(t("settings:jobs.discarded"));
      },
    });

  const columns: Column<Job>[] = [
    {
      key: "kind",
      title: t("settings:jobs.kind"),
      width: 200,
      phone: "title",
      render: (job) => (
        <span className={styles.names}>
          {known(job.kind) ? t(`settings:jobs.kinds.${key(job.kind)}` as "settings:jobs.kinds.imports_run") : job.kind}
          {known(job.kind) ? <small className={styles.quiet}>{job.kind}</small> : null}
        </span>
      ),
    },
    {
      key: "state",
      title: t("settings:jobs.state"),
      width: 110,
      phone: "side",
      render: (job) => <Tag color={tones[job.state]}>{t(`settings:jobs.states.${job.state}`)}</Tag>,
    },
    {
      key: "attempts",
      title: t("settings:jobs.attempts"),
      width: 90,
      render: (job) => t("settings:jobs.attemptsCount", { count: job.attempts }),
    },
    {
      key: "run_at",
      title: t("settings:jobs.runAt"),
      width: 140,
      phone: "line",
      render: (job) => <Instant at={job.run_at} ago />,
    },
    {
      key: "error",
      title: t("settings:jobs.error"),
      width: 360,
      phone: "line",
      render: (job) => (job.last_error ? <span className={styles.errorText}>{job.last_error}</span> : "–"),
    },
    {
      key: "actions",
      title: "",
      align: "right",
      width: 150,
      deeds: true,
      render: (job) =>
        job.state === "parked" ? (
          <span className={styles.actions}>
            <Button size="small" onClick={() => void retry(job)}>
              {t("common:retry")}
            </Button>
            <Button size="small" type="text" danger onClick={() => discard(job)}>
              {t("common:discard")}
            </Button>
          </span>
        ) : null,
    },
  ];
  return (
    <Page title={t("app:page.jobs")} sentence={t("settings:jobs.sentence")}>
      <Panel flush>
        <DataList<Job>
          id="jobs"
          path="/jobs"
          params={{ state }}
          columns={columns}
          rowKey={(job) => job.id}
          permission="jobs.manage"
          every={10_000}
          toolbar={
            <Segmented
              aria-label={t("settings:jobs.state")}
              value={state ?? "all"}
              onChange={(value) => (value === "all" ? clear() : set({ state: value }))}
              options={[
                { value: "all", label: t("common:all") },
                ...states.map((value) => ({ value, label: t(`settings:jobs.states.${value}`) })),
              ]}
            />
          }
          empty={
            <Empty
              icon={<CheckCircleOutlined />}
              title={state === "parked" ? t("settings:jobs.emptyParked") : t("settings:jobs.empty")}
              text={state === "parked" ? undefined : t("settings:jobs.emptyText")}
            />
          }
        />
      </Panel>
    </Page>
  );
}
