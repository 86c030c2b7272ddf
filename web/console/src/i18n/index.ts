// The words of the console in 简体中文 and English.
//
// Each room keeps its words in src/<room>/words.ts (a large one in src/<room>/words/, a file a page) as `zh` and `en` with
// the same keys (a test compares them) and is
// listed in rooms.ts under its namespace; a component then says `const { t } = useTranslation("customers")`.
// Words that several rooms share (buttons, states, channels, roles) are in src/i18n/common.ts.
// Plurals: English has `x_one` and `x_other`, Chinese `x_other` alone.
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { setLanguage } from "../api";
import { rooms } from "./rooms";

export type Locale = "zh-CN" | "en";
type Rooms = typeof rooms;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: { [R in keyof Rooms]: Rooms[R]["zh"] };
    returnNull: false;
  }
}

const key = "regulars.locale";

function remembered(): Locale {
  const value = localStorage.getItem(key);
  if (value === "zh-CN" || value === "en") return value;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

function bundle(language: "zh" | "en") {
  return Object.fromEntries(Object.entries(rooms).map(([room, words]) => [room, words[language]]));
}

export function startWords(): void {
  i18next.use(initReactI18next).init({
    lng: remembered(),
    fallbackLng: "en",
    supportedLngs: ["zh-CN", "en"],
    defaultNS: "common",
    ns: Object.keys(rooms),
    resources: { "zh-CN": bundle("zh"), en: bundle("en") },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  settle(i18next.language as Locale);
  i18next.on("languageChanged", (tag) => settle(tag as Locale));
}

function settle(locale: Locale): void {
  document.documentElement.lang = locale;
  setLanguage(locale);
}

export function speak(locale: Locale): void {
  localStorage.setItem(key, locale);
  if (i18next.language !== locale) void i18next.changeLanguage(locale);
}
