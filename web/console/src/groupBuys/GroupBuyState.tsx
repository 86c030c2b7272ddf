// How a group stands, and a place in one, as a word.
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { GroupBuy, GroupPlaceState } from "../api";

const COLOR = { open: "processing", filled: "success", failed: "error" };
const PLACE: Record<GroupPlaceState, string | undefined> = {
  held: "warning",
  paid: "success",
  released: undefined,
  withdrawn: undefined,
  refund_due: "error",
  refunded: undefined,
};

export function GroupBuyState({ group }: { group: Pick<GroupBuy, "status" | "cause"> }) {
  const { t } = useTranslation("groupBuys");
  return (
    <Tag variant="filled" color={COLOR[group.status]}>
      {t(group.cause ? `cause.${group.cause}` : `status.${group.status}`)}
    </Tag>
  );
}

export function PlaceState({ state }: { state: GroupPlaceState }) {
  const { t } = useTranslation("groupBuys");
  return (
    <Tag variant="filled" color={PLACE[state]}>
      {t(`place.${state}`)}
    </Tag>
  );
}
