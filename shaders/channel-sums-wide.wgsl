// Sums over the images and pixels of each channel, for devices with many invocations:
// one workgroup a channel and chunk of images. Another kernel adds up the chunks.
//
//   in   a         (N, C, HW)
//        b         (N, C, HW)  for KIND 1 the same as a; any buffer for KIND 0
//        passes    (N, C, HW)  with MASKED 1, the output of a ReLU behind: a counts
//                              where it is above 0; else any buffer
//        moments   (2, C)      mean, then inverse deviation; any buffer but for KIND 2
//   out  partials  KIND 0: (chunks, C)     Σ a, for the gradient of a bias
//                  KIND 1: (chunks, C, 2)  Σ d, then Σ d², with d = a − the channel's first
//                                          value, which keeps the variance exact far from 0
//                  KIND 2: (chunks, C, 2)  Σ a, then Σ a · b̂, with b̂ the normalised b
//
// Every invocation adds up every WG-th value; then a tree adds up the invocations.
// The order is fixed, so reruns are bit-equal.

override KIND: u32 = 0u;
override PLANE: u32 = 1u; // HW
override WG: u32 = 64u; // a power of two

const MASKED = 0u; // tunable

struct Params {
  batch: u32,
  channels: u32,
  chunk_images: u32,
}

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> passes: array<f32>;
@group(0) @binding(3) var<storage, read> moments: array<f32>;
@group(0) @binding(4) var<storage, read_write> partials: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;

var<workgroup> sums: array<vec2f, WG>;

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  _ = &passes; // not every variant uses it
  let channel = group.x;
  let first_image = group.y * params.chunk_images;
  let end_image = min(first_image + params.chunk_images, params.batch);

  var a_shift = 0.0;
  var b_shift = 0.0;
  var b_factor = 1.0;
  if (KIND == 1u) {
    a_shift = a[channel * PLANE];
    b_shift = a_shift;
  }
  if (KIND == 2u) {
    b_shift = moments[channel];
    b_factor = moments[params.channels + channel];
  }

  var sum = vec2f();
  for (var i = first_image * PLANE + lane; i < end_image * PLANE; i += WG) {
    let at = (i / PLANE * params.channels + channel) * PLANE + i % PLANE;
    var left = a[at] - a_shift;
    if (MASKED == 1u) { // static
      left = select(0.0, left, passes[at] > 0.0);
    }
    sum.x += left;
    if (KIND != 0u) {
      sum.y += left * ((b[at] - b_shift) * b_factor);
    }
  }
  sums[lane] = sum;
  workgroupBarrier();
  for (var half = WG / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      sums[lane] += sums[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    let at = group.y * params.channels + channel;
    if (KIND == 0u) {
      partials[at] = sums[0].x;
    } else {
      partials[2u * at] = sums[0].x;
      partials[2u * at + 1u] = sums[0].y;
    }
  }
}
