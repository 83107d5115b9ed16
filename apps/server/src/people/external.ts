/** Sign-in with the plant's identity provider: OpenID Connect, authorization code with PKCE. It says who, and which roles. */
import { ROLES, type Role } from '@celltwin/contracts'
import * as oidc from 'openid-client'
import type { Config } from '../config.ts'
import { Problem } from '../problems.ts'
import type { Directory } from './directory.ts'

export const CALLBACK = '/api/oidc/callback'

/** What the browser keeps between leaving and coming back. */
export interface Departure {
  readonly url: URL
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface External {
  leave(): Promise<Departure>
  /** The id of the person who has come back. @throws Problem 403, 502 */
  comeBack(query: string, kept: Omit<Departure, 'url'>): Promise<string>
}

/** Undefined where no provider is configured. @throws Error where half of it is */
export function openExternal(config: Config, directory: Directory): External | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_ROLES_CLAIM, OIDC_ROLES, PUBLIC_URL } = config
  if (!OIDC_ISSUER) return undefined
  if (!OIDC_CLIENT_ID || !PUBLIC_URL) throw new Error('OIDC_ISSUER needs OIDC_CLIENT_ID and PUBLIC_URL too')
  const issuer = new URL(OIDC_ISSUER)
  const redirect_uri = new URL(CALLBACK, PUBLIC_URL).href
  const roleOf = readRoles(OIDC_ROLES)
  let found: Promise<oidc.Configuration> | undefined
  const provider = () => {
    // A provider in the same house may speak plainly; whoever sets an http: issuer has decided so.
    const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []
    found ??= oidc.discovery(issuer, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, undefined, { execute })
    return found.catch((error: Error) => {
      found = undefined
      throw new Problem(502, 'provider-away', `The identity provider does not answer: ${error.message}.`, RETRY)
    })
  }

  return {
    async leave() {
      const verifier = oidc.randomPKCECodeVerifier()
      const state = oidc.randomState()
      const nonce = oidc.randomNonce()
      const url = oidc.buildAuthorizationUrl(await provider(), {
        ...{ redirect_uri, scope: config.OIDC_SCOPE, state, nonce },
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { url, state, nonce, verifier }
    },

    async comeBack(query, { state, nonce, verifier }) {
      const back = new URL(redirect_uri)
      back.search = query
      const tokens = await oidc
        .authorizationCodeGrant(await provider(), back, {
          ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
        })
        .catch((error: Error) => {
          throw new Problem(502, 'provider-refused', `The identity provider did not vouch: ${error.message}.`, RETRY)
        })
      const claims = tokens.claims()!
      const said = [claims[OIDC_ROLES_CLAIM]].flat().map(String)
      const roles = [...new Set(said.flatMap(roleOf))]
      const name = String(claims.name ?? claims.preferred_username ?? claims.sub).slice(0, 80)
      if (roles.length === 0)
        throw new Problem(403, 'no-role', `${name} has no role here.`, 'The identity provider’s admin gives one.')
      const account = `${claims.preferred_username ?? claims.email ?? claims.sub}`.slice(0, 80)
      return directory.external(`${claims.iss} ${claims.sub}`, account, name, roles)
    },
  }
}

const RETRY = 'Try again; if it stays so, check the OIDC_ settings.'

/** `plant-quality=quality,plant-it=admin`; what is not named there means itself. */
export function readRoles(mapping: string | undefined): (said: string) => Role[] {
  const pairs = (mapping ?? '').split(',').map((pair) => pair.split('=').map((side) => side.trim()))
  return (said) => {
    const meant = mapping ? pairs.filter(([from]) => from === said).map(([, to]) => to) : [said]
    return ROLES.filter((role) => meant.includes(role))
  }
}
