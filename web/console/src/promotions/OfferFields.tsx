// The fields of an offer, drawn from its form's description.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { At, Cut, Gift, Offer, Programme } from "../api";
import { useGet } from "../api";
import { AmountField, AmountInput, Field, KeepInput, TonguesField, useLabel, WholeField, WholeInput } from "../kit";
import { ProductSelect } from "../products/ProductSelect";
import { type FieldSpec, FORMS, formOf, gift as noGift, type StepsSpec, stepAfter } from "./forms";
import styles from "./Wizard.module.css";

type Bag = Record<string, unknown>;

export function OfferFields({ offer, change }: { offer: Offer; change: (offer: Offer) => void }) {
  const form = formOf(offer);
  const value = (offer[form] ?? {}) as Bag;
  const put = (part: Bag) => change({ [form]: { ...value, ...part } } as Offer);
  const path = `offer.${form}`;
  return (
    <div className={styles.offer}>
      {FORMS[form].fields.map((spec) =>
        "each" in spec ? (
          <Steps
            key={spec.key}
            spec={spec}
            path={`${path}.${spec.key}`}
            rows={(value[spec.key] as Bag[]) ?? []}
            change={(rows) => put({ [spec.key]: rows })}
          />
        ) : (
          <One
            key={spec.key}
            spec={spec}
            path={`${path}.${spec.key}`}
            value={value[spec.key]}
            change={(one) => put({ [spec.key]: one })}
          />
        ),
      )}
    </div>
  );
}

function Steps({
  spec,
  path,
  rows,
  change,
}: {
  spec: StepsSpec;
  path: string;
  rows: Bag[];
  change: (rows: Bag[]) => void;
}) {
  const { t } = useTranslation(["promotions", "common"]);
  return (
    <div className={styles.steps}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
        <div key={at} className={styles.step}>
          <div className={styles.stepFields}>
            {spec.each.map((field) => (
              <One
                key={field.key}
                spec={field}
                path={`${path}.${at}.${field.key}`}
                value={row[field.key]}
                change={(one) =>
                  change(rows.map((other, index) => (index === at ? { ...other, [field.key]: one } : other)))
                }
              />
            ))}
          </div>
          {rows.length > 1 ? (
            <Button
              type="text"
              className={styles.drop}
              icon={<DeleteOutlined />}
              aria-label={t("stepDrop", { n: at + 1 })}
              onClick={() => change(rows.filter((_, index) => index !== at))}
            />
          ) : null}
        </div>
      ))}
      <div>
        <Button size="small" icon={<PlusOutlined />} onClick={() => change([...rows, stepAfter(spec, rows)])}>
          {t(spec.add ? `add.${spec.add}` : "stepAdd")}
        </Button>
      </div>
    </div>
  );
}

interface OneProps {
  spec: FieldSpec;
  path: string;
  value: unknown;
  change: (value: unknown) => void;
}

function One({ spec, path, value, change }: OneProps) {
  const { t } = useTranslation("promotions");
  const label = t(`field.${spec.word}` as "field.at");
  const hint = t(`fieldHint.${spec.word}` as "fieldHint.repeat", { defaultValue: "" });
  if (spec.kind === "gifts") return <Gifts path={path} gifts={(value as Gift[]) ?? []} change={change} />;
  return (
    <Field
      label={label}
      path={path}
      hint={hint || undefined}
      className={spec.kind === "products" ? styles.wide : undefined}
    >
      {(id, status) => {
        const common = {
          id,
          status,
          placeholder: spec.optional ? t(spec.key === "repeat" ? "once" : "noLimit") : undefined,
        };
        switch (spec.kind) {
          case "amount":
            return <AmountInput {...common} value={value as number} onChange={change} />;
          case "keep":
            return <KeepInput {...common} value={value as number} onChange={change} />;
          case "count":
            return <WholeInput {...common} min={1} value={value as number} onChange={change} />;
          case "at":
            return (
              <AtInput id={id} status={status} optional={spec.optional} value={value as At | null} change={change} />
            );
          case "cut":
            return <CutInput id={id} status={status} value={value as Cut} change={change} />;
          case "products":
            return <ProductSelect id={id} by="number" many value={(value as string[]) ?? []} onChange={change} />;
          case "product":
            return (
              <ProductSelect
                id={id}
                by="number"
                value={(value as string) || null}
                onChange={(one) => change(one ?? "")}
              />
            );
          default:
            return <LevelSelect id={id} value={value as string} change={change} />;
        }
      }}
    </Field>
  );
}

function LevelSelect({ id, value, change }: { id: string; value: string; change: (value: string) => void }) {
  const label = useLabel();
  const programme = useGet<Programme>("/members/programme");
  const options = (programme.data?.levels ?? []).map((level) => ({ value: level.id ?? "", label: label(level.name) }));
  return (
    <Select
      id={id}
      style={{ width: "100%" }}
      value={value || null}
      options={options}
      onChange={(one) => change(one ?? "")}
    />
  );
}

