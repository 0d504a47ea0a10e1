// Convolution as an implicit matrix product (no im2col buffer): filters × pixels,
// summed over channels and kernel positions. One invocation holds a register
// block of TF filters × TP pixels. A dense layer is the case H = W = KERNEL = 1.
//
//   in   x       (N, C, H, W)
//        weight  (F, C, KERNEL, KERNEL)
//        bias    (F); any buffer where HAS_BIAS is 0
//   out  y       (N, F, OH, OW)
//
// Each output is one sum in a fixed order, so reruns are bit-equal.

override C: u32 = 1u;
override H: u32 = 1u;
override W: u32 = 1u;
override F: u32 = 1u;
override OH: u32 = 1u;
override OW: u32 = 1u;
override KERNEL: u32 = 1u;
override STRIDE: u32 = 1u;
override PADDING: u32 = 0u;
override HAS_BIAS: u32 = 0u;
override WG: u32 = 16u;

const TF = 8u; // tunable
const TP = 4u; // tunable

struct Params {
  batch: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let pixels = params.batch * OH * OW;
  let first_pixel = group.x * WG * TP + lane;
  let first_filter = group.y * TF;

  // Where the window of each pixel begins: it may lie in the padding.
  var row: array<i32, TP>; // registers
  var column: array<i32, TP>; // registers
  var base: array<i32, TP>; // registers
  for (var p = 0u; p < TP; p++) { // unroll
    let pixel = min(first_pixel + p * WG, pixels - 1u);
    let image = pixel / (OH * OW);
    let place = pixel % (OH * OW);
    row[p] = i32((place / OW) * STRIDE) - i32(PADDING);
    column[p] = i32((place % OW) * STRIDE) - i32(PADDING);
    base[p] = i32(image * C * H * W) + row[p] * i32(W) + column[p];
  }

  // Filters past the last one repeat it; what they compute is not stored.
  var filter_at: array<u32, TF>; // registers
  for (var f = 0u; f < TF; f++) { // unroll
    filter_at[f] = min(first_filter + f, F - 1u) * (C * KERNEL * KERNEL);
  }

  var sum: array<f32, TF * TP>; // registers
  for (var kr = 0u; kr < KERNEL; kr++) {
    for (var kc = 0u; kc < KERNEL; kc++) {
      var inside: array<bool, TP>; // registers
      var at: array<u32, TP>; // registers
      for (var p = 0u; p < TP; p++) { // unroll
        inside[p] = u32(row[p] + i32(kr)) < H && u32(column[p] + i32(kc)) < W;
        at[p] = select(0u, u32(base[p] + i32(kr * W + kc)), inside[p]);
      }
      let tap = kr * KERNEL + kc;
      for (var c = 0u; c < C; c++) {
        var value: array<f32, TP>; // registers
        for (var p = 0u; p < TP; p++) { // unroll
          value[p] = select(0.0, x[at[p] + c * (H * W)], inside[p]);
        }
        for (var f = 0u; f < TF; f++) { // unroll
          let w = weight[filter_at[f] + c * (KERNEL * KERNEL) + tap];
          for (var p = 0u; p < TP; p++) { // unroll
            sum[f * TP + p] += w * value[p];
          }
        }
      }
    }
  }

  for (var p = 0u; p < TP; p++) { // unroll
    let pixel = first_pixel + p * WG;
    if (pixel < pixels) {
      let image = pixel / (OH * OW);
      let place = pixel % (OH * OW);
      for (var f = 0u; f < TF; f++) { // unroll
        let filter_index = first_filter + f;
        if (filter_index < F) {
          y[(image * F + filter_index) * (OH * OW) + place] =
            sum[f * TP + p] + select(0.0, bias[filter_index * HAS_BIAS], HAS_BIAS == 1u);
        }
      }
    }
  }
}
