// Sums over each plane (n, c) of d and d², d = x − the channel's first value. The
// shift keeps the variance exact where the mean is far from 0. One invocation a plane.
//
//   in   x         (N, C, HW)
//   out  partials  (N, C, 2)
//
// Each sum runs in memory order, block by block, so reruns are bit-equal.

override WG: u32 = 16u;

// One long float32 sum loses enough digits to flip a ReLU further on.
const BLOCK = 16u; // tunable

struct Params {
  batch: u32,
  channels: u32,
  plane_size: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> partials: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

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
  let shift = x[(i % params.channels) * params.plane_size];
  let start = i * params.plane_size;
  let blocks_end = params.plane_size / BLOCK * BLOCK;
  var sum = 0.0;
  var square_sum = 0.0;
  for (var first = 0u; first < blocks_end; first += BLOCK) {
    var d: array<f32, BLOCK>; // registers
    for (var p = 0u; p < BLOCK; p++) { // unroll
      d[p] = x[start + first + p] - shift;
    }
    for (var p = 0u; p < BLOCK; p++) { // unroll sum
      sum += d[p];
    }
    for (var p = 0u; p < BLOCK; p++) { // unroll sum
      square_sum += d[p] * d[p];
    }
  }
  for (var p = blocks_end; p < params.plane_size; p++) {
    let d = x[start + p] - shift;
    sum += d;
    square_sum += d * d;
  }
  partials[2u * i] = sum;
  partials[2u * i + 1u] = square_sum;
}
