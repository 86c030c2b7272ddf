// A segment as a file: the same choices as for the customers' list, and Parquet besides.
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { address, type Segment } from "../api";
import { download, ExportDrawer } from "../customers/ExportDrawer";
import { useFormat } from "../kit";

interface Props {
  segment: Segment;
  open: boolean;
  onClose: () => void;
}

export function SegmentExport({ segment, open, onClose }: Props) {
  const { t } = useTranslation("segments");
  const { message } = App.useApp();
  const f = useFormat();
  return (
    <ExportDrawer
      open={open}
      onClose={onClose}
      params={{}}
      parquet
      who={t("export.who", { name: segment.name, value: f.count(segment.size) })}
      send={({ format, columns, reveal }) => {
        message.info(t("export.started"));
        const asked = { format, columns: columns.join(","), reveal: reveal ? "true" : null };
        download(address(`/segments/${segment.id}/export`, asked));
      }}
    />
  );
}
