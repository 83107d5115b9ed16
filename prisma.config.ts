/** For Prisma's own commands. The server applies migrations itself, offline, when it starts. */
export default {
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/celltwin' },
}
