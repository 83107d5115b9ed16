import type { CellDefinition, Review } from '@celltwin/contracts'
import { weightOf } from '@celltwin/twin'
import type { FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import { requireRights } from './review-rights.ts'

const recipe = {
  fourEyes: ['concession'],
  characteristics: [{ id: 'crimp-count', special: true }, { id: 'grease-face' }],
} as unknown as CellDefinition['recipe']
const review = (more: Partial<Review>): Review => ({ finding: 'nonconforming', reasonCode: 'seen', ...more })
const concession = weightOf(review({ disposition: 'concession' }), recipe, [])

const calledBy = (...roles: string[]) => ({ person: { id: 'p', name: 'Ada', roles } }) as unknown as FastifyRequest
const people = (name?: string) => ({
  requireSecondSignature: async () => {
    if (name === undefined) throw new Error('second-signature-needed')
    return { id: 'q', name, roles: [] }
  },
})

describe('what a decision weighs', () => {
  it.each([
    [{ disposition: 'rework' as const }, ['grease-face'], []],
    [{ disposition: 'rework' as const }, ['crimp-count'], ['special-characteristic']],
    [{ disposition: 'scrap' as const, defect: 'crimp-count' }, [], ['scrap', 'special-characteristic']],
    [{ disposition: 'concession' as const }, [], ['concession']],
  ])('%o about %o', (more, failed, weight) => {
    expect([...weightOf(review(more), recipe, failed)]).toEqual(weight)
  })
})

describe('the rights to decide', () => {
  it('ask for the role quality where the customer is asked or a special characteristic failed', async () => {
    const special = weightOf(review({ disposition: 'rework' }), recipe, ['crimp-count'])
    for (const weight of [concession, special])
      await expect(
        requireRights(calledBy('operator'), people('Bob'), 'Ada', weight, recipe, 't'),
      ).rejects.toMatchObject({ statusCode: 403 })
    const plain = weightOf(review({ disposition: 'rework' }), recipe, [])
    expect(await requireRights(calledBy('operator'), people(), 'Ada', plain, recipe, undefined)).toBeUndefined()
  })

  it('ask for a second signature where the recipe does, and for one of somebody else', async () => {
    const sign = (name?: string) => requireRights(calledBy('quality'), people(name), 'Ada', concession, recipe, 't')
    expect(await sign('Bob')).toBe('Bob')
    await expect(sign()).rejects.toThrow('second-signature-needed')
    await expect(sign('ada ')).rejects.toMatchObject({ code: 'same-person' })
  })
})
