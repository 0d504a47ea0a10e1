// Adds the chunks of each layer, times a factor, to the layer's sum, one invocation a layer.
//
//   in      partials     (chunks)
//           first_chunk  (layers + 1)  layer k has chunks first_chunk[k] to first_chunk[k + 1] − 1
//   in/out  sums         (layers)      += : the micro-batches of an update add up here
//
// Chunks are added in order, so reruns are bit-equal.

override WG: u32 = 16u;

struct Params {
  layer_count: u32,
  factor: f32, // a power of two, so that nothing is rounded
}

@group(0) @binding(0) var<storage, read> partials: array<f32>;
@group(0) @binding(1) var<storage, read> first_chunk: array<u32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.y * groups.x + group.x) * WG + lane;
  if (i >= params.layer_count) {
    return;
  }
  var sum = 0.0;
  for (var chunk = first_chunk[i]; chunk < first_chunk[i + 1u]; chunk++) {
    sum += partials[chunk];
  }
  sums[i] += sum * params.factor;
}
