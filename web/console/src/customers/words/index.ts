// The words of this room, a file a page.
import * as card from "./card";
import * as care from "./care";
import * as identity from "./identity";
import * as list from "./list";
import * as timeline from "./timeline";

export const zh = { ...list.zh, ...card.zh, ...timeline.zh, ...identity.zh, ...care.zh };
export const en = { ...list.en, ...card.en, ...timeline.en, ...identity.en, ...care.en };
