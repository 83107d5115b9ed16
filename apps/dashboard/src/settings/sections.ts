/** What the rail of the settings lists: a section of one's own is one entry here and one route in routes.tsx. */

const CELL = [
  { to: '/settings', name: 'settings.overview' },
  { to: '/settings/recipe', name: 'settings.recipe' },
  { to: '/settings/description', name: 'settings.description' },
  { to: '/settings/devices', name: 'settings.devices' },
  { to: '/settings/gauges', name: 'settings.gauges' },
  { to: '/settings/studies', name: 'studies.title' },
  { to: '/models', name: 'models.title' },
] as const

const INSTALLATION = [
  { to: '/settings/notifications', name: 'alarms.rule.title' },
  { to: '/settings/screen', name: 'settings.thisScreen' },
] as const

const PEOPLE = [{ to: '/users', name: 'people.users' }] as const

export const sectionsFor = (admin: boolean) => [
  { title: 'settings.ofCell' as const, entries: CELL },
  { title: 'settings.ofInstallation' as const, entries: [...(admin ? PEOPLE : []), ...INSTALLATION] },
]
