import { type Logger, type LoggerOptions, pino } from 'pino'

/** The log of a program, written at once: what is left for the exit is tried for ever where nobody reads it any more. */
export const openLog = (options: LoggerOptions): Logger => pino(options, pino.destination({ sync: true }))
