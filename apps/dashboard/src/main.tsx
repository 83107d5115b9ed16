import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './tokens.css'
import './base.css'
import { RequestFailed } from './api/api.ts'
import { applyTheme, rememberedTheme } from './frame/theme.ts'
import { startLanguage } from './i18n.ts'
import { router } from './routes.tsx'
import { applyTouch, rememberedTouch } from './settings/touch.ts'
import { listenToKeys } from './ui/keys.tsx'
import { applyUnits, rememberedUnits } from './ui/units.ts'

applyTheme(rememberedTheme())
applyTouch(rememberedTouch())
applyUnits(rememberedUnits())
listenToKeys()

/** What was refused stays refused; what is not there may be in a moment, as a part that was just inserted. */
const onceMore = (failures: number, error: Error) =>
  failures === 0 && !(error instanceof RequestFailed && error.status < 500 && error.status !== 404)

const queries = new QueryClient({
  // Pages say themselves when they are stale; a failed request is shown soon, and a refused one at once.
  defaultOptions: { queries: { retry: onceMore, refetchOnWindowFocus: false, staleTime: 2000 } },
})

await startLanguage()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
