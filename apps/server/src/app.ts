/** The HTTP side: API, its description, and the built dashboard. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import fastifyCookie from '@fastify/cookie'
import fastifyHelmet from '@fastify/helmet'
import fastifyRateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import fastifySwagger from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { type FastifyBaseLogger, type FastifyReply, LogController } from 'fastify'
import type { Logger } from 'pino'
import { guard } from './people/access.ts'
import { answerProblems, Problem, toProblem } from './problems.ts'
import { alarmRoutes } from './routes/alarms.ts'
import { analyticsRoutes } from './routes/analytics.ts'
import { breakpointRoutes } from './routes/breakpoints.ts'
import { answerCaughtUp } from './routes/caught-up.ts'
import { cellRoutes } from './routes/cells.ts'
import type { App, House } from './routes/context.ts'
import { descriptionRoutes } from './routes/descriptions.ts'
import { evidenceRoutes } from './routes/evidence.ts'
import { exportRoutes } from './routes/export.ts'
import { gaugeTrustRoutes } from './routes/gauge-trust.ts'
import { healthRoutes } from './routes/health.ts'
import { labelRoutes } from './routes/labels.ts'
import { limitSampleRoutes } from './routes/limit-samples.ts'
import { modelRoutes } from './routes/models.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { partRoutes } from './routes/parts.ts'
import { peopleRoutes } from './routes/people.ts'
import { externalRoutes } from './routes/people-external.ts'
import { panelRoutes } from './routes/people-panels.ts'
import { signInRoutes } from './routes/people-sign-in.ts'
import { pulledPartRoutes } from './routes/pulled-parts.ts'
import { recallRoutes } from './routes/recalls.ts'
import { recipeRoutes } from './routes/recipes.ts'
import { reviewRoutes } from './routes/reviews.ts'
import { rolloutRoutes } from './routes/rollouts.ts'
import { secondReviewRoutes } from './routes/second-reviews.ts'
import { shiftRoutes } from './routes/shifts.ts'
import { statisticsRoutes } from './routes/statistics.ts'
import { steppingRoutes } from './routes/stepping.ts'
import { studyRoutes } from './routes/studies.ts'
import { traceRoutes } from './routes/trace.ts'
import { unreadableRoutes } from './routes/unreadable.ts'
import { worldRoutes } from './routes/world.ts'
import { refuseUnstorable } from './storable.ts'

const OF_THE_MOMENT = [
  ...[healthRoutes, cellRoutes, notificationRoutes, steppingRoutes, breakpointRoutes, limitSampleRoutes],
  ...[evidenceRoutes, worldRoutes, gaugeTrustRoutes, recipeRoutes, descriptionRoutes, rolloutRoutes],
  ...[signInRoutes, peopleRoutes, panelRoutes, externalRoutes],
]

/** They answer from projections of the journal. */
const OF_THE_PAST = [
  ...[alarmRoutes, statisticsRoutes, analyticsRoutes, shiftRoutes, partRoutes, traceRoutes, recallRoutes],
  ...[exportRoutes, reviewRoutes, secondReviewRoutes, pulledPartRoutes, labelRoutes, studyRoutes, modelRoutes],
  unreadableRoutes,
]

export interface AppOptions {
  readonly log: Logger
  readonly dashboardDir: string | undefined
  readonly trustProxy: string | undefined
}

export async function buildApp(house: House, { log, dashboardDir, trustProxy }: AppOptions): Promise<App> {
  const app: App = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1 << 20,
    // A download that nobody reads any more must not keep the server from stopping.
    forceCloseConnections: true,
    trustProxy: trustProxy ?? false,
    frameworkErrors: (error, _request, reply) => {
      const problem = toProblem(error)
      return (reply as FastifyReply).status(problem.statusCode).send(problem)
    },
    // Unknown fields are kept; what is missing or of the wrong type is said, not mended. Query strings are all text.
    ajv: { customOptions: { removeAdditional: false, allErrors: true } },
  }).withTypeProvider<TypeBoxTypeProvider>()
  // Response schemas describe; they do not cut away what they do not know.
  app.setSerializerCompiler(() => JSON.stringify)
  answerProblems(app)

  await app.register(fastifyHelmet, {
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // WebAssembly and workers of three.js' loaders; styles that components set on elements.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'", 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'", 'ws:', 'wss:', 'blob:', 'data:'],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
  })
  refuseUntilBegun(app, house)
  await app.register(fastifyCookie)
  await app.register(fastifyRateLimit, {
    global: false,
    errorResponseBuilder: (_, { after }) =>
      new Problem(429, 'too-many', 'Too many requests of this kind from this computer.', `Try again in ${after}.`),
  })
  guard(app, house.people.callers, house.people.publicUrl)
  refuseUnstorable(app)
  await app.register(fastifySwagger, {
    // Who may, beside what it does.
    transform: ({ schema, url, route: { config } }) => ({
      schema: { ...schema, 'x-roles': config?.roles, 'x-access': config?.access ?? 'person' } as object,
      url,
    }),
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Celltwin',
        version: '0.1.0',
        description: 'The state and the past of production cells. Facts come up, requests go down.',
      },
    },
  })
  await app.register(fastifySwaggerUi, { routePrefix: '/docs' })

  for (const routes of OF_THE_MOMENT) await app.register(async (scope) => routes(scope as App, house))
  for (const routes of OF_THE_PAST)
    await app.register(async (scope) => {
      answerCaughtUp(scope as App, house)
      await routes(scope as App, house)
    })
  await serveDashboard(app, dashboardDir)
  return app
}

/** Before the journal has been read once there is nothing to ask; later, reading goes on while writing cannot. */
function refuseUntilBegun(app: App, { writer }: House): void {
  let begun = false
  app.addHook('onRequest', async (request) => {
    begun ||= writer.status === undefined
    if (begun || !request.url.startsWith('/api/')) return
    throw new Problem(503, 'getting-ready', `The server is getting ready: ${writer.status}.`, 'Try again in a moment.')
  })
}

/** Hashed files for ever, the page itself never from a cache; any other path is the page's own. */
async function serveDashboard(app: App, folder: string | undefined): Promise<void> {
  const built = folder !== undefined && existsSync(resolve(folder, 'index.html'))
  // The page is for anyone: it is what people sign in with.
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, access: 'anyone' }
  })
  if (built)
    await app.register(fastifyStatic, {
      root: resolve(folder),
      wildcard: false,
      decorateReply: true,
      // Brotli and gzip lie beside the files, where they were built.
      preCompressed: true,
      setHeaders: (reply, path) => {
        const hashed = /[/\\]assets[/\\]/.test(path)
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  app.setNotFoundHandler((request, reply) => {
    const page = built && request.method === 'GET' && !/^\/(api|docs|assets)(\/|$)/.test(request.url)
    if (page) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    throw new Problem(404, 'not-found', `There is nothing at ${request.url}.`, 'See /docs for the paths of the API.')
  })
}
