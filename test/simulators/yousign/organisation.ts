// Workspaces, users and templates: lists that the API only shows.
import { type Answer, json, refuse } from './answer.ts'
import { type Call, covers } from './call.ts'
import { pagedPlain, pageOf } from './listing.ts'
import { templateView, userView, workspaceView } from './views.ts'
import type { World } from './world.ts'

export function listWorkspaces(world: World, call: Call): Answer {
  const page = pageOf(call.query, { standard: 10, most: 100 })
  if (!page.ok) return page.answer
  const mine = world.state.workspaces.filter((workspace) => covers(call.key, workspace.id))
  return pagedPlain(mine, page.value, (workspace) => workspaceView(world, workspace))
}

export function defaultWorkspace(world: World): Answer {
  const workspace = world.state.workspaces.find((each) => each.default)
  return workspace === undefined ? refuse.notFound() : json(200, workspaceView(world, workspace))
}

export function listUsers(world: World, call: Call): Answer {
  const page = pageOf(call.query, { standard: 100, most: 100 })
  if (!page.ok) return page.answer
  const email = call.query.get('email[eq]')
  const users = world.state.users.filter((user) => email === null || user.email === email)
  return pagedPlain(users, page.value, userView)
}

/** Ten at most; labels and fields are nowhere to be read (contracts/yousign.md 5). */
export function listTemplates(world: World, call: Call): Answer {
  const page = pageOf(call.query, { standard: 10, most: 10 })
  if (!page.ok) return page.answer
  const mine = world.state.templates.filter((each) => each.workspace_id === null || covers(call.key, each.workspace_id))
  return pagedPlain(mine, page.value, templateView)
}
