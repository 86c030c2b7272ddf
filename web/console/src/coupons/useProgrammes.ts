// The coupons that can be given to one customer, as a list's choices: all but those of one code for everybody.
import { type CouponProgramme, type Page, useGet } from "../api";
import { useLabel } from "../kit";

interface Options {
  enabled: boolean;
  /** Which of them are offered; all when absent. */
  fits?: (programme: CouponProgramme) => boolean;
}

/** `undefined` until they are known. */
export function useProgrammes({ enabled, fits = () => true }: Options): { value: string; label: string }[] | undefined {
  const label = useLabel();
  const { data } = useGet<Page<CouponProgramme>>("/coupons/programmes", { limit: 100 }, { enabled });
  return data?.items
    .filter((one) => one.codes !== "single" && fits(one))
    .map((one) => ({ value: one.id, label: label(one.promotion.name) || one.promotion.key }));
}
