// The six weeks ahead as a calendar: each day as deep as many are expected to buy again, each a button that opens them.
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { NextPage } from "../api";
import { type ChartOption, Empty, nameAxis, Panel, TakeDrawn, useFormat, valueAxis } from "../kit";
import { useAppearance } from "../theme/appearance";
import { usePhone } from "../theme/width";
import { useCrowd } from "./Crowd";
import { Defined } from "./Defined";
import heat from "./Heat.module.css";
import { depth, weeks } from "./heat";

const DAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;

/** 12/1, where there is no room for more. */
const brief = (day: string) => day.slice(5).split("-").map(Number).join("/");

export function Calendar({ data }: { data: NextPage }) {
  const { t } = useTranslation("value");
  const f = useFormat();
  const open = useCrowd();
  const phone = usePhone();
  const { ink } = useAppearance();
  const { calendar } = data;
  const most = Math.max(0, ...calendar.map((one) => one.customers));
  const name = t("next.calendar");
  const draw = (): ChartOption => ({
    grid: { left: 8, right: 8, top: 16, bottom: 8, containLabel: true },
    xAxis: {
      ...nameAxis(
        calendar.map((one) => one.day),
        ink,
      ),
      axisLabel: { color: ink.faint, fontSize: 11, rotate: 45 },
    },
    yAxis: valueAxis((value) => f.shortCount(value), ink),
    series: [{ type: "bar", data: calendar.map((one) => one.customers), itemStyle: { color: ink.accent } }],
  });
  return (
    <Panel
      title={name}
      hint={
        <>
          {t("next.calendarHint")} <Defined of={["next"]} name={name} />
        </>
      }
      extra={
        <TakeDrawn
          name={name}
          size={[960, 360]}
          draw={draw}
          table={{ columns: [t("next.day"), t("people")], rows: calendar.map((one) => [one.day, one.customers]) }}
        />
      }
    >
      {most === 0 ? (
        <Empty small title={t("next.nobody")} />
      ) : (
        <table className={heat.calendar}>
          <caption className="unseen">{name}</caption>
          <thead>
            <tr>
              {DAYS.map((day) => (
                <th key={day} scope="col">
                  {t(`next.weekday.${day}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks(calendar).map((week) => (
              <tr key={week.find((one) => one)?.day ?? ""}>
                {week.map((one, at) => {
                  if (!one) return <td key={DAYS[at]} />;
                  const deep = depth(one.customers, most, ink.ramp.length);
                  const said = t("next.onDay", { day: one.day, value: f.count(one.customers) });
                  return (
                    <td key={DAYS[at]}>
                      <Tooltip title={said}>
                        <button
                          type="button"
                          className={heat.dayCell}
                          data-today={one.day === data.today || undefined}
                          style={{ background: ink.ramp[deep], color: deep >= 4 ? ink.surface : ink.text }}
                          disabled={one.customers === 0}
                          onClick={() =>
                            open({
                              name: t("next.crowd", { day: one.day }),
                              rule: one.rule,
                              figures: [{ label: t("people"), value: f.count(one.customers) }],
                            })
                          }
                        >
                          <span className={heat.dayName}>
                            {one.day === data.today ? t("next.today") : phone ? brief(one.day) : f.shortDay(one.day)}
                          </span>
                          <strong>
                            {one.customers === 0 ? "–" : f.shortCount(one.customers)}
                            <span className="unseen"> {t("people")}</span>
                          </strong>
                        </button>
                      </Tooltip>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