interface AtProps {
  id: string;
  status: "error" | undefined;
  optional?: boolean;
  value: At | null | undefined;
  change: (value: At | null) => void;
}

/** A threshold: so much money or so many pieces, or none. */
function AtInput({ id, status, optional, value, change }: AtProps) {
  const { t } = useTranslation("promotions");
  const kind = !value ? "none" : "amount" in value ? "amount" : "quantity";
  const kinds = optional ? (["none", "amount", "quantity"] as const) : (["amount", "quantity"] as const);
  return (
    <span className={styles.compound}>
      <Select
        aria-label={t("field.atKind")}
        value={kind}
        popupMatchSelectWidth={false}
        options={kinds.map((one) => ({ value: one, label: t(`at.${one}`) }))}
        onChange={(one) => change(one === "none" ? null : one === "amount" ? { amount: 10_000 } : { quantity: 2 })}
      />
      {value && "amount" in value ? (
        <AmountInput
          id={id}
          status={status}
          value={value.amount}
          onChange={(amount) => change({ amount: amount ?? 0 })}
        />
      ) : null}
      {value && "quantity" in value ? (
        <WholeInput
          id={id}
          status={status}
          min={1}
          unit={t("pieces")}
          value={value.quantity}
          onChange={(quantity) => change({ quantity: quantity ?? 1 })}
        />
      ) : null}
    </span>
  );
}

/** What becomes of a price: a new one, a share of it, so much off. */
function CutInput({
  id,
  status,
  value,
  change,
}: {
  id: string;
  status: "error" | undefined;
  value: Cut;
  change: (value: Cut) => void;
}) {
  const { t } = useTranslation("promotions");
  const kind = "price" in value ? "price" : "keep" in value ? "keep" : "off";
  const fresh = { price: { price: 9_900 }, keep: { keep: 900 }, off: { off: 1_000 } } as const;
  return (
    <span className={styles.compound}>
      <Select
        aria-label={t("field.cutKind")}
        value={kind}
        popupMatchSelectWidth={false}
        options={(["price", "keep", "off"] as const).map((one) => ({ value: one, label: t(`cut.${one}`) }))}
        onChange={(one: keyof typeof fresh) => change(fresh[one])}
      />
      {"price" in value ? (
        <AmountInput id={id} status={status} value={value.price} onChange={(price) => change({ price: price ?? 0 })} />
      ) : null}
      {"keep" in value ? (
        <KeepInput id={id} status={status} value={value.keep} onChange={(keep) => change({ keep: keep ?? 1000 })} />
      ) : null}
      {"off" in value ? (
        <AmountInput id={id} status={status} value={value.off} onChange={(off) => change({ off: off ?? 0 })} />
      ) : null}
    </span>
  );
}

function Gifts({ path, gifts, change }: { path: string; gifts: Gift[]; change: (gifts: Gift[]) => void }) {
  const { t } = useTranslation("promotions");
  const put = (at: number, part: Partial<Gift>) =>
    change(gifts.map((gift, index) => (index === at ? { ...gift, ...part } : gift)));
  return (
    <div className={styles.gifts}>
      {gifts.map((gift, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a gift is known by its place
        <div key={at} className={styles.gift}>
          <TonguesField
            label={(tongue) => t(`field.giftName_${tongue}`)}
            path={(tongue) => `${path}.${at}.name${tongue === "zh" ? "" : ".en"}`}
            hint={{ en: t("nameHint") }}
            maxLength={60}
            value={gift.name}
            onChange={(name) => put(at, { name })}
          />
          <Field label={t("field.giftSku")} path={`${path}.${at}.sku`}>
            {(id, status) => (
              <Input
                id={id}
                status={status}
                maxLength={60}
                value={gift.sku}
                onChange={(event) => put(at, { sku: event.target.value })}
              />
            )}
          </Field>
          <WholeField
            label={t("field.quantity")}
            path={`${path}.${at}.quantity`}
            min={1}
            value={gift.quantity}
            onChange={(quantity) => put(at, { quantity: quantity ?? 1 })}
          />
          <AmountField
            label={t("field.giftWorth")}
            path={`${path}.${at}.worth`}
            value={gift.worth}
            onChange={(worth) => put(at, { worth: worth ?? 0 })}
          />
          {gifts.length > 1 ? (
            <Button
              type="text"
              className={styles.drop}
              icon={<DeleteOutlined />}
              aria-label={t("stepDrop", { n: at + 1 })}
              onClick={() => change(gifts.filter((_, index) => index !== at))}
            />
          ) : null}
        </div>
      ))}
      <div>
        <Button type="link" size="small" onClick={() => change([...gifts, structuredClone(noGift)])}>
          {t("add.gift")}
        </Button>
      </div>
    </div>
  );
}
