//! `regulars openapi`: the document, to be committed and compared.

use super::{Exit, Report};
use crate::site;

pub(super) fn run(report: &Report) -> Exit {
    report.raw(site::text(&site::openapi()).as_bytes());
    Exit::Done
}
