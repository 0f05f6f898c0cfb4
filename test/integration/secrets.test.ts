// Keys, tokens and links in no log line, no metric and nowhere readable in the database (design.md 4.10).
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../server/config/secret.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { createWorld, until } from '../world/world.ts'
import { calm, notesOn, reached, remoteId, sendNew, stored } from './story.ts'

const canaries = { webhook: 'canarycanarycanarycanarycanary32', metrics: 'canary-metrics-token-0123456789' }

describe('secrets', () => {
  it('leave no trace in log, metrics, database and stored documents through a whole story with faults', async () => {
    const logLines: string[] = []
    await using world = await createWorld({
      logLines,
      yousign: { auditTrailDelay: 0 },
      config: (config) => ({
        ...config,
        metricsToken: new Secret(canaries.metrics),
        yousign: { ...config.yousign, webhookSecret: new Secret(canaries.webhook) },
      }),
    })
    world.yousign.subscribe({ endpoint: `${world.url}/hooks/yousign`, secret_key: canaries.webhook, sandbox: true })
    const { leadId, request, card } = await sendNew(world)
    const signer = stored(world, request.id).signers[0]
    const link = (await card.call('link', { request: request.id, signer: signer?.id ?? '' })).body as { url: string }
    const handed = link.url.split('/s/')[1] ?? ''
    const turn = await fetch(`${world.url}/s/${handed}`, { method: 'POST', redirect: 'manual' })
    const signingLink = turn.headers.get('location') ?? ''
    expect(signingLink).toContain('/sign/')
    // Wrong turns leave traces too: a forged webhook, a token nobody knows, a call that fails.
    await fetch(`${world.url}/hooks/yousign`, {
      method: 'POST',
      headers: { 'x-yousign-signature-256': `sha256=${'a'.repeat(64)}` },
      body: canaries.webhook,
    })
    await fetch(`${world.url}/files/not-a-known-token-0123456789`)
    world.yousign.faults.add({
      match: { method: 'GET', path: /^\/signature_requests\// },
      when: 'before',
      kind: { status: 500, html: signingLink },
    })
    world.yousign.sign(remoteId(request))
    await card.call('refresh', { request: request.id })
    await reached(world, request.id, 'done')
    const note = await until('noted', () => notesOn(world, leadId).find((text) => text.includes('/files/')))
    const fileToken = /\/files\/([\w-]+)/.exec(note)?.[1] ?? ''
    expect((await fetch(`${world.url}/files/${fileToken}`)).status).toBe(200)
    await calm(world)
    const metrics = await (
      await fetch(`${world.url}/metrics`, { headers: { authorization: `Bearer ${canaries.metrics}` } })
    ).text()
    expect(metrics).toContain('hook_deliveries_total')

    const secrets = {
      yousignKey: world.config.yousign.apiKey?.reveal() ?? '',
      webhookSecret: canaries.webhook,
      kommoToken: world.config.kommo.accessToken?.reveal() ?? '',
      clientSecret: world.config.kommo.integration?.clientSecret.reveal() ?? '',
      oneTimeToken: await world.kommo.widgetToken({
        userId: people.sophie,
        audience: world.config.kommo.tokenAudience,
      }),
      sessionToken: card.answer.token,
      signingToken: signingLink.split('/sign/')[1] ?? '',
      handed,
      fileToken,
      hookKey: world.server.kommoHookKey,
      metricsToken: canaries.metrics,
    }
    for (const [name, secret] of Object.entries(secrets)) expect(secret.length, name).toBeGreaterThan(15)
    const places = { log: logLines.join('\n'), metrics, ...(await filesBelow(world.config.dataDir)) }
    expect(logLines.length).toBeGreaterThan(10)
    for (const [place, text] of Object.entries(places)) {
      for (const [name, secret] of Object.entries(secrets))
        expect(text.includes(secret), `${name} in ${place}`).toBe(false)
    }
    // People's data is in no log line either.
    for (const word of ['camille.durand@example.fr', '+33639980001', 'Durand'])
      expect(places.log.includes(word), word).toBe(false)
  })
})

/** Every file below the folder as text: the database, its write-ahead log, stored documents. */
async function filesBelow(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as const)),
  )
}
