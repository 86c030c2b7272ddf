// Writes src/insight/china.ts: the provinces of China as SVG paths, from map/json/china.json of echarts 4.9.0
// (Apache-2.0; see NOTICE). Equal-area, simplified to what a picture of 640 units shows.
//   npm pack echarts@4.9.0 && tar xzf echarts-4.9.0.tgz package/map/json/china.json
//   node dev/provinces.mjs package/map/json/china.json
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const WIDTH = 640;
/** Points nearer to the line than this are left out, in units of the picture. */
const FINE = 0.8;
/** Islets smaller than this are left out, unless they are all that a province has. */
const SMALL = 0.8;

const source = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));

/** The file's own packing: differences of 1024ths of a degree, zigzag, one letter each. */
function unpack(text, [x0, y0]) {
  const points = [];
  let [x, y] = [x0, y0];
  for (let i = 0; i < text.length; i += 2) {
    const read = (at) => {
      const code = text.charCodeAt(at) - 64;
      return (code >> 1) ^ -(code & 1);
    };
    x += read(i);
    y += read(i + 1);
    points.push([x / 1024, y / 1024]);
  }
  return points;
}

/** Albers' equal-area conic, true along 25° and 47° north. */
const rad = Math.PI / 180;
const n = (Math.sin(25 * rad) + Math.sin(47 * rad)) / 2;
const c = Math.cos(25 * rad) ** 2 + 2 * n * Math.sin(25 * rad);
const rho = (latitude) => Math.sqrt(c - 2 * n * Math.sin(latitude * rad)) / n;
const flat = ([longitude, latitude]) => {
  const angle = n * (longitude - 105) * rad;
  return [rho(latitude) * Math.sin(angle), rho(36) - rho(latitude) * Math.cos(angle)];
};

function simpler(points) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points[points.length - 1]];
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
  const length = Math.hypot(dx, dy);
  let [far, at] = [0, 0];
  for (let i = 1; i < points.length - 1; i += 1) {
    const [px, py] = [points[i][0] - first[0], points[i][1] - first[1]];
    const away = length === 0 ? Math.hypot(px, py) : Math.abs(px * dy - py * dx) / length;
    if (away > far) [far, at] = [away, i];
  }
  if (far <= FINE) return [first, last];
  return [...simpler(points.slice(0, at + 1)).slice(0, -1), ...simpler(points.slice(at))];
}
const area = (ring) =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length][1] - ring[(i + 1) % ring.length][0] * y, 0),
  ) / 2;

const provinces = source.features.map(({ properties, geometry }) => {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const offsets = geometry.type === "Polygon" ? [geometry.encodeOffsets] : geometry.encodeOffsets;
  return {
    name: properties.name,
    centre: flat(properties.cp),
    rings: polygons.flatMap((rings, i) => rings.map((ring, j) => unpack(ring, offsets[i][j]).map(flat))),
  };
});
const all = provinces.flatMap(({ rings }) => rings.flat());
const [west, east] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))];
// Far islands of the south are in the inset, as on most maps of the country.
const mainland = provinces.flatMap(({ rings }) =>
  rings.filter((ring) => ring.every(([, y]) => y > flat([110, 17.5])[1])).flat(),
);
const [south, north] = [Math.min(...mainland.map(([, y]) => y)), Math.max(...mainland.map(([, y]) => y))];
const scale = WIDTH / (east - west);
const place = ([x, y]) => [(x - west) * scale, (north - y) * scale];
const height = Math.ceil((north - south) * scale);
const round = (value) => Math.round(value * 10) / 10;

