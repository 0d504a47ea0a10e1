// dx = scale · inverse deviation · (dy − mean(dy) − x̂ · mean(dy · x̂)): the moments
// depend on x too. One workgroup a plane.
//
//   in   x, dy    (N, C, HW)
//        moments  (2, C)  mean, then inverse deviation
//        scale    (C)
//        sums     (2, C)  Σ dy, then Σ dy · x̂
//   out  dx       (N, C, HW)

override WG: u32 = 64u;

struct Params {
  batch: u32,
  channels: u32,
  plane_size: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> moments: array<f32>;
@group(0) @binding(3) var<storage, read> scale: array<f32>;
@group(0) @binding(4) var<storage, read> sums: array<f32>;
@group(0) @binding(5) var<storage, read_write> dx: array<f32>;
@group(0) @binding(6) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let channels = params.channels;
  let plane = group.y * groups.x + group.x;
  if (plane >= params.batch * channels) {
    return;
  }
  let c = plane % channels;
  let count = f32(params.batch * params.plane_size);
  let mean = moments[c];
  let inverse = moments[channels + c];
  let factor = scale[c] * inverse;
  let dy_mean = sums[c] / count;
  let product_mean = sums[channels + c] / count;
  let end = (plane + 1u) * params.plane_size;
  for (var i = plane * params.plane_size + lane; i < end; i += WG) {
    dx[i] = factor * (dy[i] - dy_mean - (x[i] - mean) * inverse * product_mean);
  }
}
