//! How many of a line's programs invite.

/// Law of the number of successes of independent trials with these chances
/// (Poisson-binomial), into the first places of `law`, which holds at least one
/// more than there are chances; the rest is 0.
pub fn poisson_binomial(chances: &[f64], law: &mut [f64]) {
    law.fill(0.0);
    law[0] = 1.0;
    for (trial, chance) in chances.iter().enumerate() {
        for k in (1..=trial + 1).rev() {
            law[k] = law[k] * (1.0 - chance) + law[k - 1] * chance;
        }
        law[0] *= 1.0 - chance;
    }
}

/// Chance of exactly `count` successes of independent trials with these chances:
/// one place of [`poisson_binomial`], without working out those above it.
///
/// `law` is working memory.
pub fn chance_of_count(chances: impl Iterator<Item = f64>, count: usize, law: &mut Vec<f64>) -> f64 {
    law.clear();
    law.resize(count + 1, 0.0);
    law[0] = 1.0;
    for chance in chances {
        for k in (1..=count).rev() {
            law[k] = law[k] * (1.0 - chance) + law[k - 1] * chance;
        }
        law[0] *= 1.0 - chance;
    }
    law[count]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chance_of_one_count_is_its_place_in_the_law() {
        let chances: Vec<f64> = (0..40).map(|k| 0.6 / (1.0 + f64::from(k % 7))).collect();
        let mut law = vec![0.0; chances.len() + 1];
        poisson_binomial(&chances, &mut law);
        let mut memory = Vec::new();
        for (count, exact) in law.iter().enumerate() {
            let found = chance_of_count(chances.iter().copied(), count, &mut memory);
            assert!((found - exact).abs() <= 1e-14 * exact, "{count}: {found} {exact}");
        }
    }

    #[test]
    fn the_number_of_invitations_follows_from_every_way_to_be_invited() {
        let chances = [0.1, 0.5, 0.3, 0.8];
        let mut expected = [0.0; 5];
        for way in 0_u32..16 {
            let chance = |i: usize| if way >> i & 1 == 1 { chances[i] } else { 1.0 - chances[i] };
            expected[way.count_ones() as usize] += (0..4).map(chance).product::<f64>();
        }
        let mut law = [0.0; 5];
        poisson_binomial(&chances, &mut law);
        assert!(law.iter().zip(expected).all(|(found, exact)| (found - exact).abs() < 1e-15), "{law:?}");
    }
}
