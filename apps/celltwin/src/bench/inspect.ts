/**
 * What an inspection costs: one real agent with all modules of the reference cell, fed with recorded parts over a real
 * broker. Evidence goes to disk and to a server that only takes it; no device and no simulation runs beside it.
 */
import { fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EventData } from '@celltwin/contracts'
import { readCellFile } from '@celltwin/contracts/cell-file'
import { recipeRefOf } from '@celltwin/contracts/hash'
import { loadOnnxModel } from '@celltwin/inspection/onnx'
import { readModelPackage } from '@celltwin/models'
import { AGENT_FLAGS, AGENT_MALLOC } from '../up/agent-process.ts'
import { freePort } from '../up/ports.ts'
import type { Bench, Metrics } from './bench.ts'
import { openBenchCell } from './bench-cell.ts'
import type { EventLoopDelay } from './event-loop-probe.ts'
import { end, ROOT, startBroker, temporaryFolder, untilListening } from './harness.ts'
import { AGENT, recordParts } from './recorded-parts.ts'
import { median, round1 } from './statistics.ts'

const CELL_FILE = 'cells/pulley-cell-1.yaml'
const MODELS = join(ROOT, 'packages/models')
const WARM_UP = 3
const PARTS = 24
/** The step that is one session run, and its module. */
const SESSION = { module: 'visual', step: 'face net' } as const

type Inspected = EventData<'part-inspected'>

export const run: Bench = async (say) => {
  const folder = temporaryFolder('celltwin-bench-')
  const { definition } = readCellFile(join(ROOT, CELL_FILE))
  const cellFile = await recordParts(folder, definition)
  const mqttPort = await freePort(undefined)
  const { broker, child } = startBroker(mqttPort, folder)
  await untilListening(mqttPort)
  const url = `mqtt://127.0.0.1:${mqttPort}`
  const cell = await openBenchCell(url, definition, recipeRefOf(definition.recipe))
  const agent = fork(join(ROOT, 'apps/edge/dist/main.js'), {
    execArgv: [...AGENT_FLAGS, '--import', join(ROOT, 'apps/celltwin/dist/bench/event-loop-probe.js')],
    stdio: ['pipe', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      ...AGENT_MALLOC,
      CELLTWIN_CHILD: '1',
      CELL_FILE: cellFile,
      AGENT,
      MQTT_URL: url,
      SERVER_URL: cell.serverUrl,
      DATA_DIR: join(folder, 'agent'),
      MODELS_DIR: MODELS,
      LOG_LEVEL: 'warn',
    },
  })
  const modules = Object.keys(definition.modules)
  const phasesOf = (module: string) => [...new Set(definition.modules[module]!.takes.map(({ phase }) => phase))]
  let cycle = 0

  /** All evidence of a part at once; the modules share the machine. @returns seconds to the last result. */
  async function wholePart(): Promise<number> {
    const number = ++cycle
    await cell.insert(number)
    const startedAt = performance.now()
    await cell.startPhases(number, modules.flatMap(phasesOf))
    await Promise.all(modules.map((module) => cell.inspected(number, module)))
    return (performance.now() - startedAt) / 1000
  }

  /** One module after the other, each alone on the machine. */
  async function moduleByModule(): Promise<Inspected[]> {
    const number = ++cycle
    await cell.insert(number)
    const told: Inspected[] = []
    for (const module of modules) {
      await cell.startPhases(number, phasesOf(module))
      told.push(await cell.inspected(number, module))
    }
    return told
  }

  try {
    await cell.ready(modules)
    say(`an agent with ${modules.join(', ')} is ready; broker ${broker}`)
    for (let i = 0; i < WARM_UP; i++) await wholePart()
    agent.send('reset')
    const seconds: number[] = []
    for (let i = 0; i < PARTS; i++) seconds.push(await wholePart())
    const loop = await new Promise<EventLoopDelay>((resolve) => {
      agent.once('message', (report) => resolve(report as EventLoopDelay))
      agent.send('report')
    })
    say(`${PARTS} parts, all modules at once: ${median(seconds).toFixed(3)} s a part`)
    const bareRun = await openBareSession(String(definition.modules[SESSION.module]!.parameters.model))
    const alone: Inspected[][] = []
    const bareMs: number[] = []
    // In turns, so that whatever else the machine does weighs on both alike.
    for (let i = 0; i < PARTS; i++) {
      alone.push(await moduleByModule())
      bareMs.push(await bareRun())
    }
    return metricsOf(seconds, loop, alone, median(bareMs), say)
  } finally {
    await end(agent)
    await cell.close()
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  }
}

function metricsOf(
  seconds: readonly number[],
  loop: EventLoopDelay,
  alone: readonly (readonly Inspected[])[],
  bareMs: number,
  say: (text: string) => void,
): Metrics {
  const steps: Record<string, number> = {}
  const partsPerSecondByModule: Record<string, number> = {}
  for (const { module, steps: names } of alone[0]!) {
    const told = alone.map((each) => each.find((one) => one.module === module)!)
    const stepMs = (name: string) => median(told.map((one) => one.steps.find(({ step }) => step === name)?.tookMs ?? 0))
    for (const { step } of names) steps[`${module}: ${step}`] = round1(stepMs(step))
    // Taking evidence waits for disk and sensors; everything after it is computing.
    const wholeMs = told.map((one) => one.steps.slice(1).reduce((sum, { tookMs }) => sum + tookMs, 0))
    partsPerSecondByModule[module] = round2(1000 / median(wholeMs))
  }
  const agentMs = steps[`${SESSION.module}: hand over`]! + steps[`${SESSION.module}: ${SESSION.step}`]!
  say(`session run: bare ${bareMs.toFixed(1)} ms, by the agent with hand-over ${agentMs.toFixed(1)} ms`)
  return {
    secondsPerPart: round3(median(seconds)),
    partsPerSecond: round2(1 / median(seconds)),
    overheadRatio: round3((agentMs - bareMs) / bareMs),
    eventLoopDelayP99Ms: round1(loop.p99Ms),
    eventLoopDelayP50Ms: round1(loop.p50Ms),
    eventLoopDelayMaxMs: round1(loop.maxMs),
    partsPerSecondByModule,
    bareSessionRunMs: round1(bareMs),
    stepMs: steps,
  }
}

/** The same session with nothing around it. @returns a run, in milliseconds. */
async function openBareSession(name: string): Promise<() => Promise<number>> {
  const model = await loadOnnxModel(await readModelPackage(join(MODELS, name)))
  const dims = model.inputDims!
  const size = dims.reduce((product, dim) => product * dim, 1)
  const input = { data: Float32Array.from({ length: size }, (_, i) => ((i * 2654435761) % 1000) / 1000), dims }
  for (let i = 0; i < WARM_UP; i++) await model.run(input)
  return async () => {
    const from = performance.now()
    await model.run(input)
    return performance.now() - from
  }
}

const round2 = (value: number) => Math.round(100 * value) / 100
const round3 = (value: number) => Math.round(1000 * value) / 1000
