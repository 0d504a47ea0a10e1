// Sums over each plane (n, c) of dy and of dy · x̂, with x̂ the normalised input.
// One invocation a plane.
//
//   in   x, dy     (N, C, HW)
//        moments   (2, C)  mean, then inverse deviation
//   out  partials  (N, C, 2)
//
// Each sum runs in memory order, so reruns are bit-equal.

override WG: u32 = 16u;

struct Params {
  batch: u32,
  channels: u32,
  plane_size: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> moments: array<f32>;
@group(0) @binding(3) var<storage, read_write> partials: array<f32>;
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i >= params.batch * params.channels) {
    return;
  }
  let c = i % params.channels;
  let mean = moments[c];
  let inverse = moments[params.channels + c];
  var sum = 0.0;
  var product_sum = 0.0;
  // In blocks: one long float32 sum loses digits.
  for (var first = 0u; first < params.plane_size; first += 32u) {
    var part = 0.0;
    var product_part = 0.0;
    for (var p = first; p < min(first + 32u, params.plane_size); p++) {
      let d = dy[i * params.plane_size + p];
      part += d;
      product_part += d * ((x[i * params.plane_size + p] - mean) * inverse);
    }
    sum += part;
    product_sum += product_part;
  }
  partials[2u * i] = sum;
  partials[2u * i + 1u] = product_sum;
}
