// A line so small that it only says: rising, falling, level. Pure.
export interface Spark {
  line: string;
  area: string;
  end: { x: number; y: number };
}

const PAD = 3;

/** Zero is not the bottom: in so little height, the movement itself is what is shown. */
export function spark(values: number[], width: number, height: number): Spark | null {
  if (values.length < 2) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  // A line that hardly moves stays flat instead of filling the height with noise.
  const room = Math.min(1, (high - low) / Math.max(high * 0.04, 1));
  const at = values.map((value, index) => {
    const x = PAD + (index * (width - 2 * PAD)) / (values.length - 1);
    const part = ((value - low) / span - 0.5) * room + 0.5;
    return { x: Math.round(x * 10) / 10, y: Math.round((height - PAD - part * (height - 2 * PAD)) * 10) / 10 };
  });
  const line = at.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join("");
  const end = at[at.length - 1] ?? { x: 0, y: 0 };
  return { line, area: `${line}L${end.x} ${height}L${at[0]?.x ?? 0} ${height}Z`, end };
}
