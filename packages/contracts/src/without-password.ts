/** A URL as a log or a message may show it. */
export const withoutPassword = (url: string): string => url.replace(/(:\/\/[^/@:]*):[^/]*@/, '$1:***@')
