import { kindsThat } from "../kernel/facts";
import { create } from "../support/entries";
import { sampleArgs } from "../support/fixtures";
import { workshop } from "../support/workshop";
import { everyObject, route } from "./house";

type Action = Parameters<ReturnType<typeof workshop>["emulator"]["fault"]>[0]["action"];

const made = kindsThat(({ kind }) => kind !== "existing");
const ambiguous: [string, Action][] = [
  ["whose connection breaks after it was carried out", { type: "reset-after" }],
  ["whose connection breaks before it was carried out", { type: "reset-before" }],
  ["answered with 500 after it was carried out", { type: "status", status: 500, when: "after" }],
  ["answered with 503 before it was carried out", { type: "status", status: 503 }],
  [
    "answered with a gateway's 429 after it was carried out",
    { type: "status", status: 429, body: "<html>slow down</html>", when: "after" },
  ],
  ["whose answer is cut in half", { type: "truncate" }],
  ["answered with an HTML page", { type: "garbage" }],
  ["that is not answered in time", { type: "delay", ms: 300_000, when: "after" }],
  ["that is carried out five seconds after it was given up", { type: "delay", ms: 65_000, when: "before" }],
];

describe.each(made)("the create of a %s", (_, declaration) => {
  it.each(ambiguous)("%s leaves exactly one object, and its id", async (_what, action) => {
    const place = workshop();
    const args = await sampleArgs(place, declaration);
    const before = await everyObject(place, declaration, args);
    place.emulator.fault({ match: { method: "POST", route: route(declaration.at.create) }, action });
    const saved = await create(place.session(), declaration, args);
    const after = await everyObject(place, declaration, args);
    expect(after.filter((id) => !before.includes(id))).toEqual([saved.id]);
    for (const [name, { word }] of Object.entries(declaration.props)) {
      if (word === "once") expect(saved.live[name]).toMatch(/^(sk-|whsec_)/);
    }
  });
});
