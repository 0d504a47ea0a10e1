// Gradient of max-pooling, gathered: each input cell adds the gradients of the
// windows that chose it. Windows may overlap; cells in no window get 0.
//
//   in   dy      (P, OH, OW)
//        argmax  (P, OH, OW)  from the forward pass
//   out  dx      (P, H, W)
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
@group(0) @binding(1) var<storage, read> argmax: array<u32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i >= params.planes * params.height * params.width) {
    return;
  }
  let plane = i / (params.height * params.width);
  let row = (i / params.width) % params.height;
  let column = i % params.width;

  // Windows that hold this cell: they begin at most size - 1 before it.
  let first_row = select(0u, (row - params.sizeR) / params.stride + 1u, row >= params.sizeR);
  let first_column = select(0u, (column - params.sizeC) / params.stride + 1u, column >= params.sizeC);
  let last_row = min(row / params.stride, params.outHeight - 1u);
  let last_column = min(column / params.stride, params.outWidth - 1u);

  var sum = 0.0;
  for (var r = first_row; r <= last_row; r++) {
    for (var c = first_column; c <= last_column; c++) {
      let window = (plane * params.outHeight + r) * params.outWidth + c;
      let code = (row - r * params.stride) * params.sizeC + column - c * params.stride;
      if (argmax[window] == code) {
        sum += dy[window];
      }
    }
  }
  dx[i] = sum;
}
