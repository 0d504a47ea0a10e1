// dx = scale · inverse deviation · (dy − mean(dy) − x̂ · mean(dy · x̂)): the moments
// depend on x too. Tiles of SPAN · TILE_LANES elements lie within one plane.
//
//   in   x, dy    (N, C, HW)
//        passes   (N, C, HW) with MASKED 1, the output of a ReLU behind: dy counts
//                 where it is above 0; else any buffer
//        moments  (2, C)  mean, then inverse deviation
//        scale    (C)
//        sums     (2, C)  Σ dy, then Σ dy · x̂
//   out  dx       (N, C, HW)

override WG: u32 = 64u;

const SPAN = 16u; // tunable, elements per invocation: starting a workgroup costs more than an element
const TILE_LANES = 16u; // tunable
const MASKED = 0u; // tunable

struct Params {
  batch: u32,
  channels: u32,
  plane_size: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> passes: array<f32>;
@group(0) @binding(3) var<storage, read> moments: array<f32>;
@group(0) @binding(4) var<storage, read> scale: array<f32>;
@group(0) @binding(5) var<storage, read> sums: array<f32>;
@group(0) @binding(6) var<storage, read_write> dx: array<f32>;
@group(0) @binding(7) var<uniform> params: Params;

// `slope` is inverse deviation · mean(dy · x̂).
fn differentiate(i: u32, mean: f32, factor: f32, dy_mean: f32, slope: f32) {
  var gradient = dy[i];
  if (MASKED == 1u) { // static
    gradient = select(0.0, gradient, passes[i] > 0.0);
  }
  dx[i] = factor * (gradient - dy_mean - (x[i] - mean) * slope);
}

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  _ = &passes; // not every variant uses it
  let invocation = (group.y * groups.x + group.x) * WG + lane;
  let tiles_per_plane = (params.plane_size + TILE_LANES * SPAN - 1u) / (TILE_LANES * SPAN);
  let plane = invocation / TILE_LANES / tiles_per_plane;
  if (plane >= params.batch * params.channels) {
    return;
  }
  let first = invocation / TILE_LANES % tiles_per_plane * (TILE_LANES * SPAN) + invocation % TILE_LANES;
  let start = plane * params.plane_size;
  let c = plane % params.channels;
  let count = f32(params.batch * params.plane_size);
  let mean = moments[c];
  let inverse = moments[params.channels + c];
  let factor = scale[c] * inverse;
  let dy_mean = sums[c] / count;
  let slope = inverse * (sums[params.channels + c] / count);
  if (first + (SPAN - 1u) * TILE_LANES < params.plane_size) {
    for (var s = 0u; s < SPAN; s++) { // unroll
      differentiate(start + first + s * TILE_LANES, mean, factor, dy_mean, slope);
    }
    return;
  }
  for (var p = first; p < params.plane_size; p += TILE_LANES) {
    differentiate(start + p, mean, factor, dy_mean, slope);
  }
}
