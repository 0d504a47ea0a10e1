// Gradient of max(x, 0): passes where the output is positive, 0 elsewhere.
//
//   in   y   (n)  output of the forward pass
//        dy  (n)
//   out  dx  (n)

override WG: u32 = 64u;
override SPAN: u32 = 16u; // elements per invocation: starting a workgroup costs more than an element

struct Params {
  n: u32,
}

@group(0) @binding(0) var<storage, read> y: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;
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
    dx[i] = select(0.0, dy[i], y[i] > 0.0);
  }
}
