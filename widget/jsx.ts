// The build turns JSX into calls of these; type checks and tests use Preact's own runtime.
export { createElement as h, Fragment } from 'preact'
