// Correlation of images with filters, as an implicit matrix product (no im2col
// buffer). Serves the forward pass, and the input gradient, which is a correlation
// of the output gradient with the flipped filters (src/kernels/correlation.ts says how).
// One invocation computes a register block: TF filters × TP neighbouring columns
// of one output row. A window of columns is loaded once and serves TAPS kernel
// columns of all TP outputs. Every invocation of a workgroup needs the same weights,
// so where there are subgroups, the four of a quad load a quarter each and swap: sum f
// of an invocation is that of filter f with the last two bits changed by its place
// in the quad.
//
//   in      x       (N, C, H, W); with X_POOL 2, (N, C, H/2, W/2): the gradient of a
//                   2×2 max-pool of which codes tell the cells; all other cells are 0
//           weight  any layout: element (f, c, row, column) is at
//                   WEIGHT_FIRST + f·WEIGHT_F + c·WEIGHT_C + row·WEIGHT_ROW + column·WEIGHT_COLUMN
//           bias    (F); any buffer where HAS_BIAS is 0
//   out     y       (N, F, Y_HEIGHT, Y_WIDTH): rows FIRST_ROW + i·Y_STEP, i < ROWS, and
//                   columns FIRST_COLUMN + j·Y_STEP, j < COLUMNS, are written, cut off at 0
//                   where RELU is 1; with Y_POOL 2, max(0, largest value) of each 2×2
//                   window: (N, F, ROWS/2, COLUMNS/2)
//   in/out  codes   with X_POOL 2 in, with Y_POOL 2 out: argmax as in max-pool-forward.wgsl
//
// Each output is one sum in a fixed order, so reruns are bit-equal.

enable subgroups; // with subgroups

override C: u32 = 1u;
override H: u32 = 2u;
override W: u32 = 2u;
override F: u32 = 1u;
override ROWS: u32 = 2u;
override COLUMNS: u32 = 2u;
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
override RELU: u32 = 0u;
override Y_HEIGHT: u32 = 1u;
override Y_WIDTH: u32 = 1u;
override Y_STEP: u32 = 1u;
override FIRST_ROW: u32 = 0u;
override FIRST_COLUMN: u32 = 0u;
override WG: u32 = 16u;

const TF = 8u; // tunable, a multiple of SHARE
const TP = 8u; // tunable, even where Y_POOL or X_POOL is 2
const TAPS = 3u; // tunable
const BLOCKS = 1u; // tunable, of TAPS kernel columns
const STRIDE = 1u; // tunable
// Of the (TP − 1)·STRIDE + TAPS columns of a window these can lie inside the image.
const FIRST_LOADED = 0u; // tunable
const LOADED = 10u; // tunable
const EDGES = 1u; // tunable, 0: all of them always do, 2: it depends on the block of kernel columns
const PARTIAL = 1u; // tunable, 0: no block reaches past the last filter or column
const Y_POOL = 2u; // tunable, 1 or 2
const X_POOL = 2u; // tunable, 1 or 2
const SHIFT = 1u; // tunable, 1: the first loaded column is the right one of its 2×2 window
const SHARE = 4u; // with subgroups, else 1; invocations that load weights for each other

const NO_MAXIMUM = 0xffffffffu;

