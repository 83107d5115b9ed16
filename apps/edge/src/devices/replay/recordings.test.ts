import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { columnValues, decodeSeries, SERIES_MEDIA_TYPE } from '@celltwin/contracts'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../testing/folder.ts'
import { openRecordings } from './recordings.ts'

const SAMPLE = fileURLToPath(new URL('../../../../../samples/bearing-bench', import.meta.url))

function folderWith(files: Record<string, string | Uint8Array>, manifest: unknown): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  return folder
}

async function waveformOf(file: string, content: string | Uint8Array, meta: Record<string, number | string>) {
  const folder = folderWith({ [file]: content }, [{ serial: 'a', evidence: { waveform: file }, meta }])
  const recordings = openRecordings(folder)
  const { bytes, mediaType } = await recordings.read(recordings.partOf(1), 'waveform')
  expect(mediaType).toBe(SERIES_MEDIA_TYPE)
  return decodeSeries(bytes)
}

/** A 16-bit PCM file of two channels at 8 kHz. */
function wav(left: readonly number[]): Buffer {
  const data = Buffer.from(Int16Array.from(left.flatMap((value) => [value, 99])).buffer)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(2, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}

describe('recordings', () => {
  it('go round', () => {
    const recordings = openRecordings(SAMPLE)
    expect(recordings.partOf(1).serial).toBe('sound-1')
    expect(recordings.partOf(7)).toEqual(recordings.partOf(1))
  })

  it('say that part of the sample was made and not recorded', () => {
    expect(openRecordings(SAMPLE).simulated).toBe(true)
  })

  it('give an image as it is', async () => {
    const recordings = openRecordings(SAMPLE)
    const { mediaType, bytes } = await recordings.read(recordings.partOf(1), 'photograph')
    expect(mediaType).toBe('image/jpeg')
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xd8])
  })

  it('read raw 16-bit numbers with their scale', async () => {
    const raw = new Uint8Array(Int16Array.of(100, -200).buffer)
    const series = await waveformOf('a.i16', raw, { sampleRateHz: 12000, scale: 0.5, unit: 'm/s²' })
    expect(series).toMatchObject({ kind: 'waveform', meta: { sampleRateHz: 12000 } })
    expect([...columnValues(series, 'acceleration')]).toEqual([50, -100])
  })

  it('read the first channel of a WAV file at its own rate', async () => {
    const series = await waveformOf('a.wav', wav([1, 2, 3]), {})
    expect(series.meta).toEqual({ sampleRateHz: 8000 })
    expect([...columnValues(series, 'acceleration')]).toEqual([1, 2, 3])
  })

  it('read the last column of a CSV file, over headings', async () => {
    const series = await waveformOf('a.csv', 'time,a\n0,1.5\n1,-2\n', { sampleRateHz: 10 })
    expect([...columnValues(series, 'acceleration')]).toEqual([1.5, -2])
  })

  it('name what is wrong with a folder', async () => {
    expect(() => openRecordings('/nowhere')).toThrow(/\/nowhere\/manifest.json cannot be read/)
    expect(() => openRecordings(folderWith({}, [{ serial: 'a b', evidence: {} }]))).toThrow(/\/0\/serial/)
    await expect(waveformOf('a.csv', '1\n2\n', {})).rejects.toThrow(/sampleRateHz/)
    await expect(waveformOf('a.txt', '1', {})).rejects.toThrow(/only \.png/)
  })
})
