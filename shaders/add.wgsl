// y = a + b, element by element: where two branches join, and, for gradients, where they fork.
//
//   in   a, b  (n)
//   out  y     (n)

override WG: u32 = 64u;
override SPAN: u32 = 16u; // elements per invocation: starting a workgroup costs more than an element

struct Params {
  n: u32,
}

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let first = (group.y * groups.x + group.x) * (WG * SPAN);
  let end = min(first + WG * SPAN, params.n);
  for (var i = first + lane; i < end; i += WG) {
    y[i] = a[i] + b[i];
  }
}
