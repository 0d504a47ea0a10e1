// Adds up partial results: y[i] = Σ over p of partials[p, i].
//
//   in   partials  (part_count, size)
//   out  y         (size)
//
// p ascends, so reruns are bit-equal.

override WG: u32 = 64u;

struct Params {
  part_count: u32,
  size: u32,
}

@group(0) @binding(0) var<storage, read> partials: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i >= params.size) {
    return;
  }
  var sum = 0.0;
  for (var p = 0u; p < params.part_count; p++) {
    sum += partials[p * params.size + i];
  }
  y[i] = sum;
}
