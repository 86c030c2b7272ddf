//! The portal from the door to the deed, on both databases.

mod back;
mod deeds;
mod deliveries;
mod door;
mod groups;
mod hand_on;
mod referrals;
mod scene;
mod seen;
mod tongues;
