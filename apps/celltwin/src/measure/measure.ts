/** `celltwin measure`: a gauge file on an image or a profile; values with their uncertainties as JSON. */
import { dirname, extname, resolve } from 'node:path'
import {
  Calibration,
  type CameraGauge,
  checker,
  checkGauge,
  type Gauge,
  type GaugeReport,
  isCameraGauge,
} from '@celltwin/contracts'
import {
  IN_PIXELS,
  type Mapping,
  measureImage,
  measureProfile,
  NotMeasurable,
  parseProfile,
  planeMapping,
} from '@celltwin/inspection'
import { readJson, readText } from '../read-file.ts'
import { readGreyImage } from './read-image.ts'

const PROFILE_TYPES = ['.csv', '.txt', '.tsv']
const DAY_MS = 86_400_000

const checkCalibration = checker(Calibration)

/** @throws Error naming the file, the field and the rule. */
export async function measure(file: string, gaugeFile: string, now = new Date()): Promise<GaugeReport> {
  const gauge = readGauge(gaugeFile)
  const isProfile = PROFILE_TYPES.includes(extname(file).toLowerCase())
  if (isProfile === isCameraGauge(gauge))
    throw new Error(
      `${gaugeFile}: /kind: a ${gauge.kind} gauge measures ${isProfile ? 'images' : 'profiles'}; ${file} is none`,
    )
  try {
    if (!isCameraGauge(gauge)) return measureProfile(readProfile(file), gauge)
    const image = await readGreyImage(file)
    return measureImage(image, gauge, mappingOf(gauge, gaugeFile, image, now))
  } catch (error) {
    if (error instanceof NotMeasurable) throw new Error(`${file} with ${gaugeFile}: ${error.message}`)
    throw error
  }
}

function readProfile(file: string) {
  const text = readText(file)
  try {
    return parseProfile(text)
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`)
  }
}

function readGauge(file: string): Gauge {
  const checked = checkGauge(readJson(file, 'gauge file'))
  if (checked.ok) return checked.value
  throw new Error(
    [`${file} is not a valid gauge:`, ...checked.flaws.map(({ field, rule }) => `  ${field}: ${rule}`)].join('\n'),
  )
}

function mappingOf(
  gauge: CameraGauge,
  gaugeFile: string,
  image: { readonly width: number; readonly height: number },
  now: Date,
): Mapping {
  if (!gauge.calibration) {
    if (gauge.planeHeightMm !== undefined)
      throw new Error(`${gaugeFile}: /planeHeightMm: has a meaning only with /calibration`)
    return IN_PIXELS
  }
  const file = resolve(dirname(gaugeFile), gauge.calibration)
  const checked = checkCalibration(readJson(file, 'calibration file'))
  if (!checked.ok)
    throw new Error(
      [`${file} is not a valid calibration:`, ...checked.flaws.map(({ field, rule }) => `  ${field}: ${rule}`)].join(
        '\n',
      ),
    )
  const calibration = checked.value
  if (image.width !== calibration.image.width || image.height !== calibration.image.height)
    throw new Error(
      `${file}: /image: is of ${calibration.image.width} × ${calibration.image.height} px, the image has ${image.width} × ${image.height}`,
    )
  const ageDays = (now.getTime() - Date.parse(calibration.takenAt)) / DAY_MS
  const mapping = planeMapping(calibration, gauge.planeHeightMm)
  if (ageDays <= calibration.validDays) return mapping
  const expired = `calibration is ${Math.floor(ageDays)} days old, valid for ${calibration.validDays}`
  return { ...mapping, caution: mapping.caution ? `${expired}; ${mapping.caution}` : expired }
}
