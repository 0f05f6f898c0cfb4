// The calls that Kommo's pages make for widgets: which ones to load, their one-time token, their proxy.
import type { FastifyInstance } from 'fastify'
import type { KommoSimulator } from '../kommo/simulator.ts'
import { actingUser } from './acting-user.ts'
import type { Upload } from './assets.ts'

export interface AjaxOptions {
  app: FastifyInstance
  kommo: KommoSimulator
  audience: string
  /** The product's widget. */
  own: Upload
  /** The other widget of the panel. */
  foreign: Upload
}

/** Registers `/ajax/...` (contracts/kommo-widget.md 2.3, 6, H4, H28). */
export function registerAjax({ app, kommo, audience, own, foreign }: AjaxOptions): void {
  const uuid = kommo.integration.clientId

  // Body fields beyond `area` are switches of this page, not of Kommo: see README.md.
  app.post('/ajax/widgets/list', async (request) => {
    const body = (request.body ?? {}) as {
      area?: string
      lang?: string
      foreign?: string
      hostile?: string
      everywhere?: string
    }
    const lang = body.lang ?? actingUser(request, kommo.state).lang
    const listed: Record<string, unknown> = {}
    const add = async (upload: Upload, settings: Record<string, unknown>, client: string) => {
      const archive = await upload.archive()
      if (!archive.areas.has((body.area ?? '').replace('-', '_')) && body.everywhere !== '1') return
      const locale = archive.locales.includes(lang) ? lang : (archive.locales[0] ?? 'en')
      listed[upload.code] = {
        id: upload === own ? 972_311 : 604_120,
        name: archive.name,
        description: archive.description,
        src: `${upload.path}/script.js`,
        lang: `${upload.path}/i18n/${locale}.json`,
        path: upload.path,
        images_path: `${upload.path}/images`,
        installed_version: archive.version,
        active: 'Y',
        init_once: archive.initOnce ? 'Y' : 'N',
        status: 'installed',
        oauth_client_uuid: client,
        support: archive.support,
        settings: JSON.stringify(settings),
      }
    }
    const addForeign = () => add(foreign, { hostile: body.hostile === '1' ? 'Y' : 'N' }, 'none')
    if (body.foreign === 'first') await addForeign()
    await add(own, {}, uuid)
    if (body.foreign === 'last') await addForeign()
    return { widgets: listed, system: { area: body.area ?? '' } }
  })

  app.get('/ajax/v2/integrations/:uuid/disposable_token', async (request, reply) => {
    const { uuid: asked } = request.params as { uuid: string }
    // The page itself calls with this header; a plain link or form of another site cannot.
    if (request.headers['x-requested-with'] !== 'XMLHttpRequest') return reply.code(404).send({ detail: 'Not found' })
    if (asked !== uuid) return reply.code(404).send({ detail: 'Integration not found' })
    const { life } = request.query as { life?: string }
    const token = await kommo.widgetToken({
      userId: actingUser(request, kommo.state).id,
      audience,
      issuer: `${request.protocol}://${request.host}`,
      ...(life === undefined ? {} : { lifeSeconds: Number(life) }),
    })
    return { token }
  })

  app.post('/ajax/crm_post', async (request) => ({ response: true, received: request.body ?? null }))
}
