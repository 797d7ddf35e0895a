//! The targets of `fuzz/` over their seeds, over what fuzzers have found and over some changes of both: none panics.

use std::fs;
use std::path::Path;

use crate::hostile::mutate::{Dice, in_bytes};

#[path = "../../fuzz/src/bodies.rs"]
mod bodies;
#[path = "../../fuzz/src/seeds.rs"]
mod seeds;

/// How many changed inputs each target gets.
const CHANGED: u64 = 150;

fn run(target: &str) {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let body = bodies::TARGETS.iter().find(|(name, _)| *name == target).expect("a target").1;
    let mut inputs = seeds::of(target, project);
    assert!(!inputs.is_empty(), "{target} has no seeds");
    for entry in fs::read_dir(project.join("fuzz/corpus").join(target)).into_iter().flatten().flatten() {
        inputs.push(fs::read(entry.path()).expect("an input"));
    }
    for input in &inputs {
        body(input);
    }
    for number in 0..CHANGED {
        let mut dice = Dice::new(target.len() as u64, number);
        let input = inputs[dice.below(inputs.len())].clone();
        body(&in_bytes(input, true, &mut dice));
    }
}

#[test]
fn the_fast_lane_takes_any_part() {
    run("xlsx");
}

#[test]
fn text_may_be_anything() {
    run("csv");
}

#[test]
fn headers_and_values_may_be_anything() {
    run("values");
}

#[test]
fn rule_files_may_be_anything() {
    run("rules");
}

#[test]
fn queries_may_be_anything_and_change_nothing() {
    run("sql");
}
