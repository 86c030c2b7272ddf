// The tree under edit, with its undo, and what the server says of it a moment after each change: the text, the sentence
// and the numbers. A newer question cancels the older one.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type CountAnswer, type ReadRule, useAsk } from "../../api";
import * as history from "./history";
import { type Group, toRule } from "./tree";

/** Milliseconds of stillness before the server is asked. */
const PAUSE = 150;

export function useSettled<T>(value: T, pause = PAUSE): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return settled;
}

export function useRule(initial: Group) {
  const [past, setPast] = useState(() => history.begin(initial));
  const root = past.now;
  const edit = useCallback(
    (by: (root: Group) => Group, key: string | null = null) =>
      setPast((old) => history.edit(old, by(old.now), key, Date.now())),
    [],
  );
  const undo = useCallback(() => setPast(history.undo), []);
  const redo = useCallback(() => setPast(history.redo), []);

  const now = useMemo(() => toRule(root), [root]);
  const asked = useSettled(now);
  const body = useMemo(() => ({ rule: asked.rule }), [asked]);
  const counted = useMemo(() => ({ rule: asked.rule, parts: true }), [asked]);
  const read = useAsk<ReadRule>("/rules/read", body);
  const count = useAsk<CountAnswer>("/segments/count", counted, { every: 15_000 });
  const busy = now !== asked || count.isFetching;

  // The numbers beside the nodes stay, dimmed, until the next ones are there.
  const [counts, setCounts] = useState<Map<string, number>>(new Map());
  const fresh = count.isPlaceholderData ? undefined : count.data;
  useEffect(() => {
    if (!fresh) return;
    const parts = new Map(fresh.parts?.map((part) => [part.path, part.customers]));
    if (parts.size === 0) parts.set("", fresh.customers);
    const next = new Map<string, number>();
    for (const [id, path] of asked.paths) {
      const value = parts.get(path);
      if (value !== undefined) next.set(id, value);
    }
    setCounts(next);
  }, [fresh, asked]);

  const first = useRef(JSON.stringify(toRule(initial).rule));
  const rule = now.rule;
  const changed = useMemo(() => JSON.stringify(rule) !== first.current, [rule]);
  return {
    root,
    edit,
    undo,
    redo,
    canUndo: past.past.length > 0,
    canRedo: past.future.length > 0,
    rule,
    asked: asked.rule,
    unfinished: now.unfinished.length,
    changed,
    /** From here on, this is what is kept. */
    settle: () => {
      first.current = JSON.stringify(rule);
    },
    read,
    count,
    counts,
    busy,
  };
}
