// Sum of every plane, for the gradient of a bias. One invocation adds up one plane.
//
//   in   x     (plane_count, plane_size)
//   out  sums  (plane_count)
//
// Each sum runs in memory order, so reruns are bit-equal.

override WG: u32 = 16u;

struct Params {
  plane_count: u32,
  plane_size: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

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
  var sum = 0.0;
  for (var p = 0u; p < params.plane_size; p++) {
    sum += x[i * params.plane_size + p];
  }
  sums[i] = sum;
}
