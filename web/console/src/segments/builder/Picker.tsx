// The catalogue: search for a condition by any word, or walk through the headings. A combobox by the book: the letters
// stay in the box, the arrows move through the answers, Enter adds.
import { SearchOutlined } from "@ant-design/icons";
import { Modal } from "antd";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAsOf, useFormat, useLabel } from "../../kit";
import { usePhone } from "../../theme/width";
import { useBuilder } from "./context";
import { type Entry, headingsOf, OWN_HEADINGS, search } from "./entries";
import styles from "./Picker.module.css";
import type { Node } from "./tree";

interface Props {
  open: boolean;
  onClose: () => void;
  entries: Entry[];
  onPick: (node: Node) => void;
}

export function Picker({ open, onClose, entries, onPick }: Props) {
  const { t } = useTranslation("builder");
  const phone = usePhone();
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      destroyOnHidden
      width={760}
      style={{ top: phone ? 12 : 72 }}
      styles={{ container: { padding: 0, overflow: "hidden" } }}
      title={<span className="unseen">{t("picker.title")}</span>}
    >
      <Finder
        entries={entries}
        onPick={(entry) => {
          onPick(entry.make());
          onClose();
        }}
      />
    </Modal>
  );
}

function Finder({ entries, onPick }: { entries: Entry[]; onPick: (entry: Entry) => void }) {
  const { t } = useTranslation("builder");
  const label = useLabel();
  const { catalogue } = useBuilder();
  const id = useId();
  const headings = useMemo(
    () => [
      ...headingsOf(catalogue).map((one) => ({ key: one.value, words: label(one.label) })),
      ...OWN_HEADINGS.map((key) => ({ key, words: t(`picker.heading.${key}`) })),
    ],
    [catalogue, label, t],
  );
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const found = useMemo(() => {
    const hits = search(entries, text);
    return headings.flatMap(({ key }) => hits.filter((entry) => entry.heading === key));
  }, [entries, text, headings]);
  const here = Math.min(at, found.length - 1);
  useEffect(() => {
    const timer = setTimeout(() => box.current?.focus(), 60);
    return () => clearTimeout(timer);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place in the list is the reason to scroll
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [here]);
  const press = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (by) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(found.length - 1, here + by)));
    }
    const entry = found[here];
    if (event.key === "Enter" && !event.nativeEvent.isComposing && entry) {
      // The focus goes back to the button that opened this; the key must not press it again.
      event.preventDefault();
      onPick(entry);
    }
  };
  return (
    <div>
      <div className={styles.top}>
        <SearchOutlined aria-hidden />
        <input
          ref={box}
          className={styles.box}
          role="combobox"
          aria-expanded
          aria-controls={`${id}list`}
          aria-activedescendant={found[here] ? `${id}${here}` : undefined}
          aria-label={t("picker.search")}
          placeholder={t("picker.search")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div
        ref={list}
        className={styles.list}
        role="listbox"
        id={`${id}list`}
        aria-label={t("picker.title")}
        tabIndex={-1}
      >
        {found.length === 0 ? <p className={styles.none}>{t("picker.nothing", { text })}</p> : null}
        {headings.map(({ key: heading, words }) => {
          const hits = found.filter((entry) => entry.heading === heading);
          if (hits.length === 0) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
            <div key={heading} role="group" aria-labelledby={`${id}${heading}`} className={styles.group}>
              <div id={`${id}${heading}`} className={styles.heading} role="presentation">
                {words}
              </div>
              <div className={styles.options} role="presentation">
                {hits.map((entry) => {
                  const index = found.indexOf(entry);
                  return (
                    <Choice
                      key={entry.key}
                      id={`${id}${index}`}
                      entry={entry}
                      chosen={index === here}
                      onAt={() => setAt(index)}
                      onPick={() => onPick(entry)}
                    />
                  );
                })}
              </div>
            </div>
          );
        })}
      </div>
      <div className={styles.foot}>{t("picker.keys")}</div>
    </div>
  );
}

interface ChoiceProps {
  id: string;
  entry: Entry;
  chosen: boolean;
  onAt: () => void;
  onPick: () => void;
}

/** A condition by its name, with a line of what it counts or how many are in it. */
function Choice({ id, entry, chosen, onAt, onPick }: ChoiceProps) {
  const { t, i18n } = useTranslation("builder");
  const f = useFormat();
  const asOf = useAsOf();
  const label = useLabel();
  const key: string = `about.${entry.about}`;
  const about = entry.size
    ? `${t("about.size", { value: f.count(entry.size.count) })} · ${asOf(entry.size.at)}`
    : entry.about && i18n.exists(key, { ns: "builder" })
      ? t(key as "about.is_deals")
      : "";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keyboard
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-describedby={about ? `${id}about` : undefined}
      className={styles.option}
      onMouseMove={onAt}
      onClick={onPick}
    >
      <span className={styles.line}>
        <span className={styles.name}>{label(entry.label)}</span>
        {entry.hint ? <span className={styles.hint}>{label(entry.hint)}</span> : null}
      </span>
      {about ? (
        <span id={`${id}about`} className={styles.about} aria-hidden>
          {about}
        </span>
      ) : null}
    </div>
  );
}
