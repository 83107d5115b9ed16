/** Addresses of the pages. `?cell=` chooses the cell, `?at=` an instant of its past; both stay while moving about. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router'
import { Broken } from './frame/Broken.tsx'
import { Frame } from './frame/Frame.tsx'
import { NotFound } from './frame/NotFound.tsx'
import { Gate } from './people/Gate.tsx'
import { type AnalyticsSearch, filled, finite, type PageSearch, type PartsSearch, text } from './search-params.ts'
import { type Criteria, criteriaOf } from './trace/criteria.ts'

const root = createRootRoute({
  validateSearch: (search: Record<string, unknown>): PageSearch =>
    filled({ cell: text(search.cell), at: Number.isNaN(Date.parse(String(search.at))) ? undefined : text(search.at) }),
  search: { middlewares: [retainSearchParams(['cell', 'at'])] },
  component: Gate,
  notFoundComponent: NotFound,
})

/** Numbers without drawing, for measuring from an edge's publish to the state in a browser. */
const latency = createRoute({
  getParentRoute: () => root,
  path: '/latency',
  component: lazyRouteComponent(() => import('./twin/LatencyPage.tsx'), 'LatencyPage'),
})

/** The Cell page at its fullest, for measuring the script of a frame. */
const frames = createRoute({
  getParentRoute: () => root,
  path: '/frames',
  validateSearch: (search: Record<string, unknown>): PageSearch & { elements?: number; parts?: number } =>
    filled({ elements: Number(search.elements) || undefined, parts: Number(search.parts) || undefined }),
  component: lazyRouteComponent(() => import('./cell/frames/FramesPage.tsx'), 'FramesPage'),
})

const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame })

const cell = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => import('./cell/CellPage.tsx'), 'CellPage'),
})

const parts = createRoute({
  getParentRoute: () => frame,
  path: '/parts',
  validateSearch: (search: Record<string, unknown>): PartsSearch =>
    filled({ ...criteriaOf(search), hours: Number(search.hours) > 0 ? Number(search.hours) : undefined }),
  component: lazyRouteComponent(() => import('./parts/PartsPage.tsx'), 'PartsPage'),
})

const part = createRoute({
  getParentRoute: () => frame,
  path: '/parts/$serial',
  validateSearch: (search: Record<string, unknown>): PageSearch & { cycle?: string | undefined } =>
    filled({ cycle: text(search.cycle) }),
  component: lazyRouteComponent(() => import('./part/PartPage.tsx'), 'PartPage'),
})

const trace = createRoute({
  getParentRoute: () => frame,
  path: '/trace',
  validateSearch: (search: Record<string, unknown>): PageSearch & Criteria => filled(criteriaOf(search)),
  component: lazyRouteComponent(() => import('./trace/TracePage.tsx'), 'TracePage'),
})

const recalls = createRoute({
  getParentRoute: () => frame,
  path: '/recall',
  component: lazyRouteComponent(() => import('./recall/RecallListPage.tsx'), 'RecallListPage'),
})

const recall = createRoute({
  getParentRoute: () => frame,
  path: '/recall/$recallId',
  component: lazyRouteComponent(() => import('./recall/RecallPage.tsx'), 'RecallPage'),
})

const review = createRoute({
  getParentRoute: () => frame,
  path: '/review',
  component: lazyRouteComponent(() => import('./review/ReviewPage.tsx'), 'ReviewPage'),
})

const breakpoints = createRoute({
  getParentRoute: () => frame,
  path: '/breakpoints',
  component: lazyRouteComponent(() => import('./review/breakpoints/BreakpointsPage.tsx'), 'BreakpointsPage'),
})

const debug = createRoute({
  getParentRoute: () => frame,
  path: '/review/$serial',
  component: lazyRouteComponent(() => import('./review/DebugPage.tsx'), 'DebugPage'),
})

const shiftOptions = {
  getParentRoute: () => frame,
  validateSearch: (search: Record<string, unknown>): PageSearch & { knownAt?: number | undefined } =>
    filled({ knownAt: Number(search.knownAt) > 0 ? Number(search.knownAt) : undefined }),
  component: lazyRouteComponent(() => import('./shift/ShiftPage.tsx'), 'ShiftPage'),
}
const shift = createRoute({ ...shiftOptions, path: '/shift' })
const pastShift = createRoute({ ...shiftOptions, path: '/shift/$shift' })

const analytics = createRoute({
  getParentRoute: () => frame,
  path: '/analytics',
  validateSearch: (search: Record<string, unknown>): AnalyticsSearch =>
    filled({
      characteristic: text(search.characteristic),
      against: text(search.against),
      hours: Number(search.hours) > 0 ? Number(search.hours) : undefined,
      from: text(search.from),
      to: text(search.to),
      since: text(search.since),
      until: text(search.until),
      low: finite(search.low),
      high: finite(search.high),
    }),
  component: lazyRouteComponent(() => import('./analytics/AnalyticsPage.tsx'), 'AnalyticsPage'),
})

