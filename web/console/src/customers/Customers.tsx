// 客户列表: everybody that the shop knows, the most recent deal first.
import { ImportOutlined, TeamOutlined } from "@ant-design/icons";
import { Button, Select, Tabs, Tooltip } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { type CustomerCounts, type CustomerRow, useGet } from "../api";
import { FirstImport } from "../app/FirstImport";
import { useCan, useKeepShops, useSession, useShops } from "../app/session";
import { DataList, FilterBar, Page, Panel, useFormat, useQueryState } from "../kit";
import { remembered } from "../kit/ColumnChooser";
import { usePhone } from "../theme/width";
import { Bulk } from "./Bulk";
import styles from "./Customers.module.css";
import { useCustomerColumns } from "./columns";
import { Export } from "./ExportDrawer";
import { Chips, MoreFilters } from "./Filters";
import { FILTERS, listParams, SORTS, TABS, type Tab, withShops } from "./query";
import { Views } from "./Views";

export default function Customers() {
  const { t } = useTranslation(["customers", "app", "common"]);
  const f = useFormat();
  const can = useCan();
  const go = useNavigate();
  const keep = useKeepShops();
  const phone = usePhone();
  const { shop } = useShops();
  const { business } = useSession();
  const { query, set, clear } = useQueryState();
  const columns = useCustomerColumns();
  const [chosen, setChosen] = useState<string[] | undefined>(() => remembered("customers") ?? undefined);
  const [selected, setSelected] = useState<string[]>([]);

  const asked = useMemo(() => listParams(query, business.time_zone), [query, business.time_zone]);
  const params = useMemo(() => withShops(asked, shop), [asked, shop]);
  const counts = useGet<CustomerCounts>("/customers/counts", { shop }, { keep: true });
  const tab: Tab = TABS.find((one) => one === query.tab) ?? "all";
  const narrowed = Boolean(query.q || FILTERS.some((key) => query[key]));
  const here = counts.data?.[tab];
  const nobody = counts.data?.all === 0;

  const sentence = useSentence(counts);

  return (
    <Page
      title={t("app:page.customers")}
      sentence={sentence}
      actions={
        nobody ? null : (
          <>
            {can("customers.export") ? (
              <Export ids={selected} params={params} listed={narrowed ? undefined : here} />
            ) : null}
            {can("imports.write") ? (
              <Link to={keep("/imports")}>
                <Button type="primary" icon={<ImportOutlined />}>
                  {t("common:import")}
                </Button>
              </Link>
            ) : null}
          </>
        )
      }
    >
      <Panel flush>
        <Tabs
          className={styles.tabs}
          activeKey={tab}
          onChange={(key) => {
            set({ tab: key === "all" ? null : key, view: null });
            setSelected([]);
          }}
          items={TABS.map((key) => ({
            key,
            label: (
              <Tooltip title={t(`tabHint.${key}`)} mouseEnterDelay={0.4}>
                <span>
                  {t(`tab.${key}`)}{" "}
                  <span className={styles.size}>{counts.data ? f.shortCount(counts.data[key]) : ""}</span>
                </span>
              </Tooltip>
            ),
          }))}
        />
        <DataList<CustomerRow>
          id="customers"
          path="/customers"
          params={params}
          columns={columns}
          rowKey={(c) => c.id}
          permission="customers.read"
          onOpen={(c) => go(keep(`/customers/${c.id}`), { state: { list: window.location.search } })}
          filtered={narrowed || shop.length > 0 || (tab !== "all" && !nobody)}
          onClear={() => clear(["tab", "sort"])}
          chosen={chosen}
          onChoose={setChosen}
          selected={selected}
          onSelect={can("customers.write") || can("customers.export") ? setSelected : undefined}
          bulk={
            can("customers.write") ? (
              <Bulk
                ids={selected}
                asked={asked}
                all={
                  narrowed || here === undefined
                    ? { count: selected.length, exact: false }
                    : { count: here, exact: true }
                }
                onDone={() => setSelected([])}
              />
            ) : null
          }
          toolbar={
            <div className={styles.stack}>
              <FilterBar
                filters={[{ kind: "search", key: "q", label: t("search") }]}
                extra={
                  <>
                    <Select
                      aria-label={t("sort.label")}
                      value={query.sort ?? "last_deal_at"}
                      popupMatchSelectWidth={false}
                      variant={phone ? "outlined" : "borderless"}
                      options={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
                      onChange={(value) => set({ sort: value === "last_deal_at" ? null : value })}
                    />
                    <MoreFilters />
                    <Views
                      columns={chosen ?? columns.filter((c) => !c.hidden).map((c) => c.key)}
                      onColumns={setChosen}
                    />
                  </>
                }
              />
              <Chips />
            </div>
          }
          empty={
            <FirstImport
              icon={<TeamOutlined />}
              title={t("empty.title")}
              text={t("empty.text")}
              verb={t("empty.action")}
            />
          }
        />
      </Panel>
    </Page>
  );
}

/** How many there are and how many of them have bought; nothing when that is not known, or nobody is there. */
function useSentence(counts: { data?: CustomerCounts; error: unknown }): string | null | undefined {
  const { t } = useTranslation("customers");
  const f = useFormat();
  if (!counts.data) return counts.error ? undefined : null;
  const { all, dealt } = counts.data;
  if (all === 0) return undefined;
  const share = f.rate(Math.round((1000 * dealt) / Math.max(all, 1)));
  return t("sentence", { all: f.count(all), dealt: f.count(dealt), share });
}
