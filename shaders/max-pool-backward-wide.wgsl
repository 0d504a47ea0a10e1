// Gradient of max-pooling, for devices with many invocations: one invocation an input
// cell adds the gradients of the windows that chose it. Windows may overlap; cells in
// no window get 0.
//
//   in   dy      (P, OH, OW)
//        argmax  (P, OH, OW)  from the forward pass
//   out  dx      (P, H, W)
//
// Windows are visited row by row, so reruns are bit-equal.

override WG: u32 = 64u;
override SIZE_R: u32 = 2u;
override SIZE_C: u32 = 2u;

struct Params {
  planes: u32,
  height: u32,
  width: u32,
  stride: u32,
  out_height: u32,
  out_width: u32,
}

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> argmax: array<u32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

// Windows that hold cell `at` begin at most size − 1 cells before it.
fn first_window(at: u32, size: u32) -> u32 {
  return select(0u, (at - size) / params.stride + 1u, at >= size);
}

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  let plane = i / (params.height * params.width);
  if (plane >= params.planes) {
    return;
  }
  let row = i / params.width % params.height;
  let column = i % params.width;
  let last_row = min(row / params.stride, params.out_height - 1u);
  let last_column = min(column / params.stride, params.out_width - 1u);
  var sum = 0.0;
  for (var r = first_window(row, SIZE_R); r <= last_row; r++) {
    for (var c = first_window(column, SIZE_C); c <= last_column; c++) {
      let window = (plane * params.out_height + r) * params.out_width + c;
      let code = (row - r * params.stride) * SIZE_C + column - c * params.stride;
      sum += select(0.0, dy[window], argmax[window] == code);
    }
  }
  dx[i] = sum;
}
