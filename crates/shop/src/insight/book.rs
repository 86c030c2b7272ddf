//! An insight as a workbook.

use std::io::Cursor;

use connectors::export::{Cell, XlsxWriter};
use platform::i18n::Locale;
use platform::{App, Error};
use rules::{Decimal, Label};

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
    // Shares are in hundredths, as the header says: numbers, so that a workbook can sort and sum them.
    let number = |text: &str| {
        Decimal::read(text).map_or(Cell::Empty, |found| match found.0 % Decimal::SCALE {
            0 => Cell::Whole(found.0 / Decimal::SCALE),
            _ => Cell::Money(found.0, 4),
        })
    };
    let percent = |share: f64| number(&format!("{:.2}", share / 10.0));
    let index = |tgi: Option<f64>| tgi.map_or(Cell::Empty, |tgi| number(&format!("{tgi:.0}")));
    let (yes, no) = match locale {
        Locale::ZhCn => ("是", "否"),
        Locale::En => ("yes", "no"),
    };
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
        let label = of(&figure.label);
        let cells = [
            Cell::Text(&label),
            Cell::Empty,
            number(&figure.segment),
            Cell::Empty,
            number(&figure.base),
            Cell::Empty,
            index(figure.tgi),
            Cell::Empty,
            Cell::Empty,
        ];
        book.row(cells).map_err(Error::internal)?;
    }
    for dimension in &insight.dimensions {
        let name = of(&dimension.label);
        for bar in &dimension.bars {
            let label = of(&bar.label);
            let cells = [
                Cell::Text(&name),
                Cell::Text(&label),
                whole(bar.customers),
                percent(bar.share),
                whole(bar.base_customers),
                percent(bar.base_share),
                index(bar.tgi),
                Cell::Text(if bar.significant { yes } else { no }),
                number(&format!("{:.4}", bar.p)),
            ];
            book.row(cells).map_err(Error::internal)?;
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    book.finish(&mut bytes).map_err(Error::internal)?;
    Ok(bytes.into_inner())
}
