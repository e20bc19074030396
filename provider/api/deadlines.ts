const minute = 60_000;

/** How long a call, and what it has to wait for, may take where whoever asks says nothing of it, in milliseconds. */
export const deadlines = { GET: 10 * minute, POST: 20 * minute, DELETE: 10 * minute };
