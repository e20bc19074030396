import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import type { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { isOpenAIError, OpenAIError } from "../kernel/errors";
import { statusOf } from "./statuses";

/** An object that exists but is not finished: the engine keeps what the detail says of it, and asks for an update in the next run. */
export class HalfDone extends OpenAIError {
  constructor(
    reason: OpenAIError,
    readonly detail: ErrorResourceInitFailed,
  ) {
    super(reason.code, reason.message, reason.details);
  }
}

/** An RPC that is answered by saying that there is no such thing here. */
export class NotHere extends OpenAIError {
  constructor(message: string) {
    super("usage", message);
  }
}

/** An error as the protocol carries it. */
export function failureOf(error: unknown, isCancelled: boolean): Partial<ServiceError> {
  if (error instanceof NotHere) return { code: status.UNIMPLEMENTED, details: error.message };
  if (!isOpenAIError(error)) return { code: status.INTERNAL, details: mistake(error) };
  const code = statusOf(error, isCancelled);
  if (!(error instanceof HalfDone)) return { code, details: error.message };
  const any = new Any();
  any.pack(error.detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const whole = new Status().setCode(code).setMessage(error.message).setDetailsList([any]);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
  return { code, details: error.message, metadata };
}

/** Something that nobody has thought of: the stack is what can be reported. */
function mistake(error: unknown): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a mistake of pulumi-openai, and none of the program's. What was under way may have been done. ${what}`;
}
