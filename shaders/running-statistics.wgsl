// One exponential step: running ← (1 − momentum) · running + momentum · batch.
//
//   in      batch    (n)  means and unbiased variances, averaged over the micro-batches
//   in/out  running  (n)

override WG: u32 = 64u;

const SPAN = 16u; // tunable, elements per invocation: starting a workgroup costs more than an element

struct Params {
  n: u32,
  momentum: f32,
}

@group(0) @binding(0) var<storage, read> batch: array<f32>;
@group(0) @binding(1) var<storage, read_write> running: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

fn average(i: u32) {
  running[i] = (1.0 - params.momentum) * running[i] + params.momentum * batch[i];
}

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let first = (group.y * groups.x + group.x) * (WG * SPAN) + lane;
  if (first + (SPAN - 1u) * WG < params.n) {
    for (var s = 0u; s < SPAN; s++) { // unroll
      average(first + s * WG);
    }
    return;
  }
  for (var i = first; i < params.n; i += WG) {
    average(i);
  }
}
