// Momentum SGD with weight decay and one rate per layer, in PyTorch's form:
// v ← momentum · v + (g + weight_decay · x);  x ← x − rate · v.
// One workgroup a chunk; a chunk lies within one layer.
//
//   in      segments    (chunks, 3)  layer, first element, end
//           rates       (layers)
//           gradient    (any)        mean over the micro-batches
//   in/out  velocity    (any)
//           parameters  (any)

override WG: u32 = 64u;

struct Params {
  chunk_count: u32,
  momentum: f32,
  weight_decay: f32,
}

@group(0) @binding(0) var<storage, read> segments: array<u32>;
@group(0) @binding(1) var<storage, read> rates: array<f32>;
@group(0) @binding(2) var<storage, read> gradient: array<f32>;
@group(0) @binding(3) var<storage, read_write> velocity: array<f32>;
@group(0) @binding(4) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let chunk = group.y * groups.x + group.x;
  if (chunk >= params.chunk_count) {
    return;
  }
  let rate = rates[segments[3u * chunk]];
  let end = segments[3u * chunk + 2u];
  for (var at = segments[3u * chunk + 1u] + lane; at < end; at += WG) {
    let x = parameters[at];
    let v = params.momentum * velocity[at] + (gradient[at] + params.weight_decay * x);
    velocity[at] = v;
    parameters[at] = x - rate * v;
  }
}
