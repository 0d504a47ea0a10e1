// Largest value of each window, without padding, and where in the window it was, for
// devices with many invocations: one invocation a window.
//
//   in   x       (P, H, W)    P planes: images × channels
//   out  y       (P, OH, OW)
//        argmax  (P, OH, OW)  kernel row · SIZE_C + kernel column
//
// The first of equal values wins, row by row. A NaN counts as largest, so that a
// diverged run stays visible. PyTorch does both.

override WG: u32 = 64u;
override SIZE_R: u32 = 2u;
override SIZE_C: u32 = 2u;

// 1: y = max(0, …) as well, and a window whose maximum that cuts off passes no
// gradient: its argmax is 0xffffffff, which is no cell.
override RELU: u32 = 0u;

struct Params {
  planes: u32,
  height: u32,
  width: u32,
  stride: u32,
  out_height: u32,
  out_width: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@group(0) @binding(2) var<storage, read_write> argmax: array<u32>;
@group(0) @binding(3) var<uniform> params: Params;

// By its bits: compilers may take value != value to be false.
fn is_nan(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
}

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  let rows = params.planes * params.out_height;
  if (i >= rows * params.out_width) {
    return;
  }
  let row = i / params.out_width; // of all planes
  let plane = row / params.out_height;
  let top = plane * params.height + row % params.out_height * params.stride;
  let corner = top * params.width + i % params.out_width * params.stride;
  var best = x[corner];
  var code = 0u;
  for (var r = 0u; r < SIZE_R; r++) {
    for (var c = 0u; c < SIZE_C; c++) {
      let value = x[corner + r * params.width + c];
      let larger = (value > best) | is_nan(value);
      best = select(best, value, larger);
      code = select(code, r * SIZE_C + c, larger);
    }
  }
  let cut = (RELU == 1u) & (best <= 0.0); // not so for NaN
  y[i] = select(best, 0.0, cut);
  argmax[i] = select(code, 0xffffffffu, cut);
}
