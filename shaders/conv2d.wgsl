// Correlation of images with filters, as an implicit matrix product (no im2col
// buffer). Serves the forward pass, and the input gradient, which is a correlation
// of the output gradient with the flipped filters (src/kernels/conv2d.ts says how).
// One invocation computes a register block: TF filters × TP neighbouring columns
// of one output row. A window of columns is loaded once and serves TAPS kernel
// columns of all TP outputs.
//
//   in   x       (N, C, H, W)
//        weight  any layout: element (f, c, row, column) is at
//                WEIGHT_FIRST + f·WEIGHT_F + c·WEIGHT_C + row·WEIGHT_ROW + column·WEIGHT_COLUMN
//        bias    (F); any buffer where HAS_BIAS is 0
//   out  y       (N, F, Y_HEIGHT, Y_WIDTH): rows FIRST_ROW + i·Y_STEP, i < ROWS, and
//                columns FIRST_COLUMN + j·Y_STEP, j < COLUMNS, are written
//
// Each output is one sum in a fixed order, so reruns are bit-equal.

override C: u32 = 1u;
override H: u32 = 1u;
override W: u32 = 1u;
override F: u32 = 1u;
override ROWS: u32 = 1u;
override COLUMNS: u32 = 1u;
override KERNEL_ROWS: u32 = 1u;
override KERNEL_COLUMNS: u32 = 1u;
override PADDING_ROWS: i32 = 0i;
override PADDING_COLUMNS: i32 = 0i;
override WEIGHT_FIRST: i32 = 0i;
override WEIGHT_F: i32 = 1i;
override WEIGHT_C: i32 = 1i;
override WEIGHT_ROW: i32 = 1i;
override WEIGHT_COLUMN: i32 = 1i;
override HAS_BIAS: u32 = 0u;
override Y_HEIGHT: u32 = 1u;
override Y_WIDTH: u32 = 1u;
override Y_STEP: u32 = 1u;
override FIRST_ROW: u32 = 0u;
override FIRST_COLUMN: u32 = 0u;
override WG: u32 = 16u;

const TF = 8u; // tunable
const TP = 7u; // tunable
const TAPS = 3u; // tunable
const STRIDE = 1u; // tunable

struct Params {
  batch: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let row_tiles = (COLUMNS + TP - 1u) / TP;
  let tile = (group.y * groups.x + group.x) * WG + lane;
  if (tile >= params.batch * ROWS * row_tiles) {
    return;
  }
  let image = tile / (ROWS * row_tiles);
  let row = (tile / row_tiles) % ROWS;
  let column = (tile % row_tiles) * TP;
  let first_filter = group.z * TF;

  // Where the window begins; it may lie in the padding.
  let x_row = i32(row * STRIDE) - PADDING_ROWS;
  let x_column = i32(column * STRIDE) - PADDING_COLUMNS;

  // Filters past the last one repeat it; what they compute is not stored.
  var filter_at: array<i32, TF>; // registers
  for (var f = 0u; f < TF; f++) { // unroll
    filter_at[f] = WEIGHT_FIRST + i32(min(first_filter + f, F - 1u)) * WEIGHT_F;
  }

  var sum: array<f32, TF * TP>; // registers
  for (var block = 0u; block < KERNEL_COLUMNS; block += TAPS) {
    var inside: array<bool, (TP - 1u) * STRIDE + TAPS>; // registers
    for (var j = 0u; j < (TP - 1u) * STRIDE + TAPS; j++) { // unroll
      inside[j] = u32(x_column + i32(block + j)) < W;
    }
    for (var k = 0u; k < KERNEL_ROWS; k++) {
      let row_inside = u32(x_row + i32(k)) < H;
      var x_at = i32(image * (C * H * W)) + (x_row + i32(k)) * i32(W) + x_column + i32(block);
      var weight_at = i32(k) * WEIGHT_ROW + i32(block) * WEIGHT_COLUMN;
      for (var c = 0u; c < C; c++) {
        var value: array<f32, (TP - 1u) * STRIDE + TAPS>; // registers
        for (var j = 0u; j < (TP - 1u) * STRIDE + TAPS; j++) { // unroll
          value[j] = select(0.0, x[u32(x_at) + j], row_inside && inside[j]);
        }
        for (var f = 0u; f < TF; f++) { // unroll
          var w: array<f32, TAPS>; // registers
          for (var t = 0u; t < TAPS; t++) { // unroll
            w[t] = select(
              0.0,
              weight[u32(filter_at[f] + weight_at + i32(t) * WEIGHT_COLUMN)],
              KERNEL_COLUMNS % TAPS == 0u || block + t < KERNEL_COLUMNS,
            );
          }
          for (var p = 0u; p < TP; p++) { // unroll
            for (var t = 0u; t < TAPS; t++) { // unroll sum
              sum[f * TP + p] += w[t] * value[p * STRIDE + t];
            }
          }
        }
        x_at += i32(H * W);
        weight_at += WEIGHT_C;
      }
    }
  }

  for (var f = 0u; f < TF; f++) { // unroll
    if (first_filter + f < F) {
      let offset = select(0.0, bias[(first_filter + f) * HAS_BIAS], HAS_BIAS == 1u);
      let plane = (image * F + first_filter + f) * (Y_HEIGHT * Y_WIDTH);
      let y_at = plane + (FIRST_ROW + row * Y_STEP) * Y_WIDTH + FIRST_COLUMN + column * Y_STEP;
      for (var p = 0u; p < TP; p++) { // unroll
        if (COLUMNS % TP == 0u || column + p < COLUMNS) {
          y[y_at + p * Y_STEP] = sum[f * TP + p] + offset;
        }
      }
    }
  }
}
