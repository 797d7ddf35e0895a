#![no_main]

use libfuzzer_sys::fuzz_target;
use shopkit_fuzz::bodies;

fuzz_target!(|data: &[u8]| bodies::values(data));
