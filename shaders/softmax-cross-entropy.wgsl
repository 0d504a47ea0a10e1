// Loss of each image, whether it was classified correctly, and the gradient of
// the mean loss. One invocation an image.
//
//   in   logits    (N, classes)
//        labels    (N)
//        count     (1)           images that are real; those after them give 0 everywhere
//   out  gradient  (N, classes)  (softmax − one-hot) / count · scale
//        rows      (2, N)        loss, then 1 or 0 for correct
//
// The maximum is subtracted first, so no logit overflows. Of equal logits the
// first one is the prediction.

override WG: u32 = 16u;

struct Params {
  batch: u32,
  classes: u32,
  scale: f32, // a power of two, so that nothing is rounded
}

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> count: array<u32>;
@group(0) @binding(3) var<storage, read_write> gradient: array<f32>;
@group(0) @binding(4) var<storage, read_write> rows: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i >= params.batch) {
    return;
  }
  let classes = params.classes;
  let first = i * classes;
  if (i >= count[0]) {
    for (var c = 0u; c < classes; c++) {
      gradient[first + c] = 0.0;
    }
    rows[i] = 0.0;
    rows[params.batch + i] = 0.0;
    return;
  }

  var best = 0u;
  for (var c = 1u; c < classes; c++) {
    if (logits[first + c] > logits[first + best]) {
      best = c;
    }
  }
  let largest = logits[first + best];
  var sum = 0.0;
  for (var c = 0u; c < classes; c++) {
    sum += exp(logits[first + c] - largest);
  }
  let label = labels[i];
  for (var c = 0u; c < classes; c++) {
    let probability = exp(logits[first + c] - largest) / sum;
    gradient[first + c] = (probability - select(0.0, 1.0, c == label)) / f32(count[0]) * params.scale;
  }
  rows[i] = log(sum) - (logits[first + label] - largest);
  rows[params.batch + i] = select(0.0, 1.0, best == label);
}
