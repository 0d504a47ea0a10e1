// Gradient of a convolution's weights: the sum over images and output pixels of
// dy · x. The sum is split over chunks of output rows; each chunk leaves a partial
// result, and shaders/fold-partials.wgsl adds them up in order.
// One invocation computes a register block of one chunk: TF filters × TC channels
// × TR kernel rows × TAPS kernel columns. Per cell block of RH rows × TP columns of
// the output it loads dy once per filter, and one window of x per channel.
// Neighbours differ in their channels and need the same dy, so where there are
// subgroups, the four of a quad load a quarter each and swap: sum f of an invocation
// is that of filter f with the last two bits changed by its place in the quad.
//
//   in   x         (N, C, H, W)
//        dy        (N, F, ROWS, COLUMNS); with DY_POOL 2, (N, F, ROWS/2, COLUMNS/2): the
//                  gradient of a 2×2 max-pool of which codes tell the cells; all others are 0
//        codes     with DY_POOL 2, argmax as in max-pool-forward.wgsl; else any buffer
//   out  partials  (chunks, F, C, KERNEL, KERNEL)
//
// Each partial is one sum in a fixed order, so reruns are bit-equal.

enable subgroups; // with subgroups

override C: u32 = 1u;
override H: u32 = 2u;
override W: u32 = 2u;
override F: u32 = 1u;
override ROWS: u32 = 2u;
override COLUMNS: u32 = 2u;
override KERNEL: u32 = 1u;
override PADDING: u32 = 0u;
override WG: u32 = 16u;

const TF = 8u; // tunable, a multiple of SHARE
const TC = 1u; // tunable
const TR = 3u; // tunable
const TAPS = 3u; // tunable
const RH = 2u; // tunable
const TP = 2u; // tunable
const STRIDE = 1u; // tunable
const PARTIAL = 1u; // tunable, 0: no block reaches past the last filter, channel or tap
const DY_POOL = 2u; // tunable, 1, or 2 where TP is 2 and RH even
const SHARE = 4u; // with subgroups, else 1; invocations that load dy for each other

