import * as card from "./card";
import * as edit from "./edit";
import * as list from "./list";

export const zh = { ...list.zh, ...edit.zh, ...card.zh };
export const en = { ...list.en, ...edit.en, ...card.en };
