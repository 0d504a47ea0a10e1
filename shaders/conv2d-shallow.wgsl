// Convolution of images with few channels, with ReLU and a 2×2 max-pool behind it.
// There is little to add up per output, so everything is written out: no loop, and
// no sum that waits in memory. One invocation computes TF filters × TP columns of
// two rows, which is TP/2 windows of the pool per filter. Stride 1.
// Invocations of a workgroup need the same weights, so where there are subgroups, the
// four of a quad load those of one filter each and swap them.
//
//   in   x       (N, C, H, W)
//        weight  (F, C, KERNEL, KERNEL)
//        bias    (F); any buffer where HAS_BIAS is 0
//   out  y       (N, F, ROWS/2, COLUMNS/2)
//        codes   argmax as in max-pool-forward.wgsl
//
// Each output is summed up in the same order as in conv2d.wgsl: rows of the kernel,
// channels, columns. Both give the same bits.

enable subgroups; // with subgroups

override H: u32 = 2u;
override W: u32 = 2u;
override F: u32 = 1u;
override ROWS: u32 = 2u;
override COLUMNS: u32 = 2u;
override PADDING: i32 = 0i;
override HAS_BIAS: u32 = 0u;
override WG: u32 = 16u;

const TF = 4u; // tunable, a multiple of SHARE
const TP = 4u; // tunable, even
const C = 1u; // tunable
const KERNEL = 3u; // tunable
const WINDOW = TP + KERNEL - 1u; // derived
const TAPS = C * KERNEL * KERNEL; // derived
const PARTIAL = 1u; // tunable, 0: no block reaches past the last filter or column
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

// The first of equal values wins; a NaN counts as largest. By its bits: compilers may take value != value to be false.
fn wins(value: f32, before: f32) -> bool {
  return (value > before) | ((bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u);
}

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(subgroup_invocation_id) subgroup_lane: u32, // with subgroups
) {
  var quarter = 0u;
  quarter = subgroup_lane % SHARE; // with subgroups
  let row_tiles = (COLUMNS + TP - 1u) / TP;
  let tile_count = params.batch * (ROWS / 2u) * row_tiles;
  let invocation = (group.y * groups.x + group.x) * WG + lane;
  // Invocations past the last tile repeat it, so that quads stay whole, and store nothing.
  let tile = min(invocation, tile_count - 1u);
  let image = tile / (ROWS / 2u * row_tiles);
  let row = (tile / row_tiles) % (ROWS / 2u);
  let column = (tile % row_tiles) * TP;
  let first_filter = group.z * TF;

  // The window may begin in the padding.
  let x_row = i32(row * 2u) - PADDING;
  let x_column = i32(column) - PADDING;
  var value: array<f32, C * (KERNEL + 1u) * WINDOW>; // registers
  for (var k = 0u; k < KERNEL + 1u; k++) { // unroll
    let row_mask = mask(u32(x_row + i32(k)) < H);
    for (var c = 0u; c < C; c++) { // unroll
      let x_at = u32(i32((image * C + c) * (H * W)) + (x_row + i32(k)) * i32(W) + x_column);
      for (var j = 0u; j < WINDOW; j++) { // unroll
        let inside = row_mask & mask(u32(x_column + i32(j)) < W);
        value[(c * (KERNEL + 1u) + k) * WINDOW + j] = bitcast<f32>(bitcast<u32>(x[x_at + j]) & inside);
      }
    }
  }

  for (var v = 0u; v < TF / SHARE; v++) { // unroll
    // Filters past the last one repeat it; what they compute is not stored.
    let weight_at = min(first_filter + v * SHARE + quarter, F - 1u) * TAPS;
    var w: array<f32, SHARE * TAPS>; // registers
    for (var t = 0u; t < TAPS; t++) { // unroll
      let tap = weight[weight_at + t];
      w[t] = tap;
      if (SHARE == 4u) { // static
        w[TAPS + t] = quadSwapX(tap);
        w[2u * TAPS + t] = quadSwapY(tap);
        w[3u * TAPS + t] = quadSwapDiagonal(tap);
      }
    }
    for (var q = 0u; q < SHARE; q++) { // unroll
      let filter_index = first_filter + v * SHARE + (quarter ^ q);
      if (filter_index < F) { // guard PARTIAL
        let offset = select(0.0, bias[filter_index * HAS_BIAS], HAS_BIAS == 1u);
        let y_at = ((image * F + filter_index) * (ROWS / 2u) + row) * (COLUMNS / 2u) + column / 2u;
        for (var p = 0u; p < TP / 2u; p++) { // unroll
          var sum: array<f32, 4>; // registers
          for (var s = 0u; s < 4u; s++) { // unroll
            for (var i = 0u; i < KERNEL * C; i++) { // unroll
              for (var t = 0u; t < KERNEL; t++) { // unroll sum
                sum[s] += w[q * TAPS + (i % C * KERNEL + i / C) * KERNEL + t] * value[(i % C * (KERNEL + 1u) + s / 2u + i / C) * WINDOW + 2u * p + s % 2u + t];
              }
            }
          }
          let right = wins(sum[1], sum[0]);
          let upper = select(sum[0], sum[1], right);
          let lower_right = wins(sum[3], sum[2]);
          let lower = select(sum[2], sum[3], lower_right);
          let below = wins(lower, upper);
          let best = select(upper, lower, below) + offset;
          let code = select(select(0u, 1u, right), select(2u, 3u, lower_right), below);
          let cut = best <= 0.0; // not so for NaN
          if (invocation < tile_count) {
            if (column + 2u * p < COLUMNS) { // guard PARTIAL
              y[y_at + p] = select(best, 0.0, cut);
              codes[y_at + p] = select(code, NO_MAXIMUM, cut);
            }
          }
        }
      }
    }
  }
}
