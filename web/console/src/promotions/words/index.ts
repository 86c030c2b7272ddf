import * as pages from "./pages";
import * as terms from "./terms";

export const zh = { ...pages.zh, ...terms.zh };
export const en = { ...pages.en, ...terms.en };
