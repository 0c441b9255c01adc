/**
 * What a page asks for before its own scripts are there. Apart from the routes, which bring their
 * schemas along.
 */
export const SESSION_PATH = '/api/v1/session'
export const USAGE_PATH = '/api/v1/teams/{team}/usage'

/** Says who is viewing, while there is no sign-in: `admin`, `billing`, `member` or `member:ID`. */
export const VIEW_AS_HEADER = 'x-headroom-view-as'