struct Params {
  batch: u32,
  chunk_count: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> codes: array<u32>;
@group(0) @binding(3) var<storage, read_write> partials: array<f32>;
@group(0) @binding(4) var<uniform> params: Params;

// All bits, or none. A software GPU takes far longer over a select of what it loads.
fn mask(inside: bool) -> u32 {
  return select(0u, 0xffffffffu, inside);
}

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) subgroup_lane: u32, // with subgroups
) {
  _ = &codes; // not every variant uses it
  var quarter = 0u;
  quarter = subgroup_lane % SHARE; // with subgroups

  // Channels are counted in whole quads. What lies past the last block, channel or
  // filter repeats it, and is not stored.
  let channel_blocks = ((C + TC - 1u) / TC + SHARE - 1u) / SHARE * SHARE;
  let row_blocks = (KERNEL + TR - 1u) / TR;
  let column_blocks = (KERNEL + TAPS - 1u) / TAPS;
  let blocks = (F + TF - 1u) / TF * row_blocks * column_blocks * channel_blocks;
  let invocation = group.x * WG + lane;
  var rest = min(invocation, blocks - 1u);
  let first_channel = (rest % channel_blocks) * TC;
  rest /= channel_blocks;
  let first_column = (rest % column_blocks) * TAPS;
  rest /= column_blocks;
  let first_row = (rest % row_blocks) * TR;
  let first_filter = (rest / row_blocks) * TF;

  // One loop over images, bands of rows and columns: each level of loops costs every sum a copy.
  let bands_per_image = (ROWS + RH - 1u) / RH;
  let columns_per_band = (COLUMNS + TP - 1u) / TP;
  let bands = params.batch * bands_per_image;
  let chunk_bands = (bands + params.chunk_count - 1u) / params.chunk_count;
  let first_band = min(bands, group.y * chunk_bands);
  let end_band = min(bands, first_band + chunk_bands);
  var image = first_band / bands_per_image;
  var row = first_band % bands_per_image * RH;
  var column = 0u;
  var sum: array<f32, TF * TC * TR * TAPS>; // registers
  for (var i = first_band * columns_per_band; i < end_band * columns_per_band; i++) {
    var d: array<f32, TF * RH * TP>; // registers
    for (var v = 0u; v < TF / SHARE; v++) { // unroll
      let plane = image * F + min(first_filter + v * SHARE + quarter, F - 1u);
      let dy_at = (plane * (ROWS / DY_POOL) + row / DY_POOL) * (COLUMNS / DY_POOL) + column / DY_POOL;
      var mine: array<f32, RH * TP>; // registers
      if (DY_POOL == 1u) { // static
        for (var p = 0u; p < RH * TP; p++) { // unroll
          let inside = (ROWS % RH == 0u || row + p / TP < ROWS) & (COLUMNS % TP == 0u || column + p % TP < COLUMNS);
          mine[p] = bitcast<f32>(bitcast<u32>(dy[dy_at + p / TP * COLUMNS + p % TP]) & mask(inside));
        }
      }
      if (DY_POOL == 2u) { // static
        for (var h = 0u; h < RH / 2u; h++) { // unroll
          let at = dy_at + h * (COLUMNS / 2u);
          let gradient = bitcast<u32>(dy[at]) & mask(ROWS % RH == 0u || row + 2u * h < ROWS);
          let cell = codes[at];
          for (var p = 0u; p < 4u; p++) { // unroll
            mine[4u * h + p] = bitcast<f32>(gradient & mask(cell == p));
          }
        }
      }
      for (var p = 0u; p < RH * TP; p++) { // unroll
        d[v * SHARE * (RH * TP) + p] = mine[p];
        if (SHARE == 4u) { // static
          d[(v * 4u + 1u) * (RH * TP) + p] = quadSwapX(mine[p]);
          d[(v * 4u + 2u) * (RH * TP) + p] = quadSwapY(mine[p]);
          d[(v * 4u + 3u) * (RH * TP) + p] = quadSwapDiagonal(mine[p]);
        }
      }
    }
    let x_row = i32(row * STRIDE + first_row) - i32(PADDING);
    let x_column = i32(column * STRIDE + first_column) - i32(PADDING);
    var row_mask: array<u32, (RH - 1u) * STRIDE + TR>; // registers
    for (var r = 0u; r < (RH - 1u) * STRIDE + TR; r++) { // unroll
      row_mask[r] = mask(u32(x_row + i32(r)) < H);
    }
    var column_mask: array<u32, (TP - 1u) * STRIDE + TAPS>; // registers
    for (var j = 0u; j < (TP - 1u) * STRIDE + TAPS; j++) { // unroll
      column_mask[j] = mask(u32(x_column + i32(j)) < W);
    }
    for (var c = 0u; c < TC; c++) { // unroll
      let plane = image * C + min(first_channel + c, C - 1u);
      let at = u32(i32(plane * (H * W)) + x_row * i32(W) + x_column);
      var value: array<f32, ((RH - 1u) * STRIDE + TR) * ((TP - 1u) * STRIDE + TAPS)>; // registers
      for (var r = 0u; r < (RH - 1u) * STRIDE + TR; r++) { // unroll
        for (var j = 0u; j < (TP - 1u) * STRIDE + TAPS; j++) { // unroll
          value[r * ((TP - 1u) * STRIDE + TAPS) + j] =
            bitcast<f32>(bitcast<u32>(x[at + r * W + j]) & (row_mask[r] & column_mask[j]));
        }
      }
      for (var f = 0u; f < TF; f++) { // unroll
        for (var r = 0u; r < TR; r++) { // unroll
          for (var t = 0u; t < TAPS; t++) { // unroll
            for (var p = 0u; p < RH * TP; p++) { // unroll sum
              sum[((f * TC + c) * TR + r) * TAPS + t] += d[f * RH * TP + p] * value[(p / TP * STRIDE + r) * ((TP - 1u) * STRIDE + TAPS) + p % TP * STRIDE + t];
            }
          }
        }
      }
    }
    column += TP;
    let next_row = column >= COLUMNS;
    column = select(column, 0u, next_row);
    row += select(0u, RH, next_row);
    let next_image = row >= ROWS;
    row = select(row, 0u, next_image);
    image += select(0u, 1u, next_image);
  }

  if (invocation >= blocks) {
    return;
  }
  for (var f = 0u; f < TF; f++) { // unroll
    for (var c = 0u; c < TC; c++) { // unroll
      for (var r = 0u; r < TR; r++) { // unroll
        for (var t = 0u; t < TAPS; t++) { // unroll
          let filter_index = first_filter + f / SHARE * SHARE + (quarter ^ (f % SHARE));
          let counts = (filter_index < F) & (first_channel + c < C)
            & (first_row + r < KERNEL) & (first_column + t < KERNEL);
          if (counts) { // guard PARTIAL
            let filter_channel = filter_index * C + first_channel + c;
            let tap = (first_row + r) * KERNEL + first_column + t;
            partials[(group.y * (F * C) + filter_channel) * (KERNEL * KERNEL) + tap] =
              sum[((f * TC + c) * TR + r) * TAPS + t];
          }
        }
      }
    }
  }
}
