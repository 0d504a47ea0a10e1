// Adds up partial results, y[i] = Σ over p of partials[p, i], for devices with many
// invocations: LANES of them share the parts of an element.
//
//   in   partials  (part_count, size)
//   out  y         (size)
//
// Every invocation adds up every LANES-th part; then a tree adds up the invocations.
// The order is fixed, so reruns are bit-equal.

override ELEMENTS: u32 = 16u; // per workgroup, side by side in memory
override LANES: u32 = 16u; // a power of two

struct Params {
  part_count: u32,
  size: u32,
}

@group(0) @binding(0) var<storage, read> partials: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

var<workgroup> sums: array<f32, ELEMENTS * LANES>;

@compute @workgroup_size(ELEMENTS, LANES)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let i = (group.y * groups.x + group.x) * ELEMENTS + local.x;
  let place = local.y * ELEMENTS + local.x;
  var sum = 0.0;
  if (i < params.size) {
    for (var p = local.y; p < params.part_count; p += LANES) {
      sum += partials[p * params.size + i];
    }
  }
  sums[place] = sum;
  workgroupBarrier();
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (local.y < half) {
      sums[place] += sums[place + half * ELEMENTS];
    }
    workgroupBarrier();
  }
  if ((local.y == 0u) & (i < params.size)) {
    y[i] = sums[place];
  }
}
