//! Small pictures of one line, drawn for these pages.

use maud::{Markup, PreEscaped};

/// A picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Icon {
    Card,
    Ticket,
    Coin,
    Gift,
    Person,
    Packet,
    Percent,
    Truck,
    Cake,
    Lock,
    Clock,
    Return,
    Crown,
    Star,
    Check,
    Warning,
    Onward,
    Share,
    Bag,
    Shield,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Card => "M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM3 10h18M7 15h4",
            Self::Ticket => {
                "M4 6h16a1 1 0 0 1 1 1v2.5a2.5 2.5 0 0 0 0 5V17a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-2.5a2.5 2.5 0 0 0 0-5V7a1 1 0 0 1 1-1zM14 6v2M14 11v2M14 16v2"
            }
            Self::Coin => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5l1.4 2.9 3.1.4-2.3 2.2.6 3.1-2.8-1.5-2.8 1.5.6-3.1-2.3-2.2 3.1-.4z"
            }
            Self::Gift => {
                "M4 11h16v8a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zM3 7h18v4H3zM12 7v13M12 7C9 7 7 6 7 4.5A1.5 1.5 0 0 1 8.5 3C10.5 3 12 5 12 7zM12 7c3 0 5-1 5-2.5A1.5 1.5 0 0 0 15.5 3C13.5 3 12 5 12 7z"
            }
            Self::Person => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20a7.5 7.5 0 0 1 15 0",
            Self::Packet => {
                "M6 3h12a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM5 7c4 3.5 10 3.5 14 0M12 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"
            }
            Self::Percent => "M6 18L18 6M7.5 5.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM16.5 14.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
            Self::Truck => {
                "M3 6h11v10H3zM14 9h4l3 4v3h-7zM7 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM17.5 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"
            }
            Self::Cake => {
                "M4 20h16M5 20v-7a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v7M5 15.5c2.3 1.5 4.700 1.5 7 0 2.3 1.5 4.700 1.5 7 0M12 11V8M12 3.5c1 1.2 1.5 2 1.5 2.800a1.5 1.5 0 0 1-3 0c0-.8.5-1.6 1.5-2.800z"
            }
            Self::Lock => {
                "M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1zM8 11V8a4 4 0 0 1 8 0v3"
            }
            Self::Clock => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 8v4.5l3 2",
            Self::Return => "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
            Self::Crown => "M4 8l4 4 4-7 4 7 4-4-1.5 11h-13z",
            Self::Star => {
                "M12 3.5l2.6 5.400 5.900.8-4.3 4.100 1.100 5.900-5.3-2.900-5.3 2.900 1.100-5.900L3.5 9.700l5.900-.8z"
            }
            Self::Check => "M5 12.5l4.5 4.5L19 7.5",
            Self::Warning => "M12 4l9 16H3zM12 10v4.5M12 17.2v.3",
            Self::Onward => "M9 5l7 7-7 7",
            Self::Share => {
                "M12 15V4M8 7.5L12 3.5l4 4M6 12H5a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-6a1 1 0 0 0-1-1h-1"
            }
            Self::Bag => "M6 8h12l1 12H5zM9 8V7a3 3 0 0 1 6 0v1",
            Self::Shield => "M12 3l7.5 3v5.5c0 4.5-3 8-7.5 9.5-4.5-1.5-7.5-5-7.5-9.5V6zM9 12l2.2 2.2L15.5 10",
        }
    }
}

/// The picture, as large as the text around it.
pub(super) fn icon(icon: Icon) -> Markup {
    PreEscaped(format!(
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\"><path d=\"{}\"/></svg>",
        icon.path()
    ))
}