const alarms = createRoute({
  getParentRoute: () => frame,
  path: '/alarms',
  validateSearch: (
    search: Record<string, unknown>,
  ): PageSearch & {
    q?: string | undefined
    alarm?: string | undefined
    tab?: 'journal' | undefined
    of?: string | undefined
  } =>
    filled({
      q: text(search.q),
      alarm: text(search.alarm),
      of: text(search.of),
      tab: search.tab === 'journal' ? ('journal' as const) : undefined,
    }),
  component: lazyRouteComponent(() => import('./alarms/AlarmsPage.tsx'), 'AlarmsPage'),
})

const settings = createRoute({
  getParentRoute: () => frame,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/SettingsPage.tsx'), 'SettingsPage'),
})

const settingsSections = [
  createRoute({
    getParentRoute: () => settings,
    path: '/notifications',
    component: lazyRouteComponent(() => import('./alarms/NotificationsSection.tsx'), 'NotificationsSection'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/',
    component: lazyRouteComponent(() => import('./settings/OverviewSection.tsx'), 'OverviewSection'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/recipe',
    component: lazyRouteComponent(() => import('./settings/recipe/RecipeSection.tsx'), 'RecipeSection'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/description',
    component: lazyRouteComponent(() => import('./settings/description/DescriptionSection.tsx'), 'DescriptionSection'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/devices',
    component: lazyRouteComponent(() => import('./settings/DevicesSection.tsx'), 'DevicesSection'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/gauges',
    component: lazyRouteComponent(() => import('./settings/GaugesSection.tsx'), 'GaugesSection'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/studies',
    component: lazyRouteComponent(() => import('./studies/StudiesSection.tsx'), 'StudiesSection'),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: '/screen',
    component: lazyRouteComponent(() => import('./settings/ScreenSection.tsx'), 'ScreenSection'),
  }),
] as const

const overview = createRoute({
  getParentRoute: () => frame,
  path: '/overview',
  component: lazyRouteComponent(() => import('./overview/OverviewPage.tsx'), 'OverviewPage'),
})

/** `b` against `a`, or against the last good part before it. */
const compare = createRoute({
  getParentRoute: () => frame,
  path: '/compare',
  validateSearch: (search: Record<string, unknown>): PageSearch & { a?: string | undefined; b?: string | undefined } =>
    filled({
      a: search.a === undefined ? undefined : text(String(search.a)),
      b: search.b === undefined ? undefined : text(String(search.b)),
    }),
  component: lazyRouteComponent(() => import('./evidence/compare/ComparePage.tsx'), 'ComparePage'),
})

const models = createRoute({
  getParentRoute: () => frame,
  path: '/models',
  component: lazyRouteComponent(() => import('./models/ModelsPage.tsx'), 'ModelsPage'),
})

const secondReview = createRoute({
  getParentRoute: () => frame,
  path: '/second-review',
  component: lazyRouteComponent(() => import('./second-review/SecondReviewPage.tsx'), 'SecondReviewPage'),
})

const look = createRoute({
  getParentRoute: () => frame,
  path: '/second-review/look',
  component: lazyRouteComponent(() => import('./second-review/LookPage.tsx'), 'LookPage'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): PageSearch & { to?: string; refused?: string } =>
    // Only to a page of ours: anything else would lead people astray.
    filled({ to: /^\/(?![/\\])/.test(String(search.to)) ? text(search.to) : undefined, refused: text(search.refused) }),
  component: lazyRouteComponent(() => import('./people/SignInPage.tsx'), 'SignInPage'),
})

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./people/SetUpPage.tsx'), 'SetUpPage'),
})

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./people/WelcomePage.tsx'), 'WelcomePage'),
})

const users = createRoute({
  getParentRoute: () => frame,
  path: '/users',
  component: lazyRouteComponent(() => import('./people/UsersPage.tsx'), 'UsersPage'),
})

const profile = createRoute({
  getParentRoute: () => frame,
  path: '/profile',
  component: lazyRouteComponent(() => import('./people/ProfilePage.tsx'), 'ProfilePage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    latency,
    frames,
    signIn,
    setUp,
    welcome,
    frame.addChildren([
      compare,
      overview,
      cell,
      parts,
      part,
      trace,
      recalls,
      recall,
      review,
      breakpoints,
      debug,
      shift,
      pastShift,
      alarms,
      analytics,
      settings.addChildren(settingsSections),
      models,
      secondReview,
      look,
      users,
      profile,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
