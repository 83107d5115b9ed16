import type { ClientToServer, ServerToClient } from '@celltwin/contracts'
import { io, type Socket } from 'socket.io-client'

/** The one connection of this page. Retries for ever, at most 3 s apart: a wall screen must heal by itself. */
export const socket: Socket<ServerToClient, ClientToServer> = io({
  transports: ['websocket', 'polling'],
  reconnectionDelay: 500,
  reconnectionDelayMax: 3000,
})
