// Adds up the sums of each channel's parts, planes or chunks of images: the gradients
// of scale and shift, and the same two once more for the gradient of the input.
//
//   in   partials  (parts, C, 2)  sums of dy and of dy · x̂
//   out  d_scale   (C)            Σ dy · x̂
//        d_shift   (C)            Σ dy
//        sums      (2, C)         Σ dy, then Σ dy · x̂
//
// Parts are added in order, so reruns are bit-equal.

override WG: u32 = 16u;

struct Params {
  part_count: u32,
  channels: u32,
}

@group(0) @binding(0) var<storage, read> partials: array<f32>;
@group(0) @binding(1) var<storage, read_write> d_scale: array<f32>;
@group(0) @binding(2) var<storage, read_write> d_shift: array<f32>;
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  let channels = params.channels;
  if (i >= channels) {
    return;
  }
  var sum = 0.0;
  var product_sum = 0.0;
  for (var n = 0u; n < params.part_count; n++) {
    sum += partials[2u * (n * channels + i)];
    product_sum += partials[2u * (n * channels + i) + 1u];
  }
  d_scale[i] = product_sum;
  d_shift[i] = sum;
  sums[i] = sum;
  sums[channels + i] = product_sum;
}
