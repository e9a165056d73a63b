//! How values are shown and read: dates, numbers, money, shares, masks. All texts are
//! Vietnamese; all times are those of Vietnam.

mod mask;
mod number;
mod parse;
mod time;

pub use mask::{mask_email, mask_id_number, mask_name, mask_phone};
pub use number::{bytes, decimal, money, number, percent, percent_of_shares, shares};
pub use parse::{DateError, date_from_parts, parse_date, parse_time};
pub use time::{VN, at_minute, date, date_time, day_range, due_long, instant, local, local_date, local_minute, time, time_date, time_of_day, weekday};
