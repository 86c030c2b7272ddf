// A segment as a file: the same choices as for the customers' list, Parquet and who may be reached besides. The server
// makes it in the background; the drawer shows how far it is, and may be closed.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type SegmentExport as Made, post, type Segment, useRefresh } from "../api";
import { ExportDrawer } from "../customers/ExportDrawer";
import { Watched } from "../exports/Watched";
import { useFormat } from "../kit";

interface Props {
  segment: Segment;
  open: boolean;
  onClose: () => void;
}

export function SegmentExport({ segment, open, onClose }: Props) {
  const { t } = useTranslation("segments");
  const f = useFormat();
  const refresh = useRefresh();
  const [made, setMade] = useState<Made | null>(null);
  // Each opening asks for a new file.
  useEffect(() => {
    if (open) setMade(null);
  }, [open]);
  return (
    <ExportDrawer
      open={open}
      onClose={onClose}
      params={{}}
      segment
      title={t("export.title", { name: segment.name })}
      who={t("export.who", { name: segment.name, value: f.count(segment.size) })}
      at={segment.size_at}
      made={made ? <Watched given={made} /> : null}
      order={async ({ format, columns, reveal, reachable }) => {
        setMade(
          await post<Made>(`/segments/${segment.id}/exports`, {
            format,
            columns,
            reveal,
            reachable,
          }),
        );
        await refresh("/segments/exports");
      }}
    />
  );
}
