// A segment's size over the last month, as a line in a list. Asked for only once it is in sight.
import { useTranslation } from "react-i18next";
import { type SizePoint, useGet } from "../api";
import { useFormat, useSeen } from "../kit";
import { byDay } from "./days";
import styles from "./Segments.module.css";
import { spark } from "./spark";

const WIDTH = 112;
const HEIGHT = 32;

export function Trend({ id }: { id: string }) {
  const { t } = useTranslation("segments");
  const f = useFormat();
  const { place, seen } = useSeen<HTMLSpanElement>();
  const { data } = useGet<{ points: SizePoint[] }>(`/segments/${id}/sizes`, {}, { enabled: seen });
  const values = data ? byDay(data.points, f.day, f.day(new Date().toISOString())).map((day) => day.size) : [];
  const drawn = spark(values, WIDTH, HEIGHT);
  return (
    <span ref={place} className={styles.trend}>
      {drawn ? (
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          width={WIDTH}
          height={HEIGHT}
          role="img"
          aria-label={t("trendOf", { from: f.count(values[0]), to: f.count(values.at(-1)) })}
        >
          <path className={styles.trendArea} d={drawn.area} />
          <path className={styles.trendLine} d={drawn.line} />
          <circle className={styles.trendEnd} cx={drawn.end.x} cy={drawn.end.y} r={2.5} />
        </svg>
      ) : null}
    </span>
  );
}
