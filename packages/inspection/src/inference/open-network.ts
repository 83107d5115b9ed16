/** Opens a network with the backend of that name. What a backend needs is loaded with it: the runtime is large. */
import type { BackendName } from '@celltwin/contracts'
import type { BackendOptions, InferenceBackend, Network, OpenNetwork } from './backend.ts'

export async function loadBackend(name: BackendName): Promise<InferenceBackend> {
  switch (name) {
    case 'ort-cpu':
    case 'ort-cuda':
      return (await import('../onnx.ts')).onnxBackend(name)
    case 'tensorrt':
      return (await import('./sidecar.ts')).sidecarBackend
    case 'recorded':
      return (await import('./recorded.ts')).recordedBackend
  }
}

export const openNetwork = async (
  backend: BackendName,
  network: Network,
  options: BackendOptions = {},
): Promise<OpenNetwork> => (await loadBackend(backend)).open(network, options)
