// The learning rate of every layer for one update: rule, warm-up, decay
// (docs/lena.md, steps 4 to 7). One invocation per layer. RULE and WARMUP are the
// codes in src/rates; a rule is one function here and one case in rule_gain.
//
//   in      norms     (2, layers): A, then C
//           schedule  (2): decay d(t), update t
//   in/out  states    (layers): S
//   out     rows      (4, row_length): G, S, w, rate; row_length ≥ layers
//           model     (1): gain of the whole model
//
// Sums over layers run in index order in every invocation, so reruns are bit-equal.

override RULE: u32 = 2u;
override WARMUP: u32 = 2u;
// 1 where the rule has one gain per layer, 0 where it has one for the whole model.
override LAYER_SCOPE: u32 = 1u;
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
}

@group(0) @binding(0) var<storage, read> norms: array<f32>;
@group(0) @binding(1) var<storage, read> schedule: array<f32>;
@group(0) @binding(2) var<storage, read_write> states: array<f32>;
@group(0) @binding(3) var<storage, read_write> rows: array<f32>;
@group(0) @binding(4) var<storage, read_write> model: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;

fn gradient_variance(A: f32, C: f32) -> f32 {
  return clamp((A + params.epsilon) / (C + params.epsilon), 1.0, params.n);
}

fn rule_gain(A: f32, C: f32) -> f32 {
  switch RULE {
    case 0u: { // none
      return 1.0;
    }
    case 1u: { // linear
      return params.n;
    }
    default: { // lena
      return gradient_variance(A, C);
    }
  }
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
  var all_A = 0.0;
  var all_C = 0.0;
  for (var j = 0u; j < params.layer_count; j++) {
    all_A += norms[j];
    all_C += norms[params.layer_count + j];
  }
  let model_gain = gradient_variance(all_A, all_C);
  if (k == 0u) {
    model[0] = model_gain;
  }

  let gain = rule_gain(norms[k], norms[params.layer_count + k]);
  let state = states[k] + select(model_gain, gain, LAYER_SCOPE == 1u);
  let warmup = warmup_factor(state, schedule[1]);
  states[k] = state;
  rows[k] = gain;
  rows[params.row_length + k] = state;
  rows[2u * params.row_length + k] = warmup;
  rows[3u * params.row_length + k] = params.base_rate * gain * warmup * schedule[0];
}
