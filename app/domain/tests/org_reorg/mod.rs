//! Reorganisation plans on both engines: random plans, what they move, and that nothing happens before or without them.

mod applied;
mod moves;
mod random;
mod support;
