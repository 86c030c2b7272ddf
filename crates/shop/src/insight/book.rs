//! An insight as a workbook.

use std::io::Cursor;

use connectors::export::{Cell, XlsxWriter};
use platform::i18n::Locale;
use platform::{App, Error};
use rules::Label;

use super::model::Insight;

/// The workbook's bytes: a row a bar, after the figures.
///
/// # Errors
/// When it cannot be put together.
pub(super) fn xlsx(app: &App, insight: &Insight, locale: Locale) -> Result<Vec<u8>, Error> {
    let say = |id: &str| app.i18n.text(locale, &format!("insight-{id}"), &[]);
    let of = |label: &Label| match locale {
        Locale::ZhCn => label.zh.clone(),
        Locale::En => label.en.clone(),
    };
    let names =
        ["dimension", "value", "customers", "share", "base_customers", "base_share", "tgi", "significant", "chance"];
    let header = names.map(say);
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut book = XlsxWriter::new(&header).map_err(Error::internal)?;
    let whole = |n: u64| Cell::Whole(i64::try_from(n).unwrap_or(i64::MAX));
    let percent = |share: f64| format!("{:.2}%", share / 10.0);
    let all = say("everybody");
    let cells = [
        Cell::Text(&all),
        Cell::Empty,
        whole(insight.segment.customers),
        Cell::Empty,
        whole(insight.base.customers),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
    ];
    book.row(cells).map_err(Error::internal)?;
    for figure in &insight.figures {
        let (label, tgi) = (of(&figure.label), figure.tgi.map_or_else(String::new, |tgi| format!("{tgi:.0}")));
        let cells = [
            Cell::Text(&label),
            Cell::Empty,
            Cell::Text(&figure.segment),
            Cell::Empty,
            Cell::Text(&figure.base),
            Cell::Empty,
            Cell::Text(&tgi),
            Cell::Empty,
            Cell::Empty,
        ];
        book.row(cells).map_err(Error::internal)?;
    }
    for dimension in &insight.dimensions {
        let name = of(&dimension.label);
        for bar in &dimension.bars {
            let (label, share, base) = (of(&bar.label), percent(bar.share), percent(bar.base_share));
            let (tgi, chance) = (bar.tgi.map_or_else(String::new, |tgi| format!("{tgi:.0}")), format!("{:.4}", bar.p));
            let cells = [
                Cell::Text(&name),
                Cell::Text(&label),
                whole(bar.customers),
                Cell::Text(&share),
                whole(bar.base_customers),
                Cell::Text(&base),
                Cell::Text(&tgi),
                Cell::YesNo(bar.significant),
                Cell::Text(&chance),
            ];
            book.row(cells).map_err(Error::internal)?;
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    book.finish(&mut bytes).map_err(Error::internal)?;
    Ok(bytes.into_inner())
}
