/** Everything that can be set for the server. */
import { AgentKey, BrokerUrl, LogLevel, ModelKeys } from '@celltwin/contracts'
import Type, { type Static } from 'typebox'

/** An address, a network, or a name that Fastify has for some. */
const NETWORK = '([0-9a-fA-F.:]+(/[0-9.]+)?|loopback|linklocal|uniquelocal)'

export const Config = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', description: 'address to listen on' }),
  PORT: Type.Integer({
    default: 8080,
    minimum: 0,
    maximum: 65_535,
    description: 'port to listen on; 0 picks a free one',
  }),
  DATABASE_URL: Type.String({
    pattern: '^postgres(ql)?://',
    description: 'postgresql://user:password@host:port/database',
  }),
  MQTT_URL: Type.String(BrokerUrl),
  DATA_DIR: Type.String({ default: '.celltwin/server', description: 'folder for evidence' }),
  DASHBOARD_DIR: Type.Optional(
    Type.String({ description: 'folder of the built dashboard; without it only the API is served' }),
  ),
  MIGRATIONS_DIR: Type.Optional(
    Type.String({ description: 'folder of the migrations; default: prisma/migrations of this repository' }),
  ),
  EVIDENCE_MAX_MB: Type.Integer({
    default: 5000,
    minimum: 10,
    description: 'evidence beyond this is let go, that of passed parts first, oldest first',
  }),
  TELEMETRY_HOURS: Type.Number({ default: 24, minimum: 1, description: 'how long telemetry series are kept' }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^/]+/?$',
      description: 'https://host, the address that people type; with https cookies are Secure',
    }),
  ),
  TRUST_PROXY: Type.Optional(
    Type.String({
      pattern: `^${NETWORK}(, *${NETWORK})*$`,
      description: 'addresses or networks of proxies whose X-Forwarded headers count, separated by commas',
    }),
  ),
  AGENT_KEY: AgentKey,
  MODELS_DIR: Type.Optional(
    Type.String({
      description: 'folder of the model packages of this release; default: packages/models of this repository',
    }),
  ),
  MODEL_KEYS: ModelKeys,
  OIDC_ISSUER: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description: 'https://host of the identity provider; needs OIDC_CLIENT_ID and PUBLIC_URL too',
    }),
  ),
  OIDC_CLIENT_ID: Type.Optional(Type.String({ description: 'as which the identity provider knows this server' })),
  OIDC_CLIENT_SECRET: Type.Optional(Type.String({ description: 'secret of this client' })),
  OIDC_SCOPE: Type.String({ default: 'openid profile email', description: 'what the identity provider is asked for' }),
  OIDC_ROLES_CLAIM: Type.String({ default: 'roles', description: 'claim of the ID token that has the roles' }),
  OIDC_ROLES: Type.Optional(
    Type.String({
      pattern: '^[^=,]+=[^=,]+(,[^=,]+=[^=,]+)*$',
      description: 'theirs=ours pairs, such as plant-quality=quality,plant-it=admin; default: the same names',
    }),
  ),
  SMTP_URL: Type.Optional(
    Type.String({
      pattern: '^smtps?://',
      description: 'smtp://user:password@host:port of the mail server, for alarms',
    }),
  ),
  MAIL_FROM: Type.String({ default: 'Celltwin <celltwin@localhost>', description: 'as whom mail is sent' }),
  LOG_LEVEL: LogLevel,
})
export type Config = Static<typeof Config>
