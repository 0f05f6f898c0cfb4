// What will happen, in order: who gets what now, who then, what when everybody has signed, until when.
import type { SendForm } from '../../shared/form.ts'
import { Mail } from '../actions/parts.tsx'
import type { FullDeps } from '../card/deps.ts'
import { fullName } from '../card/reading.ts'
import { turnsOf } from './form.ts'

interface PlanProps {
  deps: FullDeps
  form: Pick<SendForm, 'level' | 'mode' | 'order'>
  signers: readonly {
    side: 'client' | 'firm'
    firstName: string
    lastName: string
    email: string
    phone: string | null
  }[]
  stageAfter: string | null
  deadline: { at: number; timeZone: string } | null
}

export function Plan({ deps, form, signers, stageAfter, deadline }: PlanProps) {
  const { words, times } = deps
  const turns = turnsOf(form.order, signers)
  const sms = form.mode === 'otp_sms'
  return (
    <dl class="ysg-plan">
      <dt>{words.say('review.level')}</dt>
      <dd>
        <b>{words.say(`level.${form.level}`)}</b>
        {form.mode !== null && `, ${words.say(`mode.${form.mode}`)}`}
      </dd>
      {turns.map((turn, index) => (
        <>
          <dt>{words.say(index === 0 ? 'review.now' : 'review.then')}</dt>
          <dd class="ysg-stack">
            {turn.map((signer) => (
              <div>
                <b>{fullName(signer)}</b>
                <div class="ysg-soft">
                  <Mail address={signer.email} />
                </div>
                {sms && signer.phone !== null && <div class="ysg-soft">{signer.phone}</div>}
              </div>
            ))}
          </dd>
        </>
      ))}
      <dt>{words.say('review.done')}</dt>
      <dd>
        {words.say('review.filed')} {stageAfter !== null && words.rich('review.stage', { stage: stageAfter })}
      </dd>
      {deadline !== null && (
        <>
          <dt>{words.say('review.until')}</dt>
          <dd>{times.deadline(deadline)}</dd>
        </>
      )}
    </dl>
  )
}
