// Linear scaling (Goyal et al. 2017).
fn rule_gain(
  own: f32,
  whole: f32,
  n: f32,
  weight_norm: f32,
  gradient_norm: f32,
  trust_coefficient: f32,
  weight_decay: f32,
) -> f32 {
  return n;
}