function path(rings) {
  const placed = rings.map((ring) => ring.map(place)).filter((ring) => ring.every(([, y]) => y <= height + 1));
  const largest = Math.max(...placed.map(area));
  const kept = placed.filter((ring) => area(ring) >= SMALL || area(ring) === largest);
  return kept
    .map((ring) => {
      // Cut in two where it is longest across, so that a closed ring has two ends to simplify between.
      const half = ring.reduce(
        (best, point, i) =>
          Math.hypot(point[0] - ring[0][0], point[1] - ring[0][1]) > best.far
            ? { far: Math.hypot(point[0] - ring[0][0], point[1] - ring[0][1]), i }
            : best,
        { far: 0, i: 0 },
      ).i;
      const line = [...simpler(ring.slice(0, half + 1)).slice(0, -1), ...simpler(ring.slice(half))];
      let [px, py] = [0, 0];
      return `${line
        .map(([x, y], i) => {
          const [rx, ry] = [round(x), round(y)];
          const [dx, dy] = [round(rx - px), round(ry - py)];
          [px, py] = [rx, ry];
          return `${i === 0 ? "M" : i === 1 ? "l" : " "}${i === 0 ? `${rx} ${ry}` : `${dx} ${dy}`}`;
        })
        .join("")
        .replaceAll(" -", "-")}z`;
    })
    .join("");
}

/** The islands of the South China Sea, as ECharts draws them in a frame (lib/coord/geo/fix/nanhai.js). */
const sea = [
  [
    [0, 3.5],
    [7, 11.2],
    [15, 11.9],
    [30, 7],
    [42, 0.7],
    [52, 0.7],
    [56, 7.7],
    [59, 0.7],
    [64, 0.7],
    [64, 0],
    [5, 0],
    [0, 3.5],
  ],
  [
    [13, 16.1],
    [19, 14.7],
    [16, 21.7],
    [11, 23.1],
    [13, 16.1],
  ],
  [
    [12, 32.2],
    [14, 38.5],
    [15, 38.5],
    [13, 32.2],
    [12, 32.2],
  ],
  [
    [16, 47.6],
    [12, 53.2],
    [13, 53.2],
    [18, 47.6],
    [16, 47.6],
  ],
  [
    [6, 64.4],
    [8, 70],
    [9, 70],
    [8, 64.4],
    [6, 64.4],
  ],
  [
    [23, 82.6],
    [29, 79.8],
    [30, 79.8],
    [25, 82.6],
    [23, 82.6],
  ],
  [
    [37, 70.7],
    [43, 62.3],
    [44, 62.3],
    [39, 70.7],
    [37, 70.7],
  ],
  [
    [48, 51.1],
    [51, 45.5],
    [53, 45.5],
    [50, 51.1],
    [48, 51.1],
  ],
  [
    [51, 35],
    [51, 28.7],
    [53, 28.7],
    [53, 35],
    [51, 35],
  ],
  [
    [52, 22.4],
    [55, 17.5],
    [56, 17.5],
    [53, 22.4],
    [52, 22.4],
  ],
  [
    [58, 12.6],
    [62, 7],
    [63, 7],
    [60, 12.6],
    [58, 12.6],
  ],
  [
    [0, 3.5],
    [0, 93.1],
    [64, 93.1],
    [64, 0],
    [63, 0],
    [63, 92.4],
    [1, 92.4],
    [1, 3.5],
    [0, 3.5],
  ],
];
const [insetX, insetY, insetScale] = [WIDTH - 58, height - 84, 0.88];
const inset = sea
  .map(
    (ring) =>
      `M${ring.map(([x, y]) => `${round(insetX + x * insetScale)} ${round(insetY + y * insetScale)}`).join("L")}z`,
  )
  .join("");

const text = `// Written by dev/provinces.mjs from the boundaries of Apache ECharts 4.9.0 (map/json/china.json, Apache-2.0; see NOTICE).
// Simplified for a picture of ${WIDTH} units; good for colouring provinces, not for measuring them.
export interface Province {
  name: string;
  /** Where its name stands. */
  x: number;
  y: number;
  path: string;
}
export const WIDTH = ${WIDTH};
export const HEIGHT = ${height};
/** The islands of the South China Sea, in their frame. */
export const ISLANDS =
  "${inset}";
export const PROVINCES: Province[] = [
${provinces
  .map(({ name, centre, rings }) => {
    const [x, y] = place(centre);
    return `  {\n    name: "${name}",\n    x: ${Math.round(x)},\n    y: ${Math.round(y)},\n    path: "${path(rings)}",\n  },`;
  })
  .join("\n")}
];
`;
writeFileSync(join(import.meta.dirname, "../src/insight/china.ts"), text);
console.log(`${provinces.length} provinces, ${WIDTH} × ${height}, ${text.length} bytes`);
