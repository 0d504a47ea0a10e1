// Gradient of a convolution's weights, as an implicit matrix product for GPUs with
// fast workgroup memory: filters × (channel, kernel row, kernel column), summed over
// images and output pixels. The sum is split into chunks; each leaves a partial
// result, and shaders/fold-partials.wgsl adds them up in order.
// One workgroup computes BM filters × BN columns of one chunk, BK pixels at a time:
// it gathers dy and x into workgroup memory, four pixels of an image to a vec4, while
// the tile before is multiplied. One invocation computes a register block of TM × TN.
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
override STRIDE: u32 = 1u;
override PADDING: i32 = 0i;

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

// Neighbouring invocations gather neighbouring pixels, which lie a row of the tile
// apart: one more element a row spreads them over the memory banks.
const A_ROW = BM + 1u; // derived
const B_ROW = BN + 1u; // derived

const OUTSIDE = 0x100000; // no image has so many rows

struct Params {
  batch: u32,
  chunk_groups: u32, // groups of four pixels per chunk
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> partials: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

var<workgroup> a_tile: array<vec4f, KG * A_ROW>;
var<workgroup> b_tile: array<vec4f, KG * B_ROW>;

// Four neighbouring output pixels of one image.
struct Pixels {
  image: u32,
  first: u32,
  row: vec4i,  // of x, under the kernel's first row; OUTSIDE past the last pixel
  column: vec4i,
}

fn pixels(group: u32, end: u32) -> Pixels {
  let image_groups = (ROWS * COLUMNS + 3u) / 4u;
  let first = group % image_groups * 4u;
  let place = first + vec4u(0u, 1u, 2u, 3u);
  let row = vec4i(place / COLUMNS * STRIDE) - PADDING;
  let column = vec4i(place % COLUMNS * STRIDE) - PADDING;
  let counts = (place < vec4u(ROWS * COLUMNS)) & vec4<bool>(group < end);
  return Pixels(group / image_groups, first, select(vec4i(OUTSIDE), row, counts), column);
}

// Conditions are joined by & because && is a branch, which costs more than the comparison it saves.
fn gather_dy(four: Pixels, f: u32) -> vec4f {
  var value: array<f32, 4u>; // registers
  for (var e = 0u; e < 4u; e++) { // unroll
    let at = (four.image * F + f) * (ROWS * COLUMNS) + four.first + e;
    value[e] = select(0.0, dy[at], (f < F) & (four.row[e] != OUTSIDE));
  }
  return vec4f(value[0u], value[1u], value[2u], value[3u]);
}

// `tap` is the kernel row, the kernel column and the channel.
fn gather_x(four: Pixels, tap: vec3i) -> vec4f {
  let plane = (i32(four.image * C) + tap.z) * i32(H * W);
  var value: array<f32, 4u>; // registers
  for (var e = 0u; e < 4u; e++) { // unroll
    let row = four.row[e] + tap.x;
    let column = four.column[e] + tap.y;
    value[e] = select(0.0, x[u32(plane + row * i32(W) + column)], (u32(row) < H) & (u32(column) < W));
  }
  return vec4f(value[0u], value[1u], value[2u], value[3u]);
}

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let columns = C * KERNEL * KERNEL;
  let first_column = group.x * BN;
  let first_filter = group.y * BM;
  let begin = group.z * params.chunk_groups;
  let end = min(begin + params.chunk_groups, params.batch * ((ROWS * COLUMNS + 3u) / 4u));

  // An invocation gathers every KG-th group of pixels, of these taps.
  let lane_k = lane % KG;
  let lane_row = lane / KG;
  var tap: array<vec3i, B_LOADS>; // registers
  for (var i = 0u; i < B_LOADS; i++) { // unroll
    let j = first_column + lane_row + i * (WG / KG);
    let row = select(OUTSIDE, i32(j / KERNEL % KERNEL), j < columns);
    tap[i] = vec3i(row, i32(j % KERNEL), i32(j / (KERNEL * KERNEL)));
  }

  let lane_m = lane / LN;
  let lane_n = lane % LN;
  var next_a: array<vec4f, A_LOADS>; // registers
  var next_b: array<vec4f, B_LOADS>; // registers
  var sum: array<f32, TM * TN>; // registers
  // Each round asks for a tile and multiplies the one before while the values arrive.
  for (var asked = begin; asked < end + KG; asked += KG) {
    let four = pixels(asked + lane_k, end);
    for (var i = 0u; i < A_LOADS; i++) { // unroll
      next_a[i] = gather_dy(four, first_filter + lane_row + i * (WG / KG));
    }
    for (var i = 0u; i < B_LOADS; i++) { // unroll
      next_b[i] = gather_x(four, tap[i]);
    }
    for (var k = 0u; k < select(KG, 0u, asked == begin); k++) {
      var b: array<vec4f, TN>; // registers
      for (var n = 0u; n < TN; n++) { // unroll
        b[n] = b_tile[k * B_ROW + lane_n + n * LN];
      }
      for (var m = 0u; m < TM; m++) { // unroll
        let a = a_tile[k * A_ROW + lane_m + m * LM];
        for (var n = 0u; n < TN; n++) { // unroll
          sum[m * TN + n] = fma(a.w, b[n].w, fma(a.z, b[n].z, fma(a.y, b[n].y, fma(a.x, b[n].x, sum[m * TN + n]))));
        }
      }
    }
    workgroupBarrier();
    for (var i = 0u; i < A_LOADS; i++) { // unroll
      if (lane_row + i * (WG / KG) < BM) {
        a_tile[lane_k * A_ROW + lane_row + i * (WG / KG)] = next_a[i];
      }
    }
    for (var i = 0u; i < B_LOADS; i++) { // unroll
      if (lane_row + i * (WG / KG) < BN) {
        b_tile[lane_k * B_ROW + lane_row + i * (WG / KG)] = next_b[i];
      }
    }
    workgroupBarrier();
  }

  for (var m = 0u; m < TM; m++) { // unroll
    let f = first_filter + lane_m + m * LM;
    for (var n = 0u; n < TN; n++) { // unroll
      let j = first_column + lane_n + n * LN;
      if ((f < F) & (j < columns)) {
        partials[(group.z * F + f) * columns + j] = sum[m * TN + n];
      }
    }
  }
}
