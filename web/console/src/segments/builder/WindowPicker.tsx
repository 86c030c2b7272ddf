// When, picked in words: the usual ones at a click, any other by its shape.
import { CalendarOutlined } from "@ant-design/icons";
import { Button, DatePicker, InputNumber, Popover, Select } from "antd";
import dayjs from "dayjs";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Moment, Period, Unit, ValueType, Window } from "../../api";
import styles from "./Builder.module.css";
import { useSayWindow } from "./sayWindow";

type Shape = Window["window"];

const back: Window[] = [
  { window: "last", n: 7, unit: "days" },
  { window: "last", n: 30, unit: "days" },
  { window: "last", n: 90, unit: "days" },
  { window: "last", n: 180, unit: "days" },
  { window: "last", n: 12, unit: "months" },
  { window: "current", period: "day" },
  { window: "previous", period: "day" },
  { window: "current", period: "week" },
  { window: "current", period: "month" },
  { window: "previous", period: "month" },
  { window: "over", n: 180, unit: "days" },
  { window: "ever" },
];
const ahead: Window[] = [
  { window: "current", period: "day" },
  { window: "next", n: 7, unit: "days" },
  { window: "next", n: 30, unit: "days" },
  { window: "current", period: "week" },
  { window: "current", period: "month" },
  { window: "last", n: 7, unit: "days" },
];
const SHAPES: Shape[] = ["last", "ago", "over", "current", "previous", "since", "before", "between"];
const UNITS: Unit[] = ["minutes", "hours", "days", "weeks", "months", "years"];
const PERIODS: Period[] = ["day", "week", "month", "quarter", "year"];

/** A window of another shape, keeping what can be kept. */
function reshape(window: Window, shape: Shape): Window {
  const unit: Unit = "unit" in window ? window.unit : "days";
  const n = "n" in window ? window.n : 30;
  const period: Period = "period" in window ? window.period : "month";
  const day: Moment = { day: "" };
  switch (shape) {
    case "ever":
      return { window: "ever" };
    case "last":
    case "next":
    case "over":
      return { window: shape, n, unit };
    case "ago":
      return { window: "ago", from: 5, to: 3, unit: unit === "hours" || unit === "minutes" ? "days" : unit };
    case "current":
    case "previous":
      return { window: shape, period };
    case "since":
      return { window: "since", from: "from" in window && typeof window.from === "object" ? window.from : day };
    case "before":
      return { window: "before", to: "to" in window && typeof window.to === "object" ? window.to : day };
    case "between":
      return { window: "between", from: day, to: day };
  }
}

interface Props {
  window: Window;
  /** Tests of days may look ahead; behaviours cannot. */
  ahead?: ValueType;
  onChange: (window: Window) => void;
}

export function WindowPicker({ window, ahead: type, onChange }: Props) {
  const { t } = useTranslation("builder");
  const say = useSayWindow();
  const [open, setOpen] = useState(false);
  const usual = type === "anniversary" ? ahead : type ? [...back.slice(0, 11), ...ahead.slice(1, 3)] : back;
  const same = (one: Window) => JSON.stringify(one) === JSON.stringify(window);
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomLeft"
      getPopupContainer={(node) => node.parentElement ?? document.body}
      content={
        <div className={styles.when}>
          <div className={styles.usual}>
            {usual.map((one) => (
              <Button
                key={JSON.stringify(one)}
                size="small"
                type={same(one) ? "primary" : "default"}
                aria-pressed={same(one)}
                onClick={() => {
                  onChange(one);
                  setOpen(false);
                }}
              >
                {say(one)}
              </Button>
            ))}
          </div>
          <div className={styles.own}>
            <span className={styles.quiet}>{t("window.own")}</span>
            <Select<Shape>
              className={styles.shape}
              aria-label={t("window.shape")}
              value={window.window === "ever" ? null : window.window}
              placeholder={t("window.shape")}
              popupMatchSelectWidth={false}
              options={(type ? ["next" as const, ...SHAPES] : SHAPES).map((shape) => ({
                value: shape,
                label: t(`window.shapes.${shape}`),
              }))}
              onChange={(shape) => onChange(reshape(window, shape))}
            />
            <Parts window={window} onChange={onChange} />
          </div>
          <p className={styles.note}>{t("window.note")}</p>
        </div>
      }
    >
      <Button
        className={styles.whenButton}
        icon={<CalendarOutlined />}
        aria-label={`${t("window.label")}: ${say(window)}`}
      >
        {say(window)}
      </Button>
    </Popover>
  );
}

function Parts({ window, onChange }: { window: Window; onChange: (window: Window) => void }) {
  const { t } = useTranslation("builder");
  const count = (value: number, set: (n: number) => void, label = t("window.n"), least = 1): ReactNode => (
    <InputNumber
      className={styles.small}
      aria-label={label}
      min={least}
      max={9999}
      precision={0}
      value={value}
      onChange={(next) => next !== null && set(next)}
    />
  );
  const unit = (value: Unit, set: (unit: Unit) => void, of = UNITS) => (
    <Select<Unit>
      aria-label={t("window.unit")}
      value={value}
      popupMatchSelectWidth={false}
      options={of.map((one) => ({ value: one, label: t(`window.units.${one}`) }))}
      onChange={set}
    />
  );
  const day = (at: Moment, set: (at: Moment) => void, label: string) => {
    const text = "day" in at ? at.day : at.instant.slice(0, 10);
    return (
      <DatePicker
        aria-label={label}
        value={text ? dayjs(text) : null}
        onChange={(next) => set({ day: next?.format("YYYY-MM-DD") ?? "" })}
      />
    );
  };
  switch (window.window) {
    case "last":
    case "next":
    case "over":
      return (
        <>
          {count(window.n, (n) => onChange({ ...window, n }))}
          {unit(window.unit, (one) => onChange({ ...window, unit: one }))}
        </>
      );
    case "ago":
      return (
        <>
          {count(window.from, (from) => onChange({ ...window, from }), t("from"), 0)}
          <span className={styles.quiet}>{t("and")}</span>
          {count(window.to, (to) => onChange({ ...window, to }), t("to"), 0)}
          {unit(window.unit, (one) => onChange({ ...window, unit: one }), ["days", "weeks", "months"])}
        </>
      );
    case "current":
    case "previous":
      return (
        <Select<Period>
          aria-label={t("window.period")}
          value={window.period}
          options={PERIODS.map((one) => ({ value: one, label: t(`window.periods.${one}`) }))}
          onChange={(period) => onChange({ ...window, period })}
        />
      );
    case "since":
      return day(window.from, (from) => onChange({ ...window, from }), t("from"));
    case "before":
      return day(window.to, (to) => onChange({ ...window, to }), t("to"));
    case "between":
      return (
        <>
          {day(window.from, (from) => onChange({ ...window, from }), t("from"))}
          <span className={styles.quiet}>{t("and")}</span>
          {day(window.to, (to) => onChange({ ...window, to }), t("to"))}
        </>
      );
    default:
      return null;
  }
}
