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
  sizeR: u32,
  sizeC: u32,
  stride: u32,
  outHeight: u32,
  outWidth: u32,
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
  if (i >= params.planes * params.outHeight) {
    return;
  }
  let plane = i / params.outHeight;
  let row = i % params.outHeight;
  var corner = (plane * params.height + row * params.stride) * params.width;
  for (var at = i * params.outWidth; at < (i + 1u) * params.outWidth; at++) {
    var sum = 0.0;
    for (var r = 0u; r < params.sizeR; r++) {
      for (var c = 0u; c < params.sizeC; c++) {
        sum += x[corner + r * params.width + c];
      }
    }
    y[at] = sum / f32(params.sizeR * params.sizeC);
    corner += params.stride;
  }
}
