/** A small but complete cell, for tests that need one. */
import type { CellDefinition, Characteristic } from '@celltwin/contracts'

const measure = (id: string, module: string, upper: number, more: Partial<Characteristic> = {}): Characteristic => ({
  id,
  title: id,
  module,
  group: module,
  kind: 'measure',
  unit: 'mm',
  nominal: 0,
  upper,
  uncertainty: upper / 20,
  decimals: 3,
  ...more,
})

const pose = { x: 0, y: 0, z: 0 }

export const smallCell: CellDefinition = {
  schema: 'celltwin/cell/v1',
  path: { enterprise: 'test', site: 'site', area: 'area', cell: 'small-cell' },
  title: 'Small cell',
  kind: 'rotor-cell',
  stations: [
    { id: 'robot', kind: 'robot', title: 'Robot', pose, shape: {}, module: 'handling' },
    { id: 'camera', kind: 'camera', title: 'Camera', pose, shape: {}, module: 'visual' },
    { id: 'lasers', kind: 'laser', title: 'Lasers', pose, shape: {}, module: 'dimensional' },
    { id: 'accelerometer', kind: 'accelerometer', title: 'Accelerometer', pose, shape: {}, module: 'vibration' },
    { id: 'hold', kind: 'hold', title: 'Hold fixture', pose, shape: {}, capacity: 4 },
    { id: 'bin', kind: 'bin', title: 'Reject bin', pose, shape: {}, capacity: 40 },
    { id: 'chute', kind: 'chute', title: 'Accept chute', pose, shape: {} },
  ],
  recipe: {
    id: 'small',
    version: 1,
    partType: 'small-part',
    decision: {
      acceptance: 'guarded',
      conditionalFail: 'reject',
      conditionalPass: 'pass',
      conditionalPassSpecial: 'hold',
    },
    characteristics: [
      measure('crimp-count', 'visual', 6, {
        kind: 'count',
        unit: '',
        nominal: 6,
        lower: 6,
        uncertainty: 0,
        special: true,
      }),
      measure('grease-on-face', 'visual', 2, { unit: 'mm²' }),
      measure('face-flatness', 'dimensional', 0.05),
      measure('groove-depth', 'dimensional', 3.8, { nominal: 3.6, lower: 3.45, uncertainty: 0.02 }),
      measure('running-torque', 'vibration', 0.3, { unit: 'N·m', lower: 0.03 }),
      measure('acceleration-rms', 'vibration', 6, { unit: 'm/s²' }),
    ],
  },
  modules: {
    visual: {
      inspector: 'pulley-face',
      takes: [{ evidence: 'image-bright', phase: 'expose' }],
      dueMs: 6000,
      computeAllowanceMs: 4000,
      parameters: {},
    },
    dimensional: {
      inspector: 'pulley-profiles',
      takes: [{ evidence: 'face-profile', phase: 'scan' }],
      dueMs: 7000,
      computeAllowanceMs: 4000,
      parameters: {},
    },
    vibration: {
      inspector: 'bearing-spin',
      takes: [{ evidence: 'waveform', phase: 'vibration' }],
      dueMs: 10_000,
      computeAllowanceMs: 4000,
      parameters: {},
    },
  },
  cycle: {
    budgetMs: 15_000,
    phases: [
      { id: 'insert', title: 'Insert', lane: 'handling', budgetMs: 2000 },
      { id: 'expose', title: 'Expose', lane: 'visual', budgetMs: 300, rpm: 0 },
      { id: 'scan', title: 'Scan', lane: 'dimensional', budgetMs: 1500, rpm: 120 },
      { id: 'vibration', title: 'Vibration', lane: 'vibration', budgetMs: 2000, rpm: 1800 },
      { id: 'decide', title: 'Decide', lane: 'verifier', budgetMs: 500 },
      { id: 'remove', title: 'Remove', lane: 'handling', budgetMs: 2000 },
    ],
  },
  judgeByMs: 1000,
  permissionMs: 6000,
  agents: {
    handling: { roles: ['handling'] },
    modules: { roles: ['visual', 'dimensional', 'vibration', 'verifier'] },
  },
  devices: { kind: 'simulated' },
}
