// Matrix product with any strides, for GPUs with fast workgroup memory; one pipeline
// serves a dense layer's forward pass, input gradient and weight gradient:
//   y[m, n] = Σ_k a[m·a_m + k·a_k] · b[k·b_k + n·b_n]  (+ bias[n])
// The sum is split into chunks; each leaves a partial result, the first one with
// the bias, and shaders/fold-partials.wgsl adds them up in order.
// One workgroup computes BM × BN of one chunk, BK terms at a time, four to a vec4;
// one invocation a register block of TM × TN.
//
//   in   a, b   read with the given strides
//        bias   (N); any buffer where has_bias is 0
//   out  y      (chunks, M, N)
//
// Each output is one sum in a fixed order, so reruns are bit-equal.

const BM = 32u; // tunable
const BN = 32u; // tunable
const BK = 16u; // tunable
const TM = 4u; // tunable
const TN = 4u; // tunable

const LM = BM / TM; // derived
const LN = BN / TN; // derived
const WG = LM * LN; // derived
const KG = BK / 4u; // derived
const A_LOADS = (KG * BM + WG - 1u) / WG; // derived
const B_LOADS = (KG * BN + WG - 1u) / WG; // derived

struct Params {
  m: u32,
  n: u32,
  k: u32,
  a_m: u32,
  a_k: u32,
  b_k: u32,
  b_n: u32,
  has_bias: u32,
  chunk_groups: u32, // groups of four terms per chunk
}

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<uniform> params: Params;

var<workgroup> a_tile: array<vec4f, KG * BM>;
var<workgroup> b_tile: array<vec4f, KG * BN>;

// Which element of a tile an invocation gathers: neighbours along the sum, or along
// the rows or columns, whichever lie side by side in memory.
fn group_of(slot: u32, size: u32, along: bool) -> u32 {
  return select(slot / size, slot % KG, along);
}

fn line_of(slot: u32, size: u32, along: bool) -> u32 {
  return select(slot % size, slot / KG, along);
}

// Conditions are joined by & because && is a branch, which costs more than the comparison it saves.
fn gather_a(m: u32, group: u32) -> vec4f {
  var value: array<f32, 4u>; // registers
  for (var e = 0u; e < 4u; e++) { // unroll
    let k = 4u * group + e;
    value[e] = select(0.0, a[m * params.a_m + k * params.a_k], (m < params.m) & (k < params.k));
  }
  return vec4f(value[0u], value[1u], value[2u], value[3u]);
}

fn gather_b(n: u32, group: u32) -> vec4f {
  var value: array<f32, 4u>; // registers
  for (var e = 0u; e < 4u; e++) { // unroll
    let k = 4u * group + e;
    value[e] = select(0.0, b[k * params.b_k + n * params.b_n], (n < params.n) & (k < params.k));
  }
  return vec4f(value[0u], value[1u], value[2u], value[3u]);
}

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let first_n = group.x * BN;
  let first_m = group.y * BM;
  let begin = group.z * params.chunk_groups;
  let end = min(begin + params.chunk_groups, (params.k + 3u) / 4u);
  let along_a = params.a_k == 1u;
  let along_b = params.b_k == 1u;

  let lane_m = lane / LN;
  let lane_n = lane % LN;
  var next_a: array<vec4f, A_LOADS>; // registers
  var next_b: array<vec4f, B_LOADS>; // registers
  var sum: array<f32, TM * TN>; // registers
  // Each round asks for a tile and multiplies the one before while the values arrive.
  for (var asked = begin; asked < end + KG; asked += KG) {
    for (var i = 0u; i < A_LOADS; i++) { // unroll
      let slot = lane + i * WG;
      next_a[i] = gather_a(first_m + line_of(slot, BM, along_a), asked + group_of(slot, BM, along_a));
    }
    for (var i = 0u; i < B_LOADS; i++) { // unroll
      let slot = lane + i * WG;
      next_b[i] = gather_b(first_n + line_of(slot, BN, along_b), asked + group_of(slot, BN, along_b));
    }
    for (var k = 0u; k < select(KG, 0u, asked == begin); k++) {
      var right: array<vec4f, TN>; // registers
      for (var j = 0u; j < TN; j++) { // unroll
        right[j] = b_tile[k * BN + lane_n + j * LN];
      }
      for (var i = 0u; i < TM; i++) { // unroll
        let left = a_tile[k * BM + lane_m + i * LM];
        for (var j = 0u; j < TN; j++) { // unroll
          let xy = fma(left.y, right[j].y, fma(left.x, right[j].x, sum[i * TN + j]));
          sum[i * TN + j] = fma(left.w, right[j].w, fma(left.z, right[j].z, xy));
        }
      }
    }
    workgroupBarrier();
    for (var i = 0u; i < A_LOADS; i++) { // unroll
      let slot = lane + i * WG;
      if (slot < KG * BM) {
        a_tile[group_of(slot, BM, along_a) * BM + line_of(slot, BM, along_a)] = next_a[i];
      }
    }
    for (var i = 0u; i < B_LOADS; i++) { // unroll
      let slot = lane + i * WG;
      if (slot < KG * BN) {
        b_tile[group_of(slot, BN, along_b) * BN + line_of(slot, BN, along_b)] = next_b[i];
      }
    }
    workgroupBarrier();
  }

  for (var j = 0u; j < TN; j++) { // unroll
    let column = first_n + lane_n + j * LN;
    if (column < params.n) {
      let offset = select(0.0, bias[column * params.has_bias], (params.has_bias == 1u) & (group.z == 0u));
      for (var i = 0u; i < TM; i++) { // unroll
        let row = first_m + lane_m + i * LM;
        if (row < params.m) {
          y[(group.z * params.m + row) * params.n + column] = sum[i * TN + j] + offset;
        }
      }
    }
  }
}
