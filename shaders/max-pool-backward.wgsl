// Gradient of max-pooling: each input cell adds the gradients of the windows that
// chose it. Windows may overlap; cells in no window get 0. One invocation a row of
// dx, which nobody else writes.
//
//   in   dy      (P, OH, OW)
//        argmax  (P, OH, OW)  from the forward pass
//   out  dx      (P, H, W)
//
// Windows are visited row by row, so reruns are bit-equal.

override WG: u32 = 64u;

// 1 where every cell lies in exactly one window.
override TILED: u32 = 0u;

// Window columns, written out.
const SIZE_C = 2u; // tunable

struct Params {
  planes: u32,
  height: u32,
  width: u32,
  size_r: u32,
  stride: u32,
  out_height: u32,
  out_width: u32,
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
  if (i >= params.planes * params.height) {
    return;
  }
  let plane = i / params.height;
  let row = i % params.height;
  if (TILED == 1u) {
    let r = row / params.stride;
    let code = (row - r * params.stride) * SIZE_C; // of this row's first cell in the window
    let first = (plane * params.out_height + r) * params.out_width;
    for (var c = 0u; c < params.out_width; c++) {
      let k = argmax[first + c] - code;
      let gradient = dy[first + c];
      for (var j = 0u; j < SIZE_C; j++) { // unroll
        dx[i * params.width + c * SIZE_C + j] = select(0.0, gradient, k == j);
      }
    }
    return;
  }

  // Windows that hold this row begin at most size_r - 1 rows above it; likewise for columns.
  let first = select(0u, (row - params.size_r) / params.stride + 1u, row >= params.size_r);
  let last = min(row / params.stride, params.out_height - 1u);
  for (var column = 0u; column < params.width; column++) {
    let first_c = select(0u, (column - SIZE_C) / params.stride + 1u, column >= SIZE_C);
    let last_c = min(column / params.stride, params.out_width - 1u);
    var sum = 0.0;
    for (var r = first; r <= last; r++) {
      for (var c = first_c; c <= last_c; c++) {
        let window = (plane * params.out_height + r) * params.out_width + c;
        let code = (row - r * params.stride) * SIZE_C + column - c * params.stride;
        sum += select(0.0, dy[window], argmax[window] == code);
      }
    }
    dx[i * params.width + column] = sum;
  }
}
