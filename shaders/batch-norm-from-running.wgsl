// The moments that evaluation normalises with, from running statistics.
//
//   in   running  (2, C)  mean, then variance
//   out  moments  (2, C)  mean, then 1 / √(variance + epsilon)

override WG: u32 = 16u;

struct Params {
  channels: u32,
  epsilon: f32,
}

@group(0) @binding(0) var<storage, read> running: array<f32>;
@group(0) @binding(1) var<storage, read_write> moments: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i < params.channels) {
    moments[i] = running[i];
    moments[params.channels + i] = 1.0 / sqrt(running[params.channels + i] + params.epsilon);
  }
}
