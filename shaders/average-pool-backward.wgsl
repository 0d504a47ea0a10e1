// Gradient of average pooling: each input cell adds its share of the gradients of
// the windows that hold it. Cells in no window get 0. One invocation a row of dx,
// which nobody else writes.
//
//   in   dy  (P, OH, OW)
//   out  dx  (P, H, W)
//
// Windows are visited row by row, so reruns are bit-equal.

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

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read_write> dx: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i >= params.planes * params.height) {
    return;
  }
  let plane = i / params.height;
  let row = i % params.height;
  for (var column = 0u; column < params.width; column++) {
    dx[i * params.width + column] = 0.0;
  }

  // Windows that hold this row begin at most sizeR - 1 rows above it.
  let first = select(0u, (row - params.sizeR) / params.stride + 1u, row >= params.sizeR);
  let last = min(row / params.stride, params.outHeight - 1u);
  for (var r = first; r <= last; r++) {
    for (var c = 0u; c < params.outWidth; c++) {
      let share = dy[(plane * params.outHeight + r) * params.outWidth + c] / f32(params.sizeR * params.sizeC);
      for (var k = 0u; k < params.sizeC; k++) {
        dx[i * params.width + c * params.stride + k] += share;
      }
    }
  }
}
