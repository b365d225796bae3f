//! Faults by chance: which share of an account's requests meets which step.

use fastrand::Rng;
use serde::Deserialize;

/// Room for the rounding of shares that are to sum to one.
const ROUNDING: f64 = 1e-9;

/// A step of an interface's scripts.
pub(crate) trait Checked {
    /// Says what is wrong with a step, so that a mistake shows where it was made.
    fn check(&self) -> Result<(), String>;
}

/// A step and the share of requests that meet it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Share<S> {
    share: f64,
    step: S,
}

/// Says what is wrong with shares, so that a mistake shows where it was made.
pub(crate) fn check<S: Checked>(shares: &[Share<S>]) -> Result<(), String> {
    for (index, Share { share, step }) in shares.iter().enumerate() {
        if !(0.0..=1.0).contains(share) {
            return Err(format!("faults {index}: the share is not between 0 and 1"));
        }
        step.check().map_err(|problem| format!("faults {index}: {problem}"))?;
    }
    let sum: f64 = shares.iter().map(|fault| fault.share).sum();
    if sum > 1.0 + ROUNDING { Err("faults: the shares sum to more than 1".to_owned()) } else { Ok(()) }
}

/// The draws of one account: the same seed and shares draw the same steps in the same order.
pub(crate) struct Faults<S> {
    shares: Vec<Share<S>>,
    seed: u64,
    chance: Rng,
}

impl<S> Default for Faults<S> {
    fn default() -> Self {
        Self { shares: Vec::new(), seed: 0, chance: Rng::with_seed(0) }
    }
}

impl<S: Clone> Faults<S> {
    /// Takes over what is given and starts the draws anew.
    pub(crate) fn change(&mut self, shares: Option<Vec<Share<S>>>, seed: Option<u64>) {
        if shares.is_none() && seed.is_none() {
            return;
        }
        self.shares = shares.unwrap_or_else(|| std::mem::take(&mut self.shares));
        self.seed = seed.unwrap_or(self.seed);
        self.chance = Rng::with_seed(self.seed);
    }

    /// The step of the next request; none for most.
    pub(crate) fn draw(&mut self) -> Option<S> {
        if self.shares.is_empty() {
            return None;
        }
        let mut left = self.chance.f64();
        for Share { share, step } in &self.shares {
            if left < *share {
                return Some(step.clone());
            }
            left -= share;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Step;

    fn shares(list: serde_json::Value) -> Vec<Share<Step>> {
        serde_json::from_value(list).unwrap()
    }

    #[test]
    fn shares_are_kept_in_the_long_run() {
        let mut faults = Faults::<Step>::default();
        let list = serde_json::json!([
            { "share": 0.1, "step": { "fault": "reset" } },
            { "share": 0.3, "step": { "fault": "close" } },
        ]);
        faults.change(Some(shares(list)), Some(7));
        let drawn: Vec<_> =
            (0..10_000).filter_map(|_| faults.draw()).map(|step| format!("{step:?}")).collect();
        let resets = drawn.iter().filter(|step| step.contains("Some(Reset)")).count();
        assert!((900..1100).contains(&resets), "{resets}");
        assert!((2800..3200).contains(&(drawn.len() - resets)), "{}", drawn.len());
    }

    #[test]
    fn shares_that_cannot_be_are_refused() {
        let one = |share: f64| serde_json::json!({ "share": share, "step": { "fault": "reset" } });
        assert!(check(&shares(serde_json::json!([one(0.5), one(0.5)]))).is_ok());
        assert!(check(&shares(serde_json::json!([one(0.6), one(0.5)]))).is_err());
        assert!(check(&shares(serde_json::json!([one(-0.1)]))).is_err());
    }
}
