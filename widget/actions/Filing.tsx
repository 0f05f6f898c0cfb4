// After the last signature, or after a scan was taken in its place: what has been filed and what still waits, and every file that can be had.
import type { CardFile, CopyProblem, Filing as FilingFacts, FilingState } from '../../shared/card.ts'
import type { FullDeps, RequestProps } from '../card/deps.ts'
import { Icon, icons } from '../ui/icons.tsx'
import { moreIcons } from './more-icons.ts'
import { Button, IconButton, Note } from './parts.tsx'
import { Said, usePress } from './press.tsx'
import { showFile } from './show-file.ts'

export function Filing({ deps, request }: RequestProps) {
  const { words, tools } = deps
  const press = usePress(deps)
  const { filing, files } = request
  const steps = filing === null ? [] : stepsOf(filing)
  const stuck = steps.some(({ state }) => state === 'stuck')
  const waits = steps.some(({ state }) => state === 'waiting')
  const get = (file: CardFile, how: 'open' | 'save') => () =>
    press.run(
      () => tools.api.file(request.id, file.id),
      (blob) => {
        showFile(blob, file.name, how)
        return null
      },
    )
  const saveAll = (name: string) => () =>
    press.run(
      () => tools.api.completeFile(request.id),
      (blob) => {
        showFile(blob, name, 'save')
        return null
      },
    )
  const retry = () =>
    press.run(
      () => tools.api.act('retryEffects', request.id),
      (reply) => {
        deps.dispatch({ kind: 'request', request: reply.request })
        return null
      },
    )
  return (
    <>
      {files.length > 0 && (
        <ul class="ysg-list">
          {files.map((file) => (
            <li class="ysg-file" key={file.id}>
              <Icon
                d={file.kind === 'audit_trail' || file.kind === 'identity_proof' ? moreIcons.shield : moreIcons.file}
              />
              <div>
                <button type="button" class="ysg-link ysg-file__name" onClick={get(file, 'open')}>
                  {file.name}
                </button>
                <p class="ysg-soft">
                  {words.say(`file.${file.kind}`)}, {sizeOf(deps, file.bytes)}
                </p>
              </div>
              <IconButton
                d={moreIcons.download}
                text={words.say('file.download', { name: file.name })}
                press={get(file, 'save')}
              />
            </li>
          ))}
        </ul>
      )}
      {request.completeFile !== null && (
        <div class="ysg-pad">
          <Button block icon={moreIcons.download} off={press.busy} press={saveAll(request.completeFile)}>
            {words.say('file.complete')}
          </Button>
        </div>
      )}
      {steps.length > 0 && (
        <ul class="ysg-list">
          {steps.map((step) => (
            <li class="ysg-fact" key={step.key} data-tone={looks[step.state].tone}>
              {step.state === 'waiting' ? (
                <i class="ysg-spin" aria-hidden="true" />
              ) : (
                <Icon d={looks[step.state].icon} />
              )}
              <span>
                {step.state === 'done'
                  ? words.rich(`filing.${step.key}`, { stage: filing?.stageName })
                  : `${words.say(`filing.open.${step.key}`, { stage: filing?.stageName })}: ${words.say(`filing.is.${step.problem ?? step.state}`)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {waits && !stuck && filing?.signedDocuments !== 'none' && (
        <p class="ysg-pad ysg-soft">{words.say('filing.waiting')}</p>
      )}
      {(stuck || press.outcome !== null) && (
        <div class="ysg-pad ysg-stack">
          {stuck && (
            <Note
              tone="warn"
              text={words.say(filing?.signedDocuments === 'none' ? 'filing.stuck.paper' : 'filing.stuck')}
            >
              {request.actions.includes('retry_effects') && (
                <Button small off={press.busy} press={retry}>
                  {words.say('do.retry')}
                </Button>
              )}
            </Note>
          )}
          <Said deps={deps} press={press} />
        </div>
      )}
    </>
  )
}

const looks = {
  done: { tone: 'ok', icon: icons.check },
  waiting: { tone: 'info', icon: icons.ongoing },
  stuck: { tone: 'warn', icon: icons.warn },
  not_available: { tone: 'mute', icon: icons.canceled },
} as const satisfies Record<FilingState, { tone: string; icon: string }>

interface Step {
  key: 'signedDocuments' | 'auditTrails' | 'note' | 'stage' | 'copy'
  state: FilingState
  /** What is known of why it is not done. */
  problem?: CopyProblem | null
}

function stepsOf(filing: FilingFacts): Step[] {
  const { signedDocuments, auditTrails, note, stage, copy, copyProblem } = filing
  const steps: (Omit<Step, 'state'> & { state: FilingState | 'none' })[] = [
    { key: 'signedDocuments', state: signedDocuments },
    { key: 'auditTrails', state: auditTrails },
    { key: 'note', state: note },
    { key: 'stage', state: stage },
    { key: 'copy', state: copy, problem: copyProblem },
  ]
  return steps.flatMap(({ state, ...step }) => (state === 'none' ? [] : [{ ...step, state }]))
}

/** "318 KB", in the user's numbers. */
export function sizeOf({ words }: Pick<FullDeps, 'words'>, bytes: number): string {
  const mega = bytes >= 1_000_000
  const value = mega ? bytes / 1_000_000 : Math.max(1, Math.round(bytes / 1000))
  return new Intl.NumberFormat(words.tag, {
    style: 'unit',
    unit: mega ? 'megabyte' : 'kilobyte',
    unitDisplay: 'short',
    maximumFractionDigits: mega ? 1 : 0,
  }).format(value)
}
