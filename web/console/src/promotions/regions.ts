// The regions that customers live in, as choices, the one with most of them first.
import { useGet } from "../api";
import { useCan } from "../app/session";

interface Known {
  values: { value: string; customers: number }[];
}

export function useRegions(): { value: string; label: string }[] {
  const can = useCan();
  const found = useGet<Known>(
    "/rules/values",
    { attribute: "province", limit: 100 },
    { enabled: can("segments.read") },
  );
  return (found.data?.values ?? []).map((one) => ({ value: one.value, label: one.value }));
}
