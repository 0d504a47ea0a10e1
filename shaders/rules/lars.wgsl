// LARS (You, Gitman, Ginsburg 2017): n times the trust ratio; n where a norm is 0.
fn rule_gain(
  own: f32,
  whole: f32,
  n: f32,
  weight_norm: f32,
  gradient_norm: f32,
  trust_coefficient: f32,
  weight_decay: f32,
) -> f32 {
  if (weight_norm == 0.0 || gradient_norm == 0.0) {
    return n;
  }
  return n * trust_coefficient * weight_norm / (gradient_norm + weight_decay * weight_norm);
}
