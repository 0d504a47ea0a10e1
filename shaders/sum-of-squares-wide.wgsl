// Squares of one chunk of a flat buffer of tensors, added up by one workgroup, for
// devices with many invocations. fold-segments-wide.wgsl adds up the chunks of a layer.
//
//   in   values    (any)
//        segments  (chunks, 3)  layer, first element, end
//   out  partials  (chunks)
//
// Every invocation adds up every WG-th square; then a tree adds up the invocations.
// The order is fixed, so reruns are bit-equal.

override WG: u32 = 64u; // a power of two

struct Params {
  chunk_count: u32,
}

@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<storage, read> segments: array<u32>;
@group(0) @binding(2) var<storage, read_write> partials: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

var<workgroup> sums: array<f32, WG>;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let chunk = group.y * groups.x + group.x;
  if (chunk >= params.chunk_count) {
    return;
  }
  var sum = 0.0;
  for (var at = segments[3u * chunk + 1u] + lane; at < segments[3u * chunk + 2u]; at += WG) {
    sum += values[at] * values[at];
  }
  sums[lane] = sum;
  workgroupBarrier();
  for (var half = WG / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      sums[lane] += sums[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    partials[chunk] = sums[0];
  }
}
