// The third bundle, loaded on intent: the form, its checks and the review, and the ways out of a request. The other two hand it their parts.
import { enForm } from '../../shared/texts/en-form.ts'
import type { FormParts } from '../card/deps.ts'
import form from '../styles/form.css'
import { Composer } from './Composer.tsx'
import { Screen } from './Screen.tsx'

export const parts: FormParts = { css: form, texts: enForm, Composer, Screen }
