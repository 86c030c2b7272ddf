//! Rules that are refused, and why.
