// Correlation of images with filters, as an implicit matrix product for GPUs with
// fast workgroup memory. Serves the forward pass, and the input gradient, which is a
// correlation of the output gradient with the flipped filters (src/kernels/correlation.ts).
// One workgroup computes BM filters × BN pixels, BK terms of the sum at a time: it
// gathers the filters and the pixels' windows into workgroup memory, four terms to
// a vec4, while the tile before is multiplied. One invocation computes a register
// block of TM × TN, every LM-th filter and every LN-th pixel, so that neighbouring
// invocations read and write neighbouring pixels.
//
//   in   x       (N, C, H, W)
//        packed  (GROUPS, F) of vec4, from pack-weights.wgsl, which says what a group is
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
override TAPS: u32 = 1u; // kernel rows · columns, at least 1
override KERNEL_COLUMNS: u32 = 1u;
override GROUPS: u32 = 1u; // 0 where no kernel position reaches the pixels: y = bias
override QUADS: u32 = 0u;
override STRIDE: u32 = 1u;
override PADDING_ROWS: i32 = 0i;
override PADDING_COLUMNS: i32 = 0i;
override HAS_BIAS: u32 = 0u;
override RELU: u32 = 0u; // 1: y = max(0, …)
override Y_HEIGHT: u32 = 1u;
override Y_WIDTH: u32 = 1u;
override Y_STEP: u32 = 1u;
override FIRST_ROW: u32 = 0u;
override FIRST_COLUMN: u32 = 0u;

const BM = 64u; // tunable
const BN = 64u; // tunable
const BK = 8u; // tunable
const TM = 8u; // tunable
const TN = 4u; // tunable

const LM = BM / TM; // derived
const LN = BN / TN; // derived
const WG = LM * LN; // derived
const KG = BK / 4u; // derived
const A_LOADS = (KG * BM + WG - 1u) / WG; // derived
const B_LOADS = (KG * BN + WG - 1u) / WG; // derived

struct Params {
  batch: u32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> packed: array<vec4f>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<uniform> params: Params;

var<workgroup> a_tile: array<vec4f, KG * BM>;
var<workgroup> b_tile: array<vec4f, KG * BN>;

// Four values of the window at (row, column), whose first one is x[corner]; 0 in the padding.
// Conditions are joined by & because && is a branch, which costs more than the comparison it saves.
fn gather(corner: i32, row: i32, column: i32, group: u32) -> vec4f {
  var value: array<f32, 4u>; // registers
  if (QUADS == 1u) {
    let quad = group / TAPS;
    let r = i32(group % TAPS / KERNEL_COLUMNS);
    let c = i32(group % TAPS % KERNEL_COLUMNS);
    let inside = (group < GROUPS) & (u32(row + r) < H) & (u32(column + c) < W);
    let at = u32(corner + r * i32(W) + c) + quad * (4u * H * W);
    for (var e = 0u; e < 4u; e++) { // unroll
      value[e] = select(0.0, x[at + e * (H * W)], inside & (4u * quad + e < C));
    }
  } else {
    for (var e = 0u; e < 4u; e++) { // unroll
      let channel = (4u * group + e) / TAPS;
      let r = i32((4u * group + e) % TAPS / KERNEL_COLUMNS);
      let c = i32((4u * group + e) % TAPS % KERNEL_COLUMNS);
      let inside = (channel < C) & (u32(row + r) < H) & (u32(column + c) < W);
      value[e] = select(0.0, x[u32(corner + r * i32(W) + c) + channel * (H * W)], inside);
    }
  }
  return vec4f(value[0u], value[1u], value[2u], value[3u]);
}

fn filters(group: u32, f: u32) -> vec4f {
  return select(vec4f(), packed[group * F + f], (group < GROUPS) & (f < F));
}

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) groups: vec3u) {
  let pixels = params.batch * (ROWS * COLUMNS);
  let first_filter = group.x * BM;
  let first_pixel = (group.z * groups.y + group.y) * BN;

  // An invocation gathers windows of one pixel only. Past the last one, no row is inside.
  let pixel = first_pixel + lane % BN;
  let place = pixel % (ROWS * COLUMNS);
  let row = select(i32(H), i32(place / COLUMNS * STRIDE) - PADDING_ROWS, pixel < pixels);
  let column = i32(place % COLUMNS * STRIDE) - PADDING_COLUMNS;
  let corner = i32(pixel / (ROWS * COLUMNS) * (C * H * W)) + row * i32(W) + column;

  let lane_m = lane / LN;
  let lane_n = lane % LN;
  var next_a: array<vec4f, A_LOADS>; // registers
  var next_b: array<vec4f, B_LOADS>; // registers
  var sum: array<f32, TM * TN>; // registers
  // Each round asks for a tile and multiplies the one before while the values arrive.
  for (var asked = 0u; asked < GROUPS + KG; asked += KG) {
    for (var i = 0u; i < A_LOADS; i++) { // unroll
      next_a[i] = filters(asked + (lane + i * WG) / BM, first_filter + (lane + i * WG) % BM);
    }
    for (var i = 0u; i < B_LOADS; i++) { // unroll
      next_b[i] = gather(corner, row, column, asked + (lane + i * WG) / BN);
    }
    for (var k = 0u; k < select(KG, 0u, asked == 0u); k++) {
      var b: array<vec4f, TN>; // registers
      for (var n = 0u; n < TN; n++) { // unroll
        b[n] = b_tile[k * BN + lane_n + n * LN];
      }
      for (var m = 0u; m < TM; m++) { // unroll
        let a = a_tile[k * BM + lane_m + m * LM];
        for (var n = 0u; n < TN; n++) { // unroll
          sum[m * TN + n] = fma(a.w, b[n].w, fma(a.z, b[n].z, fma(a.y, b[n].y, fma(a.x, b[n].x, sum[m * TN + n]))));
        }
      }
    }
    workgroupBarrier();
    for (var i = 0u; i < A_LOADS; i++) { // unroll
      if (lane + i * WG < KG * BM) {
        a_tile[lane + i * WG] = next_a[i];
      }
    }
    for (var i = 0u; i < B_LOADS; i++) { // unroll
      if (lane + i * WG < KG * BN) {
        b_tile[lane + i * WG] = next_b[i];
      }
    }
    workgroupBarrier();
  }

  var y_at: array<u32, TN>; // registers
  for (var n = 0u; n < TN; n++) { // unroll
    let out = first_pixel + lane_n + n * LN;
    let out_place = out % (ROWS * COLUMNS);
    y_at[n] = out / (ROWS * COLUMNS) * (F * Y_HEIGHT * Y_WIDTH)
      + (FIRST_ROW + out_place / COLUMNS * Y_STEP) * Y_WIDTH + FIRST_COLUMN + out_place % COLUMNS * Y_STEP;
  }
  for (var m = 0u; m < TM; m++) { // unroll
    let f = first_filter + lane_m + m * LM;
    if (f < F) {
      let offset = select(0.0, bias[f * HAS_BIAS], HAS_BIAS == 1u);
      for (var n = 0u; n < TN; n++) { // unroll
        if (first_pixel + lane_n + n * LN < pixels) {
          let value = sum[m * TN + n] + offset;
          y[y_at[n] + f * (Y_HEIGHT * Y_WIDTH)] = select(value, 0.0, (RELU == 1u) & (value <= 0.0)); // a NaN stays
        }
      }
    }
  }
}
