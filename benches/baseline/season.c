/* The season of docs/methods.md, sections 2 to 6, in C: a compiled baseline.

       gcc -O3 -march=native -ffast-math -o /tmp/season benches/baseline/season.c -lm && /tmp/season

   The question of season.py: four tracks in order of preference with 50 programs each, 20 interviews at most, the
   central parameters of tests/it/fixtures.rs. Everything is drawn, program by program, and a program that cannot
   matter is not drawn: seasons end at the first that takes. Prints P(unmatched), its standard error, and the time to
   a standard error of 0.1 points on one core. */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

enum { TRACKS = 4, PROGRAMS = 50, LIMIT = 20 };

static const double A = -3.4, SIGMA = 1.0, KAPPA = -1.2, LAMBDA = 0.3;
static const double RHO = 0.6, SEASON = 0.15, OPENNESS = 0.8, LUCK = 0.5;
static const double COARSE_ERROR = 1e-3;

/* xoshiro256++ of Blackman and Vigna. */
static uint64_t state[4];

static uint64_t rotated(uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

static uint64_t word(void) {
    const uint64_t result = rotated(state[0] + state[3], 23) + state[0], t = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotated(state[3], 45);
    return result;
}

/* SplitMix64. */
static void seeded(uint64_t seed) {
    for (int i = 0; i < 4; i++) {
        uint64_t z = seed += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        state[i] = z ^ (z >> 31);
    }
}

static double uniform(void) { return ((double)(word() >> 11) + 0.5) * 0x1p-53; }

/* The polar method of Marsaglia. */
static double normal(void) {
    static double spare;
    static int has_spare = 0;
    if (has_spare) {
        has_spare = 0;
        return spare;
    }
    double x, y, square;
    do {
        x = 2.0 * uniform() - 1.0;
        y = 2.0 * uniform() - 1.0;
        square = x * x + y * y;
    } while (square >= 1.0);
    const double scale = sqrt(-2.0 * log(square) / square);
    spare = y * scale;
    has_spare = 1;
    return x * scale;
}

static double logistic(double x) { return 1.0 / (1.0 + exp(-x)); }

static int is_unmatched(void) {
    const double theta = normal(), luck = LUCK * normal();
    int attended = 0;
    for (int track = 0; track < TRACKS; track++) {
        const double strength = SIGMA * (sqrt(RHO) * theta + sqrt(1.0 - RHO) * normal());
        const double shift = A + strength + SEASON * normal();
        const double taken = logistic(KAPPA + LAMBDA * strength + luck);
        for (int program = 0; program < PROGRAMS; program++) {
            if (uniform() >= logistic(shift + OPENNESS * normal())) continue;
            if (uniform() < taken) return 0;
            if (++attended == LIMIT) return 1;
        }
    }
    return 1;
}

static double share(uint64_t seed, long seasons) {
    long count = 0;
    seeded(seed);
    for (long season = 0; season < seasons; season++) count += is_unmatched();
    return (double)count / (double)seasons;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(void) {
    const long many = 1 << 22;
    const double found = share(1, many);
    printf("P(unmatched) %.6f, standard error %.6f, %ld seasons\n", found, sqrt(found * (1.0 - found) / many), many);
    const long needed = (long)(found * (1.0 - found) / (COARSE_ERROR * COARSE_ERROR));
    double least = INFINITY, sum = 0.0;
    for (uint64_t seed = 2; seed < 9; seed++) {
        const double begin = seconds();
        sum += share(seed, needed);
        least = fmin(least, seconds() - begin);
    }
    printf("%ld seasons to a standard error of 0.1 points: %.1f ms (least of 7; mean %.4f)\n", needed, 1e3 * least, sum / 7.0);
    return 0;
}
