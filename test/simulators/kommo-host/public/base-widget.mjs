// The host's base class: what every widget finds on `self` (contracts/kommo-widget.md 2.7).
import { session } from './app.mjs'
import { getJson } from './dom.mjs'
import { authorizedAjax } from './network.mjs'
import { addBlock } from './panel.mjs'

/** Calls of `crm_post` and `set_status`, which have no effect here. */
export const stubCalls = []

export class BaseWidget {
  params = {}
  langs = {}

  /**
   * Gives a constructor the host's methods by replacing its prototype with this instance. A class keeps its own
   * (its prototype is read-only and the host does not notice), so its instances get no methods: real behaviour.
   */
  extend(Constructor) {
    Reflect.set(Constructor, 'prototype', this)
    return Constructor
  }

  set_lang(lang) {
    this.langs = lang
  }

  set_settings(settings) {
    this.params = { ...this.params, ...settings }
  }

  get_settings() {
    return this.params
  }

  get_version() {
    return this.params.version
  }

  get_install_status() {
    return this.params.status
  }

  set_status(status) {
    stubCalls.push({ method: 'set_status', status })
  }

  i18n(path) {
    return path.split('.').reduce((from, key) => from?.[key], this.langs)
  }

  system() {
    const { account, user } = session
    return {
      area: window.APP.widgets.system.area,
      amouser: user.login,
      // A string here and a number in APP: widgets have to compare the two as text.
      amouser_id: String(user.id),
      amohash: '',
      subdomain: account.subdomain,
      domain: location.host,
      server: location.host,
    }
  }

  render(template, params, done) {
    const text = window.Twig.twig({ data: template?.data ?? '' }).render(params)
    done?.({ render: () => text })
    return text
  }

  render_template({ caption, body, render }, params) {
    const html = body || this.render({ data: render ?? '' }, params)
    return addBlock(this.params, caption ?? {}, html)
  }

  crm_post(url, data, done, type, _fail) {
    stubCalls.push({ method: 'crm_post', url, data })
    return window.$.ajax({ url: '/ajax/crm_post', method: 'POST', data, dataType: type ?? 'json' }).done(done)
  }

  $authorizedAjax(options) {
    return authorizedAjax(this.params.oauth_client_uuid, options)
  }

  list_selected() {
    return { count_selected: 0, selected: [] }
  }

  get_current_card_contacts_data() {
    const card = window.APP.data.current_card
    const done = window.$.Deferred()
    const read =
      card?.id > 0 && card.element_type === 2 ? getJson(`/_host/lead/${card.id}`) : Promise.resolve(undefined)
    read.then((view) => done.resolve((view?.contacts ?? []).map(contactData)), done.reject)
    return done.promise()
  }

  add_action() {}

  add_source() {}

  get_pipeline_id() {
    return window.APP.data.current_card?.model?.get('lead[PIPELINE_ID]') ?? 0
  }

  setSdkCatalogId() {}

  widgetsOverlay() {}
}

function contactData(contact) {
  const words = contact.name.split(' ')
  return {
    id: contact.id,
    name: contact.name,
    first_name: words.slice(0, -1).join(' '),
    last_name: words.at(-1) ?? '',
    phones: contact.phones.map((phone) => phone.value),
    emails: contact.emails.map((email) => email.value),
  }
}
