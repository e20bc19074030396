import * as pulumi from "@pulumi/pulumi";
import { settle } from "../../sdk/dynamic/settle";

const known = (value: unknown) => ({ value, isKnown: true, isSecret: false });
const unknown = { value: undefined, isKnown: false, isSecret: false };

const later = async <T>(value: T): Promise<T> => value;

it.each<[string, () => unknown, unknown]>([
  ["a plain value", () => "x", known("x")],
  ["nothing", () => undefined, known(undefined)],
  ["a promise", () => later("x"), known("x")],
  ["an output", () => pulumi.output("x"), known("x")],
  ["an output of a promise", () => pulumi.output(later("x")), known("x")],
  ["a promise of an output", () => later(pulumi.output("x")), known("x")],
  ["a secret", () => pulumi.secret("x"), { ...known("x"), isSecret: true }],
  ["an output that is not known", () => pulumi.output(pulumi.unknown), unknown],
  ["a secret that is not known", () => pulumi.secret(pulumi.unknown), { ...unknown, isSecret: true }],
  ["a promise that fails", () => Promise.reject(new Error("no")), unknown],
  ["an output that fails", () => pulumi.output(Promise.reject(new Error("no"))), unknown],
  ["what only looks like an output", () => ({ __pulumiOutput: true }), unknown],
])("%s comes back as it is", async (_, make, settled) => {
  // A failure that nobody took would end this test, and a program with it.
  expect(await settle(make())).toEqual(settled);
});
