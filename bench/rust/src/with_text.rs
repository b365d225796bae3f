//! Text without the network: `measure` and `estimate` one text after the other, and `estimate_many`.
//!
//! Arguments after the mode: a file of texts (a line each), a JSON file of texts on which the peers must agree. `run N` on
//! standard input is answered with the seconds that N calls took and what was counted in them.

use std::hint::black_box;
use std::io::BufRead;
use std::time::{Duration, Instant};

use ecall::text::{Alphabet, EstimateOptions, Measure, Reference, estimate, estimate_many, measure};
use serde_json::json;

use crate::{Failure, say};

/// What was counted, and how long that took.
#[derive(Default)]
struct Counted {
    took: Duration,
    pages: usize,
    units: usize,
    gsm: usize,
}

impl Counted {
    fn add(&mut self, measure: Measure) {
        self.pages += measure.pages;
        self.units += measure.units;
        self.gsm += usize::from(measure.alphabet == Alphabet::Gsm);
    }
}

/// The worker of one of the modes, `measure`, `estimate` and `column`.
pub(crate) fn work(mode: &str) -> Result<(), Failure> {
    let mut files = std::env::args().skip(2);
    let texts = std::fs::read_to_string(files.next().ok_or("no file of texts")?)?;
    let texts: Vec<String> = texts.lines().map(str::to_owned).collect();
    let probes = std::fs::read_to_string(files.next().ok_or("no file of probes")?)?;
    let probes: Vec<String> = serde_json::from_str(&probes)?;
    match mode {
        "measure" => serve(&probes, measured, |count| one_by_one(&texts, count, measured)),
        "estimate" => serve(&probes, estimated, |count| one_by_one(&texts, count, estimated)),
        "column" => serve(&probes, measured, |count| columns(&texts, count)),
        _ => Err("usage: ecall-bench-rust text-measure|text-estimate|text-column TEXTS PROBES".into()),
    }
}

fn serve(
    probes: &[String],
    look: impl Fn(&str) -> Measure,
    run: impl Fn(usize) -> Counted,
) -> Result<(), Failure> {
    let answer = |text: &String| {
        let found = look(text);
        (found.pages, found.alphabet == Alphabet::Gsm)
    };
    let answers: Vec<_> = probes.iter().map(answer).collect();
    say(&json!({ "version": env!("CARGO_PKG_VERSION"), "answers": answers }))?;
    for line in std::io::stdin().lock().lines() {
        let Counted { took, pages, units, gsm } =
            run(line?.strip_prefix("run ").ok_or("not an order")?.parse()?);
        say(&json!({ "seconds": took.as_secs_f64(), "pages": pages, "units": units, "gsm": gsm }))?;
    }
    Ok(())
}

fn measured(text: &str) -> Measure {
    measure(text, Reference::Bits8)
}

fn estimated(text: &str) -> Measure {
    black_box(estimate(text, &EstimateOptions::default())).measure
}

/// So many texts, all of the list in turn.
fn one_by_one(texts: &[String], count: usize, call: impl Fn(&str) -> Measure) -> Counted {
    let mut counted = Counted::default();
    let start = Instant::now();
    let mut left = count;
    while left > 0 {
        let some = &texts[..left.min(texts.len())];
        for text in some {
            counted.add(call(black_box(text)));
        }
        left -= some.len();
    }
    counted.took = start.elapsed();
    counted
}

/// The three columns of a list, so many times. The strings are new each time, as they are in the other languages.
fn columns(texts: &[String], count: usize) -> Counted {
    let mut counted = Counted::default();
    for _ in 0..count {
        let texts = texts.to_vec();
        let start = Instant::now();
        let found = black_box(estimate_many(black_box(&texts), &EstimateOptions::default()));
        counted.took += start.elapsed();
        counted.pages += found.pages.iter().map(|one| *one as usize).sum::<usize>();
        counted.units += found.units.iter().map(|one| *one as usize).sum::<usize>();
        counted.gsm += found.alphabet.iter().filter(|one| **one == Alphabet::Gsm).count();
    }
    counted
}
