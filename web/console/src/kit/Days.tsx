// Two calendar days, either of them open.
import { DatePicker } from "antd";
import dayjs from "dayjs";

interface Props {
  label: string;
  /** Stands where no day is chosen; the label when absent. */
  placeholder?: string;
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
}

export default function Days({ label, placeholder, from, to, onChange }: Props) {
  return (
    <DatePicker.RangePicker
      allowEmpty={[true, true]}
      value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
      placeholder={[placeholder ?? label, ""]}
      aria-label={label}
      onChange={(days) => onChange(days?.[0]?.format("YYYY-MM-DD"), days?.[1]?.format("YYYY-MM-DD"))}
    />
  );
}
