import { status } from "@grpc/grpc-js";
import { type ErrorCode, OpenAIError } from "../../provider/kernel/errors";
import { failureOf } from "../../provider/plugin/failure";
import { statusOf } from "../../provider/plugin/statuses";

const codes: Record<ErrorCode, true> = {
  setting: true,
  refused: true,
  unreachable: true,
  ambiguous: true,
  "broken-reply": true,
  unproven: true,
  failed: true,
  impossible: true,
  stopped: true,
  usage: true,
};
const damaging = [status.OK, status.UNKNOWN, status.INTERNAL, status.DATA_LOSS, status.UNIMPLEMENTED];

describe.each(Object.keys(codes) as ErrorCode[])("an error with the code %s", (code) => {
  it.each([undefined, 400, 401, 403, 404, 409, 410, 422, 429, 500, 503])(
    "and the API's status %s is none that the engine takes for a damage",
    (answered) => {
      for (const isCancelled of [true, false]) {
        const error = new OpenAIError(code, "why", answered === undefined ? {} : { status: answered });
        expect(damaging).not.toContain(statusOf(error, isCancelled));
        expect(failureOf(error, isCancelled)).toEqual({ code: statusOf(error, isCancelled), details: "why" });
      }
    },
  );
});

test("what was stopped is told apart: by somebody, or by the time that it was given", () => {
  const stopped = new OpenAIError("stopped", "why");
  expect([statusOf(stopped, true), statusOf(stopped, false)]).toEqual([
    status.CANCELLED,
    status.DEADLINE_EXCEEDED,
  ]);
});

test("a mistake of ours says that it is one, with its place in the code", () => {
  const { code, details } = failureOf(new TypeError("undefined is no function"), false);
  expect(code).toBe(status.INTERNAL);
  expect(details).toContain("a mistake of pulumi-openai");
  expect(details).toContain("statuses.test");
});
