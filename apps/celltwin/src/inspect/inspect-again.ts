/** `celltwin inspect SERIAL`: tells how the part's inspection compares with its passport. */
import { type ReproduceOptions, reproduce } from './reproduce.ts'
import { writePictures } from './write-pictures.ts'

/** Report as JSON on stdout, its one sentence on stderr. @returns exit code: 0 as before, 1 different. */
export async function inspectAgain(
  serial: string,
  { pictures, ...options }: ReproduceOptions & { readonly pictures?: string },
): Promise<number> {
  const { report, ...explained } = await reproduce(serial, options)
  if (pictures !== undefined) await writePictures(pictures, explained)
  console.log(JSON.stringify(report, null, 2))
  console.error(report.summary)
  return report.agreement === 'different' ? 1 : 0
}
