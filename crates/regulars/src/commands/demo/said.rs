//! What people say of themselves when they sign up or get a card: their answers to the shop's own questions, which stand in
//! fields of its own, and whether they may be written to.

use connectors::drafts::PersonDraft;
use platform::db::Tx;
use platform::http::Caller;
use platform::{App, Error, Instant};
use serde_json::Value as Json;
use shop::care::{self, Consent, ConsentChannel, ConsentState, Purpose};
use shop::fields::{self, FieldType, NewField};
use shop::shops::{Channel, Shop};

use crate::demo::traits::{AGREES, BUDGET, COMPANY, CUPS, GIFTS_FOR, TASTE, TASTES};

/// The questions: key, what people call it, what it holds.
const FIELDS: [(&str, &str, FieldType); 5] = [
    (TASTE, "喜欢的茶味", FieldType::OneOf),
    (CUPS, "每天喝几杯", FieldType::Number),
    (GIFTS_FOR, "常送茶给", FieldType::Tags),
    (BUDGET, "送礼预算", FieldType::Money),
    (COMPANY, "企业采购", FieldType::YesNo),
];

/// Makes the fields that the answers stand in.
pub(super) async fn open(tx: &mut Tx, app: &App, caller: &Caller) -> Result<(), Error> {
    for (key, name, kind) in FIELDS {
        let options = if key == TASTE { TASTES.map(str::to_owned).to_vec() } else { Vec::new() };
        let new = NewField { key: Some(key.to_owned()), name: name.to_owned(), r#type: kind, options };
        fields::create(tx, app, caller, new).await?;
    }
    Ok(())
}

/// What one person said, and when.
pub(super) struct Answers {
    at: i64,
    said: Vec<(String, Json)>,
}

impl Answers {
    /// What `person` says, at `otherwise` when she says no time.
    pub(super) fn of(person: &PersonDraft, otherwise: i64) -> Self {
        let said = person.traits.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        Self { at: person.registered_at.unwrap_or(otherwise), said }
    }
}

/// Writes answers down, each with the profile of whoever gave it.
pub(super) async fn keep(tx: &mut Tx, app: &App, place: &Shop, given: Vec<(i64, Answers)>) -> Result<(), Error> {
    let (mut answers, mut consents) = (Vec::new(), Vec::new());
    for (profile_id, Answers { at, said }) in given {
        for (key, value) in said {
            match value {
                Json::Bool(agrees) if key == AGREES => consents.push((profile_id, consent(place, agrees, at))),
                value => answers.push(fields::Said { profile_id, key, value, at, rank: 0 }),
            }
        }
    }
    fields::take_in(tx, app, &place.name, &answers).await?;
    care::record_consents(tx, app, &consents, app.clock.now()).await
}

/// The word of somebody who was asked whether she may be written to.
fn consent(place: &Shop, agrees: bool, at: i64) -> Consent {
    let till = place.channel == Channel::Pos;
    Consent {
        purpose: Purpose::Marketing,
        channel: if till { ConsentChannel::Sms } else { ConsentChannel::Any },
        state: if agrees { ConsentState::Granted } else { ConsentState::Refused },
        evidence: Some(if till { "门店办卡时当面询问" } else { "官网注册页的勾选框" }.to_owned()),
        source: Some(place.name.clone()),
        at: Some(Instant(at)),
    }
}
