import { DevicesPanel } from './DevicesPanel.tsx'
import { UnreadablePanel } from './UnreadablePanel.tsx'

export function DevicesSection() {
  return (
    <>
      <DevicesPanel />
      <UnreadablePanel />
    </>
  )
}
