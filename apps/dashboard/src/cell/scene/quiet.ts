/** What three.js says that nobody here can act on: the renderer binding makes a clock of its own, which is deprecated. */
import { setConsoleFunction } from 'three'

const OF_THE_BINDING = /Clock: This module has been deprecated/

setConsoleFunction((type: 'log' | 'warn' | 'error', message: string, ...more: unknown[]) => {
  if (!OF_THE_BINDING.test(message)) console[type](message, ...more)
})
