/** Limit samples: signed by a quality engineer, shown beside the evidence of other parts until they expire. */
import { type CellDefinition, type EvidenceRef, LimitSampleRequest, MAY } from '@celltwin/contracts'
import { limitSamplesAt } from '@celltwin/twin'
import Type from 'typebox'
import { v7 as uuidv7 } from 'uuid'
import { isSimulated } from '../dispatch/dispatch.ts'
import { signerOf } from '../people/person.ts'
import { notFound, Problem } from '../problems.ts'
import { type App, cellOr404, type House } from './context.ts'

/** Parts, eyes and drawings change: longer than this nobody answers for a sample unseen. */
const LONGEST_MS = 2 * 366 * 86_400_000

export function limitSampleRoutes(app: App, house: House): void {
  const { database, writer } = house

  app.post(
    '/api/cells/:cell/limit-samples',
    {
      config: { roles: MAY.signLimitSamples },
      schema: {
        summary: 'Signs evidence of a part as limit sample of a characteristic, good for a time',
        params: Type.Object({ cell: Type.String() }),
        body: LimitSampleRequest,
        response: { 201: Type.Object({ sampleId: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const cell = cellOr404(house, request.params.cell)
      const by = signerOf(request, body.by)
      mustKnow(cell.twin.definition?.value.definition, body.characteristic)
      mustBeGoodFor(Date.parse(body.expiresAt) - Date.now())
      const { sha256, cycleId, by: _, ...said } = body
      const found = await evidenceOf(cell.id, cycleId, sha256)
      const sampleId = uuidv7()
      const data = { ...said, sampleId, cycleId, ...found, by }
      await writer.append(cell.path, (live) => ({
        events: [{ type: 'limit-sample-signed', simulated: isSimulated(live), data }],
        answer: undefined,
      }))
      return reply.status(201).send({ sampleId })
    },
  )

  app.post(
    '/api/cells/:cell/limit-samples/:sampleId/withdrawal',
    {
      config: { roles: MAY.signLimitSamples },
      schema: {
        summary: 'Takes a limit sample back before it expires',
        params: Type.Object({ cell: Type.String(), sampleId: Type.String() }),
        body: Type.Object({ by: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })) }),
        response: { 200: Type.Object({ sampleId: Type.String() }) },
      },
    },
    async (request) => {
      const { sampleId } = request.params
      const by = signerOf(request, request.body.by)
      return writer.append(cellOr404(house, request.params.cell).path, (live) => {
        if (!limitSamplesAt(live.twin, Date.now()).some((sample) => sample.sampleId === sampleId))
          throw notFound(`limit sample ${sampleId}`)
        const data = { sampleId, by }
        return {
          events: [{ type: 'limit-sample-withdrawn', simulated: isSimulated(live), data }],
          answer: { sampleId },
        }
      })
    },
  )

  /** @throws Problem 404, 409 */
  async function evidenceOf(cellId: number, cycleId: string, sha256: string) {
    const { rows } = await database.pool.query<EvidenceRef & { serial: string; stored: boolean }>(EVIDENCE, [
      cellId,
      cycleId,
      sha256,
    ])
    const row = rows[0]
    if (!row) throw notFound(`evidence ${sha256} of cycle ${cycleId}`)
    const { serial, stored, ...evidence } = row
    if (!stored)
      throw new Problem(409, 'evidence-not-here', 'The bytes of that evidence are not here.', 'Sign it once they are.')
    return { serial, evidence }
  }
}

const EVIDENCE = `
  select r.kind, r.sha256, r.media_type as "mediaType", r.bytes, c.serial,
         f.sha256 is not null and f.dropped_at is null as stored
  from evidence_ref r join part_cycle c using (cycle_id) left join evidence_file f on f.sha256 = r.sha256
  where r.cell_id = $1 and r.cycle_id = $2 and r.sha256 = $3 limit 1`

function mustKnow(definition: CellDefinition | undefined, characteristic: string): void {
  if (definition?.recipe.characteristics.some(({ id }) => id === characteristic)) return
  throw new Problem(422, 'characteristic-unknown', `The recipe in force has no characteristic ${characteristic}.`)
}

function mustBeGoodFor(ms: number): void {
  if (ms > 0 && ms <= LONGEST_MS) return
  throw new Problem(
    422,
    'expiry-out-of-range',
    'A limit sample is good until an instant of the next two years.',
    'Choose a later or a nearer date.',
  )
}
