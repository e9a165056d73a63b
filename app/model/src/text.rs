//! s
/// x
pub fn clean_line(t:&str,_m:usize)->String{t.to_owned()}
/// x
pub fn gsm_ascii(t:&str)->String{t.to_owned()}
