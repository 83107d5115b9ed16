export * from './backend.ts'
export * from './open-network.ts'
export { inputDigest, recording } from './recorded.ts'
export { SIDECAR_SOCKET } from './sidecar.ts'
