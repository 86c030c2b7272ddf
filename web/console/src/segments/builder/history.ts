// Undo and redo. Edits of the same thing that follow quickly on one another are one step: a number typed in four keys is
// taken back at once. Pure: the instant comes in.
export interface History<T> {
  past: T[];
  now: T;
  future: T[];
  /** What the last edit changed, and when; the next of the same joins it. */
  last: { key: string; at: number } | null;
}

const MOST = 200;
/** Milliseconds within which edits of one thing are one step. */
export const TOGETHER = 900;

export const begin = <T>(now: T): History<T> => ({ past: [], now, future: [], last: null });

/** A new state; `key` names what was changed, and null never joins. */
export function edit<T>(history: History<T>, next: T, key: string | null, at: number): History<T> {
  if (next === history.now) return history;
  const joins = key !== null && history.last?.key === key && at - history.last.at <= TOGETHER;
  return {
    past: joins ? history.past : [...history.past, history.now].slice(-MOST),
    now: next,
    future: [],
    last: key === null ? null : { key, at },
  };
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future], last: null };
}

export function redo<T>(history: History<T>): History<T> {
  const [after, ...rest] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.now], now: after, future: rest, last: null };
}
