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
  size_r: u32,
  size_c: u32,
  stride: u32,
  out_height: u32,
  out_width: u32,
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
  // Windows that hold this row begin at most size_r - 1 rows above it; likewise for columns.
  let first = select(0u, (row - params.size_r) / params.stride + 1u, row >= params.size_r);
  let last = min(row / params.stride, params.out_height - 1u);
  for (var column = 0u; column < params.width; column++) {
    let first_c = select(0u, (column - params.size_c) / params.stride + 1u, column >= params.size_c);
    let last_c = min(column / params.stride, params.out_width - 1u);
    var sum = 0.0;
    for (var r = first; r <= last; r++) {
      for (var c = first_c; c <= last_c; c++) {
        sum += dy[(plane * params.out_height + r) * params.out_width + c] / f32(params.size_r * params.size_c);
      }
    }
    dx[i * params.width + column] = sum;
  }
}
