/** All pages, as the route table of the dashboard has them: none can be forgotten. */
import { nodesOf, readSource, type Syntax, textsOf } from './syntax.ts'

/** Measured by programs, looked at by nobody. */
const FOR_PROGRAMS = new Set(['/latency', '/frames'])

const nameOf = (node: unknown): string => (node as { name?: string } | undefined)?.name ?? ''
const properties = (node: Syntax): ReadonlyMap<string, Syntax> =>
  new Map(
    (node.properties as Syntax[]).filter(({ key }) => key).map(({ key, value }) => [nameOf(key), value as Syntax]),
  )

/** Addresses with the names of their parameters: `/`, `/parts/$serial`, `/settings/recipe` … */
export function pagePaths(): string[] {
  const { program } = readSource('apps/dashboard/src/routes.tsx')
  const own = new Map<string, string>()
  const found = new Set<string>()
  for (const node of nodesOf(program)) {
    const made = node.type === 'VariableDeclarator' ? (node.init as Syntax | null) : node
    if (made?.type !== 'CallExpression' || nameOf(made.callee) !== 'createRoute') continue
    const options = properties((made.arguments as Syntax[])[0]!)
    const [path] = textsOf(options.get('path'), '')
    if (path === undefined) continue
    if (node !== made) own.set(nameOf(node.id), path)
    const parent = own.get(nameOf((options.get('getParentRoute') as { body?: unknown } | undefined)?.body)) ?? ''
    found.add(`${parent}${path}`.replace(/(.)\/$/, '$1'))
  }
  return [...found].filter((path) => !FOR_PROGRAMS.has(path))
}
