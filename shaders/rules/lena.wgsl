// LENA (Ko, Lee, Kim 2022, Eq. 5): each layer's own gradient variance.
fn rule_gain(
  own: f32,
  whole: f32,
  n: f32,
  weight_norm: f32,
  gradient_norm: f32,
  trust_coefficient: f32,
  weight_decay: f32,
) -> f32 {
  return own;
}
