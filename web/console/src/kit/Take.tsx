// A picture to take along: as an image, and its figures as a workbook.
import { DownloadOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useAppearance } from "../theme/appearance";
import type { Behind } from "./Chart";
import type { ChartOption } from "./echarts";
import { save } from "./workbook";

interface Props {
  name: string;
  table: Behind;
  /** Saves the picture that stands on the page; missing while none does, null where there is none to take. */
  keep?: ((kind: "png" | "svg") => void) | null;
}

export function Take({ name, table, keep }: Props) {
  const { t } = useTranslation("kit");
  const rows = () => [table.columns, ...(table.plain ?? table.rows).map((row) => row.map(String))];
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          ...(keep === null ? [] : (["png", "svg"] as const)).map((kind) => ({
            key: kind,
            label: t(kind === "png" ? "savePng" : "saveSvg"),
            disabled: !keep,
            onClick: () => keep?.(kind),
          })),
          { key: "xlsx", label: t("saveXlsx"), onClick: () => save("xlsx", name, rows()) },
        ],
      }}
    >
      <Button type="text" size="small" aria-label={t("chartExport")} icon={<DownloadOutlined />} />
    </Dropdown>
  );
}

/** For pictures that are tables on the page: they are drawn only when somebody takes them along. */
export function TakeDrawn({
  name,
  table,
  draw,
  size,
}: {
  name: string;
  table: Behind;
  draw: () => ChartOption;
  size: [number, number];
}) {
  const { ink } = useAppearance();
  return (
    <Take
      name={name}
      table={table}
      keep={(kind) => {
        void import("./still").then(({ still }) =>
          still(kind, name, { textStyle: { fontFamily: ink.font }, ...draw() }, size, ink.surface),
        );
      }}
    />
  );
}
