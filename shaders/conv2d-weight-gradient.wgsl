// Gradient of a convolution's weights: the sum over images and output pixels of
// dy · x. The sum is split over chunks of output rows; each chunk leaves a partial
// result, and shaders/fold-partials.wgsl adds them up in order.
// One invocation computes a register block of one chunk: TF filters × TC channels
// × TR kernel rows × TAPS kernel columns. Per stretch of TP output columns it loads
// dy once per filter, and one window of x per channel and kernel row.
//
//   in   x         (N, C, H, W)
//        dy        (N, F, ROWS, COLUMNS)
//   out  partials  (chunks, F, C, KERNEL, KERNEL)
//
// Each partial is one sum in a fixed order, so reruns are bit-equal.

override C: u32 = 1u;
override H: u32 = 1u;
override W: u32 = 1u;
override F: u32 = 1u;
override ROWS: u32 = 1u;
override COLUMNS: u32 = 1u;
override KERNEL: u32 = 1u;
override PADDING: u32 = 0u;
override WG: u32 = 16u;

const TF = 4u; // tunable
const TC = 1u; // tunable
const TR = 3u; // tunable
const TAPS = 3u; // tunable
const TP = 7u; // tunable
const STRIDE = 1u; // tunable

struct Params {
  batch: u32,
  chunk_count: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> partials: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let filter_blocks = (F + TF - 1u) / TF;
  let channel_blocks = (C + TC - 1u) / TC;
  let row_blocks = (KERNEL + TR - 1u) / TR;
  let column_blocks = (KERNEL + TAPS - 1u) / TAPS;
  let blocks = filter_blocks * channel_blocks * row_blocks * column_blocks;
  let index = (group.y * groups.x + group.x) * WG + lane;
  if (index >= blocks * params.chunk_count) {
    return;
  }
  let chunk = index / blocks;
  var rest = index % blocks;
  let first_column = (rest % column_blocks) * TAPS;
  rest /= column_blocks;
  let first_row = (rest % row_blocks) * TR;
  rest /= row_blocks;
  let first_channel = (rest % channel_blocks) * TC;
  let first_filter = (rest / channel_blocks) * TF;

  let all_rows = params.batch * ROWS;
  let chunk_rows = (all_rows + params.chunk_count - 1u) / params.chunk_count;
  let end = min(all_rows, (chunk + 1u) * chunk_rows);

  var sum: array<f32, TF * TC * TR * TAPS>; // registers
  for (var i = chunk * chunk_rows; i < end; i++) {
    let image = i / ROWS;
    let row = i % ROWS;
    var row_inside: array<bool, TR>; // registers
    for (var r = 0u; r < TR; r++) { // unroll
      row_inside[r] = u32(i32(row * STRIDE + first_row + r) - i32(PADDING)) < H;
    }
    // Filters and channels past the last one repeat it; what they compute is not stored.
    var dy_at: array<u32, TF>; // registers
    for (var f = 0u; f < TF; f++) { // unroll
      dy_at[f] = ((image * F + min(first_filter + f, F - 1u)) * ROWS + row) * COLUMNS;
    }
    var x_at: array<i32, TC>; // registers
    for (var c = 0u; c < TC; c++) { // unroll
      x_at[c] = i32((image * C + min(first_channel + c, C - 1u)) * (H * W))
        + (i32(row * STRIDE + first_row) - i32(PADDING)) * i32(W) + i32(first_column) - i32(PADDING);
    }
    for (var column = 0u; column < COLUMNS; column += TP) {
      var d: array<f32, TF * TP>; // registers
      for (var p = 0u; p < TP; p++) { // unroll
        let counts = COLUMNS % TP == 0u || column + p < COLUMNS;
        for (var f = 0u; f < TF; f++) { // unroll
          d[f * TP + p] = select(0.0, dy[dy_at[f] + column + p], counts);
        }
      }
      var inside: array<bool, (TP - 1u) * STRIDE + TAPS>; // registers
      for (var j = 0u; j < (TP - 1u) * STRIDE + TAPS; j++) { // unroll
        inside[j] = u32(i32(column * STRIDE + first_column + j) - i32(PADDING)) < W;
      }
      for (var c = 0u; c < TC; c++) { // unroll
        for (var r = 0u; r < TR; r++) { // unroll
          let at = u32(x_at[c] + i32(column * STRIDE + r * W));
          var value: array<f32, (TP - 1u) * STRIDE + TAPS>; // registers
          for (var j = 0u; j < (TP - 1u) * STRIDE + TAPS; j++) { // unroll
            value[j] = select(0.0, x[at + j], row_inside[r] && inside[j]);
          }
          for (var f = 0u; f < TF; f++) { // unroll
            for (var t = 0u; t < TAPS; t++) { // unroll
              for (var p = 0u; p < TP; p++) { // unroll sum
                sum[((f * TC + c) * TR + r) * TAPS + t] += d[f * TP + p] * value[p * STRIDE + t];
              }
            }
          }
        }
      }
    }
  }

  for (var f = 0u; f < TF; f++) { // unroll
    for (var c = 0u; c < TC; c++) { // unroll
      for (var r = 0u; r < TR; r++) { // unroll
        for (var t = 0u; t < TAPS; t++) { // unroll
          if (first_filter + f < F && first_channel + c < C && first_row + r < KERNEL && first_column + t < KERNEL) {
            let filter_channel = (first_filter + f) * C + first_channel + c;
            let tap = (first_row + r) * KERNEL + first_column + t;
            partials[(chunk * (F * C) + filter_channel) * (KERNEL * KERNEL) + tap] =
              sum[((f * TC + c) * TR + r) * TAPS + t];
          }
        }
      }
    }
  }
}
