// Moving averages of the gradient norms, one step per update (paper Eq. 8):
//   A ← (1 − ρ)·A + ρ·a(k)      C ← (1 − ρ)·C + ρ·c(k)
//
//   in      mean_square  (layers)  a(k): mean over micro-batches of ‖g(i,k)‖²
//           square_mean  (layers)  c(k): ‖ḡ(k)‖²
//   in/out  norms        (2, layers): A, then C

override WG: u32 = 64u;

struct Params {
  layer_count: u32,
  rho: f32,
}

@group(0) @binding(0) var<storage, read> mean_square: array<f32>;
@group(0) @binding(1) var<storage, read> square_mean: array<f32>;
@group(0) @binding(2) var<storage, read_write> norms: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k < params.layer_count) {
    let c_at = params.layer_count + k;
    norms[k] = (1.0 - params.rho) * norms[k] + params.rho * mean_square[k];
    norms[c_at] = (1.0 - params.rho) * norms[c_at] + params.rho * square_mean[k];
  }
}
