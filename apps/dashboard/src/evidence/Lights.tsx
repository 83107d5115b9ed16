import type { EvidenceRef } from '@celltwin/contracts'
import { useState } from 'react'
import { kindTitle } from './kinds.ts'

/** Under which light a part is looked at: the one that shows the finding best, until a person chooses another. */
export function useLight<Image extends Pick<EvidenceRef, 'kind'>>(
  images: readonly Image[],
  characteristic: string | undefined,
) {
  const [chosen, choose] = useState<string>()
  const kinds = images.map(({ kind }) => kind)
  const kind = chosen ?? preferredLight(characteristic, kinds)
  const image = images.find((each) => each.kind === kind) ?? images[0]
  const next = () => image && choose(kinds[(kinds.indexOf(image.kind) + 1) % kinds.length])
  return { image, choose, next }
}

/** The light under which such a finding shows best; the first one where nothing is wrong. */
function preferredLight(characteristic: string | undefined, kinds: readonly string[]): string | undefined {
  const wanted = characteristic?.startsWith('grease')
    ? 'image-uv'
    : characteristic?.startsWith('deformation') || characteristic?.startsWith('residue')
      ? 'image-dark-field'
      : 'image-bright'
  return kinds.find((kind) => kind === wanted) ?? kinds[0]
}

/** One button for each light; nothing where there is one light. */
export function Lights({
  images,
  shown,
  label,
  className,
  onChoose,
}: {
  images: readonly Pick<EvidenceRef, 'kind'>[]
  shown: Pick<EvidenceRef, 'kind'>
  label: string
  className: string
  onChoose: (kind: string) => void
}) {
  if (images.length < 2) return null
  return (
    <fieldset className={className} aria-label={label}>
      {images.map(({ kind }) => (
        <button
          key={kind}
          type="button"
          className={kind === shown.kind ? 'btn on' : 'btn'}
          aria-pressed={kind === shown.kind}
          // The focus stays where it is, and with it what Enter does.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(kind)}
        >
          {kindTitle(kind)}
        </button>
      ))}
    </fieldset>
  )
}
