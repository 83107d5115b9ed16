import { SourcesPanel } from './SourcesPanel.tsx'
import { UnreadablePanel } from './UnreadablePanel.tsx'

export function DevicesSection() {
  return (
    <>
      <SourcesPanel />
      <UnreadablePanel />
    </>
  )
}
