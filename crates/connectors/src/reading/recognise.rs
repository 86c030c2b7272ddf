//! Which export a header belongs to. Only names of columns count, never the name of the file.

use std::sync::Arc;

use super::{Confidence, Drafter, Header};

/// A known export.
pub(crate) struct Recognised {
    pub(crate) code: &'static str,
    pub(crate) name_zh: &'static str,
    pub(crate) name_en: &'static str,
    pub(crate) confidence: Confidence,
    pub(crate) make: fn(&Arc<Header>) -> Box<dyn Drafter>,
}

/// Finds the export that prints this header.
pub(crate) fn recognise(header: &Header) -> Option<Recognised> {
    [
        crate::taobao::recognise,
        crate::pinduoduo::recognise,
        crate::douyin::recognise,
        crate::jd::recognise,
        crate::youzan::recognise,
    ]
    .iter()
    .find_map(|recognise| recognise(header))
}
