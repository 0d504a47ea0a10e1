// Matrix product with any strides, so that one pipeline serves a dense layer's
// forward pass, input gradient and weight gradient:
//   y[m, n] = Σ_k a[m·a_m + k·a_k] · b[k·b_k + n·b_n]  (+ bias[n])
// One invocation computes a register block of TM × TN.
//
//   in   a, b   read with the given strides
//        bias   (N); any buffer where has_bias is 0
//   out  y      (M, N)
//
// Each output is one sum over k in ascending order, so reruns are bit-equal.

override WG: u32 = 16u;

const TM = 4u; // tunable
const TN = 4u; // tunable

struct Params {
  m: u32,
  n: u32,
  k: u32,
  a_m: u32,
  a_k: u32,
  b_k: u32,
  b_n: u32,
  has_bias: u32,
}

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let row_tiles = (params.m + TM - 1u) / TM;
  let column_tiles = (params.n + TN - 1u) / TN;
  let tile = (group.y * groups.x + group.x) * WG + lane;
  if (tile >= row_tiles * column_tiles) {
    return;
  }
  let row = (tile / column_tiles) * TM;
  let column = (tile % column_tiles) * TN;

  // Rows and columns past the last one repeat it; what they compute is not stored.
  var a_at: array<u32, TM>; // registers
  for (var i = 0u; i < TM; i++) { // unroll
    a_at[i] = min(row + i, params.m - 1u) * params.a_m;
  }
  var b_at: array<u32, TN>; // registers
  for (var j = 0u; j < TN; j++) { // unroll
    b_at[j] = min(column + j, params.n - 1u) * params.b_n;
  }

  var sum: array<f32, TM * TN>; // registers
  for (var k = 0u; k < params.k; k++) {
    var value: array<f32, TN>; // registers
    for (var j = 0u; j < TN; j++) { // unroll
      value[j] = b[b_at[j] + k * params.b_k];
    }
    for (var i = 0u; i < TM; i++) { // unroll
      let left = a[a_at[i] + k * params.a_k];
      for (var j = 0u; j < TN; j++) { // unroll
        sum[i * TN + j] += left * value[j];
      }
    }
  }

  for (var j = 0u; j < TN; j++) { // unroll
    if (column + j < params.n) {
      let offset = select(0.0, bias[(column + j) * params.has_bias], params.has_bias == 1u);
      for (var i = 0u; i < TM; i++) { // unroll
        if (row + i < params.m) {
          y[(row + i) * params.n + column + j] = sum[i * TN + j] + offset;
        }
      }
    }
  }
}
