// Gradient of max(x, 0): passes where the output is positive, 0 elsewhere.
//
//   in   y   (n)  output of the forward pass
//        dy  (n)
//   out  dx  (n)

override WG: u32 = 64u;

const SPAN = 16u; // tunable, elements per invocation: starting a workgroup costs more than an element

struct Params {
  n: u32,
}

@group(0) @binding(0) var<storage, read> y: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

fn let_through(i: u32) {
  dx[i] = select(0.0, dy[i], y[i] > 0.0);
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
      let_through(first + s * WG);
    }
    return;
  }
  for (var i = first; i < params.n; i += WG) {
    let_through(i);
  }
}
