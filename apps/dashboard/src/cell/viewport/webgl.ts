/** What this browser can draw with. Asked once, before three.js is loaded. */
export type WebGl = 'hardware' | 'software' | 'none'

let known: WebGl | undefined

export function webGl(): WebGl {
  known ??= ask()
  return known
}

function ask(): WebGl {
  // For pictures of the page made by a software renderer that may take its time.
  if (new URLSearchParams(location.search).get('quality') === 'full') return 'hardware'
  const gl = document.createElement('canvas').getContext('webgl2')
  if (!gl) return 'none'
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER))
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return /swiftshader|llvmpipe|software|basic render/i.test(renderer) ? 'software' : 'hardware'
}
