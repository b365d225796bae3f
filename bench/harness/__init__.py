"""The parts of the benchmark: peers, workers, start-up costs, report."""
