// What is sent: PDFs of the lead, an upload, or a Yousign template with the texts that it asks for.
import { useState } from 'preact/hooks'
import type { UploadReply } from '../../shared/api.ts'
import type { Composer } from '../../shared/composer.ts'
import type { FormDocument, FormSource, SendForm } from '../../shared/form.ts'
import { sizeOf } from '../actions/Filing.tsx'
import { moreIcons } from '../actions/more-icons.ts'
import { Button, Field } from '../actions/parts.tsx'
import type { FullDeps } from '../card/deps.ts'
import { typeOf, withSource, withTemplate } from './form.ts'
import { Row } from './Row.tsx'
import { TypeChoice } from './TypeChoice.tsx'
import { Upload } from './Upload.tsx'

export interface DocumentRowProps {
  deps: FullDeps
  composer: Composer
  form: SendForm
  change: (form: SendForm) => void
  uploads: UploadReply[]
  addUpload: (upload: UploadReply) => void
  open: boolean
  toggle: () => void
}

export function DocumentRow(props: DocumentRowProps) {
  const { deps, composer, form, change, uploads, addUpload, open, toggle } = props
  const { words } = deps
  const { source } = form
  const type = typeOf(form, composer)
  // A type that comes from a template leaves nothing to choose but its texts.
  const isRemote = type !== undefined && source.kind !== 'documents'
  const documents = source.kind === 'documents' ? source.documents : []
  const put = (next: FormSource) => change(withSource(form, next))
  const flip = (document: FormDocument) =>
    put({
      kind: 'documents',
      documents: documents.some((each) => idOf(each) === idOf(document))
        ? documents.filter((each) => idOf(each) !== idOf(document))
        : [...documents, document],
    })
  const has = (document: FormDocument) => documents.some((each) => idOf(each) === idOf(document))
  const chosen = source.kind === 'documents' ? (documents[0]?.name ?? words.say('form.no_document')) : source.name
  const files = (isRemote ? [] : composer.files).map(({ uuid, name, bytes }) => ({
    document: { kind: 'lead_file' as const, uuid, name },
    hint: sizeOf(deps, bytes),
  }))
  const added = (isRemote ? [] : uploads).map(({ uploadId, name, pages }) => ({
    document: { kind: 'upload' as const, uploadId, name },
    hint: words.say('review.pages', { n: pages }),
  }))
  return (
    <Row
      label={words.say('form.document')}
      value={type?.name ?? chosen}
      hint={
        documents.length > 1
          ? words.say('form.documents', { n: documents.length })
          : type === undefined || isRemote
            ? undefined
            : chosen
      }
      open={open}
      toggle={toggle}
    >
      <TypeChoice deps={deps} composer={composer} form={form} change={change} />
      {!isRemote && <p class="ysg-field__label">{words.say(files.length > 0 ? 'form.files' : 'form.no_files')}</p>}
      {[...files, ...added].map(({ document, hint }) => (
        <label class="ysg-tick" key={idOf(document)}>
          <input class="ysg-check" type="checkbox" checked={has(document)} onChange={() => flip(document)} />
          <span>
            {document.name} <span class="ysg-soft">{hint}</span>
          </span>
        </label>
      ))}
      {composer.moreFiles && !isRemote && <p class="ysg-soft">{words.say('form.more_files')}</p>}
      {!isRemote && (
        <Upload
          deps={deps}
          added={(upload) => {
            addUpload(upload)
            flip({ kind: 'upload', uploadId: upload.uploadId, name: upload.name })
          }}
        />
      )}
      {type === undefined && composer.templates.length > 0 && (
        <fieldset class="ysg-stack">
          <legend class="ysg-field__label">{words.say('form.templates')}</legend>
          {composer.templates.map((template) => (
            <label class="ysg-tick" key={template.templateId}>
              <input
                class="ysg-radio"
                type="radio"
                name="template"
                checked={source.kind === 'template' && source.templateId === template.templateId}
                onChange={() => change(withTemplate(form, template))}
              />
              <span>{template.name}</span>
            </label>
          ))}
        </fieldset>
      )}
      {source.kind === 'template' && <Texts deps={deps} source={source} put={put} />}
      {type === undefined && (
        <Field
          label={words.say('form.name')}
          value={form.name}
          change={(name) => change({ ...form, name: name.slice(0, 128) })}
        />
      )}
    </Row>
  )
}

type Template = Extract<FormSource, { kind: 'template' }>

/** The provider does not list the texts of a template, so a label can be typed too. */
function Texts({
  deps: { words },
  source,
  put,
}: {
  deps: FullDeps
  source: Template
  put: (next: FormSource) => void
}) {
  const [label, setLabel] = useState('')
  const add = () => {
    if (label.trim() === '') return
    put({ ...source, texts: [...source.texts, { label: label.trim(), text: '' }] })
    setLabel('')
  }
  return (
    <div class="ysg-stack">
      {source.texts.map((each, index) =>
        // What is filled from the lead is seen in the review.
        each.text.includes('[[') ? null : (
          <Field
            key={each.label}
            label={words.say('form.text', { label: each.label })}
            value={each.text}
            change={(text) =>
              put({ ...source, texts: source.texts.map((old, at) => (at === index ? { ...old, text } : old)) })
            }
          />
        ),
      )}
      <Field label={words.say('form.text_label')} value={label} change={setLabel} />
      <Button small block icon={moreIcons.plus} off={label.trim() === ''} press={add}>
        {words.say('form.add_text')}
      </Button>
    </div>
  )
}

function idOf(document: FormDocument): string {
  return document.kind === 'upload' ? document.uploadId : document.uuid
}
