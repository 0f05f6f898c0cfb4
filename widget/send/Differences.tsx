// What is not as it was when somebody looked: old struck, new bold.
import type { Difference } from '../../shared/problem.ts'
import type { Words } from '../words/words.tsx'

export function Differences({ words, differences }: { words: Words; differences: Difference[] }) {
  return (
    <dl class="ysg-diff">
      {differences.map(({ what, of, before, after }) => (
        <>
          <dt>
            {words.say(`diff.${what}`)} {of}
          </dt>
          <dd>
            <del>{before}</del> <ins>{after}</ins>
          </dd>
        </>
      ))}
    </dl>
  )
}
