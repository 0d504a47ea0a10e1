// What the rules go by, once per update and layer; a group of layers counts as one
// (docs/lena.md, step 3). Moving averages of the gradient norms (paper Eq. 8):
//   A ← (1 − ρ)·A + ρ·a      C ← (1 − ρ)·C + ρ·c
// One invocation per layer and one more for the whole model.
//
//   in      mean_square     (layers)  a(k): mean over micro-batches of ‖g(i,k)‖²
//           square_mean     (layers)  c(k): ‖ḡ(k)‖²
//           weight_squares  (layers)  ‖x(k)‖²
//           groups          (layers)  number of the layer's group; LEFT_OUT: it goes with the whole model
//   in/out  norms           (4, layers + 1): A, C, ‖x‖², ‖ḡ‖² of the layer's group, last those of the
//                           whole model; both squares are 0 where the layer is left out
//
// Sums over layers run in index order, so reruns are bit-equal.

override WG: u32 = 64u;
// 1 where the estimate of μ² of an update may not be below 0 (src/rates/gain.ts).
override UNBIASED: u32 = 1u;
// 0 where no rule asks for ‖x‖: weight_squares is then unused.
override WEIGHTS: u32 = 1u;

const LEFT_OUT = 0xffffffffu;

struct Params {
  layer_count: u32,
  n: f32,
  rho: f32,
}

@group(0) @binding(0) var<storage, read> mean_square: array<f32>;
@group(0) @binding(1) var<storage, read> square_mean: array<f32>;
@group(0) @binding(2) var<storage, read> weight_squares: array<f32>;
@group(0) @binding(3) var<storage, read> groups: array<u32>;
@group(0) @binding(4) var<storage, read_write> norms: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  let row_length = params.layer_count + 1u;
  if (k >= row_length) {
    return;
  }
  var group = LEFT_OUT;
  if (k < params.layer_count) {
    group = groups[k];
  }
  let is_own = group != LEFT_OUT;
  var a = 0.0;
  var c = 0.0;
  var weights = 0.0;
  for (var j = 0u; j < params.layer_count; j++) {
    if (is_own && groups[j] != group) {
      continue;
    }
    a += mean_square[j];
    c += square_mean[j];
    if (WEIGHTS == 1u) {
      weights += weight_squares[j];
    }
  }
  norms[2u * row_length + k] = select(0.0, weights, is_own);
  norms[3u * row_length + k] = select(0.0, c, is_own);
  if (UNBIASED == 1u && params.n > 1.0 && a > params.n * c) {
    c = (a - c) / (params.n - 1.0);
    a = params.n * c;
  }
  norms[k] = (1.0 - params.rho) * norms[k] + params.rho * a;
  norms[row_length + k] = (1.0 - params.rho) * norms[row_length + k] + params.rho * c;
}
