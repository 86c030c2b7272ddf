//! What is to be expected of each customer, and the file of it.

use std::path::Path;

use connectors::export::{Cell, CsvWriter, Style};
use science::lifetime::choose::naive;
use science::lifetime::{Horizon, Model};

use super::{ClvArgs, Found, histories, spenders};
use crate::commands::Exit;
use crate::commands::exit::Failure;

/// What is to be expected of each customer, in the order of those observed.
pub(super) struct Scores {
    /// Chance of still being a customer; empty for the naive guess, which knows none.
    pub(super) alive: Vec<f64>,
    /// Purchases within the days asked for.
    pub(super) purchases: Vec<f64>,
    /// The same, later ones counted less.
    pub(super) discounted: Vec<f64>,
    /// Chance of no purchase within the days asked for: what churn may be ranked by, whatever the model. Empty for the naive guess.
    pub(super) silent: Vec<f64>,
    /// What a purchase is worth; empty without a model of it.
    pub(super) worth: Vec<f64>,
}

impl Scores {
    pub(super) fn of(args: &ClvArgs, found: &Found) -> Self {
        let unit = args.unit.days();
        let time = f64::from(args.predict) / unit;
        let histories = histories(found);
        let horizon = Horizon::discounted(time, args.discount / 100.0, 365.25 / unit);
        let outlook = found.fit.as_ref().ok().and_then(|fit| fit.outlook(&histories, &[horizon]).ok());
        let worth = match &found.spend {
            Some(Ok(spend)) => spenders(&found.observed.customers).iter().map(|each| spend.expected(each)).collect(),
            _ => Vec::new(),
        };
        match outlook.and_then(|mut outlook| outlook.ahead.pop().map(|ahead| (outlook.alive, ahead))) {
            Some((alive, ahead)) => {
                let (purchases, discounted, silent) = (ahead.purchases, ahead.discounted, ahead.silent);
                Self { alive, purchases, discounted, silent, worth }
            }
            None => {
                let purchases: Vec<f64> = histories.iter().map(|history| naive(history, time)).collect();
                let discounted = purchases.clone();
                Self { alive: Vec::new(), purchases, discounted, silent: Vec::new(), worth }
            }
        }
    }

    /// Worth of what is to come, of each customer.
    pub(super) fn values(&self) -> Vec<f64> {
        self.discounted.iter().zip(&self.worth).map(|(purchases, worth)| purchases * worth).collect()
    }

    /// Writes a row a customer.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn write(&self, file: &Path, args: &ClvArgs, found: &Found) -> Result<(), Failure> {
        let failed = |cause: std::io::Error| Failure::new(Exit::Failed, format!("{}: {cause}", file.display()));
        let to = std::fs::File::create(file).map_err(failed)?;
        let mut out = CsvWriter::new(to, Style::Plain).map_err(failed)?;
        let ahead = format!("purchases_{}d", args.predict);
        let mut heads = vec!["customer", "repeats", "last", "age", "mean_repeat_spend", "alive", &ahead];
        heads.extend(["discounted_purchases", "silent", "spend_per_purchase", "value"]);
        if found.actual.is_some() {
            heads.push("purchases_held_out");
        }
        out.row(heads.iter().map(|head| Cell::Text(head))).map_err(failed)?;
        let values = self.values();
        for (at, customer) in found.observed.customers.iter().enumerate() {
            let name = usize::try_from(customer.customer).ok().and_then(|id| found.read.names.get(id));
            let (history, mean) = (customer.history, customer.mean_spend() / 100.0);
            let of = |column: &[f64]| column.get(at).map(|value| value.to_string()).unwrap_or_default();
            let mut cells = vec![
                name.cloned().unwrap_or_default(),
                history.repeats.to_string(),
                history.last.to_string(),
                history.age.to_string(),
                mean.to_string(),
                of(&self.alive),
                of(&self.purchases),
                of(&self.discounted),
                of(&self.silent),
                of(&self.worth),
                of(&values),
            ];
            if let Some(actual) = &found.actual {
                cells.push(of(actual));
            }
            out.row(cells.iter().map(|cell| Cell::Text(cell))).map_err(failed)?;
        }
        out.finish().map(|_| ()).map_err(failed)
    }
}

/// Whether the chance of being alive may rank who is about to leave.
pub(super) fn alive_ranks(model: Model) -> bool {
    model != Model::BgNbd
}
