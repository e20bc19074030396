/** The caller gave something that cannot be used: an id of the wrong shape, a path without its parts. */
export class UsageError extends Error {}
