// y = (x − mean) · inverse deviation · scale + shift, all four per channel, plus the
// other branch of a residual block and a ReLU where they follow. Tiles of SPAN ·
// TILE_LANES elements lie within one plane.
//
//   in   x             (N, C, HW)
//        moments       (2, C)  mean, then inverse deviation
//        scale, shift  (C)
//        addend        (N, C, HW) with ADD 1; else any buffer
//   out  y             (N, C, HW)

override WG: u32 = 64u;
override RELU: u32 = 0u;

const SPAN = 16u; // tunable, elements per invocation: starting a workgroup costs more than an element
const TILE_LANES = 16u; // tunable
const ADD = 0u; // tunable

struct Params {
  batch: u32,
  channels: u32,
  plane_size: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> moments: array<f32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> shift: array<f32>;
@group(0) @binding(4) var<storage, read> addend: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<f32>;
@group(0) @binding(6) var<uniform> params: Params;

fn normalise(i: u32, mean: f32, factor: f32, offset: f32) {
  var value = (x[i] - mean) * factor + offset;
  if (ADD == 1u) { // static
    value += addend[i];
  }
  y[i] = select(value, 0.0, (RELU == 1u) & (value <= 0.0)); // a NaN stays
}

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  _ = &addend; // not every variant uses it
  let invocation = (group.y * groups.x + group.x) * WG + lane;
  let tiles_per_plane = (params.plane_size + TILE_LANES * SPAN - 1u) / (TILE_LANES * SPAN);
  let plane = invocation / TILE_LANES / tiles_per_plane;
  if (plane >= params.batch * params.channels) {
    return;
  }
  let first = invocation / TILE_LANES % tiles_per_plane * (TILE_LANES * SPAN) + invocation % TILE_LANES;
  let start = plane * params.plane_size;
  let c = plane % params.channels;
  let mean = moments[c];
  let factor = moments[params.channels + c] * scale[c];
  let offset = shift[c];
  if (first + (SPAN - 1u) * TILE_LANES < params.plane_size) {
    for (var s = 0u; s < SPAN; s++) { // unroll
      normalise(start + first + s * TILE_LANES, mean, factor, offset);
    }
    return;
  }
  for (var p = first; p < params.plane_size; p += TILE_LANES) {
    normalise(start + p, mean, factor, offset);
  }
}
