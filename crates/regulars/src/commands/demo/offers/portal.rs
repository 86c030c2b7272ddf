//! The buyers' portal: open, in the shop's colour, with a gift for whoever brings a friend.

use platform::Error;
use pricing::Words;
use shop::portal::{self, Referral, Settings};
use shop::rewards::Reward;

use super::story::Story;

/// Opens it.
pub(super) async fn open(story: &Story<'_>) -> Result<(), Error> {
    let then = story.app_before(150, 0);
    let welcome = Words {
        zh: "一片茶，一份情。会员在这里看等级、积分和礼券。".to_owned(),
        en: "Your level, points and coupons, all in one place.".to_owned(),
    };
    let referral = Referral {
        enabled: true,
        referrer: Reward::Points { points: 200 },
        newcomer: Reward::Credit { amount: 1_000, valid_days: Some(30) },
        wait_days: 7,
        most: Some(20),
    };
    let settings = Settings { enabled: true, welcome, referral, ..Settings::default() };
    let mut tx = then.db.begin().await?;
    portal::put_settings(&mut tx, &story.caller, settings, then.clock.now()).await?;
    tx.commit().await
}
