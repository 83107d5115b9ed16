import { describe, expect, it } from 'vitest'
import { phraseBook, titlePhrases } from './phrases.ts'

const tell = phraseBook(
  {
    'Crimp {{n}} stands {{mm}} mm high.': 'A recravação {{n}} tem {{mm}} mm de altura.',
    '{{title}}: {{why}}': '{{title}}: {{why}}',
    'waits for {{what}}': 'espera por {{what}}',
    'guard open': 'proteção aberta',
    ...titlePhrases({ 'Crimp height': 'Altura da recravação' }),
    '{{what}}, above {{limit}}': '{{what}}, acima de {{limit}}',
  },
  ',',
)

describe('a phrase book', () => {
  it('says a sentence with its own values, written as the language writes numbers', () => {
    expect(tell('Crimp 3 stands 1.204 mm high.')).toBe('A recravação 3 tem 1,204 mm de altura.')
  })

  it('says the sentences inside a sentence', () => {
    expect(tell('Crimp height: guard open')).toBe('Altura da recravação: proteção aberta')
    expect(tell('Crimp height 1.52 mm, above 1.40 mm')).toBe('Altura da recravação 1,52 mm, acima de 1,40 mm')
  })

  it('leaves what it does not know as it came, numbers and all', () => {
    expect(tell('An agent of version 1.2.3 said this')).toBe('An agent of version 1.2.3 said this')
  })
})
