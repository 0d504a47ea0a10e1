// The learning rate of every layer for one update: rule, warm-up, decay
// (docs/lena.md, steps 4 to 7). One invocation per layer. WARMUP is the code in
// src/rates/warmup.ts. As stored the rule is no scaling; the launcher puts the
// function of the run's rule, from shaders/rules/, in its place.
//
//   in      norms     (4, layers + 1): A, C, ‖x‖², ‖ḡ‖²; last those of the whole model
//           schedule  (2): decay d(t), update t
//   in/out  states    (layers): S
//   out     rows      (4, row_length): G, S, w, rate; row_length ≥ layers
//           model     (1): gain of the whole model

override WARMUP: u32 = 2u;
// 1 where S grows by the layer's own gain, 0 where by the gain of the whole model.
override OWN_STATE: u32 = 1u;
// 1: S as in the authors' released code.
override RELEASED: u32 = 0u;
override WG: u32 = 64u;

struct Params {
  layer_count: u32,
  row_length: u32,
  n: f32,
  single_worker_iterations: f32,
  threshold: f32,
  base_rate: f32,
  epsilon: f32,
  fixed_share: f32,
  trust_coefficient: f32,
  weight_decay: f32,
}

@group(0) @binding(0) var<storage, read> norms: array<f32>;
@group(0) @binding(1) var<storage, read> schedule: array<f32>;
@group(0) @binding(2) var<storage, read_write> states: array<f32>;
@group(0) @binding(3) var<storage, read_write> rows: array<f32>;
@group(0) @binding(4) var<storage, read_write> model: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;

fn rule_gain(
  own: f32,
  whole: f32,
  n: f32,
  weight_norm: f32,
  gradient_norm: f32,
  trust_coefficient: f32,
  weight_decay: f32,
) -> f32 {
  return 1.0;
}

fn variance_ratio(at: u32) -> f32 {
  return (norms[at] + params.epsilon) / (norms[params.layer_count + 1u + at] + params.epsilon);
}

fn gradient_variance(at: u32) -> f32 {
  return clamp(variance_ratio(at), 1.0, params.n);
}

fn warmup_factor(state: f32, update: f32) -> f32 {
  switch WARMUP {
    case 0u: { // none
      return 1.0;
    }
    case 1u: { // fixed
      return min(1.0, params.n * (update + 1.0) / (params.fixed_share * params.single_worker_iterations));
    }
    default: { // state-aware
      if (state < params.threshold) {
        return state / params.threshold;
      }
      return 1.0;
    }
  }
}

@compute @workgroup_size(WG)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= params.layer_count) {
    return;
  }
  let whole = gradient_variance(params.layer_count);
  if (k == 0u) {
    model[0] = whole;
  }
  let row = params.layer_count + 1u;
  let weight_norm = sqrt(norms[2u * row + k]);
  let gradient_norm = sqrt(norms[3u * row + k]);
  let own = gradient_variance(k);
  let gain = rule_gain(
    own,
    whole,
    params.n,
    weight_norm,
    gradient_norm,
    params.trust_coefficient,
    params.weight_decay,
  );

  let before = states[k];
  let is_clamped = RELEASED == 1u && variance_ratio(k) >= params.n;
  let state = before + select(whole, gain, OWN_STATE == 1u && !is_clamped);
  let warmup = warmup_factor(select(state, before, RELEASED == 1u), schedule[1]);
  states[k] = state;
  rows[k] = gain;
  rows[params.row_length + k] = state;
  rows[2u * params.row_length + k] = warmup;
  rows[3u * params.row_length + k] = params.base_rate * gain * warmup * schedule[0];
}
