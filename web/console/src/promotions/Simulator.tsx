// The simulator: a cart as any customer at any instant, with drafts tried beside what runs. At the side the receipt, and
// for every offer whether it applies, why not, and what is missing to the next step.
import { DeleteOutlined, ShoppingCartOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Input, Select, Skeleton, Switch } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type CartLine,
  type Page as ListPage,
  type PriceAnswer,
  type PriceRequest,
  type Product,
  type PromotionRow,
  useAsk,
  useGet,
} from "../api";
import { CustomerSelect } from "../customers/CustomerSelect";
import {
  AmountField,
  AmountInput,
  Empty,
  ErrorState,
  Field,
  Page,
  Panel,
  useFormat,
  useLabel,
  useQueryState,
  WholeField,
  WholeInput,
} from "../kit";
import { instantAt } from "../kit/wallClock";
import { ProductSelect } from "../products/ProductSelect";
import { CHANNELS, type Channel } from "./channels";
import { Receipt } from "./Receipt";
import { useRegions } from "./regions";
import styles from "./Simulator.module.css";
import { buyerOf, filled, type Stranger, StrangerFields } from "./Stranger";
import { useSettled } from "./useSettled";

interface Line extends CartLine {
  title: string;
}

export default function Simulator() {
  const { t } = useTranslation(["promotions", "app", "common"]);
  const label = useLabel();
  const f = useFormat();
  const [lines, setLines] = useState<Line[]>([]);
  const [customer, setCustomer] = useState<string | null>(null);
  const [wall, setWall] = useState("");
  const [codes, setCodes] = useState<string[]>([]);
  const { query } = useQueryState();
  const [drafts, setDrafts] = useState<string[]>(() => query.with?.split(",") ?? []);
  const [shipping, setShipping] = useState(1_000);
  const [points, setPoints] = useState(0);
  const [channel, setChannel] = useState<Channel | null>(null);
  const [region, setRegion] = useState("");
  const [stranger, setStranger] = useState<Stranger>({ level: null, first: false });
  const [grouped, setGrouped] = useState(false);
  const regions = useRegions();
  const promotions = useGet<ListPage<PromotionRow>>("/promotions", { limit: 200 });
  const groups = useMemo(
    () => (promotions.data?.items ?? []).filter((one) => one.form === "group").map((one) => one.key),
    [promotions.data],
  );
  const { currency, zone } = f.setting;
  const request = useMemo<PriceRequest>(
    () => ({
      cart: {
        currency,
        shipping,
        ...(points > 0 ? { spend_points: points } : {}),
        buyer: {
          ...(points > 0 && !customer ? { points } : {}),
          ...(customer ? {} : buyerOf(stranger)),
          ...(channel ? { channel } : {}),
          ...(region.trim() ? { region: region.trim() } : {}),
        },
        ...(grouped && groups.length > 0 ? { groups: filled(groups) } : {}),
        lines: lines.map(({ title: _, ...line }) => line),
      },
      ...(customer ? { customer: { id: customer } } : {}),
      ...(codes.length > 0 ? { codes } : {}),
      ...(wall ? { at: instantAt(wall, zone) } : {}),
      ...(drafts.length > 0 ? { with: drafts } : {}),
    }),
    [
      currency,
      zone,
      shipping,
      points,
      channel,
      region,
      lines,
      customer,
      codes,
      wall,
      drafts,
      stranger,
      grouped,
      groups,
    ],
  );
  const answer = useAsk<PriceAnswer>("/price/simulate", useSettled(request, 250), { enabled: lines.length > 0 });
  const add = (product: Product) =>
    setLines((old) =>
      old.some((line) => line.product === product.number)
        ? old.map((line) => (line.product === product.number ? { ...line, quantity: line.quantity + 1 } : line))
        : [
            ...old,
            {
              key: String(Math.max(0, ...old.map((line) => Number(line.key))) + 1),
              title: product.title,
              product: product.number,
              ...(product.sku ? { sku: product.sku } : {}),
              quantity: 1,
              unit_price: product.price?.amount ?? 0,
            },
          ],
    );
  const put = (key: string, part: Partial<Line>) =>
    setLines((old) => old.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const tried = (promotions.data?.items ?? []).filter((one) => one.has_draft);
  return (
    <Page title={t("app:page.simulator")} sentence={t("sim.sentence")}>
      <div className={styles.split}>
        <div className={styles.column}>
          <Panel title={t("sim.cart")}>
            <div className={styles.lines}>
              {lines.map((line) => (
                <div key={line.key} className={styles.line}>
                  <span className={styles.title}>{line.title}</span>
                  <AmountInput
                    label={`${t("sim.price")} ${line.title}`}
                    value={line.unit_price}
                    onChange={(price) => put(line.key, { unit_price: price ?? 0 })}
                  />
                  <WholeInput
                    label={`${t("pieces")} ${line.title}`}
                    min={1}
                    unit={t("pieces")}
                    value={line.quantity}
                    onChange={(quantity) => put(line.key, { quantity: quantity ?? 1 })}
                  />
                  <Button
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={t("sim.drop", { name: line.title })}
                    onClick={() => setLines((old) => old.filter((one) => one.key !== line.key))}
                  />
                </div>
              ))}
              <Field label={t("sim.add")}>
                {(id) => <ProductSelect id={id} by="number" value={null} onChange={() => {}} onPick={add} />}
              </Field>
            </div>
          </Panel>
          <Panel title={t("sim.who")}>
            <div className={styles.fields}>
              <Field label={t("sim.customer")}>
                {(id) => (
                  <CustomerSelect
                    id={id}
                    value={customer}
                    placeholder={t("sim.stranger")}
                    onChange={(one) => setCustomer(one)}
                  />
                )}
              </Field>
              {customer ? null : <StrangerFields stranger={stranger} change={setStranger} />}
              <Field label={t("sim.at")} hint={t("sim.atHint")}>
                {(id) => (
                  <Input id={id} type="datetime-local" value={wall} onChange={(event) => setWall(event.target.value)} />
                )}
              </Field>
              <Field label={t("sim.codes")}>
                {(id) => (
                  <Select
                    id={id}
                    mode="tags"
                    open={false}
                    suffixIcon={null}
                    style={{ width: "100%" }}
                    placeholder={t("typed")}
                    value={codes}
                    onChange={setCodes}
                  />
                )}
              </Field>
              <Field label={t("sim.drafts")} hint={t("sim.draftsHint")}>
                {(id) => (
                  <Select
                    id={id}
                    mode="multiple"
                    style={{ width: "100%" }}
                    placeholder={t("sim.draftsNone")}
                    value={drafts}
                    options={tried.map((one) => ({ value: one.id, label: label(one.name) || one.key }))}
                    onChange={setDrafts}
                  />
                )}
              </Field>
              <AmountField label={t("sim.shipping")} value={shipping} onChange={(value) => setShipping(value ?? 0)} />
              <WholeField
                label={t("sim.points")}
                hint={t("sim.pointsHint")}
                value={points}
                onChange={(value) => setPoints(value ?? 0)}
              />
              <Field label={t("sim.channel")}>
                {(id) => (
                  <Select
                    id={id}
                    allowClear
                    style={{ width: "100%" }}
                    placeholder={t("sim.anywhere")}
                    value={channel}
                    options={CHANNELS.map((value) => ({ value, label: t(`common:channel.${value}`) }))}
                    onChange={(value) => setChannel(value ?? null)}
                  />
                )}
              </Field>
              <Field label={t("sim.region")} hint={t("sim.regionHint")}>
                {(id) => (
                  <AutoComplete
                    id={id}
                    value={region}
                    options={regions}
                    showSearch={{ filterOption: true }}
                    onChange={setRegion}
                  />
                )}
              </Field>
              {groups.length > 0 ? (
                <Field label={t("sim.grouped")} hint={t("sim.groupedHint")}>
                  {(id) => <Switch id={id} checked={grouped} onChange={setGrouped} />}
                </Field>
              ) : null}
            </div>
          </Panel>
        </div>
        <div className={styles.receipt}>
          <Panel title={t("sim.receipt")}>
            {lines.length === 0 ? (
              <Empty small icon={<ShoppingCartOutlined />} title={t("sim.empty")} text={t("sim.emptyText")} />
            ) : null}
            {lines.length > 0 && answer.error ? (
              <ErrorState error={answer.error} small onRetry={() => void answer.refetch()} />
            ) : null}
            {lines.length > 0 && !answer.data && !answer.error ? <Skeleton active paragraph={{ rows: 6 }} /> : null}
            {lines.length > 0 && answer.data && !answer.error ? (
              <Receipt
                answer={answer.data}
                names={Object.fromEntries(lines.map((line) => [line.key, line.title]))}
                known={promotions.data?.items ?? []}
              />
            ) : null}
          </Panel>
        </div>
      </div>
    </Page>
  );
}
