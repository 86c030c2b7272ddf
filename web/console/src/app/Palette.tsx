// ⌘K: one box that finds a customer, an order, a product or a page. A combobox by the book: the letters stay in the
// box, the arrows move through the answers, Enter opens.
import { FileTextOutlined, SearchOutlined, ShoppingOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { type KeyboardEvent, type ReactNode, useDeferredValue, useEffect, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type SearchAnswer, useGet } from "../api";
import { Money } from "../kit";
import { usePhone } from "../theme/width";
import styles from "./Palette.module.css";
import { pages } from "./rooms";
import { useCan, useKeepShops } from "./session";

interface Hit {
  key: string;
  group: "pages" | "customers" | "orders" | "products";
  icon: ReactNode;
  title: string;
  detail?: ReactNode;
  to: string;
}

const mac = navigator.platform.toLowerCase().includes("mac");

export function Palette() {
  const { t } = useTranslation("app");
  const phone = usePhone();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOpen((was) => !was);
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  return (
    <>
      {phone ? (
        <Button type="text" icon={<SearchOutlined />} aria-label={t("searchAll")} onClick={() => setOpen(true)} />
      ) : (
        <button type="button" className={styles.opener} onClick={() => setOpen(true)}>
          <SearchOutlined aria-hidden />
          <span>{t("searchAll")}</span>
          <kbd>{mac ? "⌘K" : "Ctrl K"}</kbd>
        </button>
      )}
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        closable={false}
        destroyOnHidden
        width={640}
        style={{ top: phone ? 12 : 96 }}
        styles={{ container: { padding: 0, overflow: "hidden" } }}
        title={<span className="unseen">{t("searchAll")}</span>}
      >
        <Finder close={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function useHits(text: string): { hits: Hit[]; busy: boolean } {
  const { t } = useTranslation("app");
  const can = useCan();
  const known = useMemo(() => new Set(pages.map((page) => page.path)), []);
  const query = useDeferredValue(text.trim());
  const answer = useGet<SearchAnswer>("/search", { q: query }, { enabled: query.length > 0, keep: true });
  const hits = useMemo(() => {
    const found: Hit[] = [];
    const data = query ? answer.data : undefined;
    for (const c of data?.customers ?? [])
      found.push({
        key: `c${c.id}`,
        group: "customers",
        icon: <UserOutlined />,
        title: c.nick ?? c.name ?? c.mobile ?? c.id,
        detail: [c.name, c.mobile, c.city].filter(Boolean).join(" · "),
        to: `/customers/${c.id}`,
      });
    for (const o of data?.orders ?? [])
      found.push({
        key: `o${o.id}`,
        group: "orders",
        icon: <FileTextOutlined />,
        title: o.number,
        detail: (
          <>
            {o.customer} · <Money value={o.paid ?? o.total} />
          </>
        ),
        to: `/orders?order=${o.id}`,
      });
    for (const p of data?.products ?? [])
      found.push({
        key: `p${p.id}`,
        group: "products",
        icon: <ShoppingOutlined />,
        title: p.title,
        detail: <Money value={p.price} />,
        to: `/products?product=${p.id}`,
      });
    const asked = query.toLowerCase();
    for (const page of pages) {
      if ((page.hidden && !page.findable) || (page.permission && !can(page.permission))) continue;
      const title = t(`page.${page.key}` as "page.overview");
      if (asked && !title.toLowerCase().includes(asked) && !page.path.includes(asked)) continue;
      found.push({ key: page.path, group: "pages", icon: page.icon, title, to: page.path });
    }
    return found.filter((hit) => hit.group === "pages" || known.has(`/${hit.to.split(/[/?]/)[1]}`));
  }, [answer.data, query, t, can, known]);
  return { hits, busy: answer.isFetching || query !== text.trim() };
}

function Finder({ close }: { close: () => void }) {
  const { t } = useTranslation("app");
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const go = useNavigate();
  const keep = useKeepShops();
  const id = useId();
  const { hits, busy } = useHits(text);
  const here = Math.min(at, Math.max(hits.length - 1, 0));

  const open = (hit: Hit | undefined) => {
    if (!hit) return;
    close();
    go(keep(hit.to));
  };
  const press = (event: KeyboardEvent) => {
    // Letters that an input method is still composing are not ours.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = (here + step + hits.length) % Math.max(hits.length, 1);
      setAt(next);
      document.getElementById(`${id}${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") open(hits[here]);
  };

  const titles = {
    pages: t("searchPages"),
    customers: t("searchCustomers"),
    orders: t("searchOrders"),
    products: t("searchProducts"),
  };
  return (
    <div>
      <div className={styles.box}>
        <SearchOutlined aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: the reader has just asked for this box
          autoFocus
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={`${id}list`}
          aria-activedescendant={hits.length > 0 ? `${id}${here}` : undefined}
          aria-label={t("searchAll")}
          placeholder={t("searchHint")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div id={`${id}list`} role="listbox" aria-label={t("searchAll")} className={styles.hits}>
        {(["customers", "orders", "products", "pages"] as const).map((group) => {
          const some = hits.map((hit, index) => ({ hit, index })).filter(({ hit }) => hit.group === group);
          return some.length === 0 ? null : (
            // biome-ignore lint/a11y/useSemanticElements: a group of options inside a list box
            <div key={group} role="group" aria-label={titles[group]}>
              <div className={styles.group} aria-hidden>
                {titles[group]}
              </div>
              {some.map(({ hit, index }) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the box above holds the keyboard
                // biome-ignore lint/a11y/useFocusableInteractive: pointed at by aria-activedescendant
                <div
                  key={hit.key}
                  id={`${id}${index}`}
                  role="option"
                  aria-selected={index === here}
                  className={index === here ? `${styles.hit} ${styles.here}` : styles.hit}
                  onMouseMove={() => setAt(index)}
                  onClick={() => open(hit)}
                >
                  <span className={styles.icon} aria-hidden>
                    {hit.icon}
                  </span>
                  <span className={styles.title}>{hit.title}</span>
                  {hit.detail ? <span className={styles.detail}>{hit.detail}</span> : null}
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {hits.length === 0 && !busy ? <p className={styles.nothing}>{t("searchNothing", { text })}</p> : null}
      <div className={styles.foot}>{t("searchKeys")}</div>
    </div>
  );
}
