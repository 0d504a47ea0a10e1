// Picks the images of one micro-batch out of the data set and normalises them:
// x = (byte / 255 − mean) / deviation, per channel. Copies their labels.
//
//   in   images         (images, C, HW)  bytes, four to a word, lowest first
//        labels         (images)         bytes, likewise
//        indices        (any)            image numbers; this batch begins at first_index
//        normalisation  (2, C)           mean, then deviation
//   out  x              (N, C, HW)
//        batch_labels   (N)

override WG: u32 = 64u;

const PIXELS = 1u; // tunable, 1, or 4 where planes are whole words

struct Params {
  batch: u32,
  channels: u32,
  plane_size: u32,
  first_index: u32,
}

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> indices: array<u32>;
@group(0) @binding(3) var<storage, read> normalisation: array<f32>;
@group(0) @binding(4) var<storage, read_write> x: array<f32>;
@group(0) @binding(5) var<storage, read_write> batch_labels: array<u32>;
@group(0) @binding(6) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = ((group.y * groups.x + group.x) * WG + lane) * PIXELS;
  let image_size = params.channels * params.plane_size;
  if (i >= params.batch * image_size) {
    return;
  }
  let n = i / image_size;
  let place = i % image_size;
  let c = place / params.plane_size;
  let image = indices[params.first_index + n];
  let at = image * image_size + place;
  let word = images[at / 4u];
  for (var p = 0u; p < PIXELS; p++) { // unroll
    let byte = extractBits(word, 8u * ((at + p) % 4u), 8u);
    x[i + p] = (f32(byte) / 255.0 - normalisation[c]) / normalisation[params.channels + c];
  }
  if (place == 0u) {
    batch_labels[n] = extractBits(labels[image / 4u], 8u * (image % 4u), 8u);
  }
}
