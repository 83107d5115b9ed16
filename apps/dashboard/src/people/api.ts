/** What is asked of the server about people. */
import type {
  AuditEntry,
  BadgeSignIn,
  Me,
  NewPerson,
  OneTimeCode,
  Panel,
  PanelRecord,
  PersonChange,
  PersonRecord,
  ProfileChange,
  Redeem,
  SecondSignature,
  SecondSignatureRequest,
  SetUp,
  SignIn,
} from '@celltwin/contracts'
import { get, send } from '../api/api.ts'

const ofPerson = (id: string, what = '') => `/api/people/${encodeURIComponent(id)}${what}`

export const peopleApi = {
  me: () => get<Me>('/api/me'),
  setUp: (given: SetUp) => send<void>('POST', '/api/set-up', given),
  signIn: (given: SignIn) => send<void>('POST', '/api/session', given),
  identify: (given: BadgeSignIn) => send<void>('POST', '/api/panel-session', given),
  redeem: (given: Redeem) => send<void>('POST', '/api/redeem', given),
  /** A hand moved: the session at a panel goes on. */
  touch: () => send<void>('POST', '/api/session/touch'),
  signOut: () => send<void>('DELETE', '/api/session'),
  signOutEverywhere: () => send<void>('DELETE', '/api/sessions'),
  changeProfile: (given: ProfileChange) => send<PersonRecord>('PATCH', '/api/me', given),
  changePassword: (current: string, password: string) => send<void>('PUT', '/api/me/password', { current, password }),
  changePin: (password: string, pin: string) => send<void>('PUT', '/api/me/pin', { password, pin }),
  /** Four eyes: the token goes with what is to be signed, within a minute. */
  signSecond: (given: SecondSignatureRequest) => send<SecondSignature>('POST', ofPerson('second-signature'), given),
  people: () => get<PersonRecord[]>('/api/people'),
  create: (given: NewPerson) => send<{ person: PersonRecord; oneTime: OneTimeCode }>('POST', '/api/people', given),
  change: (id: string, given: PersonChange) => send<PersonRecord>('PATCH', ofPerson(id), given),
  reset: (id: string) => send<OneTimeCode>('POST', ofPerson(id, '/reset')),
  endSessions: (id: string) => send<void>('DELETE', ofPerson(id, '/sessions')),
  audit: () => get<AuditEntry[]>('/api/people/audit?limit=50'),
  panels: () => get<PanelRecord[]>('/api/panels'),
  registerPanel: (name: string) => send<Panel>('POST', '/api/panels', { name }),
  removePanel: (id: string) => send<void>('DELETE', `/api/panels/${encodeURIComponent(id)}`),
}
