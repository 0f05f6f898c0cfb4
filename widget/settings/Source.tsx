// Where the document comes from: a file of the lead by its name, a template at Yousign with its labels, or one of the firm's own.
import type { TypeSource } from '../../shared/document-type.ts'
import { Button, Field, Segments, Select } from '../actions/parts.tsx'
import type { PartProps } from './Editor.tsx'
import { goTo } from './go.ts'
import { Lines } from './inputs.tsx'

export function Source({ words, page, body, set }: PartProps) {
  const { source } = body
  const put = (next: TypeSource) => set({ source: next })
  return (
    <>
      <Segments
        label={words.say('source.from')}
        value={source.kind}
        options={[
          { value: 'file', text: words.say('source.file') },
          { value: 'template', text: words.say('source.template') },
          { value: 'own_template', text: words.say('source.own') },
        ]}
        change={(kind) => put(blankSources[kind])}
      />
      {source.kind === 'file' && (
        <Field
          label={words.say('source.pattern')}
          hint={words.say('source.pattern_hint')}
          value={source.pattern ?? ''}
          change={(pattern) => put({ kind: 'file', pattern: pattern === '' ? null : pattern })}
        />
      )}
      {source.kind === 'template' && <Template words={words} templates={page.templates} source={source} put={put} />}
      {source.kind === 'own_template' && page.ownTemplates.length === 0 && (
        <p>
          {words.say('source.no_own')}{' '}
          <button type="button" class="ysg-link" onClick={({ currentTarget }) => goTo(currentTarget, 'templates')}>
            {words.say('source.add_own')}
          </button>
        </p>
      )}
      {source.kind === 'own_template' && page.ownTemplates.length > 0 && (
        <Select
          label={words.say('source.template_is')}
          value={source.templateId}
          options={[
            { value: '', text: words.say('source.choose') },
            ...page.ownTemplates.map(({ id, name, format }) => ({ value: id, text: `${name}.${format}` })),
          ]}
          change={(templateId) => {
            const found = page.ownTemplates.find(({ id }) => id === templateId)
            put({ kind: 'own_template', templateId, name: found?.name ?? '' })
          }}
        />
      )}
    </>
  )
}

const blankSources: { [K in TypeSource['kind']]: Extract<TypeSource, { kind: K }> } = {
  file: { kind: 'file', pattern: null },
  template: { kind: 'template', templateId: '', name: '', labels: [], texts: [] },
  own_template: { kind: 'own_template', templateId: '', name: '' },
}

interface TemplateProps {
  words: PartProps['words']
  templates: PartProps['page']['templates']
  source: Extract<TypeSource, { kind: 'template' }>
  put: (source: TypeSource) => void
}

function Template({ words, templates, source, put }: TemplateProps) {
  const { texts } = source
  const text = (at: number, change: Partial<(typeof texts)[number]>) =>
    put({ ...source, texts: texts.map((one, index) => (index === at ? { ...one, ...change } : one)) })
  return (
    <>
      <Select
        label={words.say('source.template_is')}
        value={source.templateId}
        options={[
          { value: '', text: words.say('source.choose') },
          ...templates.map(({ templateId, name }) => ({ value: templateId, text: name })),
        ]}
        change={(templateId) => {
          const found = templates.find((one) => one.templateId === templateId)
          // Labels that somebody typed for this template before save typing them again.
          const labels = source.labels.length > 0 ? source.labels : (found?.signerLabels ?? [])
          const known = texts.length > 0 ? texts : (found?.textLabels ?? []).map((label) => ({ label, text: '' }))
          put({ ...source, templateId, name: found?.name ?? '', labels, texts: known })
        }}
      />
      <Lines
        label={words.say('source.labels')}
        hint={words.say('source.labels_hint')}
        lines={source.labels}
        change={(labels) => put({ ...source, labels })}
      />
      {texts.map((one, index) => (
        <div class="ysg-entry ysg-entry--text" key={index}>
          <Field label={words.say('source.text_label')} value={one.label} change={(label) => text(index, { label })} />
          <Field label={words.say('source.text')} value={one.text} change={(value) => text(index, { text: value })} />
          <Button small press={() => put({ ...source, texts: texts.filter((_, at) => at !== index) })}>
            {words.say('source.remove')}
          </Button>
        </div>
      ))}
      <Button small press={() => put({ ...source, texts: [...texts, { label: '', text: '' }] })}>
        {words.say('source.add_text')}
      </Button>
    </>
  )
}
