// sum += x · factor, element by element.
//
//   in      x    (n)
//   in/out  sum  (n)

override WG: u32 = 64u;

const SPAN = 16u; // tunable, elements per invocation: starting a workgroup costs more than an element

struct Params {
  n: u32,
  factor: f32, // a power of two, so that nothing is rounded
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> sum: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

fn accumulate(i: u32) {
  sum[i] += x[i] * params.factor;
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
      accumulate(first + s * WG);
    }
    return;
  }
  for (var i = first; i < params.n; i += WG) {
    accumulate(i);
  }
}
