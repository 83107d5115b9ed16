import { describe, expect, it } from 'vitest'
import { cellPhrases, phraseBook } from './phrases.ts'

const cell = {
  recipe: {
    characteristics: [
      { id: 'crimp-height', title: 'Crimp height' },
      { id: 'dents', title: 'Dents' },
    ],
  },
  translations: { 'pt-BR': { 'Crimp height': 'Altura da recravação' } },
}
const tell = phraseBook(
  {
    'Crimp {{n}} stands {{mm}} mm high.': 'A recravação {{n}} tem {{mm}} mm de altura.',
    '{{title}}: {{why}}': '{{title}}: {{why}}',
    'waits for {{what}}': 'espera por {{what}}',
    'guard open': 'proteção aberta',
    ...cellPhrases(cell, 'pt-BR'),
    '{{what}} failed {{which}}': '{{what}} falhou em: {{which}}',
    '{{what}}, above {{limit}}': '{{what}}, acima de {{limit}}',
  },
  ',',
)

describe('a phrase book', () => {
  it('says a sentence with its own values, written as the language writes numbers', () => {
    expect(tell('Crimp 3 stands 1.204 mm high.')).toBe('A recravação 3 tem 1,204 mm de altura.')
  })

  it('leaves the points of versions and addresses alone, which have more than one', () => {
    expect(tell('10.0.0.1:9 of 1.2.3, above 1.40')).toBe('10.0.0.1:9 of 1.2.3, acima de 1,40')
  })

  it('says the sentences inside a sentence', () => {
    expect(tell('Crimp height: guard open')).toBe('Altura da recravação: proteção aberta')
    expect(tell('Crimp height 1.52 mm, above 1.40 mm')).toBe('Altura da recravação 1,52 mm, acima de 1,40 mm')
  })

  it('says what a cell names by its code, one or a list of which it knows each', () => {
    expect(tell('P1 failed crimp-height')).toBe('P1 falhou em: Altura da recravação')
    expect(tell('P1 failed crimp-height, dents')).toBe('P1 falhou em: Altura da recravação, Dents')
    expect(tell('P1 failed crimp-height, what nobody knows')).toBe('P1 falhou em: crimp-height, what nobody knows')
  })

  it('leaves what it does not know as it came, numbers and all', () => {
    expect(tell('An agent of version 1.2.3 said this')).toBe('An agent of version 1.2.3 said this')
  })
})
