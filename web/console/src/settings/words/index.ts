// The words of this room, a file a page.
import * as account from "./account";
import * as audit from "./audit";
import * as business from "./business";
import * as care from "./care";
import * as eventProperties from "./eventProperties";
import * as fields from "./fields";
import * as jobs from "./jobs";
import * as keys from "./keys";
import * as people from "./people";
import * as shops from "./shops";

export const zh = {
  ...business.zh,
  ...shops.zh,
  ...fields.zh,
  ...eventProperties.zh,
  ...people.zh,
  ...keys.zh,
  ...care.zh,
  ...audit.zh,
  ...jobs.zh,
  ...account.zh,
};
export const en = {
  ...business.en,
  ...shops.en,
  ...fields.en,
  ...eventProperties.en,
  ...people.en,
  ...keys.en,
  ...care.en,
  ...audit.en,
  ...jobs.en,
  ...account.en,
};
