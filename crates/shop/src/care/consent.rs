//! What may be sent to whom: consent by purpose and channel, the black list, and why.

use super::{Consent, ConsentChannel, ConsentState, Purpose, Reachable};

/// The state that stands for a purpose on a channel: the channel's own word, else the word for any channel.
#[must_use]
pub fn state(consents: &[Consent], purpose: Purpose, channel: ConsentChannel) -> ConsentState {
    let said = |channel: ConsentChannel| {
        consents
            .iter()
            .find(|consent| consent.purpose == purpose && consent.channel == channel)
            .map(|consent| consent.state)
            .filter(|state| *state != ConsentState::Unknown)
    };
    said(channel).or_else(|| said(ConsentChannel::Any)).unwrap_or(ConsentState::Unknown)
}

/// Whether a message for `purpose` may go out on `channel`, and the text that says why (`care-reason-<code>`).
///
/// Advertising needs a yes. Service messages belong to the contract and stop only at a no. The black list stops
/// advertising, and nothing reaches somebody without an address.
#[must_use]
pub fn may_send(
    consents: &[Consent],
    blacklisted: bool,
    reachable: Reachable,
    purpose: Purpose,
    channel: ConsentChannel,
) -> (bool, &'static str) {
    let has_address = match channel {
        ConsentChannel::Sms | ConsentChannel::Phone => reachable.mobile,
        ConsentChannel::Email => reachable.email,
        ConsentChannel::Wecom => reachable.wecom,
        ConsentChannel::Any => reachable.mobile || reachable.email || reachable.wecom,
    };
    match (purpose, state(consents, purpose, channel)) {
        _ if !has_address => (false, "no_address"),
        (Purpose::Marketing, _) if blacklisted => (false, "blacklisted"),
        (_, ConsentState::Refused) => (false, "refused"),
        (Purpose::Service, _) => (true, "service"),
        (_, ConsentState::Granted) => (true, "granted"),
        (_, ConsentState::Unknown) => (false, "no_consent"),
    }
}
