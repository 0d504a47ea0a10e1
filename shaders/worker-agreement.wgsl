// How each worker's gradient stands to the mean of all: two products of one chunk of
// one worker, added up by one invocation. A chunk lies within one layer;
// fold-segments.wgsl adds up the chunks of a worker's layer.
//
//   in   contributions  (ranks, size)       each begins with the sum of the worker's gradients
//        mean           (any)               mean gradient
//        segments       (chunks, 3)         layer, first element, end
//   out  partials       (2, ranks, chunks)  Σ g·mean, then Σ g·g
//
// Each sum runs in memory order, so reruns are bit-equal.

override WG: u32 = 16u;

struct Params {
  rank_count: u32,
  size: u32,
  chunk_count: u32,
}

@group(0) @binding(0) var<storage, read> contributions: array<f32>;
@group(0) @binding(1) var<storage, read> mean: array<f32>;
@group(0) @binding(2) var<storage, read> segments: array<u32>;
@group(0) @binding(3) var<storage, read_write> partials: array<f32>;
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  let count = params.rank_count * params.chunk_count;
  if (i >= count) {
    return;
  }
  let rank = i / params.chunk_count;
  let chunk = i % params.chunk_count;
  let end = segments[3u * chunk + 2u];
  var product = 0.0;
  var square = 0.0;
  for (var at = segments[3u * chunk + 1u]; at < end; at++) {
    let g = contributions[rank * params.size + at];
    product += g * mean[at];
    square += g * g;
  }
  partials[i] = product;
  partials[count + i] = square;
}
