// Sums over each plane (n, c) of dy and of dy · x̂, with x̂ the normalised input.
// One invocation a plane.
//
//   in   x, dy     (N, C, HW)
//        passes    (N, C, HW) with MASKED 1, the output of a ReLU behind: dy counts
//                  where it is above 0; else any buffer
//        moments   (2, C)  mean, then inverse deviation
//   out  partials  (N, C, 2)
//
// Each sum runs in memory order, block by block, so reruns are bit-equal.

override WG: u32 = 16u;

const MASKED = 0u; // tunable
// One long float32 sum loses digits.
const BLOCK = 8u; // tunable

struct Params {
  batch: u32,
  channels: u32,
  plane_size: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> passes: array<f32>;
@group(0) @binding(3) var<storage, read> moments: array<f32>;
@group(0) @binding(4) var<storage, read_write> partials: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;

fn gradient(i: u32) -> f32 {
  var value = dy[i];
  if (MASKED == 1u) { // static
    value = select(0.0, value, passes[i] > 0.0);
  }
  return value;
}

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  _ = &passes; // not every variant uses it
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i >= params.batch * params.channels) {
    return;
  }
  let c = i % params.channels;
  let mean = moments[c];
  let start = i * params.plane_size;
  let blocks_end = params.plane_size / BLOCK * BLOCK;
  var sum = 0.0;
  var product_sum = 0.0;
  for (var first = 0u; first < blocks_end; first += BLOCK) {
    var d: array<f32, BLOCK>; // registers
    for (var p = 0u; p < BLOCK; p++) { // unroll
      d[p] = gradient(start + first + p);
    }
    for (var p = 0u; p < BLOCK; p++) { // unroll sum
      sum += d[p];
    }
    for (var p = 0u; p < BLOCK; p++) { // unroll sum
      product_sum += d[p] * (x[start + first + p] - mean);
    }
  }
  for (var p = blocks_end; p < params.plane_size; p++) {
    let d = gradient(start + p);
    sum += d;
    product_sum += d * (x[start + p] - mean);
  }
  partials[2u * i] = sum;
  partials[2u * i + 1u] = product_sum * moments[params.channels + c];
}
