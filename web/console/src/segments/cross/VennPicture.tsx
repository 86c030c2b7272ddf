// Two crowds as two circles, with the numbers in their parts and under them, where they can be read however small a part is.
import { useTranslation } from "react-i18next";
import type { CrossAnswer } from "../../api";
import { useFormat } from "../../kit";
import styles from "./Cross.module.css";
import { venn } from "./venn";

const PARTS = ["left", "both", "right"] as const;
type Part = (typeof PARTS)[number];

interface Props {
  answer: CrossAnswer;
  left: string;
  right: string;
  width?: number;
  height?: number;
  busy?: boolean;
}

export function VennPicture({ answer, left, right, width = 320, height = 190, busy = false }: Props) {
  const { t } = useTranslation(["builder", "segments"]);
  const f = useFormat();
  const values = { left: answer.only_left, both: answer.both, right: answer.only_right };
  const v = venn(answer.left, answer.right, answer.both, width, height);
  // A figure stands in its part when there is room for it; under the picture they stand in any case.
  const fits = (part: Part) => v.room[part] > 12 + 9 * f.count(values[part]).length;
  const rows = [
    { key: "left", name: t("cross.onlyLeft", { name: left }), value: values.left, mark: styles.markLeft },
    { key: "both", name: t("cross.both"), value: values.both, mark: styles.markBoth },
    { key: "right", name: t("cross.onlyRight", { name: right }), value: values.right, mark: styles.markRight },
  ];
  return (
    <figure className={styles.venn} data-busy={busy || undefined}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        className={styles.picture}
        role="img"
        aria-label={t("cross.picture", { left, right })}
      >
        <circle className={styles.left} cx={v.left.x} cy={v.y} r={v.left.r} />
        <circle className={styles.right} cx={v.right.x} cy={v.y} r={v.right.r} />
        <circle className={styles.line} cx={v.left.x} cy={v.y} r={v.left.r} />
        <circle className={styles.line} cx={v.right.x} cy={v.y} r={v.right.r} />
        {PARTS.filter((part) => values[part] > 0 && fits(part)).map((part) => (
          <text key={part} className={styles.number} x={v.at[part]} y={v.y} aria-hidden>
            {f.count(values[part])}
          </text>
        ))}
      </svg>
      <dl className={styles.key}>
        {rows.map((row) => (
          <div key={row.key}>
            <dt>
              <span className={`${styles.mark} ${row.mark}`} aria-hidden />
              {row.name}
            </dt>
            <dd>{f.count(row.value)}</dd>
          </div>
        ))}
      </dl>
      <figcaption className={styles.quiet}>{t("segments:asOf", { time: f.instant(answer.at, true) })}</figcaption>
    </figure>
  );
}
