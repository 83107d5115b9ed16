#!/usr/bin/env node
/**
 * Makes a replay folder for the bearing bench of recordings that may not ship with Celltwin: waveforms of the CWRU
 * bearing rig (.npz) and photographs of a ball screw while it wears (BSData). Needs nothing but Node.
 *
 *   node scripts/import-recordings.mjs --data "$CELLTWIN_DATA" --out ~/bench-recordings
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { inflateRawSync } from 'node:zlib'

const GRAVITY = 9.80665
const WINDOW_S = 1

const { values } = parseArgs({
  options: { data: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
})
if (values.help || !values.data || !values.out) {
  console.log(`Usage: node scripts/import-recordings.mjs --data FOLDER --out FOLDER

  --data  folder with cwru_bearing/ (.npz: DE, DE_lsb_g, fs_hz, rpm_nominal) and bsdata_ballscrew/ (images/*.jpg, and
          polygons/*.json where there is pitting)
  --out   replay folder to write: manifest.json, waveforms and photographs

Then copy cells/bearing-bench.yaml and set devices.folder to the folder written.`)
  process.exit(values.help ? 0 : 2)
}

const waveforms = filesBelow(join(values.data, 'cwru_bearing'), '.npz')
const pitted = new Set(
  filesBelow(join(values.data, 'bsdata_ballscrew'), '.json').map((file) => basename(file, '.json')),
)
const images = filesBelow(join(values.data, 'bsdata_ballscrew'), '.jpg')
const takenAt = (name) => /^01_(\d{12})_/.exec(basename(name))?.[1]
const firstPitted = [...pitted].map(takenAt).filter(Boolean).sort()[0]
const photographs = {
  // Later ones without a polygon are worn too; nobody outlined it.
  sound: images.filter((file) => takenAt(file) < firstPitted),
  damaged: images.filter((file) => pitted.has(basename(file, '.jpg'))),
}
if (waveforms.length === 0 || photographs.sound.length === 0 || photographs.damaged.length === 0) {
  console.error(`There are no recordings in ${values.data}: cwru_bearing/ and bsdata_ballscrew/ are needed.`)
  process.exit(1)
}
mkdirSync(values.out, { recursive: true })

const used = { sound: 0, damaged: 0 }
const parts = []
for (const file of waveforms) {
  const arrays = readNpz(readFileSync(file))
  const counts = arrays.DE
  const sampleRateHz = arrays.fs_hz[0]
  const length = WINDOW_S * sampleRateHz
  const name = basename(file, '.npz')
  const condition = name.includes('Normal') ? 'sound' : 'damaged'
  // A few sound recordings stand against many damaged ones: all windows of the first, one of each other.
  const windows = condition === 'sound' ? Math.floor(counts.length / length) : 1
  for (let window = 0; window < windows; window++) {
    const serial = `${name}-${window + 1}`.replaceAll('_', '-')
    const waveform = `${serial}.i16`
    writeFileSync(join(values.out, waveform), littleEndian(counts.subarray(window * length, (window + 1) * length)))
    // Spread over the whole time of wear.
    const choice = photographs[condition]
    const photograph = choice[(used[condition]++ * 7) % choice.length]
    copyFileSync(photograph, join(values.out, basename(photograph)))
    parts.push({
      serial,
      evidence: { waveform, photograph: basename(photograph) },
      meta: {
        sampleRateHz,
        shaftHz: arrays.rpm_nominal[0] / 60,
        unit: 'm/s²',
        scale: arrays.DE_lsb_g[0] * GRAVITY,
        condition,
      },
    })
  }
}
writeFileSync(join(values.out, 'manifest.json'), `${JSON.stringify(interleaved(parts), null, 2)}\n`)
console.log(`${parts.length} parts in ${values.out}`)

function filesBelow(folder, extension) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) === extension)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** Sound and damaged in turn, so that whoever watches sees both. */
function interleaved(list) {
  const sound = list.filter(({ meta }) => meta.condition === 'sound')
  return list
    .filter(({ meta }) => meta.condition === 'damaged')
    .flatMap((part, index) => (sound.length > 0 ? [sound[index % sound.length], part] : [part]))
}

/** A .npz is a ZIP of .npy files. */
function readNpz(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const arrays = {}
  let at = bytes.readUInt32LE(end + 16)
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    const method = bytes.readUInt16LE(at + 10)
    const size = bytes.readUInt32LE(at + 20)
    const nameLength = bytes.readUInt16LE(at + 28)
    const local = bytes.readUInt32LE(at + 42)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(start, start + size)
    arrays[name.replace(/\.npy$/, '')] = readNpy(method === 8 ? inflateRawSync(packed) : packed)
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return arrays
}

/** Numbers of a .npy file, flat. */
function readNpy(bytes) {
  const wide = bytes[6] >= 2
  const headerLength = wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8)
  const headerAt = wide ? 12 : 10
  const header = bytes.toString('latin1', headerAt, headerAt + headerLength)
  const type = /'descr': '([^']+)'/.exec(header)?.[1]
  const body = Uint8Array.from(bytes.subarray(headerAt + headerLength)).buffer
  if (type === '<i2') return new Int16Array(body)
  if (type === '<i4') return new Int32Array(body)
  if (type === '<i8') return Float64Array.from(new BigInt64Array(body), Number)
  if (type === '<f4') return new Float32Array(body)
  if (type === '<f8') return new Float64Array(body)
  throw new Error(`npy: numbers of type ${type} are not read`)
}

function littleEndian(counts) {
  const bytes = Buffer.alloc(counts.length * 2)
  // −32768 stands for no reading.
  for (const [index, count] of counts.entries()) bytes.writeInt16LE(Math.max(-32767, count), index * 2)
  return bytes
}
