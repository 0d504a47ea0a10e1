// How fast a device multiplies and adds at best: chains of vec4s in registers, no memory but for one result.
// Each turn of the loop is 16 multiply-adds of 4 values: 128 operations.
//
//   in   nothing but params
//   out  y  (invocations)

override WG: u32 = 64u;

struct Params {
  turns: u32,
  factor: f32,
  addend: f32,
}

@group(0) @binding(0) var<storage, read_write> y: array<f32>;
@group(0) @binding(1) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(@builtin(global_invocation_id) global: vec3u) {
  let m = vec4f(params.factor);
  let c = vec4f(params.addend);
  let start = vec4f(f32(global.x % 7u));
  var x0 = start;
  var x1 = start + 1.0;
  var x2 = start + 2.0;
  var x3 = start + 3.0;
  var x4 = start + 4.0;
  var x5 = start + 5.0;
  var x6 = start + 6.0;
  var x7 = start + 7.0;
  for (var turn = 0u; turn < params.turns; turn++) {
    x0 = x0 * m + c;
    x1 = x1 * m + c;
    x2 = x2 * m + c;
    x3 = x3 * m + c;
    x4 = x4 * m + c;
    x5 = x5 * m + c;
    x6 = x6 * m + c;
    x7 = x7 * m + c;
    x0 = x0 * m + c;
    x1 = x1 * m + c;
    x2 = x2 * m + c;
    x3 = x3 * m + c;
    x4 = x4 * m + c;
    x5 = x5 * m + c;
    x6 = x6 * m + c;
    x7 = x7 * m + c;
  }
  let sum = x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7;
  if (global.x < arrayLength(&y)) {
    y[global.x] = sum.x + sum.y + sum.z + sum.w;
  }
}
