// y = a + b, element by element: where two branches join, and, for gradients, where
// they fork. A ReLU may be part of it: behind the sum, or, for gradients, b counts only
// where the output of that ReLU is above 0.
//
//   in   a, b    (n)
//        passes  (n) with MASKED 1, the output of the ReLU; else any buffer
//   out  y       (n)

override WG: u32 = 64u;
override RELU: u32 = 0u;

const SPAN = 16u; // tunable, elements per invocation: starting a workgroup costs more than an element
const MASKED = 0u; // tunable

struct Params {
  n: u32,
}

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> passes: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<uniform> params: Params;

fn add(i: u32) {
  var term = b[i];
  if (MASKED == 1u) { // static
    term = select(0.0, term, passes[i] > 0.0);
  }
  let sum = a[i] + term;
  y[i] = select(sum, 0.0, (RELU == 1u) & (sum <= 0.0)); // a NaN stays
}

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  _ = &passes; // not every variant uses it
  let first = (group.y * groups.x + group.x) * (WG * SPAN) + lane;
  if (first + (SPAN - 1u) * WG < params.n) {
    for (var s = 0u; s < SPAN; s++) { // unroll
      add(first + s * WG);
    }
    return;
  }
  for (var i = first; i < params.n; i += WG) {
    add(i);
  }
}
