// Adds the chunks of each layer, times a factor, to the layer's sum, one workgroup a layer, for devices
// with many invocations.
//
//   in      partials     (chunks)
//           first_chunk  (layers + 1)  layer k has chunks first_chunk[k] to first_chunk[k + 1] − 1
//   in/out  sums         (layers)      += : the micro-batches of an update add up here
//
// Every invocation adds up every WG-th chunk; then a tree adds up the invocations.
// The order is fixed, so reruns are bit-equal.

override WG: u32 = 64u; // a power of two

struct Params {
  layer_count: u32,
  factor: f32, // a power of two, so that nothing is rounded
}

@group(0) @binding(0) var<storage, read> partials: array<f32>;
@group(0) @binding(1) var<storage, read> first_chunk: array<u32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

var<workgroup> lanes: array<f32, WG>;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let layer = group.y * groups.x + group.x;
  if (layer >= params.layer_count) {
    return;
  }
  var sum = 0.0;
  for (var chunk = first_chunk[layer] + lane; chunk < first_chunk[layer + 1u]; chunk += WG) {
    sum += partials[chunk];
  }
  lanes[lane] = sum;
  workgroupBarrier();
  for (var half = WG / 2u; half > 0u; half /= 2u) {
    if (lane < half) {
      lanes[lane] += lanes[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    sums[layer] += lanes[0] * params.factor;
  }
}
