import { CheckFailure, type CheckRequest, CheckResponse } from "@pulumi/pulumi/proto/provider_pb";
import { check, type Failure } from "../kernel/check";
import { withDefaults } from "../kernel/defaults";
import { encode } from "./encode";
import { withName } from "./naming";
import type { Run } from "./run";
import { argumentsOf, subjectOf } from "./subject";

/** What a program that comes from the dynamic way in may still give, and what there is here instead. */
const ofTheOtherWay: Readonly<Record<string, string>> = {
  apiKey:
    '"apiKey" is an argument of pulumi-openai/dynamic alone: make a provider with this key, ' +
    "`new openai.Provider(name, { apiKey })`, and give it to the resource as the option `provider`",
  baseUrl:
    '"baseUrl" is an argument of pulumi-openai/dynamic alone: make a provider with this address, ' +
    "`new openai.Provider(name, { baseUrl })`, and give it to the resource as the option `provider`",
  adopt:
    '"adopt" is an argument of pulumi-openai/dynamic alone: what is there already is taken over with the option ' +
    "`import`, or with `pulumi import`",
};

/** Pure: it asks nobody, so that a preview needs neither a key nor a network. */
export function checkResource(run: Run, request: CheckRequest): CheckResponse {
  const subject = subjectOf(request);
  const { declaration, urn } = subject;
  const news = argumentsOf(subject, request.getNews());
  const olds = argumentsOf(subject, request.getOlds()).args;
  const named = withName(subject, news.args, olds, request.getAutonaming());
  const args = withDefaults(declaration, named ?? news.args);
  const failures = check(declaration, args, { olds, secret: news.secret }).map(explained);
  if (failures.length === 0) run.wanted.add(urn);
  const secrets = Object.keys(args).filter((name) => declaration.props[name]?.options.secret);
  return new CheckResponse()
    .setInputs(encode(args, [...news.secret, ...secrets.map((name) => [name])]))
    .setFailuresList(
      failures.map(({ property, reason }) => new CheckFailure().setProperty(property).setReason(reason)),
    );
}

function explained(failure: Failure): Failure {
  const reason = Object.hasOwn(ofTheOtherWay, failure.path) ? ofTheOtherWay[failure.path] : undefined;
  return reason === undefined ? failure : { ...failure, property: "", reason };
}
