// While it waits for signatures: days, reminders, declining, the invitation and who gets a copy.
import { reminderDays } from '../../shared/document-type.ts'
import { Field, Segments, Select } from '../actions/parts.tsx'
import type { PartProps } from './Editor.tsx'
import { Check, Lines, Whole } from './inputs.tsx'

/** Rhythms that people choose from; Yousign takes 1 to 10 times. */
const times = [1, 2, 3, 4, 5] as const

export function Waiting({ words, body, set }: PartProps) {
  const { reminders, invitation } = body
  const every = (days: number, most: number) => `${days} ${most}`
  return (
    <>
      <div class="ysg-cols">
        <Whole label={words.say('wait.days')} value={body.expiryDays} change={(expiryDays) => set({ expiryDays })} />
        <Select
          label={words.say('wait.remind')}
          value={reminders === null ? '' : every(reminders.days, reminders.most)}
          options={[
            { value: '', text: words.say('wait.none') },
            ...reminderDays.flatMap((days) =>
              times.map((most) => ({
                value: every(days, most),
                text: words.say('wait.every', { n: days, m: most }),
              })),
            ),
          ]}
          change={(value) => {
            const [days, most] = value.split(' ').map(Number)
            const known = reminderDays.find((one) => one === days)
            set({ reminders: known === undefined || most === undefined ? null : { days: known, most } })
          }}
        />
      </div>
      <Check text={words.say('wait.decline')} on={body.mayDecline} change={(mayDecline) => set({ mayDecline })} />
      <Segments
        label={words.say('part.words')}
        value={invitation === null ? 'ours' : 'own'}
        options={[
          { value: 'ours', text: words.say('words.ours') },
          { value: 'own', text: words.say('words.own') },
        ]}
        change={(value) => set({ invitation: value === 'ours' ? null : { subject: '', body: '' } })}
      />
      {invitation !== null && (
        <>
          <Field
            label={words.say('words.subject')}
            value={invitation.subject}
            change={(subject) => set({ invitation: { ...invitation, subject } })}
          />
          <Field
            long
            label={words.say('words.body')}
            value={invitation.body}
            change={(text) => set({ invitation: { ...invitation, body: text } })}
          />
        </>
      )}
      <Lines label={words.say('words.copy')} lines={body.copyTo} change={(copyTo) => set({ copyTo })} />
    </>
  )
}
