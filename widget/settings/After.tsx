// What follows the last signature, and where the type is offered.
import type { FollowUp } from '../../shared/document-type.ts'
import { Button, Field, Segments, Select } from '../actions/parts.tsx'
import type { PartProps } from './Editor.tsx'
import { Check, toggled, Whole } from './inputs.tsx'

/** Stages that every pipeline of Kommo has. */
const everywhere = new Set([142, 143])

export function After({ words, page, body, set }: PartProps) {
  const { stage, followUps, pipelines } = body
  const key = (pipelineId: number | null, statusId: number) => `${pipelineId ?? 'own'} ${statusId}`
  const own = page.stages.filter(({ statusId }, index) => {
    const first = page.stages.findIndex((one) => one.statusId === statusId)
    return everywhere.has(statusId) && first === index
  })
  const names = new Map(page.stages.map(({ pipelineId, pipelineName }) => [pipelineId, pipelineName]))
  const task = (at: number, change: Partial<FollowUp>) =>
    set({ followUps: followUps.map((one, index) => (index === at ? { ...one, ...change } : one)) })
  return (
    <>
      <Select
        label={words.say('after.stage')}
        value={stage === null ? '' : key(stage.pipelineId, stage.statusId)}
        options={[
          { value: '', text: words.say('after.stay') },
          ...own.map(({ statusId, name }) => ({
            value: key(null, statusId),
            text: words.say('after.own', { stage: name }),
          })),
          ...page.stages.map(({ pipelineId, pipelineName, statusId, name }) => ({
            value: key(pipelineId, statusId),
            text: `${pipelineName} · ${name}`,
          })),
        ]}
        change={(value) => {
          const [pipeline = '', status = ''] = value.split(' ')
          const pipelineId = pipeline === 'own' ? null : Number(pipeline)
          set({ stage: value === '' ? null : { pipelineId, statusId: Number(status), fromStatusIds: [] } })
        }}
      />
      <fieldset class="ysg-stack">
        <legend class="ysg-field__label">{words.say('after.tasks')}</legend>
        {followUps.map((one, index) => (
          <div class="ysg-entry" key={index}>
            <Whole label={words.say('after.days')} value={one.days} change={(days) => task(index, { days })} />
            <Field label={words.say('after.task')} value={one.text} change={(text) => task(index, { text })} />
            <Button small press={() => set({ followUps: followUps.filter((_, at) => at !== index) })}>
              {words.say('source.remove')}
            </Button>
          </div>
        ))}
        <Button small press={() => set({ followUps: [...followUps, { days: 1, text: '' }] })}>
          {words.say('after.add')}
        </Button>
      </fieldset>
      <Field
        label={words.say('after.advice')}
        value={body.advice ?? ''}
        change={(text) => set({ advice: text === '' ? null : text })}
      />
      <Segments
        label={words.say('part.where')}
        value={pipelines.length === 0 ? 'all' : 'some'}
        options={[
          { value: 'all', text: words.say('where.all') },
          { value: 'some', text: words.say('where.some') },
        ]}
        change={(value) => set({ pipelines: value === 'all' ? [] : [...names.keys()].slice(0, 1) })}
      />
      {pipelines.length > 0 &&
        [...names].map(([id, name]) => (
          <Check
            key={id}
            text={name}
            on={pipelines.includes(id)}
            change={(on) => set({ pipelines: toggled(pipelines, id, on) })}
          />
        ))}
    </>
  )
}
