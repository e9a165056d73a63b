//! s
/// x
pub const VN: chrono::FixedOffset = chrono::FixedOffset::east_opt(7*3600).unwrap();
/// x
pub fn bytes(_:u64)->String{String::new()}
