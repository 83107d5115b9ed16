/** Opens a network with the backend of that name. What a backend needs is loaded with it: the runtime is large. */
import type { BackendName, BackendOptions, Network, OpenNetwork } from './backend.ts'

export async function openNetwork(
  backend: BackendName,
  network: Network,
  options: BackendOptions = {},
): Promise<OpenNetwork> {
  switch (backend) {
    case 'ort-cpu':
    case 'ort-cuda':
      return (await import('../onnx.ts')).onnxBackend(backend).open(network, options)
    case 'tensorrt':
      return (await import('./sidecar.ts')).sidecarBackend.open(network, options)
    case 'recorded':
      return (await import('./recorded.ts')).recordedBackend.open(network, options)
  }
}
