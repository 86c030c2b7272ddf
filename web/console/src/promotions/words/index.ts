import * as pages from "./pages";
import * as settings from "./settings";
import * as terms from "./terms";

export const zh = { ...pages.zh, ...terms.zh, ...settings.zh };
export const en = { ...pages.en, ...terms.en, ...settings.en };
