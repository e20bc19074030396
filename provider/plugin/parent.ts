const parent = process.ppid;

/**
 * Whether the engine that has started this process is still there. An orphan gets another parent; where it does not, its
 * old one's number is asked for.
 */
export function parentIsThere(): boolean {
  if (process.ppid !== parent) return false;
  try {
    process.kill(parent, 0);
    return true;
  } catch (error) {
    // A parent that nobody may send signals to is one.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Calls once the parent is gone; looks every second, and keeps no process alive. */
export function whenOrphaned(then: () => void): void {
  const look = setInterval(() => {
    if (parentIsThere()) return;
    clearInterval(look);
    then();
  }, 1_000);
  look.unref();
}
