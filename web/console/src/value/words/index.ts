import * as card from "./card";
import * as ground from "./ground";
import * as groups from "./groups";
import * as settings from "./settings";
import * as time from "./time";
import * as worth from "./worth";

export const zh = { ...ground.zh, ...worth.zh, ...groups.zh, ...time.zh, ...settings.zh, ...card.zh };
export const en = { ...ground.en, ...worth.en, ...groups.en, ...time.en, ...settings.en, ...card.en };
