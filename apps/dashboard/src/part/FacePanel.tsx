import type { CellDefinition, PassportCycle } from '@celltwin/contracts'
import { knowsAngles } from '@celltwin/inspection/pictures'
import { useTranslation } from 'react-i18next'
import { api } from '../api/api.ts'
import { FaceImage, imagesOf } from '../evidence/FaceImage.tsx'
import { kindTitle } from '../evidence/kinds.ts'
import { Lights, useLight } from '../evidence/Lights.tsx'
import { bytes, clockPosition, duration, shortHash } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { useTold } from '../ui/told.ts'
import { byGravity, gravity, groupRows, isAlarming } from './results.ts'

/** The image of the face: lights to choose, findings as outlines, and what made of it a result. */
export function FacePanel({
  cycle,
  definition,
  overlay,
  onOverlay,
}: {
  cycle: PassportCycle
  definition: CellDefinition
  overlay: boolean
  onOverlay: () => void
}) {
  const { t, i18n } = useTranslation()
  const told = useTold()
  const images = imagesOf(cycle)
  const module = images[0]?.module
  const results = cycle.results.filter((result) => result.module === module)
  const rows = groupRows(definition, cycle, ({ module }) => module).filter((group) => group.module === module)
  const row = byGravity(rows.flatMap((group) => group.rows)).find((row) => gravity(row) >= 2)
  const gravest = row?.result
  const { image, choose } = useLight(images, gravest?.characteristic)
  if (!image) return null
  const places = (gravest?.locations ?? []).filter(({ conforming }) => conforming === false)
  const hours = [
    ...new Set(places.flatMap(({ angleDeg }) => (angleDeg === undefined ? [] : [clockPosition(angleDeg)]))),
  ]
  const found = told(places[0]?.label || gravest?.reason || gravest?.explanation || '')
  const all = new Intl.ListFormat(i18n.language).format(hours)
  const turned = knowsAngles(cycle)
  const algorithm = gravest?.algorithm ?? results[0]?.algorithm
  const steps = cycle.steps.filter((step) => step.module === module)
  return (
    <Panel
      title={turned ? t('part.face.title') : kindTitle(image.kind)}
      sub={
        row && (
          <span className={isAlarming(row) ? 'reject' : 'none'}>
            {hours.length > 0 ? t('part.face.at', { what: found, hours: all }) : found}
          </span>
        )
      }
    >
      <div className="ev">
        <FaceImage cycle={cycle} overlay={overlay} kind={image.kind} />
        <div className="side">
          <button type="button" className={overlay ? 'btn on' : 'btn'} aria-pressed={overlay} onClick={onOverlay}>
            {t('part.face.overlay')} <kbd>O</kbd>
          </button>
          <Lights images={images} shown={image} label={t('part.face.light')} className="lay" onChoose={choose} />
          <dl className="kv">
            {algorithm && (
              <>
                <dt>{t('part.face.by')}</dt>
                <dd>
                  {algorithm.name} {algorithm.version}
                </dd>
                {algorithm.model && (
                  <>
                    <dt>{t('part.face.model')}</dt>
                    <dd className="mono" title={algorithm.model}>
                      {shortHash(algorithm.model)}
                    </dd>
                  </>
                )}
              </>
            )}
            <dt>{t('part.face.ranIn')}</dt>
            <dd>{steps.length > 0 ? duration(steps.reduce((sum, { tookMs }) => sum + tookMs, 0)) : '–'}</dd>
            {turned && (
              <>
                <dt>{t('part.face.zero')}</dt>
                <dd>{t('part.face.zeroAt')}</dd>
              </>
            )}
            <dt>{t('part.face.size')}</dt>
            <dd>{bytes(image.bytes)}</dd>
            <dt>sha256</dt>
            <dd className="mono" title={image.sha256}>
              {image.stored ? (
                <a href={api.evidenceUrl(image.sha256)}>{shortHash(image.sha256)}</a>
              ) : (
                shortHash(image.sha256)
              )}
            </dd>
          </dl>
        </div>
      </div>
    </Panel>
  )
}
