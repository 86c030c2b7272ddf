// China by provinces, coloured by how far a crowd leans to each; every province is named on hover, and in the table.
import { Tooltip } from "antd";
import type { Label } from "../api";
import { useLabel } from "../kit";
import { HEIGHT, ISLANDS, PROVINCES, WIDTH } from "./china";
import styles from "./Insight.module.css";

/** Too small to write a name in. */
const SMALL = ["北京", "天津", "上海", "香港", "澳门", "宁夏", "重庆", "海南"];

export interface Painted {
  /** What the name of the province begins with. */
  name: string;
  label: Label;
  /** What a reader is told of it. */
  said: string;
  colour: string | undefined;
  sure: boolean;
  /** Shows who they are. */
  open: (() => void) | null;
}

export function Atlas({ name, painted }: { name: string; painted: Painted[] }) {
  const label = useLabel();
  const found = PROVINCES.flatMap((province) => {
    const of = painted.find((one) => province.name.startsWith(one.name));
    return of ? [{ province, of }] : [];
  });
  // What stands out is drawn last, so that no neighbour lies over its edge.
  const ordered = [...found.filter(({ of }) => !of.sure), ...found.filter(({ of }) => of.sure)];
  return (
    <svg className={styles.atlas} viewBox={`-2 -2 ${WIDTH + 4} ${HEIGHT + 4}`} role="img" aria-label={name}>
      {ordered.map(({ province, of }) => (
        <Tooltip key={province.name} title={of.said} mouseEnterDelay={0} mouseLeaveDelay={0}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the table beside has each of them as a button */}
          <path
            className={styles.province}
            d={province.path}
            fill={of.colour}
            data-sure={of.sure || undefined}
            data-opens={of.open ? true : undefined}
            onClick={of.open ?? undefined}
          />
        </Tooltip>
      ))}
      {found
        .filter(({ of }) => !SMALL.includes(of.name))
        .map(({ province, of }) => (
          <text key={province.name} className={styles.provinceName} x={province.x} y={province.y + 4}>
            {label(of.label)}
          </text>
        ))}
      <path className={styles.islands} d={ISLANDS} />
    </svg>
  );
}
