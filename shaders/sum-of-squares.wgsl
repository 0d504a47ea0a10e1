// Squares of one chunk of a flat buffer of tensors, added up by one invocation.
// A chunk lies within one layer; fold-segments.wgsl adds up the chunks of a layer.
//
//   in   values    (any)
//        segments  (chunks, 3)  layer, first element, end
//   out  partials  (chunks)
//
// Each sum runs in memory order, so reruns are bit-equal.

override WG: u32 = 16u;

struct Params {
  chunk_count: u32,
}

@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<storage, read> segments: array<u32>;
@group(0) @binding(2) var<storage, read_write> partials: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i >= params.chunk_count) {
    return;
  }
  let end = segments[3u * i + 2u];
  var sum = 0.0;
  for (var at = segments[3u * i + 1u]; at < end; at++) {
    sum += values[at] * values[at];
  }
  partials[i] = sum;
}
