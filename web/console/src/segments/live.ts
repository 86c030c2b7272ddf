// Sizes as they change: the server tells of each over one stream, and what it tells is laid over the answers that the
// pages hold. When the stream cannot be had, the pages' own questions bring the sizes.
import { useEffect, useState } from "react";
import { address, type Segment } from "../api";

export interface LiveSize {
  id: string;
  size: number;
  at: string;
}
export type LiveSizes = ReadonlyMap<string, LiveSize>;

/** Milliseconds for which changes are gathered before the page is drawn again. */
const GATHER = 250;

export function useLiveSizes(): LiveSizes {
  const [sizes, setSizes] = useState<LiveSizes>(new Map());
  useEffect(() => {
    const source = new EventSource(address("/segments/live"), { withCredentials: true });
    let waiting: LiveSize[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hear = (event: MessageEvent<string>) => {
      waiting.push(JSON.parse(event.data) as LiveSize);
      timer ??= setTimeout(() => {
        const heard = waiting;
        waiting = [];
        timer = undefined;
        setSizes((old) => new Map([...old, ...heard.map((one) => [one.id, one] as const)]));
      }, GATHER);
    };
    for (const name of ["message", "size"]) source.addEventListener(name, hear as EventListener);
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, []);
  return sizes;
}

/** A segment with the newest size that is known; an answer may be newer than what the stream told. */
export function withLive(segment: Segment, sizes: LiveSizes): Segment {
  const live = sizes.get(segment.id);
  if (!live || (segment.size_at && live.at <= segment.size_at)) return segment;
  return {
    ...segment,
    size: live.size,
    size_at: live.at,
    state: segment.state === "building" ? "live" : segment.state,
  };
}
