// Two calendar days, either of them open, with the spans that one asks for most beside the calendar.
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { spans } from "./spans";
import { useFormat } from "./useFormat";

interface Props {
  label: string;
  /** Stands where no day is chosen; the label when absent. */
  placeholder?: string;
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
}

export default function Days({ label, placeholder, from, to, onChange }: Props) {
  const { t } = useTranslation("kit");
  const f = useFormat();
  return (
    <DatePicker.RangePicker
      allowEmpty={[true, true]}
      value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
      placeholder={[placeholder ?? label, ""]}
      aria-label={label}
      presets={spans(f.day(new Date().toISOString())).map((one) => ({
        label: t(`span.${one.key}`),
        value: [dayjs(one.from), dayjs(one.to)],
      }))}
      onChange={(days) => onChange(days?.[0]?.format("YYYY-MM-DD"), days?.[1]?.format("YYYY-MM-DD"))}
    />
  );
}
