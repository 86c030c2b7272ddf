//! The portal from the door to the deed, on both databases.
