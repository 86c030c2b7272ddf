// Who entered and who left, the latest first.
import { LoginOutlined, LogoutOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { CrossingRow } from "../api";
import { type Column, DataList, Empty, Instant } from "../kit";
import page from "./Segment.module.css";

const CAUSES = { change: "page.byChange", edit: "page.byEdit", expiry: "page.byExpiry" } as const;

export function Crossings({ id }: { id: string }) {
  const { t } = useTranslation(["segments", "common"]);
  const go = useNavigate();
  const columns: Column<CrossingRow>[] = [
    {
      key: "customer",
      title: t("common:customer"),
      width: 240,
      phone: "title",
      render: ({ customer: c }) => c.nick ?? c.name ?? `#${c.id}`,
    },
    {
      key: "deed",
      title: t("page.deed"),
      width: 140,
      phone: "line",
      render: (row) =>
        row.entered ? (
          <span className={page.in}>
            <LoginOutlined aria-hidden /> {t("page.enteredAt")}
          </span>
        ) : (
          <span className={page.out}>
            <LogoutOutlined aria-hidden /> {t("page.leftAt")}
          </span>
        ),
    },
    {
      key: "cause",
      title: t("page.cause"),
      width: 180,
      render: (row) => t(CAUSES[row.cause]),
    },
    {
      key: "at",
      title: t("page.when"),
      width: 180,
      phone: "side",
      render: (row) => <Instant at={row.at} />,
    },
  ];
  return (
    <DataList<CrossingRow>
      id="segment-crossings"
      path={`/segments/${id}/crossings`}
      columns={columns}
      rowKey={(row) => `${row.customer.id} ${row.at} ${row.entered}`}
      permission="segments.read"
      every={30_000}
      onOpen={(row) => go(`/customers/${row.customer.id}`)}
      empty={<Empty title={t("page.noCrossings")} text={t("page.noCrossingsText")} />}
    />
  );
}
