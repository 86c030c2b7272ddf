// The coupons that can be chosen where something is given, as a list's choices.
import { type CouponProgramme, type Page, useGet } from "../api";
import { useLabel } from "../segments/builder/context";

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
    .filter(fits)
    .map((one) => ({ value: one.id, label: label(one.promotion.name) || one.promotion.key }));
}
