// y = (x − mean) · inverse deviation · scale + shift, all four per channel.
//
//   in   x             (N, C, HW)
//        moments       (2, C)  mean, then inverse deviation
//        scale, shift  (C)
//   out  y             (N, C, HW)

override WG: u32 = 64u;

struct Params {
  batch: u32,
  channels: u32,
  planeSize: u32,
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
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i >= params.batch * params.channels * params.planeSize) {
    return;
  }
  let c = (i / params.planeSize) % params.channels;
  y[i] = (x[i] - moments[c]) * moments[params.channels + c] * scale[c] + shift[c];
}
