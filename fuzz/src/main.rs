//! Writes the seeds into the corpus that libFuzzer starts from: `cargo run --bin seeds`.

use std::path::Path;
use std::{fs, io};

use shopkit_fuzz::{bodies, seeds};

fn main() -> io::Result<()> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (target, _) in bodies::TARGETS {
        let folder = project.join("fuzz/corpus").join(target);
        fs::create_dir_all(&folder)?;
        for (number, seed) in seeds::of(target, &project).iter().enumerate() {
            fs::write(folder.join(format!("seed-{number}")), seed)?;
        }
    }
    Ok(())
}
