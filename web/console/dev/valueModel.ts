// Development only: how the made-up shop's model was chosen, and how well it did.
import type * as api from "../src/api/value.ts";
import { named } from "./valueWords.ts";

export const mode = process.env.MOCK_EMPTY === "1" ? "none" : (process.env.MOCK_VALUE ?? "");
export const today = "2026-11-21";
export const N = 12_480;

const trial = (
  model: string,
  chosen: boolean,
  ll: number | null,
  predicted: number,
  error: number,
  auc: number | null,
): api.ModelTrial => ({
  model,
  chosen,
  log_likelihood: ll,
  refused: null,
  boundary: null,
  predicted,
  actual: 8412,
  mean_error: error,
  root_error: error * 1.9,
  auc,
});
export const few = mode === "few";
export const model: api.ModelReport = {
  used: few ? "baseline" : "mbg-nbd",
  told: few
    ? {
        code: "too_few",
        text: named(
          "复购过的客户只有 41 位，学不出可靠的规律；先按各人原来的速度推算。",
          "Only 41 customers have bought again, too few to learn from; each goes on at the same pace.",
        ),
      }
    : {
        code: "chosen",
        text: named(
          "三个模型里 MBG/NBD 对后半年的预测最准，选用它。",
          "Of three models MBG/NBD foretold the last half-year best and is used.",
        ),
      },
  parameters: few
    ? []
    : [
        { name: "r", value: 0.5248, error: 0.083 },
        { name: "α", value: 6.1831, error: 0.696 },
        { name: "a", value: 0.8914, error: 0.155 },
        { name: "b", value: 1.614, error: 0.537 },
      ],
  spend: few ? "own_mean" : "gamma-gamma",
  learnt_from: N,
  holdout: few ? null : { from: "2026-05-25", to: today, customers: 9211 },
  trials: few
    ? []
    : [
        trial("bg-nbd", false, -21_482.4, 8120, 0.486, 0.771),
        trial("mbg-nbd", true, -21_440.1, 8290, 0.471, 0.778),
        { ...trial("pareto-nbd", false, null, 0, 0, null), refused: "没有收敛" },
        trial("baseline", false, null, 10_930, 0.702, 0.731),
      ],
  calibration: few
    ? []
    : [0, 1, 2, 3, 4, 5, 6, 7].map((repeats) => ({
        repeats,
        customers: Math.round(5200 / (repeats + 1) ** 1.6),
        predicted: 0.21 + 0.52 * repeats - 0.012 * repeats * repeats,
        actual: 0.24 + 0.5 * repeats + (repeats % 2 ? 0.07 : -0.05),
        baseline: 0.6 + 0.82 * repeats,
        crowds: (["expected_came", "expected_stayed", "unexpected_came", "unexpected_stayed"] as const).map(
          (key, i) => ({ key, customers: 40 + 7 * i, kept: `trial ${repeats} ${key}` }),
        ),
      })),
};

/** Where the purchases that the back-test hid lay. */
export const landed = (["earlier", "inside", "later"] as const).map((key, i) => ({
  key,
  customers: [402, 3301, 507][i] ?? 0,
  kept: `backtest ${key}`,
}));
