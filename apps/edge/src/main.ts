/** An edge agent: the roles that the cell file gives it, in one process, as on one device. */
import { readConfig } from '@celltwin/contracts'
import { runAgent } from './agent.ts'
import { AgentConfig } from './config.ts'
import { InferenceConfig } from './inference/choice.ts'
import { openLog } from './log.ts'
import { runProgram } from './program.ts'

await runProgram('edge', async (stopped) => {
  const config = readConfig(AgentConfig, process.env)
  readConfig(InferenceConfig, process.env)
  const log = openLog({ level: config.LOG_LEVEL, name: config.AGENT })
  const workers = {
    inference: new URL('./inference-worker.js', import.meta.url),
    world: new URL('./world-worker.js', import.meta.url),
  }
  await runAgent({ config, workers, log, stopped })
})
