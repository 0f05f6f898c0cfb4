// Tasks: they can be written and completed, never deleted (contracts/kommo-api.md 5.2).
import { type Answer, forbidden, invalid, noContent, ok } from '../answers.ts'
import { taskAdded, taskChanged } from '../changes.ts'
import { asRecord, missing, notAChoice } from '../fields.ts'
import { may } from '../rights.ts'
import type { EntityKind, KommoTask } from '../state.ts'
import type { Caller, World } from '../world.ts'
import { author, flag, idOf, text, whole } from './check.ts'
import {
  type Call,
  filterList,
  filterRange,
  type Item,
  listItems,
  oneItem,
  ordered,
  page,
  type Route,
  refuse,
  self,
} from './route.ts'

const path = '/api/v4/tasks'
const kinds: readonly string[] = ['leads', 'contacts', 'companies'] satisfies EntityKind[]

export function taskRoutes(world: World): Route[] {
  const { state } = world
  return [
    { method: 'GET', path, run: (call) => list(world, call) },
    { method: 'POST', path, run: (call) => write(world, call) },
    {
      method: 'PATCH',
      path,
      run(call) {
        const listed = listItems(call.body)
        if (!listed.ok) return listed.answer
        const work = listed.items.map((item) => {
          const id = idOf(item, 'id', (each) => state.tasks.has(each), true)
          return { task: id === undefined ? undefined : state.tasks.get(id), change: readTask(world, item, false) }
        })
        const refusal = refuse(listed.items)
        if (refusal !== undefined) return refusal
        const tasks = work.flatMap(({ task, change }) => (task === undefined ? [] : [apply(world, call, task, change)]))
        return ok({ _links: self(world, path), _embedded: { tasks } })
      },
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      run(call) {
        const task = state.tasks.get(Number(call.params['id']))
        return task === undefined || !maySee(world, call.caller, task) ? noContent() : ok(taskView(world, task))
      },
    },
    {
      method: 'PATCH',
      path: `${path}/:id`,
      run(call) {
        const task = state.tasks.get(Number(call.params['id']))
        if (task === undefined) return invalid([{ request_id: '0', errors: [notAChoice('id')] }])
        if (!mayEdit(world, call.caller, task)) return forbidden()
        const item = oneItem(call.body)
        const change = readTask(world, item, false)
        const refusal = refuse([item])
        return refusal ?? ok(apply(world, call, task, change))
      },
    },
  ]
}

function list(world: World, call: Call): Answer {
  const lists: [string, (task: KommoTask) => string][] = [
    ['id', (task) => String(task.id)],
    ['responsible_user_id', (task) => String(task.responsibleUserId)],
    ['is_completed', (task) => (task.isCompleted ? '1' : '0')],
    ['task_type', (task) => String(task.taskTypeId)],
    ['entity_type', (task) => task.entityType ?? ''],
    ['entity_id', (task) => String(task.entityId ?? '')],
  ]
  const updated = filterRange(call.query, 'updated_at')
  const rows = [...world.state.tasks.values()].filter(
    (task) =>
      lists.every(([name, of]) => filterList(call.query, name)?.includes(of(task)) ?? true) &&
      (updated?.(task.updatedAt) ?? true) &&
      maySee(world, call.caller, task),
  )
  const keys = {
    id: (task: KommoTask) => task.id,
    created_at: (task: KommoTask) => task.createdAt,
    complete_till: (task: KommoTask) => task.completeTill,
  }
  return page(
    world,
    call,
    'tasks',
    ordered(call.query, rows, keys, 'id').map((task) => taskView(world, task)),
  )
}

function write(world: World, call: Call): Answer {
  const listed = listItems(call.body)
  if (!listed.ok) return listed.answer
  const read = listed.items.map((item) => readTask(world, item, true))
  const refusal = refuse(listed.items)
  if (refusal !== undefined) return refusal
  const now = world.seconds()
  const drafts = read.map(
    (fields): KommoTask => ({
      id: 0,
      text: '',
      completeTill: now,
      entityId: null,
      entityType: null,
      taskTypeId: 1,
      responsibleUserId: call.caller.userId,
      duration: 0,
      isCompleted: false,
      result: null,
      createdBy: call.caller.userId,
      updatedBy: call.caller.userId,
      createdAt: now,
      updatedAt: now,
      ...fields,
    }),
  )
  if (drafts.some((task) => !maySee(world, call.caller, task))) return forbidden()
  const tasks = drafts.map((draft, index) => {
    const task = { ...draft, id: world.state.nextId('tasks') }
    world.state.tasks.set(task.id, task)
    taskAdded(world, task)
    return { id: task.id, request_id: listed.items[index]?.requestId, _links: self(world, `${path}/${task.id}`) }
  })
  return ok({ _links: self(world, path), _embedded: { tasks } })
}

