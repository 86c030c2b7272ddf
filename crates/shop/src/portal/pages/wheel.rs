//! The wheel of a draw: equal fields, one a prize and one for none. Which field it stops at was decided before it turns.

use std::f64::consts::TAU;

use maud::{Markup, html};

use super::raw;

/// Whole turns before it stops.
const TURNS: f64 = 5.0;

/// The wheel with these fields. `stop` lets it turn and stop at that field.
pub(super) fn wheel(fields: &[String], stop: Option<usize>, label: &str) -> Markup {
    let count = fields.len().max(2);
    let part = TAU / count as f64;
    let point = |angle: f64, radius: f64| (100.0 + radius * angle.sin(), 100.0 - radius * angle.cos());
    let mut parts = String::new();
    for (at, name) in fields.iter().enumerate() {
        let (begin, end) = (part * (at as f64 - 0.5), part * (at as f64 + 0.5));
        let ((x1, y1), (x2, y2)) = (point(begin, 92.0), point(end, 92.0));
        let large = u8::from(part > TAU / 2.0);
        parts.push_str(&format!(
            "<path class=\"field f{}\" d=\"M100 100L{x1:.2} {y1:.2}A92 92 0 {large} 1 {x2:.2} {y2:.2}z\"/>",
            at % 2
        ));
        let mut short: String = name.chars().take(6).collect();
        if name.chars().count() > 6 {
            short.push('…');
        }
        let degrees = (part * at as f64).to_degrees();
        let text = html! { (short) }.into_string();
        parts.push_str(&format!("<text transform=\"rotate({degrees:.2} 100 100)\" x=\"100\" y=\"34\">{text}</text>"));
    }
    let turn = stop.map(|at| {
        let to = TURNS * 360.0 - (part * at as f64).to_degrees();
        format!(
            "<animateTransform attributeName=\"transform\" type=\"rotate\" from=\"0 100 100\" to=\"{to:.2} 100 100\" \
             dur=\"3.2s\" calcMode=\"spline\" keyTimes=\"0;1\" keySplines=\"0.12 0.75 0.2 1\" fill=\"freeze\"/>"
        )
    });
    html! {
        svg.wheel viewBox="0 0 200 206" role="img" aria-label=(label) {
            circle.rim cx="100" cy="100" r="97" {}
            g { (raw(parts)) (raw(turn.unwrap_or_default())) }
            circle.hub cx="100" cy="100" r="15" {}
            path.needle d="M100 20l-9-20h18z" {}
        }
    }
}
