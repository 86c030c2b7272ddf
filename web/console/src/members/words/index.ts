import * as card from "./card";
import * as edit from "./edit";
import * as goods from "./goods";
import * as list from "./list";

export const zh = { ...list.zh, ...edit.zh, ...goods.zh, ...card.zh };
export const en = { ...list.en, ...edit.en, ...goods.en, ...card.en };
