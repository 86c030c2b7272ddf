// A drawn cup and its steam: each curve a customer's visits, coming back to the same cup.
import styles from "./Door.module.css";

export function Steam() {
  return (
    <svg className={styles.picture} viewBox="0 0 480 560" aria-hidden="true" preserveAspectRatio="xMidYMax meet">
      <g fill="none" stroke="#fff" strokeLinecap="round">
        {[0, 1, 2, 3, 4, 5, 6].map((i) => {
          const x = 168 + i * 24;
          const sway = (i - 3) * 26;
          return (
            <path
              key={i}
              opacity={0.16 + 0.07 * (3 - Math.abs(i - 3))}
              strokeWidth={i === 3 ? 2.5 : 1.6}
              d={`M${x} 380 C ${x - 44} ${320 - i * 5}, ${x + 52 + sway} ${268 - i * 9}, ${x + sway * 0.6} ${204 - (i % 3) * 18} S ${x - 36 + sway} ${118 - (i % 2) * 24}, ${x + sway * 1.5} ${84 + Math.abs(i - 3) * 20}`}
            />
          );
        })}
      </g>
      {[
        [150, 148, 5],
        [240, 84, 6.5],
        [199, 228, 3.5],
        [318, 164, 4.5],
        [285, 250, 3.5],
      ].map(([x, y, r]) => (
        <circle key={`${x}`} cx={x} cy={y} r={r} fill="#fff" opacity="0.55" />
      ))}
      <path d="M128 404h224c0 70-46 116-112 116s-112-46-112-116Z" fill="#fff" opacity="0.96" />
      <path d="M352 418h14a32 32 0 0 1 0 64h-34" fill="none" stroke="#fff" strokeWidth="13" opacity="0.96" />
      <path d="M128 404h224c0 9-1 18-2.500 26h-219c-1.600-8-2.500-17-2.500-26Z" fill="#CDE6DB" />
    </svg>
  );
}
