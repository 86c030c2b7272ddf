//! The graph of a customer: profiles around it, and the identifiers that they carry. Pure.

use connectors::identity::{self, mask};

use super::model::{Graph, Link, Node};
use crate::customers::{Known, Profile, kind_from_code};

/// An identifier's value as it may be shown to everybody. Nicks are shown by every platform; the rest is masked.
pub(super) fn masked(identifier: &Known) -> String {
    let value = identifier.value.expose();
    match identifier.kind.as_str() {
        "mobile" => mask::mobile(value),
        "email" => mask::email(value),
        "alipay_account" if value.contains('@') => mask::email(value),
        "alipay_account" => mask::mobile(value),
        "taobao_nick" | "jd_account" => value.to_owned(),
        _ => mask::text(value),
    }
}

/// `strong` or `weak`.
pub(super) fn strength(identifier: &Known) -> &'static str {
    match kind_from_code(&identifier.kind).map(identity::strength) {
        Some(identity::Strength::Strong) => "strong",
        _ => "weak",
    }
}

/// What to write on a profile.
pub(super) fn label(profile: &Profile) -> String {
    let labels = &profile.labels;
    match (&labels.nick, &labels.name) {
        (Some(nick), _) => nick.clone(),
        (None, Some(name)) => mask::name(name),
        (None, None) => profile.source.clone(),
    }
}

/// The graph, with `belongs` and `carries` for its links.
pub(super) fn graph(
    customer: i64,
    called: &str,
    profiles: &[(Profile, String)],
    identifiers: &[Known],
    belongs: &str,
    carries: &str,
) -> Graph {
    let mut graph = Graph::default();
    let centre = format!("customer-{customer}");
    let node = |id: &str, kind: &str, label: String, detail: String| Node {
        id: id.to_owned(),
        kind: kind.to_owned(),
        label,
        detail,
    };
    graph.nodes.push(node(&centre, "customer", called.to_owned(), String::new()));
    for (profile, source) in profiles {
        let id = format!("profile-{}", profile.id);
        graph.nodes.push(node(&id, "profile", label(profile), source.clone()));
        graph.links.push(Link { from: id, to: centre.clone(), reason: belongs.to_owned() });
    }
    // Profiles with the same identifier meet in one node.
    let mut met: Vec<(&Known, String)> = Vec::new();
    for identifier in identifiers {
        let same = |other: &Known| {
            (&other.kind, &other.scope, &other.value) == (&identifier.kind, &identifier.scope, &identifier.value)
        };
        let id = match met.iter().find(|(other, _)| same(other)) {
            Some((_, id)) => id.clone(),
            None => {
                let id = format!("identifier-{}", identifier.id);
                graph.nodes.push(node(&id, "identifier", masked(identifier), identifier.kind.clone()));
                met.push((identifier, id.clone()));
                id
            }
        };
        graph.links.push(Link {
            from: id,
            to: format!("profile-{}", identifier.profile_id),
            reason: carries.to_owned(),
        });
    }
    graph
}
