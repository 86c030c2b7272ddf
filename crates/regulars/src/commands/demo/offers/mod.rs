//! What the made-up shop gives its regulars: a membership programme with points, a mall, promotions, coupons, red packets,
//! gifts, draws and groups that buy together, a trial drawn by lot, what came of them, what its staff put on customers by hand, and the portal for all of it. Everything goes
//! through the departments' own functions, with the program's clock set to when it happened in the story.

mod coupons;
mod desk;
mod draws;
mod gifts;
mod group_buys;
mod mall;
mod members;
mod portal;
mod promotions;
mod story;
mod till;
mod trial;
mod wallet;

use platform::App;
use platform::http::Caller;
use shop::promotions::live;

use super::load::Plan;
use crate::commands::exit::Failure;
use crate::commands::serve;
use crate::demo::World;

pub(super) use members::{follow, open};
use story::Story;
pub(super) use story::{at, happened, slices};

/// The steps in the order in which the story tells them; an interrupted demo goes on with the first that was not done.
pub(super) const STEPS: usize = 10;

/// Takes the step of this number.
pub(super) async fn step(app: &App, caller: &Caller, world: &World, plan: Plan, step: usize) -> Result<(), Failure> {
    let story = Story::new(app, caller, world, plan).await?;
    match step {
        0 => members::by_hand(&story).await?,
        1 => promotions::offer(&story).await?,
        2 => coupons::issue(&story).await?,
        3 => {
            wallet::give(&story).await?;
            gifts::give(&story).await?;
        }
        4 => draws::hold(&story).await?,
        5 => mall::fill(&story).await?,
        6 => {
            till::sell(&story).await?;
            group_buys::gather(&story).await?;
        }
        7 => desk::tend(&story).await?,
        8 => trial::hold(&story).await?,
        _ => portal::open(&story).await?,
    }
    // What the departments put off until later has happened by the end of the story.
    serve::workers(app, 1).drain().await?;
    follow(app).await?;
    live::refresh(app).await?;
    Ok(())
}