struct Params {
  batch: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<storage, read_write> codes: array<u32>;
@group(0) @binding(5) var<uniform> params: Params;

// All bits, or none. A software GPU takes far longer over a select of what it loads.
fn mask(inside: bool) -> u32 {
  return select(0u, 0xffffffffu, inside);
}

// By its bits: compilers may take value != value to be false.
fn is_nan(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
}

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) subgroup_lane: u32, // with subgroups
) {
  _ = &codes; // not every variant uses it
  var quarter = 0u;
  quarter = subgroup_lane % SHARE; // with subgroups
  let row_tiles = (COLUMNS + TP - 1u) / TP;
  let tile_count = params.batch * (ROWS / Y_POOL) * row_tiles;
  let invocation = (group.y * groups.x + group.x) * WG + lane;
  // Invocations past the last tile repeat it, so that quads stay whole, and store nothing.
  let tile = min(invocation, tile_count - 1u);
  let image = tile / (ROWS / Y_POOL * row_tiles);
  let row = (tile / row_tiles) % (ROWS / Y_POOL);
  let column = (tile % row_tiles) * TP;
  let first_filter = group.z * TF;

  // Where the windows begin; they may lie in the padding.
  let window_column = i32(column * STRIDE + FIRST_LOADED) - PADDING_COLUMNS;
  var column_mask: array<u32, LOADED>; // registers
  if (EDGES == 1u) { // static
    for (var j = 0u; j < LOADED; j++) { // unroll
      column_mask[j] = mask(u32(window_column + i32(j)) < W);
    }
  }

  // This invocation's share. Filters past the last one repeat it; what they compute is not stored.
  var filter_at: array<i32, TF / SHARE>; // registers
  for (var v = 0u; v < TF / SHARE; v++) { // unroll
    filter_at[v] = WEIGHT_FIRST + i32(min(first_filter + v * SHARE + quarter, F - 1u)) * WEIGHT_F;
  }

  var best: array<f32, TF * TP / 2u>; // registers
  var best_code: array<u32, TF * TP / 2u>; // registers
  for (var r = 0u; r < Y_POOL; r++) {
    let x_row = i32((row * Y_POOL + r) * STRIDE) - PADDING_ROWS;
    var sum: array<f32, TF * TP>; // registers
    for (var i = 0u; i < TF * TP; i++) { // unroll
      sum[i] = 0.0; // said aloud: a variable of a loop kept its value from the round before
    }
    // One loop over blocks of kernel columns, kernel rows and channels: each level of loops costs every sum a copy.
    var block = 0u;
    var k = 0u;
    var c = 0u;
    for (var i = 0u; i < BLOCKS * KERNEL_ROWS * C; i++) {
      let first_column = window_column + i32(block);
      let row_mask = mask(u32(x_row + i32(k)) < H);
      if (EDGES == 2u) { // static
        for (var j = 0u; j < LOADED; j++) { // unroll
          column_mask[j] = mask(u32(first_column + i32(j)) < W);
        }
      }
      let x_at = u32(i32((image * C + c) * (H * W / (X_POOL * X_POOL)))
        + ((x_row + i32(k)) >> (X_POOL - 1u)) * i32(W / X_POOL)
        + ((first_column - i32(SHIFT * (X_POOL - 1u))) >> (X_POOL - 1u)));
      let weight_at = i32(c) * WEIGHT_C + i32(k) * WEIGHT_ROW + i32(block) * WEIGHT_COLUMN;
      var value: array<f32, (TP - 1u) * STRIDE + TAPS>; // registers
      if (X_POOL == 1u) { // static
        for (var j = 0u; j < LOADED; j++) { // unroll
          var bits = bitcast<u32>(x[x_at + j]) & row_mask;
          if (EDGES != 0u) { // static
            bits &= column_mask[j];
          }
          value[FIRST_LOADED + j] = bitcast<f32>(bits);
        }
      }
      if (X_POOL == 2u) { // static
        var gradient: array<u32, (LOADED + SHIFT + 1u) / 2u>; // registers
        var cell: array<u32, (LOADED + SHIFT + 1u) / 2u>; // registers
        for (var j = 0u; j < (LOADED + SHIFT + 1u) / 2u; j++) { // unroll
          gradient[j] = bitcast<u32>(x[x_at + j]) & row_mask;
          cell[j] = codes[x_at + j] - u32((x_row + i32(k)) & 1) * 2u; // a large number for the row above
        }
        for (var j = 0u; j < LOADED; j++) { // unroll
          var bits = gradient[(j + SHIFT) / 2u] & mask(cell[(j + SHIFT) / 2u] == (j + SHIFT) % 2u);
          if (EDGES != 0u) { // static
            bits &= column_mask[j];
          }
          value[FIRST_LOADED + j] = bitcast<f32>(bits);
        }
      }
      for (var v = 0u; v < TF / SHARE; v++) { // unroll
        var w: array<f32, SHARE * TAPS>; // registers
        for (var t = 0u; t < TAPS; t++) { // unroll
          let tap = bitcast<f32>(
            bitcast<u32>(weight[u32(filter_at[v] + weight_at + i32(t) * WEIGHT_COLUMN)])
              & mask(BLOCKS == 1u || block + t < KERNEL_COLUMNS),
          );
          w[t] = tap;
          if (SHARE == 4u) { // static
            w[TAPS + t] = quadSwapX(tap);
            w[2u * TAPS + t] = quadSwapY(tap);
            w[3u * TAPS + t] = quadSwapDiagonal(tap);
          }
        }
        for (var q = 0u; q < SHARE; q++) { // unroll
          for (var p = 0u; p < TP; p++) { // unroll
            for (var t = 0u; t < TAPS; t++) { // unroll sum
              sum[(v * SHARE + q) * TP + p] += w[q * TAPS + t] * value[p * STRIDE + t];
            }
          }
        }
      }
      c += 1u;
      let next_row = c == C;
      c = select(c, 0u, next_row);
      k += select(0u, 1u, next_row);
      let next_block = k == KERNEL_ROWS;
      k = select(k, 0u, next_block);
      block += select(0u, TAPS, next_block);
    }

    if (Y_POOL == 1u) { // static
      if (invocation < tile_count) {
        for (var f = 0u; f < TF; f++) { // unroll
          let filter_index = first_filter + f / SHARE * SHARE + (quarter ^ (f % SHARE));
          if (filter_index < F) { // guard PARTIAL
            let offset = select(0.0, bias[filter_index * HAS_BIAS], HAS_BIAS == 1u);
            let y_at = (image * F + filter_index) * (Y_HEIGHT * Y_WIDTH) + (FIRST_ROW + row * Y_STEP) * Y_WIDTH + FIRST_COLUMN + column * Y_STEP;
            for (var p = 0u; p < TP; p++) { // unroll
              if (column + p < COLUMNS) { // guard PARTIAL
                let value = sum[f * TP + p] + offset;
                y[y_at + p * Y_STEP] = select(value, 0.0, (RELU == 1u) & (value <= 0.0)); // a NaN stays
              }
            }
          }
        }
      }
    }
    if (Y_POOL == 2u) { // static
      // The first of equal values wins, row by row; a NaN counts as largest.
      for (var f = 0u; f < TF; f++) { // unroll
        for (var p = 0u; p < TP; p++) { // unroll
          let value = sum[f * TP + p];
          let larger = (value > best[(f * TP + p) / 2u]) | is_nan(value) | ((r == 0u) & (p % 2u == 0u));
          best[(f * TP + p) / 2u] = select(best[(f * TP + p) / 2u], value, larger);
          best_code[(f * TP + p) / 2u] = select(best_code[(f * TP + p) / 2u], r * 2u + p % 2u, larger);
        }
      }
    }
  }

  if (Y_POOL == 2u) { // static
    if (invocation >= tile_count) {
      return;
    }
    for (var f = 0u; f < TF; f++) { // unroll
      let filter_index = first_filter + f / SHARE * SHARE + (quarter ^ (f % SHARE));
      if (filter_index < F) { // guard PARTIAL
        let offset = select(0.0, bias[filter_index * HAS_BIAS], HAS_BIAS == 1u);
        let y_at = ((image * F + filter_index) * (ROWS / 2u) + row) * (COLUMNS / 2u) + column / 2u;
        for (var p = 0u; p < TP / 2u; p++) { // unroll
          if (column + 2u * p < COLUMNS) { // guard PARTIAL
            let value = best[f * (TP / 2u) + p] + offset;
            let cut = value <= 0.0; // not so for NaN
            y[y_at + p] = select(value, 0.0, cut);
            codes[y_at + p] = select(best_code[f * (TP / 2u) + p], NO_MAXIMUM, cut);
          }
        }
      }
    }
  }
}
