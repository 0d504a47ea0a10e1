// Mean and variance of each channel from the sums of its parts: planes, or chunks of
// images.
//
//   in      x           (N, C, HW)     only the first value of each channel: the shift
//           partials    (parts, C, 2)  sums of d and d² with d = x − shift
//   out     moments     (2, C)         mean, then 1 / √(biased variance + epsilon)
//   in/out  statistics  (2, C)         += mean, then += unbiased variance
//
// Parts are added in order, so reruns are bit-equal.

override WG: u32 = 16u;

struct Params {
  part_count: u32,
  channels: u32,
  plane_size: u32,
  count: u32, // values per channel
  epsilon: f32,
}

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> partials: array<f32>;
@group(0) @binding(2) var<storage, read_write> moments: array<f32>;
@group(0) @binding(3) var<storage, read_write> statistics: array<f32>;
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
  var square_sum = 0.0;
  for (var n = 0u; n < params.part_count; n++) {
    sum += partials[2u * (n * channels + i)];
    square_sum += partials[2u * (n * channels + i) + 1u];
  }
  let count = f32(params.count);
  let offset = sum / count;
  let mean = x[i * params.plane_size] + offset;
  let difference = square_sum / count - offset * offset;
  let variance = select(difference, 0.0, difference < 0.0); // rounding; a NaN stays
  moments[i] = mean;
  moments[channels + i] = 1.0 / sqrt(variance + params.epsilon);
  statistics[i] += mean;
  statistics[channels + i] += variance * count / max(count - 1.0, 1.0);
}
