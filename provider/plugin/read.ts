import { type ReadRequest, ReadResponse } from "@pulumi/pulumi/proto/provider_pb";
import { find, read } from "../lifecycle/see/read";
import { wellSeen } from "../lifecycle/session/state";
import { lastStateOf } from "./before";
import { encode } from "./encode";
import { outputsOf } from "./make";
import type { Run } from "./run";
import { sealed } from "./sealed";
import { subjectOf } from "./subject";

/**
 * A refresh brings the state that we have written; what brings none is an import, a look-up by id, or a question whether
 * there is one. There being none is no error: it is an answer without an id.
 */
export async function readResource(run: Run, request: ReadRequest): Promise<ReadResponse> {
  const subject = subjectOf(request);
  const { declaration } = subject;
  const last = lastStateOf(subject, request.getId(), request.getProperties(), request.getInputs());
  const operation = run.operation(subject, request.getTimeout());
  const isRefresh = last.isOurs || Object.keys(last.said({})).length > 0;
  const seen = isRefresh
    ? await read(operation, last.saved, last.said(last.saved.live))
    : await find(operation, request.getId());
  if (!seen) return new ReadResponse();
  const { id, live, args } = seen;
  // Found by its id alone: from now on this resource is told from any other that names the same object.
  const lease = seen.memo.lease ?? run.session.drawLease(run.session.client.serverTime());
  const memo = { ...wellSeen(seen.memo), lease };
  const said = { args, secret: last.secret };
  return new ReadResponse()
    .setId(id)
    .setProperties(outputsOf(declaration, { live, memo }, said))
    .setInputs(encode(args, sealed(declaration, last.secret)));
}
