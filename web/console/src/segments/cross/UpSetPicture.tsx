// Three or more crowds as an UpSet picture, laid on its side so that it is a table too: a row for each part, a dot for
// each crowd that its people are in, and how many they are.
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Rule } from "../../api";
import { useCan } from "../../app/session";
import { useFormat } from "../../kit";
import { usePhone } from "../../theme/width";
import { permille } from "../permille";
import styles from "./UpSet.module.css";
import type { Crossing } from "./upset";

interface Props {
  names: string[];
  crossing: Crossing;
  busy?: boolean;
}

export function UpSetPicture({ names, crossing, busy = false }: Props) {
  const { t } = useTranslation("segments");
  const f = useFormat();
  const can = useCan();
  const phone = usePhone();
  const write = can("segments.write");
  const most = Math.max(1, ...crossing.parts.map(({ customers }) => customers));
  const largest = Math.max(1, ...crossing.sizes);
  const make = (rule: Rule, name: string) =>
    `/segments/new?${new URLSearchParams({ rule: JSON.stringify(rule), name: name.slice(0, 80) })}`;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard too */}
      <section className={styles.scroll} tabIndex={0} aria-label={t("crossing.upset")} data-busy={busy || undefined}>
        <table className={styles.upset}>
          <caption className="unseen">{t("crossing.upset")}</caption>
          <thead>
            <tr>
              {names.map((name, at) => (
                <th key={name} scope="col" className={styles.crowd} title={name}>
                  <span className={styles.size} aria-hidden>
                    <span style={{ height: `${(100 * (crossing.sizes[at] ?? 0)) / largest}%` }} />
                  </span>
                  <span className={styles.name}>{name}</span>
                  <span className={styles.count}>{f.shortCount(crossing.sizes[at])}</span>
                </th>
              ))}
              <th scope="col" className={styles.barHead}>
                <span className="unseen">{t("crossing.part")}</span>
              </th>
              <th scope="col" className={styles.figure}>
                {t("column.size")}
              </th>
              <th scope="col">
                <span className="unseen">{t("crossing.make")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {crossing.parts.map((part) => {
              const ins = names.filter((_, at) => part.inside[at]);
              const said =
                ins.length === 1
                  ? t("crossing.onlyIn", { name: ins[0] })
                  : t("crossing.inAll", { names: ins.join(t("crossing.and")) });
              const [first, last] = [part.inside.indexOf(true), part.inside.lastIndexOf(true)];
              return (
                <tr key={part.inside.join()}>
                  {part.inside.map((inside, at) => (
                    <td
                      key={names[at]}
                      className={styles.dotCell}
                      data-before={(at > first && at <= last) || undefined}
                      data-after={(at >= first && at < last) || undefined}
                    >
                      <span className={styles.dot} data-in={inside || undefined} aria-hidden />
                      <span className="unseen">{inside ? t("crossing.in") : t("crossing.out")}</span>
                    </td>
                  ))}
                  <th scope="row" className={styles.bar}>
                    <span className={styles.fill} style={{ width: `${(100 * part.customers) / most}%` }} aria-hidden />
                    <span className={styles.said}>{said}</span>
                  </th>
                  <td className={styles.figure}>
                    <strong>{f.count(part.customers)}</strong>
                    <span className={styles.quiet}>
                      {t("crossing.everyone", { share: f.rate(permille(part.customers, crossing.base)) })}
                    </span>
                  </td>
                  <td>
                    {write ? (
                      <Link to={make(part.rule, said)} aria-label={`${t("crossing.make")}: ${said}`}>
                        <Button size="small" tabIndex={-1} icon={phone ? <PlusOutlined /> : null}>
                          {phone ? null : t("crossing.makeShort")}
                        </Button>
                      </Link>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <p className={styles.quiet}>
        {t("crossing.unionOf", {
          value: f.count(crossing.union),
          share: f.rate(permille(crossing.union, crossing.base)),
        })}{" "}
        {crossing.empty > 0 ? t("crossing.noneIn", { count: crossing.empty }) : null}{" "}
        {t("asOf", { time: f.instant(crossing.at, true) })}
      </p>
    </>
  );
}
