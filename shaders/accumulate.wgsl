// sum += x, element by element.
//
//   in      x    (n)
//   in/out  sum  (n)

override WG: u32 = 64u;
override SPAN: u32 = 16u; // elements per invocation: starting a workgroup costs more than an element

struct Params {
  n: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> sum: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let first = (group.y * groups.x + group.x) * (WG * SPAN);
  let end = min(first + WG * SPAN, params.n);
  for (var i = first + lane; i < end; i += WG) {
    sum[i] += x[i];
  }
}
