//! Random numbers from integers and sums alone, so that every machine draws the same.

/// `SplitMix64`, one for each response: what is drawn for one never moves another.
///
/// Source: G. L. Steele, D. Lea, C. H. Flood (2014), Fast splittable pseudorandom number generators, OOPSLA.
pub struct Random(u64);

impl Random {
    /// The generator of one response (`stream`) under a seed.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut outer = Self(seed);
        let offset = outer.next();
        let mut inner = Self(stream ^ offset);
        Self(inner.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Uniform in `[0, 1)`.
    pub fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Nearly standard normal: twelve uniforms less six. Logarithms and cosines may differ in the last bit from one
    /// machine to the next, sums do not.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// A whole number from 0 to below `end`, which is at least 1.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from((u128::from(self.next()) * end as u128) >> 64).unwrap_or(0)
    }

    /// One of the items, which are not empty.
    pub fn of<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// One of the names in proportion to its weight; the weights add up to 1.
    pub fn weighted(&mut self, items: &[(&'static str, f64)]) -> &'static str {
        let mut left = self.uniform();
        for (name, weight) in items {
            left -= weight;
            if left < 0.0 {
                return name;
            }
        }
        items[items.len() - 1].0
    }
}
