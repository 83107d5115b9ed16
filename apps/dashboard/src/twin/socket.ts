import type { ClientToServer, ServerToClient } from '@celltwin/contracts'
import { io, type Socket } from 'socket.io-client'

/**
 * The one connection of this page, opened once it is known who is here. Retries for ever, at most 3 s apart: a wall
 * screen must heal by itself.
 */
export const socket: Socket<ServerToClient, ClientToServer> = io({
  autoConnect: false,
  transports: ['websocket', 'polling'],
  reconnectionDelay: 500,
  reconnectionDelayMax: 3000,
})
