/** Who calls, and who may. Routes say in their `config` which roles they are for; nothing said is any person. */
import type { Panel, Role } from '@celltwin/contracts'
import { Problem } from '../problems.ts'

export interface Person {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Absent where there is no sign-in: a demo bound to loopback. A panel by itself and an agent are viewers. */
    person?: Person
    /** The panel that the browser is registered as. */
    panel?: Panel
    /** Of the person signed in. */
    sessionId?: string
  }
  interface FastifyContextConfig {
    /** Roles that may call. `admin` always may. */
    roles?: readonly Role[]
    /** `anyone`: before sign-in; `agent`: the programs of a cell, by their key; `person`: any, said on purpose. */
    access?: 'anyone' | 'agent' | 'person'
  }
}

type Asked = { readonly person?: Person }

/** Who signs: the person signed in; in a demo without sign-in, whom the request names. */
export const signerOf = (request: Asked, said = 'demo'): string => request.person?.name ?? said

/** Whether the caller has one of the roles. In a demo everybody has all. */
export const mayAs = ({ person }: Asked, roles: readonly Role[]): boolean =>
  !person || person.roles.includes('admin') || roles.some((role) => person.roles.includes(role))

/** For what a body decides and a path does not: a concession, a special characteristic. @throws Problem 403 */
export function requireRole(request: Asked, roles: readonly Role[], what: string): void {
  if (mayAs(request, roles)) return
  throw new Problem(
    403,
    'not-allowed',
    `${what} needs the role ${roles.join(' or ')}.`,
    'Ask somebody who has it, or an admin to give it to you.',
  )
}
