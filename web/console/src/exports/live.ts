// One export as it gets on: the server tells each step over a stream; where that cannot be had, it is asked instead.
import { useEffect, useState } from "react";
import { address, type SegmentExport, useGet, useRefresh } from "../api";

export const isOver = (one: SegmentExport) => one.state !== "waiting" && one.state !== "running";

export function useExport(given: SegmentExport): SegmentExport {
  const { id } = given;
  const refresh = useRefresh();
  const [heard, setHeard] = useState<SegmentExport | null>(null);
  const [deaf, setDeaf] = useState(false);
  const started = isOver(given);
  useEffect(() => {
    if (started) return;
    const source = new EventSource(address(`/segments/exports/${id}/progress`), { withCredentials: true });
    const hear = (event: MessageEvent<string>) => {
      const step = JSON.parse(event.data) as SegmentExport;
      setHeard(step);
      if (!isOver(step)) return;
      // Left open, the browser would ask for the stream again and again.
      source.close();
      void refresh("/segments/exports");
    };
    const lose = () => {
      if (source.readyState === EventSource.CLOSED) setDeaf(true);
    };
    for (const name of ["message", "progress"]) source.addEventListener(name, hear as EventListener);
    source.addEventListener("error", lose);
    return () => source.close();
  }, [id, started, refresh]);
  const asked = useGet<SegmentExport>(
    `/segments/exports/${id}`,
    {},
    { enabled: deaf && !started, every: deaf && !started ? 2000 : false },
  );
  // What a newer answer of the list says to be over is over.
  return started ? given : (asked.data ?? (heard?.id === id ? heard : null) ?? given);
}
