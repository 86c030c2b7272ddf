// A drawn cup and its steam: each thread a customer, each mark a visit, rising from the same cup.
import styles from "./Door.module.css";

const bottom = 388;
const top = 56;

/** Where a thread is at a height: they leave the cup apart, and sway wider and closer together as they rise. */
function place(thread: number, t: number): [number, number] {
  const x = 240 + (thread - 3) * 27 * (1 - 0.3 * t) + Math.sin(t * 5.2 + thread * 0.42) * (5 + 30 * t);
  return [Math.round(x * 10) / 10, Math.round((bottom - (bottom - top) * t) * 10) / 10];
}

function thread(index: number, length: number): string {
  const steps = 48;
  return Array.from({ length: steps + 1 }, (_, i) => {
    const [x, y] = place(index, (i / steps) * length);
    return `${i === 0 ? "M" : "L"}${x} ${y}`;
  }).join("");
}

const lengths = [0.56, 0.74, 0.88, 1, 0.92, 0.7, 0.5];
const visits = [
  [1, 0.3],
  [1, 0.62],
  [2, 0.48],
  [3, 0.22],
  [3, 0.55],
  [3, 0.8],
  [4, 0.4],
  [4, 0.72],
  [5, 0.34],
] as const;

export function Steam() {
  return (
    <svg className={styles.picture} viewBox="0 0 480 560" aria-hidden="true" preserveAspectRatio="xMidYMax meet">
      <defs>
        <linearGradient id="rise" x1="0" y1="1" x2="0" y2="0">
          <stop offset="0" stopColor="#fff" stopOpacity="0.15" />
          <stop offset="0.3" stopColor="#fff" stopOpacity="0.75" />
          <stop offset="1" stopColor="#fff" stopOpacity="0" />
        </linearGradient>
      </defs>
      <g fill="none" stroke="url(#rise)" strokeLinecap="round" strokeLinejoin="round">
        {lengths.map((length, index) => (
          <path key={length} strokeWidth={index === 3 ? 2.4 : 1.5} d={thread(index, length)} />
        ))}
      </g>
      {visits.map(([index, t]) => {
        const [x, y] = place(index, t);
        return <circle key={`${x}`} cx={x} cy={y} r={index === 3 ? 5.5 : 4} fill="#E6F3EE" opacity={1 - 0.55 * t} />;
      })}
      <path d="M330 420h34a33 33 0 0 1 0 66h-74" fill="none" stroke="#F4FAF7" strokeWidth="13" strokeLinejoin="round" />
      <path d="M122 404a6 6 0 0 1 6-6h224a6 6 0 0 1 6 6c0 70-47 118-118 118S122 474 122 404Z" fill="#F4FAF7" />
      <ellipse cx="240" cy="536" rx="96" ry="6" fill="#0E3028" opacity="0.35" />
    </svg>
  );
}
