import { heldBytes } from "./soak/memory";
import { soak } from "./soak/soak";

const twoDays = 48;
/** `make soak MINUTES=...` goes on for so long, two days of virtual time after the other; else it is two days once. */
const minutes = Number(process.env.SOAK_MINUTES ?? 0);

jest.setTimeout((minutes + 10) * 60_000);

describe("R32: one exchange in a hundred goes wrong, for two days", () => {
  it("and nothing is orphaned, lost or made twice", async () => {
    const end = Date.now() + minutes * 60_000;
    for (let seed = 1; seed === 1 || Date.now() < end; seed++) {
      const { orphans, lost, duplicates, ...counts } = await soak(seed, twoDays);
      if (minutes > 0) console.log(`[soak] seed ${seed}: ${JSON.stringify(counts)}`);
      expect({ seed, orphans, lost, duplicates }).toEqual({ seed, orphans: [], lost: [], duplicates: [] });
    }
  });

  it("and a run that reads all the while holds no more at the end than after half a day", async () => {
    const held = await heldBytes(1, twoDays);
    const growth = (held.at(-1) ?? 0) - (held[twoDays / 4] ?? 0);
    expect(growth).toBeLessThan(2 ** 20);
  });
});
