// One import as it goes: the server's event stream writes into the same answer that the page reads; when the stream
// cannot be had, the page asks every other second.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { address, type Import, useGet, useRefresh } from "../api";

export const moving = (state: Import["state"] | undefined): boolean => state === "queued" || state === "running";

export function useImport(id: string) {
  const client = useQueryClient();
  const refresh = useRefresh();
  const [silent, setSilent] = useState(false);
  const path = `/imports/${id}`;
  const query = useGet<Import>(path, {}, { every: silent ? 2000 : false });
  const state = query.data?.state;
  const live = moving(state);
  useEffect(() => {
    if (!live) return;
    const source = new EventSource(address(`${path}/events`), { withCredentials: true });
    const hear = (event: MessageEvent<string>) => {
      const now = JSON.parse(event.data) as Import;
      client.setQueryData([path, {}], now);
      if (!moving(now.state)) {
        source.close();
        void refresh("/imports", "/customers", "/orders", "/products", "/overview");
      }
    };
    for (const name of ["message", "progress", "import"]) source.addEventListener(name, hear as EventListener);
    source.onerror = () => {
      setSilent(true);
      source.close();
    };
    return () => source.close();
  }, [live, path, client, refresh]);
  useEffect(() => {
    if (!live) setSilent(false);
  }, [live]);
  return query;
}
