// Where goods are sent, masked, with the button that shows it in full to whoever packs.
import { useTranslation } from "react-i18next";
import { type DeliveryShown, post } from "../api";
import { useCan } from "../app/session";
import { Masked } from "../kit";

const line = (to: DeliveryShown) => [to.receiver, to.mobile, to.place, to.street].join(" ");

interface Props {
  of: "mall" | "draw" | "gift";
  id: string;
  delivery: DeliveryShown | null;
  /** It waits to be sent. */
  waits: boolean;
}

export function SentTo({ of, id, delivery, waits }: Props) {
  const { t } = useTranslation("deliveries");
  const can = useCan();
  if (!delivery) return <span>{waits ? t("missing") : "–"}</span>;
  const reveal = async () => line(await post<DeliveryShown>(`/deliveries/${of}/${id}/reveal`, {}));
  return <Masked masked={line(delivery)} reveal={can("customers.reveal") ? reveal : undefined} label={t("to")} />;
}
