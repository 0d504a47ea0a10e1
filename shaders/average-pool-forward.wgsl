// Mean of each window, without padding. One window over the whole plane is the
// global average. One invocation a row of y.
//
//   in   x  (P, H, W)    P planes: images × channels
//   out  y  (P, OH, OW)

override WG: u32 = 64u;

struct Params {
  planes: u32,
  height: u32,
  width: u32,
  size_r: u32,
  size_c: u32,
  stride: u32,
  out_height: u32,
  out_width: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i >= params.planes * params.out_height) {
    return;
  }
  let plane = i / params.out_height;
  let row = i % params.out_height;
  var corner = (plane * params.height + row * params.stride) * params.width;
  for (var at = i * params.out_width; at < (i + 1u) * params.out_width; at++) {
    var sum = 0.0;
    for (var r = 0u; r < params.size_r; r++) {
      for (var c = 0u; c < params.size_c; c++) {
        sum += x[corner + r * params.width + c];
      }
    }
    y[at] = sum / f32(params.size_r * params.size_c);
    corner += params.stride;
  }
}
