// Puts a convolution's filters into the order in which conv2d-tiled.wgsl reads
// them: four terms of the sum together, neighbouring filters side by side.
//
//   in   weight  any layout: element (f, c, row, column) is at
//                weight_first + f·weight_f + c·weight_c + row·weight_row + column·weight_column
//   out  packed  (groups, F) of vec4: terms that do not exist are 0
//
// Terms of group g: with `quads`, tap g % taps of the channels 4·(g / taps) + 0 … 3;
// without, the terms 4·g + 0 … 3 of all channels' taps in one row.

override WG: u32 = 64u;

struct Params {
  groups: u32,
  filters: u32,
  channels: u32,
  taps: u32,  // kernel rows · columns, at least 1
  kernel_columns: u32,
  quads: u32,
  weight_first: i32,
  weight_f: i32,
  weight_c: i32,
  weight_row: i32,
  weight_column: i32,
}

@group(0) @binding(0) var<storage, read> weight: array<f32>;
@group(0) @binding(1) var<storage, read_write> packed: array<vec4f>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i >= params.groups * params.filters) {
    return;
  }
  let g = i / params.filters;
  let first = params.weight_first + i32(i % params.filters) * params.weight_f;
  var value = vec4f();
  for (var e = 0u; e < 4u; e++) {
    var channel = (4u * g + e) / params.taps;
    var tap = (4u * g + e) % params.taps;
    if (params.quads == 1u) {
      channel = 4u * (g / params.taps) + e;
      tap = g % params.taps;
    }
    if (channel < params.channels) {
      let row = i32(tap / params.kernel_columns);
      let column = i32(tap % params.kernel_columns);
      let at = first + i32(channel) * params.weight_c + row * params.weight_row + column * params.weight_column;
      value[e] = weight[u32(at)];
    }
  }
  packed[i] = value;
}
