"""The season of docs/methods.md, sections 2 to 6, in NumPy: a baseline.

    python3 -m venv /tmp/numpy && /tmp/numpy/bin/pip install numpy
    OMP_NUM_THREADS=1 /tmp/numpy/bin/python benches/baseline/season.py

Four tracks in order of preference with 50 programs each, 20 interviews at most,
the central parameters of tests/it/fixtures.rs. All seasons of a batch are
vectors; nothing is written in another language. Prints P(unmatched), its
standard error, and the time to a standard error of 0.1 points.
"""

import time
from statistics import NormalDist

import numpy as np

TRACKS, PROGRAMS, POOL, LIMIT = 4, 50, 500, 20
A, SIGMA, KAPPA, LAMBDA = -3.4, 1.0, -1.2, 0.3
RHO, SEASON, OPENNESS, LUCK = 0.6, 0.15, 0.8, 0.5
BATCH = 4096
COARSE_ERROR = 1e-3


def logistic(x):
    return 1.0 / (1.0 + np.exp(-x))


def unmatched(stream, seasons):
    """How many of `seasons` end without a match."""
    theta = stream.standard_normal((seasons, 1))
    delta = stream.standard_normal((seasons, TRACKS))
    strength = SIGMA * (np.sqrt(RHO) * theta + np.sqrt(1.0 - RHO) * delta)
    shift = strength + SEASON * stream.standard_normal((seasons, TRACKS))
    unseen = OPENNESS * stream.standard_normal((seasons, TRACKS, PROGRAMS))
    invited = stream.random((seasons, TRACKS, PROGRAMS)) < logistic(A + shift[:, :, None] + unseen)
    luck = LUCK * stream.standard_normal((seasons, 1))
    taken = logistic(KAPPA + LAMBDA * strength + luck)
    would_take = stream.random((seasons, TRACKS, PROGRAMS)) < taken[:, :, None]
    in_order = invited.reshape(seasons, TRACKS * PROGRAMS)
    attended = in_order & (np.cumsum(in_order, axis=1) <= LIMIT)
    matched = (attended & would_take.reshape(attended.shape)).any(axis=1)
    return seasons - int(matched.sum())


def run(seed, seasons):
    """Share without a match, its standard error, seconds."""
    stream = np.random.default_rng(seed)
    begin = time.perf_counter()
    count = sum(unmatched(stream, BATCH) for _ in range(-(-seasons // BATCH)))
    seconds = time.perf_counter() - begin
    done = -(-seasons // BATCH) * BATCH
    share = count / done
    return share, np.sqrt(share * (1.0 - share) / done), seconds, done


def main():
    share, error, _, _ = run(1, 1 << 20)
    print(f"P(unmatched) {share:.6f}, standard error {error:.6f}, {1 << 20} seasons")
    needed = int(share * (1.0 - share) / COARSE_ERROR**2)
    times = [run(seed, needed)[2] for seed in range(2, 9)]
    print(f"standard error {COARSE_ERROR}: {needed} seasons, seconds min {min(times):.3f}, median {np.median(times):.3f}")


if __name__ == "__main__":
    main()