function readTask(world: World, item: Item, isNew: boolean): Partial<KommoTask> {
  const { state } = world
  const isUser = (id: number) => state.users.has(id)
  const fields: Partial<KommoTask> = {}
  const words = text(item, 'text', isNew)
  const till = whole(item, 'complete_till', isNew)
  const type = idOf(item, 'task_type_id', (id) => state.account.taskTypes.some((each) => each.id === id))
  const responsible = idOf(item, 'responsible_user_id', isUser)
  const createdBy = author(item, 'created_by', isUser)
  const duration = whole(item, 'duration')
  const done = flag(item, 'is_completed')
  const result = asRecord(item.data['result'])['text']
  if (words !== undefined) fields.text = words
  if (till !== undefined) fields.completeTill = till
  if (type !== undefined) fields.taskTypeId = type
  if (responsible !== undefined) fields.responsibleUserId = responsible
  if (createdBy !== undefined) fields.createdBy = createdBy
  if (duration !== undefined) fields.duration = duration
  if (done !== undefined) fields.isCompleted = done
  if (typeof result === 'string') fields.result = result
  readOwner(world, item, fields)
  return fields
}

function readOwner(world: World, item: Item, fields: Partial<KommoTask>): void {
  const kind = text(item, 'entity_type')
  if (kind !== undefined && !kinds.includes(kind)) item.errors.push(notAChoice('entity_type'))
  else if (kind !== undefined) fields.entityType = kind as EntityKind
  if (item.data['entity_id'] === undefined) return
  if (kind === undefined) item.errors.push(missing('entity_type'))
  const owners = fields.entityType == null ? undefined : world.state[fields.entityType]
  const id = idOf(item, 'entity_id', (each) => owners === undefined || owners.get(each)?.isDeleted === false)
  if (id !== undefined) fields.entityId = id
}

function apply(world: World, call: Call, task: KommoTask, change: Partial<KommoTask>): Record<string, unknown> {
  const completed = change.isCompleted === true && !task.isCompleted
  Object.assign(task, change, { updatedAt: world.seconds(), updatedBy: call.caller.userId })
  taskChanged(world, task, call.caller.userId, completed)
  return { id: task.id, updated_at: task.updatedAt, _links: self(world, `${path}/${task.id}`) }
}

function maySee(world: World, caller: Caller, task: KommoTask): boolean {
  if (caller.admin || task.entityType === null || task.entityId === null) return true
  const owner = world.state[task.entityType].get(task.entityId)
  return owner !== undefined && may(world.state, caller, 'view', task.entityType, owner)
}

function mayEdit(world: World, caller: Caller, task: KommoTask): boolean {
  if (caller.admin) return true
  const right = world.state.users.get(caller.userId)?.rights.tasks.edit ?? 'D'
  return right === 'A' || (right !== 'D' && task.responsibleUserId === caller.userId)
}

function taskView(world: World, task: KommoTask): Record<string, unknown> {
  return {
    id: task.id,
    created_by: task.createdBy,
    updated_by: task.updatedBy,
    created_at: task.createdAt,
    updated_at: task.updatedAt,
    responsible_user_id: task.responsibleUserId,
    group_id: 0,
    entity_id: task.entityId,
    entity_type: task.entityType,
    duration: task.duration,
    is_completed: task.isCompleted,
    task_type_id: task.taskTypeId,
    text: task.text,
    // Reads back as an empty list, not null, while there is none.
    result: task.result === null ? [] : { text: task.result },
    complete_till: task.completeTill,
    account_id: world.state.account.id,
    _links: self(world, `${path}/${task.id}`),
  }
}
