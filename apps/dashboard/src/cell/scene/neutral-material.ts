import { MeshStandardMaterial } from 'three'

/** Washed out and hatched, so that a frozen value cannot be taken for a live one. */
const HATCH = `
  float grey = dot(outgoingLight, vec3(0.3, 0.59, 0.11));
  float hatch = step(0.5, fract((gl_FragCoord.x + gl_FragCoord.y) / 9.0));
  outgoingLight = mix(vec3(mix(grey, 0.5, 0.45)), vec3(0.58), hatch * 0.4);
  #include <opaque_fragment>`

/** One material for everything opaque that is not the part: colour, roughness and metalness come from the vertices. */
export function createNeutral(name: string, { stale = false, opacity = 1 } = {}): MeshStandardMaterial {
  const material = new MeshStandardMaterial({ vertexColors: true, roughness: 1, metalness: 1 })
  material.name = name
  if (opacity < 1) Object.assign(material, { transparent: true, opacity, depthWrite: false })
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', 'attribute vec2 surface; varying vec2 vSurface;\n#include <common>')
      .replace('#include <begin_vertex>', '#include <begin_vertex>\nvSurface = surface;')
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', 'varying vec2 vSurface;\n#include <common>')
      .replace('#include <roughnessmap_fragment>', 'float roughnessFactor = vSurface.x;')
      .replace('#include <metalnessmap_fragment>', 'float metalnessFactor = vSurface.y;')
    if (stale) shader.fragmentShader = shader.fragmentShader.replace('#include <opaque_fragment>', HATCH)
  }
  material.customProgramCacheKey = () => name
  return material
}
