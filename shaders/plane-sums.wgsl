// Sum of every plane, for the gradient of a bias. One invocation adds up one plane.
//
//   in   x      (plane_count, plane_size)
//        codes  where POOLED is 1, of the same shape: argmax as in max-pool-forward.wgsl;
//               cells without a maximum do not count; else any buffer
//   out  sums   (plane_count)
//
// Each sum runs in memory order, block by block, so reruns are bit-equal.

override WG: u32 = 16u;

const POOLED = 0u; // tunable
const BLOCK = 8u; // tunable

const NO_MAXIMUM = 0xffffffffu;

struct Params {
  plane_count: u32,
  plane_size: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> codes: array<u32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

fn value(i: u32) -> f32 {
  var counted = x[i];
  if (POOLED == 1u) { // static
    counted = select(0.0, counted, codes[i] != NO_MAXIMUM);
  }
  return counted;
}

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i >= params.plane_count) {
    return;
  }
  _ = &codes; // not every variant uses it
  let start = i * params.plane_size;
  let blocks_end = params.plane_size / BLOCK * BLOCK;
  var sum = 0.0;
  for (var first = 0u; first < blocks_end; first += BLOCK) {
    for (var p = 0u; p < BLOCK; p++) { // unroll sum
      sum += value(start + first + p);
    }
  }
  for (var p = blocks_end; p < params.plane_size; p++) {
    sum += value(start + p);
  }
  sums[i] = sum;
}
