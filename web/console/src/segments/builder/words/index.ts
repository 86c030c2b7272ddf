import * as gone from "./gone";
import * as ground from "./ground";

export const zh = { ...ground.zh, ...gone.zh };
export const en = { ...ground.en, ...gone.en };
