// What needs somebody, each with its number and the way to it.
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  FileExclamationOutlined,
  ImportOutlined,
  MergeOutlined,
  QuestionCircleOutlined,
  SendOutlined,
  UndoOutlined,
} from "@ant-design/icons";
import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Overview } from "../api";
import { useKeepShops } from "../app/session";
import { Empty, Panel, useFormat } from "../kit";
import styles from "./Overview.module.css";

type Kind = Overview["todo"][number]["kind"];

const icons: Record<Kind, ReactNode> = {
  proposals: <MergeOutlined />,
  refused_rows: <FileExclamationOutlined />,
  unknown_statuses: <QuestionCircleOutlined />,
  parked_jobs: <ClockCircleOutlined />,
  awaiting_shipment: <SendOutlined />,
  refunds_open: <UndoOutlined />,
  no_data: <ImportOutlined />,
};

export function Todo({ data }: { data: Overview | undefined }) {
  const { t } = useTranslation("overview");
  const keep = useKeepShops();
  const f = useFormat();
  const tasks = data?.todo.filter((task) => task.count > 0 || task.kind === "no_data");
  return (
    <Panel title={t("todo")}>
      {!tasks ? (
        <Skeleton active title={false} paragraph={{ rows: 6 }} />
      ) : tasks.length === 0 ? (
        <Empty small icon={<CheckCircleOutlined />} title={t("todoNone")} text={t("todoNoneText")} />
      ) : (
        <ul className={styles.todo}>
          {tasks.map((task) => (
            <li key={task.kind}>
              <Link to={keep(task.link)} className={styles.task}>
                <span className={styles.mark} aria-hidden>
                  {icons[task.kind]}
                </span>
                <span className={styles.what}>
                  <span>{t(`todoKind.${task.kind}`)}</span>
                  <span className={styles.why}>{t(`todoText.${task.kind}`)}</span>
                </span>
                <span className={styles.count}>{f.count(task.count)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
