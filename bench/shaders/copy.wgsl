// How fast a device reads and writes its memory at best: 8 times 16 bytes in and out per invocation, neighbours side by side.
//
//   in   x  (vectors)
//   out  y  (vectors), a multiple of 8·WG

override WG: u32 = 64u;

const EACH = 8u;

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;

@compute @workgroup_size(WG)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let first = (group.y * groups.x + group.x) * WG * EACH + lane;
  if (first + (EACH - 1u) * WG >= arrayLength(&y)) {
    return;
  }
  for (var i = 0u; i < EACH; i++) {
    y[first + i * WG] = x[first + i * WG];
  }
}
