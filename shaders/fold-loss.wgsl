// Adds one batch to the running totals. A single invocation: a batch has at most
// about a thousand images, and one order gives the same bits twice.
//
//   in      rows    (2, N)  loss, then 1 or 0 for correct; 0 past count
//           count   (1)     images that are real
//   in/out  totals  (3)     += mean loss, += correct images, += sum of losses

struct Params {
  batch: u32,
}

@group(0) @binding(0) var<storage, read> rows: array<f32>;
@group(0) @binding(1) var<storage, read> count: array<u32>;
@group(0) @binding(2) var<storage, read_write> totals: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(1)
fn main() {
  var loss = 0.0;
  var correct = 0.0;
  for (var n = 0u; n < params.batch; n++) {
    loss += rows[n];
    correct += rows[params.batch + n];
  }
  totals[0] += loss / f32(count[0]);
  totals[1] += correct;
  totals[2] += loss;
}
