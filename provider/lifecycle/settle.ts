import { sleep } from "../api/clock";
import { isOpenAIError, OpenAIError } from "../api/errors";
import type { Credential } from "../api/settings";
import { decode } from "../kernel/codec";
import type { Declaration } from "../kernel/declaration";
import { withoutAbsent } from "../kernel/values";
import { getItem } from "./calls";
import { PartialSuccess, type Saved } from "./saved";
import type { Session } from "./session";

const patience = 20 * 60_000;
const longestPause = 15_000;

export function isSettled({ settle }: Declaration, { live }: Saved): boolean {
  return !settle || settle.until.includes(live[settle.on]);
}

/** Waits until the object has come to rest. One that does not in time is saved with its id, and the next run goes on. */
export async function settle(
  session: Session,
  declaration: Declaration,
  credential: Credential,
  saved: Saved,
): Promise<Saved> {
  const { settle } = declaration;
  const { clock, say } = session.surroundings;
  if (!settle) return saved;
  const started = clock.now();
  let current = saved;
  let announced = false;
  for (
    let pause = 1000;
    !settle.until.includes(current.live[settle.on]);
    pause = Math.min(pause * 1.5, longestPause)
  ) {
    const spent = clock.now() - started;
    if (spent > patience) {
      throw new PartialSuccess(
        current,
        new OpenAIError(
          "unproven",
          `${declaration.token} ${saved.id} exists, but its ${settle.on} is still "${String(current.live[settle.on])}" after ` +
            `${Math.round(spent / 60_000)} minutes. Run \`pulumi up\` again to go on waiting.`,
        ),
      );
    }
    if (!announced && spent > 30_000) {
      announced = true;
      say(`${declaration.token} ${saved.id}: waiting until its ${settle.on} is ${settle.until.join(" or ")}`);
    }
    await sleep(clock, pause);
    try {
      const { body } = await getItem(session, credential, declaration, current.live);
      current = { ...current, live: withoutAbsent(decode(declaration, body, current.live)) };
    } catch (error) {
      if (isOpenAIError(error)) throw new PartialSuccess(current, error);
      throw error;
    }
  }
  if (announced) say(`${declaration.token} ${saved.id}: done waiting`);
  return current;
}
