// 人群模板: crowds ready to be used, each with why one would want it.
import { CheckCircleFilled, SearchOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Input, Segmented, Skeleton } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type CountAnswer, type Recipe, useGet } from "../../api";
import { useCan } from "../../app/session";
import { AsOf, Empty, Loaded, Page, Panel, useFormat, useLabel, useQueryState, useSeen } from "../../kit";
import { RecipeDrawer } from "./RecipeDrawer";
import styles from "./Recipes.module.css";
import { SettingsDrawer } from "./SettingsDrawer";
import { type Counts, useCounts } from "./useCounts";

const GROUPS = ["automatic", "relationship", "recipe"] as const;

const fits = (recipe: Recipe, asked: string): boolean =>
  [recipe.label, recipe.why, recipe.sentence].some(({ zh, en }) => `${zh} ${en}`.toLowerCase().includes(asked));

/** Before it is known, a recipe stands behind those of whom it is. */
const sizeOf = (counts: Counts, { key }: Recipe): number => counts.get(key)?.customers ?? -1;

export default function Recipes() {
  const { t } = useTranslation(["recipes", "app"]);
  const can = useCan();
  const { query, set } = useQueryState();
  const recipes = useGet<{ items: Recipe[] }>("/recipes");
  const [settings, setSettings] = useState(false);
  const { counts, want } = useCounts();
  const bySize = query.sort === "size";
  const items = recipes.data?.items;
  // In the order of size, those out of sight count too.
  useEffect(() => {
    if (bySize && items) want(items);
  }, [bySize, items, want]);
  const open = items?.find((one) => one.key === query.recipe) ?? null;
  const asked = (query.q ?? "").trim().toLowerCase();
  return (
    <Page
      title={t("app:page.recipes")}
      sentence={items ? t("sentence", { count: items.length }) : recipes.error ? undefined : null}
      actions={
        <Button icon={<SettingOutlined />} onClick={() => setSettings(true)}>
          {t("settings")}
        </Button>
      }
    >
      <div className={styles.row}>
        <Input
          className={styles.search}
          size="large"
          allowClear
          prefix={<SearchOutlined aria-hidden />}
          aria-label={t("search")}
          placeholder={t("search")}
          value={query.q ?? ""}
          onChange={(event) => set({ q: event.target.value })}
        />
        <Segmented<"own" | "size">
          aria-label={t("sort.label")}
          value={bySize ? "size" : "own"}
          options={[
            { value: "own", label: t("sort.own") },
            { value: "size", label: t("sort.size") },
          ]}
          onChange={(sort) => set({ sort: sort === "size" ? sort : null })}
        />
      </div>
      <Loaded
        query={recipes}
        waiting={
          <Panel>
            <Skeleton active paragraph={{ rows: 10 }} />
          </Panel>
        }
      >
        {({ items }) => {
          const found = asked ? items.filter((one) => fits(one, asked)) : items;
          if (found.length === 0)
            return (
              <Panel>
                <Empty
                  icon={<SearchOutlined />}
                  title={t("nothing")}
                  text={t("nothingText")}
                  action={
                    can("segments.write") ? (
                      <Link to="/segments/new">
                        <Button type="primary">{t("own")}</Button>
                      </Link>
                    ) : null
                  }
                />
              </Panel>
            );
          return GROUPS.map((group) => {
            const of = found.filter((one) => one.group === group);
            if (bySize) of.sort((a, b) => sizeOf(counts, b) - sizeOf(counts, a));
            if (of.length === 0) return null;
            return (
              <section key={group}>
                <h2 className={styles.title}>{t(`group.${group}`)}</h2>
                <p className={styles.text}>{t(`groupText.${group}`)}</p>
                <ul className={group === "relationship" ? `${styles.cards} ${styles.dense}` : styles.cards}>
                  {of.map((recipe) => (
                    <Card
                      key={recipe.key}
                      recipe={recipe}
                      count={counts.get(recipe.key)}
                      want={want}
                      onOpen={() => set({ recipe: recipe.key })}
                    />
                  ))}
                </ul>
              </section>
            );
          });
        }}
      </Loaded>
      <RecipeDrawer recipe={open} onClose={() => set({ recipe: null })} />
      <SettingsDrawer open={settings} onClose={() => setSettings(false)} />
    </Page>
  );
}

interface CardProps {
  recipe: Recipe;
  /** Undefined until it is answered, null where it cannot be said. */
  count: CountAnswer | null | undefined;
  want: (recipes: Recipe[]) => void;
  onOpen: () => void;
}

function Card({ recipe, count, want, onOpen }: CardProps) {
  const { t } = useTranslation("recipes");
  const f = useFormat();
  const label = useLabel();
  const { place, seen } = useSeen<HTMLLIElement>();
  useEffect(() => {
    if (seen) want([recipe]);
  }, [seen, want, recipe]);
  return (
    <li className={styles.card} ref={place}>
      <button type="button" className={styles.open} onClick={onOpen}>
        {label(recipe.label)}
      </button>
      <p className={styles.why}>{label(recipe.why)}</p>
      <p className={styles.rule}>{label(recipe.sentence)}</p>
      <p className={styles.foot}>
        {count === null ? null : count ? (
          <span>
            <strong className={styles.count}>{t("count", { value: f.count(count.customers) })}</strong>{" "}
            <AsOf at={count.at} />
          </span>
        ) : (
          <span aria-hidden>…</span>
        )}
        {recipe.in_use ? (
          <span className={styles.used}>
            <CheckCircleFilled aria-hidden /> {t("inUse")}
          </span>
        ) : null}
      </p>
    </li>
  );
}
