// AdaScale in the form of the LENA paper: the gain of the whole model for every layer.
fn rule_gain(
  own: f32,
  whole: f32,
  n: f32,
  weight_norm: f32,
  gradient_norm: f32,
  trust_coefficient: f32,
  weight_decay: f32,
) -> f32 {
  return whole;
}
