// Mean over all micro-batches of an update, from one sum per rank.
//
//   in   contributions  (rank_count, size)  each the sum of a rank's micro-batches
//   out  mean           (size)              Σ over ranks / n
//
// Ranks are added in order, whichever was there first: reruns are bit-equal.

override WG: u32 = 64u;

const SPAN = 16u; // tunable, elements per invocation: starting a workgroup costs more than an element

struct Params {
  rank_count: u32,
  size: u32,
  n: u32,
}

@group(0) @binding(0) var<storage, read> contributions: array<f32>;
@group(0) @binding(1) var<storage, read_write> mean: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

fn reduce(i: u32) {
  var sum = 0.0;
  for (var rank = 0u; rank < params.rank_count; rank++) {
    sum += contributions[rank * params.size + i];
  }
  mean[i] = sum / f32(params.n);
}

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let first = (group.y * groups.x + group.x) * (WG * SPAN) + lane;
  if (first + (SPAN - 1u) * WG < params.size) {
    for (var s = 0u; s < SPAN; s++) { // unroll
      reduce(first + s * WG);
    }
    return;
  }
  for (var i = first; i < params.size; i += WG) {
    reduce(i);
  }
}
