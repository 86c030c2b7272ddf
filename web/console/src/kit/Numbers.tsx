// Numbers as people type them: amounts in major units, rates as 折 or per cent off, whole numbers with their unit.
import { InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./Field.module.css";
import { major, minor, places } from "./format";
import { useFormat } from "./useFormat";

interface Props {
  id?: string;
  label?: string;
  value: number | null | undefined;
  onChange: (value: number | null) => void;
  status?: "error" | undefined;
  placeholder?: string;
  disabled?: boolean;
  min?: number;
  max?: number;
}

function sign(currency: string, locale: string): string {
  const parts = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
  }).formatToParts(0);
  return parts.find((part) => part.type === "currency")?.value ?? currency;
}

/** Without noughts behind the point; nothing typed stays nothing. */
const plainNumber = (shown: number | string | undefined) =>
  shown === undefined || shown === null || shown === "" ? "" : String(Number(shown));

/** Minor units of the business's currency, typed in major ones. Inside a form's item, value and change come from it. */
export function AmountInput({ value, onChange, label, min = 0, max, ...rest }: Partial<Props>) {
  const { setting } = useFormat();
  const { currency, locale } = setting;
  return (
    <InputNumber<number>
      {...rest}
      className={styles.number}
      aria-label={label}
      prefix={sign(currency, locale)}
      min={major(min, currency)}
      max={max === undefined ? undefined : major(max, currency)}
      precision={places(currency)}
      step={1}
      formatter={plainNumber}
      value={value === null || value === undefined ? null : major(value, currency)}
      onChange={(typed) => onChange?.(minor(typed, currency)?.amount ?? null)}
    />
  );
}

/** What is kept of a price in thousandths: typed as 8.8 折 in Chinese, as 12 % off in English. */
export function KeepInput({ value, onChange, label, min = 1, max = 1000, ...rest }: Props) {
  const { i18n, t } = useTranslation("kit");
  const english = i18n.language === "en";
  const out = (kept: number) => (english ? (1000 - kept) / 10 : kept / 100);
  const back = (typed: number) => Math.round(english ? 1000 - typed * 10 : typed * 100);
  return (
    <InputNumber<number>
      {...rest}
      className={styles.number}
      aria-label={label}
      suffix={t("kept")}
      min={english ? out(max) : out(min)}
      max={english ? out(min) : out(max)}
      step={english ? 1 : 0.1}
      formatter={plainNumber}
      value={value === null || value === undefined ? null : out(value)}
      onChange={(typed) => onChange(typed === null ? null : back(typed))}
    />
  );
}

export function WholeInput({ value, onChange, label, unit, min = 0, ...rest }: Props & { unit?: string }) {
  return (
    <InputNumber<number>
      {...rest}
      className={styles.number}
      aria-label={label}
      suffix={unit}
      min={min}
      precision={0}
      value={value ?? null}
      onChange={(typed) => onChange(typed)}
    />
  );
}
