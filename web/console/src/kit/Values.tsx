// Values as elements: money, counts and times with their full form on hover.
import { Tooltip } from "antd";
import type { Money as Amount, Instant as At } from "../api";
import { useFormat } from "./useFormat";

export function Money({ value, short = false }: { value: Amount | null | undefined; short?: boolean }) {
  const f = useFormat();
  if (!short) return <span>{f.money(value)}</span>;
  return (
    <Tooltip title={f.money(value)}>
      <span>{f.shortMoney(value)}</span>
    </Tooltip>
  );
}

export function Count({ value, short = false }: { value: number | null | undefined; short?: boolean }) {
  const f = useFormat();
  return <span>{short ? f.shortCount(value) : f.count(value)}</span>;
}

/** An instant in the business time zone; `ago` says it in words with the instant on hover. */
export function Instant({ at, ago = false }: { at: At | null | undefined; ago?: boolean }) {
  const f = useFormat();
  if (!at) return <span>–</span>;
  if (!ago) return <time dateTime={at}>{f.instant(at)}</time>;
  return (
    <Tooltip title={f.instant(at, true)}>
      <time dateTime={at}>{f.ago(at)}</time>
    </Tooltip>
  );
}

export function Day({ at }: { at: At | null | undefined }) {
  const f = useFormat();
  return <span>{f.day(at)}</span>;
}
