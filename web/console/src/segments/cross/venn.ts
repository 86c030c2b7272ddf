// Two circles whose areas, and whose overlap, are as large as the crowds they stand for. Pure.
export interface Venn {
  left: { x: number; r: number };
  right: { x: number; r: number };
  y: number;
  width: number;
  height: number;
  /** Where a number stands in each part. */
  at: { left: number; both: number; right: number };
  /** How wide each part is there. */
  room: { left: number; both: number; right: number };
}

const PAD = 4;

/** The area that two circles share. */
export function lens(a: number, b: number, distance: number): number {
  if (distance >= a + b) return 0;
  if (distance <= Math.abs(a - b)) return Math.PI * Math.min(a, b) ** 2;
  const angle = (r: number, other: number) =>
    Math.acos(Math.min(1, Math.max(-1, (distance ** 2 + r ** 2 - other ** 2) / (2 * distance * r))));
  const [p, q] = [angle(a, b), angle(b, a)];
  return a ** 2 * (p - Math.sin(2 * p) / 2) + b ** 2 * (q - Math.sin(2 * q) / 2);
}

/** The distance at which the circles share so large an area. */
function apart(a: number, b: number, shared: number): number {
  let [near, far] = [Math.abs(a - b), a + b];
  for (let step = 0; step < 60; step += 1) {
    const middle = (near + far) / 2;
    if (lens(a, b, middle) > shared) near = middle;
    else far = middle;
  }
  return (near + far) / 2;
}

export function venn(left: number, right: number, both: number, width = 320, height = 200): Venn {
  const most = Math.max(left, right, 1);
  // The smaller circle stays large enough to be seen and touched.
  const radius = (n: number) => Math.max(Math.sqrt(n / most), 0.24);
  const [a, b] = [radius(left), radius(right)];
  const scale = Math.PI / most;
  const d =
    both === 0
      ? a + b + 0.08
      : both >= Math.min(left, right)
        ? Math.max(Math.abs(a - b) - 0.06, 0)
        : apart(a, b, both * scale);
  const span = Math.max(a + d + b, 2 * a, 2 * b);
  const unit = Math.min((width - 2 * PAD) / span, (height - 2 * PAD) / (2 * Math.max(a, b)));
  const from = (width - Math.max(a, d + b) * unit - Math.max(a, b - d) * unit) / 2 + Math.max(a, b - d) * unit;
  const [x1, x2] = [from, from + d * unit];
  const [r1, r2] = [a * unit, b * unit];
  const edge = { from: x2 - r2, to: x1 + r1 };
  const parts = {
    left: [x1 - r1, Math.min(edge.from, x1 + r1)],
    both: [Math.max(edge.from, x1 - r1), Math.min(edge.to, x2 + r2)],
    right: [Math.max(edge.to, x2 - r2), x2 + r2],
  } as const;
  const each = (of: (from: number, to: number) => number) => ({
    left: of(...parts.left),
    both: of(...parts.both),
    right: of(...parts.right),
  });
  return {
    left: { x: x1, r: r1 },
    right: { x: x2, r: r2 },
    y: height / 2,
    width,
    height,
    at: each((from, to) => (from + to) / 2),
    room: each((from, to) => Math.max(to - from, 0)),
  };
}
