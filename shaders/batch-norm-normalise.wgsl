// y = (x − mean) · inverse deviation · scale + shift, all four per channel.
// One workgroup a plane.
//
//   in   x             (N, C, HW)
//        moments       (2, C)  mean, then inverse deviation
//        scale, shift  (C)
//   out  y             (N, C, HW)

override WG: u32 = 64u;

struct Params {
  batch: u32,
  channels: u32,
  plane_size: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> moments: array<f32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> shift: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let plane = group.y * groups.x + group.x;
  if (plane >= params.batch * params.channels) {
    return;
  }
  let c = plane % params.channels;
  let mean = moments[c];
  let factor = moments[params.channels + c] * scale[c];
  let offset = shift[c];
  let end = (plane + 1u) * params.plane_size;
  for (var i = plane * params.plane_size + lane; i < end; i += WG) {
    y[i] = (x[i] - mean) * factor + offset;
  }
}
