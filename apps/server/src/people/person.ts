/** Who calls, and who may. Routes say in their `config` which roles they are for; nothing said is any person. */
import type { Role } from '@celltwin/contracts'

export interface Person {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Absent where there is no sign-in: a demo bound to loopback. */
    person?: Person
  }
  interface FastifyContextConfig {
    /** Roles that may call. `admin` always may. */
    roles?: readonly Role[]
  }
}

/** Who signs: the person signed in; in a demo without sign-in, whom the request names. */
export const signerOf = (request: { readonly person?: Person }, said = 'demo'): string => request.person?.name ?? said
