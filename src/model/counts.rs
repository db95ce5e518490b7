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

#[cfg(test)]
mod tests {
    use super::*;

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
