// Whom the simulator takes somebody unknown to be: of which level, and whether it is her first order.
import { Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { type Buyer, type Id, type Programme, useGet } from "../api";
import { useCan } from "../app/session";
import { Field, useLabel } from "../kit";

export interface Stranger {
  level: Id | null;
  first: boolean;
}

/** More than any group asks for. */
const ENOUGH = 1_000_000;

/** Every one of these groups as full. */
export const filled = (keys: string[]): Record<string, number> => Object.fromEntries(keys.map((key) => [key, ENOUGH]));

export const buyerOf = ({ level, first }: Stranger): Pick<Buyer, "level" | "first_order"> => ({
  ...(level ? { level } : {}),
  ...(first ? { first_order: true } : {}),
});

export function StrangerFields({ stranger, change }: { stranger: Stranger; change: (stranger: Stranger) => void }) {
  const { t } = useTranslation("promotions");
  const label = useLabel();
  const can = useCan()("members.read");
  const programme = useGet<Programme>("/members/programme", {}, { enabled: can });
  const levels = (programme.data?.levels ?? []).flatMap(({ id, name }) =>
    id ? [{ value: id, label: label(name) }] : [],
  );
  return (
    <>
      {levels.length > 0 ? (
        <Field label={t("sim.asLevel")}>
          {(id) => (
            <Select
              id={id}
              allowClear
              style={{ width: "100%" }}
              placeholder={t("sim.noLevel")}
              value={stranger.level}
              options={levels}
              onChange={(level) => change({ ...stranger, level: level ?? null })}
            />
          )}
        </Field>
      ) : null}
      <Field label={t("sim.asFirst")}>
        {(id) => <Switch id={id} checked={stranger.first} onChange={(first) => change({ ...stranger, first })} />}
      </Field>
    </>
  );
}
