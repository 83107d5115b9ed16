/** Who may do what: one table, for the routes that refuse and for the controls that are not offered. `admin` always may. */
import type { Role } from './people.ts'

const FLOOR = ['operator', 'quality', 'manager', 'integrator'] as const
const HANDS = ['operator', 'quality', 'integrator'] as const
const EYES = ['operator', 'quality'] as const
const DATA = ['quality', 'integrator'] as const

export const MAY = {
  answerAlarms: FLOOR,
  /** Shelving and out of service: for who answers for the alarm system. */
  setAlarmsAside: ['quality', 'manager', 'integrator'],
  setNotifications: ['manager', 'integrator'],

  decideParts: EYES,
  /** Concession, special characteristic, suspect parts, limit samples: what the customer is asked about. */
  answerToCustomer: ['quality'],
  signLimitSamples: ['quality'],
  reviewAgain: EYES,
  readLabels: DATA,
  /** Has somebody else sign at this screen. */
  askSecondSignature: HANDS,

  askState: ['operator', 'integrator'],
  stepByStep: HANDS,
  setBreakpoints: HANDS,

  sayOfShift: FLOOR,
  signShift: ['manager'],

  pack: HANDS,
  ship: FLOOR,
  recall: ['quality'],
  confirmBlocks: EYES,

  proposeRecipe: DATA,
  releaseRecipe: ['quality'],
  releaseDescription: ['integrator'],
  tellCalibration: DATA,
  runChallenge: HANDS,
  requireChallenge: ['integrator'],
  study: DATA,

  putModels: ['integrator'],
  /** Back to what ran before, or no further: never held up by who is at hand. */
  stopModels: DATA,
  overrideGate: ['admin'],

  injectFaults: ['integrator'],
  registerPanels: ['integrator'],
  keepPeople: ['admin'],
} as const satisfies Record<string, readonly Role[]>

/** Something that not everybody may do. */
export type Deed = keyof typeof MAY
